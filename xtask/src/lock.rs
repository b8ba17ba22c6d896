//! One run at a time writes into a directory.
use crate::failure::Failure;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Held while a directory is compared and written; the file is gone afterwards.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Waits until no other run writes into this directory, which exists.
    pub(crate) fn take(directory: &Path) -> Result<Self, Failure> {
        let path = directory.join(".tenon.lock");
        let mut told = false;
        loop {
            let file = File::options().create(true).truncate(false).write(true).open(&path);
            let file = file.map_err(Failure::disk("lock", &path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    if !told {
                        anstream::eprintln!("waiting for another run that writes into `{}`", directory.display());
                        told = true;
                    }
                    file.lock().map_err(Failure::disk("lock", &path))?;
                }
                Err(TryLockError::Error(error)) => return Err(Failure::disk("lock", &path)(error)),
            }
            // The run before us removed the file while we waited for it: what we hold is nobody's lock any more.
            if is_at(&file, &path) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is held, so that nobody removes the file of the next one. A file that stays does no harm.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().ok().zip(fs::metadata(path).ok()).is_some_and(|(a, b)| same(a, b))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

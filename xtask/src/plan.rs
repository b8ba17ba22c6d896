//! Files that should be there, compared with what is, and written all together or not at all.
use crate::differences::unified;
use crate::failure::Failure;
use crate::lock::Lock;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Stands in the first lines of all that we write.
const MARK: &str = "by `cargo xtask generate`";

/// What a directory should hold.
#[derive(Debug)]
pub(crate) struct Plan {
    directory: PathBuf,
    /// Relative to the directory.
    files: BTreeMap<PathBuf, String>,
    /// Directories, relative, in which what we once wrote and do not write any more is removed.
    ours: Vec<PathBuf>,
    /// Whether a file that we did not write may be overwritten.
    overwrite: bool,
}

/// One file that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Relative to the plan's directory.
    pub(crate) path: PathBuf,
    old: Option<Vec<u8>>,
    new: Option<String>,
}

impl Plan {
    pub(crate) fn new(directory: PathBuf, overwrite: bool) -> Self {
        Self { directory, files: BTreeMap::new(), ours: Vec::new(), overwrite }
    }

    /// This file should be there, with this text.
    pub(crate) fn file(&mut self, path: impl Into<PathBuf>, text: String) {
        self.files.insert(path.into(), text);
    }

    /// Below this directory nothing of ours should be there but the files of the plan.
    pub(crate) fn only(&mut self, directory: impl Into<PathBuf>) {
        self.ours.push(directory.into());
    }

    /// What is not as it should be, in the order of paths.
    pub(crate) fn changes(&self) -> Result<Vec<Change>, Failure> {
        let mut changes = Vec::new();
        for (path, text) in &self.files {
            let whole = self.directory.join(path);
            let old = read(&whole)?;
            if old.as_deref() == Some(text.as_bytes()) {
                continue;
            }
            if !self.overwrite && old.as_deref().is_some_and(|old| !is_ours(old)) {
                return Err(Failure::Foreign(whole));
            }
            changes.push(Change { path: path.clone(), old, new: Some(text.clone()) });
        }
        let mut seen = BTreeSet::new();
        for directory in &self.ours {
            for path in below(&self.directory, directory)? {
                if self.files.contains_key(&path) || !seen.insert(path.clone()) {
                    continue;
                }
                let old = read(&self.directory.join(&path))?;
                if old.as_deref().is_some_and(is_ours) {
                    changes.push(Change { path, old, new: None });
                }
            }
        }
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(changes)
    }

    /// Makes the directory as it should be; files that are so already are not touched. Returns what changed.
    pub(crate) fn apply(&self) -> Result<Vec<Change>, Failure> {
        let created = create(&self.directory)?;
        let outcome = Lock::take(&self.directory).and_then(|_lock| {
            let changes = self.changes()?;
            write(&self.directory, &changes)?;
            Ok(changes)
        });
        if outcome.is_err() {
            remove_empty(&created);
        }
        outcome
    }
}

impl Change {
    /// `write`, `remove` for a line that says what was done.
    pub(crate) fn word(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// The path as people know it; `prefix` is the plan's directory, empty where they stand in it.
    pub(crate) fn shown(&self, prefix: &str) -> String {
        let path = self.path.to_string_lossy().replace('\\', "/");
        if prefix.is_empty() { path } else { format!("{prefix}/{path}") }
    }

    /// A unified diff; `prefix` is the directory as people know it.
    pub(crate) fn diff(&self, prefix: &str) -> String {
        let old = self.old.as_deref().map(String::from_utf8_lossy);
        unified(&self.shown(prefix), old.as_deref(), self.new.as_deref())
    }
}

/// Everything is written next to its place first; only then does anything change, and what did is put back if the rest fails.
fn write(directory: &Path, changes: &[Change]) -> Result<(), Failure> {
    let mut created = Vec::new();
    let ready = changes.iter().filter_map(|change| Some((change, change.new.as_ref()?))).map(|(change, text)| {
        let path = directory.join(&change.path);
        let parent = path.parent().unwrap_or(directory);
        created.extend(create(parent)?);
        let written = sibling(parent, text).map_err(Failure::disk("write", &path))?;
        Ok((change, path, written))
    });
    let ready: Vec<_> = match ready.collect::<Result<_, Failure>>() {
        Ok(ready) => ready,
        Err(failure) => {
            remove_empty(&created);
            return Err(failure);
        }
    };
    let mut done: Vec<&Change> = Vec::new();
    let mut outcome = Ok(());
    for (change, path, written) in ready {
        done.push(change);
        outcome = written.persist(&path).map(drop).map_err(|e| Failure::disk("write", &path)(e.error));
        if outcome.is_err() {
            break;
        }
    }
    for change in changes.iter().filter(|c| c.new.is_none()) {
        if outcome.is_err() {
            break;
        }
        let path = directory.join(&change.path);
        done.push(change);
        outcome = fs::remove_file(&path).map_err(Failure::disk("remove", &path));
        if let Some(parent) = path.parent() {
            // Fails, as it should, unless it is empty now.
            let _ = fs::remove_dir(parent);
        }
    }
    if outcome.is_err() {
        done.iter().for_each(|change| put_back(directory, change));
        remove_empty(&created);
    }
    outcome
}

fn sibling(directory: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tenon-");
    #[cfg(unix)]
    {
        // As any new file; temporary ones are for their owner alone otherwise.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_data()?;
    Ok(file)
}

/// As well as it goes: something is wrong with the disk already.
fn put_back(directory: &Path, change: &Change) {
    let path = directory.join(&change.path);
    let _ = match &change.old {
        Some(old) => path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, old)),
        None => fs::remove_file(&path),
    };
}

/// Creates a directory and what is missing above it; returns what was missing, the innermost last.
fn create(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let missing = directory.ancestors().take_while(|dir| !dir.as_os_str().is_empty() && !dir.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    fs::create_dir_all(directory).map_err(Failure::disk("create", directory))?;
    Ok(missing)
}

fn remove_empty(created: &[PathBuf]) {
    for directory in created.iter().rev() {
        let _ = fs::remove_dir(directory);
    }
}

/// A file's bytes; `None` if it is not there.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::disk("read", path)(error)),
    }
}

fn is_ours(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(400)).unwrap_or_default();
    head.windows(MARK.len()).any(|window| window == MARK.as_bytes())
}

/// Every file below `root/directory`, relative to `root`; links are not followed.
fn below(root: &Path, directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (mut open, mut found) = (vec![directory.to_owned()], Vec::new());
    while let Some(directory) = open.pop() {
        let whole = root.join(&directory);
        let entries = match fs::read_dir(&whole) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Failure::disk("list", &whole)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(Failure::disk("list", &whole))?;
            let kind = entry.file_type().map_err(Failure::disk("list", &whole))?;
            let path = directory.join(entry.file_name());
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    Ok(found)
}

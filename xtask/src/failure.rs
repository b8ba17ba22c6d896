//! What can go wrong out here, as values: what, where, what to do, and the exit code.
use std::io;
use std::path::{Path, PathBuf};
use tenon::names::LockError;

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The answer is no; it was printed.
    No,
    /// A document has errors; they were printed.
    Document,
    /// The command was not meant like that.
    Usage(String),
    /// A document cannot be read from disk.
    Read { path: PathBuf, error: io::Error },
    /// A `names.lock` that is none.
    Names { path: PathBuf, error: LockError },
    /// Something else on disk went wrong.
    Disk { doing: &'static str, path: PathBuf, error: io::Error },
    /// Something that we did not write stands where we would.
    Foreign(PathBuf),
    /// A tool cannot be installed.
    Tool { name: &'static str, needs: String, why: String },
    /// A server did not say where it listens.
    Silent(PathBuf),
    /// An exemption that holds for nothing, or no longer.
    Stale(String),
    /// A revision, or a file of one, that git does not have.
    Git { asked: String, said: String },
    /// The file system cannot be watched.
    Watch(notify::Error),
}

impl Failure {
    pub(crate) fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Disk { doing, path: path.to_owned(), error }
    }

    /// 1 the answer is no, 2 usage, 3 a document is unreadable or unsupported, or a tool cannot be installed, 4 an
    /// exemption is stale.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::No | Self::Disk { .. } | Self::Silent(_) | Self::Watch(_) => 1,
            Self::Usage(_) | Self::Foreign(_) => 2,
            Self::Stale(_) => 4,
            Self::Document | Self::Read { .. } | Self::Names { .. } | Self::Tool { .. } | Self::Git { .. } => 3,
        }
    }

    /// Says it on stderr, if it was not said yet.
    pub(crate) fn print(&self) {
        if let Some(text) = self.text() {
            anstream::eprintln!("\u{1b}[1;31merror\u{1b}[0m: {text}");
        }
    }

    /// What to print, if it was not printed yet.
    pub(crate) fn text(&self) -> Option<String> {
        let hint = |error: &io::Error| match error.kind() {
            io::ErrorKind::NotFound => "\n  = help: check the path",
            io::ErrorKind::PermissionDenied => "\n  = help: check who may read and write there",
            io::ErrorKind::IsADirectory => "\n  = help: name a file, not a directory",
            io::ErrorKind::StorageFull => "\n  = help: the disk is full",
            _ => "",
        };
        Some(match self {
            Self::No | Self::Document => return None,
            Self::Usage(text) | Self::Stale(text) => text.clone(),
            Self::Git { asked, said } => format!("git does not have `{asked}`: {said}"),
            Self::Read { path, error } => format!("cannot read `{}`: {error}{}", path.display(), hint(error)),
            Self::Names { path, error } => format!(
                "cannot read `{}`: {error}\n  = help: take it back from the version control; a conflict is solved by keeping the lines of both sides",
                path.display()
            ),
            Self::Disk { doing, path, error } => format!("cannot {doing} `{}`: {error}{}", path.display(), hint(error)),
            Self::Foreign(path) => format!(
                "`{}` was not made by `cargo xtask generate`; it is left alone\n  = help: choose another directory, or remove the file",
                path.display()
            ),
            Self::Tool { name, needs, why } => format!(
                "cannot install `{name}`: {why}\n  = help: it takes {needs} and a way to the package registry; without it, say `--only` with the other tool"
            ),
            Self::Silent(program) => format!(
                "`{}` ended, or did not say where it listens, before it was tried\n  = help: what it said is above",
                program.display()
            ),
            Self::Watch(error) => format!("cannot watch for changes: {error}"),
        })
    }
}

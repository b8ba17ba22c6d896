//! The files beside a document that its references lead to: none outside of its folder is ever opened.
use crate::documents;
use crate::failure::Failure;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Where a document's files may be.
#[derive(Debug)]
pub(crate) struct Folder {
    /// Without links.
    path: PathBuf,
    /// As reports name it.
    pub(crate) shown: String,
}

impl Folder {
    /// The given folder, or else the document's own; and what the document is called, seen from there.
    pub(crate) fn of(document: &Path, shown: &str, within: Option<&Path>) -> Result<(Self, String), Failure> {
        let whole = fs::canonicalize(document).map_err(|error| Failure::Read { path: document.to_owned(), error })?;
        let Some(within) = within else {
            let path = whole.parent().unwrap_or(&whole).to_owned();
            let folder = shown.rsplit_once('/').map_or("", |(folder, _)| folder);
            return Ok((Self { path, shown: folder.to_owned() }, shown.to_owned()));
        };
        let path = fs::canonicalize(within).map_err(Failure::disk("find", within))?;
        let Ok(rest) = whole.strip_prefix(&path) else {
            return Err(Failure::Usage(format!("`{shown}` is not below `{}`", within.display())));
        };
        let folder = documents::shown(within);
        let rest = rest.to_string_lossy().replace('\\', "/");
        let name = if folder.is_empty() || folder == "." { rest } else { format!("{folder}/{rest}") };
        Ok((Self { path, shown: if folder == "." { String::new() } else { folder } }, name))
    }

    /// The bytes of a file below it, but never many more than are allowed; or why there are none.
    pub(crate) fn read(&self, file: &str, most: usize) -> Result<Vec<u8>, String> {
        let said = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            ErrorKind::IsADirectory => "it is a directory".to_owned(),
            _ => error.to_string(),
        };
        let path = fs::canonicalize(self.path.join(file)).map_err(said)?;
        if !path.starts_with(&self.path) {
            return Err("it is a link that leads out of the folder".to_owned());
        }
        documents::read_at_most(&path, most).map_err(said)
    }
}

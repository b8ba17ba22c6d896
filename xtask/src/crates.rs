//! Crates that commands make to have them compiled: their files, and what the compiler says.
use crate::failure::Failure;
use serde_json::Value;
use std::fs;
use std::io::BufRead;
use std::path::Path;

/// Writes a file, and makes its folder if there is none.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::disk("create", folder))?;
    }
    fs::write(path, text).map_err(Failure::disk("write", path))
}

/// What cargo says with `--message-format json`, as it comes.
pub(crate) fn messages(output: impl BufRead) -> impl Iterator<Item = Value> {
    output.lines().map_while(Result::ok).filter_map(|line| serde_json::from_str(&line).ok())
}

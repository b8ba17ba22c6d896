//! Which documents there are below a directory, and what their crates are called.
use crate::failure::Failure;
use crate::workspace;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Longer names of crates make longer paths than some systems take.
const LONGEST: usize = 40;

/// A file that may be a document.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) path: PathBuf,
    /// Relative to the directory, with `/`.
    pub(super) shown: String,
    /// Of its crate, and of the module in it. Unique.
    pub(super) name: String,
}

/// Every file below the directory that mentions `openapi`, in the order of paths. Links are not followed.
pub(crate) fn candidates(directory: &Path) -> Result<Vec<Candidate>, Failure> {
    let mut paths = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).map_err(Failure::disk("list", &directory))? {
            let entry = entry.map_err(Failure::disk("list", &directory))?;
            let kind = entry.file_type().map_err(Failure::disk("list", &directory))?;
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() && is_document(&entry.path()) {
                paths.push(entry.path());
            }
        }
    }
    let shown = |path: &Path| path.strip_prefix(directory).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let mut found: Vec<(String, PathBuf)> = paths.into_iter().map(|path| (shown(&path), path)).collect();
    found.sort();
    let names = names(&found);
    Ok(found.into_iter().zip(names).map(|((shown, path), name)| Candidate { path, shown, name }).collect())
}

/// Whether it is worth reading; what it is, is told once it was read.
fn is_document(path: &Path) -> bool {
    let known =
        path.extension().is_some_and(|e| ["json", "yaml", "yml"].iter().any(|known| e.eq_ignore_ascii_case(known)));
    known && fs::read(path).is_ok_and(|bytes| bytes.windows(7).any(|window| window == b"openapi"))
}

/// After the file where that says enough; with a number made of its path where it is too long, or not alone.
fn names(found: &[(String, PathBuf)]) -> Vec<String> {
    let plain = |path: &Path| workspace::module_name(None, path).unwrap_or_else(|_| "api".to_owned());
    let plain: Vec<String> = found.iter().map(|(_, path)| plain(path)).collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    plain.iter().for_each(|name| *count.entry(name).or_default() += 1);
    let name = |(shown, _): &(String, PathBuf), plain: &str| {
        if plain.len() <= LONGEST && count.get(plain) == Some(&1) {
            return plain.to_owned();
        }
        let short: String = plain.chars().take(LONGEST).collect();
        format!("{}_{:08x}", short.trim_end_matches('_'), fnv(shown))
    };
    found.iter().zip(&plain).map(|(found, plain)| name(found, plain)).collect()
}

/// FNV-1a, the same on every machine.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn names_are_short_and_unique() {
        let long = "a".repeat(90);
        let files = ["x/pets.yaml", "y/pets.json", "zoo.yaml", &format!("{long}1.yaml"), &format!("{long}2.yaml")];
        let found: Vec<_> = files.iter().map(|f| ((*f).to_owned(), PathBuf::from(f))).collect();
        let mut names = names(&found);
        assert_eq!(names[2], "zoo");
        assert!(names.iter().all(|name| name.len() <= LONGEST + 9 && tenon::names::is_identifier(name)), "{names:?}");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), files.len());
    }
}

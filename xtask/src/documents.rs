//! Documents: from the disk into `tenon`, and its reports onto the terminal.
use crate::failure::Failure;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use tenon::diagnostic::{self, Diagnostics, Severity};
use tenon::load::{Budgets, Sources};

/// A document that was read, as far as it could be.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Diagnostics,
    /// Whether there is a tree to go on with.
    pub(crate) complete: bool,
}

/// Reads a document or a page; `shown` is its name in reports.
pub(crate) fn load(path: &Path, shown: &str) -> Result<Loaded, Failure> {
    let budgets = Budgets::default();
    let bytes = read(path, budgets.bytes).map_err(|error| Failure::Read { path: path.to_owned(), error })?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let complete = sources.read(shown, &bytes, &budgets, &mut diagnostics).is_some();
    Ok(Loaded { sources, diagnostics, complete })
}

/// A file's bytes, but never many more than are allowed.
fn read(path: &Path, most: usize) -> std::io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    file.take(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A path as reports show it: with `/`, and relative to where the user stands.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative =
        here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned)).unwrap_or_else(|| path.to_owned());
    let text = relative.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}

/// Draws errors and warnings on stderr; notes only count.
pub(crate) fn report(diagnostics: &Diagnostics, sources: &Sources) {
    let mut shown = diagnostics.clone();
    shown.retain(|d| d.severity != Severity::Note);
    // Colours are removed again by `anstream` where they are not wanted.
    anstream::eprint!("{}", diagnostic::render(&shown, sources, true));
}

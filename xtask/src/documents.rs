//! Documents: from the disk into `tenon`, and its reports onto the terminal.
use crate::failure::Failure;
use crate::neighbours::Folder;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use tenon::diagnostic::{self, Diagnostics, Severity};
use tenon::load::{Budgets, Sources};
use tenon::names::Lock;
use tenon::settings::{self, Settings};

/// A document that was read, as far as it could be.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Diagnostics,
    /// Whether there is a tree to go on with.
    pub(crate) complete: bool,
    /// What `tenon.toml` and `names.lock` say.
    pub(crate) settings: Settings,
}

/// What the choices about a document are called, beside it.
const SETTINGS: &str = "tenon.toml";
/// What its names are called, beside it or in the crate that is made from it.
pub(crate) const NAMES: &str = "names.lock";

/// Reads a document or a page, and what stands beside it; `shown` is its name in reports, `names` the directory of its
/// `names.lock`, `choices` a file that is read instead of the `tenon.toml` beside it, `within` the folder that the files
/// it refers to may be in, by default its own.
pub(crate) fn load(
    path: &Path,
    shown: &str,
    names: &Path,
    choices: Option<&Path>,
    within: Option<&Path>,
) -> Result<Loaded, Failure> {
    let budgets = Budgets::default();
    let (folder, shown) = Folder::of(path, shown, within)?;
    let shown = shown.as_str();
    let bytes = read_at_most(path, budgets.bytes).map_err(|error| Failure::Read { path: path.to_owned(), error })?;
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let complete = sources.read(shown, &bytes, &budgets, &mut diagnostics).is_some();
    let beside = |name: &str| path.parent().map_or_else(|| PathBuf::from(name), |directory| directory.join(name));
    let (place, name) = match choices {
        Some(given) => (given.to_owned(), self::shown(given)),
        None => (beside(SETTINGS), sibling(shown, SETTINGS)),
    };
    let mut settings = match (text(&place)?, choices) {
        (Some(text), _) => settings::read(&mut sources, &name, &text, &mut diagnostics),
        (None, None) => Settings::default(),
        (None, Some(_)) => {
            return Err(Failure::Read { path: place, error: std::io::ErrorKind::NotFound.into() });
        }
    };
    let lock = names.join(NAMES);
    if let Some(text) = text(&lock)? {
        settings.names = Lock::parse(&text).map_err(|error| Failure::Names { path: lock, error })?;
    }
    if complete {
        for overlay in &settings.overlays {
            let path = beside(&overlay.value);
            let bytes = read_at_most(&path, budgets.bytes).map_err(|error| Failure::Read { path, error })?;
            let shown = sibling(shown, &overlay.value);
            if let Some(id) = sources.read(&shown, &bytes, &budgets, &mut diagnostics) {
                tenon::overlay::apply(&mut sources, id, &mut diagnostics);
            }
        }
    }
    if complete {
        let mut read = |file: &str| folder.read(file, budgets.bytes);
        sources.gather(&folder.shown, &mut read, &budgets, &mut diagnostics);
    } else {
        diagnostics.settle(&sources);
    }
    Ok(Loaded { sources, diagnostics, complete, settings })
}

/// The directory of a document.
pub(crate) fn home(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// What a file beside another is called in reports.
fn sibling(shown: &str, name: &str) -> String {
    shown.rsplit_once('/').map_or_else(|| name.to_owned(), |(directory, _)| format!("{directory}/{name}"))
}

/// A file's text; `None` if it is not there.
fn text(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Read { path: path.to_owned(), error }),
    }
}

/// A file's bytes, but never many more than are allowed.
pub(crate) fn read_at_most(path: &Path, most: usize) -> std::io::Result<Vec<u8>> {
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
    anstream::eprint!("{}", drawn(&shown, sources));
}

/// All reports in colour, which `anstream` removes again where it is not wanted, and where more is said of the worst.
pub(crate) fn drawn(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut text = diagnostic::render(diagnostics, sources, true);
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let codes: BTreeSet<&str> = errors.map(|d| d.code.id()).collect();
    for code in codes {
        text.push_str("more about it: `cargo xtask explain ");
        text.push_str(code);
        text.push_str("`\n");
    }
    text
}

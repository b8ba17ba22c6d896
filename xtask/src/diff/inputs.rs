//! Where a document comes from: the disk, standard input, or a revision of the repository.
use crate::documents;
use crate::failure::Failure;
use crate::workspace::{DOCUMENTS, Root};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use tenon::diagnostic::Diagnostics;
use tenon::load::{Budgets, Sources};
use tenon::names::Lock;
use tenon::settings::{self, Settings};

/// One side, before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// `-`
    Standard,
    /// On the disk.
    File(PathBuf),
    /// In a revision: what git calls it, and the path below the top of the repository.
    Blob { revision: String, path: String },
}

/// A document that was read, with what stands beside it.
pub(super) struct Document {
    pub(super) sources: Sources,
    pub(super) diagnostics: Diagnostics,
    pub(super) complete: bool,
    pub(super) settings: Settings,
    /// Whether the names came from a `names.lock` of its own.
    pub(super) locked: bool,
    /// What it is, byte for byte.
    pub(super) bytes: Vec<u8>,
}

impl Input {
    /// What the API would be called.
    pub(super) fn path(&self) -> PathBuf {
        match self {
            Self::Standard => PathBuf::from("stdin"),
            Self::File(path) => path.clone(),
            Self::Blob { path, .. } => PathBuf::from(path),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => documents::shown(path),
            Self::Blob { path, .. } => path.clone(),
        }
    }

    /// Reads it: the document, its `tenon.toml`, its `names.lock`, overlays, and the files that it refers to.
    pub(super) fn read(&self) -> Result<Document, Failure> {
        let budgets = Budgets::default();
        let bytes = self.bytes(budgets.bytes)?;
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let shown = self.shown();
        let complete = sources.read(&shown, &bytes, &budgets, &mut diagnostics).is_some();
        let folder = shown.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let mut settings = match self.beside("tenon.toml")? {
            Some(text) => settings::read(&mut sources, &below("tenon.toml"), &text, &mut diagnostics),
            None => Settings::default(),
        };
        let mut locked = false;
        if let Some(text) = self.beside(documents::NAMES)? {
            let path = PathBuf::from(below(documents::NAMES));
            settings.names = Lock::parse(&text).map_err(|error| Failure::Names { path, error })?;
            locked = true;
        }
        if complete {
            for overlay in &settings.overlays {
                let Some(text) = self.beside(&overlay.value)? else {
                    let path = PathBuf::from(below(&overlay.value));
                    return Err(Failure::Read { path, error: std::io::ErrorKind::NotFound.into() });
                };
                let read = sources.read(&below(&overlay.value), text.as_bytes(), &budgets, &mut diagnostics);
                if let Some(id) = read {
                    tenon::overlay::apply(&mut sources, id, &mut diagnostics);
                }
            }
            let mut read = |file: &str| self.neighbour(file, &folder, budgets.bytes);
            sources.gather(&folder, &mut read, &budgets, &mut diagnostics);
        }
        Ok(Document { sources, diagnostics, complete, settings, locked, bytes })
    }

    fn bytes(&self, most: usize) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Standard => {
                let mut bytes = Vec::new();
                let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
                let read = std::io::stdin().take(limit).read_to_end(&mut bytes);
                read.map_err(|error| Failure::Read { path: PathBuf::from("-"), error })?;
                Ok(bytes)
            }
            Self::File(path) => {
                documents::read_at_most(path, most).map_err(|error| Failure::Read { path: path.clone(), error })
            }
            Self::Blob { revision, path } => git(&["show", &format!("{revision}:{path}")]),
        }
    }

    /// A text beside the document; `None` if there is none.
    pub(super) fn beside(&self, name: &str) -> Result<Option<String>, Failure> {
        match self {
            Self::Standard => Ok(None),
            Self::File(path) => {
                let path = documents::home(path).join(name);
                match std::fs::read_to_string(&path) {
                    Ok(text) => Ok(Some(text)),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Failure::Read { path, error }),
                }
            }
            Self::Blob { revision, path } => {
                let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
                let bytes = git(&["show", &format!("{revision}:{folder}{name}")]).ok();
                Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
            }
        }
    }

    /// A file that a reference leads to, below the document's folder.
    fn neighbour(&self, file: &str, folder: &str, most: usize) -> Result<Vec<u8>, String> {
        match self {
            Self::Standard => Err("a document from standard input has no neighbours".to_owned()),
            Self::File(path) => {
                let folder = crate::neighbours::Folder::of(path, &documents::shown(path), None);
                let (folder, _) = folder.map_err(|failure| failure.text().unwrap_or_default())?;
                folder.read(file, most)
            }
            Self::Blob { revision, .. } => {
                let path = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
                git(&["show", &format!("{revision}:{path}")])
                    .map_err(|_| "there is no such file in that revision".to_owned())
            }
        }
    }
}

/// What git prints.
pub(super) fn git(arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let asked = arguments.last().copied().unwrap_or_default().to_owned();
    // Paths of a revision are below the top, wherever the command stands.
    let output = Command::new("git").args(arguments).output().map_err(Failure::disk("run", Path::new("git")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure::Git { asked, said })
}

/// The pairs that are to be compared, by API; a document that one side does not have is `None`.
pub(super) type Pairs = Vec<(String, Option<Input>, Option<Input>)>;

/// What BASE and REVISION stand for.
pub(super) fn pairs(
    root: &Result<Root, Failure>,
    base: &str,
    revision: Option<&str>,
    merge_base: bool,
    name: Option<&str>,
) -> Result<Pairs, Failure> {
    let file = |text: &str| text == "-" || Path::new(text).is_file();
    let at = |revision_: &str| -> Result<String, Failure> {
        if !merge_base {
            return Ok(revision_.to_owned());
        }
        let head = revision.filter(|r| !file(r)).map_or("HEAD", |r| r.split(':').next().unwrap_or(r));
        let bytes = git(&["merge-base", head, revision_])?;
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    };
    let one = |text: &str, is_base: bool| -> Result<Option<Input>, Failure> {
        Ok(match text {
            "-" => Some(Input::Standard),
            text if file(text) => Some(Input::File(PathBuf::from(text))),
            text => match text.split_once(':') {
                Some((revision, path)) if !revision.is_empty() => {
                    let revision = if is_base { at(revision)? } else { revision.to_owned() };
                    Some(Input::Blob { revision, path: path.to_owned() })
                }
                _ => None,
            },
        })
    };
    let old = one(base, true)?;
    let new = revision.map(|text| one(text, false)).transpose()?;
    match (old, new) {
        (Some(old), Some(Some(new))) => {
            let module = crate::workspace::module_name(name, &new.path())
                .or_else(|_| crate::workspace::module_name(name, &old.path()));
            Ok(vec![(module.unwrap_or_else(|_| "api".to_owned()), Some(old), Some(new))])
        }
        // A file of a revision against the same on the disk.
        (Some(Input::Blob { revision, path }), None) => {
            let top = top()?;
            let new = Input::File(top.join(&path));
            let module = crate::workspace::module_name(name, &new.path())?;
            Ok(vec![(module, Some(Input::Blob { revision, path }), Some(new))])
        }
        (Some(_), Some(None)) => {
            let given = revision.unwrap_or_default();
            Err(Failure::Usage(format!(
                "`{given}` is no file\n  = help: a document is compared with a document; `REVISION:PATH` names one of a revision"
            )))
        }
        (Some(_), _) => Err(Failure::Usage(format!(
            "`{base}` is compared with nothing\n  = help: name a second document, or give a revision: `main:{base}`"
        ))),
        (None, _) => {
            let root = root.as_ref().map_err(|failure| Failure::Usage(failure.text().unwrap_or_default()))?;
            let old = documents_of(root, &at(base)?)?;
            let new = match revision {
                Some(revision) if file(revision) => {
                    return Err(Failure::Usage(format!(
                        "`{base}` is a revision and `{revision}` a file\n  = help: say `{base}:PATH`"
                    )));
                }
                Some(revision) => documents_of(root, revision)?,
                None => root.documents()?.into_iter().map(|spec| (spec.api, Input::File(spec.path))).collect(),
            };
            let mut names = old.iter().chain(&new).map(|(api, _)| api.clone()).collect::<Vec<_>>();
            names.sort();
            names.dedup();
            names.retain(|api| name.is_none_or(|name| name == api));
            let of =
                |all: &[(String, Input)], api: &str| all.iter().find(|(n, _)| n == api).map(|(_, input)| input.clone());
            Ok(names.into_iter().map(|api| (api.clone(), of(&old, &api), of(&new, &api))).collect())
        }
    }
}

/// The top of the repository around the current directory.
fn top() -> Result<PathBuf, Failure> {
    let bytes = git(&["rev-parse", "--show-toplevel"])?;
    Ok(PathBuf::from(String::from_utf8_lossy(&bytes).trim()))
}

/// Every document below specs/ of a revision.
fn documents_of(root: &Root, revision: &str) -> Result<Vec<(String, Input)>, Failure> {
    git(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]).map_err(|_| {
        Failure::Usage(format!("`{revision}` is neither a file nor a revision\n  = help: check the spelling; `REVISION:PATH` names a file of a revision"))
    })?;
    let top = top()?;
    let specs = root.specs();
    let canonical = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let below = canonical(root.directory()).strip_prefix(canonical(&top)).map(Path::to_owned).unwrap_or_default();
    let folder = below.join(specs.file_name().unwrap_or_default()).to_string_lossy().replace('\\', "/");
    let listed = git(&["ls-tree", "-r", "--full-tree", "--name-only", revision, "--", &folder])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let documents = listed.lines().filter_map(|path| {
        let rest = path.strip_prefix(&folder)?.strip_prefix('/')?;
        let (api, file) = rest.split_once('/')?;
        let input = Input::Blob { revision: revision.to_owned(), path: path.to_owned() };
        DOCUMENTS.contains(&file).then(|| (api.to_owned(), input))
    });
    Ok(documents.collect())
}

//! Where things are: the workspace and the documents under specs/.
use crate::failure::Failure;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The cargo that started this program, or else the one that is found.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The workspace's directory.
#[derive(Clone, Debug)]
pub(crate) struct Root(PathBuf);

/// A document under specs/.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spec {
    pub(crate) api: String,
    pub(crate) path: PathBuf,
}

/// The names that a document may have, in `specs/<api>/`.
pub(crate) const DOCUMENTS: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];

impl Root {
    /// The given directory, or the nearest one above the current one whose Cargo.toml is a workspace's.
    pub(crate) fn find(given: Option<&Path>) -> Result<Self, Failure> {
        if let Some(given) = given {
            let is_directory = given.is_dir();
            return if is_directory {
                Ok(Self(given.to_owned()))
            } else {
                Err(Failure::Usage(format!("`{}` is no directory", given.display())))
            };
        }
        let here = std::env::current_dir().map_err(Failure::disk("find", Path::new(".")))?;
        let mut above = here.ancestors();
        let found = above.find(|dir| is_workspace(dir));
        found.map(|dir| Self(dir.to_owned())).ok_or_else(|| {
            Failure::Usage(
                "this directory is in no Cargo workspace\n  = help: go there, or say `--root DIR`".to_owned(),
            )
        })
    }

    pub(crate) fn directory(&self) -> &Path {
        &self.0
    }

    pub(crate) fn specs(&self) -> PathBuf {
        self.0.join("specs")
    }

    pub(crate) fn generated(&self) -> PathBuf {
        self.0.join("generated")
    }

    /// Cargo, standing in the workspace.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = cargo();
        cargo.current_dir(&self.0);
        cargo
    }

    /// Asks cargo where it builds: the target directory can be set in several places.
    pub(crate) fn target(&self) -> Result<PathBuf, Failure> {
        let mut asked = self.cargo();
        asked.args(["metadata", "--no-deps", "--format-version", "1"]).stderr(Stdio::inherit());
        let output = asked.output().map_err(Failure::disk("run", Path::new("cargo")))?;
        let metadata = serde_json::from_slice::<Value>(&output.stdout).unwrap_or_default();
        metadata.get("target_directory").and_then(Value::as_str).map(PathBuf::from).ok_or(Failure::No)
    }

    pub(crate) fn runtime(&self) -> PathBuf {
        self.0.join("generator").join("runtime")
    }

    /// Every document under specs/, sorted by name.
    pub(crate) fn documents(&self) -> Result<Vec<Spec>, Failure> {
        let specs = self.specs();
        let entries = match fs::read_dir(&specs) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Failure::disk("list", &specs)(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(Failure::disk("list", &specs))?.path();
            let Some(api) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
            let documents: Vec<PathBuf> =
                DOCUMENTS.iter().map(|name| path.join(name)).filter(|p| p.is_file()).collect();
            match documents.as_slice() {
                [] => {}
                [document] if tenon::names::is_identifier(&api) => found.push(Spec { api, path: document.clone() }),
                [_] => {
                    return Err(Failure::Usage(format!(
                        "`specs/{api}` is not named like a Rust module\n  = help: rename it: `specs/{}`",
                        tenon::names::snake(&api, "api")
                    )));
                }
                _ => {
                    return Err(Failure::Usage(format!(
                        "`specs/{api}` holds more than one document\n  = help: keep one of {}",
                        DOCUMENTS.join(", ")
                    )));
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Whether the directory is the root of a Cargo workspace.
pub(crate) fn is_workspace(dir: &Path) -> bool {
    fs::read_to_string(dir.join("Cargo.toml")).is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
}

/// The name of an API as a module: given, or from the file, or from its directory where the file's name says nothing.
pub(crate) fn module_name(given: Option<&str>, file: &Path) -> Result<String, Failure> {
    let words = |part: Option<&std::ffi::OsStr>| {
        part.and_then(|p| p.to_str()).map(|p| tenon::names::snake(p, "")).unwrap_or_default()
    };
    let name = match given {
        Some(given)
            if given.is_ascii() && tenon::names::is_identifier(given) && tenon::names::snake(given, "") == given =>
        {
            given.to_owned()
        }
        Some(given) => {
            return Err(Failure::Usage(format!(
                "`{given}` is no name of a Rust module\n  = help: use lower case letters, digits and `_`, as in `prime_intellect`"
            )));
        }
        None => match words(file.file_stem()) {
            stem if ["openapi", "swagger", "index", "api", "spec"].contains(&stem.as_str()) => {
                let whole = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
                words(whole.parent().and_then(Path::file_name))
            }
            stem => stem,
        },
    };
    if name.is_ascii() && tenon::names::is_identifier(&name) {
        Ok(name)
    } else {
        Err(Failure::Usage(format!("no module can be named after `{}`\n  = help: say `--name NAME`", file.display())))
    }
}

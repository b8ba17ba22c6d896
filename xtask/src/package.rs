//! `generate FILE --out DIR`: any document → a complete crate.
use crate::arguments::Generate;
use crate::documents;
use crate::failure::Failure;
use crate::generate::generated;
use crate::plan::Plan;
use crate::workspace::{self, Root};
use std::fs;
use std::path::{Component, Path, PathBuf};
use tenon::emit::{self, Runtime};
use tenon::select::Selector;

/// What the crate's directory should hold.
pub(crate) fn plan(root: Option<&Root>, arguments: &Generate, out: &Path) -> Result<Plan, Failure> {
    let [target] = arguments.targets.as_slice() else {
        return Err(Failure::Usage("`--out` makes a crate from one document\n  = help: name one file".to_owned()));
    };
    let file = PathBuf::from(target);
    let module = workspace::module_name(arguments.name.as_deref(), &file)?;
    if out.exists() && !out.is_dir() {
        return Err(Failure::Usage(format!("`{}` is no directory", out.display())));
    }
    let runtime = runtime(root, arguments.runtime.as_deref(), out)?;
    let mut loaded = documents::load(
        &file,
        &documents::shown(&file),
        out,
        arguments.settings.as_deref(),
        arguments.within.as_deref(),
    )?;
    for (chosen, given) in [
        (&mut loaded.settings.operations.include, &arguments.include),
        (&mut loaded.settings.operations.exclude, &arguments.exclude),
    ] {
        chosen.extend(given.iter().map(|text| Selector::given(text)));
    }
    // No path of this machine goes into the crate: only the name of the file.
    let source = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let options = tenon::Options {
        module: module.clone(),
        path: format!("{module}::{module}"),
        source,
        features: String::new(),
        settings: tenon::Settings {
            keep_going: arguments.keep_going,
            docs: loaded.settings.docs.or(Some(arguments.with_docs)),
            ..loaded.settings.clone()
        },
        contract: arguments.with_tests,
    };
    let dependencies = options.settings.dependencies();
    let made = generated(loaded, &options, arguments.with_tests)?;

    let mut plan = Plan::new(out.to_owned(), false);
    plan.only("src");
    plan.only("tests");
    plan.file(documents::NAMES, made.names.text());
    let has = |name: &str| made.files.iter().any(|file| file.path == name);
    let (docs, xml) = (has("docs.rs"), has("xml.rs"));
    for file in made.files {
        plan.file(PathBuf::from("src").join(&module).join(file.path), file.text);
    }
    let (contract, tags) = (!made.contract.is_empty(), made.names.modules());
    for file in made.contract {
        plan.file(PathBuf::from("src").join(file.path), file.text);
    }
    for (path, mut text) in
        emit::package(&module, "0.1.0", &module, &tags, &runtime, &dependencies, emit::Beside { contract, docs, xml })
    {
        if path == "Cargo.toml" && absolute(out)?.ancestors().skip(1).any(workspace::is_workspace) {
            // Cargo would take the crate for a forgotten member.
            text.push_str("\n[workspace]\n");
        }
        plan.file(path, text);
    }
    Ok(plan)
}

/// Where the crate finds the runtime: as told, or in this workspace.
pub(crate) fn runtime(root: Option<&Root>, given: Option<&str>, out: &Path) -> Result<Runtime, Failure> {
    let directory = match given {
        Some(given) if is_version(given) && !Path::new(given).is_dir() => {
            return Ok(Runtime::Version(given.to_owned()));
        }
        Some(given) => PathBuf::from(given),
        None => match root {
            Some(root) => root.runtime(),
            None => {
                return Err(Failure::Usage(
                    "the runtime cannot be found from here\n  = help: say `--runtime PATH` or `--runtime VERSION`"
                        .to_owned(),
                ));
            }
        },
    };
    if !directory.join("Cargo.toml").is_file() {
        return Err(Failure::Usage(format!(
            "`{}` holds no crate\n  = help: `--runtime` takes the directory of tenon-runtime, or a version such as `0.1`",
            directory.display()
        )));
    }
    let directory = fs::canonicalize(&directory).map_err(Failure::disk("find", &directory))?;
    Ok(Runtime::Path(relative(&absolute(out)?, &directory)))
}

/// A version requirement, as far as one can be told from a path: `0.1`, `^1`, `=1.2.3`, `>=1, <3`.
fn is_version(text: &str) -> bool {
    let digits = text.trim_start_matches(['^', '~', '=', '<', '>', ' ']);
    digits.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(['/', '\\'])
}

/// Absolute and without links, for a directory that need not exist yet.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let whole = std::path::absolute(path).map_err(Failure::disk("find", path))?;
    let Some(existing) = whole.ancestors().find(|dir| dir.exists()) else { return Ok(whole) };
    let rest = whole.strip_prefix(existing).unwrap_or(Path::new(""));
    Ok(fs::canonicalize(existing).map_err(Failure::disk("find", existing))?.join(rest))
}

/// `../../generator/runtime`; as it is if nothing is shared but the root, which says where on this machine we are.
fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let root = from.components().take_while(|c| matches!(c, Component::Prefix(_) | Component::RootDir)).count();
    let path = if shared > root {
        let up = from.components().skip(shared).map(|_| Component::ParentDir);
        up.chain(to.components().skip(shared)).collect()
    } else {
        to.to_owned()
    };
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn versions_are_told_from_paths() {
        for text in ["0.1", "^1", "=1.2.3", ">=1, <3", "~2.0"] {
            assert!(is_version(text), "{text}");
        }
        for text in ["runtime", "../1", "./0.1", "1/2", "", "v1"] {
            assert!(!is_version(text), "{text}");
        }
    }

    #[test]
    fn paths_are_relative_where_something_is_shared() {
        let relative = |from, to| relative(Path::new(from), Path::new(to));
        assert_eq!(relative("/w/out/pets", "/w/generator/runtime"), "../../generator/runtime");
        assert_eq!(relative("/w", "/w/generator/runtime"), "generator/runtime");
        assert_eq!(relative("/tmp/pets", "/w/generator/runtime"), "/w/generator/runtime");
    }
}

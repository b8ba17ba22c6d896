//! What the schemas of the suite refer to: the suite's own files under the address that it gives them, and the
//! meta-schemas of 2020-12 from `referencing`.
use crate::group::list;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tenon::diagnostic::Diagnostics;
use tenon::load::{Budgets, Source, Sources};

/// URI and text of a schema.
#[derive(Clone, Debug)]
pub(crate) struct Remote {
    pub(crate) uri: String,
    pub(crate) text: String,
}

/// Where the suite says that its `remotes/` are served.
const HOST: &str = "http://localhost:1234/";

/// Everything that may be referred to.
pub(crate) fn read(folder: &Path) -> Result<Vec<Remote>, String> {
    let mut found = metaschemas();
    // Of other drafts only what the optional part refers to.
    for draft in ["draft2020-12", "draft2019-09"] {
        files(&folder.join(draft), draft, &mut found)?;
    }
    Ok(found)
}

fn files(folder: &Path, name: &str, found: &mut Vec<Remote>) -> Result<(), String> {
    for path in list(folder)? {
        let last = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{name}/{last}");
        if path.is_dir() {
            files(&path, &name, found)?;
        } else {
            let text =
                fs::read_to_string(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
            found.push(Remote { uri: format!("{HOST}{name}"), text });
        }
    }
    Ok(())
}

fn metaschemas() -> Vec<Remote> {
    use referencing::meta;
    let all: [&Value; 9] = [
        &meta::DRAFT202012,
        &meta::DRAFT202012_CORE,
        &meta::DRAFT202012_APPLICATOR,
        &meta::DRAFT202012_UNEVALUATED,
        &meta::DRAFT202012_VALIDATION,
        &meta::DRAFT202012_META_DATA,
        &meta::DRAFT202012_FORMAT_ANNOTATION,
        &meta::DRAFT202012_FORMAT_ASSERTION,
        &meta::DRAFT202012_CONTENT,
    ];
    let named = all.iter().filter_map(|schema| Some((schema.get("$id")?.as_str()?, schema)));
    named.map(|(uri, schema)| Remote { uri: uri.to_owned(), text: schema.to_string() }).collect()
}

/// The same, read as files that are named by their URIs.
pub(crate) fn sources(remotes: &[Remote]) -> Result<Vec<Source>, String> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    for remote in remotes {
        sources
            .read(&remote.uri, remote.text.as_bytes(), &Budgets::default(), &mut diagnostics)
            .ok_or_else(|| format!("`{}` cannot be read", remote.uri))?;
    }
    Ok(sources.iter().cloned().collect())
}

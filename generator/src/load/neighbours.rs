//! The files beside the first one, found by the references in those that were read.
//!
//! Guarantees: no file outside of the folder is asked for, none twice, and no more than the budgets allow. What cannot be
//! had is remembered with the reason, and reported where a reference needs it: a `$ref` in an example leads nowhere.
use super::{Budgets, Sources};
use crate::diagnostic::{Code, Diagnostics};
use crate::load::Pointer;
use crate::resolve::mentions::{Mention, mentions, objects};
use crate::resolve::uri;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

/// Which files may be read, and why some could not be.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours {
    /// The URI of the folder that all files are in, with a slash behind it unless it is empty.
    pub(super) folder: String,
    /// URIs of files that could not be read.
    missing: FxHashMap<String, String>,
}

/// Why there is no file of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// It is not below the folder, which is named here.
    Outside(String),
    /// It could not be read.
    Unreadable(String),
    /// Nobody looked for it.
    NotGiven,
}

impl Sources {
    /// Reads every file that references lead to, directly or not, as far as it is below `folder`, which is called as the
    /// first file is: `specs/pets` for `specs/pets/openapi.yaml`. `read` is given paths relative to that folder, with `/`.
    pub fn gather(
        &mut self,
        folder: &str,
        read: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
        budgets: &Budgets,
        diagnostics: &mut Diagnostics,
    ) {
        let folder = uri::resolve("", &uri::of_file(folder.trim_end_matches(['/', '\\'])));
        let folder = if folder.is_empty() { folder } else { format!("{folder}/") };
        let mut known: FxHashSet<String> = self.files.iter().map(|file| uri_of(&file.name)).collect();
        let mut bytes: usize = self.files.iter().map(|file| file.text.len()).sum();
        let mut missing = FxHashMap::default();
        // In the order in which they are found. What else was read, an overlay for one, is not part of the document.
        let (mut open, mut next) = (vec![0], 0);
        while let Some(source) = open.get(next).and_then(|at| self.files.get(*at)) {
            next += 1;
            let (root, base) = (Pointer::root(source.id), uri_of(&source.name));
            for target in references(&source.tree).into_iter().map(|reference| uri::of_reference(&base, &reference)) {
                if uri::is_remote(&target) || !known.insert(target.clone()) {
                    continue;
                }
                let Some(path) = inside(&folder, &target) else { continue };
                let read = match read(&path) {
                    Ok(read) => read,
                    Err(why) => {
                        missing.insert(target, why);
                        continue;
                    }
                };
                bytes = bytes.saturating_add(read.len());
                if bytes > budgets.bytes || self.files.len() >= budgets.files {
                    let message =
                        format!("the files are more than {}, or larger than {} bytes", budgets.files, budgets.bytes);
                    diagnostics.report(Code::OverBudget, &root, message).help("refer to fewer files");
                    self.neighbours = Neighbours { folder, missing };
                    return;
                }
                open.push(self.files.len());
                // What is wrong with it is reported, and there is nothing in it.
                let _ = self.read(&uri::decoded(&target), &read, budgets, diagnostics);
            }
        }
        self.neighbours = Neighbours { folder, missing };
    }

    /// Why there is no file with that URI.
    pub(crate) fn absence(&self, uri: &str) -> Absence {
        let Neighbours { folder, missing } = &self.neighbours;
        match missing.get(uri) {
            Some(why) => Absence::Unreadable(why.clone()),
            None if inside(folder, uri).is_none() => Absence::Outside(uri::decoded(folder.trim_end_matches('/'))),
            None => Absence::NotGiven,
        }
    }
}

/// The path of a file below a folder. What is hidden by percent-encoding is looked at, too.
pub(super) fn inside(folder: &str, target: &str) -> Option<String> {
    let path = uri::decoded(target.strip_prefix(folder)?);
    let leaves = path.starts_with(['/', '\\']) || path.split(['/', '\\']).any(|segment| segment == "..");
    (!leaves && !path.contains(['\0', ':'])).then_some(path)
}

pub(super) fn uri_of(name: &str) -> String {
    uri::resolve("", &uri::of_file(name))
}

/// What `$ref`s name before `#`, and what a discriminator's `mapping` may; each once, in the order of the document.
fn references(tree: &Value) -> Vec<String> {
    let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
    for mention in objects(tree).flat_map(mentions) {
        let text = match mention {
            Mention::Reference(text) => text,
            // Names of components have neither folders nor endings.
            Mention::Mapped(text) if text.contains(['/', '.']) => text,
            Mention::Mapped(_) => continue,
        };
        let (file, _) = uri::split(text);
        if !file.is_empty() && !uri::is_remote(file) && seen.insert(file.to_owned()) {
            found.push(file.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    /// The files that are asked for, and those that were read, given a root at `a/b/root.yaml`.
    fn gathered(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>, Sources, Diagnostics) {
        let (mut sources, mut diagnostics, mut asked) = (Sources::default(), Diagnostics::default(), Vec::new());
        let budgets = Budgets { files: 8, ..Budgets::default() };
        sources.read("a/b/root.yaml", files[0].1.as_bytes(), &budgets, &mut diagnostics).unwrap();
        let mut read = |path: &str| {
            asked.push(path.to_owned());
            let file = files.iter().find(|(name, _)| *name == path);
            file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "it is not there".to_owned())
        };
        sources.gather("a/b", &mut read, &budgets, &mut diagnostics);
        let names = sources.iter().map(|source| source.name.clone()).collect();
        (asked, names, sources, diagnostics)
    }

    #[test]
    fn files_are_read_once_and_relative_to_who_names_them() {
        let (asked, names, ..) = gathered(&[
            (
                "root.yaml",
                "{a: {$ref: 'x/one.yaml#/A'}, b: {$ref: './x/one.yaml'}, c: {$ref: '#/a'}, m: {mapping: {k: x/two.yaml, l: Two}}}",
            ),
            (
                "x/one.yaml",
                "{A: {$ref: 'two.yaml'}, B: {$ref: ../root.yaml}, C: {$ref: 'three four.json'}, D: {$ref: 'three%20four.json#/a'}}",
            ),
            ("x/two.yaml", "{$ref: one.yaml}"),
            ("x/three four.json", "{}"),
        ]);
        assert_eq!(asked, ["x/one.yaml", "x/two.yaml", "x/three four.json"]);
        assert_eq!(names, ["a/b/root.yaml", "a/b/x/one.yaml", "a/b/x/two.yaml", "a/b/x/three four.json"]);
    }

    #[test]
    fn nothing_outside_of_the_folder_is_asked_for() {
        let root = "{a: {$ref: ../x.yaml}, b: {$ref: /etc/passwd}, c: {$ref: 'https://h/x.yaml'}, d: {$ref: 'x/../../../x.yaml'}, e: {$ref: '../b/in.yaml'}, f: {$ref: 'file:///etc/passwd'}, g: {$ref: '%2e%2e/x.yaml'}, h: {$ref: 'x/..%2F..%2F..%2Fetc'}, i: {$ref: '..%5Cx.yaml'}}";
        let (asked, _, sources, _) = gathered(&[("root.yaml", root), ("in.yaml", "{}")]);
        assert_eq!(asked, ["in.yaml"]);
        assert_eq!(sources.absence("a/x.yaml"), Absence::Outside("a/b".to_owned()));
        assert_eq!(sources.absence("/etc/passwd"), Absence::Outside("a/b".to_owned()));
        assert_eq!(sources.absence("a/b/other.yaml"), Absence::NotGiven);
    }

    #[test]
    fn what_is_not_there_is_remembered_and_too_much_is_reported() {
        let (_, _, sources, diagnostics) = gathered(&[("root.yaml", "{a: {$ref: gone.yaml}}")]);
        assert_eq!(sources.absence("a/b/gone.yaml"), Absence::Unreadable("it is not there".to_owned()));
        assert_eq!(diagnostics.errors(), 0);

        let many: Vec<(String, String)> =
            (0..20).map(|i| (format!("{i}.yaml"), format!("{{$ref: {}.yaml}}", i + 1))).collect();
        let mut files = vec![("root.yaml", "{$ref: 0.yaml}")];
        files.extend(many.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let (_, names, _, diagnostics) = gathered(&files);
        assert_eq!((names.len(), diagnostics.errors()), (8, 1));
    }
}

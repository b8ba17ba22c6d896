//! `resolve`: `$ref`s → the nodes that they lead to.
//!
//! Assumes that every file was loaded. Guarantees: what is returned exists and is no reference that leads back
//! to itself. Nothing is ever fetched from the network, and nothing outside the document's files is read.
pub(crate) mod mentions;
pub mod uri;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Node, schema::Identifiers};
use crate::load::{Absence, Pointer, Sources};

/// No real document chains more references than this.
const LONGEST_CHAIN: usize = 64;

/// The node itself, or what its `$ref` leads to in the end; `None` once reported.
pub fn follow<'a>(
    sources: &'a Sources,
    names: &Identifiers,
    diagnostics: &mut Diagnostics,
    node: Node<'a>,
) -> Option<Node<'a>> {
    let mut node = node;
    let start = node.at.clone();
    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = node.get("$ref") else { return Some(node) };
        let Some(text) = reference.value.as_str() else {
            diagnostics.report(Code::WrongType, &reference.at, "`$ref` must be a string");
            return None;
        };
        node = target(sources, names, diagnostics, text, &reference.at)?;
    }
    diagnostics.report(Code::CyclicReference, &start.child("$ref"), "this reference leads back to itself");
    None
}

/// Where a reference leads, taken at `at`; `None` once reported.
pub fn target<'a>(
    sources: &'a Sources,
    names: &Identifiers,
    diagnostics: &mut Diagnostics,
    reference: &str,
    at: &Pointer,
) -> Option<Node<'a>> {
    let (resource, fragment) = match aim(names, reference, at) {
        Ok(aim) => aim,
        Err(uri) => {
            report_absence(sources, diagnostics, reference, &uri, at);
            return None;
        }
    };
    if sources.get(resource.file).is_some_and(|source| source.tree.is_null() && !source.text.trim().is_empty()) {
        // What is wrong with the file was reported when it was read.
        return None;
    }
    let found = place(names, &resource, &fragment).and_then(|at| node(sources, at));
    if found.is_some() {
        return found;
    }
    if let Some(found) = through(sources, names, &resource, &fragment) {
        return Some(found);
    }
    // `$id` makes `#` the schema itself; that surprises, and what is meant is clear.
    let root = Pointer::root(at.file);
    let (uri, _) = uri::split(reference);
    let meant = place(names, &root, &fragment).filter(|_| uri.is_empty() && resource != root);
    if let Some(found) = meant.and_then(|at| node(sources, at)) {
        diagnostics
            .report(
                Code::OutsideResource,
                at,
                format!(
                    "`{reference}` is not in the schema whose `$id` is around it; it is looked for in the document"
                ),
            )
            .related(&resource, "`#` is this schema")
            .help("say the target's `$id`, or leave the `$id` around the reference away");
        return Some(found);
    }
    let report = diagnostics.report(Code::UnknownReference, at, format!("`{reference}` does not exist"));
    if let Some(near) = nearest(sources, &resource, &fragment) {
        report.help(format!("did you mean `#{near}`?"));
    }
    None
}

/// A file that is not among those that were read.
fn report_absence(sources: &Sources, diagnostics: &mut Diagnostics, reference: &str, uri: &str, at: &Pointer) {
    if uri::is_remote(uri) {
        diagnostics
            .report(Code::RemoteReference, at, format!("`{reference}`: references to the network are not followed"))
            .help("download the file, put it beside the document, and refer to that");
        return;
    }
    match sources.absence(uri) {
        Absence::Outside(folder) => {
            let folder = if folder.is_empty() { "the document's folder".to_owned() } else { format!("`{folder}`") };
            diagnostics
                .report(Code::OutsideRoot, at, format!("`{reference}` leads out of {folder}"))
                .help("put the file there, or name a folder further up as the root of all files");
        }
        Absence::Unreadable(why) => {
            diagnostics.report(Code::UnknownReference, at, format!("the file of `{reference}` cannot be read: {why}"));
        }
        Absence::NotGiven => {
            diagnostics.report(Code::UnknownReference, at, format!("the file of `{reference}` was not given"));
        }
    }
}

/// Where a pointer leads if the references on its way are followed, which no specification says, and many tools do.
fn through<'a>(sources: &'a Sources, names: &Identifiers, resource: &Pointer, fragment: &str) -> Option<Node<'a>> {
    let mut here = node(sources, resource.clone()).filter(|_| fragment.starts_with('/'))?;
    for segment in Pointer::new(resource.file, fragment).segments() {
        let step = |from: &Node<'a>| node(sources, from.at.child(&segment));
        let mut next = step(&here);
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = here.get("$ref").filter(|_| next.is_none()) else { break };
            here = direct(sources, names, reference.value.as_str()?, &reference.at)?;
            next = step(&here);
        }
        here = next?;
    }
    Some(here)
}

/// Where a reference leads without further ado.
fn direct<'a>(sources: &'a Sources, names: &Identifiers, reference: &str, at: &Pointer) -> Option<Node<'a>> {
    let (resource, fragment) = aim(names, reference, at).ok()?;
    place(names, &resource, &fragment).and_then(|at| node(sources, at))
}

/// The resource that a reference names, and its fragment; else the URI of which there is no resource.
fn aim(names: &Identifiers, reference: &str, at: &Pointer) -> Result<(Pointer, String), String> {
    let (uri, fragment) = uri::split(reference);
    let (here, base) = names.around(at);
    let fragment = uri::decoded(fragment.unwrap_or_default());
    if uri.is_empty() {
        return Ok((here, fragment));
    }
    let uri = uri::of_reference(base, uri);
    names.resource(&uri).map(|resource| (resource.clone(), fragment)).ok_or(uri)
}

/// The place that a fragment stands for in a resource, whether there is something or not.
fn place(names: &Identifiers, resource: &Pointer, fragment: &str) -> Option<Pointer> {
    if fragment.is_empty() || fragment.starts_with('/') {
        return Some(Pointer::new(resource.file, &format!("{}{fragment}", resource.as_str())));
    }
    names.anchor(resource, fragment).map(|anchor| anchor.at.clone())
}

fn node(sources: &Sources, at: Pointer) -> Option<Node<'_>> {
    sources.node(&at).map(|value| Node { value, at })
}

/// The sibling of the missing target whose name is closest to it.
fn nearest(sources: &Sources, resource: &Pointer, path: &str) -> Option<String> {
    let missing = Pointer::new(resource.file, &format!("{}{path}", resource.as_str()));
    let parent = missing.parent()?;
    let last = missing.last()?;
    let near = sources
        .node(&parent)?
        .as_object()?
        .keys()
        .map(|key| (distance(&last, key), key))
        .min()
        .filter(|(distance, key)| *distance <= (key.len() / 3).max(1))?;
    parent.child(near.1).as_str().strip_prefix(resource.as_str()).map(str::to_owned)
}

/// Levenshtein's distance, over characters, without regard to case.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.to_lowercase().chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let cost = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(before + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::document::Version;
    use crate::load::FileId;
    use crate::testing::{said, sources};

    const FILE: &str = "
        openapi: 3.1.0
        'a/b': 1
        'm~n': 2
        'two words': 3
        list: [10, 20]
        '%zz': 4
        components:
          schemas:
            Error: {type: object}
            Pet: {$anchor: pet, type: string}
        one: {$ref: '#/two'}
        two: {$ref: '#/list'}
        round: {$ref: '#/about'}
        about: {$ref: '#/round'}
        number: {$ref: 1}
    ";

    /// Where a reference leads, and what is said about it: `code: first line of help`.
    fn lookup(reference: &str) -> (Option<String>, Vec<String>) {
        let (sources, mut diagnostics) = (sources(FILE), Diagnostics::default());
        let at = Pointer::root(FileId::default()).child("here");
        let names = Identifiers::of(&sources, Version::V3_1, &mut diagnostics);
        let found = target(&sources, &names, &mut diagnostics, reference, &at).map(|node| node.at.as_str().to_owned());
        let help = |d: &crate::diagnostic::Diagnostic| d.help.first().cloned().unwrap_or_default();
        (found, diagnostics.iter().map(|d| format!("{}: {}", d.code.id(), help(d))).collect())
    }

    /// Where the `$ref`s of the member `name` lead in the end, and what is said about them.
    fn followed(name: &str) -> (Option<String>, Vec<String>) {
        let (sources, mut diagnostics) = (sources(FILE), Diagnostics::default());
        let at = Pointer::root(FileId::default()).child(name);
        let node = Node { value: sources.node(&at).unwrap(), at };
        let names = Identifiers::of(&sources, Version::V3_1, &mut diagnostics);
        let found = follow(&sources, &names, &mut diagnostics, node).map(|node| node.at.as_str().to_owned());
        (found, said(&diagnostics))
    }

    #[test]
    fn escapes_of_pointers_and_of_uris_are_undone() {
        for (reference, at) in [
            ("#", ""),
            ("#/list/1", "/list/1"),
            ("#/a~1b", "/a~1b"),
            ("#/m~0n", "/m~0n"),
            ("#/two%20words", "/two words"),
            ("#/a%7E1b", "/a~1b"),
            ("#/%zz", "/%zz"),
            ("#pet", "/components/schemas/Pet"),
            // Through references on the way.
            ("#/one/1", "/list/1"),
        ] {
            assert_eq!(lookup(reference), (Some(at.to_owned()), Vec::new()), "{reference}");
        }
    }

    #[test]
    fn what_does_not_exist_is_reported_with_its_nearest_neighbour() {
        for (reference, report) in [
            ("#/components/schemas/Eror", "unknown-reference: did you mean `#/components/schemas/Error`?"),
            ("#/components/schemas/pet", "unknown-reference: did you mean `#/components/schemas/Pet`?"),
            ("#/components/schemas/Invoice", "unknown-reference: "),
            ("#/component/schemas/Pet", "unknown-reference: "),
            ("#/a~1c", "unknown-reference: did you mean `#/a~1b`?"),
            ("#/list/2", "unknown-reference: "),
            ("#/round/x", "unknown-reference: "),
            ("#dog", "unknown-reference: "),
        ] {
            assert_eq!(lookup(reference), (None, vec![report.to_owned()]), "{reference}");
        }
    }

    #[test]
    fn nothing_outside_the_document_is_read() {
        let help = "download the file, put it beside the document, and refer to that";
        assert_eq!(lookup("https://example.com/a.yaml#/A"), (None, vec![format!("remote-reference: {help}")]));
        assert_eq!(lookup("./a.yaml#/A"), (None, vec!["unknown-reference: ".to_owned()]));
        let help = "put the file there, or name a folder further up as the root of all files";
        assert_eq!(lookup("../a.yaml#/A"), (None, vec![format!("outside-root: {help}")]));
    }

    #[test]
    fn chains_are_followed_to_their_end() {
        assert_eq!(followed("one"), (Some("/list".to_owned()), Vec::new()));
        assert_eq!(followed("list"), (Some("/list".to_owned()), Vec::new()));
    }

    #[test]
    fn a_circle_is_reported_where_it_was_entered() {
        assert_eq!(followed("round"), (None, vec!["cyclic-reference /round/$ref".to_owned()]));
        assert_eq!(followed("number"), (None, vec!["wrong-type /number/$ref".to_owned()]));
    }

    #[test]
    fn distance_counts_edits_and_not_cases() {
        for (a, b, edits) in
            [("", "", 0), ("Eror", "Error", 1), ("PET", "pet", 0), ("kitten", "sitting", 3), ("", "abc", 3)]
        {
            assert_eq!((distance(a, b), distance(b, a)), (edits, edits), "{a} {b}");
        }
    }
}

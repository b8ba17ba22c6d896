//! What unit tests share: documents in a few lines, and what became of them in words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Decision, Shape, TypeDef};
use crate::load::{Budgets, Sources};

/// Begins a document; what follows is the rest of it.
pub(crate) const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// A document, read.
pub(crate) fn sources(yaml: &str) -> Sources {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let read = sources.read("test.yaml", dedented(yaml).as_bytes(), &Budgets::default(), &mut diagnostics);
    assert!(read.is_some(), "{diagnostics:?}\n{yaml}");
    sources
}

/// What is decided about a document, and what is said about it.
pub(crate) fn api(yaml: &str) -> (Api, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let api = crate::analyse(&sources(yaml), "test", &crate::Settings::default(), &mut diagnostics);
    (api.unwrap_or_else(|| panic!("there is nothing to go on with: {diagnostics:?}")), diagnostics)
}

/// The same for a document of which all but `openapi` and `info` is given.
pub(crate) fn rest(yaml: &str) -> (Api, Diagnostics) {
    api(&format!("{HEAD}{}", dedented(yaml)))
}

/// The same for a document of which `components/schemas` is given.
pub(crate) fn schemas(yaml: &str) -> (Api, Diagnostics) {
    api(&format!("{HEAD}components:\n  schemas:\n{}", indented(yaml, 4)))
}

/// The same where nothing is to be reported.
pub(crate) fn clean(outcome: (Api, Diagnostics)) -> Api {
    assert_eq!(said(&outcome.1), [""; 0]);
    outcome.0
}

/// What is said about a document, as `code pointer`, whether it can be gone on with or not.
pub(crate) fn reports(yaml: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    crate::analyse(&sources(yaml), "test", &crate::Settings::default(), &mut diagnostics);
    said(&diagnostics)
}

/// Reports as `code pointer`.
pub(crate) fn said(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.iter().map(|d| format!("{} {}", d.code.id(), d.at.as_str())).collect()
}

/// Lines of the HTTP outline that begin like this, without that beginning.
pub(crate) fn facts(api: &Api, of: &str) -> Vec<String> {
    let outline = crate::review::http_outline(api);
    outline.lines().filter_map(|line| line.strip_prefix(of)).map(str::to_owned).collect()
}

/// The type that is declared under a name of the document.
pub(crate) fn ty<'a>(api: &'a Api, wire: &str) -> &'a TypeDef {
    let named = api.types.iter().find(|t| t.name.as_ref().is_some_and(|n| n.wire == wire));
    named.unwrap_or_else(|| panic!("there is no type `{wire}`"))
}

/// How the branches of a union are told apart.
pub(crate) fn decision<'a>(api: &'a Api, wire: &str) -> &'a Decision {
    match &ty(api, wire).shape {
        Shape::Union(union) => &union.decision,
        other => panic!("`{wire}` is no union: {other:?}"),
    }
}

/// Without the indentation that all lines have.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    text.lines().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect()
}

fn indented(text: &str, by: usize) -> String {
    dedented(text).lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}

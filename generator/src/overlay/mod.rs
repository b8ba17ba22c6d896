//! `overlay`: OpenAPI Overlay 1.x documents, applied to a document's tree before anything else looks at it.
//!
//! Assumes sources that were read. Guarantees: the tree of the first file is what the overlays make of it, each action
//! that failed or matched nothing was reported at its place, and nodes that came from an overlay are known to stand there.
//! (Overlay Specification 1.0 and 1.1; its targets are written as RFC 9535 has them.)
mod edit;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostics};
use crate::load::{FileId, Pointer, Sources};
use edit::{copied, removed, updated};
use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath};

/// One entry of `actions`, read.
struct Action<'a> {
    at: Pointer,
    target: JsonPath,
    change: Change<'a>,
}

enum Change<'a> {
    Remove,
    Update(&'a Value, Pointer),
    Copy(JsonPath, Pointer),
}

/// Applies an overlay to the first file.
pub fn apply(sources: &mut Sources, overlay: FileId, diagnostics: &mut Diagnostics) {
    let Some(tree) = sources.get(overlay).map(|source| source.tree.clone()) else { return };
    for action in actions(&tree, overlay, diagnostics) {
        perform(sources, &action, diagnostics);
    }
}

fn perform(sources: &mut Sources, action: &Action<'_>, diagnostics: &mut Diagnostics) {
    let root = FileId::default();
    let Some(document) = sources.get(root) else { return };
    let found = action.target.query_located(&document.tree);
    let mut places: Vec<String> = found.locations().map(NormalizedPath::to_json_pointer).collect();
    places.sort_by_cached_key(|place| {
        place.split('/').map(|step| (step.parse::<usize>().ok(), step.to_owned())).collect::<Vec<_>>()
    });
    places.dedup();
    if places.is_empty() {
        let at = action.at.child("target");
        diagnostics
            .report(Code::UnmatchedOverlay, &at, "nothing in the document matches this target; the action does nothing")
            .help("the document may have changed since the overlay was written");
        return;
    }
    let source = match &action.change {
        Change::Copy(from, at) => match from.query(&document.tree).exactly_one() {
            Ok(value) => Some(value.clone()),
            Err(_) => {
                diagnostics.report(Code::InvalidOverlay, at, "`copy` must match exactly one node of the document");
                return;
            }
        },
        _ => None,
    };
    // From the end, so that an index that is still to be removed stays what it is.
    for place in places.iter().rev() {
        let at = Pointer::new(root, place);
        let edits = match (&action.change, &source) {
            (Change::Remove, _) => removed(sources, &at),
            (Change::Update(value, from), _) => updated(sources, &at, value, from),
            (Change::Copy(_, from), Some(value)) => copied(sources, &at, value, from),
            (Change::Copy(..), None) => Ok(()),
        };
        if let Err(what) = edits {
            diagnostics.report(Code::InvalidOverlay, &action.at, what).related(&at, "the node that it is to change");
        }
    }
}

/// The actions of an overlay that can be performed; the others are reported.
fn actions<'a>(tree: &'a Value, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Action<'a>> {
    let root = Pointer::root(file);
    let version = tree.get("overlay").and_then(Value::as_str);
    if !version.is_some_and(|v| v.starts_with("1.")) {
        diagnostics
            .report(Code::InvalidOverlay, &root.child("overlay"), "an overlay says `overlay: 1.0.0` or another 1.x")
            .help("see the OpenAPI Overlay Specification");
        return Vec::new();
    }
    unknown_keys(tree, &root, &["overlay", "info", "extends", "actions"], diagnostics);
    let at = root.child("actions");
    let Some(list) = tree.get("actions").and_then(Value::as_array).filter(|list| !list.is_empty()) else {
        diagnostics.report(Code::InvalidOverlay, &at, "`actions` must be a list with at least one action");
        return Vec::new();
    };
    list.iter().enumerate().filter_map(|(i, value)| action(value, at.index(i), diagnostics)).collect()
}

fn action<'a>(value: &'a Value, at: Pointer, diagnostics: &mut Diagnostics) -> Option<Action<'a>> {
    unknown_keys(value, &at, &["target", "description", "update", "remove", "copy"], diagnostics);
    let target = path(value.get("target"), &at.child("target"), diagnostics)?;
    let remove = value.get("remove").and_then(Value::as_bool).unwrap_or(false);
    let change = match (remove, value.get("update"), value.get("copy")) {
        (true, ..) => Change::Remove,
        (false, Some(update), _) => Change::Update(update, at.child("update")),
        (false, None, Some(from)) => {
            let from_at = at.child("copy");
            Change::Copy(path(Some(from), &from_at, diagnostics)?, from_at)
        }
        (false, None, None) => {
            diagnostics.report(Code::InvalidOverlay, &at, "the action has neither `update`, `remove: true` nor `copy`");
            return None;
        }
    };
    Some(Action { at, target, change })
}

fn path(value: Option<&Value>, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<JsonPath> {
    let Some(text) = value.and_then(Value::as_str) else {
        diagnostics.report(Code::InvalidOverlay, at, "this must be a JSONPath expression (RFC 9535), as a string");
        return None;
    };
    match JsonPath::parse(text) {
        Ok(path) => Some(path),
        Err(error) => {
            let message = format!("`{text}` is no JSONPath expression: {}", error.message());
            diagnostics
                .report(Code::InvalidOverlay, at, message)
                .help("the grammar is RFC 9535: `$.paths['/pets'].get`");
            None
        }
    }
}

fn unknown_keys(value: &Value, at: &Pointer, known: &[&str], diagnostics: &mut Diagnostics) {
    for key in value.as_object().into_iter().flat_map(|object| object.keys()) {
        if !known.contains(&key.as_str()) && !key.starts_with("x-") {
            let message = format!("`{key}` is not a key of overlays; it is ignored");
            diagnostics.report(Code::UnknownKeyword, &at.child(key), message).on_key();
        }
    }
}

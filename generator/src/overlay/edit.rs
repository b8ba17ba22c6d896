//! What an action does to a node of the tree, and the note of it that keeps places true.
use crate::load::{Edit, Pointer, Sources};
use serde_json::Value;

/// Takes the node out of what holds it.
pub(super) fn removed(sources: &mut Sources, at: &Pointer) -> Result<(), String> {
    let (Some(parent), Some(last)) = (at.parent(), at.last()) else {
        return Err("the whole document cannot be removed".to_owned());
    };
    match sources.node_mut(&parent) {
        Some(Value::Object(members)) => drop(members.shift_remove(&last)),
        Some(Value::Array(items)) => {
            let Some(index) = last.parse::<usize>().ok().filter(|index| *index < items.len()) else { return Ok(()) };
            items.remove(index);
            sources.note(Edit::Gap { list: parent, index });
        }
        // It went with something around it.
        _ => {}
    }
    Ok(())
}

/// Merges a value into the node; for a list, adds it.
pub(super) fn updated(sources: &mut Sources, at: &Pointer, value: &Value, from: &Pointer) -> Result<(), String> {
    let Some(node) = sources.node_mut(at) else { return Ok(()) };
    let mut edits = Vec::new();
    match node {
        Value::Array(items) => append(items, value, at, from, &mut edits),
        node => merge(node, value, at, from, &mut edits)?,
    }
    edits.into_iter().for_each(|edit| sources.note(edit));
    Ok(())
}

/// Merges a copy of another node into the node.
pub(super) fn copied(sources: &mut Sources, at: &Pointer, value: &Value, from: &Pointer) -> Result<(), String> {
    let Some(node) = sources.node_mut(at) else { return Ok(()) };
    let mut edits = Vec::new();
    merge(node, value, at, from, &mut edits)?;
    // Whatever is in the copy stands where the action says so.
    let here = |edit| match edit {
        Edit::Graft { at, .. } => Edit::Graft { at, from: from.clone(), whole: true },
        other => other,
    };
    edits.into_iter().for_each(|edit| sources.note(here(edit)));
    Ok(())
}

/// Overlay 1.1, "Merging": objects merge member by member, lists are joined, anything else is replaced.
fn merge(node: &mut Value, value: &Value, at: &Pointer, from: &Pointer, edits: &mut Vec<Edit>) -> Result<(), String> {
    match (node, value) {
        (Value::Object(members), Value::Object(more)) => {
            for (key, value) in more {
                let (at, from) = (at.child(key), from.child(key));
                match members.get_mut(key) {
                    Some(known) => merge(known, value, &at, &from, edits)?,
                    None => {
                        members.insert(key.clone(), value.clone());
                        edits.push(Edit::Graft { at, from, whole: false });
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => {
            for (i, value) in more.iter().enumerate() {
                append(items, value, at, &from.index(i), edits);
            }
        }
        (node, value) if is_plain(node) && is_plain(value) => {
            *node = value.clone();
            edits.push(Edit::Graft { at: at.clone(), from: from.clone(), whole: false });
        }
        (node, value) => return Err(format!("{} cannot be merged into {}", kind(value), kind(node))),
    }
    Ok(())
}

fn append(items: &mut Vec<Value>, value: &Value, at: &Pointer, from: &Pointer, edits: &mut Vec<Edit>) {
    edits.push(Edit::Graft { at: at.index(items.len()), from: from.clone(), whole: false });
    items.push(value.clone());
}

fn is_plain(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        _ => "a plain value",
    }
}

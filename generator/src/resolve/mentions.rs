//! What the objects of a tree name others with, wherever they stand: `$ref`, and the `mapping` of a discriminator.
use serde_json::{Map, Value};

/// A text by which an object names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mention<'v> {
    /// A URI.
    Reference(&'v str),
    /// A URI, or the name of a schema.
    Mapped(&'v str),
}

/// Every object of a tree, each before what is within it, in the order of the document.
pub(crate) fn objects(tree: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let mut open = vec![tree];
    std::iter::from_fn(move || {
        loop {
            match open.pop()? {
                Value::Object(members) => {
                    open.extend(members.values().rev());
                    return Some(members);
                }
                Value::Array(items) => open.extend(items.iter().rev()),
                _ => {}
            }
        }
    })
}

/// What an object names itself, and not by what is within it. An example may have such members, too.
pub(crate) fn mentions(object: &Map<String, Value>) -> impl Iterator<Item = Mention<'_>> {
    let reference = object.get("$ref").and_then(Value::as_str);
    let mapping = object.get("mapping").and_then(Value::as_object);
    let targets = mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str);
    reference.into_iter().map(Mention::Reference).chain(targets.map(Mention::Mapped))
}

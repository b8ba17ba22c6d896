//! Names of tags: their traits, and in a large API their modules.
//!
//! A tag's module is the home of all that its operations need (`emit/tags.rs` says how it looks), and the
//! name of its feature. Whether there are any is decided once and kept in `names.lock`, for a crate's features
//! are what those who depend on it have written down.
#[cfg(test)]
mod tests;

use super::super::namer::{Namer, Wish};
use super::super::{Kind, Scope, snake, upper_camel};
use crate::ir::Api;

/// From how many operations on an API of several tags has a module for each.
const LARGE: usize = 32;

const TRAITS: &[&str] = &[
    "Auth",
    "Presented",
    "Service",
    "Implementation",
    "Self",
    "Send",
    "Sync",
    "Future",
    "Box",
    "Result",
    "Option",
    "Router",
];
/// Beside a tag's module stand these, features are called so too, and [`Server`] has a method for each tag.
/// The last ones are no names of directories everywhere.
const MODULES: &[&str] = &[
    "demands", "client", "ops", "security", "server", "servers", "types", "default", "serde", "clone", "fmt", "from",
    "into", "new", "router", "service", "xml", "core", "std", "aux", "con", "nul", "prn",
];

pub(super) fn name(api: &mut Api, modules_by_tag: Option<bool>, namer: &mut Namer<'_>) {
    let by_tag = modules_by_tag.unwrap_or_else(|| is_large(api, namer));
    let mut traits = Scope::new(TRAITS);
    if by_tag {
        modules(api, namer);
        traits.take("Server");
    }
    let tags: Vec<Wish<'_>> = api
        .tags
        .iter()
        .map(|tag| Wish { thing: &tag.name.wire, name: upper_camel(&tag.name.wire, "Operations") })
        .collect();
    let names = namer.all(Kind::Tag, "", traits, &tags);
    api.tags.iter_mut().zip(names).for_each(|(tag, rust)| tag.name.rust = rust);
}

/// What was generated before stays as it is.
fn is_large(api: &Api, namer: &Namer<'_>) -> bool {
    if namer.knows(Kind::Tag) {
        return namer.knows(Kind::Module);
    }
    api.tags.len() > 1 && api.operations.len() >= LARGE
}

fn modules(api: &mut Api, namer: &mut Namer<'_>) {
    // A module in one of its own name reads badly.
    let incoming = api.incoming.iter().map(|one| one.module.as_str());
    let taken: Vec<&str> = MODULES.iter().copied().chain([api.module.as_str()]).chain(incoming).collect();
    let wanted = |wire: &str| {
        let module = snake(wire, "operations");
        if taken.contains(&module.as_str()) { format!("{module}_operations") } else { module }
    };
    let wires: Vec<&str> = api.tags.iter().map(|tag| tag.name.wire.as_str()).collect();
    let names = namer.members(Kind::Module, "", &taken, &wires, wanted);
    api.tags.iter_mut().zip(names).for_each(|(tag, module)| tag.module = module);
}

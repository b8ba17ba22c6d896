//! Schemas of other files that references lead to: they are components in all but name.
use super::{Node, Reader};
use crate::document::schema::SchemaId;
use crate::load::Pointer;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Maps of schemas by name.
const MAPS: &[&str] = &["schemas", "definitions", "$defs"];
/// What may stand beside a `$ref` that is no more than a second name.
const PROSE: &[&str] = &["$ref", "description", "summary", "title", "example", "examples", "externalDocs"];

/// What those schemas are called. A component that is only a reference names what it leads to; else a file names what it
/// begins with, and a map what is in it. Names that several would have begin with the folder.
pub(super) fn named<'a>(cx: &Reader<'a, '_>, components: &[(Cow<'a, str>, SchemaId)]) -> Vec<(Cow<'a, str>, SchemaId)> {
    let mut known: FxHashSet<SchemaId> = components.iter().map(|(_, id)| *id).collect();
    let mut found = Vec::new();
    for (name, id) in components {
        if let Some(target) = only_refers(cx, *id).filter(|target| known.insert(*target)) {
            found.push((name.clone(), target));
        }
    }
    let mut files: Vec<(&'a str, SchemaId, Pointer)> = Vec::new();
    for target in cx.schemas.ids().filter_map(|id| cx.schemas.get(id).reference.as_ref()?.target) {
        let at = &cx.schemas.get(target).at;
        if known.contains(&target) {
            continue;
        }
        if let Some(name) = name(cx, at) {
            known.insert(target);
            files.push((name, target, at.clone()));
        }
    }
    let mut count: FxHashMap<&str, usize> = FxHashMap::default();
    for name in components.iter().map(|(name, _)| name.as_ref()).chain(files.iter().map(|(name, ..)| *name)) {
        *count.entry(name).or_default() += 1;
    }
    let full = |(name, id, at): &(&'a str, SchemaId, Pointer)| match (count.get(name), folder(cx, at)) {
        (Some(2..), Some(folder)) => (Cow::Owned(format!("{folder} {name}")), *id),
        _ => (Cow::Borrowed(*name), *id),
    };
    found.extend(files.iter().map(full));
    found
}

/// What a component leads to that says nothing itself.
fn only_refers(cx: &Reader<'_, '_>, id: SchemaId) -> Option<SchemaId> {
    let schema = cx.schemas.get(id);
    let target = schema.reference.as_ref()?.target?;
    let members = cx.sources.node(&schema.at)?.as_object()?;
    members.keys().all(|key| PROSE.contains(&key.as_str()) || key.starts_with("x-")).then_some(target)
}

fn name<'a>(cx: &Reader<'a, '_>, at: &Pointer) -> Option<&'a str> {
    let Some(parent) = at.parent() else {
        // The root of the document itself is no schema.
        return stem(cx, at).filter(|_| at.file.0 > 0);
    };
    let is_map = at.file.0 > 0 && parent.last().is_none_or(|map| MAPS.contains(&map.as_str()));
    let node = Node { value: cx.sources.node(&parent)?, at: parent };
    let last = at.last()?;
    let (name, _) = node.value.as_object().filter(|_| is_map)?.get_key_value(&last)?;
    Some(name)
}

/// `models/pet.yaml` is `pet`.
fn stem<'a>(cx: &Reader<'a, '_>, at: &Pointer) -> Option<&'a str> {
    let path = &cx.sources.get(at.file)?.name;
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    Some(file.rsplit_once('.').map_or(file, |(stem, _)| stem)).filter(|stem| !stem.is_empty())
}

/// `models/pet.yaml` is in `models`; what is in a map is in `pet`.
fn folder<'a>(cx: &Reader<'a, '_>, at: &Pointer) -> Option<&'a str> {
    if at.parent().is_some() {
        return stem(cx, at);
    }
    let path = &cx.sources.get(at.file)?.name;
    let mut parts = path.rsplit(['/', '\\']).skip(1);
    // Many trees have a folder `models` in each folder.
    parts
        .find(|part| !["models", "schemas", "definitions", "components"].contains(part))
        .filter(|part| !part.is_empty())
}

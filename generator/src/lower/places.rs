//! Multipart bodies whose parts have places instead of names (OpenAPI 3.2, "Encoding By Position"): an array, each of whose
//! items is a part.
use super::merge::{Merged, merge};
use super::multipart::{described, file_or_value};
use super::schema::Key;
use super::{Lowering, glance};
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types};
use crate::document::{Encoding, MediaType};
use crate::ir::{Carrier, Multipart, Name, OtherParts, Part, PartContent, PartList};

/// Whether the document describes parts by their places.
pub(super) fn are_described(cx: &Lowering<'_, '_>, media: &MediaType<'_>) -> bool {
    let is_list = |id: SchemaId| glance::types(cx, id).without(Types::NULL) == Types::ARRAY;
    let said = !media.prefix_encoding.is_empty() || media.item_encoding.is_some();
    media.item_schema.is_some() || said && media.schema.is_none_or(is_list)
}

/// The parts of an array, one an item.
pub(super) fn multipart<'a>(cx: &mut Lowering<'a, '_>, media: &MediaType<'a>, hint: &str) -> Carrier {
    let merged = media.schema.map(|id| merge(cx, &Key::new(vec![id]))).unwrap_or_default();
    let items: Vec<SchemaId> = merged.items.iter().copied().chain(media.item_schema).collect();
    let least = usize::try_from(merged.min_items.unwrap_or(0)).unwrap_or(usize::MAX);
    let most = merged.max_items.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let count = merged.prefix.len().max(media.prefix_encoding.len()).min(most);
    let mut parts: Vec<Part> = Vec::new();
    for place in 0..count {
        let ids = merged.prefix.get(place).unwrap_or(&items);
        let name = named(cx, ids).unwrap_or_else(|| format!("part{}", place + 1));
        let encoding = media.prefix_encoding.get(place);
        parts.push(Part { required: place < least, ..part(cx, &name, ids, encoding, hint) });
    }
    let closed = items.iter().any(|id| cx.document.schemas.get(*id).never);
    if !closed {
        let name = named(cx, &items).unwrap_or_else(|| "item".to_owned());
        let list = Some(bounds(&merged, count));
        let required = least > count;
        parts.push(Part { list, required, ..part(cx, &name, &items, media.item_encoding.as_ref(), hint) });
    }
    let other = if closed { OtherParts::Refused } else { OtherParts::Ignored };
    let [part_name, form_name, required_name] = [String::new(), String::new(), String::new()];
    Carrier::Multipart(Box::new(Multipart { parts, other, by_place: true, part_name, form_name, required_name }))
}

/// How many items there are behind those with places of their own.
fn bounds(merged: &Merged<'_>, count: usize) -> PartList {
    let before = u64::try_from(count).unwrap_or(u64::MAX);
    let behind = |n: u64| n.saturating_sub(before);
    let unique = merged.unique_items && count == 0;
    PartList { min: merged.min_items.map_or(0, behind), max: merged.max_items.map(behind), unique }
}

/// What a schema is called, if it has a name or a title.
fn named(cx: &Lowering<'_, '_>, ids: &[SchemaId]) -> Option<String> {
    let document = cx.document;
    let mut id = *ids.first().filter(|_| ids.len() == 1)?;
    // Circles of references were cut, and no honest chain is longer.
    for _ in 0..8 {
        let schema = document.schemas.get(id);
        if let Some((name, _)) = document.components.iter().find(|(_, component)| *component == id) {
            return Some(name.clone().into_owned());
        }
        if let Some(title) = schema.title {
            return Some(title.to_owned());
        }
        id = schema.reference.as_ref().and_then(|r| r.target)?;
    }
    None
}

fn part<'a>(
    cx: &mut Lowering<'a, '_>,
    name: &str,
    ids: &[SchemaId],
    encoding: Option<&Encoding<'a>>,
    hint: &str,
) -> Part {
    let hint = [hint, name].join(" ");
    if let Some(encoding) = encoding.filter(|encoding| encoding.is_styled()) {
        let message = "a part without a name is not spelled as in a form; `style` and its neighbours say nothing";
        cx.report(Code::UnsupportedKeyword, &encoding.at, message);
    }
    let stated = encoding.and_then(|e| e.leaf.content_type.as_deref()).map(super::body::essence);
    let content = match ids {
        [] => PartContent::File,
        ids => file_or_value(cx, ids, stated.as_deref(), &hint),
    };
    described(cx, Name::wire(name), ids, encoding, content, &hint)
}

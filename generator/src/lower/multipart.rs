//! Multipart bodies: which parts there are, and how each travels.
use super::body::{Role, essence, is_json};
use super::merge::{Merged, merge};
use super::schema::Key;
use super::{Lowering, docs, form, glance, reply, split, xml};
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types};
use crate::document::{Encoding, MediaType};
use crate::ir::{Carrier, KeptParts, Multipart, Name, OtherParts, Part, PartContent, PartList, Shape};
use indexmap::IndexMap;

/// How far unions of unions are followed.
const FAR: usize = 8;

/// The parts of an object. `None`: it is none, so that nothing is known of its parts.
pub(super) fn multipart<'a>(
    cx: &mut Lowering<'a, '_>,
    media: &MediaType<'a>,
    role: Role,
    hint: &str,
) -> Option<Carrier> {
    let mut found = Found::default();
    if let Some(id) = media.schema {
        let types = glance::types(cx, id).without(Types::NULL);
        if types != Types::ANY.without(Types::NULL) && types != Types::OBJECT {
            return None;
        }
        gather(cx, &[id], &mut found, FAR);
        unheard(cx, id);
    }
    for encoding in &media.encoding {
        if !found.properties.contains_key(encoding.property) {
            let message = format!("the body has no property `{}`; this encoding says nothing", encoding.property);
            cx.report(Code::UnknownKeyword, &encoding.at, message).on_key();
        }
    }
    let encoding = |name: &str| media.encoding.iter().find(|encoding| encoding.property == name);
    let mut parts = Vec::new();
    for (name, property) in &found.properties {
        let (read_only, write_only) = split::travels(cx, &property.ids);
        let travels = if role == Role::Request { !read_only || write_only } else { !write_only || read_only };
        if travels {
            parts.push(part(cx, name, property, encoding(name), hint));
        }
    }
    let other = other(cx, &found, parts.is_empty(), hint);
    let names = [String::new(), String::new(), String::new()];
    let [part_name, form_name, required_name] = names;
    Some(Carrier::Multipart(Box::new(Multipart { parts, other, by_place: false, part_name, form_name, required_name })))
}

#[derive(Default)]
struct Found<'a> {
    properties: IndexMap<&'a str, Property>,
    additional: Vec<SchemaId>,
}

struct Property {
    ids: Vec<SchemaId>,
    required: bool,
}

/// The properties of an object, and those of all branches that it may have: parts arrive one by one, so that nothing tells
/// which branch is meant before all are there.
fn gather<'a>(cx: &Lowering<'a, '_>, ids: &[SchemaId], into: &mut Found<'a>, far: usize) {
    let merged = merge(cx, &Key::new(ids.to_vec()));
    for (name, ids) in &merged.properties {
        into.properties.entry(name).or_insert_with(|| Property { ids: ids.clone(), required: false });
    }
    for name in &merged.required {
        let property = into.properties.entry(name).or_insert_with(|| Property { ids: Vec::new(), required: false });
        property.required |= far == FAR;
    }
    into.additional.extend(merged.additional());
    if let Some(far) = far.checked_sub(1) {
        merged.groups.iter().flat_map(|group| &group.branches).for_each(|branch| gather(cx, &[*branch], into, far));
    }
}

/// What the schema of the whole says and nobody looks at, since parts are looked at one by one.
fn unheard(cx: &mut Lowering<'_, '_>, id: SchemaId) {
    let merged = merge(cx, &Key::new(vec![id]));
    let patterns = merged.others.iter().any(|others| !others.patterns.is_empty());
    let words = [
        (merged.min_properties.is_some(), "minProperties"),
        (merged.max_properties.is_some(), "maxProperties"),
        (patterns, "patternProperties"),
        (!merged.groups.is_empty(), "oneOf` or `anyOf"),
    ];
    let at = cx.document.schemas.get(id).at.clone();
    for (_, word) in words.into_iter().filter(|(is_said, _)| *is_said) {
        let message = format!("parts are looked at one by one, so that `{word}` of all together is not checked");
        cx.report(Code::UnsupportedKeyword, &at, message);
    }
}

fn part<'a>(
    cx: &mut Lowering<'a, '_>,
    name: &'a str,
    property: &Property,
    encoding: Option<&Encoding<'a>>,
    hint: &str,
) -> Part {
    let hint = [hint, name].join(" ");
    let (content, list) = content(cx, name, &property.ids, encoding, &hint);
    let required = property.required;
    Part { required, list, ..described(cx, Name::wire(name), &property.ids, encoding, content, &hint) }
}

/// A part of some content, with what its encoding says.
pub(super) fn described<'a>(
    cx: &mut Lowering<'a, '_>,
    name: Name,
    ids: &[SchemaId],
    encoding: Option<&Encoding<'a>>,
    content: PartContent,
    hint: &str,
) -> Part {
    let media_types = encoding.and_then(|e| e.leaf.content_type.as_deref()).unwrap_or_default();
    let media_types = media_types.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let headers = encoding.map(|e| e.headers.as_slice()).unwrap_or_default();
    let headers = if matches!(content, PartContent::Form(..)) {
        headers.iter().for_each(|header| {
            let message = "a property that is spelled as in a form has no headers; this one is left out";
            cx.report(Code::UnsupportedKeyword, &header.at, message).on_key();
        });
        &[]
    } else {
        headers
    };
    let headers = headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("content-disposition"));
    let headers = headers.filter_map(|header| reply::header(cx, header, hint)).collect();
    let origin =
        ids.first().map_or_else(|| encoding.map(|e| e.at.clone()), |id| Some(cx.document.schemas.get(*id).at.clone()));
    Part {
        name,
        variant: String::new(),
        type_name: String::new(),
        docs: docs::property(cx, ids),
        required: false,
        list: None,
        content,
        media_types,
        headers,
        place: 0,
        origin: origin.unwrap_or_else(|| crate::load::Pointer::root(crate::load::FileId::default())),
    }
}

/// What a property is on its way: OpenAPI 3.1.1, "Encoding Object", `contentType`.
fn content<'a>(
    cx: &mut Lowering<'a, '_>,
    name: &str,
    ids: &[SchemaId],
    encoding: Option<&Encoding<'a>>,
    hint: &str,
) -> (PartContent, Option<PartList>) {
    if let Some(encoding) = encoding.filter(|encoding| encoding.is_styled()) {
        return (in_form(cx, name, ids, Some(encoding), hint), None);
    }
    if let Some(is_list) = files(cx, ids, FAR) {
        return (PartContent::File, is_list.then(|| bounds(&merge(cx, &Key::new(ids.to_vec())))));
    }
    let merged = merge(cx, &Key::new(ids.to_vec()));
    let types = merged.types.without(Types::NULL);
    let stated = encoding.and_then(|e| e.leaf.content_type.as_deref()).map(essence);
    if types == Types::ARRAY && merged.groups.is_empty() && merged.prefix.is_empty() {
        let items = item(cx, name, &merged.items, stated.as_deref(), &format!("{hint} item"));
        return (items, Some(bounds(&merged)));
    }
    // One or several: only all parts together are a value.
    if !merged.groups.is_empty() && types.holds(Types::ARRAY) && stated.is_none() && mixes_lists(cx, &merged) {
        return (in_form(cx, name, ids, None, hint), None);
    }
    (item(cx, name, ids, stated.as_deref(), hint), None)
}

/// What a part holds of which nothing but its schemas and its media type is known.
pub(super) fn file_or_value(
    cx: &mut Lowering<'_, '_>,
    ids: &[SchemaId],
    stated: Option<&str>,
    hint: &str,
) -> PartContent {
    let is_file = ids.iter().any(|id| glance::is_file(cx, *id));
    if is_file { PartContent::File } else { item(cx, "", ids, stated, hint) }
}

/// What one part holds; `name` is that of its property.
fn item(cx: &mut Lowering<'_, '_>, name: &str, ids: &[SchemaId], stated: Option<&str>, hint: &str) -> PartContent {
    if stated.is_some_and(xml::is_xml)
        && let Some(xml) = xml::document(cx, ids, name, hint)
    {
        return PartContent::Xml(xml);
    }
    let types = ids.iter().fold(Types::ANY, |all, id| all.and(glance::types(cx, *id))).without(Types::NULL);
    let is_scalar = types.and(Types::ARRAY.or(Types::OBJECT)).is_empty() && !types.is_empty();
    match stated {
        Some(stated) if is_json(stated) => PartContent::Json(cx.conjunction(ids, hint)),
        None if types == Types::ANY.without(Types::NULL) => PartContent::File,
        None if !is_scalar => PartContent::Json(cx.conjunction(ids, hint)),
        Some(stated) if !(is_scalar && stated.starts_with("text/")) => {
            if let Some(id) = ids.first().filter(|_| types != Types::ANY.without(Types::NULL) && types != Types::STRING)
            {
                let message = format!("a part of `{stated}` is taken as bytes; what its schema says is not looked at");
                let at = cx.document.schemas.get(*id).at.clone();
                cx.report(Code::UntypedContent, &at, message);
            }
            PartContent::File
        }
        _ => {
            let ty = cx.conjunction(ids, hint);
            match cx.resolved(ty).1.shape {
                Shape::Nullable(inner) => PartContent::Text(inner),
                _ => PartContent::Text(ty),
            }
        }
    }
}

fn in_form(
    cx: &mut Lowering<'_, '_>,
    name: &str,
    ids: &[SchemaId],
    encoding: Option<&Encoding<'_>>,
    hint: &str,
) -> PartContent {
    let ty = cx.conjunction(ids, hint);
    PartContent::Form(ty, form::field(cx, encoding, name.to_owned(), &[ty]))
}

/// Whether some branches are lists and others are not.
fn mixes_lists(cx: &Lowering<'_, '_>, merged: &Merged<'_>) -> bool {
    let branches = || merged.groups.iter().flat_map(|group| &group.branches).map(|id| glance::types(cx, *id));
    branches().any(|types| types.holds(Types::ARRAY)) && branches().any(|types| !types.without(Types::ARRAY).is_empty())
}

/// Whether it is a file, or a list of them; of a union any branch.
fn files(cx: &Lowering<'_, '_>, ids: &[SchemaId], far: usize) -> Option<bool> {
    if ids.iter().any(|id| glance::is_file(cx, *id)) {
        return Some(false);
    }
    let merged = merge(cx, &Key::new(ids.to_vec()));
    if merged.items.iter().any(|id| glance::is_file(cx, *id)) {
        return Some(true);
    }
    let far = far.checked_sub(1)?;
    let branches = merged.groups.iter().flat_map(|group| &group.branches);
    branches.filter_map(|id| files(cx, &[*id], far)).reduce(|a, b| a || b)
}

fn bounds(merged: &Merged<'_>) -> PartList {
    PartList { min: merged.min_items.unwrap_or(0), max: merged.max_items, unique: merged.unique_items }
}

/// What becomes of parts that no property names. Where there is no property at all, every part is kept.
fn other(cx: &mut Lowering<'_, '_>, found: &Found<'_>, nothing_else: bool, hint: &str) -> OtherParts {
    let kept = |content| OtherParts::Kept(KeptParts { content, field: String::new(), variant: String::new() });
    match found.additional.as_slice() {
        ids if ids.iter().any(|id| cx.document.schemas.get(*id).never) => OtherParts::Refused,
        [] if nothing_else => kept(PartContent::File),
        [] => OtherParts::Ignored,
        ids if files(cx, ids, FAR).is_some() => kept(PartContent::File),
        ids => kept(item(cx, "", ids, None, &format!("{hint} value"))),
    }
}

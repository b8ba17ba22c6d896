//! Request bodies, responses, headers and their media types.
use super::schema::{self, SchemaId, Unfolded};
use super::{Node, Reader, rules};
use crate::diagnostic::{Code, Diagnostics};
use crate::load::Pointer;
use rustc_hash::FxHashMap;
use serde_json::Value;

/// Request Body Object, its reference followed.
#[derive(Clone, Debug)]
pub struct RequestBody<'a> {
    /// CommonMark.
    pub description: Option<&'a str>,
    /// Whether a request must have a body; false by default.
    pub required: bool,
    /// One entry a media type, in order.
    pub content: Vec<MediaType<'a>>,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// Response Object under its status.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    /// `200`, `4XX`, `default`.
    pub status: &'a str,
    /// A few words (3.2).
    pub summary: Option<&'a str>,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// As declared, with those that the specification says to ignore.
    pub headers: Vec<Header<'a>>,
    /// One entry a media type; none: the reply has no body.
    pub content: Vec<MediaType<'a>>,
    /// Calls that it offers.
    pub links: Vec<super::Link<'a>>,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// Header Object, which is a parameter with `in: header` and `style: simple`.
#[derive(Clone, Debug)]
pub struct Header<'a> {
    /// As written; header names are compared without regard to case.
    pub name: &'a str,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// Whether every reply carries it.
    pub required: bool,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// Whether the members of an object travel as `key=value`.
    pub explode: bool,
    /// What the value is; a string where nothing is said.
    pub schema: SchemaId,
    /// `example` and `examples`, each with its place.
    pub examples: Vec<(&'a Value, Pointer)>,
    /// `content`: the media type as which the value travels.
    pub content: Option<&'a str>,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// One entry of a `content` map.
#[derive(Clone, Debug)]
pub struct MediaType<'a> {
    /// The key: a media type or a range of them, parameters included.
    pub name: &'a str,
    /// What travels; `None`: anything.
    pub schema: Option<SchemaId>,
    /// `itemSchema`: one item of a media type that is a sequence of them.
    pub item_schema: Option<SchemaId>,
    /// The data of its events were a text that the document describes as JSON; now they are that.
    pub json_data: bool,
    /// `example` and `examples`, each with its place.
    pub examples: Vec<(&'a Value, Pointer)>,
    /// Properties of a form that do not travel as their type suggests.
    pub encoding: Vec<Encoding<'a>>,
    /// The same of the first parts, where parts have places and no names.
    pub prefix_encoding: Vec<Encoding<'a>>,
    /// The same of all other parts.
    pub item_encoding: Option<Encoding<'a>>,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// Encoding Object: how one property of a form or a multipart body travels.
#[derive(Clone, Debug)]
pub struct Encoding<'a> {
    /// The property; empty where the part has a place instead.
    pub property: &'a str,
    /// `contentType` and flags.
    pub leaf: openapiv3::Encoding,
    /// As written; only for forms.
    pub style: Option<&'a str>,
    /// As written; `None`: what the style implies.
    pub explode: Option<bool>,
    /// Headers of a part, with those that the specification says to ignore.
    pub headers: Vec<Header<'a>>,
    /// The object itself.
    pub at: Pointer,
}

impl Encoding<'_> {
    /// Whether the value is spelled as a parameter's would be; `contentType` is ignored then, as the specification demands.
    #[must_use]
    pub fn is_styled(&self) -> bool {
        self.style.is_some() || self.explode.is_some() || self.leaf.allow_reserved
    }
}

/// How many media types, and how many headers, a document has at most; those that are shared count each time.
const MOST: usize = 100_000;

/// What headers may hold: of parameters all but where they are.
const HEADER: &[&str] =
    &["description", "required", "deprecated", "style", "explode", "schema", "example", "examples", "content"];

pub(super) fn request_body<'a>(cx: &mut Reader<'a, '_>, operation: &Node<'a>) -> Option<RequestBody<'a>> {
    let node = operation.get("requestBody")?;
    if node.value.is_null() {
        return cx.given(operation, "requestBody").and(None);
    }
    one_body(cx, node)
}

pub(super) fn one_body<'a>(cx: &mut Reader<'a, '_>, node: Node<'a>) -> Option<RequestBody<'a>> {
    let node = cx.follow(node)?;
    cx.object(&node)?;
    cx.known_keys(&node, &["description", "content", "required"]);
    let description = cx.prose_at(&node, "description");
    let required = cx.boolean_at(&node, "required");
    let content = cx.given(&node, "content").map(|map| content(cx, &map)).unwrap_or_default();
    Some(RequestBody { description, required, content, at: node.at })
}

pub(super) fn responses<'a>(cx: &mut Reader<'a, '_>, operation: &Node<'a>) -> Vec<Response<'a>> {
    let Some(map) = cx.given(operation, "responses") else { return Vec::new() };
    cx.object(&map);
    map.members().filter_map(|(status, node)| response(cx, status, node)).collect()
}

pub(super) fn response<'a>(cx: &mut Reader<'a, '_>, status: &'a str, node: Node<'a>) -> Option<Response<'a>> {
    let node = cx.follow(node)?;
    cx.object(&node)?;
    cx.known_keys(&node, &["description", "headers", "content", "links", "summary"]);
    let description = cx.prose_at(&node, "description");
    let headers = cx.given(&node, "headers").map(|map| headers(cx, &map)).unwrap_or_default();
    let content = cx.given(&node, "content").map(|map| content(cx, &map)).unwrap_or_default();
    let links = super::link::links(cx, &node);
    let summary = cx.prose_at(&node, "summary");
    Some(Response { status, summary, description, headers, content, links, at: node.at })
}

fn headers<'a>(cx: &mut Reader<'a, '_>, map: &Node<'a>) -> Vec<Header<'a>> {
    cx.object(map);
    let mut headers: Vec<Header<'a>> = Vec::new();
    let mut known: FxHashMap<String, &str> = FxHashMap::default();
    for (name, node) in map.entries() {
        if let Some(first) = known.get(&name.to_ascii_lowercase()) {
            let message = format!("`{name}` and `{first}` are one header; the first is read");
            cx.report(Code::Deviation, &node.at, message).on_key();
        } else if rules::header_name(cx, &node, name)
            && let Some(header) = header(cx, name, node)
        {
            known.insert(name.to_ascii_lowercase(), name);
            headers.push(header);
        }
    }
    headers
}

pub(super) fn header<'a>(cx: &mut Reader<'a, '_>, name: &'a str, node: Node<'a>) -> Option<Header<'a>> {
    if !cx.has_room("headers", MOST, &node.at) {
        return None;
    }
    let node = cx.follow(node)?;
    cx.object(&node)?;
    cx.known_keys(&node, HEADER);
    super::parameter::style(cx, &node, "header", "a header");
    let description = cx.prose_at(&node, "description");
    let required = cx.boolean_at(&node, "required");
    let deprecated = cx.boolean_at(&node, "deprecated");
    let explode = cx.boolean_at(&node, "explode");
    let (schema, content) = match node.get("schema") {
        Some(schema) => {
            rules::either(cx, &node, "schema", "content", "`content` stands beside `schema`; it is ignored");
            (schema::decode(cx, &schema), None)
        }
        None => match node.get("content").map(|map| one_content(cx, &map)).and_then(|mut list| list.pop()) {
            Some(MediaType { schema, name, .. }) => (schema, Some(name)),
            None => (None, None),
        },
    };
    // Without any schema the header is there, as text.
    let schema = schema.unwrap_or_else(|| schema::text(cx, &node));
    let examples = examples(cx, &node);
    Some(Header { name, description, required, deprecated, explode, schema, examples, content, at: node.at })
}

/// The `content` of a header, of which the last is taken.
fn one_content<'a>(cx: &mut Reader<'a, '_>, map: &Node<'a>) -> Vec<MediaType<'a>> {
    let list = content(cx, map);
    if list.len() != 1 {
        let read = if list.is_empty() { "it is read as text" } else { "the last one is read" };
        cx.report(Code::Deviation, &map.at, format!("the `content` of a header has exactly one media type; {read}"));
    }
    list
}

/// A `content` map, in order.
pub(super) fn content<'a>(cx: &mut Reader<'a, '_>, map: &Node<'a>) -> Vec<MediaType<'a>> {
    cx.object(map);
    map.entries().filter_map(|(name, node)| media_type(cx, name, node)).collect()
}

fn media_type<'a>(cx: &mut Reader<'a, '_>, name: &'a str, node: Node<'a>) -> Option<MediaType<'a>> {
    if !cx.has_room("media types", MOST, &node.at) {
        return None;
    }
    rules::media_type(cx, &node, name);
    let node = cx.follow(node)?;
    cx.object(&node)?;
    cx.known_keys(
        &node,
        &["schema", "example", "examples", "encoding", "itemSchema", "prefixEncoding", "itemEncoding"],
    );
    let schema = node.get("schema").and_then(|schema| schema::decode(cx, &schema));
    let encoding = node.get("encoding").map(|map| encodings(cx, &map)).unwrap_or_default();
    let item_schema = node.get("itemSchema").and_then(|schema| schema::decode(cx, &schema));
    let (prefix_encoding, item_encoding) = places(cx, &node, name);
    let examples = examples(cx, &node);
    let at = node.at;
    Some(MediaType {
        name,
        schema,
        item_schema,
        json_data: false,
        examples,
        encoding,
        prefix_encoding,
        item_encoding,
        at,
    })
}

/// `prefixEncoding` and `itemEncoding` (3.2): of parts that have places and no names.
fn places<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, media_type: &str) -> (Vec<Encoding<'a>>, Option<Encoding<'a>>) {
    let (prefix, item) = (node.get("prefixEncoding"), node.get("itemEncoding"));
    for given in prefix.iter().chain(&item) {
        let message = match media_type.trim_start().to_ascii_lowercase().starts_with("multipart/") {
            _ if node.has("encoding") => "`encoding` stands beside this: it says that parts have names",
            true => continue,
            false => "only the parts of `multipart/…` have an encoding each; this says nothing",
        };
        cx.report(Code::Deviation, &given.at, message).on_key();
    }
    if let Some(list) = &prefix {
        cx.array(list);
    }
    let prefix = prefix.iter().flat_map(Node::items).filter_map(|node| encoding(cx, "", node)).collect();
    (prefix, item.and_then(|node| encoding(cx, "", node)))
}

/// The data of events, as far as their text is described.
pub(super) fn unfold_events<'a, 'i>(
    schemas: &mut schema::Schemas<'a>,
    items: impl Iterator<Item = &'i mut super::PathItem<'a>>,
    diagnostics: &mut Diagnostics,
) where
    'a: 'i,
{
    let operations = items.flat_map(|item| &mut item.operations);
    for operation in operations {
        let bodies = operation.body.iter_mut().flat_map(|body| &mut body.content);
        for media in bodies.chain(operation.responses.iter_mut().flat_map(|r| &mut r.content)) {
            if let Some(event) = media.item_schema.or(media.schema)
                && media.name.to_ascii_lowercase().starts_with("text/event-stream")
            {
                let unfolded = schema::unfold(schemas, event);
                media.json_data = unfolded == Unfolded::All;
                if unfolded == Unfolded::Refused {
                    let message =
                        "the data of these events are JSON, but described as a text, too; they are taken as text";
                    diagnostics
                        .report(Code::UntypedContent, &media.at, message)
                        .on_key()
                        .help("say of `data` in one place what it is, for each event");
                }
            }
        }
    }
}

fn encodings<'a>(cx: &mut Reader<'a, '_>, map: &Node<'a>) -> Vec<Encoding<'a>> {
    cx.object(map);
    map.entries().filter_map(|(property, node)| encoding(cx, property, node)).collect()
}

fn encoding<'a>(cx: &mut Reader<'a, '_>, property: &'a str, node: Node<'a>) -> Option<Encoding<'a>> {
    cx.object(&node)?;
    cx.known_keys(
        &node,
        &["contentType", "headers", "style", "explode", "allowReserved", "encoding", "prefixEncoding", "itemEncoding"],
    );
    for key in ["encoding", "prefixEncoding", "itemEncoding"] {
        if let Some(inner) = node.get(key) {
            let message = format!("`{key}` of a part is not carried into the generated code yet");
            cx.report(Code::UnsupportedKeyword, &inner.at, message).on_key();
        }
    }
    let style = super::parameter::style(cx, &node, "query", "a property of a form");
    let headers = node.get("headers").map(|map| headers(cx, &map)).unwrap_or_default();
    let mut object = cx.pick(&node, &["contentType"]);
    let explode = node.get("explode").and_then(|flag| cx.boolean(&flag));
    object.insert("explode".into(), Value::Bool(explode.unwrap_or(false)));
    object.insert("allowReserved".into(), Value::Bool(cx.boolean_at(&node, "allowReserved")));
    let leaf = cx.leaf(Value::Object(object), &node.at)?;
    Some(Encoding { property, leaf, style, explode, headers, at: node.at })
}

/// `example` and the values of `examples`.
pub(super) fn examples<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<(&'a Value, Pointer)> {
    rules::either(cx, node, "example", "examples", "`examples` stand beside `example`; all are read");
    let single = node.get("example").map(|n| (n.value, n.at));
    let several = node.get("examples").into_iter().flat_map(|map| map.entries()).filter_map(|(_, example)| {
        let value = example_value(cx, example)?;
        Some((value.value, value.at))
    });
    single.into_iter().chain(several.collect::<Vec<_>>()).collect()
}

/// The value of an Example Object, as it is before it travels.
pub(super) fn example_value<'a>(cx: &mut Reader<'a, '_>, node: Node<'a>) -> Option<Node<'a>> {
    let example = cx.follow(node)?;
    for (one, other) in [
        ("value", "dataValue"),
        ("value", "serializedValue"),
        ("value", "externalValue"),
        ("serializedValue", "externalValue"),
    ] {
        let message = format!("`{other}` stands beside `{one}`, which rules it out; the first is read");
        rules::either(cx, &example, one, other, &message);
    }
    example.get("value").or_else(|| example.get("dataValue"))
}

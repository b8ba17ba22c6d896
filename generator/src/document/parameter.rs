//! Parameters.
use super::schema::{self, SchemaId};
use super::{MediaType, Node, Reader, Version, body, rules};
use crate::diagnostic::Code;
use crate::load::Pointer;
use serde_json::{Map, Value, json};

/// A parameter; `leaf` knows name, place, style and flags, and refers to the arena for the schema.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// Name, place and flags; its schema is a placeholder for an id of the arena.
    pub leaf: openapiv3::Parameter,
    /// `schema` or `content`: one of them is always there.
    pub content: ParameterContent<'a>,
    /// `example` and `examples`, each with its place.
    pub examples: Vec<(&'a Value, Pointer)>,
    /// As written where it differs from the place's default.
    pub style: Option<&'a str>,
    /// As written; `None`: what the style implies.
    pub explode: Option<bool>,
    /// `allowReserved`, where it is for all places (3.2).
    pub reserved: bool,
    /// All of the query (`in: querystring`), as the one media type has it.
    pub whole_query: bool,
    /// The object itself, behind its reference.
    pub at: Pointer,
    /// Where it is listed: the same, or the reference.
    pub listed: Pointer,
}

/// How the value is described.
#[derive(Clone, Debug)]
pub enum ParameterContent<'a> {
    /// `schema`: the value is styled.
    Schema(SchemaId),
    /// `content` with its one media type.
    Media(Box<MediaType<'a>>),
}

impl Parameter<'_> {
    /// What parameters of all places have in common.
    #[must_use]
    pub fn data(&self) -> &openapiv3::ParameterData {
        self.leaf.parameter_data_ref()
    }
}

/// What parameters and headers may hold.
pub(super) const KEYS: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

/// A parameter costs thirty times as much as most values of a document; one that is shared counts each time.
const MOST: usize = 200_000;

pub(super) fn parameters<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<Parameter<'a>> {
    let Some(list) = cx.given(node, "parameters") else { return Vec::new() };
    cx.array(&list);
    let listed = |item: Node<'a>| {
        let listed = item.at.clone();
        Some(Parameter { listed, ..parameter(cx, item)? })
    };
    list.items().filter_map(listed).collect()
}

pub(super) fn parameter<'a>(cx: &mut Reader<'a, '_>, node: Node<'a>) -> Option<Parameter<'a>> {
    if !cx.has_room("parameters", MOST, &node.at) {
        return None;
    }
    let node = cx.follow(node)?;
    cx.object(&node)?;
    if node.has("schema") || node.has("content") || !node.has("type") {
        cx.known_keys(&node, KEYS);
    }
    let place = cx.required(&node, "in");
    let name = cx.required(&node, "name");
    let place = cx.string(&place?)?;
    let name = cx.string(&name?)?;
    if place == "querystring" && cx.version >= Version::V3_2 {
        return whole_query(cx, &node, name);
    }
    if !["query", "header", "path", "cookie"].contains(&place) {
        report_place(cx, &node, place);
        return None;
    }
    if !rules::name(cx, &node, place, name) {
        return None;
    }
    rules::reserved(cx, &node, place);
    rules::either(cx, &node, "content", "style", "`style` stands beside `content`; it is ignored");
    let content = content(cx, &node)?;
    let mut object = Map::from_iter([("name".to_owned(), json!(name)), ("in".to_owned(), json!(place))]);
    object.extend(cx.prose_at(&node, "description").map(|text| ("description".to_owned(), json!(text))));
    flags(cx, &node, &mut object);
    let style = style(cx, &node, place, &format!("a {place} parameter"));
    // The leaf knows the styles of 3.1.
    if let Some(style) = style.filter(|style| *style != "cookie") {
        object.insert("style".into(), json!(style));
    }
    object.insert(
        "schema".into(),
        schema::placeholder(match &content {
            ParameterContent::Schema(id) => *id,
            ParameterContent::Media(media) => media.schema.unwrap_or_default(),
        }),
    );
    let leaf: openapiv3::Parameter = cx.leaf(Value::Object(object), &node.at)?;
    if place == "path" && !leaf.parameter_data_ref().required {
        cx.report(
            Code::Deviation,
            &node.at,
            format!("the path parameter `{}` must be `required: true`; it is read so", leaf.parameter_data_ref().name),
        );
    }
    let explode = leaf.parameter_data_ref().explode;
    let reserved = cx.version >= Version::V3_2 && node.get("allowReserved").is_some_and(|flag| flag.value == true);
    let examples = body::examples(cx, &node);
    let listed = node.at.clone();
    Some(Parameter { leaf, content, examples, style, explode, reserved, whole_query: false, at: node.at, listed })
}

/// `in: querystring` (3.2): all of the query in one. As a form, its properties travel as those of a body do; else it is
/// the one value.
fn whole_query<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, name: &'a str) -> Option<Parameter<'a>> {
    for key in ["schema", "style", "explode", "allowReserved", "allowEmptyValue"] {
        if let Some(idle) = node.get(key) {
            let message = format!("`{key}` says nothing of a value that is all of the query; it is ignored");
            cx.report(Code::Deviation, &idle.at, message).on_key();
        }
    }
    let content = cx.required(node, "content")?;
    let mut media = body::content(cx, &content);
    let Some(media) = media.pop().filter(|_| media.is_empty()) else {
        cx.report(Code::InvalidValue, &content.at, "the `content` of a parameter has exactly one media type");
        return None;
    };
    let id = media.schema.unwrap_or_default();
    let mut object = Map::from_iter([("name".to_owned(), json!(name)), ("in".to_owned(), json!("query"))]);
    object.extend(cx.prose_at(node, "description").map(|text| ("description".to_owned(), json!(text))));
    for key in ["required", "deprecated"] {
        object.insert(key.to_owned(), json!(cx.boolean_at(node, key)));
    }
    object.insert("style".to_owned(), json!("form"));
    object.insert("schema".into(), schema::placeholder(id));
    let leaf = cx.leaf(Value::Object(object), &node.at)?;
    let (examples, content) = (body::examples(cx, node), ParameterContent::Media(Box::new(media)));
    let (style, explode, at) = (Some("form"), Some(true), node.at.clone());
    let listed = at.clone();
    Some(Parameter { leaf, content, examples, style, explode, reserved: false, whole_query: true, at, listed })
}

fn flags<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, object: &mut Map<String, Value>) {
    for key in ["required", "deprecated", "explode", "allowReserved", "allowEmptyValue"] {
        if let Some(flag) = cx.given(node, key) {
            object.extend(cx.boolean(&flag).map(|flag| (key.to_owned(), json!(flag))));
        }
    }
}

fn report_place<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, place: &str) {
    let at = node.at.child("in");
    let report = cx.report(Code::InvalidValue, &at, format!("`{place}` is no place for a parameter"));
    report.help("one of `path`, `query`, `header`, `cookie`");
    if place == "body" || place == "formData" {
        report.help("that is Swagger 2.0; OpenAPI 3 has `requestBody`");
    }
}

/// A parameter with neither `schema` nor `content`. In Swagger 2.0 the keywords stand in the parameter itself.
fn undescribed<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> SchemaId {
    let (read, id) = match node.has("type") {
        true => ("what stands in its place is read as in Swagger 2.0", schema::beside(cx, node, KEYS)),
        false => ("it is read as text", schema::text(cx, node)),
    };
    let message = format!("a parameter needs a `schema` or a `content`; {read}");
    cx.report(Code::Deviation, &node.at, message).help("say `schema: {type: string}`, or what it is");
    id
}

/// The style if the place allows it.
pub(super) fn style<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, place: &str, what: &str) -> Option<&'a str> {
    let style = cx.string_at(node, "style")?;
    let allowed: &[&str] = match place {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        _ if cx.version >= Version::V3_2 => &["form", "cookie"],
        _ => &["form"],
    };
    if allowed.contains(&style) {
        return Some(style);
    }
    let default = if place == "query" || place == "cookie" { "form" } else { "simple" };
    cx.report(
        Code::Deviation,
        &node.at.child("style"),
        format!("{what} cannot have the style `{style}`; it is read as `{default}`"),
    )
    .help(format!("one of {}", allowed.iter().map(|s| format!("`{s}`")).collect::<Vec<_>>().join(", ")));
    None
}

fn content<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<ParameterContent<'a>> {
    if let Some(schema) = node.get("schema") {
        if let Some(content) = node.get("content") {
            cx.report(Code::Deviation, &content.at, "`content` stands beside `schema`; it is ignored").on_key();
        }
        return schema::decode(cx, &schema).map(ParameterContent::Schema);
    }
    let Some(content) = cx.given(node, "content") else {
        return Some(ParameterContent::Schema(undescribed(cx, node)));
    };
    let mut media = body::content(cx, &content);
    if media.len() == 1 {
        return media.pop().map(|m| ParameterContent::Media(Box::new(m)));
    }
    cx.report(Code::InvalidValue, &content.at, "the `content` of a parameter has exactly one media type");
    None
}

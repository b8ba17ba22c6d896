//! XML as JSON, to be compared: what differs in spelling only must not differ here.
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};
use serde_json::{Map, Value};

/// The outermost element: `{"@{namespace}name": "…", "{namespace}name": [{…}], "#": "text"}`.
pub(super) fn value(text: &str) -> Option<Value> {
    let mut reader = NsReader::from_str(text);
    let mut open = vec![Map::new()];
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Start(start) => open.push(attributes(&reader, start)?),
            Event::Empty(start) => {
                let element = attributes(&reader, start)?;
                let name = name(&reader.resolver().resolve_element(start.name()).0, start.local_name().into_inner())?;
                push(open.last_mut()?, name, element);
            }
            Event::End(end) => {
                let element = open.pop()?;
                let name = name(&reader.resolver().resolve_element(end.name()).0, end.local_name().into_inner())?;
                push(open.last_mut()?, name, element);
            }
            Event::Text(text) => add(open.last_mut()?, &text.xml10_content()),
            Event::CData(text) => add(open.last_mut()?, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok()?;
                let text = match character {
                    Some(character) => character.to_string(),
                    None => resolve_xml_entity(reference)?.to_owned(),
                };
                add(open.last_mut()?, &text);
            }
            Event::Eof => return (open.len() == 1).then(|| open.pop().map(Value::Object))?,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
    }
}

fn attributes(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Option<Map<String, Value>> {
    let mut element = Map::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        if attribute.key.as_namespace_binding().is_none() {
            let (found, local) = reader.resolver().resolve_attribute(attribute.key);
            let text = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
            element.insert(format!("@{}", name(&found, local.into_inner())?), Value::String(text));
        }
    }
    Some(element)
}

fn name(namespace: &ResolveResult<'_>, local: &str) -> Option<String> {
    match namespace {
        ResolveResult::Bound(namespace) => Some(format!("{{{}}}{local}", namespace.into_inner())),
        ResolveResult::Unbound => Some(local.to_owned()),
        ResolveResult::Unknown(_) => None,
    }
}

fn push(parent: &mut Map<String, Value>, name: String, mut element: Map<String, Value>) {
    // White space between elements is for people.
    let blank = element.get("#").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty());
    if blank && element.keys().any(|name| !name.starts_with(['@', '#'])) {
        element.remove("#");
    }
    if let Value::Array(list) = parent.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
        list.push(Value::Object(element));
    }
}

fn add(element: &mut Map<String, Value>, text: &str) {
    if let Value::String(known) = element.entry("#").or_insert_with(|| Value::String(String::new())) {
        known.push_str(text);
    }
}

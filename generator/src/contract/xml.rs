//! Values as XML, written once more from the specification's tables, with prefixes of our own: readers must not care.
use super::wire::scalar;
use crate::ir::{Api, Xml, XmlContent, XmlKind, XmlMember, XmlNode, XmlShape};
use serde_json::{Map, Value};

/// A document. `None`: the value has no spelling.
pub(super) fn written(api: &Api, xml: &Xml, value: &Value) -> Option<String> {
    let mut out = String::new();
    let name = if xml.root.name.is_empty() { "root" } else { &xml.root.name };
    Writing { api, out: &mut out }.element(&xml.root, name, value, &Around::default())?;
    Some(out)
}

/// What is around an element.
#[derive(Clone, Debug, Default)]
struct Around {
    /// What an element without a prefix belongs to as it stands.
    default: String,
    /// What an element belongs to of whose namespace nothing is said: that of the nearest one without a prefix.
    implied: String,
}

struct Writing<'a> {
    api: &'a Api,
    out: &'a mut String,
}

impl Writing<'_> {
    fn shape(&self, content: XmlContent) -> Option<&XmlShape> {
        match content {
            XmlContent::Of(id) => self.api.xml.get(id.0 as usize),
            _ => None,
        }
    }

    fn element(&mut self, node: &XmlNode, name: &str, value: &Value, around: &Around) -> Option<()> {
        if !is_plain(name) {
            return None;
        }
        self.out.push_str(&format!("<{name}"));
        let namespace = if node.namespace.is_empty() { &around.implied } else { &node.namespace };
        if *namespace != around.default {
            self.out.push_str(&format!(" xmlns=\"{}\"", escaped(namespace)?));
        }
        let implied = if node.prefix.is_empty() { namespace } else { &around.implied };
        let around = &Around { default: namespace.clone(), implied: implied.clone() };
        if value.is_null() {
            self.out.push_str(" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\"/>");
            return Some(());
        }
        self.attributes(node.content, value)?;
        self.out.push('>');
        self.content(node.content, value, around)?;
        self.out.push_str(&format!("</{name}>"));
        Some(())
    }

    fn attributes(&mut self, content: XmlContent, value: &Value) -> Option<()> {
        let shape = self.shape(content).cloned();
        for (index, (name, value)) in value.as_object().into_iter().flatten().enumerate() {
            let member = shape.as_ref().and_then(|shape| find(shape, name));
            let node = member.map(|member| &member.node).or(shape.as_ref().and_then(|shape| shape.rest.as_ref()));
            match node {
                Some(node) if node.kind == XmlKind::Attribute && !value.is_null() => {
                    let name = if node.name.is_empty() { name } else { &node.name };
                    let text = escaped(&scalar(value)?)?;
                    if node.prefix == "xml" {
                        self.out.push_str(&format!(" xml:{name}=\"{text}\""));
                    } else if node.namespace.is_empty() {
                        self.out.push_str(&format!(" {name}=\"{text}\""));
                    } else {
                        let namespace = escaped(&node.namespace)?;
                        self.out.push_str(&format!(" xmlns:a{index}=\"{namespace}\" a{index}:{name}=\"{text}\""));
                    }
                }
                Some(node) if node.kind == XmlKind::None => self.attributes(node.content, value)?,
                // Members by the names of attributes are for what no schema describes.
                None if name.starts_with(['@', '#']) => return None,
                _ => {}
            }
        }
        Some(())
    }

    fn content(&mut self, content: XmlContent, value: &Value, around: &Around) -> Option<()> {
        let shape = self.shape(content).cloned();
        match (value, shape) {
            (Value::Object(members), Some(shape)) if shape.members.is_some() => {
                members.iter().try_for_each(|(name, value)| match (find(&shape, name), &shape.rest) {
                    (Some(member), _) => self.node(&member.node, value, around),
                    (None, Some(rest)) if rest.content != XmlContent::Any => self.other(rest, name, value, around),
                    (None, _) => self.any(name, value, around),
                })
            }
            (Value::Object(members), _) => members.iter().try_for_each(|(name, value)| self.any(name, value, around)),
            (Value::Array(items), Some(shape)) => self.items(&shape, items, around),
            (Value::Array(_), None) => None,
            (value, _) => {
                self.out.push_str(&escaped(&scalar(value)?)?);
                Some(())
            }
        }
    }

    fn items(&mut self, shape: &XmlShape, items: &[Value], around: &Around) -> Option<()> {
        let list = shape.list.as_ref()?;
        items.iter().enumerate().try_for_each(|(index, item)| {
            let node = list.first.get(index).or(list.items.as_ref())?;
            self.node(node, item, around)
        })
    }

    fn node(&mut self, node: &XmlNode, value: &Value, around: &Around) -> Option<()> {
        match (node.kind, value) {
            (XmlKind::Element, _) => {
                let name = if node.name.is_empty() { "root" } else { &node.name };
                self.element(node, name, value, around)
            }
            (XmlKind::Attribute, _) | (_, Value::Null) => Some(()),
            (XmlKind::Text | XmlKind::CData, _) => self.content(XmlContent::Text, value, around),
            (XmlKind::None, value) => {
                let shape = self.shape(node.content).cloned()?;
                match (value, shape.list.as_ref().and_then(|list| list.items.as_ref())) {
                    (Value::Array(items), _) => self.items(&shape, items, around),
                    (_, Some(items)) => self.node(items, value, around),
                    (_, None) => self.content(node.content, value, around),
                }
            }
        }
    }

    fn other(&mut self, rest: &XmlNode, name: &str, value: &Value, around: &Around) -> Option<()> {
        let shape = self.shape(rest.content).cloned();
        match (rest.kind, value, shape.and_then(|shape| shape.list)) {
            (XmlKind::Attribute, ..) | (XmlKind::None, Value::Null, _) => Some(()),
            (XmlKind::None, Value::Array(items), Some(list)) => {
                items.iter().try_for_each(|item| self.element(list.items.as_ref()?, name, item, around))
            }
            (XmlKind::None, _, Some(list)) => self.element(list.items.as_ref()?, name, value, around),
            _ => self.element(rest, name, value, around),
        }
    }

    fn any(&mut self, name: &str, value: &Value, around: &Around) -> Option<()> {
        let node = XmlNode {
            kind: XmlKind::Element,
            name: String::new(),
            namespace: String::new(),
            prefix: String::new(),
            content: XmlContent::Any,
        };
        match value {
            Value::Array(items) if items.iter().any(Value::is_array) => None,
            Value::Array(items) => items.iter().try_for_each(|item| self.any(name, item, around)),
            _ => self.element(&node, name, value, around),
        }
    }
}

fn find<'s>(shape: &'s XmlShape, name: &str) -> Option<&'s XmlMember> {
    shape.members.iter().flatten().find(|member| member.wire == name)
}

fn is_plain(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// `None`: there is no way to write it.
fn escaped(text: &str) -> Option<String> {
    text.chars().try_fold(String::new(), |mut out, c| {
        match c {
            '<' | '>' | '&' | '"' | '\'' | '\t' | '\n' | '\r' => out.push_str(&format!("&#x{:x};", u32::from(c))),
            '\u{FFFE}' | '\u{FFFF}' => return None,
            c if u32::from(c) < 32 => return None,
            c => out.push(c),
        }
        Some(out)
    })
}

/// What a reader makes of what was written: lists without an element of their own that are empty are not there, or are
/// empty where they have to be there; and so on.
pub(super) fn arrived(api: &Api, node: &XmlNode, value: &Value) -> Value {
    let XmlContent::Of(id) = node.content else { return value.clone() };
    let Some(shape) = api.xml.get(id.0 as usize) else { return value.clone() };
    match value {
        Value::Object(members) if shape.members.is_some() => {
            let mut out = Map::new();
            for member in shape.members.iter().flatten() {
                out.extend(
                    member_arrived(api, member, members.get(&member.wire)).map(|value| (member.wire.clone(), value)),
                );
            }
            for (name, value) in members.iter().filter(|(name, _)| find(shape, name).is_none()) {
                out.insert(name.clone(), value.clone());
            }
            Value::Object(out)
        }
        Value::Array(items) => {
            let list = shape.list.clone().unwrap_or_default();
            let each = items.iter().enumerate().map(|(index, item)| {
                if item.is_null() && list.first.get(index).is_some_and(|node| node.kind == XmlKind::Text) {
                    return Value::from("");
                }
                list.first
                    .get(index)
                    .or(list.items.as_ref())
                    .map_or_else(|| item.clone(), |node| arrived(api, node, item))
            });
            Value::Array(each.collect())
        }
        _ => value.clone(),
    }
}

fn member_arrived(api: &Api, member: &XmlMember, value: Option<&Value>) -> Option<Value> {
    let nothing = value.is_none_or(|value| value.is_null() || value.as_array().is_some_and(Vec::is_empty));
    let blank = value.and_then(Value::as_str).is_none_or(|text| text.trim().is_empty());
    match member.node.kind {
        XmlKind::None if nothing => member.required.then(|| Value::Array(Vec::new())),
        XmlKind::Attribute if nothing => member.null.then_some(Value::Null),
        XmlKind::Text | XmlKind::CData if blank && member.node.content == XmlContent::Text => {
            member.required.then(|| Value::from(""))
        }
        _ => value.map(|value| arrived(api, &member.node, value)),
    }
}

//! The JSON that a type writes → XML.
use std::borrow::Cow;

use super::any::TEXT;
use super::names::{is_char, is_name};
use super::{Content, Kind, Member, Node, Shape, XML, XSI, Xml, XmlFault};
use crate::json::{self, Encode, Limits, Tape, push_pointer, to_vec};

/// What is written for a root, or for the items of one, that the document has no name for.
const NAMELESS: &str = "root";

/// Writes a value as an XML document.
///
/// # Errors
/// A value that XML cannot carry: control characters, names of members that are no names of elements, and what `xml` has no
/// place for.
pub fn encode(xml: &Xml, value: &(impl Encode + ?Sized)) -> Result<String, XmlFault> {
    let json = to_vec(value);
    let tape = Tape::parse(&json, Limits::default());
    let tape = tape.map_err(|_| XmlFault { pointer: String::new(), message: "is nested too deeply".into() })?;
    let out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let mut writing = Writing { xml, out, scope: Vec::new(), pointer: String::new() };
    let root = &xml.root;
    writing.element(root, if root.name.is_empty() { NAMELESS } else { root.name }, tape.root())?;
    Ok(writing.out)
}

type Written = Result<(), XmlFault>;
type Value<'v> = json::Node<'v>;

struct Writing<'x> {
    xml: &'x Xml,
    out: String,
    /// Prefixes and what they are bound to, the innermost last.
    scope: Vec<(&'static str, &'static str)>,
    pointer: String,
}

impl Writing<'_> {
    fn fault<T>(&self, message: impl Into<Cow<'static, str>>) -> Result<T, XmlFault> {
        Err(XmlFault { pointer: self.pointer.clone(), message: message.into() })
    }

    fn below(&mut self, name: &str, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = self.pointer.len();
        push_pointer(&mut self.pointer, name);
        write(self)?;
        self.pointer.truncate(before);
        Ok(())
    }

    /// `name`, with the prefix of the node.
    fn name(&mut self, node: &Node, name: &str) {
        if !node.namespace.is_empty() && !node.prefix.is_empty() {
            self.out.push_str(node.prefix);
            self.out.push(':');
        }
        self.out.push_str(name);
    }

    /// ` xmlns:prefix="…"`, unless the prefix is bound to that already.
    fn declare(&mut self, prefix: &'static str, namespace: &'static str) -> Written {
        let bound = self.scope.iter().rev().find(|(known, _)| *known == prefix).map(|(_, to)| *to);
        if namespace.is_empty() || bound == Some(namespace) || namespace == XML {
            return Ok(());
        }
        self.scope.push((prefix, namespace));
        self.out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
        self.out.push_str(prefix);
        self.out.push_str("=\"");
        self.escaped(namespace, true)?;
        self.out.push('"');
        Ok(())
    }

    fn element(&mut self, node: &Node, name: &str, value: Value<'_>) -> Written {
        if !is_name(name) {
            return self.fault("has a name that no element can have");
        }
        let depth = self.scope.len();
        self.out.push('<');
        self.name(node, name);
        self.declare(node.prefix, node.namespace)?;
        if value.kind() == json::Kind::Null {
            self.declare("xsi", XSI)?;
            self.out.push_str(" xsi:nil=\"true\"/>");
        } else {
            self.attributes(node.content, value)?;
            self.out.push('>');
            let start = self.out.len();
            self.content(node.content, value)?;
            if self.out.len() == start {
                self.out.pop();
                self.out.push_str("/>");
            } else {
                self.out.push_str("</");
                self.name(node, name);
                self.out.push('>');
            }
        }
        self.scope.truncate(depth);
        Ok(())
    }

    /// The shape of an object or a list; `None`: it is written as what nothing describes.
    fn shape(&self, content: Content, value: Value<'_>) -> Option<Shape> {
        let Content::Of(index) = content else { return None };
        let shape = self.xml.shape(index);
        match value.kind() {
            json::Kind::Object => shape.members.map(|_| shape),
            json::Kind::Array => shape.is_list.then_some(shape),
            _ => Some(shape),
        }
    }

    fn attributes(&mut self, content: Content, value: Value<'_>) -> Written {
        let shape = self.shape(content, value);
        for (name, value) in value.members() {
            let node = match &shape {
                Some(shape) => member(shape, &name).map(|member| member.node).or(shape.rest),
                None => name.starts_with('@').then(|| Node::attribute("", Content::Text)),
            };
            match node {
                Some(node) if node.kind == Kind::Attribute => {
                    self.below(&name, |writing| writing.attribute(&node, &name, value))?;
                }
                Some(node) if node.kind == Kind::None && value.kind() == json::Kind::Object => {
                    self.below(&name, |writing| writing.attributes(node.content, value))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn attribute(&mut self, node: &Node, member: &str, value: Value<'_>) -> Written {
        if value.kind() == json::Kind::Null {
            return Ok(());
        }
        let name = if node.name.is_empty() { member.trim_start_matches('@') } else { node.name };
        let Some(text) = value.scalar_text() else {
            return self.fault("is no text, and an attribute holds nothing else");
        };
        if !is_name(name) {
            return self.fault("has a name that no attribute can have");
        }
        self.declare(node.prefix, node.namespace)?;
        self.out.push(' ');
        self.name(node, name);
        self.out.push_str("=\"");
        self.escaped(&text, true)?;
        self.out.push('"');
        Ok(())
    }

    /// What is in an element.
    fn content(&mut self, content: Content, value: Value<'_>) -> Written {
        let shape = self.shape(content, value);
        match (value.kind(), shape) {
            (json::Kind::Object, Some(shape)) => self.members(&shape, value),
            (json::Kind::Object, None) => self.any_members(value),
            (json::Kind::Array, Some(shape)) => self.items(&shape, value),
            (json::Kind::Array, None) => self.fault("is a list in a place where its items have no name"),
            _ => self.text(value),
        }
    }

    fn text(&mut self, value: Value<'_>) -> Written {
        match value.scalar_text() {
            Some(text) => self.escaped(&text, false),
            None => Ok(()),
        }
    }

    fn members(&mut self, shape: &Shape, value: Value<'_>) -> Written {
        for (name, value) in value.members() {
            self.below(&name, |writing| match (member(shape, &name), shape.rest) {
                (Some(member), _) => writing.node(&member.node, value),
                (None, Some(rest)) => {
                    if shape.members.unwrap_or_default().iter().any(|member| spells(&member.node, &name)) {
                        return writing.fault("would be written as another member is");
                    }
                    writing.other(&rest, &name, value)
                }
                (None, None) => writing.any(&name, value),
            })?;
        }
        Ok(())
    }

    fn items(&mut self, shape: &Shape, value: Value<'_>) -> Written {
        for (index, item) in value.items().enumerate() {
            let Some(node) = shape.first.get(index).copied().or(shape.items) else {
                return self.fault("has more items than have a name");
            };
            self.below(&index.to_string(), |writing| writing.node(&node, item))?;
        }
        Ok(())
    }

    /// A value in its place.
    fn node(&mut self, node: &Node, value: Value<'_>) -> Written {
        match node.kind {
            Kind::Element => self.element(node, if node.name.is_empty() { NAMELESS } else { node.name }, value),
            Kind::Attribute => Ok(()),
            Kind::Text | Kind::CData if matches!(value.kind(), json::Kind::Object | json::Kind::Array) => {
                self.fault("is no text, and is to be one")
            }
            Kind::Text => self.text(value),
            Kind::CData => match value.scalar_text() {
                Some(text) => self.section(&text),
                None => Ok(()),
            },
            Kind::None => match (value.kind(), self.xml.shape_of(node)) {
                (json::Kind::Null, _) => Ok(()),
                (json::Kind::Array, Some(shape)) if shape.is_list => self.items(&shape, value),
                (json::Kind::Object, Some(Shape { members: Some(_), .. })) => self.content(node.content, value),
                (_, Some(Shape { items: Some(items), .. })) => self.node(&items, value),
                _ => self.fault("has no place in the document"),
            },
        }
    }

    /// A member by any name, which its element has.
    fn other(&mut self, rest: &Node, name: &str, value: Value<'_>) -> Written {
        match (rest.kind, rest.content) {
            (Kind::Attribute, _) => Ok(()),
            (Kind::Element, Content::Any) => self.any(name, value),
            (Kind::None, _) if value.kind() == json::Kind::Null => Ok(()),
            (Kind::None, _) if value.kind() == json::Kind::Array => {
                let shape = self.xml.shape_of(rest).unwrap_or(Shape::NOTHING);
                for (index, item) in value.items().enumerate() {
                    let node = shape.first.get(index).copied().or(shape.items).unwrap_or(*rest);
                    self.below(&index.to_string(), |writing| writing.element(&node, name, item))?;
                }
                Ok(())
            }
            (Kind::None, _) => {
                let node = self.xml.shape_of(rest).and_then(|shape| shape.items).unwrap_or(*rest);
                self.element(&node, name, value)
            }
            _ => self.element(rest, name, value),
        }
    }

    /// What nothing describes.
    fn any(&mut self, name: &str, value: Value<'_>) -> Written {
        if value.kind() == json::Kind::Array {
            for (index, item) in value.items().enumerate() {
                if item.kind() == json::Kind::Array {
                    return self.fault("is a list of lists, whose items have no name");
                }
                self.below(&index.to_string(), |writing| writing.any(name, item))?;
            }
            return Ok(());
        }
        self.element(&Node::element("", Content::Any), name, value)
    }

    fn any_members(&mut self, value: Value<'_>) -> Written {
        for (name, value) in value.members().filter(|(name, _)| !name.starts_with('@')) {
            self.below(&name, |writing| match &*name {
                TEXT => match value.scalar_text() {
                    Some(text) => writing.escaped(&text, false),
                    None => writing.fault("is no text, and is to be one"),
                },
                name => writing.any(name, value),
            })?;
        }
        Ok(())
    }

    /// A CDATA section, or two where the text has what would end it. A carriage return would not arrive in one.
    fn section(&mut self, text: &str) -> Written {
        if text.contains('\r') {
            return self.escaped(text, false);
        }
        if !text.chars().all(is_char) {
            return self.fault("has a character that XML does not have");
        }
        if !text.is_empty() {
            self.out.push_str("<![CDATA[");
            self.out.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
            self.out.push_str("]]>");
        }
        Ok(())
    }

    /// Text in an element, or in an attribute, where white space would become a space.
    fn escaped(&mut self, text: &str, attribute: bool) -> Written {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' if attribute => self.out.push_str("&quot;"),
                '\t' if attribute => self.out.push_str("&#9;"),
                '\n' if attribute => self.out.push_str("&#10;"),
                '\r' => self.out.push_str("&#13;"),
                character if is_char(character) => self.out.push(character),
                _ => return self.fault("has a character that XML does not have"),
            }
        }
        Ok(())
    }
}

fn member<'s>(shape: &Shape, name: &str) -> Option<&'s Member> {
    shape.members.unwrap_or_default().iter().find(|member| member.name == name)
}

/// Whether a node is an element by that name.
fn spells(node: &Node, name: &str) -> bool {
    node.kind == Kind::Element && node.namespace.is_empty() && node.name == name
}

//! XML bodies: how values travel as elements, attributes and text.
//!
//! Types read JSON and write JSON; they know nothing of XML. Emitted code has a table of [`Shape`]s instead, data that
//! says how each schema's values are spelled. [`decode`] walks it to turn XML into a tape of texts, which every type reads
//! by its own grammar as it reads a form, and [`encode`] walks it to turn the JSON that a type writes into XML.
//!
//! Source: OpenAPI 3.2.0, "XML Object", which keeps what 3.0 and 3.1 say. Where it leaves something open:
//! - A value of any JSON is an element: attributes are members called `@name`, text beside them or beside elements is
//!   `#text`, what repeats is a list. A list of one, an empty object and an empty list do not come back as they went.
//! - `null` is `xsi:nil="true"`; an attribute, a text or a list without an element of its own that is `null` is left out.
//! - An element whose namespace is not described has none, or the default one of the elements around it.
//! - A list without an element of its own that has no items is not there; where the list is required it is read as empty.
//! - Document types are refused, so that no entity is ever expanded.

mod any;
mod names;
mod read;
#[cfg(test)]
mod tests;
mod tree;
mod write;

use core::fmt;
use std::borrow::Cow;

pub use names::is_name;
pub use read::decode;
pub use write::encode;

/// The namespace of `xsi:nil`.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// What the prefix `xml` is bound to, always.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// How a body travels as XML.
#[derive(Clone, Copy, Debug)]
pub struct Xml {
    /// Of all schemas that travel as XML; they refer to each other by their index.
    pub shapes: &'static [Shape],
    /// The outermost element.
    pub root: Node,
}

/// A node of the document: what stands for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The local name, of elements and attributes. An element or attribute for members by any name has none: it is called
    /// by the member. A root without a name is read whatever it is called.
    pub name: &'static str,
    /// The namespace; empty where none is described.
    pub namespace: &'static str,
    /// The prefix to write; readers look at the namespace only.
    pub prefix: &'static str,
    /// What is in it.
    pub content: Content,
}

/// What stands for a value (OpenAPI 3.2.0, "XML Node Types").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An element.
    Element,
    /// An attribute of the element around it.
    Attribute,
    /// The text of the element around it.
    Text,
    /// A CDATA section of the element around it.
    CData,
    /// Nothing: its parts stand in the element around it, the items of a list first of all.
    None,
}

/// What is in a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text,
    /// A text around which white space does not count: a number, a boolean.
    Token,
    /// Anything.
    Any,
    /// What the shape with this index says.
    Of(usize),
}

/// What the values of a schema look like; several where it is a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// It may be a text: [`Content::Text`] or [`Content::Token`].
    text: Option<Content>,
    /// It may be an object with these members.
    members: Option<&'static [Member]>,
    /// How members by any other name are spelled.
    rest: Option<Node>,
    /// It may be a list.
    is_list: bool,
    /// The first items of the list.
    first: &'static [Node],
    /// The items of the list behind those.
    items: Option<Node>,
}

/// A member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    name: &'static str,
    node: Node,
    required: bool,
    null: bool,
}

impl Node {
    const fn new(kind: Kind, name: &'static str, content: Content) -> Self {
        Self { kind, name, namespace: "", prefix: "", content }
    }

    /// An element.
    pub const fn element(name: &'static str, content: Content) -> Self {
        Self::new(Kind::Element, name, content)
    }

    /// An attribute.
    pub const fn attribute(name: &'static str, content: Content) -> Self {
        Self::new(Kind::Attribute, name, content)
    }

    /// Text of the element around it.
    pub const fn text(content: Content) -> Self {
        Self::new(Kind::Text, "", content)
    }

    /// A CDATA section of the element around it.
    pub const fn cdata(content: Content) -> Self {
        Self::new(Kind::CData, "", content)
    }

    /// No node of its own.
    pub const fn none(content: Content) -> Self {
        Self::new(Kind::None, "", content)
    }

    /// The namespace, and the prefix to write.
    pub const fn within(mut self, namespace: &'static str, prefix: &'static str) -> Self {
        self.namespace = namespace;
        self.prefix = prefix;
        self
    }
}

impl Shape {
    const NOTHING: Self = Self { text: None, members: None, rest: None, is_list: false, first: &[], items: None };

    /// An object.
    pub const fn object(members: &'static [Member]) -> Self {
        Self { members: Some(members), ..Self::NOTHING }
    }

    /// A list that begins with such items, in this order.
    pub const fn list(first: &'static [Node]) -> Self {
        Self { is_list: true, first, ..Self::NOTHING }
    }

    /// Values of several kinds; [`Content::Any`] takes all.
    pub const fn union() -> Self {
        Self::NOTHING
    }

    /// It may be a text.
    pub const fn or_text(mut self, text: Content) -> Self {
        self.text = Some(text);
        self
    }

    /// It may be an object.
    pub const fn or_object(mut self, members: &'static [Member]) -> Self {
        self.members = Some(members);
        self
    }

    /// It may be a list that begins with such items.
    pub const fn or_list(mut self, first: &'static [Node]) -> Self {
        self.is_list = true;
        self.first = first;
        self
    }

    /// How members by any other name are spelled.
    pub const fn rest(mut self, rest: Node) -> Self {
        self.rest = Some(rest);
        self
    }

    /// How items are spelled that follow the first ones.
    pub const fn items(mut self, items: Node) -> Self {
        self.items = Some(items);
        self
    }
}

impl Member {
    /// A member that may be absent; `name` is its name in JSON.
    pub const fn new(name: &'static str, node: Node) -> Self {
        Self { name, node, required: false, null: false }
    }

    /// It has to be there.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It may be `null`: an attribute that is not there is.
    pub const fn null(mut self) -> Self {
        self.null = true;
        self
    }
}

impl Xml {
    fn shape(&self, index: usize) -> Shape {
        self.shapes.get(index).copied().unwrap_or(Shape::NOTHING)
    }

    /// What a node has in it, if a shape says so.
    fn shape_of(&self, node: &Node) -> Option<Shape> {
        match node.content {
            Content::Of(index) => Some(self.shape(index)),
            Content::Text | Content::Token | Content::Any => None,
        }
    }
}

/// Why a value cannot be written as XML. Never holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlFault {
    /// Where in the value: a JSON Pointer.
    pub pointer: String,
    /// Why.
    pub message: Cow<'static, str>,
}

impl fmt::Display for XmlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "the value" } else { &self.pointer };
        write!(f, "{pointer}: {}", self.message)
    }
}

impl core::error::Error for XmlFault {}

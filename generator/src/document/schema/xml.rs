//! The XML Object: how values of a schema are spelled in XML.
use crate::diagnostic::Code;
use crate::document::{Node, Reader, Version};
use crate::load::Pointer;

/// What a schema says about its values in XML.
#[derive(Clone, Debug)]
pub struct XmlWords<'a> {
    /// Of the element or attribute.
    pub name: Option<&'a str>,
    /// An IRI.
    pub namespace: Option<&'a str>,
    /// To be written before the name.
    pub prefix: Option<&'a str>,
    /// `nodeType` (3.2), or the older `attribute: true` and `wrapped: true`, which say the same of some.
    pub node: Option<XmlNode>,
    /// The XML Object.
    pub at: Pointer,
}

/// Which node of the document a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlNode {
    /// An element: of a list, one around its items.
    Element,
    /// An attribute.
    Attribute,
    /// Text.
    Text,
    /// A CDATA section.
    CData,
    /// None: its parts stand in the element around it.
    None,
}

pub(super) fn read<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<Box<XmlWords<'a>>> {
    cx.object(node)?;
    cx.known_keys(node, &["name", "namespace", "prefix", "attribute", "wrapped", "nodeType"]);
    let mut words = XmlWords { name: None, namespace: None, prefix: None, node: None, at: node.at.clone() };
    words.name = cx.string_at(node, "name").filter(|name| !name.is_empty());
    words.namespace = cx.string_at(node, "namespace").filter(|namespace| !namespace.is_empty());
    words.prefix = cx.string_at(node, "prefix").filter(|prefix| !prefix.is_empty());
    let (attribute, wrapped) = (cx.boolean_at(node, "attribute"), cx.boolean_at(node, "wrapped"));
    words.node = match (attribute, wrapped) {
        (true, _) => Some(XmlNode::Attribute),
        (false, true) => Some(XmlNode::Element),
        (false, false) => None,
    };
    if let Some(stated) = node.get("nodeType") {
        node_type(cx, &mut words, &stated);
    }
    Some(Box::new(words))
}

fn node_type<'a>(cx: &mut Reader<'a, '_>, words: &mut XmlWords<'a>, stated: &Node<'a>) {
    if cx.version != Version::V3_2 {
        let message = "`nodeType` came with OpenAPI 3.2; it is read all the same";
        cx.report(Code::Deviation, &stated.at, message).on_key();
    }
    if words.node.is_some() {
        let message = "`nodeType` stands beside `attribute` or `wrapped`, which are not looked at then";
        cx.report(Code::Deviation, &stated.at, message).on_key();
    }
    words.node = match cx.string(stated) {
        Some("element") => Some(XmlNode::Element),
        Some("attribute") => Some(XmlNode::Attribute),
        Some("text") => Some(XmlNode::Text),
        Some("cdata") => Some(XmlNode::CData),
        Some("none") => Some(XmlNode::None),
        Some(other) => {
            let message = format!("`{other}` is no type of node; it is read as if it was not there");
            cx.report(Code::Deviation, &stated.at, message)
                .help("it is one of `element`, `attribute`, `text`, `cdata`, `none`");
            words.node
        }
        None => words.node,
    };
}

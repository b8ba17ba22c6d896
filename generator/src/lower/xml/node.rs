//! Nodes: what stands for a value.
use super::component;
use super::facts::{self, Facts};
use super::look::{Look, look, significant};
use super::shape::{Alternatives, Job, Place, Role};
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types, XmlNode as Stated};
use crate::ir::{XmlContent, XmlId, XmlKind, XmlNode, XmlShape};
use crate::load::Pointer;
use crate::lower::Lowering;

/// The node of a value. `None`: it has no spelling, which was reported.
pub(super) fn node(cx: &mut Lowering<'_, '_>, alternatives: &[Vec<SchemaId>], place: &Place<'_>) -> Option<XmlNode> {
    let facts = facts::of(cx, alternatives);
    if let Some((at, message)) = facts.unheard.clone()
        && cx.xml.unheard.insert(at.clone())
    {
        cx.report(Code::UnsupportedKeyword, &at, message).on_key();
    }
    let look = look(cx, alternatives, place.at)?;
    let at = facts.at.clone().unwrap_or_else(|| place.at.clone());
    let kind = kind(cx, &facts, &look, place, &at)?;
    let inferred = facts.component.filter(|_| facts.by_component).unwrap_or(place.inferred);
    let named = facts.name.filter(|_| kind != XmlKind::None).unwrap_or(inferred);
    let content = match kind {
        XmlKind::Attribute | XmlKind::Text | XmlKind::CData => look.text(),
        XmlKind::Element | XmlKind::None => content(cx, alternatives, &look, kind, named, place),
    };
    let name = match (kind, place.role) {
        (XmlKind::Text | XmlKind::CData | XmlKind::None, _) => String::new(),
        (_, Role::Rest) => {
            if facts.name.is_some() {
                cx.report(Code::UnsupportedKeyword, &at, "members by any name are called by it, and not by this")
                    .on_key();
            }
            String::new()
        }
        _ => local(cx, named, place, &at)?,
    };
    let (namespace, prefix) = if matches!(kind, XmlKind::Element | XmlKind::Attribute) {
        namespace(cx, &facts, named, kind, &at)
    } else {
        Default::default()
    };
    Some(XmlNode { kind, name, namespace, prefix, content })
}

fn kind(
    cx: &mut Lowering<'_, '_>,
    facts: &Facts<'_>,
    look: &Look<'_>,
    place: &Place<'_>,
    at: &Pointer,
) -> Option<XmlKind> {
    let list = look.types == Types::ARRAY;
    let several = look.types.holds(Types::ARRAY) && !look.is_open();
    let flat = if several && !look.is_tangled() { XmlKind::None } else { XmlKind::Element };
    let mut kind = match facts.node {
        None => flat,
        Some(Stated::Element) => XmlKind::Element,
        Some(Stated::Attribute) if place.role == Role::Root => XmlKind::Element,
        Some(Stated::Attribute) => XmlKind::Attribute,
        Some(Stated::Text) => XmlKind::Text,
        Some(Stated::CData) => XmlKind::CData,
        Some(Stated::None) => XmlKind::None,
    };
    if kind == XmlKind::None && several && !list {
        let message = "a list of one item is spelled as that item alone is, and read as it";
        cx.report(Code::UndefinedStyle, at, message)
            .help("wrap the list: `xml: {wrapped: true}`, since 3.2 `nodeType: element`");
    }
    match (place.role, kind) {
        (Role::Root, XmlKind::None) if several => {
            if facts.name.is_none() || facts.node.is_some() {
                let message = "a document has one outermost element; the items are wrapped in one";
                cx.report(Code::Deviation, at, message)
                    .help("say so: `xml: {wrapped: true}`, since 3.2 `nodeType: element`");
            }
            kind = XmlKind::Element;
        }
        (Role::Root, XmlKind::Element) => {}
        (Role::Root, _) => {
            return refuse(cx, at, "a document needs an outermost element, and this says that it is none");
        }
        (Role::Item, XmlKind::None) if several => {
            let message = "items of a list that is directly in a list would not be told apart; each list is wrapped in an element";
            cx.report(Code::UndefinedStyle, at, message)
                .help("say so: `xml: {wrapped: true}`, since 3.2 `nodeType: element`");
            kind = XmlKind::Element;
        }
        _ => {}
    }
    match kind {
        XmlKind::Attribute | XmlKind::Text | XmlKind::CData if !look.is_flat() && !look.is_open() => {
            let what = if kind == XmlKind::Attribute { "an attribute" } else { "a text" };
            let found = if list { "a list" } else { "a value with parts" };
            refuse(cx, at, &format!("{what} cannot hold {found}"))
        }
        XmlKind::None if look.is_flat() || look.is_open() => {
            refuse(cx, at, "what is no node must have parts that are, and this has none")
        }
        kind => Some(kind),
    }
}

pub(super) fn refuse<T>(cx: &mut Lowering<'_, '_>, at: &Pointer, why: &str) -> Option<T> {
    cx.report(Code::UntypedContent, at, format!("this has no spelling in XML: {why}"));
    None
}

/// The name of an element or attribute, without a prefix.
fn local(cx: &mut Lowering<'_, '_>, named: &str, place: &Place<'_>, at: &Pointer) -> Option<String> {
    if named.is_empty() && matches!(place.role, Role::Root) {
        return Some(String::new());
    }
    let local = named.rsplit_once(':').map_or(named, |(_, local)| local);
    let local = if local.is_empty() && place.role == Role::Item { "item" } else { local };
    if tenon_runtime::xml::is_name(local) {
        return Some(local.to_owned());
    }
    if place.role == Role::Root {
        let message = format!("`{named}` can be no element's name; any is read, and `<root>` is written");
        cx.report(Code::Deviation, at, message).help("name it: `xml: {name: …}`");
        return Some(String::new());
    }
    if place.role == Role::Optional {
        cx.xml.left_out = true;
        let message = format!(
            "`{named}` can be no element's or attribute's name; it is not looked for in XML, and no value that has it is sent"
        );
        cx.report(Code::UntypedContent, at, message).on_key().help("`xml: {name: …}` gives it another name");
        return None;
    }
    refuse(cx, at, &format!("`{named}` can be no element's or attribute's name; `xml: {{name: …}}` gives it another"))
}

/// The namespace, and a prefix for it.
fn namespace(
    cx: &mut Lowering<'_, '_>,
    facts: &Facts<'_>,
    named: &str,
    kind: XmlKind,
    at: &Pointer,
) -> (String, String) {
    let written = named.rsplit_once(':').map(|(prefix, _)| prefix);
    let prefix = facts.prefix.or(written);
    let namespace = match (facts.namespace, prefix) {
        (Some(namespace), _) => namespace.to_owned(),
        (None, None) => return Default::default(),
        (None, Some("xml")) => "http://www.w3.org/XML/1998/namespace".to_owned(),
        (None, Some(prefix)) => match cx.namespace_of(prefix) {
            Some(namespace) => namespace,
            None => {
                let message = format!("nothing says which namespace `{prefix}` stands for; it is not written");
                cx.report(Code::Deviation, at, message).on_key().help("`namespace` says so");
                return Default::default();
            }
        },
    };
    let prefix = match (prefix, kind) {
        (None, XmlKind::Attribute) => cx.prefix("ns", &namespace, at),
        (None, _) => String::new(),
        (Some(prefix), _) => cx.prefix(prefix, &namespace, at),
    };
    (namespace, prefix)
}

/// What is in an element, or stands for a value that has none.
fn content(
    cx: &mut Lowering<'_, '_>,
    alternatives: &[Vec<SchemaId>],
    look: &Look<'_>,
    kind: XmlKind,
    named: &str,
    place: &Place<'_>,
) -> XmlContent {
    if look.is_open() {
        return XmlContent::Any;
    }
    if look.is_flat() {
        return look.text();
    }
    let item = if look.types.holds(Types::ARRAY) { named } else { "" };
    let flat = kind == XmlKind::None;
    let mut alternatives: Alternatives = alternatives.iter().map(|ids| significant(cx, ids)).collect();
    alternatives.dedup();
    let key = (alternatives.clone(), item.to_owned(), flat);
    if let Some(id) = cx.xml.known.get(&key) {
        return XmlContent::Of(*id);
    }
    let id = XmlId(u32::try_from(cx.xml.shapes.len()).unwrap_or(u32::MAX));
    let label = component(cx, &alternatives).unwrap_or(place.label).to_owned();
    cx.xml.shapes.push(XmlShape { label, ..XmlShape::default() });
    cx.xml.known.insert(key, id);
    cx.xml.open.push_back(Job { id, alternatives, item: item.to_owned(), flat, at: place.at.clone() });
    XmlContent::Of(id)
}

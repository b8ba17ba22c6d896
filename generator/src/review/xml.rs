//! XML in the HTTP outline: what stands for each value, a line each.
use crate::ir::{Api, Xml, XmlContent, XmlKind, XmlNode, XmlShape};
use std::collections::BTreeMap;

/// The outermost element: `<Pet>`, `<*>` where it has no name.
pub(super) fn root(xml: &Xml) -> String {
    let name = if xml.root.name.is_empty() { "*" } else { &xml.root.name };
    format!("<{}>", qualified(&xml.root, name))
}

/// `xml Pet.id attribute id`, for each member, item and value of all shapes.
pub(super) fn shapes(api: &Api, lines: &mut Vec<String>) {
    for (place, spelled) in api.xml.iter().flat_map(|shape| parts(api, shape)) {
        lines.push(format!("xml {place} {spelled}"));
    }
}

/// What a body consists of, as [`shapes`] has it, by the place of each value below the body.
pub(super) fn places(api: &Api, xml: &Xml) -> BTreeMap<String, String> {
    let mut places = BTreeMap::from([(String::new(), root(xml))]);
    let mut open = vec![(String::new(), xml.root.content)];
    let mut seen = std::collections::BTreeSet::new();
    while let Some((place, content)) = open.pop() {
        let XmlContent::Of(id) = content else { continue };
        let Some(shape) = api.xml.get(id.0 as usize).filter(|_| seen.insert(id)) else { continue };
        for ((below, _), node) in parts(api, shape).into_iter().zip(shape.nodes()) {
            let below = format!("{place}{}", below.strip_prefix(&shape.label).unwrap_or(&below));
            places.insert(below.clone(), own(node));
            open.push((below, node.content));
        }
    }
    places
}

/// The parts of a shape in the order of its [`nodes`](XmlShape::nodes).
fn parts(api: &Api, shape: &XmlShape) -> Vec<(String, String)> {
    let label = &shape.label;
    let members = shape.members.iter().flatten().map(|member| (format!("{label}.{}", member.wire), &member.node));
    let rest = shape.rest.iter().map(|rest| (format!("{label}.*"), rest));
    let first = shape.list.iter().flat_map(|list| &list.first).enumerate();
    let first = first.map(|(index, node)| (format!("{label}[{index}]"), node));
    let items = shape.list.iter().flat_map(|list| &list.items).map(|items| (format!("{label}[]"), items));
    let all = members.chain(rest).chain(first).chain(items);
    all.map(|(place, node)| (place, spelled(api, node))).collect()
}

/// Without what is in it.
fn own(node: &XmlNode) -> String {
    let name = if node.name.is_empty() { "*" } else { &node.name };
    match node.kind {
        XmlKind::Element => format!("<{}>", qualified(node, name)),
        XmlKind::Attribute => format!("attribute {}", qualified(node, name)),
        XmlKind::Text => "text".to_owned(),
        XmlKind::CData => "cdata".to_owned(),
        XmlKind::None => "parts".to_owned(),
    }
}

fn spelled(api: &Api, node: &XmlNode) -> String {
    let what = own(node);
    match node.content {
        XmlContent::Of(id) => match api.xml.get(id.0 as usize) {
            Some(shape) => format!("{what} of {}", shape.label),
            None => what,
        },
        XmlContent::Any => format!("{what} of anything"),
        XmlContent::Text | XmlContent::Token => what,
    }
}

/// `{namespace}name`: prefixes are no fact.
fn qualified(node: &XmlNode, name: &str) -> String {
    if node.namespace.is_empty() { name.to_owned() } else { format!("{{{}}}{name}", node.namespace) }
}

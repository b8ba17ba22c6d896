//! XML bodies: which element, attribute or text stands for which value.
//!
//! Types say nothing of it: a table of shapes is made from the schemas beside them, which both halves walk
//! (`tenon_runtime::xml`). Schemas that hold for the same value (`$ref`, `allOf`, branches of unions) are one node, and a
//! node is called by what the outermost of them says. What XML cannot spell so that it can be told apart again is
//! reported at its place, and the body travels as bytes.
mod claims;
mod facts;
mod look;
mod node;
mod shape;

use super::Lowering;
use crate::diagnostic::Code;
use crate::document::MediaType;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Api, Carrier, Xml, XmlContent, XmlId, XmlKind, XmlNode, XmlShape};
use crate::load::Pointer;
use crate::lower::glance;
use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};
use shape::{Job, Place, Role};
use std::collections::VecDeque;

/// What is known of XML so far.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    shapes: Vec<XmlShape>,
    known: FxHashMap<shape::Key, XmlId>,
    /// Shapes whose place is taken.
    open: VecDeque<Job>,
    /// Shapes that have no spelling; that was reported.
    failed: FxHashSet<XmlId>,
    /// The last member that had no node is left out, and not what holds it.
    left_out: bool,
    /// What was said of branches of unions.
    unheard: FxHashSet<Pointer>,
    /// What each prefix stands for.
    prefixes: IndexMap<String, String>,
}

impl Spelled {
    pub(super) fn into_shapes(self) -> Vec<XmlShape> {
        self.shapes
    }
}

/// `application/xml`, `text/xml`, or a structured suffix `+xml` (RFC 7303).
pub(super) fn is_xml(essence: &str) -> bool {
    essence == "application/xml" || essence == "text/xml" || essence.ends_with("+xml")
}

/// A body of XML. `None`: it has no shape, or no spelling, which was reported; it travels as text or bytes.
pub(super) fn xml(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>, hint: &str) -> Option<Carrier> {
    document(cx, &[media.schema?], "", hint).map(|xml| Carrier::Xml(Box::new(xml)))
}

/// A document of its own. `property`: what it is called by if nothing else says its name; may be empty.
pub(super) fn document(cx: &mut Lowering<'_, '_>, ids: &[SchemaId], property: &str, hint: &str) -> Option<Xml> {
    let types = ids.iter().fold(Types::ANY, |all, id| all.and(glance::types(cx, *id)));
    if types.without(Types::NULL).is_empty() || ids.iter().any(|id| glance::is_file(cx, *id)) {
        return None;
    }
    let alternatives = vec![ids.to_vec()];
    let facts = facts::of(cx, &alternatives);
    // A text without a name for its element is the text of the document.
    let is_scalar = ids.iter().any(|id| glance::is_scalar(cx, *id));
    if is_scalar && facts.name.is_none() && facts.component.is_none() {
        return None;
    }
    let at = cx.document.schemas.get(*ids.first()?).at.clone();
    let inferred = facts.component.unwrap_or(property);
    let place = Place { inferred, label: hint, at: &at, role: Role::Root };
    let root = node::node(cx, &alternatives, &place);
    while let Some(job) = cx.xml.open.pop_front() {
        shape::build(cx, &job);
    }
    claims::check(cx, &at);
    let root = root.filter(|root| is_whole(cx, root))?;
    if root.name.is_empty() {
        let message = "the outermost element has no name; any is read, and `<root>` is written";
        cx.report(Code::Deviation, &at, message).help("name it: `xml: {name: …}`, or refer to a component");
    }
    let ty = cx.conjunction(ids, hint);
    Some(Xml { ty, root })
}

/// Whether all that a node leads to has a spelling.
fn is_whole(cx: &Lowering<'_, '_>, root: &XmlNode) -> bool {
    let (mut open, mut seen) = (vec![root.content], FxHashSet::default());
    while let Some(content) = open.pop() {
        let XmlContent::Of(id) = content else { continue };
        if cx.xml.failed.contains(&id) {
            return false;
        }
        if seen.insert(id) {
            let shape = cx.xml.shapes.get(id.0 as usize);
            open.extend(shape.iter().flat_map(|shape| shape.nodes()).map(|node| node.content));
        }
    }
    true
}

impl Lowering<'_, '_> {
    /// A prefix for a namespace: the one that is asked for, unless that stands for another namespace already.
    fn prefix(&mut self, wanted: &str, namespace: &str, at: &Pointer) -> String {
        const XML: &str = "http://www.w3.org/XML/1998/namespace";
        if namespace == XML {
            return "xml".to_owned();
        }
        let is_name = tenon_runtime::xml::is_name(wanted) && !wanted.to_ascii_lowercase().starts_with("xml");
        if !is_name {
            let message = format!("`{wanted}` can be no prefix; `ns` is written, which readers do not care about");
            self.report(Code::Deviation, at, message).on_key();
        }
        let wanted = if is_name { wanted } else { "ns" };
        let mut prefix = wanted.to_owned();
        for n in 2.. {
            let known = self.xml.prefixes.entry(prefix.clone()).or_insert_with(|| namespace.to_owned());
            if known == namespace && prefix != "xsi" {
                break;
            }
            prefix = format!("{wanted}{n}");
        }
        prefix
    }

    /// The namespace that a prefix stands for where the document says so somewhere.
    fn namespace_of(&self, prefix: &str) -> Option<String> {
        let schemas = &self.document.schemas;
        let words = schemas.ids().filter_map(|id| schemas.get(id).xml.as_ref());
        let said = words.filter(|words| words.prefix == Some(prefix)).find_map(|words| words.namespace);
        said.map(str::to_owned)
    }
}

/// Keeps the shapes that bodies lead to, in the order in which they do.
pub(super) fn prune(api: &mut Api) {
    let mut kept: Vec<XmlId> = Vec::new();
    let mut places: FxHashMap<XmlId, XmlId> = FxHashMap::default();
    let mut open: Vec<XmlContent> = bodies(api).map(|xml| xml.root.content).collect();
    open.reverse();
    while let Some(content) = open.pop() {
        let XmlContent::Of(id) = content else { continue };
        if places.contains_key(&id) {
            continue;
        }
        places.insert(id, XmlId(u32::try_from(kept.len()).unwrap_or(u32::MAX)));
        kept.push(id);
        let before = open.len();
        open.extend(api.xml.get(id.0 as usize).iter().flat_map(|shape| shape.nodes()).map(|node| node.content));
        open[before..].reverse();
    }
    let renumber = |node: &mut XmlNode| {
        if let XmlContent::Of(id) = node.content {
            node.content = XmlContent::Of(places.get(&id).copied().unwrap_or(id));
        }
    };
    let mut shapes: Vec<XmlShape> = kept.iter().filter_map(|id| api.xml.get(id.0 as usize).cloned()).collect();
    shapes.iter_mut().flat_map(XmlShape::nodes_mut).for_each(renumber);
    api.xml = shapes;
    let contents = api.all_operations_mut().flat_map(|operation| {
        let body = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        body.chain(operation.replies.iter_mut().flat_map(|reply| &mut reply.contents))
    });
    for content in contents {
        content.carrier.xml_mut().into_iter().for_each(|xml| renumber(&mut xml.root));
    }
}

fn bodies(api: &Api) -> impl Iterator<Item = &Xml> {
    let contents = api.all_operations().flat_map(|operation| {
        let body = operation.body.iter().flat_map(|body| &body.contents);
        body.chain(operation.replies.iter().flat_map(|reply| &reply.contents))
    });
    contents.flat_map(|content| content.carrier.xml())
}

/// What the schemas of an alternative are called where they are one.
fn component<'a>(cx: &Lowering<'a, '_>, alternatives: &[Vec<SchemaId>]) -> Option<&'a str> {
    match alternatives {
        [ids] => match ids.as_slice() {
            [one] => cx.component_names.get(one).copied(),
            _ => None,
        },
        _ => None,
    }
}

/// An element.
fn element(name: &str, content: XmlContent) -> XmlNode {
    let (namespace, prefix) = (String::new(), String::new());
    XmlNode { kind: XmlKind::Element, name: name.to_owned(), namespace, prefix, content }
}

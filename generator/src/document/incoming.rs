//! Webhooks and callbacks: operations that the API calls, and its users serve.
use super::{Node, PathItem, Reader, Version, operation};
use crate::diagnostic::Code;
use crate::load::Pointer;
use rustc_hash::FxHashMap;

/// A path item that the API sends requests to.
#[derive(Clone, Debug)]
pub struct Incoming<'a> {
    /// The key in `webhooks`, or of the Callback Object: in the operation, or where several refer to it in `components`.
    pub name: &'a str,
    /// What makes it.
    pub arrival: Arrival<'a>,
    /// What is sent. The template is the name of a webhook, or the expression that says where a callback goes.
    pub item: PathItem<'a>,
}

/// What makes the API send a request.
#[derive(Clone, Debug)]
pub enum Arrival<'a> {
    /// It happens by itself.
    Webhook,
    /// Calls of these operations, as path item and operation by their indexes in [`Document::paths`](super::Document::paths).
    Callback {
        /// Who asked for it.
        callers: Vec<(usize, usize)>,
        /// Whether it is a component, whoever refers to it.
        component: bool,
        /// Of a Callback Object that has others: its expression, to tell it from them.
        expression: Option<&'a str>,
    },
}

/// All of the document, webhooks first.
pub(super) fn incoming<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>, paths: &[PathItem<'a>]) -> Vec<Incoming<'a>> {
    let mut all = webhooks(cx, root);
    all.extend(callbacks(cx, paths));
    for one in &mut all {
        settle(cx, one);
    }
    all
}

fn webhooks<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>) -> Vec<Incoming<'a>> {
    if let Some(early) = root.get("webhooks").filter(|_| cx.version == Version::V3_0) {
        cx.report(Code::Deviation, &early.at, "`webhooks` came with OpenAPI 3.1; they are read all the same").on_key();
    }
    // What authors of 3.0 write in their place.
    let key = if root.has("webhooks") { "webhooks" } else { "x-webhooks" };
    let Some(map) = cx.given(root, key).filter(|map| key == "webhooks" || map.value.is_object()) else {
        return Vec::new();
    };
    cx.object(&map);
    let items = map.entries().filter_map(|(name, node)| {
        let item = operation::path_item(cx, name, &node)?;
        Some(Incoming { name, arrival: Arrival::Webhook, item })
    });
    items.collect()
}

/// Those of all operations. What several refer to is there once.
fn callbacks<'a>(cx: &mut Reader<'a, '_>, paths: &[PathItem<'a>]) -> Vec<Incoming<'a>> {
    let mut all: Vec<Incoming<'a>> = Vec::new();
    let mut known: FxHashMap<Pointer, Vec<usize>> = FxHashMap::default();
    for (at, item) in paths.iter().enumerate() {
        for (index, operation) in item.operations.iter().enumerate() {
            for (name, node) in of_operation(cx, &operation.at) {
                let Some(object) = cx.follow(node.clone()) else { continue };
                let component = object.at != node.at;
                if let Some(found) = known.get(&object.at).filter(|_| component) {
                    for found in found {
                        if let Some(one) = all.get_mut(*found) {
                            called(one, (at, index));
                        }
                    }
                    continue;
                }
                let found = callback(cx, name, &object, component, (at, index));
                known.insert(object.at, (all.len()..all.len() + found.len()).collect());
                all.extend(found);
            }
        }
    }
    all
}

/// The Callback Objects of an operation, by name.
fn of_operation<'a>(cx: &mut Reader<'a, '_>, at: &Pointer) -> Vec<(&'a str, Node<'a>)> {
    let sources = cx.sources;
    let Some(value) = sources.node(at) else { return Vec::new() };
    let Some(map) = cx.given(&Node { value, at: at.clone() }, "callbacks") else { return Vec::new() };
    cx.object(&map);
    map.entries().collect()
}

/// Callback Object: expressions, each with a path item.
fn callback<'a>(
    cx: &mut Reader<'a, '_>,
    name: &'a str,
    object: &Node<'a>,
    component: bool,
    caller: (usize, usize),
) -> Vec<Incoming<'a>> {
    cx.object(object);
    let name = if component { key(cx, &object.at).unwrap_or(name) } else { name };
    let several = object.members().count() > 1;
    let items = object.members().filter_map(|(expression, node)| {
        let item = operation::path_item(cx, expression, &node)?;
        let expression = several.then_some(expression);
        Some(Incoming { name, arrival: Arrival::Callback { callers: vec![caller], component, expression }, item })
    });
    items.collect()
}

/// The last segment of a pointer as the document has it.
fn key<'a>(cx: &Reader<'a, '_>, at: &Pointer) -> Option<&'a str> {
    let (parent, last) = (at.parent()?, at.last()?);
    let (key, _) = cx.sources.node(&parent)?.as_object()?.get_key_value(&last)?;
    Some(key)
}

fn called(one: &mut Incoming<'_>, caller: (usize, usize)) {
    if let Arrival::Callback { callers, .. } = &mut one.arrival
        && !callers.contains(&caller)
    {
        callers.push(caller);
    }
}

/// What operations of an API say and these cannot.
fn settle<'a>(cx: &mut Reader<'a, '_>, one: &mut Incoming<'a>) {
    let item = &mut one.item;
    let own = item.operations.iter_mut().map(|operation| &mut operation.servers);
    for server in std::iter::once(&mut item.servers).chain(own).flat_map(std::mem::take) {
        let message = "where this is sent is for whoever asked for it to say; the server is left out";
        cx.report(Code::Deviation, &server.at, message);
    }
    for operation in &mut item.operations {
        // What holds for the API's own operations says who may call the API.
        operation.security.get_or_insert_default();
        for link in operation.responses.iter_mut().flat_map(|reply| std::mem::take(&mut reply.links)) {
            let message = "what a receiver answers offers no calls of the API; the link is left out";
            cx.report(Code::UnsupportedKeyword, &link.at, message).on_key();
        }
        let sources = cx.sources;
        let nested = sources.node(&operation.at).and_then(|value| value.get("callbacks"));
        if nested.is_some() {
            let at = operation.at.child("callbacks");
            cx.report(Code::UnsupportedKeyword, &at, "callbacks of what is called back are not generated").on_key();
        }
    }
}

//! `$ref`, `$dynamicRef`, `$recursiveRef`: reading them, and finding what they lead to.
use super::model::{Reference, Schema};
use super::{SchemaId, circles, decode::decode, dynamic};
use crate::document::{Node, Reader, Version};
use crate::load::Pointer;
use crate::resolve::uri;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Reads the reference of a schema; where there is one already, the second is a part of `allOf`.
pub(super) fn read<'a>(cx: &mut Reader<'a, '_>, s: &mut Schema<'a>, id: SchemaId, node: &Node<'a>, key: &'a str) {
    let word = match key {
        "$dynamicRef" => "$dynamicRef",
        "$recursiveRef" => "$recursiveRef",
        _ => "$ref",
    };
    if cx.version == Version::V3_0 && word != "$ref" {
        s.unsupported.push(word);
        return;
    }
    let Some(text) = cx.string(node) else { return };
    let reference = Reference { word, text, dynamic: None, target: None };
    if s.reference.is_none() {
        s.reference = Some(reference);
        cx.schemas.open.push(id);
        return;
    }
    let part = Schema { reference: Some(reference), ..Schema::anything(s.at.clone()) };
    let part = cx.schemas.push(part);
    cx.schemas.open.push(part);
    s.combinators.get_or_insert_default().all_of.push(part);
}

/// Finds the target of every reference; targets that were not decoded yet are, until nothing is open.
/// Circles are cut.
pub fn resolve(cx: &mut Reader<'_, '_>) {
    let mut looked_for = BTreeSet::new();
    loop {
        while let Some(id) = cx.schemas.open.pop() {
            looked_for.extend(resolve_one(cx, id));
        }
        for place in on_the_way(cx, &looked_for) {
            decoded(cx, place);
        }
        if cx.schemas.open.is_empty() {
            break;
        }
    }
    dynamic::specialise(cx);
    circles::cut(cx);
}

/// Finds the target of one reference; the name of the dynamic anchor that it looks for, if it does.
fn resolve_one<'a>(cx: &mut Reader<'a, '_>, id: SchemaId) -> Option<&'a str> {
    let schema = cx.schemas.get(id);
    let (at, reference) = (schema.at.clone(), schema.reference.clone()?);
    let name = dynamic_name(cx, &at, &reference);
    let target = match reference.word {
        "$recursiveRef" => recursion(cx, &at).and_then(|at| decoded(cx, at)),
        word => cx.target(reference.text, &at.child(word)).and_then(|node| decode(cx, &node)),
    };
    if let Some(reference) = &mut cx.schemas.list.get_mut(id.0 as usize)?.reference {
        reference.target = target;
        reference.dynamic = name;
    }
    name
}

/// Anchors of these names, in resources that were entered, that are not decoded yet.
fn on_the_way(cx: &Reader<'_, '_>, names: &BTreeSet<&str>) -> Vec<Pointer> {
    let mut found = Vec::new();
    for name in names {
        let entered: FxHashSet<_> = cx.schemas.list.iter().map(|schema| cx.names.scope(name, &schema.at)).collect();
        let candidates = cx.names.candidates(name).into_iter().filter(|at| cx.schemas.at(at).is_none());
        found.extend(candidates.filter(|at| entered.contains(&cx.names.scope(name, at))));
    }
    found
}

fn decoded(cx: &mut Reader<'_, '_>, at: Pointer) -> Option<SchemaId> {
    let value = cx.sources.node(&at)?;
    decode(cx, &Node { value, at })
}

/// The name that a reference looks for on the way, if it is one that does: what it leads to at first must be a
/// `$dynamicAnchor`.
fn dynamic_name<'a>(cx: &Reader<'a, '_>, at: &Pointer, reference: &Reference<'a>) -> Option<&'a str> {
    match reference.word {
        "$dynamicRef" => {
            let (uri, fragment) = uri::split(reference.text);
            let (here, base) = cx.names.around(at);
            let resource = match uri.is_empty() {
                true => here,
                false => cx.names.resource(&uri::resolve(base, uri))?.clone(),
            };
            let name = fragment?;
            cx.names.anchor(&resource, name).is_some_and(|anchor| anchor.dynamic).then_some(name)
        }
        "$recursiveRef" => cx.names.recursion(at).map(|_| ""),
        _ => None,
    }
}

/// Where `$recursiveRef` leads: the nearest schema with a `$recursiveAnchor`, or else the root of the resource; where that
/// is no schema, the outermost schema around.
fn recursion(cx: &Reader<'_, '_>, at: &Pointer) -> Option<Pointer> {
    if let Some(place) = cx.names.recursion(at) {
        return Some(place);
    }
    let (resource, _) = cx.names.around(at);
    let around = std::iter::successors(Some(at.clone()), Pointer::parent);
    let inside = around.take_while(|place| place.as_str().len() >= resource.as_str().len());
    inside.filter(|place| cx.schemas.at(place).is_some()).last()
}

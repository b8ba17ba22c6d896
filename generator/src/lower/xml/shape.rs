//! Shapes: from schemas to what their values look like.
use super::element;
use super::look::{Branch, look, types};
use super::node::node;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{XmlContent, XmlId, XmlList, XmlMember, XmlShape};
use crate::load::Pointer;
use crate::lower::Lowering;
use crate::lower::merge::Merged;
use indexmap::IndexMap;

/// Schemas that hold together; several lists, of which one does, where a union puts them together.
pub(super) type Alternatives = Vec<Vec<SchemaId>>;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    /// What it is called if nothing says otherwise.
    pub(super) inferred: &'p str,
    /// What a shape is called in outlines if it is no component.
    pub(super) label: &'p str,
    pub(super) at: &'p Pointer,
    pub(super) role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole body.
    Root,
    /// A member by its name that has to be there.
    Required,
    /// A member by its name.
    Optional,
    /// A member by any name.
    Rest,
    /// An item of a list.
    Item,
}

/// What identifies a shape: schemas, what items are called that have no name, and whether it has no node of its own.
pub(super) type Key = (Alternatives, String, bool);

/// A shape whose place is taken.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) id: XmlId,
    pub(super) alternatives: Alternatives,
    pub(super) item: String,
    pub(super) flat: bool,
    pub(super) at: Pointer,
}

/// Makes a shape.
pub(super) fn build(cx: &mut Lowering<'_, '_>, job: &Job) {
    match shape(cx, job) {
        Some(shape) => {
            if let Some(place) = cx.xml.shapes.get_mut(job.id.0 as usize) {
                *place = shape;
            }
        }
        None => drop(cx.xml.failed.insert(job.id)),
    }
}

/// A member, as the branches have it.
#[derive(Default)]
struct Gathered {
    schemas: Alternatives,
    required: usize,
}

fn shape(cx: &mut Lowering<'_, '_>, job: &Job) -> Option<XmlShape> {
    let look = look(cx, &job.alternatives, &job.at)?;
    let label = cx.xml.shapes.get(job.id.0 as usize).map(|shape| shape.label.clone()).unwrap_or_default();
    let mut out = XmlShape { label, ..XmlShape::default() };
    let (mut members, mut rest, mut open): (IndexMap<&str, Gathered>, Alternatives, bool) = Default::default();
    let (mut first, mut items): (Vec<Alternatives>, Alternatives) = Default::default();
    let mut objects = 0;
    for Branch { merged: m, id } in &look.each {
        let types = types(m).without(Types::NULL);
        if types == Types::ANY.without(Types::NULL) {
            (out.text, open, objects) = (Some(XmlContent::Text), true, objects + 1);
            continue;
        }
        if types.holds(Types::OBJECT) && !job.flat || types == Types::OBJECT && !look.types.holds(Types::ARRAY) {
            objects += 1;
            let others = others(cx, m);
            // A bare object is a map of anything.
            open |= m.properties.is_empty() && m.required.is_empty() && others.is_none();
            others.into_iter().flatten().for_each(|ids| add(&mut rest, ids));
            for (name, ids) in &m.properties {
                add(&mut members.entry(name).or_default().schemas, ids.clone());
            }
            for name in &m.required {
                let member = members.entry(name).or_default();
                member.required += 1;
                if !m.properties.contains_key(name) && member.schemas.is_empty() {
                    member.schemas.push(Vec::new());
                }
            }
        }
        if types.holds(Types::ARRAY) {
            out.list.get_or_insert_default();
            for (index, ids) in m.prefix.iter().enumerate() {
                if first.len() <= index {
                    first.push(Vec::new());
                }
                first.get_mut(index).into_iter().for_each(|known| add(known, ids.clone()));
            }
            let never = m.items.iter().any(|id| cx.document.schemas.get(*id).never);
            let ends = !m.prefix.is_empty() && m.max_items == Some(m.prefix.len() as u64);
            if !never && !ends {
                add(&mut items, m.items.clone());
            }
        }
        let texts = types.without(Types::ARRAY.or(Types::OBJECT));
        if !texts.is_empty() {
            let text = if texts.holds(Types::STRING) { XmlContent::Text } else { XmlContent::Token };
            out.text = if out.text == Some(XmlContent::Text) { out.text } else { Some(text) };
        }
        // Where items have no element around them, one value is an item by itself.
        if job.flat && look.types.holds(Types::ARRAY) && types != Types::ARRAY {
            out.text = out.text.or(Some(XmlContent::Text));
            id.iter().filter(|_| types.holds(Types::OBJECT)).for_each(|id| add(&mut items, vec![*id]));
        }
    }
    if objects > 0 {
        out.members = Some(self::members(cx, &out.label, members, objects)?);
        let label = format!("{}.*", out.label);
        let place = Place { inferred: "", label: &label, at: &job.at, role: Role::Rest };
        out.rest = match (rest.is_empty(), open) {
            (_, true) => Some(element("", XmlContent::Any)),
            (false, false) => Some(node(cx, &rest, &place)?),
            (true, false) => None,
        };
    }
    if out.list.is_some() {
        let label = format!("{}[]", out.label);
        let place = Place { inferred: &job.item, label: &label, at: &job.at, role: Role::Item };
        let mut list = XmlList::default();
        for alternatives in &first {
            list.first.push(node(cx, alternatives, &place)?);
        }
        if !items.is_empty() {
            let mut node = node(cx, &items, &place)?;
            if job.flat && out.text == Some(XmlContent::Text) && node.content == XmlContent::Token {
                node.content = XmlContent::Text;
            }
            list.items = Some(node);
        }
        out.list = Some(list);
    }
    Some(out)
}

fn members(
    cx: &mut Lowering<'_, '_>,
    label: &str,
    members: IndexMap<&str, Gathered>,
    objects: usize,
) -> Option<Vec<XmlMember>> {
    let mut list = Vec::new();
    for (name, Gathered { schemas, required }) in members {
        let first = schemas.first().and_then(|ids| ids.first()).copied().unwrap_or_default();
        let at = cx.document.schemas.get(first).at.clone();
        let label = format!("{label}.{name}");
        let role = if required == objects { Role::Required } else { Role::Optional };
        let node = match node(cx, &schemas, &Place { inferred: name, label: &label, at: &at, role }) {
            Some(node) => node,
            None if std::mem::take(&mut cx.xml.left_out) => continue,
            None => return None,
        };
        let null = look(cx, &schemas, &at).is_some_and(|look| look.null);
        list.push(XmlMember { wire: name.to_owned(), node, required: required == objects, null });
    }
    Some(list)
}

fn add(to: &mut Alternatives, ids: Vec<SchemaId>) {
    if !to.contains(&ids) {
        to.push(ids);
    }
}

/// What holds for members that are not listed; `None`: nothing, or there are none.
fn others(cx: &Lowering<'_, '_>, m: &Merged<'_>) -> Option<Alternatives> {
    let never = |id: &SchemaId| cx.document.schemas.get(*id).never;
    let patterns = m.others.iter().flat_map(|others| &others.patterns).filter_map(|(_, id)| *id).map(|id| vec![id]);
    let mut list: Alternatives = patterns.collect();
    let additional = m.additional();
    if additional.iter().any(never) {
        return Some(list);
    }
    if !additional.is_empty() {
        list.push(additional);
    }
    (!list.is_empty()).then_some(list)
}

//! Nodes and shapes: from schemas to what stands for their values.
use super::facts::{self, Facts};
use super::{component, element};
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types, XmlNode as Stated};
use crate::ir::{XmlContent, XmlId, XmlKind, XmlList, XmlMember, XmlNode, XmlShape};
use crate::load::Pointer;
use crate::lower::merge::{Merged, merge};
use crate::lower::schema;
use crate::lower::{Lowering, glance};
use indexmap::IndexMap;
use rustc_hash::FxHashSet;

/// Schemas that hold together; several lists, of which one does, where a union puts them together.
type Alternatives = Vec<Vec<SchemaId>>;

/// How far unions in unions are looked into, and how many branches there may be.
const FAR: usize = 8;
const MOST: usize = 512;

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
    id: XmlId,
    alternatives: Alternatives,
    item: String,
    flat: bool,
    at: Pointer,
}

/// Schemas as they are once merged, branch by branch.
struct Look<'a> {
    each: Vec<Branch<'a>>,
    types: Types,
    null: bool,
}

/// A branch, or all there is.
struct Branch<'a> {
    merged: Merged<'a>,
    /// The branch by itself.
    id: Option<SchemaId>,
}

impl Look<'_> {
    /// Whether lists and objects are told apart by nothing but an element around the list.
    fn is_tangled(&self) -> bool {
        let both = Types::ARRAY.or(Types::OBJECT);
        self.each.iter().any(|branch| types(&branch.merged).holds(both))
    }

    /// Nothing is said.
    fn is_open(&self) -> bool {
        self.types == Types::ANY.without(Types::NULL)
    }

    fn is_flat(&self) -> bool {
        self.types.and(Types::ARRAY.or(Types::OBJECT)).is_empty()
    }

    fn text(&self) -> XmlContent {
        if self.types.holds(Types::STRING) { XmlContent::Text } else { XmlContent::Token }
    }
}

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

fn refuse<T>(cx: &mut Lowering<'_, '_>, at: &Pointer, why: &str) -> Option<T> {
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

/// Without wrappers that say nothing.
fn significant(cx: &Lowering<'_, '_>, ids: &[SchemaId]) -> Vec<SchemaId> {
    let (mut parts, mut seen, mut nullable) = (Vec::new(), FxHashSet::default(), false);
    for id in ids {
        cx.significant(*id, &mut parts, &mut nullable, &mut seen);
    }
    parts
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

fn types(m: &Merged<'_>) -> Types {
    if m.typed { m.types } else { m.types.and(m.spoken_of().or(Types::NULL)) }
}

/// `None`: there are too many branches, which was reported.
fn look<'a>(cx: &mut Lowering<'a, '_>, alternatives: &[Vec<SchemaId>], at: &Pointer) -> Option<Look<'a>> {
    let (mut each, mut chosen) = (Vec::new(), Vec::new());
    for ids in alternatives {
        let ids = significant(cx, ids);
        branches(cx, (&ids, None), 0, FAR, (&mut each, &mut chosen));
    }
    if each.len() > MOST {
        return refuse(cx, at, "a union has too many branches");
    }
    let all = each.iter().fold(Types::NONE, |all, branch| all.or(types(&branch.merged)));
    let null = all.holds(Types::NULL) && all != Types::ANY;
    unheard(cx, &chosen);
    Some(Look { each, types: all.without(Types::NULL), null })
}

/// Names of branches say nothing: a branch is told by what is in it.
fn unheard(cx: &mut Lowering<'_, '_>, branches: &[SchemaId]) {
    for id in branches {
        let facts = facts::of(cx, &[vec![*id]]);
        if let Some(at) = facts.at.filter(|_| facts.name.is_some() || facts.node.is_some())
            && cx.xml.unheard.insert(at.clone())
        {
            let message = "what stands for a union is said by the union, and its branches are told apart by what is in them; \
                           this is not looked at there";
            cx.report(Code::UnsupportedKeyword, &at, message).on_key();
        }
    }
}

/// Every branch, with what stands beside its union; and the schemas that are branches beside others.
fn branches<'a>(
    cx: &Lowering<'a, '_>,
    (ids, id): (&[SchemaId], Option<SchemaId>),
    plain: usize,
    far: usize,
    (into, chosen): (&mut Vec<Branch<'a>>, &mut Vec<SchemaId>),
) {
    let key = schema::Key { plain, ..schema::Key::new(ids.to_vec()) };
    let m = merge(cx, &key);
    let children = if plain == 0 { cx.families.family(ids) } else { &[] };
    if far == 0 || into.len() > MOST {
        into.push(Branch { merged: m, id });
        return;
    }
    for child in children {
        chosen.push(*child);
        let plain = usize::from(!cx.families.family(&[*child]).is_empty());
        branches(cx, (&[*child], Some(*child)), plain, far - 1, (into, chosen));
    }
    if m.groups.is_empty() {
        into.push(Branch { merged: m, id });
        return;
    }
    for group in &m.groups {
        let shaping = group.branches.iter().filter(|id| glance::types(cx, **id) != Types::NULL);
        if shaping.clone().nth(1).is_some() {
            chosen.extend(shaping);
        }
        for branch in &group.branches {
            let with = [ids, &[*branch]].concat();
            branches(cx, (&with, Some(*branch)), ids.len(), far - 1, (into, chosen));
        }
    }
}

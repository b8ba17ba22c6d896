//! What schemas say once merged, branch by branch.
use super::facts;
use super::node::refuse;
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types};
use crate::ir::XmlContent;
use crate::load::Pointer;
use crate::lower::merge::{Merged, merge};
use crate::lower::{Lowering, glance, schema};
use rustc_hash::FxHashSet;

/// How far unions in unions are looked into, and how many branches there may be.
const FAR: usize = 8;
const MOST: usize = 512;

/// Schemas as they are once merged, branch by branch.
pub(super) struct Look<'a> {
    pub(super) each: Vec<Branch<'a>>,
    pub(super) types: Types,
    pub(super) null: bool,
}

/// A branch, or all there is.
pub(super) struct Branch<'a> {
    pub(super) merged: Merged<'a>,
    /// The branch by itself.
    pub(super) id: Option<SchemaId>,
}

impl Look<'_> {
    /// Whether lists and objects are told apart by nothing but an element around the list.
    pub(super) fn is_tangled(&self) -> bool {
        let both = Types::ARRAY.or(Types::OBJECT);
        self.each.iter().any(|branch| types(&branch.merged).holds(both))
    }

    /// Nothing is said.
    pub(super) fn is_open(&self) -> bool {
        self.types == Types::ANY.without(Types::NULL)
    }

    pub(super) fn is_flat(&self) -> bool {
        self.types.and(Types::ARRAY.or(Types::OBJECT)).is_empty()
    }

    pub(super) fn text(&self) -> XmlContent {
        if self.types.holds(Types::STRING) { XmlContent::Text } else { XmlContent::Token }
    }
}

/// Without wrappers that say nothing.
pub(super) fn significant(cx: &Lowering<'_, '_>, ids: &[SchemaId]) -> Vec<SchemaId> {
    let (mut parts, mut seen, mut nullable) = (Vec::new(), FxHashSet::default(), false);
    for id in ids {
        cx.significant(*id, &mut parts, &mut nullable, &mut seen);
    }
    parts
}

pub(super) fn types(m: &Merged<'_>) -> Types {
    if m.typed { m.types } else { m.types.and(m.spoken_of().or(Types::NULL)) }
}

/// `None`: there are too many branches, which was reported.
pub(super) fn look<'a>(cx: &mut Lowering<'a, '_>, alternatives: &[Vec<SchemaId>], at: &Pointer) -> Option<Look<'a>> {
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

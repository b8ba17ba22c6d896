//! Which of several unions that hold at once makes the shape; the others are checked.
use crate::document::schema::{SchemaId, Types};
use crate::lower::Lowering;
use crate::lower::merge::{Group, Merged, merge};
use crate::lower::schema::Key;

/// No real union is nested deeper before it says what it is about.
const DEEPEST: usize = 8;

/// The union that tells its branches apart best, if one says anything about the shape.
pub(super) fn group(cx: &Lowering<'_, '_>, merged: &Merged<'_>) -> Option<Group> {
    let base = match (merged.typed, cx.settings.assume_types) {
        (true, _) => merged.types,
        (false, true) => merged.spoken_of(),
        (false, false) => Types::ANY,
    };
    let shaped = |group: &&Group| !group.branches.iter().all(|id| only_restricts(cx, base, *id, 0));
    let mut shaping: Vec<&Group> = merged.groups.iter().filter(shaped).collect();
    if shaping.len() > 1 {
        // The first of the best.
        shaping.sort_by_key(|group| std::cmp::Reverse(clarity(cx, group)));
    }
    shaping.first().map(|group| (*group).clone())
}

/// A branch that says nothing of the shape that is not said beside the union: it demands members, or bounds them.
fn only_restricts(cx: &Lowering<'_, '_>, base: Types, id: SchemaId, depth: usize) -> bool {
    let m = merge(cx, &Key::new(vec![id]));
    let types = m.types.or(Types::NULL).holds(base) || base == Types::ANY && !m.typed;
    types
        && depth < DEEPEST
        && m.values.is_none()
        && m.properties.is_empty()
        && m.others.is_empty()
        && m.items.is_empty()
        && m.prefix.is_empty()
        && m.groups.iter().flat_map(|group| &group.branches).all(|id| only_restricts(cx, base, *id, depth + 1))
}

/// How well the branches can be told apart, without looking into their types.
fn clarity(cx: &Lowering<'_, '_>, group: &Group) -> u8 {
    let mut seen = Types::NONE;
    let disjoint = group.branches.iter().all(|id| {
        let m = merge(cx, &Key::new(vec![*id]));
        let new = m.typed && seen.and(m.types).is_empty();
        seen = seen.or(m.types);
        new
    });
    let tagged = cx.document.schemas.get(group.of).combinators.as_ref().is_some_and(|c| c.discriminator.is_some());
    match (disjoint, tagged) {
        (true, _) => 3,
        (false, true) => 2,
        (false, false) => u8::from(group.exclusive),
    }
}

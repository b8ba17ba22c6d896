//! `unevaluatedProperties` and `unevaluatedItems`: where names and positions alone decide what they apply to, they are
//! `additionalProperties` and `items` that see further. Elsewhere only a check knows.
use super::Lowering;
use super::merge::Others;
use crate::document::schema::{Conditions, Schema, SchemaId};
use rustc_hash::FxHashSet;

/// What an `unevaluated…` amounts to.
#[derive(Debug)]
pub(super) enum Fate<T> {
    /// It is not there, or says nothing.
    Vacuous,
    /// It is known what it applies to.
    Static(T),
    /// What it applies to depends on the value.
    Dynamic,
}

/// Members by other names than those that the schema and its parts list.
pub(super) fn properties<'a>(cx: &Lowering<'a, '_>, id: SchemaId) -> Fate<Others<'a>> {
    let s = cx.document.schemas.get(id);
    let Some(rest) = s.conditions.as_ref().and_then(|c| c.unevaluated_properties) else { return Fate::Vacuous };
    let parts = parts(cx, id);
    let words = || parts.iter().filter_map(|part| cx.document.schemas.get(*part).object.as_ref());
    if says_nothing(cx, rest) || words().any(|words| words.additional.is_some()) {
        return Fate::Vacuous;
    }
    let sees = |c: &Conditions<'_>| !c.dependent.is_empty();
    if depends(cx, id, &parts, sees, |c| c.unevaluated_properties.is_some()) {
        return Fate::Dynamic;
    }
    Fate::Static(Others {
        names: words().flat_map(|words| words.properties.iter().map(|(name, _)| *name)).collect(),
        patterns: words().flat_map(|words| words.patterns.iter().map(|(pattern, _)| (*pattern, None))).collect(),
        rest: Some(rest),
        at: s.at.clone(),
    })
}

/// How many items the schema and its parts list, and what holds for those behind.
pub(super) fn items(cx: &Lowering<'_, '_>, id: SchemaId) -> Fate<(usize, SchemaId)> {
    let s = cx.document.schemas.get(id);
    let Some(rest) = s.conditions.as_ref().and_then(|c| c.unevaluated_items) else { return Fate::Vacuous };
    let parts = parts(cx, id);
    let words = || parts.iter().filter_map(|part| cx.document.schemas.get(*part).array.as_ref());
    if says_nothing(cx, rest) || words().any(|words| words.items.is_some()) {
        return Fate::Vacuous;
    }
    let sees = |c: &Conditions<'_>| c.contains.is_some() || !c.dependent.is_empty();
    if depends(cx, id, &parts, sees, |c| c.unevaluated_items.is_some()) {
        return Fate::Dynamic;
    }
    Fate::Static((words().map(|words| words.prefix.len()).max().unwrap_or_default(), rest))
}

/// The schema with all that its references and `allOf`s add.
fn parts(cx: &Lowering<'_, '_>, id: SchemaId) -> Vec<SchemaId> {
    let (mut parts, mut seen, mut open) = (Vec::new(), FxHashSet::default(), vec![id]);
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            parts.push(id);
            let s = cx.document.schemas.get(id);
            open.extend(s.combinators.iter().flat_map(|c| c.all_of.iter().rev()));
            open.extend(s.reference.iter().filter_map(|r| r.target));
        }
    }
    parts
}

/// Whether something in place decides by the value what was spoken of.
fn depends(
    cx: &Lowering<'_, '_>,
    id: SchemaId,
    parts: &[SchemaId],
    sees: impl Fn(&Conditions<'_>) -> bool,
    nested: impl Fn(&Conditions<'_>) -> bool,
) -> bool {
    parts.iter().any(|part| {
        let s = cx.document.schemas.get(*part);
        let choice = s.combinators.as_ref().is_some_and(|c| !c.any_of.is_empty() || !c.one_of.is_empty());
        let condition = |c: &Conditions<'_>| c.test.is_some() || sees(c) || *part != id && nested(c);
        choice || !s.unsupported.is_empty() || s.conditions.as_deref().is_some_and(condition)
    })
}

/// `true`, or a schema of annotations.
pub(super) fn says_nothing(cx: &Lowering<'_, '_>, id: SchemaId) -> bool {
    let s: &Schema<'_> = cx.document.schemas.get(id);
    !super::schema::restricts(s) && s.reference.is_none() && s.combinators.is_none()
}

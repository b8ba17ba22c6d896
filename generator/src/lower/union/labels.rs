//! What to call branches that the document does not name: by what tells them apart from each other, where that is one word.
use super::look::Look;
use crate::document::schema::{SchemaId, Types};
use crate::ir::Kind;
use crate::lower::Lowering;
use crate::lower::merge::merge;
use crate::lower::schema::Key;
use rustc_hash::{FxHashMap, FxHashSet};

/// A word for each branch: its single value of a property that all have one of, or else the one property that only it
/// requires. `None` where there is neither, or the word would be of no use in a name.
pub(super) fn of(cx: &Lowering<'_, '_>, branches: &[SchemaId]) -> Vec<Option<String>> {
    let looks: Vec<Look> =
        branches.iter().map(|id| Look::of_words(cx, Types::OBJECT, &merge(cx, &Key::new(vec![*id])))).collect();
    let values = looks.first().and_then(|first| first.members.keys().find_map(|name| single_values(&looks, name)));
    let labels = values.unwrap_or_else(|| own_properties(&looks));
    labels.into_iter().map(|label| label.filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))).collect()
}

/// The values that a property has in each branch, if that is one and another in each.
fn single_values(looks: &[Look], name: &str) -> Option<Vec<Option<String>>> {
    let mut seen = FxHashSet::default();
    let word = |look: &Look| {
        let tags = look.values(name).filter(|tags| tags.kind == Kind::String)?;
        <[String; 1]>::try_from(tags.texts.clone()).ok().map(|[word]| word).filter(|word| seen.insert(word.clone()))
    };
    looks.iter().map(word).map(|word| word.map(Some)).collect()
}

/// Of each branch the property that it requires and no other knows, if it is the only one of that kind.
fn own_properties(looks: &[Look]) -> Vec<Option<String>> {
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    looks.iter().flat_map(|look| look.members.keys()).for_each(|name| *known.entry(name).or_default() += 1);
    let own = |look: &Look| {
        let mut own = look.members.iter().filter(|(name, m)| m.required && known.get(name.as_str()) == Some(&1));
        own.next().filter(|_| own.next().is_none()).map(|(name, _)| name.clone())
    };
    // A branch alone differs from nothing.
    looks.iter().map(|look| own(look).filter(|_| looks.len() > 1)).collect()
}

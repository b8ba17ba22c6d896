//! What to call branches that the document does not name: by what tells them apart from each other, where that is one word.
use super::look::Look;
use crate::document::schema::{SchemaId, Types};
use crate::ir::Kind;
use crate::lower::Lowering;
use crate::lower::merge::merge;
use crate::lower::schema::Key;

/// A word for each branch: its single value of a property that all have one of, or else the one property that only it
/// requires. `None` where there is neither, or the word would be of no use in a name.
pub(super) fn of(cx: &Lowering<'_, '_>, branches: &[SchemaId]) -> Vec<Option<String>> {
    let looks: Vec<Look> =
        branches.iter().map(|id| Look::of_words(cx, Types::OBJECT, &merge(cx, &Key::new(vec![*id])))).collect();
    let values = looks.first().and_then(|first| first.members.keys().find_map(|name| single_values(&looks, name)));
    let labels = values.unwrap_or_else(|| (0..looks.len()).map(|at| own_property(&looks, at)).collect());
    labels.into_iter().map(|label| label.filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))).collect()
}

/// The values that a property has in each branch, if that is one and another in each.
fn single_values(looks: &[Look], name: &str) -> Option<Vec<Option<String>>> {
    let mut words: Vec<&str> = Vec::new();
    for look in looks {
        let tags = look.values(name).filter(|tags| tags.kind == Kind::String)?;
        match tags.texts.as_slice() {
            [word] if !words.contains(&word.as_str()) => words.push(word),
            _ => return None,
        }
    }
    Some(words.into_iter().map(|word| Some(word.to_owned())).collect())
}

/// The property that one branch requires and no other knows, if it is the only one of that kind.
fn own_property(looks: &[Look], at: usize) -> Option<String> {
    let others = || looks.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, look)| look);
    let look = looks.get(at).filter(|_| looks.len() > 1)?;
    let mut own = look
        .members
        .iter()
        .filter(|(name, member)| member.required && others().all(|other| !other.members.contains_key(*name)));
    own.next().filter(|_| own.next().is_none()).map(|(name, _)| name.clone())
}

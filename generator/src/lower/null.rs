//! Whether `null` satisfies a schema: decided here and now, for no keyword of other types speaks of it.
use super::Lowering;
use super::schema::Key;
use crate::document::schema::{Schema, SchemaId, Types};
use rustc_hash::FxHashSet;

/// No real schema chooses among choices this deep.
const DEEPEST: usize = 256;

impl Lowering<'_, '_> {
    /// Whether null satisfies all schemas of a key. Unions of its first, plain schemas are decided elsewhere.
    pub(super) fn null_satisfies(&mut self, key: &Key) -> bool {
        key.types.holds(Types::NULL)
            && key.schemas.iter().enumerate().all(|(index, id)| match index < key.plain {
                true => self.null_fits(*id),
                false => self.admits_null(*id, 0),
            })
    }

    /// Whether null satisfies each of the schemas.
    pub(super) fn all_admit_null(&mut self, ids: &[SchemaId]) -> bool {
        ids.iter().all(|id| self.admits_null(*id, 0))
    }

    fn admits_null(&mut self, id: SchemaId, depth: usize) -> bool {
        if let Some(known) = self.null_known.get(&id) {
            return *known;
        }
        if depth > DEEPEST {
            return false;
        }
        let s = self.document.schemas.get(id);
        if s.nullable || s.never || !own(s) {
            return s.nullable && !s.never;
        }
        // Whoever asks again on the way is in a circle, where nothing is ever found valid.
        self.null_known.insert(id, false);
        let admits = self.satisfied_by_null(id, depth + 1);
        self.null_known.insert(id, admits);
        admits
    }

    fn satisfied_by_null(&mut self, id: SchemaId, depth: usize) -> bool {
        let document = self.document;
        let s = document.schemas.get(id);
        if let Some(words) = &s.combinators {
            let one = |cx: &mut Self| words.one_of.iter().filter(|id| cx.admits_null(**id, depth)).count() == 1;
            if !words.all_of.iter().all(|id| self.admits_null(*id, depth))
                || !words.any_of.is_empty() && !words.any_of.iter().any(|id| self.admits_null(*id, depth))
                || !words.one_of.is_empty() && !one(self)
            {
                return false;
            }
        }
        if let Some(c) = &s.conditions {
            let branch = match c.test.map(|test| self.admits_null(test, depth)) {
                Some(true) => c.then,
                Some(false) => c.otherwise,
                None => None,
            };
            if c.not.is_some_and(|id| self.admits_null(id, depth))
                || branch.is_some_and(|id| !self.admits_null(id, depth))
            {
                return false;
            }
        }
        s.reference.as_ref().and_then(|r| r.target).is_none_or(|id| self.admits_null(id, depth))
    }

    /// The same, unions and conditions left aside.
    fn null_fits(&self, id: SchemaId) -> bool {
        let (mut open, mut seen) = (vec![id], FxHashSet::default());
        while let Some(id) = open.pop() {
            let s = self.document.schemas.get(id);
            if !seen.insert(id) || s.nullable && !s.never {
                continue;
            }
            if s.never || !own(s) {
                return false;
            }
            open.extend(s.reference.iter().filter_map(|r| r.target));
            open.extend(s.combinators.iter().flat_map(|c| &c.all_of));
        }
        true
    }
}

/// What the schema's own keywords say of null.
fn own(s: &Schema<'_>) -> bool {
    s.types.is_none_or(|types| types.holds(Types::NULL))
        && s.values.as_ref().is_none_or(|values| values.iter().any(|v| v.is_null()))
        && s.constant.is_none_or(serde_json::Value::is_null)
}

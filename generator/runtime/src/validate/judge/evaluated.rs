//! `unevaluatedProperties`, `unevaluatedItems`: which members and items the other keywords spoke of.
//!
//! Kept only while one of the two is being judged, for its own value alone. Every keyword of the same value adds to the
//! innermost list; a branch that does not hold takes back what it added, and what two branches added is not seen by
//! either.
use super::{Demand, Judge, members};
use crate::json::{Kind, Node};

/// What was spoken of at one value.
#[derive(Debug)]
pub(super) struct Evaluated {
    /// The value's token.
    at: usize,
    /// Tokens of the names of members; some more than once.
    pub(super) members: Vec<usize>,
    /// Indexes of items, by `contains`.
    pub(super) items: Vec<usize>,
    /// So many of the first items.
    pub(super) first: usize,
}

/// How much was known at some point.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    members: usize,
    items: usize,
    first: usize,
}

impl Judge {
    /// Where to say what was spoken of at a value, if that is asked for.
    pub(super) fn evaluated_of(&mut self, v: Node<'_>) -> Option<&mut Evaluated> {
        self.evaluated.last_mut().filter(|evaluated| evaluated.at == v.parts().1)
    }

    pub(super) fn mark(&mut self, v: Node<'_>) -> Mark {
        let mark = |e: &mut Evaluated| Mark { members: e.members.len(), items: e.items.len(), first: e.first };
        self.evaluated_of(v).map(mark).unwrap_or_default()
    }

    /// Takes back what was added since.
    pub(super) fn forget(&mut self, v: Node<'_>, mark: Mark) {
        if let Some(evaluated) = self.evaluated_of(v) {
            evaluated.members.truncate(mark.members);
            evaluated.items.truncate(mark.items);
            evaluated.first = mark.first;
        }
    }

    /// `unevaluatedProperties` and `unevaluatedItems`: demanded of what `body`, the other keywords of the same schema,
    /// did not speak of.
    pub fn unevaluated(
        &mut self,
        v: Node<'_>,
        body: Demand<'_>,
        properties: Option<Demand<'_>>,
        items: Option<Demand<'_>>,
    ) {
        if !self.goes_on(v, 0) {
            return;
        }
        let before = self.refusals();
        self.evaluated.push(Evaluated { at: v.parts().1, members: Vec::new(), items: Vec::new(), first: 0 });
        self.apply(v, self.keyword, body);
        let Some(mut found) = self.evaluated.pop() else { return };
        // What is unevaluated only because something else is wrong is not worth a word.
        if self.refusals() > before {
            return;
        }
        match v.kind() {
            Kind::Object => found.members = self.other_members(v, found.members, properties),
            Kind::Array => self.other_items(v, &mut found, items),
            _ => return,
        }
        if let Some(outer) = self.evaluated_of(v) {
            outer.members.append(&mut found.members);
            outer.items.append(&mut found.items);
            outer.first = outer.first.max(found.first);
        }
    }

    /// All members that are evaluated now.
    fn other_members(&mut self, v: Node<'_>, mut found: Vec<usize>, demand: Option<Demand<'_>>) -> Vec<usize> {
        let Some(demand) = demand else { return found };
        found.sort_unstable();
        let mut all = Vec::with_capacity(found.len());
        for (key, value) in members(v) {
            if found.binary_search(&key).is_err() && self.goes_on(value, 0) {
                self.apply(value, "unevaluatedProperties", demand);
            }
            all.push(key);
        }
        all
    }

    fn other_items(&mut self, v: Node<'_>, found: &mut Evaluated, demand: Option<Demand<'_>>) {
        let Some(demand) = demand else { return };
        found.items.sort_unstable();
        for (index, item) in v.items().enumerate().skip(found.first) {
            if found.items.binary_search(&index).is_err() && self.goes_on(item, 0) {
                self.apply(item, "unevaluatedItems", demand);
            }
        }
        found.first = usize::MAX;
    }
}

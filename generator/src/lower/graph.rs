//! Which types lead to which: the lists of all types, one behind the other.
use crate::ir::{Api, Shape, TypeId};

/// Edges from each type of an API.
pub(super) struct Graph {
    to: Vec<TypeId>,
    /// Where the list of each type ends.
    ends: Vec<usize>,
}

impl Graph {
    /// `edges` adds those of one type.
    pub(super) fn new(api: &Api, edges: impl Fn(usize, &Shape, &mut Vec<TypeId>)) -> Self {
        let mut to = Vec::new();
        let ends = api.types.iter().enumerate().map(|(index, def)| {
            edges(index, &def.shape, &mut to);
            to.len()
        });
        let ends = ends.collect();
        Self { to, ends }
    }

    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Where a type leads to.
    pub(super) fn of(&self, index: usize) -> &[TypeId] {
        let end = |index: Option<usize>| index.and_then(|index| self.ends.get(index)).copied().unwrap_or_default();
        self.to.get(end(index.checked_sub(1))..end(Some(index))).unwrap_or_default()
    }

    /// The same edges, the other way round.
    pub(super) fn reversed(&self) -> Self {
        let mut starts = vec![0; self.count() + 1];
        self.to.iter().for_each(|to| starts[to.0 as usize + 1] += 1);
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut to = vec![TypeId(0); self.to.len()];
        for index in 0..self.count() {
            for target in self.of(index) {
                let place = &mut starts[target.0 as usize];
                to[*place] = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
                *place += 1;
            }
        }
        // What was the start of each list has moved to its end.
        starts.pop();
        Self { to, ends: starts }
    }
}

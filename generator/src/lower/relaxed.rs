//! Checks as one side makes them: members that do not travel its way are as if they were not there.
use super::split::Side;
use super::vacuous::{in_place, mentioned, mentioned_mut};
use crate::ir::{Api, Check, CheckId, Demand};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The checks of one side, made from those of both as they are asked for.
pub(super) struct Relaxed {
    pub side: Side,
    /// Per check of both sides, whether this side makes it differently.
    differs: Vec<bool>,
    /// By the check of both sides, and the members that are not there.
    known: FxHashMap<(CheckId, BTreeSet<String>), CheckId>,
    /// Passed by everything.
    anything: Option<CheckId>,
    /// What is promised and not written down yet.
    open: Vec<(CheckId, CheckId, BTreeSet<String>)>,
}

impl Relaxed {
    pub(super) fn new(api: &Api, side: Side) -> Self {
        let mut differs = vec![false; api.checks.len()];
        let mut open: Vec<usize> = (0..differs.len()).filter(|i| !absent(&api.checks[*i], side).is_empty()).collect();
        if !open.is_empty() {
            let mut users = vec![Vec::new(); differs.len()];
            for (index, check) in api.checks.iter().enumerate() {
                check.demands.iter().flat_map(mentioned).for_each(|used| users[used.0 as usize].push(index));
            }
            while let Some(index) = open.pop() {
                if !std::mem::replace(&mut differs[index], true) {
                    open.append(&mut users[index]);
                }
            }
        }
        Self { side, differs, known: FxHashMap::default(), anything: None, open: Vec::new() }
    }

    pub(super) fn differs(&self, check: CheckId) -> bool {
        self.differs.get(check.0 as usize).copied().unwrap_or_default()
    }

    /// The check of a value of which these members do not travel.
    pub(super) fn check(&mut self, checks: &mut Vec<Check>, of: CheckId, skipped: &[String]) -> CheckId {
        let made = self.value(checks, of, skipped.iter().cloned().collect());
        // One by one: checks lead to each other in circles.
        while let Some((from, to, names)) = self.open.pop() {
            let mut demands = checks[from.0 as usize].demands.clone();
            demands.retain_mut(|demand| self.keeps(checks, demand, &names));
            for demand in &mut demands {
                let same_value = same_value(demand);
                for id in mentioned_mut(demand) {
                    *id = match same_value.contains(id) {
                        true => self.copy(checks, *id, names.clone()),
                        false => self.value(checks, *id, BTreeSet::new()),
                    };
                }
            }
            checks[to.0 as usize].demands = demands;
        }
        made
    }

    /// A check that a value of its own is held against: its parts tell together which members are not there.
    fn value(&mut self, checks: &mut Vec<Check>, of: CheckId, skipped: BTreeSet<String>) -> CheckId {
        if !self.differs(of) && skipped.is_empty() {
            return of;
        }
        let (mut names, mut open, mut seen) = (skipped, vec![of], FxHashSet::default());
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                names.extend(absent(&checks[id.0 as usize], self.side).iter().cloned());
                open.extend(checks[id.0 as usize].demands.iter().flat_map(same_value));
            }
        }
        self.copy(checks, of, names)
    }

    fn copy(&mut self, checks: &mut Vec<Check>, of: CheckId, names: BTreeSet<String>) -> CheckId {
        if names.is_empty() && !self.differs(of) {
            return of;
        }
        let key = (of, names);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let id = added(checks, of);
        self.open.push((of, id, key.1.clone()));
        self.known.insert(key, id);
        id
    }

    /// Takes the members that are not there out of a demand; false where nothing is left of it.
    fn keeps(&mut self, checks: &mut Vec<Check>, demand: &mut Demand, names: &BTreeSet<String>) -> bool {
        match demand {
            Demand::Required(list) => list.retain(|name| !names.contains(name)),
            Demand::DependentRequired(name, list) => {
                list.retain(|other| !names.contains(name) && !names.contains(other));
            }
            Demand::Dependent(name, _) => return !names.contains(name),
            Demand::Members { properties, additional, .. } => {
                let first = properties.first().map(|(_, id)| *id).or(*additional);
                let Some(anything) = first.map(|id| self.anything(checks, id)) else { return true };
                let absent = properties.iter_mut().filter(|(name, _)| names.contains(name));
                absent.for_each(|(_, id)| *id = anything);
                if additional.is_some() {
                    let new = names.iter().filter(|name| !properties.iter().any(|(known, _)| known == *name));
                    let new: Vec<_> = new.map(|name| (name.clone(), anything)).collect();
                    properties.extend(new);
                }
            }
            _ => {}
        }
        !matches!(demand, Demand::Required(list) | Demand::DependentRequired(_, list) if list.is_empty())
    }

    fn anything(&mut self, checks: &mut Vec<Check>, like: CheckId) -> CheckId {
        *self.anything.get_or_insert_with(|| added(checks, like))
    }
}

/// A check that demands nothing yet.
fn added(checks: &mut Vec<Check>, like: CheckId) -> CheckId {
    let id = CheckId(u32::try_from(checks.len()).unwrap_or(u32::MAX));
    let origin = checks[like.0 as usize].origin.clone();
    checks.push(Check::new(Vec::new(), origin));
    id
}

/// The check's own properties that do not travel on a side.
fn absent(check: &Check, side: Side) -> &[String] {
    match side {
        Side::Request => &check.read_only,
        Side::Reply => &check.write_only,
    }
}

/// The checks that hold for the same value, or must not.
fn same_value(demand: &Demand) -> Vec<CheckId> {
    match demand {
        Demand::Not(id) => vec![*id],
        demand => in_place(demand),
    }
}

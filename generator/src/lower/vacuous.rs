//! Checks that everything passes are dropped, and those that nobody refers to.
//!
//! Below `unevaluatedProperties` and `unevaluatedItems` nothing is dropped: what passes everything still tells what was
//! evaluated.
use crate::ir::{Api, Check, CheckId, Demand, TypeDef};
use rustc_hash::FxHashSet;

pub(super) fn prune(api: &mut Api) {
    let passing = passing(&api.checks);
    let passes = |id: CheckId| passing.get(id.0 as usize).copied().unwrap_or_default();
    let telling = telling(&api.checks);
    for index in ids(&api.checks).filter(|id| !telling.contains(id)).map(|id| id.0 as usize) {
        let refused = |id: CheckId| api.checks[id.0 as usize].demands.contains(&Demand::Never);
        let demands = api.checks[index].demands.iter().filter_map(|demand| less(demand, &passes, &refused)).collect();
        api.checks[index].demands = demands;
    }
    for def in &mut api.types {
        def.check = def.check.filter(|id| !passes(*id));
    }
    keep_used(&mut api.types, &mut api.checks);
}

fn ids(checks: &[Check]) -> impl Iterator<Item = CheckId> + use<> {
    (0..u32::try_from(checks.len()).unwrap_or(u32::MAX)).map(CheckId)
}

/// Per check whether everything passes it. A circle of checks that demand nothing but each other passes everything.
fn passing(checks: &[Check]) -> Vec<bool> {
    let mut users = vec![Vec::new(); checks.len()];
    for (index, check) in checks.iter().enumerate() {
        for used in check.demands.iter().flat_map(mentioned) {
            users[used.0 as usize].push(index);
        }
    }
    let refused = |id: CheckId| checks[id.0 as usize].demands.contains(&Demand::Never);
    let mut passes = vec![true; checks.len()];
    let mut open: Vec<usize> = (0..checks.len()).collect();
    while let Some(index) = open.pop() {
        let vacuous = |demand: &Demand| is_vacuous(demand, &|id| passes[id.0 as usize], &refused);
        if passes[index] && !checks[index].demands.iter().all(vacuous) {
            passes[index] = false;
            open.append(&mut users[index]);
        }
    }
    passes
}

/// Checks whose word on what was evaluated counts: those that hold in place below `unevaluated…`.
fn telling(checks: &[Check]) -> FxHashSet<CheckId> {
    let bodies = |demand: &Demand| match demand {
        Demand::Unevaluated { body, .. } => Some(*body),
        _ => None,
    };
    let mut open: Vec<CheckId> = checks.iter().flat_map(|check| &check.demands).filter_map(bodies).collect();
    let mut telling = FxHashSet::default();
    while let Some(id) = open.pop() {
        if telling.insert(id) {
            open.extend(checks[id.0 as usize].demands.iter().flat_map(in_place));
        }
    }
    telling
}

/// The checks that hold for the same value.
pub(super) fn in_place(demand: &Demand) -> Vec<CheckId> {
    match demand {
        Demand::Holds(id) | Demand::Dependent(_, id) => vec![*id],
        Demand::AnyOf(branches) | Demand::OneOf(branches) => branches.clone(),
        Demand::If { test, then, otherwise } => [Some(*test), *then, *otherwise].into_iter().flatten().collect(),
        Demand::Unevaluated { body, .. } => vec![*body],
        _ => Vec::new(),
    }
}

/// Every check that a demand mentions.
pub(super) fn mentioned(demand: &Demand) -> Vec<CheckId> {
    match demand {
        Demand::Tuple { prefix, rest } => prefix.iter().copied().chain(*rest).collect(),
        Demand::Contains { item, .. } => vec![*item],
        Demand::Members { properties, patterns, additional } => {
            properties.iter().chain(patterns).map(|(_, id)| *id).chain(*additional).collect()
        }
        Demand::Names(id) | Demand::Not(id) => vec![*id],
        Demand::Unevaluated { body, properties, items } => {
            [Some(*body), *properties, *items].into_iter().flatten().collect()
        }
        other => in_place(other),
    }
}

pub(super) fn mentioned_mut(demand: &mut Demand) -> Vec<&mut CheckId> {
    match demand {
        Demand::Tuple { prefix, rest } => prefix.iter_mut().chain(rest).collect(),
        Demand::Members { properties, patterns, additional } => {
            properties.iter_mut().chain(patterns).map(|(_, id)| id).chain(additional).collect()
        }
        Demand::Holds(id) | Demand::Dependent(_, id) | Demand::Names(id) | Demand::Not(id) => vec![id],
        Demand::Contains { item, .. } => vec![item],
        Demand::AnyOf(branches) | Demand::OneOf(branches) => branches.iter_mut().collect(),
        Demand::If { test, then, otherwise } => {
            [Some(test), then.as_mut(), otherwise.as_mut()].into_iter().flatten().collect()
        }
        Demand::Unevaluated { body, properties, items } => {
            [Some(body), properties.as_mut(), items.as_mut()].into_iter().flatten().collect()
        }
        _ => Vec::new(),
    }
}

fn is_vacuous(demand: &Demand, passes: &impl Fn(CheckId) -> bool, refused: &impl Fn(CheckId) -> bool) -> bool {
    match demand {
        Demand::Holds(_)
        | Demand::Dependent(..)
        | Demand::Names(_)
        | Demand::Tuple { .. }
        | Demand::Members { .. }
        | Demand::Unevaluated { .. } => mentioned(demand).into_iter().all(passes),
        Demand::Contains { min, max, .. } => *min == 0 && max.is_none(),
        Demand::AnyOf(branches) => branches.iter().any(|id| passes(*id)),
        Demand::OneOf(branches) => matches!(branches.as_slice(), [one] if passes(*one)),
        Demand::Not(id) => refused(*id),
        Demand::If { then, otherwise, .. } => then.iter().chain(otherwise).all(|id| passes(*id)),
        _ => false,
    }
}

/// The demand without the parts that everything passes.
fn less(demand: &Demand, passes: &impl Fn(CheckId) -> bool, refused: &impl Fn(CheckId) -> bool) -> Option<Demand> {
    if is_vacuous(demand, passes, refused) {
        return None;
    }
    let demanding = |id: &Option<CheckId>| id.filter(|id| !passes(*id));
    Some(match demand {
        Demand::Members { properties, patterns, additional } => {
            let additional = demanding(additional);
            // Where others are restricted it counts which names are spoken of.
            let spoken_of = |list: &[(String, CheckId)]| {
                list.iter().filter(|(_, id)| additional.is_some() || !passes(*id)).cloned().collect()
            };
            Demand::Members { properties: spoken_of(properties), patterns: spoken_of(patterns), additional }
        }
        Demand::Tuple { prefix, rest } => {
            let rest = demanding(rest);
            let length = prefix.iter().rposition(|id| rest.is_some() || !passes(*id)).map_or(0, |last| last + 1);
            Demand::Tuple { prefix: prefix.iter().take(length).copied().collect(), rest }
        }
        Demand::If { test, then, otherwise } => {
            Demand::If { test: *test, then: demanding(then), otherwise: demanding(otherwise) }
        }
        Demand::Unevaluated { body, properties, items } => match (demanding(properties), demanding(items)) {
            (None, None) => Demand::Holds(*body),
            (properties, items) => Demand::Unevaluated { body: *body, properties, items },
        },
        Demand::AnyOf(branches) | Demand::OneOf(branches) => match branches.as_slice() {
            [one] => Demand::Holds(*one),
            _ => demand.clone(),
        },
        other => other.clone(),
    })
}

/// Drops the checks that no type leads to; what is left keeps its order.
fn keep_used(types: &mut [TypeDef], checks: &mut Vec<Check>) {
    let mut used = vec![false; checks.len()];
    let mut open: Vec<CheckId> = types.iter().filter_map(|def| def.check).collect();
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut used[id.0 as usize], true) {
            open.extend(checks[id.0 as usize].demands.iter().flat_map(mentioned));
        }
    }
    let mut next = 0;
    let new: Vec<u32> = used
        .iter()
        .map(|used| {
            let id = next;
            next += u32::from(*used);
            id
        })
        .collect();
    let renumber = |id: &mut CheckId| id.0 = new[id.0 as usize];
    types.iter_mut().filter_map(|def| def.check.as_mut()).for_each(renumber);
    let mut keep = used.iter();
    checks.retain(|_| keep.next().copied().unwrap_or_default());
    checks.iter_mut().flat_map(|check| &mut check.demands).flat_map(mentioned_mut).for_each(renumber);
}

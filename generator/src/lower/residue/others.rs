//! Whether a residue speaks of members that a struct would not keep: what was read must still be valid when it is written.
use crate::ir::{Check, CheckId, Demand, Struct};
use rustc_hash::FxHashSet;

/// Whether a check counts members, or names one that is no field.
pub(in crate::lower) fn speaks_of_others(checks: &[Check], check: CheckId, of: &Struct) -> bool {
    let is_other = |name: &String| !of.fields.iter().any(|field| field.name.wire == *name);
    let (mut open, mut seen) = (vec![check], FxHashSet::default());
    while let Some(id) = open.pop() {
        let Some(check) = checks.get(id.0 as usize).filter(|_| seen.insert(id)) else { continue };
        for demand in &check.demands {
            let others = match demand {
                Demand::Count { .. } => true,
                Demand::Required(names) => names.iter().any(is_other),
                Demand::DependentRequired(name, names) => is_other(name) || names.iter().any(is_other),
                Demand::Dependent(name, _) => is_other(name),
                Demand::Members { properties, .. } => properties.iter().any(|(name, _)| is_other(name)),
                _ => false,
            };
            if others {
                return true;
            }
            // What stands below a member is that member's matter.
            if !matches!(
                demand,
                Demand::Members { .. } | Demand::Names(_) | Demand::Tuple { .. } | Demand::Contains { .. }
            ) {
                open.extend(demand.parts());
            }
        }
    }
    false
}

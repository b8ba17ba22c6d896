//! Names of checks: where the schema stands, in words.
use super::{Scope, snake};
use crate::ir::{Api, CheckId, Origin};
use rustc_hash::FxHashSet;

/// What emitted checks call the value and the judge.
const LOCALS: &[&str] = &["c", "v"];

/// Names the checks that are functions; the others are written where they are used. Those that a type runs by itself
/// have the first right to its name.
pub(super) fn name(api: &mut Api) {
    let mut functions = api.check_functions();
    let of_types: FxHashSet<CheckId> = api.residues.values().copied().collect();
    functions.sort_by_cached_key(|check| (api.check(*check).origin.clone(), !of_types.contains(check), *check));
    let mut scope = Scope::new(LOCALS);
    for check in functions {
        let wanted = wanted(&api.check(check).origin);
        if let Some(check) = api.checks.get_mut(check.0 as usize) {
            check.name = scope.claim(&wanted);
        }
    }
}

/// `/components/schemas/Pet/properties/tags/contains` → `pet_tags_contains`
fn wanted(origin: &Origin) -> String {
    let (mut segments, mut words) = (origin.segments(), Vec::new());
    while let Some(segment) = segments.next() {
        match segment.as_str() {
            "components" | "paths" | "content" | "schema" => {}
            "schemas" | "properties" | "$defs" => words.extend(segments.next()),
            "allOf" => drop(segments.next()),
            _ => words.push(segment),
        }
    }
    snake(&words.join(" "), "check")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::FileId;

    #[test]
    fn names_say_where_the_schema_stands() {
        let of = |path| wanted(&Origin::new(FileId(0), path));
        assert_eq!(of("/components/schemas/Pet"), "pet");
        assert_eq!(of("/components/schemas/Pet/properties/properties/contains"), "pet_properties_contains");
        assert_eq!(of("/components/schemas/Pet/allOf/1/not"), "pet_not");
        assert_eq!(of("/paths/~1pets~1{id}/get/parameters/0/schema"), "pets_id_get_parameters_0");
        assert_eq!(of(""), "check");
    }
}

//! The schemas that a schema holds by nesting. Every keyword is named, so that a new one is not forgotten.
use super::SchemaId;
use super::model::{ArrayWords, Combinators, Conditions, ObjectWords, Schema};

impl Schema<'_> {
    /// Shows each, to be put down anew.
    pub(super) fn each_part(&mut self, mut show: impl FnMut(&mut SchemaId)) {
        // What is not named here holds no schema.
        let Self { object, array, combinators, conditions, .. } = self;
        if let Some(words) = object {
            let ObjectWords { properties, required: _, additional, patterns, min: _, max: _ } = &mut **words;
            properties.iter_mut().chain(patterns).map(|(_, id)| id).chain(additional).for_each(&mut show);
        }
        if let Some(words) = array {
            let ArrayWords { items, prefix, min: _, max: _, unique: _ } = &mut **words;
            prefix.iter_mut().chain(items).for_each(&mut show);
        }
        if let Some(words) = combinators {
            let Combinators { all_of, any_of, one_of, discriminator: _ } = &mut **words;
            all_of.iter_mut().chain(any_of).chain(one_of).for_each(&mut show);
        }
        if let Some(words) = conditions {
            let Conditions {
                not,
                test,
                then,
                otherwise,
                dependent_required: _,
                dependent,
                names,
                contains,
                min_contains: _,
                max_contains: _,
                unevaluated_properties,
                unevaluated_items,
            } = &mut **words;
            let one = [not, test, then, otherwise, names, contains, unevaluated_properties, unevaluated_items];
            one.into_iter().flatten().chain(dependent.iter_mut().map(|(_, id)| id)).for_each(&mut show);
        }
    }
}

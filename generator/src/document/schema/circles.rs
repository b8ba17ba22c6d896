//! `$ref` and `allOf` that lead back to where they began: no value can ever be checked against such a schema.
//!
//! Guarantees for all later stages: following references and `allOf` ends, after [`LONGEST_CHAIN`] steps at most.
use super::{Schema, SchemaId, Schemas};
use crate::diagnostic::Code;
use crate::document::Reader;
use indexmap::IndexMap;

/// No real document chains more references than this.
const LONGEST_CHAIN: usize = 128;

/// What is known of a schema while its parts are walked: nothing, that we are in it, or how long its longest chain is.
#[derive(Clone, Copy)]
enum State {
    New,
    Open,
    Done(usize),
}

/// Reports each reference that closes a circle or makes a chain too long, and cuts it.
pub(super) fn cut(cx: &mut Reader<'_, '_>) {
    let cuts = found(&cx.schemas);
    for (id, (code, message)) in cuts {
        let schema = cx.schemas.get(id);
        let at = schema.at.child(schema.reference.as_ref().map_or("$ref", |reference| reference.word));
        cx.report(code, &at, message);
        if let Some(reference) = cx.schemas.list.get_mut(id.0 as usize).and_then(|s| s.reference.as_mut()) {
            reference.target = None;
        }
    }
}

/// Walks the schemas depth first, without recursion.
fn found(schemas: &Schemas<'_>) -> IndexMap<SchemaId, (Code, &'static str)> {
    let mut cuts = IndexMap::new();
    let mut states = vec![State::New; schemas.list.len()];
    for start in schemas.ids() {
        // The way to the schema at hand, with how many parts of each schema were entered.
        let mut way = vec![(start, 0)];
        while let Some((id, entered)) = way.pop() {
            let Some(state) = states.get_mut(id.0 as usize) else { continue };
            match (entered, *state) {
                (0, State::New) => *state = State::Open,
                (0, _) => continue,
                _ => {}
            }
            let schema = schemas.get(id);
            if let Some(part) = parts(schema).nth(entered) {
                way.push((id, entered + 1));
                if let Some(State::Open) = states.get(part.0 as usize) {
                    // A circle has a reference that was taken; what is a part by nesting cannot lead back alone.
                    let taken =
                        |(id, entered): &&(SchemaId, usize)| *entered == 1 && schemas.get(*id).reference.is_some();
                    let last = way.iter().rev().find(taken).map_or(id, |(id, _)| *id);
                    cuts.insert(last, (Code::CyclicReference, "this reference leads back to itself"));
                } else {
                    way.push((part, 0));
                }
                continue;
            }
            let longest = parts(schema).filter_map(|part| length(&states, part)).max().unwrap_or_default();
            let too_long = longest >= LONGEST_CHAIN && schema.reference.is_some();
            if too_long {
                cuts.insert(id, (Code::OverBudget, "this chain of references is too long"));
            }
            if let Some(state) = states.get_mut(id.0 as usize) {
                *state = State::Done(if too_long { 0 } else { longest + 1 });
            }
        }
    }
    cuts
}

/// Schemas that hold for the same value as this one, without a choice; what `$ref` leads to comes first.
fn parts<'s>(s: &'s Schema<'_>) -> impl Iterator<Item = SchemaId> + 's {
    let target = s.reference.iter().filter_map(|r| r.target);
    target.chain(s.combinators.iter().flat_map(|c| c.all_of.iter().copied()))
}

fn length(states: &[State], id: SchemaId) -> Option<usize> {
    match states.get(id.0 as usize)? {
        State::Done(length) => Some(*length),
        State::New | State::Open => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::LONGEST_CHAIN;
    use crate::testing::{clean, facts, said, schemas};

    fn reference(name: &str) -> String {
        format!("{{$ref: '#/components/schemas/{name}'}}")
    }

    #[test]
    fn a_reference_that_leads_back_to_itself_is_an_error() {
        for (yaml, at) in [
            (format!("A: {}", reference("A")), "A/$ref"),
            (format!("A: {{allOf: [{}]}}", reference("A")), "A/allOf/0/$ref"),
            (format!("A: {}\nB: {}", reference("B"), reference("A")), "B/$ref"),
            (format!("A: {{allOf: [{{type: object}}, {}]}}\nB: {}", reference("B"), reference("A")), "B/$ref"),
            (
                "A: {allOf: [{$ref: '#/components/schemas/A/allOf/1'}, {allOf: [{$ref: '#/components/schemas/A'}]}]}"
                    .to_owned(),
                "A/allOf/1/allOf/0/$ref",
            ),
        ] {
            assert_eq!(said(&schemas(&yaml).1), [format!("cyclic-reference /components/schemas/{at}")], "{yaml}");
        }
    }

    #[test]
    fn parts_that_lead_back_many_times_are_reported_one_by_one() {
        let (_, diagnostics) = schemas(&format!("A: {{allOf: [{}]}}", vec![reference("A"); 20].join(", ")));
        assert_eq!(said(&diagnostics).len(), 20);
    }

    #[test]
    fn the_same_part_on_many_ways_is_no_circle() {
        // Doubled at each of 40 levels: whoever walks every way does not come back.
        let level = |i: usize| format!("A{i}: {{allOf: [{0}, {0}]}}\n", reference(&format!("A{}", i + 1)));
        let api = clean(schemas(&format!("{}A40: {{type: string}}", (0..40).map(level).collect::<String>())));
        assert_eq!(facts(&api, "type A0 "), ["A40"]);
    }

    #[test]
    fn a_chain_may_be_long_and_not_endless() {
        let chain = |length: usize| {
            (0..length).map(|i| format!("A{i}: {}\n", reference(&format!("A{}", i + 1)))).collect::<String>()
        };
        let api = clean(schemas(&format!("{}A100: {{type: string}}", chain(100))));
        assert_eq!(facts(&api, "type A0 "), ["A100"]);
        let (_, diagnostics) = schemas(&format!("{}A2000: {{type: string}}", chain(2_000)));
        assert_eq!(said(&diagnostics).len(), 2_000 / (LONGEST_CHAIN + 1));
        assert!(said(&diagnostics).iter().all(|s| s.starts_with("over-budget ")));
    }
}

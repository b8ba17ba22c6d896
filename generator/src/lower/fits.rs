//! Whether a value that is listed satisfies a schema, as far as that can be said before the code is emitted: patterns are
//! not asked, and what is within arrays and objects is not looked at. Of `null` everything can be said.
use super::{Lowering, bounds};
use crate::document::schema::{Schema, SchemaId, Types};
use serde_json::{Number, Value};

/// No real schema chooses among choices this deep.
const DEEPEST: usize = 64;
/// Nor is there so much to ask about one value.
const STEPS: usize = 2_000;

/// Yes, no, or unknown.
type Answer = Option<bool>;

impl Lowering<'_, '_> {
    /// Whether a value satisfies the unions and conditions of a schema; its other words are merged into the type.
    pub(super) fn fits_in_place(&self, value: &Value, id: SchemaId) -> Answer {
        Question { cx: self, value, steps: 0 }.in_place(self.document.schemas.get(id), 0)
    }
}

struct Question<'q, 'a, 'd> {
    cx: &'q Lowering<'a, 'd>,
    value: &'q Value,
    steps: usize,
}

impl Question<'_, '_, '_> {
    fn whole(&mut self, id: SchemaId, depth: usize) -> Answer {
        self.steps += 1;
        if depth > DEEPEST || self.steps > STEPS {
            return None;
        }
        let s = self.cx.document.schemas.get(id);
        if s.nullable && self.value.is_null() && !s.never {
            return Some(true);
        }
        let target = s.reference.iter().filter_map(|r| r.target);
        let parts = target.chain(s.combinators.iter().flat_map(|c| c.all_of.iter().copied()));
        let mut answer = own(s, self.value);
        for part in parts {
            if answer == Some(false) {
                return answer;
            }
            answer = and(answer, self.whole(part, depth + 1));
        }
        and(answer, self.in_place(s, depth))
    }

    fn in_place(&mut self, s: &Schema<'_>, depth: usize) -> Answer {
        let mut answer = Some(true);
        if let Some(words) = &s.combinators {
            if !words.any_of.is_empty() {
                let (fit, unknown) = self.count(&words.any_of, depth);
                answer = and(answer, if fit > 0 { Some(true) } else { (unknown == 0).then_some(false) });
            }
            if !words.one_of.is_empty() {
                let (fit, unknown) = self.count(&words.one_of, depth);
                answer = and(answer, if fit > 1 { Some(false) } else { (unknown == 0).then_some(fit == 1) });
            }
        }
        let Some(c) = &s.conditions else { return answer };
        if let Some(not) = c.not {
            answer = and(answer, self.whole(not, depth + 1).map(|fits| !fits));
        }
        if let Some(test) = c.test {
            let mut branch = |id: Option<SchemaId>| id.map_or(Some(true), |id| self.whole(id, depth + 1));
            let (then, otherwise) = (branch(c.then), branch(c.otherwise));
            let decided = match self.whole(test, depth + 1) {
                Some(true) => then,
                Some(false) => otherwise,
                None => then.filter(|_| then == otherwise),
            };
            answer = and(answer, decided);
        }
        // What is left speaks of members and items.
        if self.value.is_object() || self.value.is_array() { and(answer, None) } else { answer }
    }

    /// How many of these it satisfies, and of how many that is unknown.
    fn count(&mut self, ids: &[SchemaId], depth: usize) -> (usize, usize) {
        let (mut fit, mut unknown) = (0, 0);
        for id in ids {
            match self.whole(*id, depth + 1) {
                Some(true) => fit += 1,
                Some(false) => {}
                None => unknown += 1,
            }
        }
        (fit, unknown)
    }
}

fn and(a: Answer, b: Answer) -> Answer {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The schema's own words.
fn own(s: &Schema<'_>, value: &Value) -> Answer {
    let listed = |list: &[&Value]| list.iter().any(|other| bounds::equal(value, other));
    let refused = s.never
        || s.types.is_some_and(|types| !types.holds(Types::of(value)))
        || s.values.as_deref().is_some_and(|values| !listed(values))
        || s.constant.is_some_and(|constant| !listed(&[constant]));
    if refused {
        return Some(false);
    }
    match value {
        Value::Null | Value::Bool(_) => Some(true),
        Value::String(text) => {
            let length = text.chars().count() as u64;
            let within = s.min_length.is_none_or(|min| length >= min) && s.max_length.is_none_or(|max| length <= max);
            if within { s.pattern.is_none().then_some(true) } else { Some(false) }
        }
        Value::Number(number) => {
            let Some(words) = &s.number else { return Some(true) };
            let bounds = bounds::within(words, number);
            let divided = words.multiple_of.map_or(Some(true), |divisor: &Number| bounds::divides(divisor, number));
            and(Some(bounds), divided)
        }
        Value::Array(_) | Value::Object(_) => {
            let said = if value.is_array() { s.array.is_some() } else { s.object.is_some() };
            (!said).then_some(true)
        }
    }
}

//! Bounds that hold together, and values that are listed: what can be said of them before any value is seen.
use super::merge::Merged;
use crate::document::schema::{NumberWords, Types};
use rustc_hash::FxHashSet;
use serde_json::{Number, Value};
use std::cmp::Ordering;
use tenon_runtime::Pattern;
use tenon_runtime::format::Decimal;

/// Of two bounds the one that lets less pass.
pub(super) fn stricter<'a>(a: Option<&'a Number>, b: Option<&'a Number>, wins: Ordering) -> Option<&'a Number> {
    let (Some(x), Some(y)) = (a, b) else { return a.or(b) };
    if order(x, y) == wins { a } else { b }
}

/// Exact, whatever the size.
fn order(x: &Number, y: &Number) -> Ordering {
    match (x.as_i128(), y.as_i128()) {
        (Some(x), Some(y)) => x.cmp(&y),
        _ => decimal(x).cmp(&decimal(y)),
    }
}

fn decimal(number: &Number) -> Decimal {
    number.to_string().parse().unwrap_or_default()
}

/// Whether two values are the same JSON value: `1` is `1.0`.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => order(x, y) == Ordering::Equal,
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| equal(x, y)),
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, x)| y.get(key).is_some_and(|y| equal(x, y)))
        }
        _ => a == b,
    }
}

/// The values that stand in both lists.
pub(super) fn both<'a>(before: Vec<&'a Value>, values: &[&'a Value]) -> Vec<&'a Value> {
    let scalar = |v: &Value| !v.is_array() && !v.is_object();
    if !values.iter().all(|v| scalar(v)) {
        return before.into_iter().filter(|v| values.iter().any(|other| equal(v, other))).collect();
    }
    // Lists may be long: their scalars are looked up by the one spelling that each has.
    let text = |v: &Value| tenon_runtime::enums::canonical(&v.to_string());
    let known: FxHashSet<String> = values.iter().map(|v| text(v)).collect();
    before.into_iter().filter(|v| scalar(v) && known.contains(&text(v))).collect()
}

/// Whether a listed value keeps the bounds beside the list.
pub(super) fn admit(m: &Merged<'_>, value: &Value) -> bool {
    let counted = |n: usize, min: Option<u64>, max: Option<u64>| {
        min.is_none_or(|min| n as u64 >= min) && max.is_none_or(|max| n as u64 <= max)
    };
    match value {
        Value::String(text) => {
            let unbounded = m.min_length.is_none() && m.max_length.is_none();
            (unbounded || counted(text.chars().count(), m.min_length, m.max_length))
                && m.patterns.iter().all(|source| Pattern::from((*source).to_owned()).matches(text))
        }
        Value::Number(number) => {
            within(&m.number, number)
                && m.multiples.iter().all(|divisor| decimal(number).is_multiple_of(&decimal(divisor)))
        }
        Value::Array(items) => counted(items.len(), m.min_items, m.max_items),
        Value::Object(members) => {
            counted(members.len(), m.min_properties, m.max_properties)
                && m.required.iter().all(|name| members.contains_key(*name))
        }
        Value::Null | Value::Bool(_) => true,
    }
}

/// Whether a number keeps the bounds; its divisor is another question.
pub(super) fn within(words: &NumberWords<'_>, number: &Number) -> bool {
    let keeps = |bound: Option<&Number>, refused: &[Ordering]| {
        bound.is_none_or(|bound| !refused.contains(&order(number, bound)))
    };
    keeps(words.minimum, &[Ordering::Less])
        && keeps(words.exclusive_minimum, &[Ordering::Less, Ordering::Equal])
        && keeps(words.maximum, &[Ordering::Greater])
        && keeps(words.exclusive_maximum, &[Ordering::Greater, Ordering::Equal])
}

/// `None` where it takes more than integers to know.
pub(super) fn divides(divisor: &Number, number: &Number) -> Option<bool> {
    Some(number.as_i128()?.checked_rem(divisor.as_i128()?)? == 0)
}

/// Whether the bounds leave no value of this type.
pub(super) fn contradict(m: &Merged<'_>, one: Types) -> bool {
    let crossed = |min: Option<u64>, max: Option<u64>| min.zip(max).is_some_and(|(min, max)| min > max);
    match one {
        Types::STRING => crossed(m.min_length, m.max_length),
        Types::INTEGER | Types::NUMBER => {
            let crossed = |low: Option<&Number>, high: Option<&Number>, touching: bool| {
                low.zip(high).is_some_and(|(low, high)| match order(low, high) {
                    Ordering::Greater => true,
                    Ordering::Equal => touching,
                    Ordering::Less => false,
                })
            };
            let n = &m.number;
            crossed(n.minimum, n.maximum, false)
                || crossed(n.minimum, n.exclusive_maximum, true)
                || crossed(n.exclusive_minimum, n.maximum, true)
                || crossed(n.exclusive_minimum, n.exclusive_maximum, true)
        }
        Types::ARRAY => crossed(m.min_items, m.max_items),
        Types::OBJECT => {
            crossed(m.min_properties, m.max_properties) || crossed(Some(m.required.len() as u64), m.max_properties)
        }
        _ => false,
    }
}

//! Bounds that hold together, and values that are listed: what can be said of them before any value is seen.
use super::merge::Merged;
use crate::document::schema::Types;
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// Of two bounds the one that lets less pass.
pub(super) fn stricter<'a>(a: Option<&'a Number>, b: Option<&'a Number>, wins: Ordering) -> Option<&'a Number> {
    let (Some(x), Some(y)) = (a, b) else { return a.or(b) };
    if order(x, y) == wins { a } else { b }
}

/// Integers are compared exactly.
fn order(x: &Number, y: &Number) -> Ordering {
    match (x.as_i128(), y.as_i128()) {
        (Some(x), Some(y)) => x.cmp(&y),
        _ => x.as_f64().partial_cmp(&y.as_f64()).unwrap_or(Ordering::Equal),
    }
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

/// Whether a listed value keeps the bounds beside the list. What patterns say of it is not known here.
pub(super) fn admit(m: &Merged<'_>, value: &Value) -> bool {
    let within = |n: usize, min: Option<u64>, max: Option<u64>| {
        min.is_none_or(|min| n as u64 >= min) && max.is_none_or(|max| n as u64 <= max)
    };
    match value {
        Value::String(text) => {
            (m.min_length.is_none() && m.max_length.is_none())
                || within(text.chars().count(), m.min_length, m.max_length)
        }
        Value::Number(number) => {
            let keeps = |bound: Option<&Number>, refused: &[Ordering]| {
                bound.is_none_or(|bound| !refused.contains(&order(number, bound)))
            };
            keeps(m.number.minimum, &[Ordering::Less])
                && keeps(m.number.exclusive_minimum, &[Ordering::Less, Ordering::Equal])
                && keeps(m.number.maximum, &[Ordering::Greater])
                && keeps(m.number.exclusive_maximum, &[Ordering::Greater, Ordering::Equal])
                && m.multiples.iter().all(|divisor| divides(divisor, number) != Some(false))
        }
        Value::Array(items) => within(items.len(), m.min_items, m.max_items),
        Value::Object(members) => {
            within(members.len(), m.min_properties, m.max_properties)
                && m.required.iter().all(|name| members.contains_key(*name))
        }
        Value::Null | Value::Bool(_) => true,
    }
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

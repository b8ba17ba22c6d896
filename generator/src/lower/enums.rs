//! `enum` and `const`.
use crate::document::schema::Types;
use crate::ir::{Enum, EnumValue, EnumValues, Name, Scalar, Shape};
use serde_json::Value;

/// A list of values becomes an enum where all are strings or all are integers. `None` where their JSON type decides, or
/// where each is an array or an object: what those look like is said elsewhere.
pub(super) fn values(types: Types, values: &[&Value]) -> Option<Shape> {
    // One value is a constant, and that it may change is for a newer document to say.
    let open = values.len() > 1;
    Some(match types {
        Types::STRING => {
            let list = distinct(values.iter().filter_map(|v| v.as_str()), str::to_owned);
            Shape::Enum(Enum { values: EnumValues::String(list), open, extensible: false })
        }
        Types::INTEGER if values.iter().all(|v| integer(v).is_some()) => {
            let list = distinct(values.iter().filter_map(|v| integer(v)), |v| v);
            Shape::Enum(Enum { values: EnumValues::Integer(list), open, extensible: false })
        }
        Types::NULL => Shape::Null,
        Types::BOOLEAN => Shape::Scalar(Scalar::Boolean),
        Types::NUMBER | Types::INTEGER => Shape::Scalar(Scalar::Float),
        _ => return None,
    })
}

/// `1.0` is an integer, too.
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let float = value.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 9e15)?;
        format!("{float:.0}").parse().ok()
    })
}

fn distinct<V: ToString + PartialEq, O>(values: impl Iterator<Item = V>, own: impl Fn(V) -> O) -> Vec<EnumValue<O>> {
    let mut seen = rustc_hash::FxHashSet::default();
    values
        .filter(|v| seen.insert(v.to_string()))
        .map(|v| EnumValue { name: Name::wire(v.to_string()), value: own(v), docs: None })
        .collect()
}

//! `enum` and `const`.
use super::Lowering;
use super::merge::Merged;
use crate::diagnostic::Code;
use crate::document::schema::Types;
use crate::ir::{Enum, EnumValue, EnumValues, Name, Scalar, Shape, UntypedReason};
use crate::load::Pointer;
use serde_json::Value;

/// A list of values becomes an enum where all are strings or all are integers.
pub(super) fn values(cx: &mut Lowering<'_, '_>, m: &Merged<'_>, values: &[&Value], at: &Pointer) -> Shape {
    // One value is a constant, and that it may change is for a newer document to say.
    let open = values.len() > 1;
    match m.types {
        Types::STRING => {
            let list = distinct(values.iter().filter_map(|v| v.as_str()), str::to_owned);
            Shape::Enum(Enum { values: EnumValues::String(list), open, extensible: false })
        }
        Types::INTEGER if values.iter().all(|v| v.as_i64().is_some()) => {
            let list = distinct(values.iter().filter_map(|v| v.as_i64()), |v| v);
            Shape::Enum(Enum { values: EnumValues::Integer(list), open, extensible: false })
        }
        Types::NULL => Shape::Null,
        Types::BOOLEAN => Shape::Scalar(Scalar::Boolean),
        Types::NUMBER | Types::INTEGER => Shape::Scalar(Scalar::Float),
        _ => {
            cx.report(
                Code::Untyped,
                &at.child("enum"),
                "values of several kinds have no common type; any JSON is taken",
            );
            Shape::Any(UntypedReason::MixedValues)
        }
    }
}

fn distinct<V: ToString + PartialEq, O>(values: impl Iterator<Item = V>, own: impl Fn(V) -> O) -> Vec<EnumValue<O>> {
    let mut seen = rustc_hash::FxHashSet::default();
    values
        .filter(|v| seen.insert(v.to_string()))
        .map(|v| EnumValue { name: Name::wire(v.to_string()), value: own(v), docs: None })
        .collect()
}

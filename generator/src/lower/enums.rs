//! `enum` and `const`.
use super::Lowering;
use super::merge::Merged;
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Enum, EnumValue, EnumValues, Name, Scalar, Shape};
use rustc_hash::FxHashSet;
use serde_json::Value;
use tenon_runtime::format::{Decimal, Integer};

/// A list of values becomes an enum of strings, of integers, or of any scalars. `None` where some are arrays or objects:
/// what those look like is said elsewhere.
pub(super) fn values(types: Types, values: &[&Value]) -> Option<Shape> {
    let list = match types {
        Types::NULL => return Some(Shape::Null),
        Types::STRING => EnumValues::String(distinct(values, |v| v.as_str().map(|s| (s.to_owned(), s.to_owned())))),
        Types::BOOLEAN => match values {
            [first, rest @ ..] if rest.iter().all(|v| v == first) => {
                let value = first.as_bool()?;
                EnumValues::Boolean(EnumValue { name: Name::wire(value.to_string()), value, docs: None })
            }
            _ => return Some(Shape::Scalar(Scalar::Boolean)),
        },
        Types::INTEGER if values.iter().all(|v| integer(v).is_some()) => {
            EnumValues::Integer(distinct(values, |v| integer(v).map(|n| (n.to_string(), n))))
        }
        other if other.and(Types::ARRAY.or(Types::OBJECT)).is_empty() => {
            EnumValues::Json(distinct(values, |v| Some((plain(v), v.to_string()))))
        }
        _ => return None,
    };
    // One value is a constant, and that it may change is for a newer document to say.
    Some(Shape::Enum(Enum { open: list.len() > 1, values: list, extensible: false }))
}

/// `1.0` is an integer, too.
fn integer(value: &Value) -> Option<i64> {
    let number = value.as_number()?;
    number.as_i64().or_else(|| i64::try_from(number.to_string().parse::<Decimal>().ok()?.to_i128()?).ok())
}

/// What a value is called: a string by itself, an integer by its digits, anything else by its JSON.
fn plain(value: &Value) -> String {
    let integer = || value.to_string().parse::<Integer>().ok().map(|integer| integer.to_string());
    value.as_str().map(str::to_owned).or_else(integer).unwrap_or_else(|| value.to_string())
}

/// Each value once, with its name; equal numbers are one, however they are written.
fn distinct<V>(values: &[&Value], own: impl Fn(&Value) -> Option<(String, V)>) -> Vec<EnumValue<V>> {
    let mut seen = FxHashSet::default();
    let first = values.iter().filter(|v| seen.insert(tenon_runtime::enums::canonical(&v.to_string())));
    let named = first.filter_map(|v| own(v));
    named.map(|(name, value)| EnumValue { name: Name::wire(name), value, docs: None }).collect()
}

/// Reports values that no value can be, for what stands beside their own list.
pub(super) fn report_excluded(cx: &mut Lowering<'_, '_>, m: &Merged<'_>) {
    let listing: Vec<SchemaId> = m.parts.iter().map(|part| part.id).collect();
    for id in listing {
        let s = cx.document.schemas.get(id);
        let (word, values) = match (&s.values, s.constant) {
            (Some(values), _) => ("enum", values.clone()),
            (None, Some(value)) => ("const", vec![value]),
            (None, None) => continue,
        };
        if !cx.judged_lists.insert(id) {
            continue;
        }
        let alone = super::merge::alone(s);
        let out: Vec<&Value> = values.into_iter().filter(|value| !alone.admits(value)).collect();
        if out.is_empty() {
            continue;
        }
        let shown = out.iter().take(5).map(|v| format!("`{v}`")).collect::<Vec<_>>().join(", ");
        let more = if out.len() > 5 { format!(" and {} more", out.len() - 5) } else { String::new() };
        let quoted = |v: &&&Value| v.is_number() || v.is_boolean();
        let unquoted = out.iter().find(quoted).filter(|_| alone.types.without(Types::NULL) == Types::STRING);
        let help = match unquoted {
            Some(value) => Some(format!("without quotes this is no string; with them it is: `\"{value}\"`")),
            None if out.iter().any(|v| v.is_null()) => Some("add `null` to `type`".to_owned()),
            None => None,
        };
        let at = s.at.child(word);
        let report = cx.report(
            Code::ExcludedValue,
            &at,
            format!("what stands beside `{word}` rules out {shown}{more}: left out"),
        );
        if let Some(help) = help {
            report.help(help);
        }
    }
}

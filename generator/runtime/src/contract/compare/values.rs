//! Whether two values say the same: as JSON, as text, and one as the other.
use serde_json::Value;

use super::Same;
use crate::json::Json;

/// A parameter's value as it arrived. What a text is, a number or a string, is its reader's choice.
pub(in crate::contract) fn values(wanted: &str, arrived: &[u8]) -> Same {
    let parse = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap_or_default();
    let (a, b) = (parse(wanted.as_bytes()), parse(arrived));
    let told = String::from_utf8_lossy(arrived);
    if is_read_as(&a, &b) { Ok(()) } else { Err(format!("{told} in place of {wanted}")) }
}

fn is_read_as(wanted: &Value, arrived: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let nothing = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        value => value.is_null(),
    };
    match (wanted, arrived) {
        (a, b) if nothing(a) && nothing(b) => true,
        // In a list of texts null is one of them.
        (Value::Null, Value::String(text)) => text == "null",
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_read_as(a, b)),
        (Value::Array(a), b) if a.len() == 1 => a.iter().all(|a| is_read_as(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            let absent = Value::Null;
            a.keys().chain(b.keys()).all(|name| {
                let of = |members: &serde_json::Map<String, Value>| {
                    members.get(name).cloned().unwrap_or_else(|| absent.clone())
                };
                is_read_as(&of(a), &of(b))
            })
        }
        (Value::Object(_) | Value::Array(_), Value::String(b)) => {
            // What has parts may be taken for a text, where a text would do.
            !b.is_empty()
        }
        (a, b) => match (text(a), text(b)) {
            (Some(a), Some(b)) => same_text(&a, &b),
            _ => false,
        },
    }
}

/// Where and how two values differ.
pub(super) fn difference(wanted: &Value, sent: &Value, open: bool) -> Option<String> {
    let at = |place: &str, inner: String| format!("/{place}{inner}");
    let told = |what: &Value| what.to_string().chars().take(160).collect::<String>();
    let other = || Some(format!(": {} in place of {}", told(sent), told(wanted)));
    match (wanted, sent) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut items = a.iter().zip(b).enumerate();
            items.find_map(|(index, (a, b))| difference(a, b, open).map(|inner| at(&index.to_string(), inner)))
        }
        (Value::Object(a), Value::Object(b)) => {
            let gone = a.iter().find(|(name, _)| !open && !b.contains_key(*name));
            let gone = gone.map(|(name, value)| at(name, format!(": {} is gone", told(value))));
            let came = b.iter().find(|(name, _)| !a.contains_key(*name));
            let came = came.map(|(name, value)| at(name, format!(": {} came", told(value))));
            let both = || {
                let mut both = a.iter().filter_map(|(name, a)| Some((name, a, b.get(name)?)));
                both.find_map(|(name, a, b)| difference(a, b, open).map(|inner| at(name, inner)))
            };
            gone.or(came).or_else(both)
        }
        (Value::String(a), Value::String(b)) if a == b || same_text(a, b) => None,
        (Value::Number(_), Value::Number(_)) => {
            let json = |value: &Value| Json::parse(&value.to_string()).ok();
            if json(wanted) == json(sent) { None } else { other() }
        }
        (a, b) if a == b => None,
        _ => other(),
    }
}

fn same_json(wanted: &Value, sent: &Value, open: bool) -> bool {
    difference(wanted, sent, open).is_none()
}

/// Texts that stand for one value: types know values, not spellings.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    let time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    let naive = |text: &str| {
        let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
        formats.iter().find_map(|format| chrono::NaiveDateTime::parse_from_str(text, format).ok())
    };
    let clock = |text: &str| {
        let (text, zone) = text.split_at(text.find(['Z', 'z', '+']).or_else(|| text.rfind('-')).unwrap_or(text.len()));
        let time = text.parse::<chrono::NaiveTime>().ok()?;
        Some((time, zone.to_ascii_uppercase().replace("+00:00", "Z").replace("-00:00", "Z")))
    };
    let uuid = |text: &str| uuid::Uuid::parse_str(text).ok();
    let address = |text: &str| text.parse::<core::net::IpAddr>().ok();
    let number = |text: &str| {
        let json = Json::parse(text).ok()?;
        serde_json::from_str::<serde_json::Number>(text).ok().map(|_| json)
    };
    fn both<T: PartialEq>(a: &str, b: &str, of: impl Fn(&str) -> Option<T>) -> bool {
        of(a).is_some_and(|a| of(b) == Some(a))
    }
    a == b
        || both(a, b, time)
        || both(a, b, naive)
        || both(a, b, clock)
        || both(a, b, uuid)
        || both(a, b, address)
        || both(a, b, number)
        || same_json_text(a, b)
        || same_list(a, b)
}

/// JSON within a text, as parameters may have it.
fn same_json_text(a: &str, b: &str) -> bool {
    let parse = |text: &str| text.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(text).ok()).flatten();
    match (parse(a), parse(b)) {
        (Some(a), Some(b)) => same_json(&a, &b, false),
        _ => false,
    }
}

/// Lists item by item.
fn same_list(a: &str, b: &str) -> bool {
    let (a, b) = (a.split(',').collect::<Vec<_>>(), b.split(',').collect::<Vec<_>>());
    a.len() == b.len() && a.len() > 1 && a.iter().zip(&b).all(|(a, b)| same_text(a, b))
}

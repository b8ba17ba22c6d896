//! What a value may be meant as that travels as texts: `5` is a number and a text.
use super::wire::scalar;
use serde_json::Value;

/// A value, its parts without parts read in another way.
pub(super) fn read(value: &Value, leaf: &dyn Fn(&Value) -> Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), read(value, leaf))).collect(),
        Value::Array(items) => items.iter().map(|item| read(item, leaf)).collect(),
        other => leaf(other),
    }
}

/// The values that have one member, or one item, as its text.
pub(super) fn one_text(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(members) => {
            let one = |name: &String| {
                let mut members = members.clone();
                members.get_mut(name).into_iter().for_each(|member| *member = texts(member));
                Value::Object(members)
            };
            members.keys().map(one).collect()
        }
        Value::Array(items) => {
            let one = |at: usize| {
                let mut items = items.clone();
                items.get_mut(at).into_iter().for_each(|item| *item = texts(item));
                Value::Array(items)
            };
            (0..items.len()).map(one).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn texts(value: &Value) -> Value {
    scalar(value).map_or_else(|| value.clone(), Value::from)
}

pub(super) fn typed(value: &Value) -> Value {
    let parsed = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    parsed.unwrap_or_else(|| value.clone())
}

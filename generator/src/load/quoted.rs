//! Numbers that were written as strings: `maximum: '20'`.
use rustc_hash::FxHashMap;
use serde_json::{Number, Value};

/// Every string of a tree that is a number in JSON.
pub(super) fn numbers(tree: &Value) -> FxHashMap<String, Number> {
    let mut found = FxHashMap::default();
    let mut open = vec![tree];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            Value::String(text) => {
                if let Ok(number) = serde_json::from_str(text) {
                    found.insert(text.clone(), number);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    found
}

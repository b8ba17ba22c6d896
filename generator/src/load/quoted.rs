//! Scalars that were written as strings, and the other way round: `maximum: '20'`, `enum: [1, 2]` beside `type: string`.
use rustc_hash::FxHashMap;
use serde_json::Value;

/// What the scalars of a tree are with quotes and without, each by its text.
#[derive(Clone, Debug, Default)]
pub(super) struct Quotes {
    without: FxHashMap<String, Value>,
    with: FxHashMap<String, Value>,
}

impl Quotes {
    /// Of every scalar of a tree.
    pub(super) fn of(tree: &Value) -> Self {
        let mut quotes = Self::default();
        let mut open = vec![tree];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => open.extend(members.values()),
                Value::Array(items) => open.extend(items),
                Value::String(text) => {
                    if let Ok(scalar @ (Value::Number(_) | Value::Bool(_))) = serde_json::from_str(text) {
                        quotes.without.insert(text.clone(), scalar);
                    }
                }
                Value::Number(_) | Value::Bool(_) => {
                    let text = value.to_string();
                    quotes.with.insert(text.clone(), Value::String(text));
                }
                Value::Null => {}
            }
        }
        quotes
    }

    /// The number or the boolean that a string spells.
    pub(super) fn without(&self, text: &str) -> Option<&Value> {
        self.without.get(text)
    }

    /// The string that spells a number or a boolean.
    pub(super) fn with(&self, text: &str) -> Option<&Value> {
        self.with.get(text)
    }
}

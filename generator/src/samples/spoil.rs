//! A value with one thing changed: what is left may or may not be valid, and is always well-formed.
use super::Samples;
use serde_json::Value;

impl Samples<'_> {
    /// One random change somewhere in the value: a member gone, added, renamed or of another type, an item more or less,
    /// a number or a text a little different.
    pub fn spoiled(&mut self, value: &Value) -> Value {
        let mut value = value.clone();
        let steps = self.dice.usize(..=depth(&value));
        self.below(&mut value, steps);
        value
    }

    fn below(&mut self, value: &mut Value, steps: usize) {
        match value {
            Value::Object(members) if steps > 0 && !members.is_empty() => {
                let index = self.dice.usize(..members.len());
                if let Some(member) = members.values_mut().nth(index) {
                    self.below(member, steps - 1);
                }
            }
            Value::Array(items) if steps > 0 && !items.is_empty() => {
                let index = self.dice.usize(..items.len());
                if let Some(item) = items.get_mut(index) {
                    self.below(item, steps - 1);
                }
            }
            here => self.change(here),
        }
    }

    fn change(&mut self, value: &mut Value) {
        if self.dice.u8(..4) == 0 {
            *value = self.anything();
            return;
        }
        match value {
            Value::Null => *value = Value::from("null"),
            Value::Bool(b) => *value = self.dice.choice([Value::from(!*b), Value::from("true")]).unwrap_or_default(),
            Value::Number(n) => {
                *value = match (n.as_i64(), self.dice.choice([-1, 1, 1_000_000_000, -1_000_000_000])) {
                    (Some(whole), Some(by)) if self.dice.bool() => Value::from(whole.saturating_add(by)),
                    _ => Value::from(n.as_f64().unwrap_or(0.0) + 0.5),
                };
            }
            Value::String(text) => match self.dice.u8(..4) {
                0 => drop(text.pop()),
                1 => text.push('!'),
                2 => *text = text.repeat(3),
                _ => text.clear(),
            },
            Value::Array(items) => match self.dice.u8(..3) {
                0 => drop(items.pop()),
                1 => items.extend(items.last().cloned()),
                _ => items.push(Value::Null),
            },
            Value::Object(members) => {
                let name = self.dice.choice(members.keys()).cloned();
                match (self.dice.u8(..3), name) {
                    (0, Some(name)) => drop(members.shift_remove(&name)),
                    (1, Some(name)) => {
                        let gone = members.shift_remove(&name).unwrap_or_default();
                        members.insert(format!("{name}_"), gone);
                    }
                    _ => drop(members.insert("unheard_of".to_owned(), Value::from(1))),
                }
            }
        }
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

//! The texts of examples, each made once: many operations refer to one, and it is held against its schema as it is shown.
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::marker::PhantomData;
use std::sync::Arc;
use tenon_runtime::{Encode, Json, Writer};

/// How many examples are kept of each thing.
const SHOWN: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Texts<'a> {
    /// By the node in the tree, which stays where it is.
    known: FxHashMap<*const Value, Arc<str>>,
    tree: PhantomData<&'a Value>,
}

impl<'a> Texts<'a> {
    /// An example as JSON.
    pub(super) fn of(&mut self, value: &'a Value) -> Arc<str> {
        let text = self.known.entry(std::ptr::from_ref(value)).or_insert_with(|| text(value).into());
        Arc::clone(text)
    }

    /// What is shown of examples: the first few.
    pub(super) fn shown(&mut self, examples: impl Iterator<Item = &'a Value>) -> Vec<Arc<str>> {
        examples.take(SHOWN).map(|value| self.of(value)).collect()
    }
}

/// A value as JSON, with every digit: as `serde_json` writes it, which looks at each byte of it.
pub(super) fn text(value: &Value) -> String {
    let mut writer = Writer::new();
    Tree(value).encode(&mut writer);
    writer.into_text()
}

struct Tree<'v>(&'v Value);

impl Encode for Tree<'_> {
    fn encode(&self, w: &mut Writer) {
        match self.0 {
            Value::Null => w.null(),
            Value::Bool(flag) => w.bool(*flag),
            Value::Number(number) => match number.as_u64() {
                Some(digits) => w.u64(digits),
                None => w.raw(&Json::parse(number.as_str()).unwrap_or_default()),
            },
            Value::String(text) => w.string(text),
            Value::Array(items) => {
                let mut array = w.array();
                items.iter().for_each(|item| array.item(&Self(item)));
                array.end();
            }
            Value::Object(members) => {
                let mut object = w.object();
                members.iter().for_each(|(name, value)| object.entry(name, &Self(value)));
                object.end();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_what_serde_writes() {
        let text: String = (0_u8..=0x7f).map(char::from).chain("é\u{2028}🦀".chars()).collect();
        let digits: Value = serde_json::from_str("[1.0, -0, 1e400, 12345678901234567890123, 0.10]").unwrap_or_default();
        let value = json!({"a\"b": [null, true, false, text, {}, [], ""], "": {"c": digits}});
        assert_eq!(super::text(&value), value.to_string());
    }
}

//! Reading arrays, tuples and maps.
use std::collections::BTreeMap;

use super::cx::Cx;
use super::decode::Decode;
use super::kind::Kind;

impl<'a> Cx<'a> {
    /// The items of an array. Every item is visited, so that all violations are found.
    ///
    /// A single text is a list of one: in a form `tags=a` does not say that it is a list, only the type knows.
    pub fn items<T: Decode>(&mut self) -> Option<Vec<T>> {
        match self.kind() {
            Kind::Array => {}
            Kind::Text => return self.lone_item(),
            _ => return self.mismatch("an array"),
        }
        let count = self.view.count(self.at);
        // An item may be written in two bytes: memory is taken as items turn out to be good.
        let mut items = Vec::with_capacity(count.min(65_536 / size_of::<T>().max(1)));
        let mut at = self.at + 2;
        let mut complete = true;
        for _ in 0..count {
            let next = self.view.next(at);
            match self.child(at) {
                Some(item) if complete => items.push(item),
                Some(_) => {}
                None => complete = false,
            }
            at = next;
        }
        complete.then_some(items)
    }

    /// Lists of lists end here: the item of a list of one is no list again, else a type that is a list of itself
    /// would be read for ever.
    fn lone_item<T: Decode>(&mut self) -> Option<Vec<T>> {
        if self.lone == Some(self.at) {
            return self.mismatch("an array");
        }
        let outer = self.lone.replace(self.at);
        let item = T::decode(self);
        self.lone = outer;
        item.map(|item| vec![item])
    }

    /// The members of an object whose values are all of one type. A name that occurs twice is a violation in strict
    /// mode; otherwise its last value counts.
    pub fn map<T: Decode>(&mut self) -> Option<BTreeMap<String, T>> {
        if self.kind() != Kind::Object {
            return self.mismatch("an object");
        }
        let mut map = BTreeMap::new();
        let mut complete = true;
        let mut key = self.at + 2;
        for _ in 0..self.view.count(self.at) {
            let next = self.view.next(key + 1);
            match self.child(key + 1) {
                Some(value) => {
                    let repeated = map.insert(self.view.string(key).into_owned(), value).is_some();
                    if repeated && self.is_strict() {
                        self.violation_at::<()>(key + 1, "".into(), "duplicate", "the property occurs twice".into());
                    }
                }
                None => complete = false,
            }
            key = next;
        }
        complete.then_some(map)
    }

    /// An array of `len` items, each of its own type. Lenient readers ignore further items.
    pub fn tuple(&mut self, len: usize) -> Option<TupleReader<'_, 'a>> {
        if self.kind() != Kind::Array {
            return self.mismatch("an array");
        }
        let count = self.view.count(self.at);
        if count < len {
            return self.violation("minItems", format!("must have {len} items"));
        }
        if count > len && self.is_strict() {
            return self.violation("items", format!("must not have more than {len} items"));
        }
        let at = self.at + 2;
        Some(TupleReader { cx: self, at, left: len })
    }
}

/// The items of a tuple, in their order.
#[derive(Debug)]
pub struct TupleReader<'c, 'a> {
    cx: &'c mut Cx<'a>,
    at: usize,
    left: usize,
}

impl TupleReader<'_, '_> {
    /// The next item.
    #[expect(clippy::should_implement_trait, reason = "each item has another type")]
    pub fn next<T: Decode>(&mut self) -> Option<T> {
        let Some(left) = self.left.checked_sub(1) else {
            return self.cx.violation("minItems", "has too few items");
        };
        self.left = left;
        let at = self.at;
        self.at = self.cx.view.next(at);
        self.cx.child(at)
    }

    /// Ends reading.
    pub fn end(self) {}
}

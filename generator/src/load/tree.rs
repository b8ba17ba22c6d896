//! Building the tree: one visitor for JSON and YAML that counts what it takes and notices what maps hide.
use super::budget::{Budgets, Excess};
use super::pointer::{FileId, Pointer};
use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};
use std::fmt;

/// Findings beyond this many are not kept; nobody reads them.
const MOST_FINDINGS: usize = 100;

/// Something to report about the tree, found while it was built.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// The key at the place occurred before; the first one was kept.
    Duplicate(String),
    /// The value at the place has a tag that is not YAML's own.
    Tag(String),
}

enum Segment {
    Key(String),
    Index(usize),
}

/// What building a tree counts and collects.
pub(super) struct Build<'b> {
    budgets: &'b Budgets,
    yaml: bool,
    /// Length of the source text: without aliases a tree cannot hold more than this.
    source: usize,
    nodes: usize,
    text: usize,
    excess: Option<Excess>,
    /// Paths run from the inside out: a parent adds itself when it takes its child in.
    findings: Vec<(Finding, Vec<Segment>)>,
}

impl<'b> Build<'b> {
    pub(super) fn new(budgets: &'b Budgets, source: &str, yaml: bool) -> Self {
        Self { budgets, yaml, source: source.len(), nodes: 0, text: 0, excess: None, findings: Vec::new() }
    }

    /// The seed that reads the document.
    pub(super) fn root(&mut self) -> Seed<'_, 'b> {
        Seed { build: self, depth: 0 }
    }

    /// The limit that stopped the reading, if one did.
    pub(super) fn excess(&self) -> Option<Excess> {
        self.excess
    }

    /// Everything found, with its place.
    pub(super) fn findings(self, file: FileId) -> impl Iterator<Item = (Finding, Pointer)> {
        self.findings.into_iter().map(move |(finding, path)| {
            let at = path.iter().rev().fold(Pointer::root(file), |at, segment| match segment {
                Segment::Key(key) => at.child(key),
                Segment::Index(index) => at.index(*index),
            });
            (finding, at)
        })
    }

    fn node<E: Error>(&mut self) -> Result<(), E> {
        self.nodes += 1;
        if self.nodes > self.budgets.nodes {
            return self.over(Excess::Nodes(self.budgets.nodes));
        }
        if self.nodes > self.source.saturating_add(self.budgets.repeats) {
            return self.over(Excess::Repeats);
        }
        Ok(())
    }

    /// Counts text: an alias of a long string is copied each time.
    fn string<E: Error>(&mut self, text: &str) -> Result<String, E> {
        self.text = self.text.saturating_add(text.len());
        let most = self.source.saturating_mul(2).saturating_add(self.budgets.repeats.saturating_mul(16));
        if self.text > most {
            return self.over(Excess::Repeats);
        }
        Ok(text.to_owned())
    }

    fn over<T, E: Error>(&mut self, excess: Excess) -> Result<T, E> {
        self.excess = Some(excess);
        Err(E::custom("over budget"))
    }

    fn find(&mut self, finding: Finding, path: Vec<Segment>) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push((finding, path));
        }
    }

    /// Adds a segment to what was found below it.
    fn place(&mut self, since: usize, segment: impl Fn() -> Segment) {
        for (_, path) in self.findings.iter_mut().skip(since) {
            path.push(segment());
        }
    }
}

/// Reads one value.
pub(super) struct Seed<'a, 'b> {
    build: &'a mut Build<'b>,
    depth: usize,
}

impl<'b> Seed<'_, 'b> {
    fn below(&mut self) -> Seed<'_, 'b> {
        Seed { build: self.build, depth: self.depth + 1 }
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        if self.depth >= self.build.budgets.depth {
            return self.build.over(Excess::Depth(self.build.budgets.depth));
        }
        self.build.node()
    }

    fn float<E: Error>(self, value: f64) -> Result<Value, E> {
        self.build.node()?;
        // JSON has no word for these; the text is kept, and is refused where a number is asked for.
        let word = match value {
            v if v.is_nan() => ".nan",
            v if v > 0.0 => ".inf",
            _ => "-.inf",
        };
        Ok(Number::from_f64(value).map_or_else(|| Value::String(word.to_owned()), Value::Number))
    }

    /// A number of JSON by its digits: `serde_json` hands it over as an object with one odd key.
    fn digits<E: Error>(self, text: &str) -> Result<Value, E> {
        self.build.node()?;
        let number = text.parse::<Number>().map_err(|_| E::custom("invalid number"))?;
        match number.as_f64() {
            None => Err(E::custom("number out of range")),
            // Where a float says the same it is written as one, from YAML as from JSON.
            Some(near) if number.is_f64() && !super::digits::exceed_a_float(text) => {
                Ok(Number::from_f64(near).map_or(Value::Null, Value::Number))
            }
            Some(_) => Ok(Value::Number(number)),
        }
    }
}

/// The key of that object.
const DIGITS: &str = "$serde_json::private::Number";

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.build.node()?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.build.node()?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.build.node()?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.build.node()?;
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.digits(&value.to_string())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.digits(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.float(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.build.node()?;
        self.build.string(value).map(Value::String)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut items = Vec::new();
        loop {
            let found = self.build.findings.len();
            let Some(item) = access.next_element_seed(self.below())? else { return Ok(Value::Array(items)) };
            self.build.place(found, || Segment::Index(items.len()));
            items.push(item);
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        let mut next = access.next_key_seed(Key(self.build))?;
        if !self.build.yaml && next.as_deref() == Some(DIGITS) {
            let digits = access.next_value::<String>()?;
            return self.digits(&digits);
        }
        self.enter()?;
        let mut map = Map::new();
        let mut merges = Vec::new();
        while let Some(key) = next {
            let found = self.build.findings.len();
            let value = access.next_value_seed(self.below())?;
            self.build.place(found, || Segment::Key(key.clone()));
            if self.build.yaml && key == "<<" && is_mergeable(&value) {
                merges.push((map.len(), value));
            } else {
                match map.entry(key) {
                    Entry::Vacant(entry) => {
                        entry.insert(value);
                    }
                    Entry::Occupied(entry) => {
                        let key = entry.key().clone();
                        self.build.find(Finding::Duplicate(key.clone()), vec![Segment::Key(key)]);
                    }
                }
            }
            next = access.next_key_seed(Key(self.build))?;
        }
        Ok(Value::Object(if merges.is_empty() { map } else { merge(map, merges) }))
    }

    /// A tag that is not one of YAML's own: reported, and the value read as if it were not there.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, content) = access.variant_seed(Key(self.build))?;
        // The visitor of the value checks the depth again: a tag is no level.
        let value = content.newtype_variant_seed(Seed { build: self.build, depth: self.depth })?;
        // A lone `!` only says "not resolved": a string.
        if tag != "!" {
            self.build.find(Finding::Tag(tag), Vec::new());
        }
        Ok(value)
    }
}

/// Reads a key as its text: `200:` is `"200"`, `1.10:` is `"1.10"`.
struct Key<'a, 'b>(&'a mut Build<'b>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, '_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.0.string(key)
    }
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Value::is_object),
        _ => false,
    }
}

/// YAML's merge key: members of `<<` where it stands, except those that the object has itself; the first one wins.
fn merge(own: Map<String, Value>, merges: Vec<(usize, Value)>) -> Map<String, Value> {
    let names: FxHashSet<String> = own.keys().cloned().collect();
    let mut merges = merges.into_iter().peekable();
    let mut merged = Map::new();
    for (index, (key, value)) in own.into_iter().enumerate() {
        while let Some((_, from)) = merges.next_if(|(at, _)| *at <= index) {
            take(&mut merged, from, &names);
        }
        merged.insert(key, value);
    }
    for (_, from) in merges {
        take(&mut merged, from, &names);
    }
    merged
}

fn take(into: &mut Map<String, Value>, from: Value, except: &FxHashSet<String>) {
    match from {
        Value::Object(members) => {
            for (key, value) in members.into_iter().filter(|(key, _)| !except.contains(key)) {
                into.entry(key).or_insert(value);
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| take(into, item, except)),
        _ => {}
    }
}

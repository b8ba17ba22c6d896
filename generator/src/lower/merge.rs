//! `allOf`: several schemas at once, as one.
//!
//! What a value must satisfy together is collected keyword by keyword. Where keywords cannot be put into one
//! (the schemas of one property), the list of schemas is kept and merged when it is its turn.
use super::Lowering;
use super::schema::Key;
use crate::document::schema::{Discriminator, NumberWords, Schema, SchemaId, Types};
use crate::load::Pointer;
use indexmap::{IndexMap, IndexSet};
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// The keywords of all schemas that hold together.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged<'a> {
    pub types: Types,
    /// Some schema states a `type`.
    pub typed: bool,
    pub nullable: bool,
    pub format: Option<&'a str>,
    pub content_encoding: Option<&'a str>,
    pub values: Option<Vec<&'a Value>>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub patterns: Vec<&'a str>,
    pub number: NumberWords<'a>,
    pub properties: IndexMap<&'a str, Vec<SchemaId>>,
    pub required: IndexSet<&'a str>,
    pub additional: Vec<SchemaId>,
    pub pattern_properties: Vec<(&'a str, SchemaId)>,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    pub items: Vec<SchemaId>,
    pub prefix: Vec<Vec<SchemaId>>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub groups: Vec<Group>,
    pub discriminator: Option<Discriminator<'a>>,
    pub write_only: bool,
    pub default: Option<&'a Value>,
    pub has_object_words: bool,
    pub has_array_words: bool,
    pub unsupported: Vec<(&'a str, Pointer)>,
}

impl Merged<'_> {
    /// The JSON types that the keywords speak of where no `type` is stated: an object for `properties`.
    pub(super) fn spoken_of(&self) -> Types {
        let object = self.has_object_words && !(self.properties.is_empty() && self.additional.is_empty() && self.required.is_empty());
        match () {
            () if object => Types::OBJECT,
            () if self.has_array_words => Types::ARRAY,
            () if self.min_length.or(self.max_length).is_some() || !self.patterns.is_empty() => Types::STRING,
            () => Types::ANY,
        }
    }
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub exclusive: bool,
    pub branches: Vec<SchemaId>,
    pub at: Pointer,
}

/// Merges the schemas of a key with all that their `allOf`s and references add.
pub(super) fn merge<'a>(cx: &Lowering<'a, '_>, key: &Key) -> Merged<'a> {
    let mut merged = Merged { types: Types::ANY, ..Merged::default() };
    let mut seen = IndexSet::new();
    for id in &key.schemas {
        add(cx, *id, &mut merged, &mut seen);
    }
    merged.types = merged.types.and(key.types);
    merged.typed |= key.types != Types::ANY;
    if key.without_groups {
        merged.groups.clear();
    }
    // A list of values says what the types are.
    if let Some(values) = &mut merged.values {
        let types = merged.types;
        values.retain(|value| types.holds(Types::of(value)));
        let of_values = values.iter().fold(Types::NONE, |all, value| all.or(Types::of(value)));
        merged.types = merged.types.and(of_values);
        merged.typed = true;
    }
    merged
}

fn add<'a>(cx: &Lowering<'a, '_>, id: SchemaId, m: &mut Merged<'a>, seen: &mut IndexSet<SchemaId>) {
    if !seen.insert(id) {
        return;
    }
    let schemas = &cx.document.schemas;
    let s = schemas.get(id);
    if let Some(target) = s.reference.as_ref().and_then(|r| r.target) {
        add(cx, target, m, seen);
    }
    own(m, s);
    let Some(combinators) = &s.combinators else { return };
    for part in &combinators.all_of {
        add(cx, *part, m, seen);
    }
    for (exclusive, branches, word) in [(true, &combinators.one_of, "oneOf"), (false, &combinators.any_of, "anyOf")] {
        if !branches.is_empty() {
            m.groups.push(Group { exclusive, branches: branches.clone(), at: s.at.child(word) });
        }
    }
    if m.discriminator.is_none() {
        m.discriminator.clone_from(&combinators.discriminator);
    }
}

fn own<'a>(m: &mut Merged<'a>, s: &Schema<'a>) {
    if s.never {
        m.types = Types::NONE;
    }
    if let Some(types) = s.types {
        m.types = m.types.and(types);
        m.typed = true;
    }
    m.nullable |= s.nullable;
    m.format = m.format.or(s.format);
    m.content_encoding = m.content_encoding.or(s.content_encoding);
    m.write_only |= s.write_only;
    m.default = m.default.or(s.default);
    for values in s.constant.map(|c| vec![c]).into_iter().chain(s.values.clone()) {
        m.values = Some(match m.values.take() {
            None => values,
            Some(before) => before.into_iter().filter(|v| values.contains(v)).collect(),
        });
    }
    m.min_length = m.min_length.max(s.min_length);
    m.max_length = least(m.max_length, s.max_length);
    m.patterns.extend(s.pattern.filter(|p| !m.patterns.contains(p)));
    m.unsupported.extend(s.unsupported.iter().map(|word| (*word, s.at.child(word))));
    if let Some(number) = &s.number {
        numbers(&mut m.number, number);
    }
    if let Some(object) = &s.object {
        m.has_object_words = true;
        for (name, id) in &object.properties {
            let list = m.properties.entry(name).or_default();
            if !list.contains(id) {
                list.push(*id);
            }
        }
        m.required.extend(&object.required);
        m.additional.extend(object.additional);
        m.pattern_properties.extend(&object.patterns);
        m.min_properties = m.min_properties.max(object.min);
        m.max_properties = least(m.max_properties, object.max);
    }
    if let Some(array) = &s.array {
        m.has_array_words = true;
        m.items.extend(array.items);
        for (i, id) in array.prefix.iter().enumerate() {
            match m.prefix.get_mut(i) {
                Some(list) => list.push(*id),
                None => m.prefix.push(vec![*id]),
            }
        }
        m.min_items = m.min_items.max(array.min);
        m.max_items = least(m.max_items, array.max);
        m.unique_items |= array.unique;
    }
}

fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn numbers<'a>(m: &mut NumberWords<'a>, s: &NumberWords<'a>) {
    m.minimum = stricter(m.minimum, s.minimum, Ordering::Greater);
    m.exclusive_minimum = stricter(m.exclusive_minimum, s.exclusive_minimum, Ordering::Greater);
    m.maximum = stricter(m.maximum, s.maximum, Ordering::Less);
    m.exclusive_maximum = stricter(m.exclusive_maximum, s.exclusive_maximum, Ordering::Less);
    m.multiple_of = m.multiple_of.or(s.multiple_of);
}

fn stricter<'a>(a: Option<&'a Number>, b: Option<&'a Number>, wins: Ordering) -> Option<&'a Number> {
    let (Some(x), Some(y)) = (a, b) else { return a.or(b) };
    let order = match (x.as_i128(), y.as_i128()) {
        (Some(x), Some(y)) => x.cmp(&y),
        _ => x.as_f64().partial_cmp(&y.as_f64()).unwrap_or(Ordering::Equal),
    };
    if order == wins { a } else { b }
}

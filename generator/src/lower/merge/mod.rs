//! `allOf`: several schemas at once, as one.
//!
//! What a value must satisfy together is collected keyword by keyword. Where keywords cannot be put into one
//! (the schemas of one property), the list of schemas is kept and merged when it is its turn.
use super::schema::Key;
use super::unevaluated::{self, Fate};
use super::{Lowering, bounds, format};
use crate::document::schema::{Conditions, Discriminator, NumberWords, Schema, SchemaId, Types};
use crate::load::Pointer;
use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashSet};
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// The keywords of all schemas that hold together.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged<'a> {
    pub types: Types,
    /// The same before the key chose among them.
    pub stated: Types,
    /// Some schema states a `type`.
    pub typed: bool,
    /// Some schema is `false`.
    pub never: bool,
    pub nullable: bool,
    /// Every schema whose keywords were collected.
    pub parts: Vec<Part>,
    pub format: Option<&'a str>,
    pub content_encoding: Option<&'a str>,
    pub values: Option<Vec<&'a Value>>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub patterns: Vec<&'a str>,
    pub number: NumberWords<'a>,
    /// All of `multipleOf`; the first is in `number`, too.
    pub multiples: Vec<&'a Number>,
    pub properties: IndexMap<&'a str, Vec<SchemaId>, FxBuildHasher>,
    pub required: IndexSet<&'a str, FxBuildHasher>,
    /// What holds for members by any name, once for each schema that says so.
    pub others: Vec<Others<'a>>,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    /// What holds for items behind the prefix.
    pub items: Vec<SchemaId>,
    /// What holds for each of the first items.
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
    /// What the conditions speak of: objects, arrays.
    pub conditional: Types,
    pub unsupported: Vec<(&'a str, Pointer)>,
}

impl Merged<'_> {
    /// Whether other types must be decided before this one.
    pub(super) fn leads_on(&self) -> bool {
        self.has_object_words || self.has_array_words || !self.groups.is_empty()
    }

    /// The JSON types that the keywords speak of where no `type` is stated: an object for `properties`.
    pub(super) fn spoken_of(&self) -> Types {
        let members = !(self.properties.is_empty() && self.others.is_empty() && self.required.is_empty());
        let n = &self.number;
        let bounds = [n.minimum, n.exclusive_minimum, n.maximum, n.exclusive_maximum, n.multiple_of];
        match () {
            () if members || self.min_properties.or(self.max_properties).is_some() => Types::OBJECT,
            () if self.conditional.holds(Types::OBJECT) => Types::OBJECT,
            () if self.has_array_words || self.conditional.holds(Types::ARRAY) => Types::ARRAY,
            () if self.min_length.or(self.max_length).is_some() || !self.patterns.is_empty() => Types::STRING,
            () if bounds.iter().any(Option::is_some) => self.format.map_or(Types::NUMBER, format::numbers),
            () => self.format.map_or(Types::ANY, format::of_format),
        }
    }

    /// Whether a listed value has one of the types and keeps the bounds.
    pub(super) fn admits(&self, value: &Value) -> bool {
        self.types.holds(Types::of(value)) && bounds::admit(self, value)
    }

    /// What `additionalProperties` and the like say, patterns left aside.
    pub(super) fn additional(&self) -> Vec<SchemaId> {
        self.others.iter().filter_map(|others| others.rest).collect()
    }
}

/// A schema that was merged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub id: SchemaId,
    /// Its unions are not meant here, or decided elsewhere.
    pub plain: bool,
    /// Its conditions are checked elsewhere: see [`Key::plain`].
    pub beside: bool,
}

/// What one schema says of members by the names that it does not list.
#[derive(Clone, Debug)]
pub(super) struct Others<'a> {
    /// The names that it lists: `properties`.
    pub names: Vec<&'a str>,
    /// `patternProperties`; `None`: they are spoken of elsewhere.
    pub patterns: Vec<(&'a str, Option<SchemaId>)>,
    /// `additionalProperties`, or `unevaluatedProperties` where nothing but names decides what it applies to.
    pub rest: Option<SchemaId>,
    pub at: Pointer,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub exclusive: bool,
    pub branches: Vec<SchemaId>,
    /// The schema that it belongs to.
    pub of: SchemaId,
    pub at: Pointer,
}

impl Group {
    pub(super) fn word(&self) -> &'static str {
        if self.exclusive { "oneOf" } else { "anyOf" }
    }
}

/// Merges the schemas of a key with all that their `allOf`s and references add.
pub(super) fn merge<'a>(cx: &Lowering<'a, '_>, key: &Key) -> Merged<'a> {
    let mut merged = Merged { types: Types::ANY, conditional: Types::NONE, ..Merged::default() };
    let mut seen = FxHashSet::default();
    for (index, id) in key.schemas.iter().enumerate() {
        let beside = index < key.plain;
        add(cx, Part { id: *id, plain: beside, beside }, &mut merged, &mut seen);
    }
    merged.stated = merged.types;
    merged.types = merged.types.and(key.types);
    merged.nullable &= key.types.holds(Types::NULL);
    merged.typed |= key.types.or(Types::NULL) != Types::ANY;
    if merged.has_array_words {
        positions(cx, &mut merged);
    }
    let vacuous = |id: &Option<SchemaId>| id.is_none_or(|id| unevaluated::says_nothing(cx, id));
    merged.others.retain(|others| others.rest.is_some() || !others.patterns.iter().all(|(_, id)| vacuous(id)));
    // A list of values says what the types are.
    if let Some(mut values) = merged.values.take() {
        values.retain(|value| merged.admits(value));
        let of_values = values.iter().fold(Types::NONE, |all, value| all.or(Types::of(value)));
        merged.types = merged.types.and(of_values);
        merged.typed = true;
        merged.values = Some(values);
    }
    merged
}

fn add<'a>(cx: &Lowering<'a, '_>, part: Part, m: &mut Merged<'a>, seen: &mut FxHashSet<SchemaId>) {
    let Part { id, plain, .. } = part;
    if !seen.insert(id) {
        return;
    }
    let schemas = &cx.document.schemas;
    let s = schemas.get(id);
    if let Some(target) = s.reference.as_ref().and_then(|r| r.target) {
        add(cx, Part { id: target, plain: plain || cx.families.inherits(id), ..part }, m, seen);
    }
    m.parts.push(part);
    own(m, s);
    let refuses = |c: &Conditions<'_>| c.not.is_some_and(|not| unevaluated::says_nothing(cx, not));
    if s.conditions.as_deref().is_some_and(refuses) {
        // `not: {}` is `false`.
        m.types = Types::NONE;
        m.never = true;
    }
    if let Fate::Static(others) = unevaluated::properties(cx, id) {
        m.others.push(others);
    }
    let Some(combinators) = &s.combinators else { return };
    // One's own comes before those of what one adds to.
    if m.discriminator.is_none() {
        m.discriminator.clone_from(&combinators.discriminator);
    }
    for id in &combinators.all_of {
        add(cx, Part { id: *id, ..part }, m, seen);
    }
    for (exclusive, branches, word) in [(true, &combinators.one_of, "oneOf"), (false, &combinators.any_of, "anyOf")] {
        if !branches.is_empty() && !plain {
            m.groups.push(Group { exclusive, branches: branches.clone(), of: id, at: s.at.child(word) });
        }
    }
}

/// What one schema says by itself.
pub(super) fn alone<'a>(s: &Schema<'a>) -> Merged<'a> {
    let mut merged = Merged { types: Types::ANY, conditional: Types::NONE, ..Merged::default() };
    own(&mut merged, s);
    merged
}

fn own<'a>(m: &mut Merged<'a>, s: &Schema<'a>) {
    if s.never {
        m.types = Types::NONE;
        m.never = true;
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
            Some(before) => bounds::both(before, &values),
        });
    }
    m.min_length = m.min_length.max(s.min_length);
    m.max_length = least(m.max_length, s.max_length);
    m.patterns.extend(s.pattern.filter(|p| !m.patterns.contains(p)));
    m.unsupported.extend(s.unsupported.iter().map(|word| (*word, s.at.child(word))));
    if let Some(number) = &s.number {
        numbers(&mut m.number, number);
        m.multiples.extend(number.multiple_of.filter(|n| !m.multiples.contains(n)));
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
        if object.additional.is_some() || !object.patterns.is_empty() {
            m.others.push(Others {
                names: object.properties.iter().map(|(name, _)| *name).collect(),
                patterns: object.patterns.iter().map(|(pattern, id)| (*pattern, Some(*id))).collect(),
                rest: object.additional,
                at: s.at.clone(),
            });
        }
        m.min_properties = m.min_properties.max(object.min);
        m.max_properties = least(m.max_properties, object.max);
    }
    if let Some(conditions) = &s.conditions {
        m.conditional = m.conditional.or(conditional(conditions));
        m.has_array_words |= conditions.unevaluated_items.is_some();
    }
    if let Some(array) = &s.array {
        m.has_array_words = true;
        m.min_items = m.min_items.max(array.min);
        m.max_items = least(m.max_items, array.max);
        m.unique_items |= array.unique;
    }
}

/// What holds at each position: `items` of one schema speak of what another has in its prefix.
fn positions<'a>(cx: &Lowering<'a, '_>, m: &mut Merged<'a>) {
    // What is listed, where the rest begins, and what holds for the rest.
    let mut lists: Vec<(&[SchemaId], usize, Option<SchemaId>)> = Vec::new();
    for part in &m.parts {
        let s = cx.document.schemas.get(part.id);
        lists.extend(s.array.as_ref().map(|words| (words.prefix.as_slice(), words.prefix.len(), words.items)));
        if let Fate::Static((from, rest)) = unevaluated::items(cx, part.id) {
            lists.push((&[], from, Some(rest)));
        }
    }
    let longest = lists.iter().map(|(_, from, _)| *from).max().unwrap_or_default();
    for index in 0..longest {
        let mut here: Vec<SchemaId> = Vec::new();
        for (prefix, from, rest) in &lists {
            let id = prefix.get(index).copied().or(rest.filter(|_| index >= *from));
            here.extend(id.filter(|id| !here.contains(id)));
        }
        m.prefix.push(here);
    }
    m.items = lists.iter().filter_map(|(_, _, rest)| *rest).collect();
    // Where nothing may stand the array ends.
    let never = |id: &SchemaId| cx.document.schemas.get(*id).never;
    if let Some(end) = m.prefix.iter().position(|ids| ids.iter().any(never)) {
        m.items = m.prefix.get(end).cloned().unwrap_or_default();
        m.prefix.truncate(end);
    }
}

/// What the conditions of a schema speak of.
fn conditional(c: &Conditions<'_>) -> Types {
    let members =
        c.names.or(c.unevaluated_properties).is_some() || !c.dependent.is_empty() || !c.dependent_required.is_empty();
    let items = c.contains.or(c.unevaluated_items).is_some();
    match (members, items) {
        (true, _) => Types::OBJECT,
        (false, true) => Types::ARRAY,
        (false, false) => Types::NONE,
    }
}

fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn numbers<'a>(m: &mut NumberWords<'a>, s: &NumberWords<'a>) {
    m.minimum = bounds::stricter(m.minimum, s.minimum, Ordering::Greater);
    m.exclusive_minimum = bounds::stricter(m.exclusive_minimum, s.exclusive_minimum, Ordering::Greater);
    m.maximum = bounds::stricter(m.maximum, s.maximum, Ordering::Less);
    m.exclusive_maximum = bounds::stricter(m.exclusive_maximum, s.exclusive_maximum, Ordering::Less);
    m.multiple_of = m.multiple_of.or(s.multiple_of);
}

#[cfg(test)]
mod tests;

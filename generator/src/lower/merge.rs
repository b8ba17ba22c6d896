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
    /// Whether other types must be decided before this one.
    pub(super) fn leads_on(&self) -> bool {
        self.has_object_words || self.has_array_words || !self.groups.is_empty()
    }

    /// The JSON types that the keywords speak of where no `type` is stated: an object for `properties`.
    pub(super) fn spoken_of(&self) -> Types {
        let object = self.has_object_words
            && !(self.properties.is_empty() && self.additional.is_empty() && self.required.is_empty());
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
    for (index, id) in key.schemas.iter().enumerate() {
        if index == key.plain {
            merged.groups.clear();
        }
        add(cx, *id, &mut merged, &mut seen);
    }
    merged.types = merged.types.and(key.types);
    merged.typed |= key.types != Types::ANY;
    if key.plain >= key.schemas.len() {
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
    // Of these two only one is checked; another that differs is said to be lost.
    if let Some(pattern) = s.pattern.filter(|p| !m.patterns.contains(p)) {
        if !m.patterns.is_empty() {
            m.unsupported.push(("pattern", s.at.child("pattern")));
        }
        m.patterns.push(pattern);
    }
    if let (Some(known), Some(other)) = (m.number.multiple_of, s.number.as_ref().and_then(|n| n.multiple_of))
        && known != other
    {
        m.unsupported.push(("multipleOf", s.at.child("multipleOf")));
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::{clean, facts, said, schemas};

    /// The type of a property that all of these schemas hold for, and what is said about it.
    fn all_of(parts: &str) -> (Vec<String>, Vec<String>) {
        let (api, diagnostics) = schemas(&format!("S: {{type: object, properties: {{v: {{allOf: [{parts}]}}}}}}"));
        let declared = facts(&api, "type S.v ");
        let facts = if declared.is_empty() { facts(&api, "type S.v? ") } else { declared };
        (facts, said(&diagnostics))
    }

    fn merged(parts: &str) -> Vec<String> {
        let (facts, said) = all_of(parts);
        assert_eq!(said, [""; 0], "{parts}");
        facts
    }

    #[test]
    fn types_intersect() {
        assert_eq!(merged("{type: [string, integer]}, {type: [integer, boolean]}"), ["integer"]);
        assert_eq!(merged("{type: number}, {type: integer}"), ["integer"]);
        assert_eq!(merged("{type: [string, 'null']}, {type: string}"), ["string"]);
        assert_eq!(merged("{type: [string, 'null']}, {type: ['null', string]}"), ["string|null"]);
    }

    #[test]
    fn types_that_exclude_each_other_leave_nothing() {
        let contradiction = vec!["contradiction /components/schemas/S/properties/v/allOf/0".to_owned()];
        assert_eq!(all_of("{type: string}, {type: integer}"), (vec!["never".to_owned()], contradiction.clone()));
        assert_eq!(all_of("{type: string}, {enum: [1]}"), (vec!["never".to_owned()], contradiction));
    }

    #[test]
    fn the_stricter_bound_holds() {
        for (parts, bounds) in [
            ("{type: integer, minimum: 1, maximum: 9}, {minimum: 3, maximum: 7}", "integer minimum=3 maximum=7"),
            ("{type: integer, minimum: 3}, {minimum: 1}", "integer minimum=3"),
            ("{type: integer, minimum: 3}, {exclusiveMinimum: 3}", "integer minimum=3 exclusiveMinimum=3"),
            ("{type: number, maximum: 1.5}, {maximum: 1}", "number maximum=1"),
            // As floats these two are equal.
            (
                "{type: integer, minimum: 9007199254740992}, {minimum: 9007199254740993}",
                "integer minimum=9007199254740993",
            ),
            (
                "{type: string, minLength: 1, maxLength: 5}, {minLength: 2, maxLength: 9}",
                "string minLength=2 maxLength=5",
            ),
            (
                "{type: array, items: {type: string}, minItems: 2}, {minItems: 1, uniqueItems: true}",
                "array<string> minItems=2 uniqueItems",
            ),
        ] {
            assert_eq!(merged(parts), [bounds], "{parts}");
        }
    }

    #[test]
    fn what_cannot_hold_together_in_one_constraint_is_reported() {
        let at = |word: &str| vec![format!("unsupported-keyword /components/schemas/S/properties/v/allOf/1/{word}")];
        assert_eq!(
            all_of("{type: string, pattern: a}, {pattern: b}"),
            (vec!["string pattern=\"a\"".to_owned()], at("pattern"))
        );
        assert_eq!(
            all_of("{type: integer, multipleOf: 2}, {multipleOf: 3}"),
            (vec!["integer multipleOf=2".to_owned()], at("multipleOf"))
        );
        assert_eq!(merged("{type: string, pattern: a}, {pattern: a}"), ["string pattern=\"a\""]);
    }

    #[test]
    fn listed_values_intersect() {
        let values = |parts: &str| {
            let api = clean(schemas(&format!("S: {{allOf: [{parts}]}}")));
            facts(&api, "type S enum ")
        };
        assert_eq!(values("{enum: [a, b, c]}, {enum: [d, c, b]}"), ["\"b\"", "\"c\""]);
        assert_eq!(values("{enum: [a, b]}, {const: b}"), ["\"b\""]);
        assert_eq!(values("{enum: [a, 1]}, {type: string}"), ["\"a\""]);
        let (_, diagnostics) = schemas("S: {type: string, allOf: [{enum: [a]}, {enum: [b]}]}");
        assert_eq!(said(&diagnostics), ["contradiction /components/schemas/S"]);
    }

    #[test]
    fn members_of_all_parts_are_there_and_demanded_by_any() {
        let api = clean(schemas(
            "
            Base: {type: object, required: [id], properties: {id: {type: string}, size: {type: [string, integer]}}}
            S:
              allOf:
                - $ref: '#/components/schemas/Base'
                - {type: object, required: [size], properties: {size: {type: integer, minimum: 1}, note: {type: string}}}
            ",
        ));
        assert_eq!(facts(&api, "type S."), ["id string", "note? string", "size integer minimum=1"]);
    }

    #[test]
    fn a_component_of_several_parts_is_declared_once_under_its_name() {
        let s = "S: {allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}\n";
        let user = "User: {type: object, properties: {s: {$ref: '#/components/schemas/S'}}}\n";
        for order in [[s, user], [user, s]] {
            let api = clean(schemas(&order.concat()));
            let names: Vec<_> = api.types.iter().filter_map(|t| t.name.as_ref()).map(|n| n.rust.as_str()).collect();
            assert_eq!(names.iter().filter(|n| n.starts_with('S')).count(), 1, "{names:?}");
            assert_eq!(facts(&api, "type User."), ["s? S"]);
        }
    }

    #[test]
    fn the_same_part_twice_counts_once() {
        let base = "Base: {type: object, properties: {id: {type: string}}}\n";
        let twice = "S: {allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Base'}]}";
        assert_eq!(facts(&clean(schemas(&format!("{base}{twice}"))), "type S "), ["Base"]);
    }
}

//! Schemas as checks: all that one demands of a value, whatever a type could say of it.
//!
//! `format` is an annotation here, as JSON Schema has it: typed formats are decided by their type; only of examples they
//! are demanded. A discriminator
//! restricts nothing. Checks refer to each other by id and are written down one by one, so circles and depth cost nothing.
use super::{Lowering, examples, split};
use crate::document::schema::{ArrayWords, NumberWords, ObjectWords, Schema, SchemaId, Types};
use crate::ir::{Check, CheckId, Demand, Kind};
use crate::load::Pointer;
use rustc_hash::FxHashSet;
use serde_json::{Number, Value};

/// How much of a schema a check holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// All but `unevaluatedProperties` and `unevaluatedItems`.
    Body,
    /// What a child of its union adds to: the union left aside.
    Base,
}

impl Lowering<'_, '_> {
    /// The check of a schema, made once; what it demands is written down by [`Self::write_checks`].
    pub(super) fn check(&mut self, id: SchemaId) -> CheckId {
        let id = self.behind_references(id);
        let s = self.document.schemas.get(id);
        match target(s).filter(|_| self.families.inherits(id)) {
            Some(base) if is_reference(self, id) => self.extent(base, Extent::Base),
            _ => self.extent(id, Extent::Whole),
        }
    }

    pub(super) fn extent(&mut self, id: SchemaId, extent: Extent) -> CheckId {
        if let Some(known) = self.known_checks.get(&(id, extent)) {
            return *known;
        }
        let at = self.document.schemas.get(id).at.clone();
        let check = self.new_check(Vec::new(), &at);
        self.known_checks.insert((id, extent), check);
        self.open_checks.push((id, extent, check));
        check
    }

    /// What all of these demand.
    pub(super) fn check_all(&mut self, ids: &[SchemaId], at: &Pointer) -> CheckId {
        match ids {
            [one] => self.check(*one),
            ids => {
                let demands = ids.iter().map(|id| Demand::Holds(self.check(*id))).collect();
                self.new_check(demands, at)
            }
        }
    }

    pub(super) fn new_check(&mut self, demands: Vec<Demand>, at: &Pointer) -> CheckId {
        let id = CheckId(u32::try_from(self.checks.len()).unwrap_or(u32::MAX));
        self.checks.push(Check::new(demands, at.clone()));
        id
    }

    /// The check that everything passes.
    pub(super) fn anything(&mut self) -> CheckId {
        self.check(SchemaId::default())
    }

    /// Writes down what was promised, until nothing is open.
    pub(super) fn write_checks(&mut self) {
        while let Some((id, extent, check)) = self.open_checks.pop() {
            let demands = whole(self, id, extent);
            let (read_only, write_only) = split::one_way(self, id);
            if let Some(check) = self.checks.get_mut(check.0 as usize) {
                (check.demands, check.read_only, check.write_only) = (demands, read_only, write_only);
            }
        }
    }

    /// A schema that is only a reference is what it refers to. Circles of references were cut.
    fn behind_references(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        while let (Some(target), true) =
            (target(self.document.schemas.get(id)), is_reference(self, id) && !self.families.inherits(id))
        {
            id = target;
        }
        id
    }
}

fn target(s: &Schema<'_>) -> Option<SchemaId> {
    s.reference.as_ref().and_then(|r| r.target)
}

fn is_reference(cx: &Lowering<'_, '_>, id: SchemaId) -> bool {
    let s = cx.document.schemas.get(id);
    !s.nullable && !super::schema::restricts(s) && s.combinators.is_none()
}

fn whole(cx: &mut Lowering<'_, '_>, id: SchemaId, extent: Extent) -> Vec<Demand> {
    let document = cx.document;
    let s = document.schemas.get(id);
    let unevaluated = match extent {
        Extent::Whole => unevaluated(cx, id, s),
        Extent::Body | Extent::Base => None,
    };
    let demands = match unevaluated {
        Some(demand) => vec![demand],
        None => body(cx, id, s, extent),
    };
    if !s.nullable || demands.is_empty() {
        return demands;
    }
    let (null, rest) = (cx.new_check(vec![Demand::Kinds(vec![Kind::Null])], &s.at), cx.new_check(demands, &s.at));
    vec![Demand::AnyOf(vec![null, rest])]
}

/// `unevaluatedProperties` and `unevaluatedItems`, where they say something.
pub(super) fn unevaluated(cx: &mut Lowering<'_, '_>, id: SchemaId, s: &Schema<'_>) -> Option<Demand> {
    let c = s.conditions.as_ref()?;
    let (properties, items) = (c.unevaluated_properties, c.unevaluated_items);
    if properties.is_none() && items.is_none() {
        return None;
    }
    let body = cx.extent(id, Extent::Body);
    let [properties, items] = [properties, items].map(|part| part.map(|part| cx.check(part)));
    Some(Demand::Unevaluated { body, properties, items })
}

fn body(cx: &mut Lowering<'_, '_>, id: SchemaId, s: &Schema<'_>, extent: Extent) -> Vec<Demand> {
    let mut demands = Vec::new();
    own(cx, s, &mut demands);
    demands.extend(target(s).map(|target| match cx.families.inherits(id) {
        true => Demand::Holds(cx.extent(target, Extent::Base)),
        false => Demand::Holds(cx.check(target)),
    }));
    for part in s.combinators.iter().flat_map(|c| &c.all_of) {
        let part = cx.check(*part);
        demands.push(Demand::Holds(part));
    }
    let may = s.types.unwrap_or(Types::ANY);
    match extent {
        Extent::Base => conditions(cx, s, may, &mut demands),
        _ => in_place(cx, s, may, None, &mut demands),
    }
    demands
}

/// The keywords that speak of the value without other schemas in its place.
pub(super) fn own(cx: &mut Lowering<'_, '_>, s: &Schema<'_>, demands: &mut Vec<Demand>) {
    let may = s.types.unwrap_or(Types::ANY);
    demands.extend(s.never.then_some(Demand::Never));
    demands.extend(s.types.map(|types| Demand::Kinds(kinds(types))));
    demands.extend(s.values.as_deref().map(values));
    demands.extend(s.constant.map(|value| values(&[value])));
    if may.holds(Types::STRING) {
        demands.extend(text(s.min_length, s.max_length, s.pattern));
    }
    if cx.demands_formats {
        demands.extend(examples::format(cx, s, may));
    }
    if let Some(words) = s.number.as_ref().filter(|_| may.holds(Types::INTEGER)) {
        demands.extend(number(words));
    }
    if let Some(words) = s.array.as_ref().filter(|_| may.holds(Types::ARRAY)) {
        array(cx, words, demands);
    }
    if let Some(words) = s.object.as_ref().filter(|_| may.holds(Types::OBJECT)) {
        object(cx, words, demands);
    }
}

/// What no type says by itself: unions, but for the one with the keyword `decided`, and [conditions].
pub(super) fn in_place(
    cx: &mut Lowering<'_, '_>,
    s: &Schema<'_>,
    may: Types,
    decided: Option<&str>,
    demands: &mut Vec<Demand>,
) {
    if let Some(words) = &s.combinators {
        if !words.any_of.is_empty() && decided != Some("anyOf") {
            demands.push(Demand::AnyOf(words.any_of.iter().map(|id| cx.check(*id)).collect()));
        }
        if !words.one_of.is_empty() && decided != Some("oneOf") {
            demands.push(one_of(cx, &words.one_of));
        }
    }
    conditions(cx, s, may, demands);
}

/// What holds depending on the value, and demands on members and items as a whole.
pub(super) fn conditions(cx: &mut Lowering<'_, '_>, s: &Schema<'_>, may: Types, demands: &mut Vec<Demand>) {
    let Some(c) = &s.conditions else { return };
    demands.extend(c.not.map(|id| Demand::Not(cx.check(id))));
    if let Some(test) = c.test {
        let test = cx.check(test);
        let [then, otherwise] = [c.then, c.otherwise].map(|part| part.map(|id| cx.check(id)));
        demands.push(Demand::If { test, then, otherwise });
    }
    if let Some(item) = c.contains.filter(|_| may.holds(Types::ARRAY)) {
        let (item, min) = (cx.check(item), c.min_contains.unwrap_or(1));
        demands.push(Demand::Contains { item, min, max: c.max_contains });
    }
    if may.holds(Types::OBJECT) {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        demands.extend(c.names.map(|id| Demand::Names(cx.check(id))));
        for (name, others) in c.dependent_required.iter().filter(|(_, others)| !others.is_empty()) {
            demands.push(Demand::DependentRequired((*name).to_owned(), owned(others)));
        }
        for (name, id) in &c.dependent {
            demands.push(Demand::Dependent((*name).to_owned(), cx.check(*id)));
        }
    }
}

/// Exactly one. Branches that only their `format`s tell apart overlap for JSON Schema, which takes a format for a remark;
/// such a list is meant as a choice, and one of them is enough.
fn one_of(cx: &mut Lowering<'_, '_>, branches: &[SchemaId]) -> Demand {
    let formats = branches.iter().filter(|id| cx.document.schemas.get(**id).format.is_some()).count();
    let checks = branches.iter().map(|id| cx.check(*id)).collect();
    match formats == branches.len() {
        true => Demand::AnyOf(checks),
        false => Demand::OneOf(checks),
    }
}

fn array(cx: &mut Lowering<'_, '_>, words: &ArrayWords, demands: &mut Vec<Demand>) {
    demands.extend(items(words.min, words.max, words.unique));
    if !words.prefix.is_empty() || words.items.is_some() {
        let prefix = words.prefix.iter().map(|id| cx.check(*id)).collect();
        let rest = words.items.map(|id| cx.check(id));
        demands.push(Demand::Tuple { prefix, rest });
    }
}

fn object(cx: &mut Lowering<'_, '_>, words: &ObjectWords<'_>, demands: &mut Vec<Demand>) {
    demands.extend(count(words.min, words.max));
    // What travels one way only is not missed on the other.
    let one_way = words.properties.iter().filter(|(_, id)| split::travels(cx, &[*id]) != (false, false));
    let one_way: FxHashSet<&str> = one_way.map(|(name, _)| *name).collect();
    let required: Vec<String> =
        words.required.iter().filter(|name| !one_way.contains(**name)).map(|name| (*name).to_owned()).collect();
    if !required.is_empty() {
        demands.push(Demand::Required(required));
    }
    if !words.properties.is_empty() || !words.patterns.is_empty() || words.additional.is_some() {
        let mut named = |list: &[(&str, SchemaId)]| {
            list.iter().map(|(name, id)| ((*name).to_owned(), cx.check(*id))).collect::<Vec<_>>()
        };
        let (properties, patterns) = (named(&words.properties), named(&words.patterns));
        let additional = words.additional.map(|id| cx.check(id));
        demands.push(Demand::Members { properties, patterns, additional });
    }
}

/// The words for a set of types.
pub(super) fn kinds(types: Types) -> Vec<Kind> {
    let one = |t: Types| match t {
        Types::NULL => Kind::Null,
        Types::BOOLEAN => Kind::Boolean,
        Types::INTEGER => Kind::Integer,
        Types::NUMBER => Kind::Number,
        Types::STRING => Kind::String,
        Types::ARRAY => Kind::Array,
        _ => Kind::Object,
    };
    types.iter().map(one).collect()
}

pub(super) fn values(list: &[&Value]) -> Demand {
    Demand::Values(list.iter().map(ToString::to_string).collect())
}

pub(super) fn text(min: Option<u64>, max: Option<u64>, pattern: Option<&str>) -> Option<Demand> {
    let min = min.filter(|n| *n > 0);
    (min.is_some() || max.is_some() || pattern.is_some()).then(|| Demand::Text {
        min,
        max,
        pattern: pattern.map(str::to_owned),
    })
}

pub(super) fn number(words: &NumberWords<'_>) -> Option<Demand> {
    let w = words;
    let all = [w.minimum, w.exclusive_minimum, w.maximum, w.exclusive_maximum, w.multiple_of];
    let own = |number: Option<&Number>| number.map(Number::to_string);
    all.iter().any(Option::is_some).then(|| Demand::Number {
        minimum: own(w.minimum),
        exclusive_minimum: own(w.exclusive_minimum),
        maximum: own(w.maximum),
        exclusive_maximum: own(w.exclusive_maximum),
        multiple_of: own(w.multiple_of),
    })
}

pub(super) fn items(min: Option<u64>, max: Option<u64>, unique: bool) -> Option<Demand> {
    let min = min.filter(|n| *n > 0);
    (min.is_some() || max.is_some() || unique).then_some(Demand::Items { min, max, unique })
}

pub(super) fn count(min: Option<u64>, max: Option<u64>) -> Option<Demand> {
    let min = min.filter(|n| *n > 0);
    (min.is_some() || max.is_some()).then_some(Demand::Count { min, max })
}

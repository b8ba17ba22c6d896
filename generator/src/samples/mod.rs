//! `samples`: [`ir::Api`](crate::ir::Api) → JSON values: what a type allows, at and around its limits, and what it refuses.
//!
//! For tests: emitted code is held against values that nobody wrote by hand. Bounded and repeatable: the same seed gives
//! the same values. A type's shape and constraints are followed; what only a check says (`not`, `if`, ...) is not, so
//! whoever needs valid values judges them first.
mod number;
mod rank;
mod spoil;
#[cfg(test)]
mod tests;
mod text;
mod towards;

use crate::ir::{Api, Decision, EnumValues, Field, Kind, Rest, Scalar, Shape, Struct, TypeDef, TypeId, Union, Width};
use rustc_hash::FxHashSet;
use serde_json::{Map, Value};
use tenon_runtime::format::TextFormat;

/// Which values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fullness {
    /// Only what must be there.
    Least,
    /// Everything that may be there.
    Most,
    /// As the dice fall.
    Some,
}

/// Draws values of an API's types.
#[derive(Debug)]
pub struct Samples<'a> {
    api: &'a Api,
    /// How many types a smallest value of each type is deep.
    ranks: Vec<u32>,
    /// Whether no integer is one that doubles cannot tell from its neighbours, if the document does not ask for it.
    modest: bool,
    dice: fastrand::Rng,
}

/// Deeper than this only the smallest values are drawn.
const DEEP: u32 = 5;
/// What a value has at most of where the document names no limit.
const MANY: u64 = 3;
/// A limit that is farther away than this is not gone to.
const FAR: u64 = 300;

impl<'a> Samples<'a> {
    /// Values of the types of an API, repeatable by `seed`.
    #[must_use]
    pub fn new(api: &'a Api, seed: u64) -> Self {
        Self { api, ranks: rank::ranks(api), modest: false, dice: fastrand::Rng::with_seed(seed) }
    }

    /// The same, for other people's tools: no integer is one that doubles cannot tell from its neighbours, if the document
    /// does not ask for it.
    pub(crate) fn modest(self) -> Self {
        Self { modest: true, ..self }
    }

    /// A value of a type; `None` where the type has none that ends.
    pub fn value(&mut self, ty: TypeId, fullness: Fullness) -> Option<Value> {
        self.draw(ty, fullness, 0)
    }

    /// Whether a type, or one within it, demands what is not followed here.
    #[must_use]
    pub fn has_checks(&self, ty: TypeId) -> bool {
        let (mut open, mut seen) = (vec![ty], FxHashSet::default());
        while let Some(id) = open.pop() {
            let def = self.api.ty(id);
            // A value of one branch may happen to fit another, which an exclusive union refuses.
            let exclusive = match &def.shape {
                Shape::Union(u) => u.exclusive && matches!(u.decision, Decision::Property(_) | Decision::Trial),
                _ => false,
            };
            if exclusive || def.check.is_some() {
                return true;
            }
            if seen.insert(id) {
                open.extend(def.shape.parts());
            }
        }
        false
    }

    /// Throws the dice: a number below `count`.
    pub(crate) fn below_count(&mut self, count: usize) -> usize {
        self.dice.usize(..count.max(1))
    }

    fn rank(&self, ty: TypeId) -> u32 {
        self.ranks.get(ty.0 as usize).copied().unwrap_or(rank::ENDLESS)
    }

    fn draw(&mut self, ty: TypeId, fullness: Fullness, depth: u32) -> Option<Value> {
        if self.rank(ty) == rank::ENDLESS {
            return None;
        }
        let api = self.api;
        let def = api.ty(ty);
        let fullness = if depth > DEEP { Fullness::Least } else { fullness };
        Some(match &def.shape {
            Shape::Struct(shape) => self.object(def, shape, fullness, depth)?,
            Shape::Map(map) => {
                let count = self.count(def.constraints.min_properties, def.constraints.max_properties, fullness);
                Value::Object(self.entries(map.value, count, fullness, depth))
            }
            Shape::Array(item) => {
                let count = self.count(def.constraints.min_items, def.constraints.max_items, fullness);
                self.array(def, *item, count, fullness, depth)
            }
            Shape::Tuple(items) => {
                let items = items.iter().map(|item| self.draw(*item, fullness, depth + 1));
                Value::Array(items.collect::<Option<_>>()?)
            }
            Shape::Union(union) => self.branch_of(union, fullness, depth)?,
            Shape::Enum(listed) => self.listed(&listed.values),
            Shape::Scalar(scalar) => self.scalar(*scalar, def, fullness),
            Shape::Nullable(inner) => match fullness {
                Fullness::Least => Value::Null,
                Fullness::Some if self.dice.u8(..4) == 0 => Value::Null,
                _ => self.draw(*inner, fullness, depth + 1).unwrap_or(Value::Null),
            },
            Shape::Alias(to) => self.draw(*to, fullness, depth + 1)?,
            Shape::Null => Value::Null,
            Shape::Never => return None,
            Shape::Any(_) => self.anything(),
        })
    }

    fn object(&mut self, def: &TypeDef, shape: &Struct, fullness: Fullness, depth: u32) -> Option<Value> {
        let mut members = Map::new();
        for field in &shape.fields {
            if field.required || (self.rank(field.ty) != rank::ENDLESS && self.takes(field, fullness, depth)) {
                let value = self.draw(field.ty, fullness, depth + 1);
                match value {
                    Some(value) => drop(members.insert(field.name.wire.clone(), value)),
                    None if field.required => return None,
                    None => {}
                }
            }
        }
        if let (Rest::Kept(value), Fullness::Most | Fullness::Some) = (shape.rest, fullness) {
            let most = def.constraints.max_properties.unwrap_or(u64::MAX);
            let room = most.saturating_sub(members.len() as u64).min(2);
            let more = self.entries(value, room, fullness, depth);
            let known = |name: &String| shape.fields.iter().any(|f| f.name.wire == *name);
            members.extend(more.into_iter().filter(|(name, _)| !known(name)));
        }
        Some(Value::Object(members))
    }

    fn takes(&mut self, field: &Field, fullness: Fullness, depth: u32) -> bool {
        match fullness {
            Fullness::Least => false,
            Fullness::Most => depth < 3 || self.rank(field.ty) < 3,
            Fullness::Some => self.dice.bool(),
        }
    }

    fn entries(&mut self, value: TypeId, count: u64, fullness: Fullness, depth: u32) -> Map<String, Value> {
        let mut entries = Map::new();
        for index in 0..count {
            let Some(value) = self.draw(value, fullness, depth + 1) else { break };
            let name = match index {
                0 => "key".to_owned(),
                1 => "a/b~c \"é\"".to_owned(),
                n => format!("key{n}"),
            };
            entries.insert(name, value);
        }
        entries
    }

    fn array(&mut self, def: &TypeDef, item: TypeId, count: u64, fullness: Fullness, depth: u32) -> Value {
        let mut items: Vec<Value> = Vec::new();
        // A list of different items may need more throws than items.
        for _ in 0..count.saturating_mul(8) {
            if items.len() as u64 >= count {
                break;
            }
            let Some(value) = self.draw(item, fullness, depth + 1) else { break };
            if !def.constraints.unique_items || !items.contains(&value) {
                items.push(value);
            }
        }
        Value::Array(items)
    }

    /// How many items or members: at the limits where they are near.
    fn count(&mut self, min: Option<u64>, max: Option<u64>, fullness: Fullness) -> u64 {
        let least = min.unwrap_or(0).min(FAR);
        let most = max.unwrap_or(least + MANY).min(least + FAR);
        match fullness {
            Fullness::Least => least,
            Fullness::Most => most.min(least + MANY).max(least),
            Fullness::Some => match self.dice.u8(..4) {
                0 => least,
                1 if most <= least + 16 => most,
                _ => self.dice.u64(least..=most.min(least + MANY).max(least)),
            },
        }
    }

    /// A value of one of the branches; far down, of the one that ends first.
    fn branch_of(&mut self, union: &Union, fullness: Fullness, depth: u32) -> Option<Value> {
        let ending = (0..union.variants.len()).filter(|i| self.rank(union.variants[*i].ty) != rank::ENDLESS);
        let index = match depth > DEEP {
            true => ending.min_by_key(|i| self.rank(union.variants[*i].ty)),
            false => self.dice.choice(ending.collect::<Vec<_>>()),
        }?;
        self.branch_at(union, index, fullness, depth)
    }

    /// A value of one branch of a union.
    pub(crate) fn branch(&mut self, union: &Union, index: usize, fullness: Fullness) -> Option<Value> {
        self.branch_at(union, index, fullness, 0)
    }

    fn branch_at(&mut self, union: &Union, index: usize, fullness: Fullness, depth: u32) -> Option<Value> {
        let mut value = self.draw(union.variants.get(index)?.ty, fullness, depth + 1)?;
        self.tell_apart(union, index, &mut value);
        Some(value)
    }

    /// Says which branch it is.
    fn tell_apart(&mut self, union: &Union, index: usize, value: &mut Value) {
        if let (Decision::Tag { property, of, values, .. }, Value::Object(members)) = (&union.decision, value) {
            let own = values.iter().filter(|(_, variant)| *variant == index);
            let drawn = self.dice.choice(own.collect::<Vec<_>>());
            if let Some(tag) = drawn.and_then(|(text, _)| tag(*of, text)) {
                members.insert(property.clone(), tag);
            }
        }
    }

    fn listed(&mut self, values: &EnumValues) -> Value {
        match values {
            EnumValues::String(list) => self.dice.choice(list).map_or(Value::Null, |v| v.value.as_str().into()),
            EnumValues::Integer(list) => self.dice.choice(list).map_or(Value::Null, |v| v.value.into()),
            EnumValues::Boolean(one) => one.value.into(),
            EnumValues::Json(list) => {
                let text = self.dice.choice(list).map_or("null", |v| v.value.as_str());
                serde_json::from_str(text).unwrap_or_default()
            }
        }
    }

    fn scalar(&mut self, scalar: Scalar, def: &TypeDef, fullness: Fullness) -> Value {
        match scalar {
            Scalar::Boolean => self.dice.bool().into(),
            Scalar::Integer(Width::Any) => self.large(&def.constraints),
            Scalar::Integer(width) => {
                let (least, most) = width.range().unwrap_or((i128::MIN / 2, i128::MAX / 2));
                self.integer(least, most, &def.constraints)
            }
            Scalar::Float | Scalar::Decimal | Scalar::Foreign(_, Kind::Number) => self.float(&def.constraints),
            Scalar::String | Scalar::Binary => self.string(&def.constraints, fullness).into(),
            Scalar::Foreign(_, Kind::Integer) => self.integer(0, 100, &def.constraints),
            Scalar::Foreign(id, _) => {
                let format = self.api.foreign.get(id.0 as usize).map_or("", |foreign| foreign.format.as_str());
                self.text(TextFormat::named(format), &def.constraints).into()
            }
            other => self.formatted(other, &def.constraints).into(),
        }
    }

    fn anything(&mut self) -> Value {
        let all = [
            Value::Null,
            Value::Bool(true),
            Value::from(0),
            Value::from("text"),
            serde_json::json!([1, "two", null]),
            serde_json::json!({"a": {"b": [0.5]}}),
        ];
        self.dice.choice(all).unwrap_or_default()
    }
}

/// What a union's tag is, as a value.
pub(crate) fn tag(of: Kind, text: &str) -> Option<Value> {
    if of == Kind::String { Some(text.into()) } else { serde_json::from_str(text).ok() }
}

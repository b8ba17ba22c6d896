//! Values with one thing changed, on purpose: at each limit of a type, just beyond it, and otherwise than it says.
//!
//! Whether what comes out is valid is not known here: the whole schema is asked.
use super::texts;
use crate::ir::{Api, Constraints, Decision, Kind, Rest, Scalar, Shape, Struct, TypeDef, TypeId, Union, resolved};
use crate::samples::{Fullness, Samples, tag};
use rustc_hash::FxHashSet;
use serde_json::{Map, Number, Value};

/// A changed value, and in words what was changed.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) why: String,
    pub(super) value: Value,
    /// The schema may take it where the type does not: an integer of more digits than have room, or a member that
    /// travels the other way. Tried only if the schema refuses it.
    pub(super) narrow: bool,
    /// What is changed stands in no type of its own: only whoever holds the whole can say that it is wrong.
    pub(super) loose: bool,
    /// An integer that the type has no room for: a union may have a branch that passes over it.
    wide: bool,
    /// As [`Seen`] knows it.
    pub(super) key: (TypeId, String),
}

impl Edge {
    fn within(self, place: &str, value: Value) -> Self {
        Self { why: format!("/{place} {}", self.why), value, ..self }
    }

    fn narrow(why: &str, value: Value) -> Self {
        Self { narrow: true, ..Self::from((why, value)) }
    }
}

impl<T: Into<String>> From<(T, Value)> for Edge {
    fn from((why, value): (T, Value)) -> Self {
        Self { why: why.into(), value, narrow: false, loose: false, wide: false, key: (TypeId(0), String::new()) }
    }
}

/// How many values of a list get a turn.
const LISTED: usize = 24;
/// A limit that is farther away than this is not gone to.
const FAR: u64 = 2_000;
/// Deeper than this nothing is changed.
const DEEP: usize = 10;
/// A branch of a union that is drawn with more values than this is not changed: it would be there once for each change.
const LARGE: usize = 300;

/// What was changed already, so that a type that is used in many places is tried once.
#[derive(Debug, Default)]
pub(super) struct Seen(FxHashSet<(TypeId, String)>);

impl Seen {
    /// Whether all of these were tried.
    pub(super) fn knows(&self, all: &[(TypeId, String)]) -> bool {
        all.iter().all(|one| self.0.contains(one))
    }

    /// There was no room for it.
    pub(super) fn forgets(&mut self, one: &(TypeId, String)) {
        self.0.remove(one);
    }

    pub(super) fn learns(&mut self, all: Vec<(TypeId, String)>) {
        self.0.extend(all);
    }
}

/// Changes values of types.
pub(super) struct Edges<'s, 'a> {
    pub(super) api: &'a Api,
    pub(super) samples: &'s mut Samples<'a>,
    pub(super) seen: &'s mut Seen,
    /// Whether what is changed stands within a type of its own.
    held: bool,
    /// Unions whose branches had their turn: they hold each other.
    turned: FxHashSet<TypeId>,
}

impl<'s, 'a> Edges<'s, 'a> {
    pub(super) fn new(api: &'a Api, samples: &'s mut Samples<'a>, seen: &'s mut Seen) -> Self {
        Self { api, samples, seen, held: false, turned: FxHashSet::default() }
    }
}

impl Edges<'_, '_> {
    /// Every change of a value that was not tried before.
    pub(super) fn of(&mut self, ty: TypeId, value: &Value) -> Vec<Edge> {
        let mut out = Vec::new();
        self.walk(ty, value, 0, &mut out);
        out
    }

    fn walk(&mut self, ty: TypeId, value: &Value, depth: usize, out: &mut Vec<Edge>) {
        let id = resolved(&self.api.types, ty);
        let def = self.api.ty(id);
        let mut own = Vec::new();
        let held = self.held;
        self.held |= def.name.is_some() && matches!(def.shape, Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_));
        kinds(def, value, &mut own);
        match (&def.shape, value) {
            (Shape::Nullable(inner), _) => {
                own.clear();
                self.walk(*inner, value, depth, out);
                own.push(("null", Value::Null).into());
            }
            (Shape::Scalar(scalar), _) => {
                scalars(*scalar, &def.constraints, value, &mut own);
                match (scalar, value) {
                    (Scalar::String, Value::String(text)) => {
                        texts::changed(self.samples, &def.constraints, None, text, &mut own);
                    }
                    (Scalar::Text(format), Value::String(text)) => {
                        texts::changed(self.samples, &def.constraints, Some(*format), text, &mut own);
                    }
                    _ => {}
                }
            }
            (Shape::Enum(listed), _) => {
                let texts = listed.values.texts().into_iter().take(LISTED);
                own.extend(
                    texts.filter_map(|text| Some((format!("={text}"), serde_json::from_str(&text).ok()?).into())),
                );
                own.push(("unlisted", Value::from("tenon unlisted")).into());
                own.push(("unlisted number", Value::from(-987_654_321)).into());
            }
            (Shape::Array(item), Value::Array(items)) => {
                self.items(def, *item, items, &mut own);
                if let (Some(first), true) = (items.first(), depth < DEEP) {
                    let mut inner = Vec::new();
                    self.walk(*item, first, depth + 1, &mut inner);
                    out.extend(inner.into_iter().map(|edge: Edge| {
                        let mut items = items.clone();
                        items[0] = edge.value.clone();
                        edge.within("0", Value::Array(items))
                    }));
                }
            }
            (Shape::Tuple(types), Value::Array(items)) => self.tuple(types, items, depth, out),
            (Shape::Map(map), Value::Object(members)) => {
                properties(&def.constraints, members, &mut own);
                let value = map.value;
                self.members(members.keys().take(1).map(|name| (name.clone(), value)), members, depth, out);
            }
            (Shape::Struct(shape), Value::Object(members)) => {
                properties(&def.constraints, members, &mut own);
                structs(shape, members, &mut own);
                let fields = shape.fields.iter().map(|field| (field.name.wire.clone(), field.ty));
                self.members(fields, members, depth, out);
            }
            (Shape::Union(union), _) if self.turned.insert(id) => self.branches(union, depth, out, &mut own),
            _ => {}
        }
        for edge in &mut own {
            (edge.loose, edge.key) = (!self.held, (id, edge.why.clone()));
        }
        self.held = held;
        out.extend(own.into_iter().filter(|edge| edge.value != *value && self.seen.0.insert(edge.key.clone())));
    }

    fn members(
        &mut self,
        types: impl Iterator<Item = (String, TypeId)>,
        members: &Map<String, Value>,
        depth: usize,
        out: &mut Vec<Edge>,
    ) {
        if depth >= DEEP {
            return;
        }
        for (name, ty) in types {
            let Some(value) = members.get(&name) else { continue };
            let mut inner = Vec::new();
            self.walk(ty, value, depth + 1, &mut inner);
            out.extend(inner.into_iter().map(|edge: Edge| {
                let mut members = members.clone();
                members.insert(name.clone(), edge.value.clone());
                edge.within(&name, Value::Object(members))
            }));
        }
    }

    fn tuple(&mut self, types: &[TypeId], items: &[Value], depth: usize, out: &mut Vec<Edge>) {
        for (index, (ty, item)) in types.iter().zip(items).enumerate().filter(|_| depth < DEEP) {
            let mut inner = Vec::new();
            self.walk(*ty, item, depth + 1, &mut inner);
            out.extend(inner.into_iter().map(|edge: Edge| {
                let mut items = items.to_vec();
                items[index] = edge.value.clone();
                edge.within(&index.to_string(), Value::Array(items))
            }));
        }
    }

    /// Each branch gets its turn, and is changed in its turn.
    fn branches(&mut self, union: &Union, depth: usize, out: &mut Vec<Edge>, own: &mut Vec<Edge>) {
        for (index, variant) in union.variants.iter().enumerate().filter(|_| depth < DEEP) {
            for fullness in [Fullness::Least, Fullness::Most] {
                let drawn = self.samples.branch(union, index, fullness);
                let Some(value) = drawn.filter(|value| size(value) <= LARGE) else { continue };
                let mut inner = Vec::new();
                self.walk(variant.ty, &value, depth + 1, &mut inner);
                // A schema does not mind what a discriminator says: another branch may take it.
                let told = matches!(union.decision, Decision::Tag { .. });
                inner.iter_mut().for_each(|edge| edge.narrow |= told);
                inner.retain(|edge| told || !edge.wide);
                out.append(&mut inner);
                own.push((format!("<{}> {fullness:?}", variant.name.wire), value).into());
            }
        }
        let Decision::Tag { property, of, values, untagged, .. } = &union.decision else { return };
        for (text, index) in values {
            let value = self.samples.branch(union, *index, Fullness::Least);
            if let (Some(Value::Object(mut members)), Some(tag)) = (value, tag(*of, text)) {
                members.insert(property.clone(), tag);
                own.push((format!("tagged {text}"), Value::Object(members)).into());
            }
        }
        for index in untagged {
            let value = self.samples.branch(union, *index, Fullness::Most);
            if let Some(Value::Object(mut members)) = value {
                members.shift_remove(property);
                own.push((format!("untagged <{index}>"), Value::Object(members)).into());
            }
        }
        if let Some(Value::Object(mut members)) = self.samples.branch(union, 0, Fullness::Least) {
            members.insert(property.clone(), "tenon unlisted".into());
            own.push(Edge::narrow("an unlisted tag", Value::Object(members)));
        }
    }

    fn items(&mut self, def: &TypeDef, item: TypeId, items: &[Value], own: &mut Vec<Edge>) {
        let c = &def.constraints;
        let near = |limit: Option<u64>| limit.filter(|n| *n < FAR).and_then(|n| usize::try_from(n).ok());
        let (min, max) = (near(c.min_items), near(c.max_items));
        let wanted = [min, min.and_then(|n| n.checked_sub(1)), max, max.map(|n| n + 1)];
        for count in wanted.into_iter().flatten() {
            let mut list: Vec<Value> = items.iter().take(count).cloned().collect();
            for _ in 0..count.saturating_mul(6) {
                if list.len() >= count {
                    break;
                }
                let Some(value) = self.samples.value(item, Fullness::Some) else { break };
                if !c.unique_items || !list.contains(&value) {
                    list.push(value);
                }
            }
            if list.len() == count {
                own.push((format!("{count} items"), Value::Array(list)).into());
            }
        }
        if let (true, Some(first)) = (c.unique_items, items.first()) {
            own.push(("an item twice", Value::Array(vec![first.clone(), first.clone()])).into());
        }
    }
}

/// How many values a value holds, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 1,
        Value::Object(members) => members.values().map(size).sum::<usize>() + 1,
        _ => 1,
    }
}

/// Values of other types.
fn kinds(def: &TypeDef, value: &Value, own: &mut Vec<Edge>) {
    if matches!(def.shape, Shape::Any(_) | Shape::Never) {
        return;
    }
    // A schema that does not say `type` takes values of all types; the type that was made of it does not.
    own.push(Edge::narrow("null", Value::Null));
    let other = match value {
        Value::String(_) => Value::from(5),
        Value::Number(_) => Value::from("five"),
        Value::Bool(_) => Value::from("maybe"),
        Value::Array(_) => Value::Object(Map::new()),
        Value::Object(_) => Value::Array(Vec::new()),
        Value::Null => Value::from("null"),
    };
    own.push(Edge::narrow("another type", other));
}

fn scalars(scalar: Scalar, c: &Constraints, value: &Value, own: &mut Vec<Edge>) {
    if let Value::Number(_) = value {
        numbers(scalar, c, own);
    }
    if value.is_string() && scalar.kind() == Kind::String && !matches!(scalar, Scalar::String | Scalar::Binary) {
        let odd = Value::from("{ no format \u{1}");
        // To a schema `contentEncoding` is a remark.
        let remark = matches!(scalar, Scalar::Base64 | Scalar::Base64Url);
        own.push(if remark { Edge::narrow("no such format", odd) } else { ("no such format", odd).into() });
    }
}

fn numbers(scalar: Scalar, c: &Constraints, own: &mut Vec<Edge>) {
    let number = |n: i128| Number::from_i128(n).map(Value::Number);
    if let Scalar::Integer(width) = scalar {
        if let Some((low, high)) = width.range() {
            let each = [(low, false), (high, false), (low.saturating_sub(1), true), (high.saturating_add(1), true)];
            let edge = |(n, wide)| Some(Edge { narrow: wide, wide, ..Edge::from((format!("{n}"), number(n)?)) });
            own.extend(each.into_iter().filter_map(edge));
        }
        // `number` with a format of integers takes it.
        own.push(Edge::narrow("a fraction", Value::from(0.5)));
    }
    for limit in [&c.minimum, &c.exclusive_minimum, &c.maximum, &c.exclusive_maximum].into_iter().flatten() {
        // `1.0` is written as an integer, as those who send one write it.
        if let Ok(whole) = limit.trim_end_matches('0').strip_suffix('.').unwrap_or(limit).parse::<i128>() {
            let each = [whole - 1, whole, whole + 1];
            own.extend(each.into_iter().filter_map(|n| Some((format!("{n}"), number(n)?).into())));
        } else if let Ok(float) = limit.parse::<f64>() {
            let each = [float - 0.5, float, float + 0.5];
            own.extend(each.into_iter().map(|n| (format!("{n}"), Value::from(n)).into()));
        }
    }
    if let Some(step) = c.multiple_of.as_ref().and_then(|m| m.parse::<f64>().ok()) {
        own.push(("between multiples", Value::from(step * 1.5)).into());
        if let Ok(whole) = format!("{:.0}", step + 1.0).parse::<i64>() {
            own.push(("no multiple", Value::from(whole)).into());
        }
    }
}

fn structs(shape: &Struct, members: &Map<String, Value>, own: &mut Vec<Edge>) {
    for field in &shape.fields {
        let mut without = members.clone();
        if without.shift_remove(&field.name.wire).is_some() {
            let why = format!("without {}", field.name.wire);
            let narrow = field.required && (field.read_only || field.write_only);
            own.push(Edge { narrow, ..Edge::from((why, Value::Object(without))) });
        }
    }
    if shape.rest == Rest::Refused {
        let mut with = members.clone();
        with.insert("tenon unknown".to_owned(), Value::from(1));
        own.push(("an unknown member", Value::Object(with)).into());
    }
}

fn properties(c: &Constraints, members: &Map<String, Value>, own: &mut Vec<Edge>) {
    let (min, max) = (c.min_properties, c.max_properties.filter(|n| *n < 100));
    let counts = [min, min.and_then(|n| n.checked_sub(1)), max, max.map(|n| n + 1)];
    for count in counts.into_iter().flatten().filter_map(|n| usize::try_from(n).ok()) {
        let mut few: Map<String, Value> = members.iter().take(count).map(|(n, v)| (n.clone(), v.clone())).collect();
        let value = members.values().next().cloned().unwrap_or(Value::Null);
        for index in 0..count {
            if few.len() >= count {
                break;
            }
            few.insert(format!("more{index}"), value.clone());
        }
        own.push((format!("{count} members"), Value::Object(few)).into());
    }
}

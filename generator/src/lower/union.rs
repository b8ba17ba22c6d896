//! `oneOf`, `anyOf` and several `type`s: which branches there are, and what tells them apart.
//!
//! Decided here, once, in this order: the JSON type; a discriminator; a property with single values; a property
//! that only one branch requires; else trying, in order for `anyOf`, exactly one for `oneOf`.
#[cfg(test)]
mod tests;

use super::Lowering;
use super::merge::{Group, Merged, merge};
use super::schema::Key;
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Decision, Enum, EnumValues, Kind, Name, Scalar, Shape, TypeId, Union, UntypedReason, Variant};
use crate::load::Pointer;
use rustc_hash::FxHashSet;

/// A branch with what is needed to tell it from the others.
struct Branch<'a> {
    ty: TypeId,
    name: String,
    kinds: Types,
    merged: Merged<'a>,
    /// The component that it refers to.
    component: Option<&'a str>,
    /// Required properties whose string values are listed.
    tags: Vec<(&'a str, Vec<String>)>,
}

/// The type of a schema with `oneOf` or `anyOf`; `None` when those say nothing about its shape.
pub(super) fn groups<'a>(
    cx: &mut Lowering<'a, '_>,
    key: &Key,
    merged: &Merged<'a>,
    hint: &str,
    at: &Pointer,
) -> Option<Shape> {
    let group = match merged.groups.as_slice() {
        [] => return None,
        [one] => one.clone(),
        [.., last] => {
            cx.report(Code::Untyped, &last.at, "several unions hold at once; any JSON is taken");
            return Some(Shape::Any(UntypedReason::Unsupported));
        }
    };
    let (branches, null) = split_null(cx, merged, &group);
    if branches.iter().all(|id| only_demands(cx, *id)) && !branches.is_empty() {
        let demand = if group.exclusive { "oneOf" } else { "anyOf" };
        cx.report(
            Code::UnsupportedKeyword,
            &group.at,
            format!("`{demand}` whose branches only demand properties is not checked yet"),
        )
        .on_key();
        let plain = Key { without_groups: true, ..key.clone() };
        let ty = cx.key(&plain, hint);
        return Some(Shape::Alias(ty));
    }
    let beside = has_base(merged).then(|| Key { without_groups: true, ..key.clone() });
    let mut list: Vec<Branch<'a>> = Vec::new();
    for (i, id) in branches.iter().enumerate() {
        let branch = branch(cx, beside.as_ref(), *id, i, hint);
        if !list.iter().any(|known| cx.same(known.ty, branch.ty)) {
            list.push(branch);
        }
    }
    let shape = match list.as_slice() {
        [] => Shape::Null,
        [one] => Shape::Alias(one.ty),
        list => several(cx, &group, merged, list, at),
    };
    Some(if null { or_null(cx, shape, hint, at) } else { shape })
}

/// A schema whose `type` names several types.
pub(super) fn types(cx: &mut Lowering<'_, '_>, key: &Key, types: Types, hint: &str, at: &Pointer) -> Shape {
    let branches: Vec<_> = types
        .iter()
        .map(|one| {
            let key = Key { types: one, without_groups: true, ..key.clone() };
            let ty = cx.key(&key, &format!("{hint} {}", one.word()));
            Branch {
                ty,
                name: one.word().to_owned(),
                kinds: one,
                merged: merge(cx, &key),
                component: None,
                tags: Vec::new(),
            }
        })
        .collect();
    let decision = by_kind(&branches).unwrap_or(Decision::Trial);
    union(&branches, decision, false, at)
}

/// Branches other than null, and whether null is one.
fn split_null(cx: &Lowering<'_, '_>, merged: &Merged<'_>, group: &Group) -> (Vec<SchemaId>, bool) {
    let is_null = |id: &SchemaId| {
        let merged = merge(cx, &Key::new(vec![*id]));
        merged.types == Types::NULL && merged.typed
    };
    let allowed = merged.types.holds(Types::NULL);
    let branches: Vec<_> = group.branches.iter().copied().filter(|id| !is_null(id)).collect();
    let null = allowed && branches.len() < group.branches.len();
    (branches, null)
}

fn or_null(cx: &mut Lowering<'_, '_>, shape: Shape, hint: &str, at: &Pointer) -> Shape {
    match shape {
        Shape::Null => Shape::Null,
        Shape::Alias(ty) => match cx.resolved(ty).1.shape {
            Shape::Nullable(_) | Shape::Null | Shape::Any(_) if !cx.pending.contains(&ty) => Shape::Alias(ty),
            _ => Shape::Nullable(ty),
        },
        shape => {
            let named = matches!(shape, Shape::Union(_) | Shape::Enum(_) | Shape::Struct(_));
            let inner = cx.shape(shape, at);
            if named {
                cx.define(inner).name = Some(Name::wire(hint));
            }
            Shape::Nullable(inner)
        }
    }
}

/// A branch that names required properties and nothing else.
fn only_demands(cx: &Lowering<'_, '_>, id: SchemaId) -> bool {
    let s = cx.document.schemas.get(id);
    let nothing_else = s.reference.is_none()
        && s.combinators.is_none()
        && s.values.is_none()
        && s.constant.is_none()
        && s.array.is_none();
    nothing_else
        && s.types.is_none_or(|t| t == Types::OBJECT)
        && s.object
            .as_ref()
            .is_some_and(|o| o.properties.is_empty() && !o.required.is_empty() && o.additional.is_none())
}

/// Whether what stands beside the union shapes the value and must be merged into each branch.
fn has_base(merged: &Merged<'_>) -> bool {
    !merged.properties.is_empty()
        || !merged.required.is_empty()
        || !merged.additional.is_empty()
        || !merged.items.is_empty()
}

fn branch<'a>(cx: &mut Lowering<'a, '_>, beside: Option<&Key>, id: SchemaId, index: usize, hint: &str) -> Branch<'a> {
    let component = component(cx, id);
    let title = cx.document.schemas.get(id).title;
    let name = component.or(title).map(str::to_owned);
    let inline_hint = match &name {
        Some(name) => format!("{hint} {name}"),
        None => format!("{hint} variant {}", index + 1),
    };
    let (ty, key) = match beside {
        Some(base) => {
            let mut key = base.clone();
            key.schemas.push(id);
            // The branch's own unions count, the base's are what we are in.
            (cx.key(&key, &inline_hint), key)
        }
        None => (cx.schema(id, &inline_hint), Key::new(vec![id])),
    };
    let merged = merge(cx, &key);
    // A branch that leads back here is known by what its keywords say.
    let kinds = if cx.pending.contains(&ty) { stated(cx, &merged) } else { cx.kinds(ty) };
    let name = name.unwrap_or_else(|| cx.describe(ty, index));
    let tags = merged.required.iter().filter_map(|name| Some((*name, listed_values(cx, &merged, name)?))).collect();
    Branch { ty, name, kinds, merged, component, tags }
}

/// The JSON types that the keywords speak of, those of branches included.
fn stated(cx: &Lowering<'_, '_>, merged: &Merged<'_>) -> Types {
    let look = |m: &Merged<'_>, open: &mut Vec<SchemaId>| match m.groups.as_slice() {
        _ if m.typed => m.types,
        [group] => {
            open.extend(&group.branches);
            Types::NONE
        }
        _ => m.spoken_of(),
    };
    let (mut open, mut seen) = (Vec::new(), FxHashSet::default());
    let mut all = look(merged, &mut open);
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            all = all.or(look(&merge(cx, &Key::new(vec![id])), &mut open));
        }
    }
    all
}

fn component<'a>(cx: &Lowering<'a, '_>, id: SchemaId) -> Option<&'a str> {
    let mut id = id;
    for _ in 0..32 {
        if let Some(name) = cx.component_names.get(&id) {
            return Some(name);
        }
        id = cx.document.schemas.get(id).reference.as_ref()?.target?;
    }
    None
}

fn several<'a>(
    cx: &mut Lowering<'a, '_>,
    group: &Group,
    merged: &Merged<'a>,
    list: &[Branch<'a>],
    at: &Pointer,
) -> Shape {
    if let Some(open) = open_enum(cx, list) {
        return open;
    }
    let decision = by_kind(list)
        .or_else(|| by_discriminator(cx, merged, list))
        .or_else(|| by_single_values(list))
        .or_else(|| by_property(list));
    let decision = decision.unwrap_or_else(|| {
        if group.exclusive && list.iter().all(|b| b.kinds == Types::OBJECT) {
            cx.report(Code::AmbiguousUnion, &group.at, "nothing tells the branches apart but trying them")
                .help("add a `discriminator`, or a property with a `const` to each branch");
        }
        Decision::Trial
    });
    union(list, decision, group.exclusive, at)
}

fn union(list: &[Branch<'_>], decision: Decision, exclusive: bool, _at: &Pointer) -> Shape {
    let variants = list
        .iter()
        .map(|b| Variant { name: Name::wire(&b.name), docs: Default::default(), ty: b.ty, boxed: false })
        .collect();
    Shape::Union(Union { variants, decision, exclusive })
}

/// `anyOf: [string, enum]`: one enum that takes other strings, too.
fn open_enum(cx: &Lowering<'_, '_>, list: &[Branch<'_>]) -> Option<Shape> {
    let mut values = Vec::new();
    let mut plain = false;
    for branch in list {
        match &cx.resolved(branch.ty).1.shape {
            Shape::Scalar(Scalar::String) if cx.resolved(branch.ty).1.constraints.is_empty() => plain = true,
            Shape::Enum(Enum { values: EnumValues::String(list), .. }) => {
                for value in list {
                    if !values.iter().any(|v: &crate::ir::EnumValue<String>| v.value == value.value) {
                        values.push(value.clone());
                    }
                }
            }
            _ => return None,
        }
    }
    let all_enums = !plain && !values.is_empty();
    if values.is_empty() || all_enums {
        return None;
    }
    Some(Shape::Enum(Enum { values: EnumValues::String(values), open: true, extensible: true }))
}

fn by_kind(list: &[Branch<'_>]) -> Option<Decision> {
    let mut seen = Types::NONE;
    for branch in list {
        if !seen.and(branch.kinds).is_empty() || branch.kinds.is_empty() {
            return None;
        }
        seen = seen.or(branch.kinds);
    }
    Some(Decision::Kind(list.iter().map(|b| kinds(b.kinds)).collect()))
}

fn kinds(types: Types) -> Vec<Kind> {
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

fn by_discriminator(cx: &mut Lowering<'_, '_>, merged: &Merged<'_>, list: &[Branch<'_>]) -> Option<Decision> {
    let discriminator = merged.discriminator.as_ref()?;
    let mut values: Vec<(String, usize)> = Vec::new();
    for (value, target) in &discriminator.mapping {
        let name = target.rsplit('/').next().unwrap_or(target);
        if let Some(index) = list.iter().position(|b| b.component == Some(name)) {
            values.push(((*value).to_owned(), index));
        }
    }
    for (index, branch) in list.iter().enumerate() {
        if values.iter().any(|(_, i)| *i == index) {
            continue;
        }
        // Without a mapping the value is the component's name; what the branch itself says wins.
        let own = listed_values(cx, &branch.merged, discriminator.property);
        match (own, branch.component) {
            (Some(own), _) => values.extend(own.into_iter().map(|v| (v, index))),
            (None, Some(name)) => values.push((name.to_owned(), index)),
            (None, None) => return None,
        }
    }
    let distinct: rustc_hash::FxHashSet<_> = values.iter().map(|(v, _)| v).collect();
    if distinct.len() != values.len() || list.iter().any(|b| b.kinds != Types::OBJECT) {
        return None;
    }
    Some(Decision::Tag { property: discriminator.property.to_owned(), values, open: true })
}

/// The strings that a property may be, if they are listed.
fn listed_values(cx: &Lowering<'_, '_>, branch: &Merged<'_>, property: &str) -> Option<Vec<String>> {
    let ids = branch.properties.get(property)?;
    let values = merge(cx, &Key::new(ids.clone())).values?;
    let texts: Vec<_> = values.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
    (texts.len() == values.len() && !texts.is_empty()).then_some(texts)
}

/// A required property whose listed values differ in every branch.
fn by_single_values(list: &[Branch<'_>]) -> Option<Decision> {
    let first = list.first()?;
    if list.iter().any(|b| b.kinds != Types::OBJECT) {
        return None;
    }
    first.merged.required.iter().find_map(|property| {
        let mut values = Vec::new();
        for (index, branch) in list.iter().enumerate() {
            if !branch.merged.required.contains(property) {
                return None;
            }
            let own = branch.tags.iter().find(|(name, _)| name == property)?;
            for value in &own.1 {
                if values.iter().any(|(v, _): &(String, usize)| v == value) {
                    return None;
                }
                values.push((value.clone(), index));
            }
        }
        Some(Decision::Tag { property: (*property).to_owned(), values, open: true })
    })
}

/// Each branch but at most one requires a property that no other branch knows.
fn by_property(list: &[Branch<'_>]) -> Option<Decision> {
    if list.iter().any(|b| b.kinds != Types::OBJECT) {
        return None;
    }
    let mut order = Vec::new();
    let mut rest = None;
    for (index, branch) in list.iter().enumerate() {
        let unique = branch.merged.required.iter().find(|name| {
            list.iter().enumerate().all(|(other, b)| {
                other == index || (!b.merged.properties.contains_key(**name) && !b.merged.required.contains(**name))
            })
        });
        match unique {
            Some(name) => order.push((Some((*name).to_owned()), index)),
            None if rest.is_none() => rest = Some(index),
            None => return None,
        }
    }
    order.extend(rest.map(|index| (None, index)));
    Some(Decision::Property(order))
}

impl Lowering<'_, '_> {
    /// The JSON types that values of a type have.
    pub(super) fn kinds(&self, ty: TypeId) -> Types {
        let (mut all, mut open, mut seen) = (Types::NONE, vec![ty], FxHashSet::default());
        while let Some(ty) = open.pop() {
            let (id, def) = self.resolved(ty);
            if !seen.insert(id) {
                continue;
            }
            all = all.or(match &def.shape {
                Shape::Struct(_) | Shape::Map(_) => Types::OBJECT,
                Shape::Array(_) | Shape::Tuple(_) => Types::ARRAY,
                Shape::Enum(Enum { values: EnumValues::Integer(_), .. }) => Types::INTEGER,
                Shape::Enum(_) => Types::STRING,
                Shape::Scalar(scalar) => match scalar {
                    Scalar::Boolean => Types::BOOLEAN,
                    Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => Types::INTEGER,
                    Scalar::Float => Types::NUMBER,
                    _ => Types::STRING,
                },
                Shape::Nullable(inner) => {
                    open.push(*inner);
                    Types::NULL
                }
                Shape::Union(union) => {
                    open.extend(union.variants.iter().map(|v| v.ty));
                    Types::NONE
                }
                Shape::Null => Types::NULL,
                Shape::Never => Types::NONE,
                Shape::Any(_) | Shape::Alias(_) => Types::ANY,
            });
        }
        all
    }

    /// Whether two branches would be the same in Rust.
    fn same(&self, a: TypeId, b: TypeId) -> bool {
        let ((a, x), (b, y)) = (self.resolved(a), self.resolved(b));
        let plain = |shape: &Shape| match shape {
            Shape::Scalar(scalar) => Some(*scalar),
            _ => None,
        };
        a == b || (plain(&x.shape).is_some() && plain(&x.shape) == plain(&y.shape) && x.constraints == y.constraints)
    }

    /// What a branch without a name is called.
    fn describe(&self, ty: TypeId, index: usize) -> String {
        let (mut ty, mut lists) = (ty, 0);
        // A list may be one of itself.
        while let (Shape::Array(item), true) = (&self.resolved(ty).1.shape, lists < 8) {
            (ty, lists) = (*item, lists + 1);
        }
        let word = match &self.resolved(ty).1.shape {
            Shape::Map(_) => "map",
            Shape::Tuple(_) => "tuple",
            Shape::Scalar(scalar) => match scalar {
                Scalar::Boolean => "boolean",
                Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => "integer",
                Scalar::Float => "number",
                Scalar::Uuid => "uuid",
                Scalar::DateTime => "date time",
                Scalar::Date => "date",
                _ => "string",
            },
            Shape::Null => "null",
            Shape::Any(_) => "other",
            _ if lists == 0 => return format!("variant {}", index + 1),
            // A list of what has no word is a list.
            _ => {
                lists -= 1;
                "list"
            }
        };
        format!("{word}{}", " list".repeat(lists))
    }
}

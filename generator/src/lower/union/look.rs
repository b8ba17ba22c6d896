//! What is known of a branch before any value is read: its JSON types, and of an object its members.
use super::kinds::kinds;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{EnumValues, Kind, Rest, Shape, TypeDef, TypeId, resolved};
use crate::lower::Lowering;
use crate::lower::merge::Merged;
use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use serde_json::Value;

/// A branch as those see it who must tell it from others.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub kinds: Types,
    /// Of an object, by name.
    pub members: IndexMap<String, Member>,
    /// Of an object: it takes no other members.
    pub closed: bool,
}

/// A member that a branch may have.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    pub required: bool,
    /// All that it may be, if that is listed.
    pub values: Option<Tags>,
}

/// Values that can tell branches apart, as JSON texts without quotes; all strings, all integers or all booleans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tags {
    pub kind: Kind,
    pub texts: Vec<String>,
}

impl Look {
    pub(super) fn required(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|m| m.required)
    }

    /// What a property may be, if that is listed.
    pub(super) fn values(&self, name: &str) -> Option<&Tags> {
        self.members.get(name)?.values.as_ref()
    }

    /// By its keywords: for a branch whose type may not be decided yet.
    pub(super) fn of_words(cx: &Lowering<'_, '_>, kinds: Types, m: &Merged<'_>) -> Self {
        let names = m.properties.keys().chain(m.required.iter().filter(|name| !m.properties.contains_key(**name)));
        let member = |name: &str| Member {
            required: m.required.contains(name),
            values: m.properties.get(name).and_then(|ids| listed(cx, ids)),
        };
        let closed = m.others.iter().any(|others| {
            others.patterns.is_empty() && others.rest.is_some_and(|id| cx.document.schemas.get(id).never)
        });
        Self { closed, kinds, members: names.map(|name| ((*name).to_owned(), member(name))).collect() }
    }

    /// By its type, which is decided.
    pub(super) fn of_type(types: &[TypeDef], ty: TypeId, depth: usize) -> Self {
        let def = &types[resolved(types, ty).0 as usize];
        match &def.shape {
            _ if depth > 16 => Self::default(),
            Shape::Struct(s) => {
                let member =
                    |f: &crate::ir::Field| Member { required: f.required, values: values_of_type(types, f.ty) };
                let members = s.fields.iter().map(|f| (f.name.wire.clone(), member(f))).collect();
                Self { kinds: Types::OBJECT, members, closed: s.rest == Rest::Refused }
            }
            Shape::Union(u) => {
                let looks = u.variants.iter().map(|v| Self::of_type(types, v.ty, depth + 1));
                looks.reduce(Self::either).unwrap_or_default()
            }
            _ => Self { kinds: kinds(types, ty), ..Self::default() },
        }
    }

    /// One or the other: what both say remains.
    fn either(mut self, other: Self) -> Self {
        self.kinds = self.kinds.or(other.kinds);
        self.closed &= other.closed;
        for (name, member) in &mut self.members {
            let theirs = other.members.get(name);
            member.required &= theirs.is_some_and(|m| m.required);
            let both = member.values.take().zip(theirs.and_then(|m| m.values.clone()));
            member.values = both.filter(|(a, b)| a.kind == b.kind).map(|(mut a, b)| {
                let new: Vec<String> = b.texts.into_iter().filter(|text| !a.texts.contains(text)).collect();
                a.texts.extend(new);
                a
            });
        }
        for (name, _) in other.members {
            self.members.entry(name).or_default();
        }
        self
    }
}

/// The values that a closed list has.
fn values_of_type(types: &[TypeDef], ty: TypeId) -> Option<Tags> {
    let Shape::Enum(list) = &types[resolved(types, ty).0 as usize].shape else { return None };
    let (kind, texts) = match &list.values {
        EnumValues::String(values) => (Kind::String, values.iter().map(|v| v.value.clone()).collect()),
        EnumValues::Integer(values) => (Kind::Integer, values.iter().map(|v| v.value.to_string()).collect()),
        EnumValues::Boolean(value) => (Kind::Boolean, vec![value.value.to_string()]),
        EnumValues::Json(_) => return None,
    };
    (!list.extensible).then_some(Tags { kind, texts })
}

/// The values that schemas list which hold together; references and `allOf` are followed.
fn listed(cx: &Lowering<'_, '_>, ids: &[SchemaId]) -> Option<Tags> {
    let (mut open, mut seen) = (ids.to_vec(), FxHashSet::default());
    let (mut all, mut types): (Option<Vec<&Value>>, _) = (None, Types::ANY);
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let s = cx.document.schemas.get(id);
        types = s.types.map_or(types, |own| types.and(own));
        for values in s.constant.map(|c| vec![c]).into_iter().chain(s.values.clone()) {
            all = Some(match all {
                None => values,
                Some(before) => before.into_iter().filter(|v| values.contains(v)).collect(),
            });
        }
        open.extend(s.reference.as_ref().and_then(|r| r.target));
        open.extend(s.combinators.iter().flat_map(|c| &c.all_of));
    }
    let values: Vec<&Value> = all?.into_iter().filter(|v| types.holds(Types::of(v))).collect();
    let kind = match values.first()? {
        Value::String(_) => Kind::String,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(n) if n.as_i64().is_some() => Kind::Integer,
        _ => return None,
    };
    let text = |value: &&Value| match value {
        Value::String(text) if kind == Kind::String => Some(text.clone()),
        Value::Bool(value) if kind == Kind::Boolean => Some(value.to_string()),
        Value::Number(n) if kind == Kind::Integer => n.as_i64().map(|n| n.to_string()),
        _ => None,
    };
    Some(Tags { kind, texts: values.iter().map(text).collect::<Option<_>>()? })
}

//! What tells the branches of a union apart: each function looks for one kind of fact, or finds none.
use super::Branch;
use crate::document::schema::Types;
use crate::ir::{Decision, Enum, EnumValues, Scalar, Shape};
use crate::lower::Lowering;
use crate::lower::check::kinds;
use crate::lower::merge::{Merged, merge};
use crate::lower::schema::Key;

/// `anyOf: [string, enum]`: one enum that takes other strings, too.
pub(super) fn open_enum(cx: &Lowering<'_, '_>, list: &[Branch<'_>]) -> Option<Shape> {
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

pub(super) fn by_kind(list: &[Branch<'_>]) -> Option<Decision> {
    let mut seen = Types::NONE;
    for branch in list {
        if !seen.and(branch.kinds).is_empty() || branch.kinds.is_empty() {
            return None;
        }
        seen = seen.or(branch.kinds);
    }
    Some(Decision::Kind(list.iter().map(|b| kinds(b.kinds)).collect()))
}

pub(super) fn by_discriminator(
    cx: &mut Lowering<'_, '_>,
    merged: &Merged<'_>,
    list: &[Branch<'_>],
) -> Option<Decision> {
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
pub(super) fn listed_values(cx: &Lowering<'_, '_>, branch: &Merged<'_>, property: &str) -> Option<Vec<String>> {
    let ids = branch.properties.get(property)?;
    let values = merge(cx, &Key::new(ids.clone())).values?;
    let texts: Vec<_> = values.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
    (texts.len() == values.len() && !texts.is_empty()).then_some(texts)
}

/// A required property whose listed values differ in every branch.
pub(super) fn by_single_values(list: &[Branch<'_>]) -> Option<Decision> {
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
pub(super) fn by_property(list: &[Branch<'_>]) -> Option<Decision> {
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

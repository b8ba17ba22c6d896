//! What tells the branches of a union apart: each function looks for one kind of fact, or finds none.
use super::look::Look;
use crate::document::schema::Types;
use crate::ir::{Decision, Kind};
use crate::lower::check::kinds;

/// The cheapest fact that no `discriminator` has to tell.
pub(super) fn by_itself(looks: &[&Look]) -> Option<Decision> {
    by_kind(looks).or_else(|| by_single_values(looks)).or_else(|| by_property(looks))
}

pub(super) fn by_kind(looks: &[&Look]) -> Option<Decision> {
    let mut seen = Types::NONE;
    for look in looks {
        if !seen.and(look.kinds).is_empty() || look.kinds.is_empty() {
            return None;
        }
        seen = seen.or(look.kinds);
    }
    Some(Decision::Kind(looks.iter().map(|look| kinds(look.kinds)).collect()))
}

/// A required property whose listed values differ in every branch.
fn by_single_values(looks: &[&Look]) -> Option<Decision> {
    let first = looks.first().filter(|_| only_objects(looks))?;
    first.members.keys().find_map(|property| tag(looks, property))
}

fn tag(looks: &[&Look], property: &str) -> Option<Decision> {
    let mut values: Vec<(String, usize)> = Vec::new();
    let of = looks.first()?.values(property)?.kind;
    for (index, look) in looks.iter().enumerate() {
        let own = look.values(property).filter(|own| own.kind == of && look.required(property))?;
        for text in &own.texts {
            if values.iter().any(|(known, _)| known == text) {
                return None;
            }
            values.push((text.clone(), index));
        }
    }
    Some(Decision::Tag {
        property: property.to_owned(),
        of,
        open: may_grow(of, &values),
        values,
        untagged: Vec::new(),
        rest: None,
    })
}

/// Whether a newer document may list more values.
pub(super) fn may_grow(of: Kind, values: &[(String, usize)]) -> bool {
    of != Kind::Boolean || values.len() < 2
}

/// Each branch but at most one requires a property that no other branch knows.
fn by_property(looks: &[&Look]) -> Option<Decision> {
    if !only_objects(looks) {
        return None;
    }
    let mut order = Vec::new();
    let mut rest = None;
    for (index, look) in looks.iter().enumerate() {
        let unique = look.members.iter().find(|(name, member)| {
            member.required
                && looks.iter().enumerate().all(|(other, look)| other == index || !look.members.contains_key(*name))
        });
        match unique {
            Some((name, _)) => order.push((Some(name.clone()), index)),
            None if rest.is_none() => rest = Some(index),
            None => return None,
        }
    }
    order.extend(rest.map(|index| (None, index)));
    Some(Decision::Property(order))
}

fn only_objects(looks: &[&Look]) -> bool {
    looks.iter().all(|look| look.kinds == Types::OBJECT)
}

//! `discriminator`: which value of the property stands for which branch.
use super::Branch;
use super::decide::may_grow;
use super::look::Tags;
use crate::diagnostic::Code;
use crate::document::schema::{Discriminator, Types};
use crate::ir::{Decision, Kind};
use crate::lower::Lowering;

/// By `mapping`, by what the branches themselves list, else by the components' names. `None`, reported, where that
/// does not tell them apart.
pub(super) fn decision(
    cx: &mut Lowering<'_, '_>,
    discriminator: &Discriminator<'_>,
    list: &[Branch<'_>],
) -> Option<Decision> {
    let property = discriminator.property;
    let mut tags = Assigned { of: Kind::String, values: Vec::new() };
    if list.iter().any(|b| b.look.kinds != Types::OBJECT) {
        return None;
    }
    for (value, target) in &discriminator.mapping {
        match list.iter().position(|b| b.is(target)) {
            Some(index) => tags.add(value, index),
            None => {
                cx.report(
                    Code::IdleDiscriminator,
                    &discriminator.at.child("mapping").child(value),
                    format!("`{target}` is none of the union's branches"),
                )
                .on_key();
            }
        }
    }
    let own = own_values(list, property);
    if let Some(other) = own.iter().flatten().find(|tags| tags.kind != Kind::String).filter(|_| tags.values.is_empty())
    {
        tags.of = other.kind;
    }
    for (index, (branch, own)) in list.iter().zip(&own).enumerate() {
        // What the branch itself says, then the component's name.
        if let Some(own) = own.as_ref().filter(|own| own.kind == tags.of) {
            own.texts.iter().for_each(|text| tags.add(text, index));
        }
        if !tags.values.iter().any(|(_, i)| *i == index) {
            tags.add(branch.component.filter(|_| tags.of == Kind::String)?, index);
        }
        if !tags.values.iter().any(|(_, i)| *i == index) {
            return None;
        }
    }
    let rest = discriminator.default.and_then(|target| rest(cx, discriminator, target, list));
    if let Some(rest) = rest {
        let untagged = vec![rest];
        let (property, of, values) = (property.to_owned(), tags.of, tags.values);
        return Some(Decision::Tag { property, of, values, untagged, rest: Some(rest), open: false });
    }
    let untagged: Vec<usize> = (0..list.len()).filter(|i| !list[*i].look.required(property)).collect();
    if !untagged.is_empty() {
        let names: Vec<_> = untagged.iter().map(|i| format!("`{}`", list[*i].name)).collect();
        cx.report(
            Code::OptionalDiscriminator,
            &discriminator.at,
            format!("`{property}` may be missing in {}; they are tried where it is", names.join(", ")),
        )
        .on_key();
    }
    let open = may_grow(tags.of, &tags.values);
    Some(Decision::Tag { property: property.to_owned(), of: tags.of, values: tags.values, untagged, rest, open })
}

/// The branch of `defaultMapping`.
fn rest(cx: &mut Lowering<'_, '_>, of: &Discriminator<'_>, target: &str, list: &[Branch<'_>]) -> Option<usize> {
    let found = list.iter().position(|b| b.is(target));
    if found.is_none() {
        let message = format!("`{target}` is none of the union's branches");
        cx.report(Code::IdleDiscriminator, &of.at.child("defaultMapping"), message);
    }
    found
}

/// Values and their branches; the first branch that claims a value has it.
struct Assigned {
    of: Kind,
    values: Vec<(String, usize)>,
}

impl Assigned {
    fn add(&mut self, value: &str, index: usize) {
        if !self.values.iter().any(|(known, _)| known == value) {
            self.values.push((value.to_owned(), index));
        }
    }
}

/// Per branch the values that are its own: a value that several list belongs to the shortest list, if there is one. A
/// list that all share says what kinds there are, not which one a branch is.
fn own_values(list: &[Branch<'_>], property: &str) -> Vec<Option<Tags>> {
    let all: Vec<Option<&Tags>> = list.iter().map(|b| b.look.values(property)).collect();
    let owns = |index: usize, length: usize, text: &String| {
        let others = all.iter().enumerate().filter(|(other, _)| *other != index);
        others.filter_map(|(_, tags)| *tags).all(|tags| tags.texts.len() > length || !tags.texts.contains(text))
    };
    let own = all.iter().enumerate().map(|(index, tags)| {
        let tags = (*tags)?;
        let texts = tags.texts.iter().filter(|text| owns(index, tags.texts.len(), text)).cloned().collect();
        Some(Tags { kind: tags.kind, texts }).filter(|tags| !tags.texts.is_empty())
    });
    own.collect()
}

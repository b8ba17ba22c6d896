//! What a key demands that its type does not say: the residue, which a check says.
//!
//! A type takes all that its schemas accept, and maybe more; with its residue it takes exactly that. Words that bound a
//! value (lengths, patterns, members by pattern …) are said by the type itself, by the types that it consists of, or here.
//! What holds in place (other unions, conditions) is said here, and only by the type that the key is: a branch that is
//! merged with what stands beside its union leaves that to the union.
use super::Lowering;
use super::check;
use super::merge::{Merged, Others, Part};
use super::schema::{Decided, Key, Said};
use super::unevaluated::{self, Fate};
use crate::document::schema::{NumberWords, SchemaId, Types};
use crate::ir::{CheckId, Constraints, Demand, Kind, Rest, Scalar, Shape};
use crate::load::Pointer;

impl<'a> Lowering<'a, '_> {
    /// The residue of a key, if there is one.
    pub(super) fn residue(
        &mut self,
        key: &Key,
        m: &Merged<'a>,
        decided: &Decided,
        constraints: &Constraints,
        at: &Pointer,
    ) -> Option<CheckId> {
        let mut demands = Vec::new();
        match decided.said {
            Said::Elsewhere => return None,
            _ if matches!(decided.shape, Shape::Never) => return None,
            Said::Nowhere => untyped(self, key, m, &mut demands),
            said => {
                if !m.types.holds(decided.takes) {
                    demands.push(Demand::Kinds(check::kinds(m.types)));
                }
                match said {
                    Said::Within => {}
                    Said::Here => here(self, m, &decided.shape, constraints, at, &mut demands),
                    _ => beside(self, m, at, &mut demands),
                }
                for part in m.parts.iter().filter(|_| !decided.settled) {
                    in_place(self, *part, m.types, decided.union, &mut demands);
                }
            }
        }
        match demands.as_slice() {
            [] => None,
            [Demand::Holds(one)] => Some(*one),
            _ => Some(self.new_check(demands, at)),
        }
    }
}

/// Everything, where there is no type that could say anything.
fn untyped(cx: &mut Lowering<'_, '_>, key: &Key, m: &Merged<'_>, demands: &mut Vec<Demand>) {
    if key.types != Types::ANY {
        demands.push(Demand::Kinds(check::kinds(key.types)));
    }
    if key.plain == 0 {
        demands.extend(key.schemas.iter().map(|id| Demand::Holds(cx.check(*id))));
        return;
    }
    let document = cx.document;
    for part in &m.parts {
        let s = document.schemas.get(part.id);
        check::own(cx, s, demands);
        let seen = matches!(unevaluated::properties(cx, part.id), Fate::Static(_))
            || matches!(unevaluated::items(cx, part.id), Fate::Static(_));
        demands.extend(seen.then(|| check::unevaluated(cx, part.id, s)).flatten());
        in_place(cx, *part, Types::ANY, None, demands);
    }
}

/// Unions that are not the type, conditions, and what depends on what they let pass.
fn in_place(
    cx: &mut Lowering<'_, '_>,
    part: Part,
    may: Types,
    decided: Option<(SchemaId, &str)>,
    demands: &mut Vec<Demand>,
) {
    let document = cx.document;
    let s = document.schemas.get(part.id);
    if part.beside {
        return;
    }
    let union = decided.filter(|(id, _)| *id == part.id).map(|(_, word)| word);
    match part.plain {
        true => check::conditions(cx, s, may, demands),
        false => check::in_place(cx, s, may, union, demands),
    }
    let Some(c) = &s.conditions else { return };
    let dynamic = |id: Option<SchemaId>, dynamic: bool| id.filter(|_| dynamic);
    let members = matches!(unevaluated::properties(cx, part.id), Fate::Dynamic) && may.holds(Types::OBJECT);
    let items = matches!(unevaluated::items(cx, part.id), Fate::Dynamic) && may.holds(Types::ARRAY);
    let (properties, items) = (dynamic(c.unevaluated_properties, members), dynamic(c.unevaluated_items, items));
    if properties.is_some() || items.is_some() {
        let body = cx.extent(part.id, check::Extent::Body);
        let [properties, items] = [properties, items].map(|id| id.map(|id| cx.check(id)));
        demands.push(Demand::Unevaluated { body, properties, items });
    }
}

/// What a shape of its own and its constraints leave unsaid.
fn here(
    cx: &mut Lowering<'_, '_>,
    m: &Merged<'_>,
    shape: &Shape,
    constraints: &Constraints,
    at: &Pointer,
    demands: &mut Vec<Demand>,
) {
    match shape {
        // What the words beside a list rule out is not on the list any more.
        Shape::Enum(_) | Shape::Null | Shape::Never => return,
        Shape::Scalar(Scalar::Boolean) if m.values.as_ref().is_some_and(|values| values.len() > 1) => return,
        _ => demands.extend(m.values.as_deref().map(check::values)),
    }
    match shape {
        Shape::Scalar(Scalar::String | Scalar::Text(_)) => {
            demands.extend(m.patterns.iter().skip(1).filter_map(|p| check::text(None, None, Some(p))));
        }
        Shape::Scalar(Scalar::Integer(_) | Scalar::Float | Scalar::Decimal) => multiples(m, 1, demands),
        Shape::Scalar(Scalar::Foreign(_, Kind::Integer | Kind::Number)) => {
            demands.extend(check::number(&m.number));
            multiples(m, 1, demands);
        }
        Shape::Scalar(Scalar::Boolean) => {}
        Shape::Scalar(scalar) => {
            let (least, most) = lengths(*scalar);
            let (min, max) = (m.min_length.filter(|n| *n > least), m.max_length.filter(|n| *n < most));
            demands.extend(check::text(min, max, None));
            demands.extend(m.patterns.iter().filter_map(|p| check::text(None, None, Some(p))));
        }
        Shape::Struct(s) => {
            if constraints.min_properties.or(constraints.max_properties).is_none() {
                demands.extend(check::count(m.min_properties, m.max_properties));
            }
            members(cx, m, s.rest, demands);
        }
        Shape::Map(map) => members(cx, m, Rest::Kept(map.value), demands),
        Shape::Array(_) if !m.prefix.is_empty() => tuple(cx, m, at, demands),
        Shape::Tuple(_) => demands.extend(check::items(None, None, m.unique_items)),
        _ => {}
    }
}

/// What bounds the values of a union from beside it.
fn beside(cx: &mut Lowering<'_, '_>, m: &Merged<'_>, at: &Pointer, demands: &mut Vec<Demand>) {
    demands.extend(m.values.as_deref().map(check::values));
    if m.types.holds(Types::STRING) {
        demands.extend(check::text(m.min_length, m.max_length, m.patterns.first().copied()));
        demands.extend(m.patterns.iter().skip(1).filter_map(|p| check::text(None, None, Some(p))));
    }
    if m.types.holds(Types::INTEGER) {
        demands.extend(check::number(&m.number));
        multiples(m, 1, demands);
    }
    if m.types.holds(Types::ARRAY) {
        demands.extend(check::items(m.min_items, m.max_items, m.unique_items));
        tuple(cx, m, at, demands);
    }
    if m.types.holds(Types::OBJECT) {
        demands.extend(check::count(m.min_properties, m.max_properties));
    }
}

/// Divisors behind those that are said already.
fn multiples(m: &Merged<'_>, said: usize, demands: &mut Vec<Demand>) {
    for divisor in m.multiples.iter().skip(said) {
        demands.extend(check::number(&NumberWords { multiple_of: Some(divisor), ..NumberWords::default() }));
    }
}

/// What schemas say of members that they do not list, as far as fields and the type of the rest do not.
fn members(cx: &mut Lowering<'_, '_>, m: &Merged<'_>, rest: Rest, demands: &mut Vec<Demand>) {
    for others in &m.others {
        if said_by_type(cx, m, others, rest) {
            continue;
        }
        let anything = cx.anything();
        let properties = others.names.iter().map(|name| ((*name).to_owned(), anything)).collect();
        let patterns = others.patterns.iter().map(|(pattern, id)| {
            let check = id.map_or(anything, |id| cx.check(id));
            ((*pattern).to_owned(), check)
        });
        let patterns = patterns.collect();
        let additional = others.rest.map(|id| cx.check(id));
        demands.push(Demand::Members { properties, patterns, additional });
    }
}

/// Whether the type of what is not declared says all of it, for no declared member is one of those others.
fn said_by_type(cx: &Lowering<'_, '_>, m: &Merged<'_>, others: &Others<'_>, rest: Rest) -> bool {
    if others.rest.is_some_and(|id| unevaluated::says_nothing(cx, id)) && others.patterns.is_empty() {
        return true;
    }
    let kept = matches!(rest, Rest::Kept(_));
    let undeclared = m.required.iter().filter(|name| !m.properties.contains_key(**name));
    let mut fields = m.properties.keys().chain(undeclared.filter(|_| !kept));
    match others.patterns.is_empty() {
        true => fields.all(|name| others.names.contains(name)),
        // One type for all of them: see `object::by_pattern`.
        false => {
            let one = others.rest.is_some_and(|id| !cx.document.schemas.get(id).never)
                && !matches!(rest, Rest::Kept(ty) if matches!(cx.ty(ty).shape, Shape::Any(_)));
            kept && one && m.others.len() == 1 && m.properties.is_empty()
        }
    }
}

/// `prefixItems` where the shape is looser.
fn tuple(cx: &mut Lowering<'_, '_>, m: &Merged<'_>, at: &Pointer, demands: &mut Vec<Demand>) {
    if m.prefix.is_empty() && m.items.is_empty() {
        return;
    }
    let prefix = m.prefix.iter().map(|ids| cx.check_all(ids, at)).collect();
    let rest = (!m.items.is_empty()).then(|| cx.check_all(&m.items, at));
    demands.push(Demand::Tuple { prefix, rest });
}

/// Fewest and most characters of a value, as far as its type knows.
fn lengths(scalar: Scalar) -> (u64, u64) {
    match scalar {
        Scalar::Uuid => (36, 36),
        Scalar::Date => (10, 10),
        Scalar::DateTime => (20, u64::MAX),
        Scalar::DateTimeLocal => (19, u64::MAX),
        Scalar::Time => (9, u64::MAX),
        Scalar::TimeLocal => (8, u64::MAX),
        Scalar::Ipv4 => (7, 15),
        Scalar::Ipv6 => (2, 45),
        _ => (0, u64::MAX),
    }
}

#[cfg(test)]
mod tests;

//! Objects and arrays.
use super::Lowering;
use super::merge::{Merged, merge};
use super::schema::Key;
use crate::diagnostic::Code;
use crate::document::schema::SchemaId;
use crate::ir::{Field, Map, Name, Rest, Shape, Struct, UntypedReason};
use crate::load::Pointer;
use crate::lower::{docs, split};

/// A struct when properties are known, else a map; a bare `object` is a map of anything.
pub(super) fn object<'a>(cx: &mut Lowering<'a, '_>, m: &Merged<'a>, hint: &str, at: &Pointer) -> Shape {
    refused(cx, m);
    let rest = rest(cx, m, hint, at);
    if m.properties.is_empty() && m.required.is_empty() {
        if let Rest::Refused = rest {
            return Shape::Struct(Struct::new(Vec::new(), rest));
        }
        let value = match rest {
            Rest::Kept(value) => value,
            _ => cx.unconstrained(at),
        };
        return Shape::Map(Map { value });
    }
    let mut fields: Vec<Field> = m.properties.iter().map(|(name, ids)| field(cx, m, name, ids, hint)).collect();
    // `required` names that no property describes are any JSON.
    for name in m.required.iter().filter(|name| !m.properties.contains_key(**name)) {
        let ty = match rest {
            Rest::Kept(ty) => ty,
            _ => cx.unconstrained(at),
        };
        fields.push(Field {
            name: Name::wire(*name),
            docs: Default::default(),
            ty,
            required: true,
            boxed: false,
            place: 0,
            default: None,
            read_only: false,
            write_only: false,
            origin: at.child("required"),
        });
    }
    Shape::Struct(Struct::new(fields, rest))
}

/// Members that one schema demands and another, which does not know them, refuses.
fn refused(cx: &mut Lowering<'_, '_>, m: &Merged<'_>) {
    for others in m.others.iter().filter(|others| others.patterns.is_empty()) {
        let closed = others.rest.is_some_and(|id| cx.document.schemas.get(id).never);
        let lost = m.required.iter().find(|name| closed && !others.names.contains(*name));
        if let Some(name) = lost {
            let message = format!("`{name}` is required, and refused here: no object satisfies both");
            cx.report(Code::Contradiction, &others.at, message)
                .help("`additionalProperties: false` sees the properties beside it only; `unevaluatedProperties: false` sees those of `allOf`, too");
        }
    }
}

fn field<'a>(cx: &mut Lowering<'a, '_>, m: &Merged<'a>, name: &'a str, ids: &[SchemaId], hint: &str) -> Field {
    let schemas = &cx.document.schemas;
    let origin = ids.first().map_or_else(|| Pointer::root(Default::default()), |id| schemas.get(*id).at.clone());
    let docs = docs::property(cx, ids);
    let (mut read_only, mut write_only) = split::travels(cx, ids);
    if read_only && write_only {
        cx.report(Code::Contradiction, &origin, "`readOnly` and `writeOnly` at once: it would never travel")
            .help("it is taken to travel both ways");
        (read_only, write_only) = (false, false);
    }
    let default = cx.default(ids);
    let ty = cx.conjunction(ids, &[hint, name].join(" "));
    Field {
        name: Name::wire(name),
        docs,
        ty,
        required: m.required.contains(name),
        boxed: false,
        place: 0,
        default,
        read_only,
        write_only,
        origin,
    }
}

/// What becomes of members that are not declared.
fn rest<'a>(cx: &mut Lowering<'a, '_>, m: &Merged<'a>, hint: &str, at: &Pointer) -> Rest {
    let hint = || format!("{hint} value");
    if m.others.iter().any(|others| !others.patterns.is_empty()) {
        return match by_pattern(cx, m) {
            Some(ids) => Rest::Kept(cx.conjunction(&ids, &hint())),
            None => Rest::Kept(cx.shape(Shape::Any(UntypedReason::Members), at)),
        };
    }
    let additional = m.additional();
    if additional.iter().any(|id| cx.document.schemas.get(*id).never) {
        return Rest::Refused;
    }
    match additional.as_slice() {
        [] => Rest::Ignored,
        ids => Rest::Kept(cx.conjunction(ids, &hint())),
    }
}

/// What holds for every member whose name matches any pattern, and for every other that is let in: one type can say that
/// where all of it is the same.
fn by_pattern(cx: &mut Lowering<'_, '_>, m: &Merged<'_>) -> Option<Vec<SchemaId>> {
    let [others] = m.others.as_slice() else { return None };
    let rest = match others.rest {
        None => return None,
        Some(id) if cx.document.schemas.get(id).never => None,
        Some(id) => Some(id),
    };
    let each = others.patterns.iter().map(|(_, id)| *id).chain(rest.map(Some));
    let mut each: Vec<SchemaId> = each.collect::<Option<_>>()?;
    let first = each.pop()?;
    each.iter().all(|other| cx.say_the_same(first, *other)).then(|| vec![first])
}

pub(super) fn array<'a>(cx: &mut Lowering<'a, '_>, m: &Merged<'a>, hint: &str, at: &Pointer) -> Shape {
    if !m.prefix.is_empty() {
        return prefixed(cx, m, hint, at);
    }
    let item = match m.items.as_slice() {
        [] => cx.unconstrained(at),
        ids => cx.conjunction(ids, &format!("{hint} item")),
    };
    Shape::Array(item)
}

/// `prefixItems`: a tuple when nothing may follow and everything must be there.
fn prefixed<'a>(cx: &mut Lowering<'a, '_>, m: &Merged<'a>, hint: &str, at: &Pointer) -> Shape {
    let length = m.prefix.len() as u64;
    let closed = m.items.iter().any(|id| cx.document.schemas.get(*id).never) || m.max_items == Some(length);
    if closed && m.min_items.is_some_and(|min| min >= length) && (1..=12).contains(&m.prefix.len()) {
        let parts =
            m.prefix.iter().enumerate().map(|(i, ids)| cx.conjunction(ids, &format!("{hint} {}", i + 1))).collect();
        return Shape::Tuple(parts);
    }
    let item = cx.shape(Shape::Any(UntypedReason::Items), at);
    Shape::Array(item)
}

impl Lowering<'_, '_> {
    /// Whether two schemas are the same one, or plain values of which the same is said.
    fn say_the_same(&self, a: SchemaId, b: SchemaId) -> bool {
        let plain = |id| {
            let m = merge(self, &Key::new(vec![id]));
            let restricted =
                m.leads_on() || m.parts.iter().any(|part| self.document.schemas.get(part.id).conditions.is_some());
            (!restricted).then_some(m)
        };
        a == b
            || plain(a).zip(plain(b)).is_some_and(|(a, b)| {
                let facts = |m: &Merged<'_>| {
                    let n = &m.number;
                    let numbers = [n.minimum, n.exclusive_minimum, n.maximum, n.exclusive_maximum]
                        .map(Option::<&serde_json::Number>::cloned);
                    let texts = (m.min_length, m.max_length, m.format.map(str::to_owned));
                    (m.types, m.nullable, texts, numbers)
                };
                facts(&a) == facts(&b) && a.values == b.values && a.patterns == b.patterns && a.multiples == b.multiples
            })
    }
}

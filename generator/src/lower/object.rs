//! Objects and arrays.
use super::Lowering;
use super::merge::Merged;
use crate::diagnostic::Code;
use crate::document::schema::SchemaId;
use crate::ir::{Field, Map, Name, Rest, Shape, Struct, UntypedReason};
use crate::load::Pointer;
use crate::lower::{docs, split};

/// A struct when properties are known, else a map; a bare `object` is a map of anything.
pub(super) fn object<'a>(cx: &mut Lowering<'a, '_>, m: &Merged<'a>, hint: &str, at: &Pointer) -> Shape {
    for (pattern, id) in &m.pattern_properties {
        let at = cx.document.schemas.get(*id).at.clone();
        cx.report(
            Code::UnsupportedKeyword,
            &at,
            format!("`patternProperties` (`{pattern}`) is not carried into the generated code yet"),
        )
        .on_key();
    }
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
            default: None,
            read_only: false,
            write_only: false,
            origin: at.child("required"),
        });
    }
    Shape::Struct(Struct::new(fields, rest))
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
    let schemas = &cx.document.schemas;
    let default = ids.iter().find_map(|id| schemas.get(*id).default).map(ToString::to_string);
    let ty = cx.conjunction(ids, &format!("{hint} {name}"));
    Field {
        name: Name::wire(name),
        docs,
        ty,
        required: m.required.contains(name),
        boxed: false,
        default,
        read_only,
        write_only,
        origin,
    }
}

/// What `additionalProperties` says of members that are not declared.
fn rest<'a>(cx: &mut Lowering<'a, '_>, m: &Merged<'a>, hint: &str, _at: &Pointer) -> Rest {
    let schemas = &cx.document.schemas;
    if m.additional.iter().any(|id| schemas.get(*id).never) {
        return Rest::Refused;
    }
    if m.additional.is_empty() {
        return Rest::Ignored;
    }
    let value = cx.conjunction(&m.additional, &format!("{hint} value"));
    Rest::Kept(value)
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
    cx.report(
        Code::Untyped,
        &at.child("prefixItems"),
        "`prefixItems` that may be fewer or more is an array of any JSON",
    );
    let item = cx.shape(Shape::Any(UntypedReason::Unsupported), at);
    Shape::Array(item)
}

//! Types in a reviewer's words: `string(uuid)`, `array<Pet>`, `Pet|null`.
use crate::ir::{Api, Constraints, Scalar, Shape, TypeId};

/// A declared type by its wire name, anything else spelled out.
pub(super) fn type_name(api: &Api, id: TypeId) -> String {
    let def = api.ty(id);
    match &def.name {
        // An inline type is called by where it stands.
        Some(name) => name.wire.replace(' ', "."),
        None => spelled(api, id),
    }
}

/// What a type is made of, its own name left aside.
pub(super) fn spelled(api: &Api, id: TypeId) -> String {
    let def = api.ty(id);
    let base = match &def.shape {
        Shape::Array(item) => format!("array<{}>", type_name(api, *item)),
        Shape::Map(map) => format!("map<{}>", type_name(api, map.value)),
        Shape::Tuple(parts) => {
            let parts: Vec<_> = parts.iter().map(|p| type_name(api, *p)).collect();
            format!("tuple<{}>", parts.join(", "))
        }
        Shape::Nullable(inner) => format!("{}|null", type_name(api, *inner)),
        Shape::Alias(to) => type_name(api, *to),
        Shape::Scalar(scalar) => scalar_name(*scalar).to_owned(),
        Shape::Null => "null".to_owned(),
        Shape::Never => "never".to_owned(),
        Shape::Any(_) => "any".to_owned(),
        Shape::Struct(_) => "object".to_owned(),
        Shape::Union(_) => "union".to_owned(),
        Shape::Enum(_) => "enum".to_owned(),
    };
    format!("{base}{}", constraints(&def.constraints))
}

fn scalar_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Int32 => "integer(int32)",
        Scalar::Int64 => "integer",
        Scalar::Uint32 => "integer(uint32)",
        Scalar::Uint64 => "integer(uint64)",
        Scalar::Float => "number",
        Scalar::String => "string",
        Scalar::Uuid => "string(uuid)",
        Scalar::DateTime => "string(date-time)",
        Scalar::Date => "string(date)",
        Scalar::Time => "string(time)",
        Scalar::Base64 => "string(byte)",
        Scalar::Binary => "binary",
    }
}

/// ` minLength=1 pattern="^a"`; empty when nothing is demanded.
pub(super) fn constraints(c: &Constraints) -> String {
    let count = |name: &str, value: Option<u64>| value.map(|v| format!(" {name}={v}"));
    let number = |name: &str, value: &Option<String>| value.as_ref().map(|v| format!(" {name}={v}"));
    [
        count("minLength", c.min_length),
        count("maxLength", c.max_length),
        c.pattern.as_ref().map(|p| format!(" pattern={p:?}")),
        number("minimum", &c.minimum),
        number("exclusiveMinimum", &c.exclusive_minimum),
        number("maximum", &c.maximum),
        number("exclusiveMaximum", &c.exclusive_maximum),
        number("multipleOf", &c.multiple_of),
        count("minItems", c.min_items),
        count("maxItems", c.max_items),
        c.unique_items.then(|| " uniqueItems".to_owned()),
        count("minProperties", c.min_properties),
        count("maxProperties", c.max_properties),
    ]
    .into_iter()
    .flatten()
    .collect()
}

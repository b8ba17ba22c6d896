//! Types in a reviewer's words: `string(uuid)`, `array<Pet>`, `Pet|null`.
use crate::ir::{Api, Constraints, Kind, Scalar, Shape, TypeId};
use crate::names;

/// A line that can be read: what would break it, or hide or turn round what it says, is spelled out.
pub(super) fn legible(line: &str) -> String {
    let spelled = |c: char| match c {
        c if c.is_control() => c.escape_default().to_string(),
        c if names::is_format(c) => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    line.chars().map(spelled).collect()
}

/// FNV-1a of texts, which stays what it is wherever it is computed.
pub(super) fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([b'\n']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

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
        Shape::Scalar(scalar) => scalar_name(api, *scalar),
        Shape::Null => "null".to_owned(),
        Shape::Never => "never".to_owned(),
        Shape::Any(_) => "any".to_owned(),
        Shape::Struct(_) => "object".to_owned(),
        Shape::Union(_) => "union".to_owned(),
        Shape::Enum(_) => "enum".to_owned(),
    };
    format!("{base}{}", constraints(&def.constraints))
}

fn scalar_name(api: &Api, scalar: Scalar) -> String {
    let (word, format) = match scalar {
        Scalar::Boolean => ("boolean", ""),
        Scalar::Integer(width) => ("integer", width.format()),
        Scalar::Float => ("number", ""),
        Scalar::Decimal => ("number", "decimal"),
        Scalar::String => ("string", ""),
        Scalar::Text(format) => ("string", format.name()),
        Scalar::Uuid => ("string", "uuid"),
        Scalar::DateTime => ("string", "date-time"),
        Scalar::DateTimeLocal => ("string", "date-time-local"),
        Scalar::Date => ("string", "date"),
        Scalar::Time => ("string", "time"),
        Scalar::TimeLocal => ("string", "time-local"),
        Scalar::Ipv4 => ("string", "ipv4"),
        Scalar::Ipv6 => ("string", "ipv6"),
        Scalar::Base64 => ("string", "byte"),
        Scalar::Base64Url => ("string", "base64url"),
        Scalar::Binary => ("binary", ""),
        Scalar::Foreign(id, kind) => {
            let word = match kind {
                Kind::Integer => "integer",
                Kind::Number => "number",
                _ => "string",
            };
            (word, api.foreign.get(id.0 as usize).map_or("", |foreign| foreign.format.as_str()))
        }
    };
    if format.is_empty() { word.to_owned() } else { format!("{word}({format})") }
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

#[cfg(test)]
mod tests {
    use super::legible;

    #[test]
    fn a_name_is_no_line_of_its_own() {
        assert_eq!(legible("GET /a id x\nGET /b\u{202e}\t\u{7}é🦀"), "GET /a id x\\nGET /b\\u{202e}\\t\\u{7}é🦀");
    }
}

//! `[formats]`: Rust types in the place of a format's own.
use crate::ir::Kind;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// Rust types for a format, by the JSON type that the schema states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// For `type: string`.
    pub string: Option<String>,
    /// For `type: integer`.
    pub integer: Option<String>,
    /// For `type: number`.
    pub number: Option<String>,
}

impl Replacement {
    /// One type for all that have the format.
    #[must_use]
    pub fn all(path: &str) -> Self {
        let path = || Some(path.to_owned());
        Self { string: path(), integer: path(), number: path() }
    }

    /// The type for values of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Option<&str> {
        match kind {
            Kind::String => self.string.as_deref(),
            Kind::Integer => self.integer.as_deref(),
            Kind::Number => self.number.as_deref(),
            _ => None,
        }
    }

    /// A path that is none.
    pub(super) fn wrong(&self) -> Option<&str> {
        [&self.string, &self.integer, &self.number]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|path| !is_type(path))
    }
}

/// `"::my::Email"`, or `{ string = "::my::Email", number = "::my::Number" }`.
impl<'de> Deserialize<'de> for Replacement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Types;

        impl<'de> Visitor<'de> for Types {
            type Value = Replacement;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the path of a Rust type, or one for each of `string`, `integer` and `number`")
            }

            fn visit_str<E: Error>(self, path: &str) -> Result<Replacement, E> {
                Ok(Replacement::all(path))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Replacement, A::Error> {
                const KINDS: &[&str] = &["string", "integer", "number"];
                let mut types = Replacement::default();
                while let Some(kind) = members.next_key::<String>()? {
                    let place = match kind.as_str() {
                        "string" => &mut types.string,
                        "integer" => &mut types.integer,
                        "number" => &mut types.number,
                        other => return Err(A::Error::unknown_field(other, KINDS)),
                    };
                    *place = Some(members.next_value()?);
                }
                Ok(types)
            }
        }

        deserializer.deserialize_any(Types)
    }
}

/// Whether a text is the path of a type from a crate's root: `::my::Email`, `crate::Email`,
/// `::std::sync::Arc<::my::Email>`.
fn is_type(text: &str) -> bool {
    let mut rest = text;
    path(&mut rest, 0) && rest.is_empty()
}

/// Arguments within arguments; nobody writes more.
const DEEPEST: usize = 8;

fn path(rest: &mut &str, depth: usize) -> bool {
    let rooted = take(rest, "::") || (take(rest, "crate") && take(rest, "::"));
    if !rooted || depth > DEEPEST {
        return false;
    }
    loop {
        if !segment(rest) {
            return false;
        }
        if take(rest, "<") && !arguments(rest, depth) {
            return false;
        }
        if !take(rest, "::") {
            return true;
        }
    }
}

fn segment(rest: &mut &str) -> bool {
    let end = rest.find(|c: char| !unicode_ident::is_xid_continue(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    crate::names::is_identifier(name)
}

/// What stands between angle brackets: paths, and the types that have no path.
fn arguments(rest: &mut &str, depth: usize) -> bool {
    const PRIMITIVE: &[&str] =
        &["bool", "char", "f64", "f32", "i128", "i16", "i32", "i64", "i8", "str", "u128", "u16", "u32", "u64", "u8"];
    loop {
        *rest = rest.trim_start();
        let primitive = PRIMITIVE.iter().any(|name| {
            let whole = |after: &str| after.starts_with([',', '>', ' ']);
            rest.strip_prefix(name).is_some_and(whole) && take(rest, name)
        });
        if !primitive && !path(rest, depth + 1) {
            return false;
        }
        *rest = rest.trim_start();
        if take(rest, ">") {
            return true;
        }
        if !take(rest, ",") {
            return false;
        }
    }
}

fn take(rest: &mut &str, text: &str) -> bool {
    rest.strip_prefix(text).map(|after| *rest = after).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_type;

    #[test]
    fn paths_begin_at_a_root() {
        for good in [
            "::my::Email",
            "crate::Email",
            "::std::string::String",
            "::std::sync::Arc<::my::Email>",
            "::my::Pair<u8, ::std::vec::Vec<i64>>",
        ] {
            assert!(is_type(good), "{good}");
        }
        for bad in
            ["", "Email", "my::Email", "::", "::my::", "::my::Email<", "::a::B<>", "::a::B>", "::a b", "::self::X"]
        {
            assert!(!is_type(bad), "{bad}");
        }
        assert!(!is_type(&"::a::B<".repeat(100_000)));
    }
}

//! Closed lists of values.
use super::{Kind, Name};
use tenon_runtime::Json;

/// Most values that become variants; a longer list becomes a table that values are looked up in.
pub const VARIANTS: usize = 1_000;

/// A closed list of values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enum {
    /// In the order of the document, each once.
    pub values: EnumValues,
    /// Values that are not listed are kept by clients in `Unknown`. False only where a server alone reads them
    /// or the enum has a single value.
    pub open: bool,
    /// `anyOf: [string, enum]`: other strings are valid, too.
    pub extensible: bool,
}

impl Enum {
    /// Whether there are too many values for variants; such values have no names.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.values.len() > VARIANTS
    }
}

/// Listed values, as their Rust type holds them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EnumValues {
    /// Strings.
    String(Vec<EnumValue<String>>),
    /// Integers that fit 64 bits.
    Integer(Vec<EnumValue<i64>>),
    /// The one boolean that is allowed.
    Boolean(EnumValue<bool>),
    /// Numbers, booleans and strings as JSON texts with all of their digits.
    Json(Vec<EnumValue<String>>),
}

impl EnumValues {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::String(values) | Self::Json(values) => values.len(),
            Self::Integer(values) => values.len(),
            Self::Boolean(_) => 1,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Names and prose, in order.
    #[must_use]
    pub fn names(&self) -> Vec<(&Name, Option<&str>)> {
        fn each<T>(values: &[EnumValue<T>]) -> Vec<(&Name, Option<&str>)> {
            values.iter().map(|v| (&v.name, v.docs.as_deref())).collect()
        }
        match self {
            Self::String(values) | Self::Json(values) => each(values),
            Self::Integer(values) => each(values),
            Self::Boolean(value) => each(std::slice::from_ref(value)),
        }
    }

    /// The names, to be filled in.
    pub fn names_mut(&mut self) -> Vec<&mut Name> {
        match self {
            Self::String(values) | Self::Json(values) => values.iter_mut().map(|v| &mut v.name).collect(),
            Self::Integer(values) => values.iter_mut().map(|v| &mut v.name).collect(),
            Self::Boolean(value) => vec![&mut value.name],
        }
    }

    /// The values as JSON texts, in order.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::String(values) => values.iter().map(|v| Json::of(v.value.as_str()).text().to_owned()).collect(),
            Self::Integer(values) => values.iter().map(|v| v.value.to_string()).collect(),
            Self::Boolean(value) => vec![value.value.to_string()],
            Self::Json(values) => values.iter().map(|v| v.value.clone()).collect(),
        }
    }

    /// The name of the value that a JSON text stands for.
    #[must_use]
    pub fn name_of(&self, json: &str) -> Option<&Name> {
        let wanted = Json::parse(json).ok()?;
        let is = |text: &String| Json::parse(text).is_ok_and(|own| own == wanted);
        let index = self.texts().iter().position(is)?;
        self.names().get(index).map(|(name, _)| *name)
    }

    /// The JSON types of the values, each once.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let of = |text: &str| match text.as_bytes().first() {
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Boolean,
            _ if text.parse::<tenon_runtime::format::Integer>().is_ok() => Kind::Integer,
            _ => Kind::Number,
        };
        match self {
            Self::String(_) => vec![Kind::String],
            Self::Integer(_) => vec![Kind::Integer],
            Self::Boolean(_) => vec![Kind::Boolean],
            Self::Json(values) => {
                let mut kinds = Vec::new();
                for kind in values.iter().map(|v| of(&v.value)) {
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                    }
                }
                kinds
            }
        }
    }
}

/// One listed value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumValue<T> {
    /// `wire` is the value as text.
    pub name: Name,
    /// As it is on the wire.
    pub value: T,
    /// Prose of the value.
    pub docs: Option<String>,
}

//! What a schema says, keyword by keyword. Rare groups of keywords are boxed: documents have 100,000 schemas.
use super::SchemaId;
use crate::load::Pointer;
use serde_json::{Number, Value};
use std::fmt;

/// One schema object, or a boolean schema.
#[derive(Clone, Debug)]
pub struct Schema<'a> {
    pub at: Pointer,
    /// `false`: nothing is valid.
    pub never: bool,
    pub reference: Option<Reference<'a>>,
    /// `None`: any type. `nullable` is folded in.
    pub types: Option<Types>,
    /// `nullable` where there is no `type` to fold it into: null beside whatever the other keywords allow.
    pub nullable: bool,
    pub title: Option<&'a str>,
    pub description: Option<&'a str>,
    pub format: Option<&'a str>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    /// `default`, null included.
    pub default: Option<&'a Value>,
    pub examples: Vec<&'a Value>,
    pub values: Option<Vec<&'a Value>>,
    pub constant: Option<&'a Value>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<&'a str>,
    pub content_encoding: Option<&'a str>,
    pub number: Option<Box<NumberWords<'a>>>,
    pub object: Option<Box<ObjectWords<'a>>>,
    pub array: Option<Box<ArrayWords>>,
    pub combinators: Option<Box<Combinators<'a>>>,
    /// Keywords that restrict but are only known by name yet.
    pub unsupported: Vec<&'a str>,
}

impl Schema<'_> {
    /// `{}`
    #[must_use]
    pub fn anything(at: Pointer) -> Self {
        Self {
            at, never: false, reference: None, types: None, nullable: false, title: None, description: None, format: None,
            deprecated: false, read_only: false, write_only: false, default: None, examples: Vec::new(),
            values: None, constant: None, min_length: None, max_length: None, pattern: None,
            content_encoding: None, number: None, object: None, array: None, combinators: None,
            unsupported: Vec::new(),
        }
    }
}

/// A `$ref`: its text, and where it leads once resolved.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    pub text: &'a str,
    pub target: Option<SchemaId>,
}

#[derive(Clone, Debug, Default)]
pub struct NumberWords<'a> {
    pub minimum: Option<&'a Number>,
    pub exclusive_minimum: Option<&'a Number>,
    pub maximum: Option<&'a Number>,
    pub exclusive_maximum: Option<&'a Number>,
    pub multiple_of: Option<&'a Number>,
}

#[derive(Clone, Debug, Default)]
pub struct ObjectWords<'a> {
    pub properties: Vec<(&'a str, SchemaId)>,
    pub required: Vec<&'a str>,
    pub additional: Option<SchemaId>,
    pub patterns: Vec<(&'a str, SchemaId)>,
    pub min: Option<u64>,
    pub max: Option<u64>,
}

#[derive(Clone, Debug, Default)]
pub struct ArrayWords {
    pub items: Option<SchemaId>,
    pub prefix: Vec<SchemaId>,
    pub min: Option<u64>,
    pub max: Option<u64>,
    pub unique: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Combinators<'a> {
    pub all_of: Vec<SchemaId>,
    pub any_of: Vec<SchemaId>,
    pub one_of: Vec<SchemaId>,
    pub discriminator: Option<Discriminator<'a>>,
}

/// `mapping` values are references or names of components.
#[derive(Clone, Debug)]
pub struct Discriminator<'a> {
    pub property: &'a str,
    pub mapping: Vec<(&'a str, &'a str)>,
}

/// A set of JSON types. `number` holds `integer`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Types(u8);

impl Default for Types {
    fn default() -> Self {
        Self::ANY
    }
}

impl Types {
    pub const NULL: Self = Self(1);
    pub const BOOLEAN: Self = Self(2);
    pub const INTEGER: Self = Self(4);
    pub const NUMBER: Self = Self(8 | 4);
    pub const STRING: Self = Self(16);
    pub const ARRAY: Self = Self(32);
    pub const OBJECT: Self = Self(64);
    pub const ANY: Self = Self(127);
    pub const NONE: Self = Self(0);

    /// The type of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The types of a value; an integral number is an integer.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(n) if n.is_f64() && n.as_f64().is_some_and(|f| f.fract() != 0.0) => Self::NUMBER,
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every type of `other` is here.
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The types one by one, `number` as one.
    pub fn iter(self) -> impl Iterator<Item = Self> {
        let number = if self.holds(Self::NUMBER) { Self::NUMBER } else { Self::INTEGER };
        [Self::NULL, Self::BOOLEAN, number, Self::STRING, Self::ARRAY, Self::OBJECT]
            .into_iter()
            .filter(move |t| self.holds(*t))
    }

    /// The specification's word for one type.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NULL => "null",
            Self::BOOLEAN => "boolean",
            Self::INTEGER => "integer",
            Self::NUMBER => "number",
            Self::STRING => "string",
            Self::ARRAY => "array",
            Self::OBJECT => "object",
            _ => "several types",
        }
    }
}

impl fmt::Debug for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Self::word)).finish()
    }
}

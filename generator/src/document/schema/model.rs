//! What a schema says, keyword by keyword. Rare groups of keywords are boxed: documents have 100,000 schemas.
use super::{SchemaId, XmlWords};
use crate::load::Pointer;
use serde_json::{Number, Value};
use std::fmt;
use tenon_runtime::format::Decimal;

/// One schema object, or a boolean schema.
#[derive(Clone, Debug)]
pub struct Schema<'a> {
    /// Its place in the document.
    pub at: Pointer,
    /// `false`: nothing is valid.
    pub never: bool,
    /// `$ref`; since 3.1 the other keywords hold beside it.
    pub reference: Option<Reference<'a>>,
    /// `None`: any type. `nullable` is folded in.
    pub types: Option<Types>,
    /// `nullable` where there is no `type` to fold it into: null beside whatever the other keywords allow.
    pub nullable: bool,
    /// A name for people.
    pub title: Option<&'a str>,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// A hint like `date-time`; known ones pick a type.
    pub format: Option<&'a str>,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// `readOnly`: in replies only.
    pub read_only: bool,
    /// `writeOnly`: in requests only.
    pub write_only: bool,
    /// `default`, null included.
    pub default: Option<&'a Value>,
    /// `example` (OpenAPI) and `examples` (JSON Schema), each with its place.
    pub examples: Vec<(&'a Value, Pointer)>,
    /// `enum`, with null where `nullable` adds it.
    pub values: Option<Vec<&'a Value>>,
    /// `const`, null included.
    pub constant: Option<&'a Value>,
    /// In characters.
    pub min_length: Option<u64>,
    /// In characters.
    pub max_length: Option<u64>,
    /// ECMA-262 source, not anchored.
    pub pattern: Option<&'a str>,
    /// `base64` is the one that matters.
    pub content_encoding: Option<&'a str>,
    /// What a string holds; in a multipart body, which bytes are.
    pub content_media_type: Option<&'a str>,
    /// What the text of a string says once it is read. No validator looks at it; the data of events are read by it.
    pub content_schema: Option<SchemaId>,
    /// How values are spelled in XML, if that is said.
    pub xml: Option<Box<XmlWords<'a>>>,
    /// Keywords of numbers, if there are any.
    pub number: Option<Box<NumberWords<'a>>>,
    /// Keywords of objects, if there are any.
    pub object: Option<Box<ObjectWords<'a>>>,
    /// Keywords of arrays, if there are any.
    pub array: Option<Box<ArrayWords>>,
    /// Keywords that hold other schemas against the same value, if there are any.
    pub combinators: Option<Box<Combinators<'a>>>,
    /// Keywords that only a check can say, if there are any.
    pub conditions: Option<Box<Conditions<'a>>>,
    /// Keywords that restrict but are only known by name yet.
    pub unsupported: Vec<&'a str>,
}

impl Schema<'_> {
    /// `{}`
    #[must_use]
    pub fn anything(at: Pointer) -> Self {
        Self {
            at,
            never: false,
            reference: None,
            types: None,
            nullable: false,
            title: None,
            description: None,
            format: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            default: None,
            examples: Vec::new(),
            values: None,
            constant: None,
            min_length: None,
            max_length: None,
            pattern: None,
            content_encoding: None,
            content_media_type: None,
            content_schema: None,
            xml: None,
            number: None,
            object: None,
            array: None,
            combinators: None,
            conditions: None,
            unsupported: Vec::new(),
        }
    }
}

impl Schema<'_> {
    /// Every schema that it refers to or consists of.
    pub fn parts(&self) -> impl Iterator<Item = SchemaId> + '_ {
        let combined = self.combinators.iter().flat_map(|c| c.all_of.iter().chain(&c.any_of).chain(&c.one_of).copied());
        let objects = self.object.iter().flat_map(|o| {
            let named = o.properties.iter().chain(&o.patterns).map(|(_, id)| *id);
            named.chain(o.additional)
        });
        let arrays = self.array.iter().flat_map(|a| a.prefix.iter().copied().chain(a.items));
        let conditions = self.conditions.iter().flat_map(|c| {
            let single = [c.not, c.test, c.then, c.otherwise, c.names, c.contains];
            let unevaluated = [c.unevaluated_properties, c.unevaluated_items];
            let single = single.into_iter().chain(unevaluated).flatten();
            single.chain(c.dependent.iter().map(|(_, id)| *id))
        });
        let target = self.reference.iter().filter_map(|r| r.target);
        target.chain(combined).chain(objects).chain(arrays).chain(conditions)
    }
}

/// A `$ref`: its text, and where it leads once resolved.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// `$ref`, `$dynamicRef` or `$recursiveRef`.
    pub word: &'static str,
    /// As written: `#/components/schemas/Pet`.
    pub text: &'a str,
    /// The name of the dynamic anchor that it leads to, which another schema on the way may have as well.
    pub dynamic: Option<&'a str>,
    /// `None` until [`resolve`](super::resolve) has run, and for what could not be found.
    pub target: Option<SchemaId>,
}

/// Keywords of numbers (JSON Schema Validation 6.2), the boolean bounds of 3.0 folded in.
#[derive(Clone, Debug, Default)]
pub struct NumberWords<'a> {
    /// At least this.
    pub minimum: Option<&'a Number>,
    /// More than this.
    pub exclusive_minimum: Option<&'a Number>,
    /// At most this.
    pub maximum: Option<&'a Number>,
    /// Less than this.
    pub exclusive_maximum: Option<&'a Number>,
    /// A multiple of this.
    pub multiple_of: Option<&'a Number>,
}

/// Keywords of objects (JSON Schema Validation 6.5, Core 10.3.2).
#[derive(Clone, Debug, Default)]
pub struct ObjectWords<'a> {
    /// Members by name, in order.
    pub properties: Vec<(&'a str, SchemaId)>,
    /// Names that must be there; they need not be among the properties.
    pub required: Vec<&'a str>,
    /// `additionalProperties`: what holds for members that no other keyword speaks of.
    pub additional: Option<SchemaId>,
    /// `patternProperties`: what holds for members whose name matches.
    pub patterns: Vec<(&'a str, SchemaId)>,
    /// Fewest members.
    pub min: Option<u64>,
    /// Most members.
    pub max: Option<u64>,
}

/// Keywords of arrays (JSON Schema Validation 6.4, Core 10.3.1).
#[derive(Clone, Debug, Default)]
pub struct ArrayWords {
    /// What holds for items behind the prefix.
    pub items: Option<SchemaId>,
    /// `prefixItems`: what holds for each of the first items.
    pub prefix: Vec<SchemaId>,
    /// Fewest items.
    pub min: Option<u64>,
    /// Most items.
    pub max: Option<u64>,
    /// `uniqueItems`: no two items are equal.
    pub unique: bool,
}

/// Keywords that apply schemas in place (JSON Schema Core 10.2.1).
#[derive(Clone, Debug, Default)]
pub struct Combinators<'a> {
    /// All must hold.
    pub all_of: Vec<SchemaId>,
    /// At least one must hold; empty where the keyword is missing.
    pub any_of: Vec<SchemaId>,
    /// Exactly one must hold; empty where the keyword is missing.
    pub one_of: Vec<SchemaId>,
    /// OpenAPI's hint which branch is meant.
    pub discriminator: Option<Discriminator<'a>>,
}

/// Keywords that restrict a value and give it no shape (JSON Schema Core 10.2 and 11, Validation 6.4 and 6.5).
#[derive(Clone, Debug, Default)]
pub struct Conditions<'a> {
    /// `not`: must not hold.
    pub not: Option<SchemaId>,
    /// `if`: decides, and is not demanded.
    pub test: Option<SchemaId>,
    /// `then`: must hold where the test does.
    pub then: Option<SchemaId>,
    /// `else`: must hold where the test does not.
    pub otherwise: Option<SchemaId>,
    /// `dependentRequired`: members that must be there where one is.
    pub dependent_required: Vec<(&'a str, Vec<&'a str>)>,
    /// `dependentSchemas`: what holds for the object where a member is there.
    pub dependent: Vec<(&'a str, SchemaId)>,
    /// `propertyNames`: what holds for the names of members.
    pub names: Option<SchemaId>,
    /// `contains`: what some items must satisfy.
    pub contains: Option<SchemaId>,
    /// `minContains`: at least that many; 1 where it is missing.
    pub min_contains: Option<u64>,
    /// `maxContains`: at most that many.
    pub max_contains: Option<u64>,
    /// `unevaluatedProperties`: what holds for members that nothing else spoke of.
    pub unevaluated_properties: Option<SchemaId>,
    /// `unevaluatedItems`: what holds for items that nothing else spoke of.
    pub unevaluated_items: Option<SchemaId>,
}

/// `mapping` values are references or names of components.
#[derive(Clone, Debug)]
pub struct Discriminator<'a> {
    /// `propertyName`: the member whose value names the branch.
    pub property: &'a str,
    /// `mapping`: `(value, reference or name)`, in order.
    pub mapping: Vec<(&'a str, &'a str)>,
    /// `defaultMapping` (3.2): the branch of a value without the member, or with another value of it.
    pub default: Option<&'a str>,
    /// The Discriminator Object.
    pub at: Pointer,
}

/// Whether a number has no fraction: `1.0` and `1e3` have none.
fn is_integral(number: &Number) -> bool {
    number.to_string().parse::<Decimal>().is_ok_and(|exact| exact.is_integer())
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
    /// Only null.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction: `1.0` is one.
    pub const INTEGER: Self = Self(4);
    /// Every number.
    pub const NUMBER: Self = Self(8 | 4);
    /// Every string.
    pub const STRING: Self = Self(16);
    /// Every array.
    pub const ARRAY: Self = Self(32);
    /// Every object.
    pub const OBJECT: Self = Self(64);
    /// Every value.
    pub const ANY: Self = Self(127);
    /// No value.
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
            Value::Number(n) if n.is_f64() && !is_integral(n) => Self::NUMBER,
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Types that are in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Types that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Types of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every type of `other` is here.
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no value has a type of this set.
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

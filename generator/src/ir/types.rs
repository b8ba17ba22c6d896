//! Types: one arena of shapes, constraints kept as facts until they are emitted.
use super::{Docs, Name, Origin};

/// Index into [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A type as decided. Declared in Rust when it has a name, else spelled out where it is used.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// `rust` is the declared name; `None` for arrays, scalars and the like that stand inline.
    pub name: Option<Name>,
    pub docs: Docs,
    pub shape: Shape,
    pub constraints: Constraints,
    pub direction: Direction,
    /// `format: password` or `writeOnly`: never shown by `Debug`.
    pub secret: bool,
    pub origin: Origin,
}

/// Who reads and who writes values of a type. A request is written by clients and read by servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    pub request: bool,
    pub reply: bool,
}

#[derive(Clone, Debug)]
pub enum Shape {
    Struct(Struct),
    /// `additionalProperties` alone: string keys to one type of value.
    Map(Map),
    Array(TypeId),
    /// `prefixItems`, closed.
    Tuple(Vec<TypeId>),
    Union(Union),
    Enum(Enum),
    Scalar(Scalar),
    /// The value or `null`. Never nested.
    Nullable(TypeId),
    /// Only `null`.
    Null,
    /// Nothing is valid here.
    Never,
    /// Any JSON, and why no type could be given.
    Any(UntypedReason),
    /// A component that is another type under a second name.
    Alias(TypeId),
}

/// An object with known properties, in the document's order.
#[derive(Clone, Debug)]
pub struct Struct {
    pub fields: Vec<Field>,
    pub rest: Rest,
    /// `PetRequired`: the argument of `Pet::new` where there are more than [`ARGUMENTS`](super::ARGUMENTS)
    /// [`arguments`](super::Api::arguments). Filled by `names`; while it is empty, `Required` is appended to the type's name.
    pub required_name: String,
}

/// Members that are not among the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Read over, as JSON Schema's open objects allow; the values are not kept.
    Ignored,
    /// `additionalProperties: false`.
    Refused,
    /// Kept in a map, each of this type; the field's Rust name is `additional`.
    Kept(TypeId),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub docs: Docs,
    pub ty: TypeId,
    pub required: bool,
    /// The edge closes a cycle and needs a `Box`.
    pub boxed: bool,
    /// JSON text of `default`: documented and offered, never filled in.
    pub default: Option<String>,
    pub read_only: bool,
    pub write_only: bool,
    pub origin: Origin,
}

#[derive(Clone, Debug)]
pub struct Map {
    pub value: TypeId,
}

/// `oneOf`, `anyOf` or several `type`s, and how the branches are told apart.
#[derive(Clone, Debug)]
pub struct Union {
    pub variants: Vec<Variant>,
    pub decision: Decision,
    /// Exactly one branch may match (`oneOf`), else the first that does is taken.
    pub exclusive: bool,
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub name: Name,
    pub docs: Docs,
    pub ty: TypeId,
    pub boxed: bool,
}

/// The cheapest fact that tells the branches of a union apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// By the JSON type of the value: per variant, the kinds that select it. Disjoint.
    Kind(Vec<Vec<Kind>>),
    /// By the string value of a property: `(value, index of the variant)`.
    /// `open`: a value that is not listed is kept by clients in an `Unknown` variant.
    Tag { property: String, values: Vec<(String, usize)>, open: bool },
    /// By the first listed property that is present; `None` selects what remains.
    Property(Vec<(Option<String>, usize)>),
    /// By trying each branch; what the union's `exclusive` says decides.
    Trial,
}

/// A JSON type; an integer is a number without a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// A closed list of values.
#[derive(Clone, Debug)]
pub struct Enum {
    pub values: EnumValues,
    /// Values that are not listed are kept by clients in `Unknown`. False only where a server alone reads them
    /// or the enum has a single value.
    pub open: bool,
    /// `anyOf: [string, enum]`: other strings are valid, too.
    pub extensible: bool,
}

#[derive(Clone, Debug)]
pub enum EnumValues {
    String(Vec<EnumValue<String>>),
    Integer(Vec<EnumValue<i64>>),
}

impl EnumValues {
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::String(values) => values.len(),
            Self::Integer(values) => values.len(),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[derive(Clone, Debug)]
pub struct EnumValue<T> {
    /// `wire` is the value as text.
    pub name: Name,
    pub value: T,
    pub docs: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    Boolean,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Float,
    String,
    Uuid,
    DateTime,
    Date,
    Time,
    /// `format: byte` or `contentEncoding: base64`: bytes, as base64 in JSON.
    Base64,
    /// `format: binary`: bytes as they are, outside JSON.
    Binary,
}

/// Why a value has no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UntypedReason {
    /// `{}` or `true`: the document says nothing.
    Unconstrained,
    /// Only annotations, no keyword that restricts.
    NoType,
    /// `enum` or `const` with values of several kinds or of objects.
    MixedValues,
    /// What the schema says cannot be expressed yet; a diagnostic names it.
    Unsupported,
}

/// What `validate()` checks. Every list is empty and every option `None` when nothing is demanded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    /// ECMA-262 source.
    pub pattern: Option<String>,
    /// Bounds and divisor as JSON number texts, so that nothing is rounded.
    pub minimum: Option<String>,
    pub exclusive_minimum: Option<String>,
    pub maximum: Option<String>,
    pub exclusive_maximum: Option<String>,
    pub multiple_of: Option<String>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
}

impl Constraints {
    /// Whether nothing is demanded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

//! Types: one arena of shapes, constraints kept as facts until they are emitted.
use super::{Docs, Enum, Name, Origin, Scalar};

/// Index into [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A type as decided. Declared in Rust when it has a name, else spelled out where it is used.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// `rust` is the declared name; `None` for arrays, scalars and the like that stand inline.
    pub name: Option<Name>,
    /// Title, description and examples of the schema.
    pub docs: Docs,
    /// What values look like.
    pub shape: Shape,
    /// What values must satisfy beside their shape.
    pub constraints: Constrained,
    /// What neither the shape nor the constraints say.
    pub check: Option<super::CheckId>,
    /// Who reads and writes it; filled when all operations are known.
    pub direction: Direction,
    /// `format: password` or `writeOnly`: never shown by `Debug`.
    pub secret: bool,
    /// What it is in replies, where `readOnly` or `writeOnly` have split a type and this is the side of requests.
    pub input_of: Option<TypeId>,
    /// `PetRequired`: the argument of `Pet::new` where there are more than [`ARGUMENTS`](super::ARGUMENTS)
    /// [`arguments`](super::Api::arguments). Filled by `names`; while it is empty, `Required` is appended to the type's name.
    pub required_name: String,
    /// The first schema that it was made from.
    pub origin: Origin,
}

impl TypeDef {
    /// A type of that shape, about which nothing else is said.
    #[must_use]
    pub fn anonymous(shape: Shape, origin: Origin) -> Self {
        Self {
            name: None,
            docs: Docs::default(),
            shape,
            constraints: Constrained::default(),
            check: None,
            direction: Direction::default(),
            secret: false,
            input_of: None,
            required_name: String::new(),
            origin,
        }
    }

    /// Whether it is what a component is called by its name, not something within it.
    #[must_use]
    pub fn is_component(&self) -> bool {
        let path = self.origin.as_str().strip_prefix("/components/schemas/");
        path.is_some_and(|rest| !rest.contains('/'))
            && self.input_of.is_none()
            && self.name.as_ref().is_some_and(|n| self.origin.last().as_deref() == Some(n.wire.as_str()))
    }
}

/// Who reads and who writes values of a type. A request is written by clients and read by servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// Part of a request.
    pub request: bool,
    /// Part of a reply.
    pub reply: bool,
}

impl Direction {
    /// Only servers read it, and those refuse what is not listed: its cases can be told exhaustively.
    #[must_use]
    pub fn is_request_only(self) -> bool {
        self.request && !self.reply
    }
}

/// What values of a type look like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// An object with known members.
    Struct(Struct),
    /// `additionalProperties` alone: string keys to one type of value.
    Map(Map),
    /// Any number of items of one type.
    Array(TypeId),
    /// `prefixItems`, closed.
    Tuple(Vec<TypeId>),
    /// One of several types.
    Union(Union),
    /// One of several listed values.
    Enum(Enum),
    /// A value without parts.
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

impl Shape {
    /// Every type that it names; the fields of a struct come first, one each.
    #[must_use]
    pub fn parts(&self) -> Vec<TypeId> {
        match self {
            Self::Struct(s) => {
                let rest = match s.rest {
                    Rest::Kept(ty) => Some(ty),
                    _ => None,
                };
                s.fields.iter().map(|f| f.ty).chain(rest).collect()
            }
            Self::Union(union) => union.variants.iter().map(|v| v.ty).collect(),
            shape => shape.written_out(),
        }
    }

    /// The types that are spelled out where this one is named without a declaration of its own: structs, unions and
    /// enums are declared, and end it.
    #[must_use]
    pub fn written_out(&self) -> Vec<TypeId> {
        match self {
            Self::Array(item) | Self::Nullable(item) | Self::Alias(item) => vec![*item],
            Self::Map(map) => vec![map.value],
            Self::Tuple(items) => items.clone(),
            _ => Vec::new(),
        }
    }
}

/// What is behind a chain of aliases. It may lead in a circle until [`lower`](crate::lower) has cut it, and no honest
/// chain is longer than the walk.
#[must_use]
pub fn resolved(types: &[TypeDef], id: TypeId) -> TypeId {
    let mut id = id;
    for _ in 0..64 {
        match types[id.0 as usize].shape {
            Shape::Alias(to) => id = to,
            _ => break,
        }
    }
    id
}

/// An object with known properties, in the document's order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Struct {
    /// Declared members, then those that are only `required`.
    pub fields: Vec<Field>,
    /// What becomes of the others.
    pub rest: Rest,
    /// Members that only travel the other way (`readOnly`, `writeOnly`): read over, even where others are refused.
    pub skipped: Vec<String>,
}

impl Struct {
    /// Fields, and what becomes of other members.
    #[must_use]
    pub fn new(fields: Vec<Field>, rest: Rest) -> Self {
        Self { fields, rest, skipped: Vec::new() }
    }
}

/// Members that are not among the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rest {
    /// Read over, as JSON Schema's open objects allow; the values are not kept.
    Ignored,
    /// `additionalProperties: false`.
    Refused,
    /// Kept in a map, each of this type; the field's Rust name is `additional`.
    Kept(TypeId),
}

/// A member of a struct.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// `wire`: the key; `rust`: snake case.
    pub name: Name,
    /// Prose of the property itself, not of its type.
    pub docs: Docs,
    /// Type of the value.
    pub ty: TypeId,
    /// Whether the member must be there; null is a question of the type.
    pub required: bool,
    /// The edge closes a cycle and needs a `Box`.
    pub boxed: bool,
    /// Its place among what `new` takes, if that takes it; filled by `names`.
    pub place: u32,
    /// JSON text of `default`: documented and offered, never filled in.
    pub default: Option<String>,
    /// `readOnly`: in replies only.
    pub read_only: bool,
    /// `writeOnly`: in requests only.
    pub write_only: bool,
    /// The property's schema.
    pub origin: Origin,
}

/// An object with members by any name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Map {
    /// Type of every value.
    pub value: TypeId,
}

/// `oneOf`, `anyOf` or several `type`s, and how the branches are told apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// As many as there are distinct branches: two or more.
    pub variants: Vec<Variant>,
    /// How to find the one that a value belongs to.
    pub decision: Decision,
    /// Exactly one branch may match (`oneOf`), else the first that does is taken.
    pub exclusive: bool,
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// `wire`: component, title or what it is; `rust`: upper camel case.
    pub name: Name,
    /// Prose of the branch.
    pub docs: Docs,
    /// Type of the value.
    pub ty: TypeId,
    /// The edge closes a cycle and needs a `Box`.
    pub boxed: bool,
}

/// The cheapest fact that tells the branches of a union apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// By the JSON type of the value: per variant, the kinds that select it. Disjoint.
    Kind(Vec<Vec<Kind>>),
    /// By the value of a property.
    Tag {
        /// Its name on the wire; every branch is an object that may have it.
        property: String,
        /// What its values are: [`Kind::String`], [`Kind::Integer`] or [`Kind::Boolean`].
        of: Kind,
        /// `(value, index of the variant)`; values differ, several may lead to one variant. JSON texts, strings
        /// without quotes.
        values: Vec<(String, usize)>,
        /// Variants that need not have the property: tried in order where it is missing.
        untagged: Vec<usize>,
        /// The variant of a value without the property, or with one that is not listed.
        rest: Option<usize>,
        /// A value that is not listed is kept by clients in an `Unknown` variant.
        open: bool,
    },
    /// By the first listed property that is present; `None` selects what remains. The other variants are tried only
    /// where the selected one does not fit.
    Property(Vec<(Option<String>, usize)>),
    /// By trying each branch; what the union's `exclusive` says decides.
    Trial,
}

/// A JSON type; an integer is a number without a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` and `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// Why a value has no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UntypedReason {
    /// `{}` or `true`: the document says nothing.
    Unconstrained,
    /// The schema restricts values, and says of no type that they have it.
    NoType,
    /// Members without a name in the document are of several types.
    Members,
    /// Items are of several types, as many as there happen to be.
    Items,
}

/// What `validate()` checks. Every list is empty and every option `None` when nothing is demanded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Constraints {
    /// Fewest characters (not bytes).
    pub min_length: Option<u64>,
    /// Most characters (not bytes).
    pub max_length: Option<u64>,
    /// ECMA-262 source.
    pub pattern: Option<String>,
    /// Bounds and divisor as JSON number texts, so that nothing is rounded.
    pub minimum: Option<String>,
    /// More than this.
    pub exclusive_minimum: Option<String>,
    /// At most this.
    pub maximum: Option<String>,
    /// Less than this.
    pub exclusive_maximum: Option<String>,
    /// A multiple of this.
    pub multiple_of: Option<String>,
    /// Fewest items.
    pub min_items: Option<u64>,
    /// Most items.
    pub max_items: Option<u64>,
    /// No two items are equal.
    pub unique_items: bool,
    /// Fewest members.
    pub min_properties: Option<u64>,
    /// Most members.
    pub max_properties: Option<u64>,
}

impl Constraints {
    /// Nothing is demanded.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
        multiple_of: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
    };

    /// Whether nothing is demanded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }
}

/// The constraints of a type. Most have none, and a document has 100,000 types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Constrained(Option<Box<Constraints>>);

impl From<Constraints> for Constrained {
    fn from(constraints: Constraints) -> Self {
        Self((!constraints.is_empty()).then(|| Box::new(constraints)))
    }
}

impl std::ops::Deref for Constrained {
    type Target = Constraints;

    fn deref(&self) -> &Constraints {
        self.0.as_deref().unwrap_or(&Constraints::NONE)
    }
}

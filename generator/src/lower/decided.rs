//! What became of a key, and what that leaves unsaid.
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Shape, TypeId, UntypedReason};

/// What became of a key.
pub(super) struct Decided {
    pub shape: Shape,
    pub said: Said,
    /// The JSON types that the shape takes, where those may be more than the schemas allow.
    pub takes: Types,
    /// The union that is the shape: its schema and keyword.
    pub union: Option<(SchemaId, &'static str)>,
    /// What the residue belongs to, where that is below null.
    pub below_null: Option<TypeId>,
    /// Unions and conditions were asked about every value there is.
    pub settled: bool,
}

/// Where the words that bound a value are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// By the shape and the constraints, as far as they can.
    Here,
    /// By the types of the branches, which were made from the same schemas.
    Within,
    /// Not by the branches, which know nothing of what is beside their union.
    Beside,
    /// Nowhere: any JSON is taken.
    Nowhere,
    /// By another type: all of it.
    Elsewhere,
}

impl Decided {
    fn of(shape: Shape, said: Said) -> Self {
        Self { shape, said, takes: Types::NONE, union: None, below_null: None, settled: false }
    }

    pub(super) fn here(shape: Shape) -> Self {
        Self::of(shape, Said::Here)
    }

    pub(super) fn elsewhere(shape: Shape) -> Self {
        Self::of(shape, Said::Elsewhere)
    }

    pub(super) fn nowhere() -> Self {
        Self::of(Shape::Any(UntypedReason::NoType), Said::Nowhere)
    }

    /// A union by JSON types.
    pub(super) fn within(shape: Shape) -> Self {
        Self::of(shape, Said::Within)
    }
}

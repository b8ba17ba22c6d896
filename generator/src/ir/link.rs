//! Links: calls that a reply offers, and where their values come from.
use super::{Api, Name, OperationId, Origin, Rest, Shape, TypeId, resolved};

/// An operation that can be called with what a reply says.
#[derive(Clone, Debug)]
pub struct Link {
    /// `wire`: the key; `rust`: `follow_owner`, the method of the enum of replies.
    pub name: Name,
    /// CommonMark.
    pub description: Option<String>,
    /// Whether successes offer it, or failures.
    pub success: bool,
    /// What is called.
    pub target: OperationId,
    /// Where that is for this link, if the link says so.
    pub server: Option<String>,
    /// Each reply that offers it; at least one. What is asked of the caller is the same for all.
    pub offers: Vec<Offer>,
    /// The Link Object.
    pub origin: Origin,
}

/// What one reply gives to a link.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Index into [`Operation::replies`](super::Operation::replies).
    pub reply: usize,
    /// What is given, each at most once.
    pub given: Vec<(Slot, LinkValue)>,
}

/// What of the operation is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Index into the target's [`parameters`](super::Operation::parameters).
    Parameter(usize),
    /// Its body, which is of one media type.
    Body,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkValue {
    /// As the document has it, for people.
    pub said: String,
    /// The same, decided.
    pub from: LinkSource,
}

/// Where a value comes from, decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkSource {
    /// The document says it: a JSON text.
    Constant(String),
    /// The reply says it.
    Reply(Reached),
    /// Both, in turn, make a text.
    Text(Vec<LinkPiece>),
    /// The caller says it: it is not in the reply.
    Caller,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkPiece {
    /// As written.
    Literal(String),
    /// What the reply says there, and how the document says so.
    Reply(Reached, String),
}

/// A part of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The body, or what is further down: the tokens of a JSON Pointer.
    Body(Vec<String>),
    /// Index into [`Reply::headers`](super::Reply::headers).
    Header(usize),
    /// The status, of a reply that has several.
    Status,
}

/// One step down into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field of a struct, by its index.
    Field(usize),
    /// A member of a map, or one that a struct keeps beside its fields.
    Member {
        /// It is a struct.
        beside: bool,
    },
    /// An item of a list.
    Item(usize),
    /// An item of a tuple.
    Place(usize),
}

/// Why there is no way down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWay {
    /// Nothing is there by that name.
    Nothing,
    /// It depends on the value which type it is.
    Union,
    /// The document gives no type.
    Untyped,
    /// A value without parts.
    Scalar,
    /// An alias of itself.
    Circle,
}

impl Api {
    /// What one token of a JSON Pointer leads to in values of a type, and that one's type.
    ///
    /// # Errors
    /// Why nothing is known of it.
    pub fn step(&self, from: TypeId, token: &str) -> Result<(Step, TypeId), NoWay> {
        let index = || token.parse::<usize>().ok().filter(|n| n.to_string() == token);
        let ty = resolved(&self.types, from);
        match &self.ty(ty).shape {
            Shape::Nullable(inner) => self.step(*inner, token),
            Shape::Struct(s) => match (s.fields.iter().position(|f| f.name.wire == token), s.rest) {
                (Some(at), _) => s.fields.get(at).map(|f| (Step::Field(at), f.ty)).ok_or(NoWay::Nothing),
                (None, Rest::Kept(ty)) => Ok((Step::Member { beside: true }, ty)),
                (None, _) => Err(NoWay::Nothing),
            },
            Shape::Map(map) => Ok((Step::Member { beside: false }, map.value)),
            Shape::Array(item) => index().map(|n| (Step::Item(n), *item)).ok_or(NoWay::Nothing),
            Shape::Tuple(items) => {
                let at = index().and_then(|n| Some((Step::Place(n), *items.get(n)?)));
                at.ok_or(NoWay::Nothing)
            }
            Shape::Union(_) => Err(NoWay::Union),
            Shape::Any(_) => Err(NoWay::Untyped),
            Shape::Alias(_) => Err(NoWay::Circle),
            Shape::Enum(_) | Shape::Scalar(_) | Shape::Null | Shape::Never => Err(NoWay::Scalar),
        }
    }
}

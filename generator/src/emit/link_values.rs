//! What a link takes out of a reply, as Rust: a way down through fields, and what makes an argument of what is there.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::defaults;
use super::member::{Member, Presence};
use super::rust_type::Scope;
use super::{ident, number};
use crate::ir::{LinkPiece, LinkSource, LinkValue, Reached, Reply, Scalar, Shape, Status, Step, TypeId, Width};

/// A reply that leads on.
pub(super) struct Answer<'s, 'a> {
    pub(super) scope: &'s Scope<'a>,
    pub(super) reply: &'s Reply,
    /// The variable that holds it.
    pub(super) name: &'s Ident,
}

/// An argument of a call: as a function takes it, and as a struct of arguments holds it.
pub(super) struct Argument {
    pub(super) taken: TokenStream,
    pub(super) held: TokenStream,
}

impl From<TokenStream> for Argument {
    fn from(value: TokenStream) -> Self {
        Self { taken: value.clone(), held: value }
    }
}

/// Something in a reply.
struct Place {
    expression: Expression,
    of: Of,
}

/// What it is.
enum Of {
    Type(TypeId),
    Text,
    /// A number.
    Status,
}

enum Expression {
    /// It is there: `reply.body.id`
    There(TokenStream),
    /// It may be there: a place of an `Option<T>`.
    Maybe(TokenStream),
    /// The same, as an `Option<&T>`.
    Reference(TokenStream),
    /// The same, as an `Option<T>` that is nobody else's.
    Made(TokenStream),
}

/// What is required: from the reply, the document, or the caller.
pub(super) fn argument(answer: &Answer<'_, '_>, m: &Member<'_>, value: Option<&LinkValue>) -> Argument {
    let Some(value) = value.filter(|value| value.from != LinkSource::Caller) else { return asked(answer, m) };
    let nullable = m.presence == Presence::Nullable;
    if let LinkSource::Constant(json) = &value.from {
        let constant = constant(answer.scope, m, json);
        let held = if nullable { quote!(Some(#constant)) } else { constant.clone() };
        return Argument { taken: constant, held };
    }
    let Some(place) = place(answer, &value.from) else { return asked(answer, m) };
    let (said, inner) = (&value.said, &m.inner);
    match (is_same(answer.scope, &place, m), &place.expression) {
        (true, Expression::There(there)) => {
            let owned = owned(answer.scope, m, there);
            let held = if nullable { quote!(Some(#owned)) } else { owned.clone() };
            Argument { taken: owned, held }
        }
        _ if nullable => optional(answer, m, &place, said).into(),
        (true, expression) => {
            let found = expression.reference();
            quote!(::tenon_runtime::client::link::required(#said, #found)?).into()
        }
        (false, expression) => {
            let found = expression.reference();
            quote!(::tenon_runtime::client::link::required_as::<_, #inner>(#said, #found)?).into()
        }
    }
}

/// What need not be there; nothing where the caller may say it by a setter.
pub(super) fn setting(answer: &Answer<'_, '_>, m: &Member<'_>, value: &LinkValue) -> Option<TokenStream> {
    match &value.from {
        LinkSource::Constant(json) => Some(constant(answer.scope, m, json)),
        source => place(answer, source).map(|place| optional(answer, m, &place, &value.said)),
    }
}

fn asked(answer: &Answer<'_, '_>, m: &Member<'_>) -> Argument {
    let name = &m.name;
    Argument { taken: quote!(#name), held: m.converted(answer.scope) }
}

fn optional(answer: &Answer<'_, '_>, m: &Member<'_>, place: &Place, said: &str) -> TokenStream {
    let inner = &m.inner;
    match (is_same(answer.scope, place, m), &place.expression) {
        (true, Expression::There(there) | Expression::Maybe(there)) => owned(answer.scope, m, there),
        (true, Expression::Reference(found)) => quote!(#found.cloned()),
        (true, Expression::Made(made)) => made.clone(),
        (false, expression) => {
            let found = expression.reference();
            quote!(::tenon_runtime::client::link::converted::<_, #inner>(#said, #found)?)
        }
    }
}

impl Expression {
    /// As an `Option<&T>`.
    fn reference(&self) -> TokenStream {
        match self {
            Self::There(there) => quote!(Some(&#there)),
            Self::Maybe(maybe) => quote!(#maybe.as_ref()),
            Self::Reference(found) => found.clone(),
            Self::Made(made) => quote!(#made.as_ref()),
        }
    }
}

/// Whether what is there is of the type that is taken.
fn is_same(scope: &Scope<'_>, place: &Place, m: &Member<'_>) -> bool {
    let plain = |ty: TypeId| scope.canonical(scope.nullable(ty).unwrap_or(ty));
    match (&place.of, m.ty) {
        (Of::Type(from), Some(to)) => plain(*from) == plain(to),
        (Of::Text, Some(to)) => plain(to) == "String",
        _ => false,
    }
}

/// A copy of what is at a place, of the member's type or an option of it.
fn owned(scope: &Scope<'_>, m: &Member<'_>, place: &TokenStream) -> TokenStream {
    match m.ty.map(|ty| scope.shape(ty)) {
        Some(Shape::Scalar(scalar)) if is_copy(*scalar) => place.clone(),
        _ => quote!(#place.clone()),
    }
}

fn is_copy(scalar: Scalar) -> bool {
    match scalar {
        Scalar::Integer(width) => width != Width::Any,
        Scalar::Boolean
        | Scalar::Float
        | Scalar::Uuid
        | Scalar::DateTime
        | Scalar::DateTimeLocal
        | Scalar::Date
        | Scalar::Time
        | Scalar::TimeLocal
        | Scalar::Ipv4
        | Scalar::Ipv6 => true,
        _ => false,
    }
}

fn constant(scope: &Scope<'_>, m: &Member<'_>, json: &str) -> TokenStream {
    let inner = &m.inner;
    let literal = m.ty.and_then(|ty| defaults::literal(scope, ty, json));
    literal.unwrap_or_else(|| match json {
        "null" => quote!(::tenon_runtime::client::link::constant::<Option<#inner>>(#json)?),
        _ => quote!(::tenon_runtime::client::link::constant::<#inner>(#json)?),
    })
}

/// The place that a source stands for; `None` where there is none.
fn place(answer: &Answer<'_, '_>, source: &LinkSource) -> Option<Place> {
    match source {
        LinkSource::Reply(reached) => self::reached(answer, reached),
        LinkSource::Text(pieces) => {
            let pieces = pieces.iter().map(|piece| match piece {
                LinkPiece::Literal(text) => Some(quote!(Some(#text.to_owned()))),
                LinkPiece::Reply(found, _) => {
                    let found = self::reached(answer, found)?.expression.reference();
                    Some(quote!(::tenon_runtime::client::link::text(#found)))
                }
            });
            let pieces = pieces.collect::<Option<Vec<_>>>()?;
            let text = quote!([#(#pieces),*].into_iter().collect::<Option<String>>());
            Some(Place { expression: Expression::Made(text), of: Of::Text })
        }
        LinkSource::Constant(_) | LinkSource::Caller => None,
    }
}

fn reached(answer: &Answer<'_, '_>, reached: &Reached) -> Option<Place> {
    let (scope, reply) = (answer.scope, answer.name);
    match reached {
        Reached::Status => {
            let several = !matches!(answer.reply.status, Status::Code(_));
            let status = Expression::Reference(quote!(Some(&#reply.status.as_u16())));
            several.then_some(Place { expression: status, of: Of::Status })
        }
        Reached::Header(index) => {
            let header = answer.reply.headers.get(*index)?;
            let name = ident(&header.name.rust);
            let there = header.required && scope.nullable(header.ty).is_none();
            let place = quote!(#reply.#name);
            let expression = if there { Expression::There(place) } else { Expression::Maybe(place) };
            Some(Place { expression, of: Of::Type(header.ty) })
        }
        Reached::Body(tokens) => {
            let root = answer.reply.contents.first()?.carrier.ty()?;
            let start = Place { expression: whole(scope, root, quote!(#reply.body)), of: Of::Type(root) };
            tokens.iter().try_fold(start, |place, token| down(scope, &place, token))
        }
    }
}

/// What may be null is an option.
fn whole(scope: &Scope<'_>, ty: TypeId, place: TokenStream) -> Expression {
    match scope.nullable(ty) {
        Some(_) => Expression::Maybe(place),
        None => Expression::There(place),
    }
}

fn down(scope: &Scope<'_>, from: &Place, token: &str) -> Option<Place> {
    let Of::Type(ty) = from.of else { return None };
    let (step, next) = scope.api.step(ty, token).ok()?;
    let expression = match step {
        Step::Field(index) => {
            let Shape::Struct(s) = scope.shape(scope.nullable(ty).unwrap_or(ty)) else { return None };
            let member = Member::field(scope, s.fields.get(index)?);
            field(&from.expression, &member)
        }
        Step::Member { beside } => {
            let beside = beside.then(|| quote!(.additional));
            entry(scope, &from.expression, beside.as_ref(), &quote!(.get(#token)), next)
        }
        Step::Item(0) => entry(scope, &from.expression, None, &quote!(.first()), next),
        Step::Item(index) => {
            let index = number(index);
            entry(scope, &from.expression, None, &quote!(.get(#index)), next)
        }
        Step::Place(index) => {
            let index = number(index);
            match &from.expression {
                Expression::There(place) => whole(scope, next, quote!(#place.#index)),
                other => {
                    let (found, null) =
                        (other.reference(), scope.nullable(next).map(|_| quote!(.and_then(Option::as_ref))));
                    Expression::Reference(quote!(#found.map(|of| &of.#index) #null))
                }
            }
        }
    };
    Some(Place { expression, of: Of::Type(next) })
}

/// A field of a struct.
fn field(from: &Expression, m: &Member<'_>) -> Expression {
    let name = &m.name;
    let unboxed = |of: &TokenStream| match (m.presence, m.boxed) {
        (Presence::Required, true) => quote!(Some(&*#of.#name)),
        (Presence::Required, false) => quote!(Some(&#of.#name)),
        (Presence::Field, true) => quote!(#of.#name.value().map(|of| &**of)),
        (Presence::Field, false) => quote!(#of.#name.value()),
        (_, true) => quote!(#of.#name.as_deref()),
        (_, false) => quote!(#of.#name.as_ref()),
    };
    match (from, m.presence, m.boxed) {
        (Expression::There(place), Presence::Required, false) => Expression::There(quote!(#place.#name)),
        (Expression::There(place), Presence::Nullable | Presence::Optional, false) => {
            Expression::Maybe(quote!(#place.#name))
        }
        (Expression::There(place), ..) => Expression::Reference(unboxed(place)),
        (other, Presence::Required, boxed) => {
            let (found, star) = (other.reference(), boxed.then(|| quote!(*)));
            Expression::Reference(quote!(#found.map(|of| &#star of.#name)))
        }
        (other, ..) => {
            let (found, inner) = (other.reference(), unboxed(&quote!(of)));
            Expression::Reference(quote!(#found.and_then(|of| #inner)))
        }
    }
}

/// An item of a list, or a member of a map.
fn entry(
    scope: &Scope<'_>,
    from: &Expression,
    beside: Option<&TokenStream>,
    get: &TokenStream,
    next: TypeId,
) -> Expression {
    let null = scope.nullable(next).map(|_| quote!(.and_then(Option::as_ref)));
    let found = match from {
        Expression::There(place) => quote!(#place #beside #get),
        other => {
            let found = other.reference();
            quote!(#found.and_then(|of| of #beside #get))
        }
    };
    Expression::Reference(quote!(#found #null))
}

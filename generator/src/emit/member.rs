//! A member of an emitted struct: a property, a parameter, a header or a body, all alike.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{constant, ident};
use crate::ir::{self, Scalar, Shape, TypeId, Width};

/// Whether a member may be missing or `null`, and so its Rust type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// `T`
    Required,
    /// There, but maybe `null`: `Option<T>`.
    Nullable,
    /// There or not: `Option<T>`.
    Optional,
    /// Not there, `null` or a value: `Field<T>`.
    Field,
}

/// One member, with all that its emitters ask for.
pub(super) struct Member<'a> {
    pub(super) rust: &'a str,
    pub(super) name: Ident,
    pub(super) wire: &'a str,
    pub(super) presence: Presence,
    /// Without its nullability. `None` for what is not a type of the document: text, bytes, an enum of bodies.
    pub(super) ty: Option<TypeId>,
    /// `T`, unboxed.
    pub(super) inner: TokenStream,
    pub(super) boxed: bool,
    /// Where it stands among the arguments.
    pub(super) place: u32,
    pub(super) secret: bool,
    pub(super) docs: Text,
    pub(super) default: Option<&'a str>,
    /// The only value there can be; constructors do not ask for it.
    pub(super) constant: Option<TokenStream>,
    /// It can be read only once: whoever holds it cannot be copied or compared.
    pub(super) streamed: bool,
    /// Taken as its own type only.
    as_is: bool,
}

impl<'a> Member<'a> {
    pub(super) fn field(scope: &Scope<'a>, field: &'a ir::Field) -> Self {
        let nullable = scope.nullable(field.ty);
        let ty = nullable.unwrap_or(field.ty);
        let presence = match (field.required, nullable) {
            (true, None) => Presence::Required,
            (true, Some(_)) => Presence::Nullable,
            (false, None) => Presence::Optional,
            (false, Some(_)) => Presence::Field,
        };
        Self {
            boxed: field.boxed,
            place: field.place,
            secret: field.write_only || scope.is_secret(field.ty),
            default: field.default.as_deref(),
            ..Self::of_type(
                scope,
                &field.name,
                ty,
                presence,
                Text::member(scope, &field.docs, field.ty, field.default.as_deref()),
            )
        }
    }

    pub(super) fn parameter(scope: &Scope<'a>, parameter: &'a ir::Parameter) -> Self {
        let ty = scope.nullable(parameter.ty).unwrap_or(parameter.ty);
        let docs = Text::member(scope, &parameter.docs, parameter.ty, parameter.default.as_deref());
        let presence = if is_required(scope, parameter) { Presence::Required } else { Presence::Optional };
        Self {
            place: parameter.place,
            secret: parameter.secret || scope.is_secret(parameter.ty),
            default: parameter.default.as_deref(),
            ..Self::of_type(scope, &parameter.name, ty, presence, docs)
        }
    }

    pub(super) fn header(scope: &Scope<'a>, header: &'a ir::ReplyHeader) -> Self {
        let nullable = scope.nullable(header.ty);
        let required = header.required && nullable.is_none();
        let presence = if required { Presence::Required } else { Presence::Optional };
        let docs = Text::member(scope, &header.docs, header.ty, None);
        let ty = nullable.unwrap_or(header.ty);
        Self { secret: scope.is_secret(header.ty), ..Self::of_type(scope, &header.name, ty, presence, docs) }
    }

    /// A body of a type that the document does not name.
    pub(super) fn body(ty: Option<TypeId>, inner: TokenStream, presence: Presence, docs: Text) -> Self {
        Self { ty, ..Self::plain("body", inner, presence, docs) }
    }

    /// The same, but read only once if `streamed`.
    pub(super) fn streamed(self, streamed: bool) -> Self {
        Self { streamed, ..self }
    }

    /// The status of a reply that may have several.
    pub(super) fn status(inner: TokenStream, docs: Text) -> Self {
        Self { as_is: true, ..Self::plain("status", inner, Presence::Required, docs) }
    }

    /// A member that stands for no schema.
    fn plain(name: &'a str, inner: TokenStream, presence: Presence, docs: Text) -> Self {
        Self {
            rust: name,
            name: ident(name),
            wire: name,
            presence,
            ty: None,
            inner,
            boxed: false,
            place: u32::MAX,
            secret: false,
            docs,
            default: None,
            constant: None,
            streamed: false,
            as_is: false,
        }
    }

    fn of_type(scope: &Scope<'a>, name: &'a ir::Name, ty: TypeId, presence: Presence, docs: Text) -> Self {
        Self {
            wire: &name.wire,
            ty: Some(ty),
            constant: only_value(scope, ty).filter(|_| presence == Presence::Required),
            ..Self::plain(&name.rust, scope.rust(ty), presence, docs)
        }
    }

    /// A constructor has to be given it.
    pub(super) fn is_argument(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable) && self.constant.is_none()
    }

    /// The name of its constant: `LA_SESSION`.
    pub(super) fn upper(&self) -> Ident {
        constant(self.rust)
    }

    /// The type of the field.
    pub(super) fn declared(&self) -> TokenStream {
        let inner = &self.inner;
        let inner = if self.boxed { quote!(Box<#inner>) } else { inner.clone() };
        match self.presence {
            Presence::Required => inner,
            Presence::Nullable | Presence::Optional => quote!(Option<#inner>),
            Presence::Field => quote!(::tenon_runtime::Field<#inner>),
        }
    }

    /// What a function takes for it.
    pub(super) fn accepted(&self, scope: &Scope<'_>) -> TokenStream {
        let inner = &self.inner;
        match self.presence {
            Presence::Required if self.converts(scope) => quote!(impl Into<#inner>),
            Presence::Required => inner.clone(),
            Presence::Nullable | Presence::Optional => quote!(impl ::tenon_runtime::IntoOption<#inner>),
            Presence::Field => quote!(impl Into<::tenon_runtime::Field<#inner>>),
        }
    }

    /// What was [`accepted`](Self::accepted) under the member's name, as the field's value.
    pub(super) fn converted(&self, scope: &Scope<'_>) -> TokenStream {
        let (name, inner) = (&self.name, &self.inner);
        let boxed = self.boxed.then(|| quote!(.map(Box::new)));
        match self.presence {
            Presence::Required if self.boxed && self.converts(scope) => quote!(Box::new(#name.into())),
            Presence::Required if self.boxed => quote!(Box::new(#name)),
            Presence::Required if self.converts(scope) => quote!(#name.into()),
            Presence::Required => quote!(#name),
            Presence::Nullable | Presence::Optional => quote!(::tenon_runtime::IntoOption::into_option(#name) #boxed),
            Presence::Field if self.boxed => quote!(Into::<::tenon_runtime::Field<#inner>>::into(#name) #boxed),
            Presence::Field => quote!(#name.into()),
        }
    }

    /// Whether `impl Into<T>` is worth its while: `&str` for `String`, an arm for its union.
    fn converts(&self, scope: &Scope<'_>) -> bool {
        let Some(ty) = self.ty else { return !self.as_is };
        match scope.shape(ty) {
            Shape::Union(_) | Shape::Any(_) => true,
            Shape::Scalar(scalar) => matches!(
                scalar,
                Scalar::String
                    | Scalar::Text(_)
                    | Scalar::Decimal
                    | Scalar::Integer(Width::Any)
                    | Scalar::Base64
                    | Scalar::Base64Url
                    | Scalar::Binary
                    | Scalar::Foreign(..)
            ),
            _ => false,
        }
    }

    /// The value in a new struct that was not told about it.
    pub(super) fn initial(&self) -> TokenStream {
        match (&self.constant, self.presence) {
            (Some(value), _) if self.boxed => quote!(Box::new(#value)),
            (Some(value), _) => value.clone(),
            (None, Presence::Field) => quote!(::tenon_runtime::Field::Absent),
            (None, _) => quote!(None),
        }
    }
}

/// A parameter's `null` cannot be told from its absence, except in a path, where neither exists.
pub(super) fn is_required(scope: &Scope<'_>, parameter: &ir::Parameter) -> bool {
    parameter.location == ir::Location::Path || (parameter.required && scope.nullable(parameter.ty).is_none())
}

/// `PetKind::Cat` where that is all that `PetKind` has.
fn only_value(scope: &Scope<'_>, ty: TypeId) -> Option<TokenStream> {
    let ty = scope.plain(ty);
    let list = match &scope.api.ty(ty).shape {
        Shape::Enum(list) => list,
        Shape::Null => return Some(quote!(())),
        _ => return None,
    };
    let (name, _) = list.values.names().into_iter().next().filter(|_| scope.api.is_constant(ty))?;
    let (ty, variant) = (scope.rust(ty), ident(&name.rust));
    Some(quote!(#ty::#variant))
}

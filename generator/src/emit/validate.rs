//! `Validate`: what a schema demands beyond its type.
//!
//! A declared type checks its own members; what is spelled out in place (`Vec<String>` with a pattern for its items) is
//! checked by whoever holds it. `child` descends only when a user asks: while decoding, each part was checked by itself.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::member::{Member, Presence};
use super::rules::{properties, rule};
use super::rust_type::Scope;
use super::{checks, number};
use crate::ir::{Rest, Scalar, Shape, TypeDef, TypeId};

/// The body of a `validate`.
#[derive(Default)]
pub(super) struct Checks {
    /// Something is demanded here, not only further down.
    pub(super) local: bool,
    pub(super) statements: TokenStream,
    /// What a value is judged by beside: `&checks::pet`.
    pub(super) demand: Option<TokenStream>,
}

/// Where a value stands, below the one being checked.
pub(super) enum Pointer<'p> {
    Here,
    Member(&'p str),
    /// `/query/limit`
    Within(&'p str, &'p str),
}

/// A value to check: a place such as `self.name`, or a reference called `value`.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) tokens: TokenStream,
    reference: bool,
}

impl Place {
    fn value() -> Self {
        Self { tokens: quote!(value), reference: true }
    }

    pub(super) fn borrowed(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.reference { quote!(#tokens) } else { quote!(&#tokens) }
    }

    pub(super) fn copied(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.reference { quote!(*#tokens) } else { quote!(#tokens) }
    }
}

/// `impl Validate for Name`.
pub(super) fn implementation(name: &Ident, checks: &Checks) -> TokenStream {
    let (statements, judged) =
        (&checks.statements, checks.demand.as_ref().map(|demand| quote!(c.judged(self, #demand);)));
    let method = (!statements.is_empty() || judged.is_some()).then(|| {
        quote! {
            fn validate(&self, c: &mut ::tenon_runtime::Checker) { #statements #judged }
        }
    });
    quote! {
        impl ::tenon_runtime::Validate for #name { #method }
    }
}

impl Checks {
    /// The end of a `decode`: checked and judged where there is something to ask.
    pub(super) fn checked(&self, cx: &Ident, value: &TokenStream) -> TokenStream {
        match (self.local, &self.demand) {
            (false, None) => quote!(Some(#value)),
            (true, None) => quote!(#cx.checked(#value)),
            (false, Some(demand)) => quote!(#cx.judged(#value, #demand)),
            (true, Some(demand)) => quote! {
                let value = #cx.checked(#value)?;
                #cx.judged(value, #demand)
            },
        }
    }
}

/// `use super::checks;` where values of these types are judged by one of its functions.
pub(super) fn import(scope: &Scope<'_>, types: impl IntoIterator<Item = TypeId>) -> Option<TokenStream> {
    let used = types.into_iter().any(|ty| checks::of_type(scope, ty).is_some());
    used.then(|| checks::import(scope))
}

/// All checks of a struct of properties.
pub(super) fn structure(scope: &Scope<'_>, id: TypeId, members: &[Member<'_>], rest: &Rest) -> Checks {
    let def = scope.api.ty(id);
    let mut checks = Checks { demand: checks::of_type(scope, id), ..Checks::default() };
    for m in members {
        checks.add(scope, m, &Pointer::Member(m.wire), None);
    }
    if let Rest::Kept(value) = rest {
        let additional = Place { tokens: quote!(self.additional), reference: false };
        let each = local(scope, *value, &Place::value()).map(|each| entries(&additional, &each));
        let deep = needs_child(scope, *value).then(|| quote!(c.inner(&self.additional);));
        checks.local |= each.is_some();
        checks.statements.extend([each, deep].into_iter().flatten());
    }
    if let Some(rule) = properties(&def.constraints, &quote!(::tenon_runtime::)) {
        let count = count(members, rest);
        checks.local = true;
        checks.statements.extend(quote!(c.properties(#count, #rule);));
    }
    checks
}

impl Checks {
    /// The checks of one member. `demand`: what it is judged by, if that is not said by what the whole is judged by.
    pub(super) fn add(&mut self, scope: &Scope<'_>, m: &Member<'_>, at: &Pointer<'_>, demand: Option<TokenStream>) {
        let (Some(ty), name) = (m.ty, &m.name) else { return };
        let place = match m.presence {
            Presence::Required => Place { tokens: quote!(self.#name), reference: false },
            _ => Place::value(),
        };
        let value = place.borrowed();
        let encoded = demand.map(|demand| quote!(c.encoded(#value, #demand);));
        let inner = local(scope, ty, &place).into_iter().chain(encoded).collect::<TokenStream>();
        if !inner.is_empty() && !m.boxed {
            self.local = true;
            let inner = at.around(&inner);
            self.statements.extend(match m.presence {
                Presence::Required => inner,
                Presence::Nullable | Presence::Optional => quote!(if let Some(value) = &self.#name { #inner }),
                Presence::Field => quote!(if let Some(value) = self.#name.value() { #inner }),
            });
        }
        if needs_child(scope, ty) {
            self.statements.extend(at.child(&quote!(&self.#name)));
        }
    }
}

impl Pointer<'_> {
    /// Statements moved to the place.
    fn around(&self, statements: &TokenStream) -> TokenStream {
        match self {
            Self::Here => statements.clone(),
            Self::Member(name) => quote!(c.at(#name, |c| { #statements });),
            Self::Within(outer, name) => quote!(c.at(#outer, |c| c.at(#name, |c| { #statements }));),
        }
    }

    /// The value's own checks, and all below it.
    fn child(&self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Here => quote!(c.inner(#value);),
            Self::Member(name) => quote!(c.child(#name, #value);),
            Self::Within(outer, name) => quote!(c.at(#outer, |c| c.child(#name, #value));),
        }
    }
}

/// All checks of a value that `value` refers to.
pub(super) fn value(scope: &Scope<'_>, ty: TypeId) -> Option<TokenStream> {
    let local = local(scope, ty, &Place::value());
    let deep = needs_child(scope, ty).then(|| Pointer::Here.child(&quote!(value)));
    let both = [local, deep].into_iter().flatten().collect::<TokenStream>();
    (!both.is_empty()).then_some(both)
}

/// All checks of a struct around a value.
pub(super) fn wrapped(scope: &Scope<'_>, id: TypeId) -> Checks {
    let def = scope.api.ty(id);
    let local = spelled(scope, def, &Place { tokens: quote!(self.0), reference: false });
    let deep = Pointer::Here.child(&quote!(&self.0));
    let (is_local, demand) = (local.is_some(), checks::of_type(scope, id));
    Checks { local: is_local, statements: local.into_iter().chain([deep]).collect(), demand }
}

/// Whether a value of the type has demands that its holder must check.
pub(super) fn has_local(scope: &Scope<'_>, ty: TypeId) -> bool {
    local(scope, ty, &Place::value()).is_some()
}

/// What is demanded of a value that is spelled out in place.
fn local(scope: &Scope<'_>, ty: TypeId, place: &Place) -> Option<TokenStream> {
    if scope.is_declared(ty) { None } else { spelled(scope, scope.api.ty(ty), place) }
}

fn spelled(scope: &Scope<'_>, def: &TypeDef, place: &Place) -> Option<TokenStream> {
    let own = match &def.shape {
        Shape::Alias(next) => rule(scope.shape(*next), &def.constraints, place),
        shape => rule(shape, &def.constraints, place),
    };
    let within = match &def.shape {
        Shape::Alias(next) => local(scope, *next, place),
        Shape::Nullable(inner) => local(scope, *inner, &Place::value()).map(|inner| {
            let value = place.borrowed();
            quote!(if let Some(value) = #value { #inner })
        }),
        Shape::Array(item) => local(scope, *item, &Place::value()).map(|inner| {
            let items = place.borrowed();
            quote!(c.each(#items, |c, value| { #inner });)
        }),
        Shape::Map(map) => local(scope, map.value, &Place::value()).map(|inner| entries(place, &inner)),
        Shape::Tuple(items) => tuple(scope, items, place),
        _ => None,
    };
    let both = [own, within].into_iter().flatten().collect::<TokenStream>();
    (!both.is_empty()).then_some(both)
}

fn tuple(scope: &Scope<'_>, items: &[TypeId], place: &Place) -> Option<TokenStream> {
    let checks = items.iter().enumerate().filter_map(|(i, item)| {
        let (tokens, index) = (&place.tokens, number(i));
        let inner = local(scope, *item, &Place { tokens: quote!(#tokens.#index), reference: false })?;
        Some(quote!(c.index(#index, |c| { #inner });))
    });
    let checks = checks.collect::<TokenStream>();
    (!checks.is_empty()).then_some(checks)
}

fn entries(map: &Place, inner: &TokenStream) -> TokenStream {
    let map = map.borrowed();
    quote!(c.each_value(#map, |c, value| { #inner });)
}

/// How many members an object has.
fn count(members: &[Member<'_>], rest: &Rest) -> TokenStream {
    let fixed = members.iter().filter(|m| matches!(m.presence, Presence::Required | Presence::Nullable)).count();
    let fixed = number(fixed);
    let maybe = members.iter().filter_map(|m| {
        let name = &m.name;
        match m.presence {
            Presence::Required | Presence::Nullable => None,
            Presence::Optional => Some(quote!(+ usize::from(self.#name.is_some()))),
            Presence::Field => Some(quote!(+ usize::from(!self.#name.is_absent()))),
        }
    });
    let additional = matches!(rest, Rest::Kept(_)).then(|| quote!(+ self.additional.len()));
    quote!(#fixed #(#maybe)* #additional)
}

/// Whether anything below the value may demand something: a declared type, or a number that might not be finite.
pub(super) fn needs_child(scope: &Scope<'_>, ty: TypeId) -> bool {
    if scope.is_declared(ty) {
        return true;
    }
    match &scope.api.ty(ty).shape {
        Shape::Array(inner) | Shape::Nullable(inner) | Shape::Alias(inner) => needs_child(scope, *inner),
        Shape::Map(map) => needs_child(scope, map.value),
        Shape::Tuple(items) => items.iter().any(|item| needs_child(scope, *item)),
        Shape::Scalar(Scalar::Float | Scalar::Text(_) | Scalar::Time | Scalar::Foreign(..))
        | Shape::Struct(_)
        | Shape::Union(_)
        | Shape::Enum(_) => true,
        Shape::Scalar(_) | Shape::Null | Shape::Never | Shape::Any(_) => false,
    }
}

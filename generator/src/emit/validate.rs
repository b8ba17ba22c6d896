//! `Validate`: what a schema demands beyond its type.
//!
//! A declared type checks its own members; what is spelled out in place (`Vec<String>` with a pattern for its items) is
//! checked by whoever holds it: a line for each rule, whatever holds the value. `child` descends only when a user asks: while decoding, each part was checked by itself.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::member::{Member, Presence};
use super::rules::{Rule, properties, rule};
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
        let each = rules(scope, *value).into_iter().map(Rule::each).collect::<Vec<_>>();
        let deep = needs_child(scope, *value).then(|| quote!(c.inner(&self.additional);));
        checks.local |= !each.is_empty();
        checks.statements.extend(each.iter().map(|rule| Pointer::Here.demand(&quote!(&self.additional), rule)));
        checks.statements.extend(deep);
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
        let place = quote!(&self.#name);
        let (rules, demand) = if m.boxed { (Vec::new(), None) } else { (rules(scope, ty), demand) };
        self.local |= !rules.is_empty() || demand.is_some();
        self.statements.extend(rules.iter().map(|rule| at.demand(&place, rule)));
        self.statements.extend(demand.map(|demand| match m.presence {
            Presence::Required => at.around(&quote!(c.encoded(#place, #demand);)),
            Presence::Nullable | Presence::Optional => {
                let inner = at.around(&quote!(c.encoded(value, #demand);));
                quote!(if let Some(value) = #place { #inner })
            }
            Presence::Field => {
                let inner = at.around(&quote!(c.encoded(value, #demand);));
                quote!(if let Some(value) = self.#name.value() { #inner })
            }
        }));
        if needs_child(scope, ty) {
            self.statements.extend(at.child(&place));
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

    /// One rule that the value is held to.
    fn demand(&self, value: &TokenStream, rule: &Rule) -> TokenStream {
        let Rule { rule, pattern } = rule;
        let check = match self {
            Self::Here => quote!(c.rule(#value, #rule);),
            Self::Member(name) => quote!(c.member(#name, #value, #rule);),
            Self::Within(outer, name) => quote!(c.parameter(#outer, #name, #value, #rule);),
        };
        let Some(source) = pattern else { return check };
        quote!({
            static PATTERN: ::tenon_runtime::Pattern = ::tenon_runtime::Pattern::new(#source);
            #check
        })
    }

    /// The value's own checks, and all below it.
    fn child(&self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Here => quote!(c.inner(#value);),
            Self::Member(name) => quote!(c.child(#name, #value);),
            Self::Within(outer, name) => quote!(c.parameter_child(#outer, #name, #value);),
        }
    }
}

/// All checks of a value that `value` refers to.
pub(super) fn value(scope: &Scope<'_>, ty: TypeId) -> Option<TokenStream> {
    let local = rules(scope, ty).iter().map(|rule| Pointer::Here.demand(&quote!(value), rule)).collect::<Vec<_>>();
    let deep = needs_child(scope, ty).then(|| Pointer::Here.child(&quote!(value)));
    let both = local.into_iter().chain(deep).collect::<TokenStream>();
    (!both.is_empty()).then_some(both)
}

/// All checks of a struct around a value.
pub(super) fn wrapped(scope: &Scope<'_>, id: TypeId) -> Checks {
    let rules = spelled(scope, scope.api.ty(id));
    let local = rules.iter().map(|rule| Pointer::Here.demand(&quote!(&self.0), rule));
    let statements = local.chain([Pointer::Here.child(&quote!(&self.0))]).collect();
    Checks { local: !rules.is_empty(), statements, demand: checks::of_type(scope, id) }
}

/// Whether a value of the type has demands that its holder must check.
pub(super) fn has_local(scope: &Scope<'_>, ty: TypeId) -> bool {
    !rules(scope, ty).is_empty()
}

/// What is demanded of a value that is spelled out in place, by whoever holds it.
fn rules(scope: &Scope<'_>, ty: TypeId) -> Vec<Rule> {
    if scope.is_declared(ty) { Vec::new() } else { spelled(scope, scope.api.ty(ty)) }
}

fn spelled(scope: &Scope<'_>, def: &TypeDef) -> Vec<Rule> {
    let shape = if let Shape::Alias(next) = &def.shape { scope.shape(*next) } else { &def.shape };
    let own = rule(shape, &def.constraints);
    let within: Vec<Rule> = match &def.shape {
        Shape::Alias(next) => rules(scope, *next),
        Shape::Nullable(inner) => rules(scope, *inner),
        Shape::Array(item) => rules(scope, *item).into_iter().map(Rule::each).collect(),
        Shape::Map(map) => rules(scope, map.value).into_iter().map(Rule::each).collect(),
        Shape::Tuple(items) => {
            let each = items.iter().enumerate();
            each.flat_map(|(index, item)| rules(scope, *item).into_iter().map(move |rule| rule.item(index))).collect()
        }
        _ => Vec::new(),
    };
    own.into_iter().chain(within).collect()
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

//! `<Op>Request`: every parameter and the body, typed.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::checks::held;
use super::constructor::{self, Declaration};
use super::docs::Text;
use super::member::{Member, Presence};
use super::rust_type::Scope;
use super::validate::{self, Checks, Pointer};
use super::{content, defaults, encoding, joined, multipart, number, operation};
use crate::ir::{Carrier, Content, Location, Operation};

/// The members of a request: parameters first, then the body.
pub(super) struct Outgoing<'a> {
    pub(super) members: Vec<Member<'a>>,
}

impl<'a> Outgoing<'a> {
    pub(super) fn of(scope: &Scope<'a>, operation: &'a Operation) -> Self {
        let mut members = operation.parameters.iter().map(|p| Member::parameter(scope, p)).collect::<Vec<_>>();
        members.extend(operation.body.as_ref().and_then(|body| {
            let presence = if body.required { Presence::Required } else { Presence::Optional };
            let docs = Text::documented(&body.docs, || "The body.".to_owned());
            content::member(scope, &body.contents, body.enum_name.as_deref(), presence, docs)
        }));
        Self { members }
    }
}

pub(super) fn request(scope: &Scope<'_>, operation: &Operation, outgoing: &Outgoing<'_>) -> TokenStream {
    let docs = Text::of(format!("What {} carries.", operation::line(operation)));
    let d = Declaration {
        name: joined(&operation.type_name, "Request"),
        required: joined(&operation.type_name, "Required"),
        docs,
        members: &outgoing.members,
        additional: None,
    };
    let name = &d.name;
    let bodies = operation.body.iter().map(|b| {
        let of = format!("The body of {}", operation::line(operation));
        let parts = multipart::items(scope, &b.contents, &of);
        let bodies = content::enumeration(scope, &b.contents, b.enum_name.as_deref(), "The body");
        quote!(#parts #bodies)
    });
    let bodies = bodies.collect::<TokenStream>();
    let (declaration, methods, default) =
        (constructor::declaration(&d), constructor::methods(scope, &d), constructor::default(&d));
    let (constants, defaults) = (constants(scope, operation), defaults::accessors(scope, d.members));
    let validate = validate::implementation(name, &checks(scope, operation, outgoing));

    quote! {
        #bodies
        #declaration
        #constants
        impl #name { #methods #(#defaults)* }
        #default
        #validate
    }
}

/// How each parameter and the properties of a form travel. Only the halves look at it. One table costs those who compile it
/// less than a constant for each parameter.
fn constants(scope: &Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let name = joined(&operation.type_name, "Request");
    let each = operation.parameters.iter().enumerate().map(|(i, p)| encoding::parameter(scope, operation, i, p));
    let (each, count) = (each.collect::<Vec<_>>(), number(operation.parameters.len()));
    let table = (!each.is_empty())
        .then(|| quote!(pub(super) const PARAMETERS: &'static [::tenon_runtime::Parameter; #count] = &[#(#each),*];));
    let body = operation.body.iter().filter(|b| b.contents.len() == 1);
    let each = table.into_iter().chain(body.flat_map(|b| content::constants(scope, &b.contents)));
    content::known_to_halves(&name, &each.collect::<Vec<_>>())
}

/// `let [owner, repo] = Self::PARAMETERS;`, by the names that a half gives to the entries of the table.
pub(super) fn table(names: &[Ident]) -> Option<TokenStream> {
    (!names.is_empty()).then(|| quote!(let [#(#names),*] = Self::PARAMETERS;))
}

/// What is demanded of the parameters and of a body that is spelled out in place.
pub(super) fn checks(scope: &Scope<'_>, operation: &Operation, outgoing: &Outgoing<'_>) -> Checks {
    let mut checks = Checks::default();
    for (p, m) in operation.parameters.iter().zip(&outgoing.members) {
        let place = match p.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        checks.add(scope, m, &Pointer::Within(place, &p.name.wire), held(scope, p.ty));
    }
    let Some(body) = &operation.body else { return checks };
    match (outgoing.members.last(), &body.contents[..]) {
        (Some(_), [Content { carrier: Carrier::Multipart(_), .. }]) => {
            checks.statements.extend(quote!(c.child("body", &self.body);));
        }
        (Some(member), [only]) => {
            let demand = only.carrier.ty().and_then(|ty| held(scope, ty));
            checks.add(scope, member, &Pointer::Member("body"), demand);
        }
        _ => {
            checks.local |= content::demands(scope, &body.contents).local;
            checks.statements.extend(quote!(c.at("body", |c| ::tenon_runtime::Validate::validate(&self.body, c));));
        }
    }
    checks
}

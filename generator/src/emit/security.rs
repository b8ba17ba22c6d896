//! Security schemes and the alternatives that operations accept.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{constant, ident, markdown, number};
use crate::ir::{Alternative, Api, Location, SchemeKind, SecurityScheme};

/// `pub mod security { pub static BEARER_AUTH: Scheme = .. }`
pub(super) fn module(api: &Api) -> Option<TokenStream> {
    let schemes = api.schemes.iter().map(scheme);
    (!api.schemes.is_empty()).then(|| {
        quote! {
            /// The security schemes of the document.
            pub mod security { #(#schemes)* }
        }
    })
}

fn scheme(scheme: &SecurityScheme) -> TokenStream {
    let docs = Text::documented(&scheme.docs, || format!("{}.", markdown::code(&scheme.name.wire)));
    let (name, wire, kind) = (constant(&scheme.name.rust), &scheme.name.wire, kind(&scheme.kind));
    quote! {
        #docs
        pub static #name: ::tenon_runtime::Scheme = ::tenon_runtime::Scheme { name: #wire, kind: ::tenon_runtime::SchemeKind::#kind };
    }
}

fn kind(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::ApiKey { location, name } => {
            let location = location_name(*location);
            quote!(ApiKey { location: ::tenon_runtime::Location::#location, name: #name })
        }
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Http { scheme } => quote!(Http { scheme: #scheme }),
        SchemeKind::MutualTls => quote!(MutualTls),
    }
}

fn location_name(location: Location) -> Ident {
    ident(match location {
        Location::Path => "Path",
        Location::Query => "Query",
        Location::Header => "Header",
        Location::Cookie => "Cookie",
    })
}

/// The alternatives of all operations as lists of schemes, each once, in the order in which they first occur.
/// The index is the alternative's id.
pub(super) fn alternatives(api: &Api) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    for alternative in api.operations.iter().flat_map(|o| &o.security) {
        let schemes = schemes(alternative);
        if !all.contains(&schemes) {
            all.push(schemes);
        }
    }
    all
}

fn schemes(alternative: &Alternative) -> Vec<usize> {
    alternative.requirements.iter().map(|r| r.scheme).collect()
}

/// Whether any operation asks who is calling.
pub(super) fn is_used(api: &Api) -> bool {
    api.operations.iter().flat_map(|o| &o.security).any(|a| !a.requirements.is_empty())
}

/// `Alternative { id: 0, requirements: &[..] }`
pub(super) fn alternative(scope: &Scope<'_>, alternative: &Alternative, all: &[Vec<usize>]) -> TokenStream {
    let (api, up) = (scope.api, scope.up());
    let schemes = schemes(alternative);
    let id = number(all.iter().position(|a| *a == schemes).unwrap_or(0));
    let requirements = alternative.requirements.iter().filter_map(|r| {
        let (scheme, scopes) = (constant(&api.schemes.get(r.scheme)?.name.rust), &r.scopes);
        Some(quote!(::tenon_runtime::Requirement { scheme: &#up::security::#scheme, scopes: &[#(#scopes),*] }))
    });
    quote!(::tenon_runtime::Alternative { id: #id, requirements: &[#(#requirements),*] })
}

/// The alternatives that carry credentials: id, variant's name, schemes.
pub(super) fn presentable(api: &Api) -> Vec<(usize, Ident, Vec<&SecurityScheme>)> {
    let all = alternatives(api).into_iter().enumerate().filter(|(_, schemes)| !schemes.is_empty());
    all.map(|(id, schemes)| {
        let schemes = schemes.iter().filter_map(|index| api.schemes.get(*index)).collect::<Vec<_>>();
        let name = schemes.iter().map(|s| s.type_name.as_str()).collect::<Vec<_>>().join("And");
        (id, ident(&name), schemes)
    })
    .collect()
}

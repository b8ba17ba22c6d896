//! The server's side of security: the trait that authenticates, and what a request presents to it.
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{markdown, number, security, tags};
use crate::ir::{Api, Location, Operation, SchemeKind, Tag};

/// Whether an operation is told who calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    Nothing,
    Optional,
    Required,
}

pub(super) fn demand(operation: &Operation) -> Demand {
    match &operation.security[..] {
        [] => Demand::Nothing,
        all if all.iter().all(|a| a.requirements.is_empty()) => Demand::Nothing,
        all if all.iter().any(|a| a.requirements.is_empty()) => Demand::Optional,
        _ => Demand::Required,
    }
}

/// The runtime's method that answers for an operation, and what tells it who is calling, before the body is read.
pub(super) fn answer(operation: &Operation) -> (TokenStream, Option<TokenStream>) {
    let who = || Some(quote!(super::authenticate,));
    match demand(operation) {
        Demand::Nothing => (quote!(open), None),
        Demand::Optional => (quote!(optional), who()),
        Demand::Required => (quote!(secured), who()),
    }
}

/// Whether any operation of a tag asks who is calling.
pub(super) fn is_asked(api: &Api, tag: &Tag) -> bool {
    api.of_tag(tag).any(|operation| !operation.shadowed && demand(operation) != Demand::Nothing)
}

/// `Auth`, `Presented` and what connects them.
pub(super) fn items(scope: &Scope<'_>) -> Vec<TokenStream> {
    // The modules of tags call it, if they are there.
    let asking = tags::features(scope, scope.api.tags.iter().filter(|tag| is_asked(scope.api, tag)));
    let (feature, visibility) = match scope.is_over_tags() {
        true => (Some(quote!(#[cfg(any(#asking))])), Some(quote!(pub(super)))),
        false => (None, None),
    };
    let (authenticate, present) = (authenticate(), present(scope.api));
    let connection = [quote!(#feature #visibility #authenticate), quote!(#feature #present)];
    [auth(), presented(scope.api)].into_iter().chain(connection).collect()
}

fn auth() -> TokenStream {
    let reject = reject();
    quote! {
        /// Who is calling, and how failures are answered. Asked before a body is read.
        pub trait Auth: Send + Sync + 'static {
            /// A caller who was let in.
            type Principal: Send + 'static;
            /// Your own failures.
            type Error: ::tenon_runtime::server::IntoResponse + Send + 'static;
            /// Called for each alternative that the request presents, in the document's order, until one is accepted.
            fn authenticate(
                &self,
                parts: &::tenon_runtime::server::Parts,
                operation: &'static ::tenon_runtime::Operation,
                presented: Presented<'_>,
            ) -> impl ::core::future::Future<Output = Result<Self::Principal, ::tenon_runtime::server::AuthError<Self::Error>>> + Send;
            #reject
        }
    }
}

/// What a tag's trait has of its own where there is no security.
pub(super) fn failure() -> TokenStream {
    let reject = reject();
    quote! {
        /// Your own failures.
        type Error: ::tenon_runtime::server::IntoResponse + Send + 'static;
        #reject
    }
}

fn reject() -> TokenStream {
    quote! {
        /// Answers a request that the document forbids. As the document declares it, unless you say otherwise.
        fn reject(&self, rejection: ::tenon_runtime::server::Rejection) -> ::tenon_runtime::server::Response {
            rejection.into_response()
        }
    }
}

fn presented(api: &Api) -> TokenStream {
    let variants = security::presentable(api).into_iter().map(|(_, name, schemes)| {
        let wires = schemes.iter().map(|s| markdown::code(&s.name.wire)).collect::<Vec<_>>().join(" with ");
        let docs = Text::of(format!("{wires}."));
        let types = schemes.iter().map(|s| credential(&s.kind));
        quote!(#docs #name(#(#types),*),)
    });
    quote! {
        /// The credentials of one alternative, as a request presents them: there, but not checked.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Presented<'a> { #(#variants)* }
    }
}

fn credential(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::ApiKey { .. } => quote!(::tenon_runtime::server::ApiKey<'a>),
        SchemeKind::Basic => quote!(::tenon_runtime::server::Basic<'a>),
        SchemeKind::Bearer => quote!(::tenon_runtime::server::Bearer<'a>),
        SchemeKind::Http { .. } => quote!(::tenon_runtime::server::Raw<'a>),
        SchemeKind::MutualTls => quote!(::tenon_runtime::server::MutualTls<'a>),
    }
}

fn authenticate() -> TokenStream {
    quote! {
        async fn authenticate<A: Auth>(
            app: &A,
            call: &::tenon_runtime::server::Incoming,
        ) -> Result<Option<A::Principal>, ::tenon_runtime::server::Refusal<A::Error>> {
            let mut attempts = ::tenon_runtime::server::Attempts::new(call);
            for alternative in call.operation().security {
                if let Some(presented) = present(alternative, call.parts()) {
                    match app.authenticate(call.parts(), call.operation(), presented).await {
                        Ok(principal) => return Ok(Some(principal)),
                        Err(error) => attempts.refused(error)?,
                    }
                }
            }
            attempts.end()
        }
    }
}

fn present(api: &Api) -> TokenStream {
    let branches = security::presentable(api).into_iter().map(|(id, name, schemes)| {
        let (id, reads) = (number(id), schemes.iter().map(|s| from_parts(&s.kind)));
        quote!(#id => Presented::#name(#(#reads?),*),)
    });
    quote! {
        fn present<'a>(
            alternative: &'static ::tenon_runtime::Alternative,
            parts: &'a ::tenon_runtime::server::Parts,
        ) -> Option<Presented<'a>> {
            Some(match alternative.id {
                #(#branches)*
                _ => return None,
            })
        }
    }
}

fn from_parts(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::ApiKey { location: Location::Query, name } => {
            quote!(::tenon_runtime::server::ApiKey::from_query(parts, #name))
        }
        SchemeKind::ApiKey { location: Location::Cookie, name } => {
            quote!(::tenon_runtime::server::ApiKey::from_cookie(parts, #name))
        }
        SchemeKind::ApiKey { name, .. } => quote!(::tenon_runtime::server::ApiKey::from_header(parts, #name)),
        SchemeKind::Basic => quote!(::tenon_runtime::server::Basic::from_parts(parts)),
        SchemeKind::Bearer => quote!(::tenon_runtime::server::Bearer::from_parts(parts)),
        SchemeKind::Http { scheme } => quote!(::tenon_runtime::server::Raw::from_parts(parts, #scheme)),
        SchemeKind::MutualTls => quote!(::tenon_runtime::server::MutualTls::from_parts(parts)),
    }
}

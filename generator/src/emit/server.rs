//! `server.rs`: one trait for each tag, one for authentication, and what turns them into a service.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{
    File, examples, ident, incoming, joined, number, routes, security, server_auth, server_request, server_tags,
};
use crate::ir::{Api, Operation, Tag};

pub(super) fn file(scope: Scope<'_>) -> File<'_> {
    let (api, home) = (scope.api, scope.home);
    if api.operations.is_empty() {
        let docs = Text::of("The server: the document has no operations.");
        return File::new("server.rs", home, docs.inner(), std::iter::empty());
    }
    if scope.is_over_tags() {
        return server_tags::file(&scope);
    }
    let docs = Text::of(match api.inside {
        None => "The server: implement the traits, then mount [`router`] or call [`service`].",
        Some(_) => {
            "The receiver: implement the trait, then mount [`router`], each at a path of your own with `Service::at`, or all at one URL with `Postbox`."
        }
    });
    let (secured, name) = (security::is_used(api), scope.file("server.rs"));
    let auth = if secured { server_auth::items(&scope) } else { Vec::new() };
    let traits = scope.clone();
    let head = std::iter::once(quote!(
        use super::ops;
    ))
    .chain(auth);
    let whole = [service(api, secured), dispatch(api, secured), calls(&scope, tags(api)), routes::routes(&scope)];
    let items = head.chain(tags(api).map(move |tag| tag_trait(&traits, tag))).chain(whole).chain(
        all_served(api).flat_map(move |(_, operation)| {
            [server_request::request(&scope, operation), server_request::reply(&scope, operation)]
        }),
    );
    File::new(name, home, docs.inner(), items)
}

/// Operations that requests can be told to be for, with their numbers.
fn all_served(api: &Api) -> impl Iterator<Item = (usize, &Operation)> {
    let all = super::tags::numbers(api).into_iter().zip(&api.operations);
    all.filter(|(_, operation)| !operation.shadowed)
}

/// Those of one tag.
pub(super) fn served<'a>(api: &'a Api, tag: &'a Tag) -> impl Iterator<Item = (usize, &'a Operation)> {
    let numbers = super::tags::numbers(api);
    let own = tag.operations.iter().filter_map(move |id| {
        let index = id.0 as usize;
        Some((*numbers.get(index)?, api.operations.get(index)?))
    });
    own.filter(|(_, operation)| !operation.shadowed)
}

/// Whether requests can be told to be for any operation of a tag.
pub(super) fn is_served(api: &Api, tag: &Tag) -> bool {
    api.of_tag(tag).any(|operation| !operation.shadowed)
}

/// Tags that have a trait.
pub(super) fn tags(api: &Api) -> impl Iterator<Item = &Tag> {
    api.tags.iter().filter(|tag| is_served(api, tag))
}

/// `pub trait Repos: Auth { .. }`
pub(super) fn tag_trait(scope: &Scope<'_>, tag: &Tag) -> TokenStream {
    let secured = security::is_used(scope.api);
    let mut docs = incoming::docs(scope).unwrap_or_else(|| super::tags::docs(tag));
    docs.block(examples::server(scope, tag, secured));
    let name = ident(&tag.name.rust);
    let methods = served(scope.api, tag).map(|(_, operation)| method(scope, operation));
    let verify = scope.api.inside.as_ref().map(|_| incoming::verify());
    let (bounds, own) = match secured {
        true => (quote!(Auth), None),
        false => (quote!(Send + Sync + 'static), Some(server_auth::failure())),
    };
    quote! {
        #docs
        pub trait #name: #bounds { #own #verify #(#methods)* }
    }
}

fn method(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let docs = examples::operation(scope, operation);
    let name = ident(&operation.name.rust);
    let [request, reply] = ["Request", "Reply"].map(|suffix| joined(&operation.type_name, suffix));
    let principal = principal(operation);
    quote! {
        #docs
        fn #name(&self, cx: ::tenon_runtime::server::Context<#principal>, request: ops::#request)
            -> impl ::core::future::Future<Output = Result<ops::#reply, Self::Error>> + Send;
    }
}

/// `()` for open operations, optional where anyone may call.
pub(super) fn principal(operation: &Operation) -> TokenStream {
    match server_auth::demand(operation) {
        server_auth::Demand::Nothing => quote!(()),
        server_auth::Demand::Optional => quote!(Option<Self::Principal>),
        server_auth::Demand::Required => quote!(Self::Principal),
    }
}

/// `Pets + Stores`; without security all traits have an error of their own, and it has to be the same.
fn bounds(api: &Api, secured: bool) -> TokenStream {
    let names = tags(api).map(|tag| ident(&tag.name.rust)).collect::<Vec<_>>();
    let first = names.first();
    let rest = names.iter().skip(1).map(|name| match secured {
        true => quote!(+ #name),
        false => quote!(+ #name<Error = <A as #first>::Error>),
    });
    quote!(#first #(#rest)*)
}

fn service(api: &Api, secured: bool) -> TokenStream {
    let bounds = bounds(api, secured);
    quote! {
        /// The API as a router: merge it, nest it, put layers around it.
        pub fn router<A: #bounds>(app: A) -> ::tenon_runtime::axum::Router { ::tenon_runtime::server::router(service(app)) }

        /// The API as a `tower::Service`.
        pub fn service<A: #bounds>(app: A) -> Service<A> { ::tenon_runtime::server::Service::new(Implementation(::std::sync::Arc::new(app))) }

        /// What [`service`] makes.
        pub type Service<A> = ::tenon_runtime::server::Service<Implementation<A>>;

        /// An implementation of the traits, as [`Service`] calls it.
        #[derive(Debug)]
        pub struct Implementation<A>(::std::sync::Arc<A>);
    }
}

fn dispatch(api: &Api, secured: bool) -> TokenStream {
    let (bounds, reject) = (bounds(api, secured), reject(api, secured));
    let error = match (secured, tags(api).next()) {
        (false, Some(first)) => {
            let first = ident(&first.name.rust);
            quote!(<A as #first>::Error)
        }
        _ => quote!(<A as Auth>::Error),
    };
    let branches = all_served(api).map(|(index, operation)| {
        let (index, name) = (number(index), ident(&operation.name.rust));
        quote!(#index => operations::#name(app, call),)
    });
    let choice = quote! {
        match operation {
            #(#branches)*
            _ => call.not_found(),
        }
    };
    let (verifies, choice) = incoming::verified(api, &choice).unwrap_or((None, choice));
    quote! {
        impl<A: #bounds> ::tenon_runtime::server::Api for Implementation<A> {
            type Error = #error;
            fn routes() -> &'static ::tenon_runtime::server::Routes { &ROUTES }
            fn reject(&self, rejection: ::tenon_runtime::server::Rejection) -> ::tenon_runtime::server::Response { #reject }
            #verifies
            fn call(self: ::std::sync::Arc<Self>, operation: usize, call: ::tenon_runtime::server::Incoming)
                -> ::tenon_runtime::server::Answer<Self::Error> {
                let app = ::std::sync::Arc::clone(&self.0);
                #choice
            }
        }
    }
}

/// Who answers a rejection: `Auth`, or without security the trait that the operation is in.
fn reject(api: &Api, secured: bool) -> TokenStream {
    let names = tags(api).map(|tag| ident(&tag.name.rust)).collect::<Vec<_>>();
    let (first, rest) = (names.first(), names.iter().skip(1));
    if secured {
        return quote!(self.0.reject(rejection));
    }
    let branches = tags(api).skip(1).zip(rest).map(|(tag, name)| {
        let wire = &tag.name.wire;
        quote!(Some([#wire, ..]) => <A as #name>::reject(&self.0, rejection),)
    });
    let branches = branches.collect::<Vec<_>>();
    let otherwise = quote!(<A as #first>::reject(&self.0, rejection));
    if branches.is_empty() {
        return otherwise;
    }
    quote! {
        match rejection.operation().map(|operation| operation.tags) {
            #(#branches)*
            _ => #otherwise,
        }
    }
}

/// One function for each operation, so that none grows with the API.
pub(super) fn calls<'a>(scope: &Scope<'a>, tags: impl Iterator<Item = &'a Tag>) -> TokenStream {
    let api = scope.api;
    let each = tags.flat_map(|tag| {
        let tag_name = ident(&tag.name.rust);
        served(api, tag).map(|(_, operation)| call(operation, &tag_name)).collect::<Vec<_>>()
    });
    let each = each.collect::<Vec<_>>();
    quote! {
        mod operations {
            use ::std::sync::Arc;
            use ::tenon_runtime::server::{Answer, Incoming};
            #(#each)*
        }
    }
}

fn call(operation: &Operation, tag: &Ident) -> TokenStream {
    let name = ident(&operation.name.rust);
    let (answer, who) = server_auth::answer(operation);
    quote! {
        pub(super) fn #name<A: super::#tag>(app: Arc<A>, call: Incoming) -> Answer<A::Error> {
            call.#answer(app, #who <A as super::#tag>::#name)
        }
    }
}

//! `server.rs`: one trait for each tag, one for authentication, and what turns them into a service.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{File, examples, ident, joined, markdown, number, routes, security, server_auth, server_request};
use crate::ir::{Api, Operation, Tag};

pub(super) fn file(scope: Scope<'_>) -> File<'_> {
    let (api, home) = (scope.api, scope.home);
    if api.operations.is_empty() {
        let docs = Text::of("The server: the document has no operations.");
        return File::new("server.rs", home, docs.inner(), std::iter::empty());
    }
    let docs = Text::of("The server: implement the traits, then mount [`router`] or call [`service`].");
    let secured = security::is_used(api);
    let auth = if secured { server_auth::items(api) } else { Vec::new() };
    let traits = scope.clone();
    let head = std::iter::once(quote!(
        use super::ops;
    ))
    .chain(auth);
    let items = head
        .chain(tags(api).map(move |tag| tag_trait(&traits, tag, secured)))
        .chain([service(api, secured), dispatch(api, secured), calls(api, secured), routes::routes(api)])
        .chain(served(api).flat_map(move |(_, operation)| {
            [server_request::request(&scope, operation), server_request::reply(&scope, operation)]
        }));
    File::new("server.rs", home, docs.inner(), items)
}

/// Operations that requests can be told to be for, with their numbers.
fn served(api: &Api) -> impl Iterator<Item = (usize, &Operation)> {
    api.operations.iter().enumerate().filter(|(_, operation)| !operation.shadowed)
}

/// Tags that have operations.
pub(super) fn tags(api: &Api) -> impl Iterator<Item = &Tag> {
    api.tags.iter().filter(|tag| !tag.operations.is_empty())
}

fn tag_trait(scope: &Scope<'_>, tag: &Tag, secured: bool) -> TokenStream {
    let mut docs = Text::default();
    docs.prose(tag.description.as_deref().unwrap_or_default().trim());
    docs.paragraph(match tag.name.wire.as_str() {
        "" => "The operations without a tag.".to_owned(),
        wire => format!("The operations of {}.", markdown::code(wire)),
    });
    docs.block(examples::server(scope, tag, secured));
    let name = ident(&tag.name.rust);
    let operations = tag.operations.iter().filter_map(|id| scope.api.operations.get(id.0 as usize));
    let methods = operations.map(|operation| method(scope, operation));
    let (bounds, own) = match secured {
        true => (quote!(Auth), None),
        false => (quote!(Send + Sync + 'static), Some(server_auth::failure())),
    };
    quote! {
        #docs
        pub trait #name: #bounds { #own #(#methods)* }
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
        pub fn service<A: #bounds>(app: A) -> Service<A> { ::tenon_runtime::server::Service::new(Implementation(app)) }

        /// What [`service`] makes.
        pub type Service<A> = ::tenon_runtime::server::Service<Implementation<A>>;

        /// An implementation of the traits, as [`Service`] calls it.
        #[derive(Debug)]
        pub struct Implementation<A>(A);
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
    let branches = served(api).map(|(index, operation)| {
        let (index, name) = (number(index), ident(&operation.name.rust));
        quote!(#index => operations::#name(self, call),)
    });
    quote! {
        impl<A: #bounds> ::tenon_runtime::server::Api for Implementation<A> {
            type Error = #error;
            fn routes() -> &'static ::tenon_runtime::server::Routes { &ROUTES }
            fn reject(&self, rejection: ::tenon_runtime::server::Rejection) -> ::tenon_runtime::server::Response { #reject }
            fn call(self: ::std::sync::Arc<Self>, operation: usize, call: ::tenon_runtime::server::Incoming)
                -> ::tenon_runtime::BoxFuture<'static, Result<::tenon_runtime::server::Response, ::tenon_runtime::server::Refusal<Self::Error>>> {
                match operation {
                    #(#branches)*
                    _ => call.not_found(),
                }
            }
        }
    }
}

/// Who answers a rejection: `Auth`, or without security the trait that the operation is in.
fn reject(api: &Api, secured: bool) -> TokenStream {
    let names = tags(api).map(|tag| ident(&tag.name.rust)).collect::<Vec<_>>();
    let (first, rest) = (names.first(), names.iter().skip(1));
    if secured {
        return quote!(Auth::reject(&self.0, rejection));
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
fn calls(api: &Api, secured: bool) -> TokenStream {
    let each = tags(api).flat_map(|tag| {
        let tag_name = ident(&tag.name.rust);
        let operations = tag.operations.iter().filter_map(|id| api.operations.get(id.0 as usize));
        operations.map(move |operation| call(operation, &tag_name, secured))
    });
    let each = each.collect::<Vec<_>>();
    quote! {
        mod operations {
            use super::{Implementation, ops};
            use ::std::sync::Arc;
            use ::tenon_runtime::BoxFuture;
            use ::tenon_runtime::server::{Incoming, Refusal, Response};
            #(#each)*
        }
    }
}

fn call(operation: &Operation, tag: &Ident, secured: bool) -> TokenStream {
    let name = ident(&operation.name.rust);
    let request = joined(&operation.type_name, "Request");
    let principal = server_auth::principal(operation);
    let error = if secured { quote!(A::Error) } else { quote!(<A as super::#tag>::Error) };
    quote! {
        pub(super) fn #name<A: super::#tag>(
            app: Arc<Implementation<A>>,
            mut call: Incoming,
        ) -> BoxFuture<'static, Result<Response, Refusal<#error>>> {
            // Not an `async fn`: its future would hold the arguments twice.
            Box::pin(async move {
                #principal
                let request = call.read::<ops::#request>().await?;
                let reply = <A as super::#tag>::#name(&app.0, call.context(principal), request).await;
                Ok(call.reply(reply.map_err(|error| call.failed(error))?))
            })
        }
    }
}

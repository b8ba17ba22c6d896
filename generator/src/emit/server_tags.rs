//! The server of an API whose tags have modules: `Server`, which is given an implementation for each tag.
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{File, ident, markdown, number, routes, security, server, server_auth, server_request, tags};
use crate::ir::{Api, Tag};

/// `server.rs` above the tags.
pub(super) fn file<'a>(scope: &Scope<'a>) -> File<'a> {
    let docs =
        Text::of("The server: implement the traits of the tags that you serve, and put them together with [`Server`].");
    let home = scope.home;
    let auth = if security::is_used(scope.api) { server_auth::items(scope) } else { Vec::new() };
    let exports = tags::exports(scope, "server");
    let items = [server_struct(), api(), whole(scope), routes::routes(scope)];
    File::new("server.rs", home, docs.inner(), exports.into_iter().chain(auth).chain(items))
}

fn server_struct() -> TokenStream {
    quote! {
        /// The API, put together of an implementation for each tag that is served.
        ///
        /// An operation whose tag has none is not there: a request for it is answered as one for a path or a method that the
        /// document does not have, with 404 or 405, and as it would be without the tag's feature. So what other crates of a
        /// build enable changes nothing here. Requests that are for no operation are answered by the `reject` of the
        /// implementation that was given first.
        #[derive(Clone, Debug, Default)]
        pub struct Server { pub(super) tags: ::tenon_runtime::server::Tags }
        impl Server {
            /// Serves nothing yet.
            #[must_use]
            pub fn new() -> Self { Self::default() }
            /// A router: merge it, nest it, put layers around it.
            pub fn router(self) -> ::tenon_runtime::axum::Router { ::tenon_runtime::server::router(self.service()) }
            /// A `tower::Service`.
            #[must_use]
            pub fn service(self) -> Service { ::tenon_runtime::server::Service::new(self) }
        }

        /// What [`Server::service`] makes.
        pub type Service = ::tenon_runtime::server::Service<Server>;
    }
}

fn api() -> TokenStream {
    quote! {
        impl ::tenon_runtime::server::Api for Server {
            type Error = ::tenon_runtime::server::Response;
            fn routes() -> &'static ::tenon_runtime::server::Routes { &ROUTES }
            fn serves(&self, operation: usize) -> bool { self.tags.serves(operation) }
            fn reject(&self, rejection: ::tenon_runtime::server::Rejection) -> ::tenon_runtime::server::Response {
                self.tags.reject(rejection)
            }
            fn call(self: ::std::sync::Arc<Self>, operation: usize, call: ::tenon_runtime::server::Incoming)
                -> ::tenon_runtime::BoxFuture<'static, Result<::tenon_runtime::server::Response, ::tenon_runtime::server::Refusal<Self::Error>>> {
                self.tags.call(operation, call)
            }
        }
    }
}

/// `router` and `service`, as APIs in one module have them. No feature can be added to all of them, so that nothing can
/// be added to what they ask for.
fn whole(scope: &Scope<'_>) -> TokenStream {
    let served = || server::tags(scope.api);
    let (all, names) = (tags::features(scope, served()), served().map(|tag| ident(&tag.name.rust)));
    let (bounds, methods) = (quote!(#(#names)+*), served().map(|tag| ident(&tag.module)));
    quote! {
        /// All of the API by one implementation, as a router: merge it, nest it, put layers around it.
        #[cfg(all(#all))]
        pub fn router<A: #bounds>(app: A) -> ::tenon_runtime::axum::Router { ::tenon_runtime::server::router(service(app)) }

        /// All of the API by one implementation, as a `tower::Service`. [`Server`] serves some tags, or each by another one.
        #[cfg(all(#all))]
        pub fn service<A: #bounds>(app: A) -> Service {
            let app = ::std::sync::Arc::new(app);
            Server::new()#(.#methods(::std::sync::Arc::clone(&app)))*.service()
        }
    }
}

/// `repos/server.rs`
pub(super) fn of_tag<'a>(scope: Scope<'a>, tag: &'a Tag) -> File<'a> {
    let docs =
        Text::of(format!("The server: implement [`{}`], and give it to [`Server::{}`].", tag.name.rust, tag.module));
    let (api, name, home) = (scope.api, scope.file("server.rs"), scope.home);
    let items = [imports(&scope, tag), server::tag_trait(&scope, tag), given(api, tag), call(api, tag)];
    let items = items.into_iter().chain([server::calls(&scope, std::iter::once(tag))]).chain(
        server::served(api, tag).flat_map(move |(_, operation)| {
            [server_request::request(&scope, operation), server_request::reply(&scope, operation)]
        }),
    );
    File::new(name, home, docs.inner(), items)
}

fn imports(scope: &Scope<'_>, tag: &Tag) -> TokenStream {
    let (up, secured) = (scope.up(), security::is_used(scope.api));
    let asks = server_auth::is_asked(scope.api, tag);
    let auth = secured.then(|| quote!(Auth,));
    let authenticate = asks.then(|| quote!(, authenticate));
    quote! {
        use super::ops;
        use #up::server::{#auth Server #authenticate};
    }
}

/// `Server::new().repos(app)`
fn given(api: &Api, tag: &Tag) -> TokenStream {
    let (method, name, wire) = (ident(&tag.module), ident(&tag.name.rust), &tag.name.wire);
    let docs = Text::of(match wire.as_str() {
        "" => "Serves the operations without a tag; what was given for them before is replaced.".to_owned(),
        wire => {
            format!("Serves the operations of {}; what was given for them before is replaced.", markdown::code(wire))
        }
    });
    let numbers = tags::numbers(api);
    let own = || tag.operations.iter().filter_map(|id| numbers.get(id.0 as usize).copied());
    let (first, end) = (number(own().min().unwrap_or(0)), number(own().max().map_or(0, |last| last + 1)));
    quote! {
        impl Server {
            #docs
            #[must_use]
            pub fn #method<A: #name>(self, app: ::std::sync::Arc<A>) -> Self {
                Self { tags: self.tags.with(#wire, #first..#end, app, call, A::reject) }
            }
        }
    }
}

fn call(api: &Api, tag: &Tag) -> TokenStream {
    let name = ident(&tag.name.rust);
    let branches = server::served(api, tag).map(|(index, operation)| {
        let (index, name) = (number(index), ident(&operation.name.rust));
        quote!(#index => operations::#name(app, call),)
    });
    quote! {
        fn call<A: #name>(
            app: ::std::sync::Arc<A>,
            operation: usize,
            call: ::tenon_runtime::server::Incoming,
        ) -> ::tenon_runtime::BoxFuture<'static, Result<::tenon_runtime::server::Response, ::tenon_runtime::server::Refusal<A::Error>>> {
            match operation {
                #(#branches)*
                _ => call.not_found(),
            }
        }
    }
}

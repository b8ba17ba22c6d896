//! Webhooks and callbacks: a module within the API's, of the same shape, whose server is the receiver and whose client is the
//! sender. What differs is here: a delivery is verified before it is read, and each call is told where to send.
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::request::Outgoing;
use super::rust_type::Scope;
use super::{File, client, fresh, ident, markdown, operation, server};
use crate::ir::{Api, Arrival, Operation};

/// `webhooks/{mod,ops,client,server}.rs`
pub(super) fn files<'a>(scope: &Scope<'a>) -> Vec<File<'a>> {
    let half = scope.half();
    vec![root(scope), operation::file(scope.operations()), client::file(half.clone()), server::file(half)]
}

/// `pub mod webhooks;` for the API's module.
pub(super) fn modules(api: &Api) -> Vec<TokenStream> {
    let names = api.incoming.iter().map(|one| ident(&one.module));
    names.map(|name| quote!(pub mod #name;)).collect()
}

fn root<'a>(scope: &Scope<'a>) -> File<'a> {
    let docs = Text::of(format!(
        "{}: what the API sends, and its users receive. [`server`] receives, [`client`] sends.",
        scope.api.tags.first().map_or("", |tag| tag.name.rust.as_str())
    ));
    let modules = quote! {
        #[cfg(feature = "client")]
        pub mod client;
        pub mod ops;
        #[cfg(feature = "server")]
        pub mod server;
    };
    File::new(scope.file("mod.rs"), scope.home, docs.inner(), std::iter::once(modules))
}

/// What an operation is, for its documentation; `None` where method and path say it.
pub(super) fn told(operation: &Operation) -> Option<String> {
    let line = operation::line(operation);
    match &operation.arrival {
        Arrival::Path => None,
        Arrival::Webhook { name } => {
            Some(format!("The webhook {}, received as {line} if nothing else is said.", markdown::code(name)))
        }
        Arrival::Callback { callers, name, expression, .. } => {
            let callers = callers.iter().map(|caller| markdown::code(caller)).collect::<Vec<_>>().join(", ");
            let (name, expression) = (markdown::code(name), markdown::code(expression));
            Some(format!(
                "The callback {name} of {callers}, sent to {expression}; received as {line} if nothing else is said."
            ))
        }
    }
}

/// The sender.
pub(super) fn client(scope: &Scope<'_>) -> TokenStream {
    let title = markdown::cell(&scope.api.info.title);
    let docs = Text::of(format!("Sends what {title} sends. Cheap to clone; clones share their connections."));
    let credentials = client::credentials(scope);

    quote! {
        pub use ::tenon_runtime::client::Error;

        #docs
        ///
        /// Each call is told the URL it goes to. One that others chose is theirs to choose: see that it leads nowhere that
        /// only you may reach. To sign what is sent, see [`Channel::sign`](::tenon_runtime::client::Channel::sign).
        #[derive(Clone, Debug)]
        pub struct Client { channel: ::tenon_runtime::client::Channel }
        impl Client {
            /// By the default transport.
            #[must_use]
            pub fn new() -> Self { Self { channel: ::tenon_runtime::client::Channel::anywhere() } }
            /// The same client with another transport, timeout, limit or signature.
            #[must_use]
            pub fn configure(
                self,
                change: impl FnOnce(::tenon_runtime::client::Channel) -> ::tenon_runtime::client::Channel,
            ) -> Self {
                Self { channel: change(self.channel) }
            }
            #(#credentials)*
        }
        impl Default for Client { fn default() -> Self { Self::new() } }
        impl From<::tenon_runtime::client::Channel> for Client {
            fn from(channel: ::tenon_runtime::client::Channel) -> Self { Self { channel } }
        }
        impl From<Client> for ::tenon_runtime::client::Channel {
            fn from(client: Client) -> Self { client.channel }
        }
    }
}

/// `url: impl Into<String>,` and `.to(url)`, where a call has to be told.
pub(super) fn url(scope: &Scope<'_>, outgoing: &Outgoing<'_>) -> Option<(TokenStream, TokenStream)> {
    scope.api.inside.as_ref()?;
    let name = fresh("url", &outgoing.members.iter().map(|m| m.rust));
    Some((quote!(#name: impl Into<String>,), quote!(.to(#name))))
}

/// What is said of the receiver's trait.
pub(super) fn docs(scope: &Scope<'_>) -> Option<Text> {
    scope.api.inside.as_ref()?;
    Some(Text::of("A method for each, called once [`verify`](Self::verify) has let a delivery in and it was read."))
}

/// What the receiver's trait has before its methods.
pub(super) fn verify() -> TokenStream {
    quote! {
        /// Whether a delivery is from whom it should be, asked with all of its body before anything of it is read.
        fn verify(
            &self,
            delivery: ::tenon_runtime::server::Delivery<'_>,
        ) -> impl ::core::future::Future<Output = Result<(), ::tenon_runtime::server::AuthError<Self::Error>>> + Send;
    }
}

/// The receiver's own of `server::Api`, and how it calls: what is not verified goes no further.
pub(super) fn verified(api: &Api, call: &TokenStream) -> Option<(Option<TokenStream>, TokenStream)> {
    api.inside.as_ref()?;
    let name = ident(&api.tags.first()?.name.rust);
    let verifies = quote! {
        fn verifies(&self) -> bool { true }
    };
    Some((Some(verifies), quote!(call.verified(app, <A as #name>::verify, move |app, call| #call))))
}

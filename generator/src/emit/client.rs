//! `client.rs`: the client, and a builder for each operation that sends when it is awaited.
use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::Arguments;
use super::docs::Text;
use super::member::Member;
use super::request::Outgoing;
use super::rust_type::Scope;
use super::{File, client_request, examples, ident, incoming, joined, links, markdown, operation, servers, tags};
use crate::ir::{Api, Operation, SchemeKind, SecurityScheme};

pub(super) fn file(scope: Scope<'_>) -> File<'_> {
    let docs = Text::of("The client: one method for each operation, which is sent when it is awaited.");
    let home = scope.home;
    if scope.is_over_tags() {
        let client = [client(&scope), default(&scope)];
        return File::new("client.rs", home, docs.inner(), client.into_iter().chain(tags::exports(&scope, "client")));
    }
    let (operations, up) = (scope.own(), scope.up());
    let ops = (!operations.is_empty()).then(|| {
        quote!(
            use super::ops;
        )
    });
    let types = imports_types(&scope).then(|| {
        quote!(
            use #up::types;
        )
    });
    let client = match scope.tag {
        None if scope.api.inside.is_some() => vec![incoming::client(&scope)],
        None => vec![client(&scope), default(&scope)],
        Some(_) => vec![quote!(
            use #up::client::Client;
        )],
    };
    let name = scope.file("client.rs");
    let items = operations.into_iter().flat_map(move |operation| items(&scope, operation));
    File::new(name, home, docs.inner(), ops.into_iter().chain(types).chain(client).chain(items))
}

fn items(scope: &Scope<'_>, operation: &Operation) -> [TokenStream; 4] {
    let outgoing = Outgoing::of(scope, operation);
    [
        method(scope, operation, &outgoing),
        builder(scope, operation, &outgoing),
        client_request::request(scope, operation, &outgoing),
        links::methods(scope, operation),
    ]
}

/// Whether a method or a setter takes a type of the document. Arguments in a struct of their own do not count.
fn imports_types(scope: &Scope<'_>) -> bool {
    scope.own().into_iter().any(|operation| {
        let outgoing = Outgoing::of(scope, operation);
        let literal = outgoing.members.iter().filter(|m| m.is_argument()).count() > crate::ir::ARGUMENTS;
        let taken = outgoing.members.iter().filter(|m| m.constant.is_none() && !(literal && m.is_argument()));
        let item = |m: &Member<'_>| {
            let body = operation.body.as_ref().filter(|_| m.rust == "body" && m.streamed)?;
            body.contents.first().filter(|_| body.contents.len() == 1)?.carrier.item()
        };
        scope.names_any(taken.filter_map(|m| m.ty.or_else(|| item(m))))
    })
}

fn client(scope: &Scope<'_>) -> TokenStream {
    let title = markdown::cell(&scope.api.info.title);
    let docs = Text::of(format!("A client of {title}. Cheap to clone; clones share their connections."));
    let visibility = scope.is_over_tags().then(|| quote!(pub(super)));
    let credentials = credentials(scope);

    quote! {
        pub use ::tenon_runtime::client::Error;

        #docs
        #[derive(Clone, Debug)]
        pub struct Client { #visibility channel: ::tenon_runtime::client::Channel }
        impl Client {
            /// For the API at a base URL. A bad URL is reported by each call.
            #[must_use]
            pub fn new(base_url: impl AsRef<str>) -> Self {
                Self { channel: ::tenon_runtime::client::Channel::new(base_url.as_ref()) }
            }
            /// The same client with another transport, timeout or limit.
            #[must_use]
            pub fn configure(
                self,
                change: impl FnOnce(::tenon_runtime::client::Channel) -> ::tenon_runtime::client::Channel,
            ) -> Self {
                Self { channel: change(self.channel) }
            }
            #(#credentials)*
        }
        impl From<::tenon_runtime::client::Channel> for Client {
            fn from(channel: ::tenon_runtime::client::Channel) -> Self { Self { channel } }
        }
        impl From<Client> for ::tenon_runtime::client::Channel {
            fn from(client: Client) -> Self { client.channel }
        }
    }
}

/// A setter for each scheme.
pub(super) fn credentials(scope: &Scope<'_>) -> Vec<TokenStream> {
    settable_schemes(scope.api).map(|scheme| credential(scope, scheme)).collect()
}

/// The schemes whose credentials a client takes: all of an API, and of what it sends those that are asked for.
pub(super) fn settable_schemes(api: &Api) -> impl Iterator<Item = &SecurityScheme> {
    let asked = |index: usize| {
        let mut all = api.operations.iter().flat_map(|o| &o.security).flat_map(|a| &a.requirements);
        all.any(|requirement| requirement.scheme == index)
    };
    let schemes = api.schemes.iter().enumerate().filter(|(_, s)| s.kind != SchemeKind::MutualTls);
    schemes.filter(move |(index, _)| api.inside.is_none() || asked(*index)).map(|(_, scheme)| scheme)
}

fn credential(scope: &Scope<'_>, scheme: &SecurityScheme) -> TokenStream {
    let docs = Text::documented(&scheme.docs, || format!("The credential for {}.", markdown::code(&scheme.name.wire)));
    let (name, constant) = (ident(&scheme.name.rust), super::constant(&scheme.name.rust));
    let up = scope.up();
    quote! {
        #docs
        #[must_use]
        pub fn #name(self, credential: impl Into<::tenon_runtime::client::Credential>) -> Self {
            Self { channel: self.channel.credential(&#up::security::#constant, credential.into()) }
        }
    }
}

/// Only where the document names a server.
fn default(scope: &Scope<'_>) -> TokenStream {
    let Some(url) = scope.api.base_url() else { return TokenStream::new() };
    let docs = Text::of(format!("For {}.", markdown::code(&url)));
    let made = match servers::follows(scope.api) {
        true => {
            let channel = servers::channel(&quote!(#url), true);
            quote!(Self::from(#channel))
        }
        false => quote!(Self::new(#url)),
    };
    quote! {
        #docs
        impl Default for Client { fn default() -> Self { #made } }
    }
}

fn method(scope: &Scope<'_>, operation: &Operation, outgoing: &Outgoing<'_>) -> TokenStream {
    let (name, ty) = (ident(&operation.name.rust), ident(&operation.type_name));
    let (request, required) = (joined(&operation.type_name, "Request"), joined(&operation.type_name, "Required"));
    let Arguments { parameters, names } = Arguments::of(scope, &outgoing.members, &quote!(ops::#required));
    let docs = match scope.tag {
        None => described(scope, operation, outgoing),
        // The page of `Client` has every operation: each has a page of its own.
        Some(_) => {
            let mut docs = examples::summary(operation);
            docs.paragraph(format!("{}: see [`{ty}`].", operation::line(operation)));
            docs
        }
    };
    let (url, place) = incoming::url(scope, outgoing).unzip();
    let place = place.or_else(|| servers::place(operation));
    let call = quote!(self.channel.call(ops::#request::new(#names)) #place);
    let call = if settable(outgoing).next().is_some() { quote!(#ty { call: #call }) } else { call };

    quote! {
        impl Client {
            #docs
            pub fn #name(&self, #url #parameters) -> #ty {
                #call
            }
        }
    }
}

/// All that is known of an operation.
fn described(scope: &Scope<'_>, operation: &Operation, outgoing: &Outgoing<'_>) -> Text {
    let mut docs = examples::operation(scope, operation);
    servers::describe(scope, operation, &mut docs);
    links::describe(scope, operation, &mut docs);
    docs.block(examples::client(scope, operation, outgoing));
    docs
}

fn builder(scope: &Scope<'_>, operation: &Operation, outgoing: &Outgoing<'_>) -> TokenStream {
    let (line, method) = (operation::line(operation), &operation.name.rust);
    let docs = match scope.tag {
        None => Text::of(format!("{line}, on its way: `.await` sends it. See [`Client::{method}`].")),
        Some(_) => {
            let mut docs = described(scope, operation, outgoing);
            docs.paragraph(format!("What [`Client::{method}`] returns: `.await` sends it."));
            docs
        }
    };
    let ty = ident(&operation.type_name);
    let [request, ok, error] = ["Request", "Ok", "Error"].map(|suffix| joined(&operation.type_name, suffix));
    let setters = settable(outgoing).map(|m| setter(scope, m)).collect::<Vec<_>>();
    if setters.is_empty() {
        return quote!(#docs pub type #ty = ::tenon_runtime::client::Call<ops::#request>;);
    }

    quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "nothing is sent until it is awaited"]
        pub struct #ty { call: ::tenon_runtime::client::Call<ops::#request> }
        impl #ty {
            #(#setters)*
            /// Sets what holds for this call alone.
            pub fn options(self, options: ::tenon_runtime::client::CallOptions) -> Self {
                Self { call: self.call.options(options) }
            }
        }
        impl IntoFuture for #ty {
            type Output = ::tenon_runtime::client::Result<ops::#ok, ops::#error>;
            type IntoFuture = ::tenon_runtime::BoxFuture<'static, Self::Output>;
            fn into_future(self) -> Self::IntoFuture { self.call.send() }
        }
    }
}

/// What a call may be told beside its arguments.
fn settable<'s, 'a>(outgoing: &'s Outgoing<'a>) -> impl Iterator<Item = &'s Member<'a>> {
    outgoing.members.iter().filter(|m| !m.is_argument() && m.constant.is_none())
}

fn setter(scope: &Scope<'_>, m: &Member<'_>) -> TokenStream {
    let (docs, name, accepted) = (&m.docs, &m.name, m.accepted(scope));
    quote! {
        #docs
        pub fn #name(mut self, #name: #accepted) -> Self {
            self.call.request = self.call.request.#name(#name);
            self
        }
    }
}

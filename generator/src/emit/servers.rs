//! `servers.rs`: where the API is, where something may be chosen: a type for each server, with a setter for each variable.
use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::pair;
use super::docs::Text;
use super::rust_type::Scope;
use super::{File, Home, ident, markdown};
use crate::ir::{Api, Operation, Server, ServerPiece, ServerVariable};

/// `None`: there is nothing to choose.
pub(super) fn file<'a>(api: &'a Api, home: &'a Home) -> Option<File<'a>> {
    exist(api).then(|| {
        let docs = Text::of("Where the API is: a type for each server, of which a client can be made.");
        let import = (!api.servers.is_empty()).then(|| {
            quote!(
                use super::client::Client;
            )
        });
        let follows = follows(api);
        let everywhere = |server: &Server| api.servers.iter().any(|own| own.is_same(server));
        let items = api.all_servers().into_iter().flat_map(move |server| items(server, everywhere(server), follows));
        File::new("servers.rs", home, docs.inner(), import.into_iter().chain(items))
    })
}

/// Whether there is something to choose.
pub(super) fn exist(api: &Api) -> bool {
    api.all_servers().iter().any(|server| !server.name.rust.is_empty())
}

/// Whether operations are elsewhere than the document's servers: a client that was made for one of these sends them there.
pub(super) fn follows(api: &Api) -> bool {
    let linked = |operation: &Operation| operation.links.iter().any(|link| link.server.is_some());
    api.operations.iter().any(|operation| operation.own_url().is_some() || linked(operation))
}

/// A client's channel to a base URL that the document names.
pub(super) fn channel(url: &TokenStream, follows: bool) -> TokenStream {
    let follow = follows.then(|| quote!(.follow_servers()));
    quote!(::tenon_runtime::client::Channel::new(#url) #follow)
}

/// Where an operation goes that has a place of its own.
pub(super) fn place(operation: &Operation) -> Option<TokenStream> {
    operation.own_url().map(|url| quote!(.at(#url)))
}

/// What is said of an operation that has a place of its own.
pub(super) fn describe(scope: &Scope<'_>, operation: &Operation, docs: &mut Text) {
    let Some(url) = operation.own_url() else { return };
    let url = markdown::code(&url);
    docs.paragraph(format!("Sent to {url}, unless the client was made for a base URL by `Client::new`."));
    let named = operation.servers.iter().any(|server| !server.name.rust.is_empty());
    if named && exist(scope.api) {
        let others = operation.servers.iter().map(|server| markdown::code(&server.name.rust));
        let others = others.collect::<Vec<_>>().join(", ");
        docs.paragraph(format!("Servers: {others}; `CallOptions::base_url` takes the URL of one."));
    }
}

fn items(server: &Server, client: bool, follows: bool) -> Vec<TokenStream> {
    let lists = server.variables.iter().filter(|v| !v.values.is_empty()).map(list);
    lists.chain([declaration(server), methods(server), conversions(server, client, follows)]).collect()
}

/// `pub enum EuropeRegion { Eu, Us }`
fn list(variable: &ServerVariable) -> TokenStream {
    let docs = Text::of(format!("What {} may be.", markdown::code(&variable.name.wire)));
    let (name, values) = (ident(&variable.type_name), &variable.values);
    let names = values.iter().map(|value| ident(&value.rust)).collect::<Vec<_>>();
    let wires = values.iter().map(|value| value.wire.as_str()).collect::<Vec<_>>();
    let lines = wires.iter().map(|wire| Text::of(markdown::code(wire)));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#lines #names,)* }
        impl #name {
            /// As it stands in the URL.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#names => #wires,)* }
            }
        }
    }
}

fn declaration(server: &Server) -> TokenStream {
    let mut docs = Text::default();
    docs.prose(server.description.as_deref().map(str::trim).unwrap_or_default());
    docs.paragraph(format!("{}.", markdown::code(&server.name.wire)));
    let name = ident(&server.name.rust);
    let origin = (!server.is_absolute()).then(|| quote!(origin: String,));
    let fields = server.variables.iter().map(|v| {
        let (name, ty) = (ident(&v.name.rust), kept(v));
        quote!(#name: #ty,)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct #name { #origin #(#fields)* }
    }
}

/// As a field has it.
fn kept(variable: &ServerVariable) -> TokenStream {
    if variable.values.is_empty() {
        return quote!(String);
    }
    let list = ident(&variable.type_name);
    quote!(#list)
}

/// As a setter takes it, and what makes a field of that.
fn taken(variable: &ServerVariable) -> (TokenStream, Option<TokenStream>) {
    match variable.values.is_empty() {
        true => (quote!(impl Into<String>), Some(quote!(.into()))),
        false => (kept(variable), None),
    }
}

fn methods(server: &Server) -> TokenStream {
    let name = ident(&server.name.rust);
    let new = constructor(server);
    let setters = server.variables.iter().filter(|v| v.default.is_some()).map(setter);
    let origin = (!server.is_absolute()).then(|| quote!(self.origin.trim_end_matches('/'),));
    let slash = (!server.is_absolute() && !server.name.wire.starts_with('/')).then(|| quote!("/",));
    let pieces = server.pieces.iter().filter_map(|piece| match piece {
        ServerPiece::Literal(text) => Some(quote!(#text)),
        ServerPiece::Variable(index) => {
            let variable = server.variables.get(*index)?;
            let field = ident(&variable.name.rust);
            Some(quote!(self.#field.as_str()))
        }
    });
    quote! {
        impl #name {
            #new
            #(#setters)*
            /// The base URL, with what was chosen.
            #[must_use]
            pub fn url(&self) -> String { [#origin #slash #(#pieces),*].concat() }
        }
    }
}

fn constructor(server: &Server) -> TokenStream {
    let relative = !server.is_absolute();
    let required = required(server).collect::<Vec<_>>();
    let origin = relative.then(|| quote!(origin: impl Into<String>));
    let variables = required.iter().map(|v| {
        let (name, (ty, _)) = (ident(&v.name.rust), taken(v));
        quote!(#name: #ty)
    });
    let arguments = origin.into_iter().chain(variables);
    let origin = relative.then(|| quote!(origin: origin.into()));
    let fields = origin.into_iter().chain(server.variables.iter().map(initial));
    let docs = Text::of(match (relative, required.is_empty()) {
        (false, true) => "With the defaults of the document.",
        (false, false) => "With what has no default.",
        (true, _) => "Below an origin such as `https://api.example`: the document says no more than a path.",
    });
    quote! {
        #docs
        #[must_use]
        pub fn new(#(#arguments),*) -> Self { Self { #(#fields),* } }
    }
}

/// The variables that somebody must choose.
fn required(server: &Server) -> impl Iterator<Item = &ServerVariable> {
    server.variables.iter().filter(|v| v.default.is_none())
}

/// A variable in the constructor's literal.
fn initial(variable: &ServerVariable) -> TokenStream {
    let (name, (_, into)) = (ident(&variable.name.rust), taken(variable));
    let Some(default) = &variable.default else { return pair(&name, &quote!(#name #into)) };
    let listed = variable.values.iter().find(|value| value.wire == *default).map(|value| ident(&value.rust));
    let value = match listed {
        Some(value) => {
            let list = ident(&variable.type_name);
            quote!(#list::#value)
        }
        None => quote!(#default.to_owned()),
    };
    quote!(#name: #value)
}

fn setter(variable: &ServerVariable) -> TokenStream {
    let mut docs = Text::default();
    docs.prose(variable.description.as_deref().map(str::trim).unwrap_or_default());
    let default = markdown::code(variable.default.as_deref().unwrap_or_default());
    docs.paragraph(format!("{} in the URL; {default} if nothing is said.", markdown::code(&variable.name.wire)));
    let (name, (ty, into)) = (ident(&variable.name.rust), taken(variable));
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #name #into;
            self
        }
    }
}

/// Its default where nobody has to choose, and a client of it unless it has some of the operations only.
fn conversions(server: &Server, client: bool, follows: bool) -> TokenStream {
    let name = ident(&server.name.rust);
    let channel = channel(&quote!(&server.url()), follows);
    let client = client.then(|| {
        quote! {
            impl From<#name> for Client {
                fn from(server: #name) -> Self { #channel.into() }
            }
        }
    });
    let default = (server.is_absolute() && required(server).next().is_none()).then(|| {
        quote! {
            impl Default for #name { fn default() -> Self { Self::new() } }
        }
    });
    quote! {
        #default
        #client
    }
}

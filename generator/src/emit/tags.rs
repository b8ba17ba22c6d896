//! Large APIs: a module and a feature for each tag, `github::repos::{client, ops, server}`.
//!
//! The tag comes before the half, so that one module, one folder and one feature hold all that is emitted for an
//! operation, and rustdoc shows the API as the document groups it. `client`, `ops` and `server` of the API's own module
//! offer the same names again, and `Client` has every method: what calls an API in one module (`ops::GetRepoRequest`,
//! `client.get_repo(..)`, `impl server::Repos`) is right when it has grown into several, and nobody has to know the tag
//! of what they want. Types are in `types` alone, for two tags that share one could not agree whose it is; those that one tag
//! alone has are written beside it, and are there with its feature ([`homes`](super::homes)).
//!
//! `Client` would have a page of megabytes if its methods were documented as elsewhere: what they return is.
//!
//! A feature adds a module, methods of `Client` and of `Server`, and routes. It changes nothing that is there without it:
//! `Server` serves those tags that it was given an implementation for, whatever else is enabled in the build.
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{File, client, ident, markdown, operation, package, server, server_tags, types};
use crate::ir::{Api, Tag};

/// `repos/{mod,client,ops,server}.rs` for each tag that has a module.
pub(super) fn files<'a>(scope: &Scope<'a>) -> Vec<File<'a>> {
    let tags = scope.api.tags.iter().filter(|tag| !tag.module.is_empty());
    tags.flat_map(|tag| of_tag(scope, tag)).collect()
}

fn of_tag<'a>(scope: &Scope<'a>, tag: &'a Tag) -> Vec<File<'a>> {
    let inside = scope.within(tag);
    let half = inside.half();
    let server = server::is_served(scope.api, tag);
    let mut files = vec![root(&inside, tag, server), operation::file(inside.operations()), client::file(half.clone())];
    if types::exist(&inside) {
        files.push(types::file(inside));
    }
    if server {
        files.push(server_tags::of_tag(half, tag));
    }
    files
}

/// `repos/mod.rs`
fn root<'a>(scope: &Scope<'a>, tag: &'a Tag, served: bool) -> File<'a> {
    let docs = docs(tag).inner();
    let server = served.then(|| {
        quote! {
            #[cfg(feature = "server")]
            pub mod server;
        }
    });
    let types = types::exist(scope).then(|| {
        quote!(
            pub(super) mod types;
        )
    });
    let modules = quote! {
        #[cfg(feature = "client")]
        pub mod client;
        pub mod ops;
        #server
        #types
    };
    File::new(scope.file("mod.rs"), scope.home, docs, std::iter::once(modules))
}

/// What the document says of a tag.
pub(super) fn docs(tag: &Tag) -> Text {
    let mut docs = Text::default();
    docs.prose(tag.summary.as_deref().unwrap_or_default().trim());
    docs.prose(tag.description.as_deref().unwrap_or_default().trim());
    docs.paragraph(match tag.name.wire.as_str() {
        "" => "The operations without a tag.".to_owned(),
        wire => format!("The operations of {}.", markdown::code(wire)),
    });
    docs
}

/// `pub mod repos;` for each tag that has one, for the API's module.
pub(super) fn modules(scope: &Scope<'_>) -> Vec<TokenStream> {
    let tags = scope.api.tags.iter().filter(|tag| !tag.module.is_empty());
    let each = tags.map(|tag| {
        let (feature, name) = (feature(scope, tag), ident(&tag.module));
        // Where a file is looked for must be said if its name is not ASCII.
        let place = format!("{}/mod.rs", tag.module);
        let place = (!tag.module.is_ascii()).then(|| quote!(#[path = #place]));
        quote! {
            #[cfg(feature = #feature)]
            #place
            pub mod #name;
        }
    });
    each.collect()
}

/// `pub use super::repos::ops::*;` for each tag: everything that the modules of one name have.
pub(super) fn exports<'a>(scope: &Scope<'a>, module: &str) -> Vec<TokenStream> {
    let has = |tag: &&Tag| match module {
        "server" => server::is_served(scope.api, tag),
        "types" => types::exist(&scope.within(tag)),
        _ => true,
    };
    let (tags, module) = (scope.api.tags.iter().filter(has), ident(module));
    let each = tags.map(|tag| {
        let (feature, name) = (feature(scope, tag), ident(&tag.module));
        quote! {
            #[cfg(feature = #feature)]
            pub use super::#name::#module::*;
        }
    });
    each.collect()
}

/// The name of a tag's feature.
pub(super) fn feature(scope: &Scope<'_>, tag: &Tag) -> String {
    package::feature(&scope.home.features, &tag.module)
}

/// `feature = "repos", feature = "teams"`
pub(super) fn features<'a>(scope: &Scope<'_>, tags: impl Iterator<Item = &'a Tag>) -> TokenStream {
    let names = tags.map(|tag| feature(scope, tag));
    quote!(#(feature = #names),*)
}

/// For what only some tags use.
pub(super) fn unless_all(scope: &Scope<'_>) -> Option<TokenStream> {
    let all = features(scope, scope.api.tags.iter());
    scope
        .api
        .is_by_tag()
        .then(|| quote!(#[cfg_attr(not(all(#all)), allow(dead_code, reason = "what uses it may be behind a feature"))]))
}

/// The number of each operation in [`routes`](super::routes): its index, or where tags have modules a number such that
/// those of a tag follow each other.
pub(super) fn numbers(api: &Api) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..api.operations.len()).collect();
    if api.is_by_tag() {
        let grouped = api.tags.iter().flat_map(|tag| &tag.operations);
        for (number, id) in grouped.enumerate() {
            if let Some(place) = numbers.get_mut(id.0 as usize) {
                *place = number;
            }
        }
    }
    numbers
}

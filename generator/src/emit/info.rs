//! `mod.rs`: what the document says of itself, and the modules.
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{File, markdown, security, tags};
use crate::ir::{Api, Server};

pub(super) fn file<'a>(scope: &Scope<'a>) -> File<'a> {
    let api = scope.api;
    let (docs, lints) = (overview(api).inner(), lints());
    let checks = super::checks::declaration(scope);
    let xml = super::xml::declaration(scope);
    let servers = super::servers::exist(api).then(|| {
        quote!(
            #[cfg(feature = "client")]
            pub mod servers;
        )
    });
    let docs_of_its_own = (scope.home.published.is_some() && !api.operations.is_empty()).then(|| {
        quote!(
            #[cfg(feature = "docs")]
            pub mod docs;
        )
    });
    let modules = quote! {
        #checks
        #[cfg(feature = "client")]
        pub mod client;
        #docs_of_its_own
        pub mod ops;
        #[cfg(feature = "server")]
        pub mod server;
        #servers
        pub mod types;
        #xml
    };
    let (title, version, openapi) = (&api.info.title, &api.info.version, &api.info.openapi);
    let info = quote! {
        /// What the document says of itself.
        pub const INFO: ::tenon_runtime::Info = ::tenon_runtime::Info { title: #title, version: #version, openapi: #openapi };
    };
    let version = Literal::u32_unsuffixed(::tenon_runtime::RUNTIME_VERSION);
    let fit = quote!(
        const _: () = ::tenon_runtime::require_runtime(#version);
    );
    let tags = tags::modules(scope).into_iter().chain(super::incoming::modules(api));
    let items = std::iter::once(modules).chain(tags).chain([info, fit]).chain(security::module(api));
    File::new("mod.rs", scope.home, quote!(#docs #lints), items)
}

/// What a document may say and clippy would word otherwise.
fn lints() -> TokenStream {
    quote! {
        #![allow(
            clippy::approx_constant,
            clippy::doc_lazy_continuation,
            clippy::doc_overindented_list_items,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::should_implement_trait,
            clippy::type_complexity,
            reason = "prose, numbers, sizes, names and nesting are the document's"
        )]
    }
}

fn overview(api: &Api) -> Text {
    let info = &api.info;
    let mut text = Text::default();
    text.prose(&info.title);
    for prose in [&info.summary, &info.description].into_iter().flatten() {
        text.prose(prose.trim());
    }
    let facts = [
        ("Version", Some(&info.version)),
        ("Terms of service", info.terms_of_service.as_ref()),
        ("Contact", info.contact.as_ref()),
        ("License", info.license.as_ref()),
        ("More", info.external_docs.as_ref()),
    ];
    text.block(
        facts.into_iter().filter_map(|(name, value)| value.map(|value| format!("- {name}: {}", markdown::cell(value)))),
    );
    if !api.servers.is_empty() {
        text.paragraph("Servers:");
        text.block(api.servers.iter().map(server));
    }
    text
}

fn server(server: &Server) -> String {
    let description = server.description.as_deref().map(markdown::cell).unwrap_or_default();
    let colon = if description.is_empty() { "" } else { ": " };
    format!("- {}{colon}{description}", markdown::code(&server.name.wire))
}

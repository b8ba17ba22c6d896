//! The last but one stage: decided facts in, Rust tokens out.
//!
//! Emitters are total: what cannot be emitted was refused by [`lower`](crate::lower), and
//! every name was made by [`names`](crate::names); here names are only put next to each other
//! (`DeleteSecret` + `Request`). An emitter binds what it needs above and quotes once below.
//! Text of the document reaches Rust as a literal or as an escaped line of documentation.
mod branches;
mod checks;
mod client;
mod client_request;
mod constructor;
mod content;
mod contract;
mod defaults;
mod docs;
mod encoding;
mod enums;
mod examples;
mod failures;
mod file;
mod homes;
mod incoming;
mod info;
mod inline;
mod link_values;
mod links;
mod markdown;
mod member;
mod multipart;
mod multipart_form;
mod operation;
mod package;
mod published;
mod reply;
mod request;
mod routes;
mod rules;
mod rust_type;
mod security;
mod server;
mod server_auth;
mod server_request;
mod server_tags;
mod servers;
mod share;
mod signatures;
mod structs;
mod tags;
#[cfg(test)]
mod tests;
mod transfer;
mod types;
mod unions;
mod validate;
mod xml;

pub use contract::contract;
pub(crate) use docs::LINE_END;
pub use file::{File, Home, Published};
pub use package::{Beside, Dependencies, Listed, Runtime, package, workspace};
pub use share::share;
pub use signatures::signatures;

use proc_macro2::{Ident, Literal, Span};

use crate::ir;
use rust_type::Scope;

/// The files of an API's module, of what [`share`] makes of it: five, one for servers if there is a choice, one for checks if
/// there are any, and four for each tag that has a module. Of an API that is [turned](ir::Api::turn_inside) to what it sends, the
/// four of that module.
#[must_use]
pub fn api<'a>(api: &'a ir::Api, home: &'a Home) -> Vec<File<'a>> {
    let inside = Scope::new(api, home);
    if api.inside.is_some() {
        return incoming::files(&inside);
    }
    let half = inside.half();
    let checks = checks::file(api, home);
    let tags = tags::files(&inside);
    let files = [
        info::file(&inside),
        operation::file(inside.operations()),
        types::file(inside),
        client::file(half.clone()),
        server::file(half),
    ];
    files
        .into_iter()
        .chain(servers::file(api, home))
        .chain(published::file(api, home))
        .chain(xml::file(api, home))
        .chain(checks)
        .chain(tags)
        .collect()
}

/// A name as an identifier. Names are identifiers already; anything else would be a bug of `names`,
/// shown by a compile error in the output instead of a panic here.
fn ident(name: &str) -> Ident {
    let mut chars = name.chars();
    let start = chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c));
    if start && chars.all(unicode_ident::is_xid_continue) {
        Ident::new(name, Span::call_site())
    } else {
        Ident::new("NOT_AN_IDENTIFIER", Span::call_site())
    }
}

/// Two names put together: `DeleteSecret` and `Request`.
fn joined(name: &str, suffix: &str) -> Ident {
    ident(&format!("{name}{suffix}"))
}

/// The constant that belongs to a snake case name: `la_session` → `LA_SESSION`.
fn constant(name: &str) -> Ident {
    ident(&crate::names::capitals(name))
}

/// An identifier for a local variable that none of the given names hides.
fn fresh<'a>(name: &str, taken: &(impl Iterator<Item = &'a str> + Clone)) -> Ident {
    let mut name = name.to_owned();
    while taken.clone().any(|t| t == name) {
        name.push('_');
    }
    ident(&name)
}

/// A number without a suffix: `3`, not `3usize`.
fn number(n: usize) -> Literal {
    Literal::usize_unsuffixed(n)
}

/// An integer, `-1` as two tokens.
fn integer(n: i64) -> proc_macro2::TokenStream {
    // The least i64 has no positive twin for a literal.
    let positive = Literal::u64_unsuffixed(n.unsigned_abs());
    if n == i64::MIN {
        quote::quote!(i64::MIN)
    } else if n < 0 {
        quote::quote!(-#positive)
    } else {
        quote::quote!(#positive)
    }
}

//! `ops.rs`: what both halves know of an operation. The description, the request, the replies.
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::request::{self, Outgoing};
use super::rust_type::Scope;
use super::{File, constant, encoding, markdown, number, reply, security, tags, validate};
use crate::ir::{Operation, Piece, RejectionShape, Segment, TypeId};

pub(super) fn file(scope: Scope<'_>) -> File<'_> {
    let docs =
        Text::of("The operations: what a request carries, and what the replies are. Both halves speak these types.");
    if scope.is_over_tags() {
        return File::new("ops.rs", scope.home, docs.inner(), tags::exports(&scope, "ops").into_iter());
    }
    let (operations, up) = (scope.own(), scope.up());
    let types = operations.iter().flat_map(|operation| used_types(operation));
    let requests = operations.iter().flat_map(|operation| sent_types(operation));
    let checks = validate::import(&scope, requests.filter(|ty| !scope.judges_itself(*ty)));
    let import = scope.names_any(types).then(|| {
        quote!(
            use #up::types;
        )
    });
    let (name, home) = (scope.file("ops.rs"), scope.home);
    let alternatives = security::alternatives(scope.api);
    let items = operations.into_iter().flat_map(move |operation| items(&scope, operation, &alternatives));
    File::new(name, home, docs.inner(), checks.into_iter().chain(import).chain(items))
}

fn items(scope: &Scope<'_>, operation: &Operation, alternatives: &[Vec<usize>]) -> Vec<TokenStream> {
    let outgoing = Outgoing::of(scope, operation);
    let mut items = vec![description(operation, alternatives, scope), request::request(scope, operation, &outgoing)];
    items.extend(reply::replies(scope, operation));
    items
}

/// Every type that the request or a reply mentions.
pub(super) fn used_types(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let replies = operation.replies.iter().flat_map(|r| &r.contents).flat_map(|content| content.carrier.types());
    let headers = operation.replies.iter().flat_map(|r| &r.headers).map(|h| h.ty);
    let items = operation.body.iter().flat_map(|b| &b.contents).filter_map(|content| content.carrier.item());
    sent_types(operation).chain(items).chain(replies).chain(headers)
}

/// Every type that the request mentions and holds values of: items are checked by whoever reads them.
fn sent_types(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let body = operation.body.iter().flat_map(|b| &b.contents).filter(|content| content.carrier.item().is_none());
    let body = body.flat_map(|content| content.carrier.types());
    operation.parameters.iter().map(|p| p.ty).chain(body)
}

/// `DELETE /secrets/{key}`
pub(super) fn line(operation: &Operation) -> String {
    markdown::code(&format!("{} {}", operation.method, operation.path.text))
}

/// `pub static DELETE_SECRET: Operation = ..`
fn description(operation: &Operation, alternatives: &[Vec<usize>], scope: &Scope<'_>) -> TokenStream {
    let docs = Text::of(line(operation));
    let (name, method) = (constant(&operation.name.rust), &operation.method);
    let (id, path, tags) = (&operation.name.wire, &operation.path.text, &operation.tags);
    let template = template(operation);
    let (accept, body) = (accept(operation), body(operation));
    let query = operation.path.query.iter().map(|(key, value)| quote!((#key, #value)));
    let security = operation.security.iter().map(|a| security::alternative(scope, a, alternatives));
    let rejection = rejection(&operation.rejection);

    quote! {
        #docs
        pub static #name: ::tenon_runtime::Operation = ::tenon_runtime::Operation {
            id: #id,
            method: #method,
            path: #path,
            tags: &[#(#tags),*],
            template: &[#(#template),*],
            query: &[#(#query),*],
            accept: #accept,
            body: #body,
            security: &[#(#security),*],
            rejection: ::tenon_runtime::RejectionShape::#rejection,
        };
    }
}

/// The path as literals and parameters in turn.
fn template(operation: &Operation) -> Vec<TokenStream> {
    let mut out = Vec::new();
    let mut literal = String::new();
    for segment in &operation.path.segments {
        literal.push('/');
        match segment {
            Segment::Literal(text) => literal.push_str(text),
            Segment::Pattern(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Literal(text) => literal.push_str(text),
                        Piece::Parameter(index) => {
                            flush(&mut literal, &mut out);
                            out.push(encoding::piece(operation, *index, encoding::capture(operation, *index)));
                        }
                    }
                }
            }
        }
    }
    flush(&mut literal, &mut out);
    out
}

fn flush(literal: &mut String, out: &mut Vec<TokenStream>) {
    if !literal.is_empty() {
        let text = encoded(&std::mem::take(literal));
        out.push(quote!(::tenon_runtime::Piece::Literal(#text)));
    }
}

/// Literal text as a URL has it: what no path may hold is percent-encoded, triples that are there already stay
/// (RFC 3986, sections 2.1 and 3.3).
fn encoded(literal: &str) -> String {
    let bytes = literal.as_bytes();
    let is_triple = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    let mut out = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'%' if is_triple(at) => out.push('%'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(*byte)),
            b if b"/-._~!$&'()*+,;=:@".contains(b) => out.push(char::from(*byte)),
            // Writing to a string cannot fail.
            byte => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

/// All media types that a reply may have, each once.
fn accept(operation: &Operation) -> String {
    let mut all = Vec::new();
    for content in operation.replies.iter().flat_map(|r| &r.contents) {
        if !all.contains(&content.media_type.as_str()) {
            all.push(&content.media_type);
        }
    }
    all.join(", ")
}

fn body(operation: &Operation) -> TokenStream {
    let Some(body) = &operation.body else { return quote!(None) };
    let (required, media_types) = (body.required, body.contents.iter().map(|c| &c.media_type));
    let streamed = body.contents.iter().enumerate().filter(|(_, c)| c.carrier.is_streamed()).map(|(i, _)| number(i));
    quote! {
        Some(::tenon_runtime::BodyDescription {
            required: #required,
            media_types: &[#(#media_types),*],
            streamed: &[#(#streamed),*],
        })
    }
}

fn rejection(shape: &RejectionShape) -> TokenStream {
    let literal = proc_macro2::Literal::u16_unsuffixed;
    match shape {
        RejectionShape::FastApi { status } => {
            let status = literal(*status);
            quote!(FastApi { status: #status })
        }
        RejectionShape::ParamDetails { status } => {
            let status = literal(*status);
            quote!(ParamDetails { status: #status })
        }
        RejectionShape::Message { status, member } => {
            let status = literal(*status);
            quote!(Message { status: #status, member: #member })
        }
        RejectionShape::Problem { status } => {
            let status = literal(*status);
            quote!(Problem { status: #status })
        }
    }
}

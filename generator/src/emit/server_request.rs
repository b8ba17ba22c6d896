//! How a server reads a request and writes its reply.
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::member::{Member, Presence};
use super::request::{self, Outgoing};
use super::rust_type::Scope;
use super::transfer::{self, Value};
use super::{content, fresh, ident, joined, number, reply as replies, validate};
use crate::ir::{Body, Location, Operation, Parameter, Reply, Status};

/// `impl server::Request for ops::DeleteSecretRequest`
pub(super) fn request(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let outgoing = Outgoing::of(scope, operation);
    let members = &outgoing.members;
    let name = joined(&operation.type_name, "Request");
    let from = if members.is_empty() { ident("_") } else { fresh("from", &members.iter().map(|m| m.rust)) };
    let entries = operation.parameters.iter().zip(members).map(|(_, m)| m.name.clone()).collect::<Vec<_>>();
    let table = request::table(&entries);
    let parameters = entries.iter().zip(members).map(|(field, m)| match m.presence {
        Presence::Required => quote!(let #field = #from.required(#field);),
        _ => quote!(let #field = #from.optional(#field);),
    });
    let body = operation.body.as_ref().map(|b| {
        let body = body(scope, b, &from);
        quote!(let body = #body;)
    });
    let is_coding =
        |p: &Parameter| p.location == Location::Header && p.name.wire.eq_ignore_ascii_case("content-encoding");
    let codings = (operation.body.is_some() && operation.parameters.iter().any(is_coding)).then(|| {
        quote!(
            const TAKES_CODINGS: bool = true;
        )
    });
    let imports = imports(scope, operation);
    let required = members.iter().filter(|m| m.presence == Presence::Required).map(|m| &m.name).collect::<Vec<_>>();
    // A `?` each costs those who compile it twice as much.
    let several = (required.len() > 1).then(|| {
        quote! {
            let (#(Some(#required)),*) = (#(#required),*) else {
                return None;
            };
        }
    });
    let values = members.iter().map(|m| value(m, several.is_some()));
    let whole = request::checks(scope, operation, &outgoing).checked(&from, &quote!(Self { #(#values),* }));

    quote! {
        impl ::tenon_runtime::server::Request for ops::#name {
            #codings

            fn read(#from: &mut ::tenon_runtime::server::RequestReader<'_>) -> Option<Self> {
                #imports
                #table
                #(#parameters)*
                #body
                #several
                #whole
            }
        }
    }
}

/// What the checks of items name.
fn imports(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let items = operation.body.iter().flat_map(|b| &b.contents).filter_map(|c| c.carrier.item());
    let checked = items.filter(|ty| content::asks(scope, *ty)).collect::<Vec<_>>();
    let (up, functions) = (scope.up(), validate::import(scope, checked.iter().copied()));
    let types = scope.names_any(checked).then(|| quote!(use #up::types;));
    quote!(#types #functions)
}

fn value(m: &Member<'_>, taken: bool) -> TokenStream {
    let name = &m.name;
    match m.presence {
        Presence::Required if !taken => quote!(#name: #name?),
        _ => quote!(#name),
    }
}

fn body(scope: &Scope<'_>, body: &Body, from: &Ident) -> TokenStream {
    if let [only] = &body.contents[..] {
        let suffix = if body.required { "" } else { "_optional" };
        return transfer::server_read(scope, only, false, &quote!(Self), from, suffix);
    }
    let name = ident(body.enum_name.as_deref().unwrap_or_default());
    let of = quote!(ops::#name);
    let branches = body.contents.iter().enumerate().map(|(index, c)| {
        let (index, variant) = (number(index), ident(&c.variant.rust));
        let read = transfer::server_read(scope, c, true, &of, from, "");
        quote!(Some(#index) => #read.map(#of::#variant),)
    });
    quote!(match #from.content() { #(#branches)* _ => None })
}

/// `impl server::Reply for ops::DeleteSecretOk`, and for its failures.
pub(super) fn reply(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let fails = operation.replies.iter().any(|r| !r.success) && scope.fails_as(operation).is_none();
    let succeeds = replies::only(scope, operation).is_none();
    let sides = [("Ok", true, succeeds), ("Error", false, fails)].into_iter().filter(|(_, _, own)| *own);
    let sides = sides.map(|(suffix, success, _)| (suffix, success));
    sides.map(|(suffix, success)| side(scope, operation, suffix, success)).collect()
}

fn side(scope: &Scope<'_>, operation: &Operation, suffix: &str, success: bool) -> TokenStream {
    let name = joined(&operation.type_name, suffix);
    let own = operation.replies.iter().filter(|r| r.success == success).collect::<Vec<_>>();
    let branches = own.iter().map(|r| {
        let (variant, write) = (ident(&r.variant), write(scope, operation, r));
        let reply = if r.contents.is_empty() && r.headers.is_empty() && matches!(r.status, Status::Code(_)) {
            quote!(_)
        } else {
            quote!(reply)
        };
        quote!(Self::#variant(#reply) => { #write })
    });
    let out = if own.is_empty() { quote!(_) } else { quote!(out) };

    quote! {
        impl ::tenon_runtime::server::Reply for ops::#name {
            fn write(self, #out: &mut ::tenon_runtime::server::ReplyWriter) {
                match self { #(#branches)* }
            }
        }
    }
}

fn write(scope: &Scope<'_>, operation: &Operation, reply: &Reply) -> TokenStream {
    let status = status(operation, reply);
    let members = replies::members(scope, reply);
    let ty = ident(&reply.type_name);
    let headers = members.iter().skip(members.len() - reply.headers.len()).map(|m| {
        let (name, upper) = (&m.name, m.upper());
        match m.presence {
            Presence::Required => quote!(out.header(&ops::#ty::#upper, &reply.#name);),
            _ => quote!(out.header_optional(&ops::#ty::#upper, reply.#name.as_ref());),
        }
    });
    let body = content(reply);
    quote!(#status #(#headers)* #body)
}

/// The status that is sent. One of a range, or any other, is the implementation's choice, and must be none of those that
/// have a reply of their own.
fn status(operation: &Operation, reply: &Reply) -> TokenStream {
    let literal = Literal::u16_unsuffixed;
    let (from, to) = match reply.status {
        Status::Code(code) => {
            let code = literal(code);
            return quote!(out.status(#code););
        }
        Status::Range(class) => (class * 100, class * 100 + 99),
        Status::Default => (100, 599),
    };
    let declared = operation.replies.iter().filter_map(|other| match other.status {
        Status::Code(code) if (from..=to).contains(&code) => Some((code, code)),
        Status::Range(class) if reply.status == Status::Default => Some((class * 100, class * 100 + 99)),
        _ => None,
    });
    let declared = declared.map(|(from, to)| {
        let (from, to) = (literal(from), literal(to));
        quote!((#from, #to))
    });
    let (from, to) = (literal(from), literal(to));
    quote!(out.status_within(reply.status, (#from, #to), &[#(#declared),*]);)
}

fn content(reply: &Reply) -> Option<TokenStream> {
    match &reply.contents[..] {
        [] => None,
        [only] => {
            let ty = ident(&reply.type_name);
            Some(transfer::write_one(only, &quote!(ops::#ty), &Value::field(&quote!(reply))))
        }
        several => {
            let name = ident(reply.enum_name.as_deref().unwrap_or_default());
            Some(transfer::write_several(several, &quote!(ops::#name), &quote!(reply.body)))
        }
    }
}

//! How a server reads a request and writes its reply.
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::member::{Member, Presence};
use super::request::{self, Outgoing};
use super::rust_type::Scope;
use super::transfer::{self, Value};
use super::{fresh, ident, joined, number, reply as replies};
use crate::ir::{Body, Operation, Reply, Status};

/// `impl server::Request for ops::DeleteSecretRequest`
pub(super) fn request(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let outgoing = Outgoing::of(scope, operation);
    let members = &outgoing.members;
    let name = joined(&operation.type_name, "Request");
    let from = if members.is_empty() { ident("_") } else { fresh("from", &members.iter().map(|m| m.rust)) };
    let parameters = operation.parameters.iter().zip(members).map(|(_, m)| {
        let (field, upper) = (&m.name, m.upper());
        match m.presence {
            Presence::Required => quote!(let #field = #from.required(&Self::#upper);),
            _ => quote!(let #field = #from.optional(&Self::#upper);),
        }
    });
    let body = operation.body.as_ref().map(|b| {
        let body = body(b, &from);
        quote!(let body = #body;)
    });
    let values = members.iter().map(value);
    let whole = request::checks(scope, operation, &outgoing).checked(&from, &quote!(Self { #(#values),* }));

    quote! {
        impl ::tenon_runtime::server::Request for ops::#name {
            fn read(#from: &mut ::tenon_runtime::server::RequestReader<'_>) -> Option<Self> {
                #(#parameters)*
                #body
                #whole
            }
        }
    }
}

fn value(m: &Member<'_>) -> TokenStream {
    let name = &m.name;
    match m.presence {
        Presence::Required => quote!(#name: #name?),
        _ => quote!(#name),
    }
}

fn body(body: &Body, from: &Ident) -> TokenStream {
    if let [only] = &body.contents[..] {
        let suffix = if body.required { "" } else { "_optional" };
        return transfer::server_read(only, false, &quote!(Self), from, suffix);
    }
    let name = ident(body.enum_name.as_deref().unwrap_or_default());
    let of = quote!(ops::#name);
    let branches = body.contents.iter().enumerate().map(|(index, c)| {
        let (index, variant) = (number(index), ident(&c.variant.rust));
        let read = transfer::server_read(c, true, &of, from, "");
        quote!(Some(#index) => #read.map(#of::#variant),)
    });
    quote!(match #from.content() { #(#branches)* _ => None })
}

/// `impl server::Reply for ops::DeleteSecretReply`
pub(super) fn reply(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let name = joined(&operation.type_name, "Reply");
    let branches = operation.replies.iter().map(|r| {
        let (arm, suffix) = if r.success { ("Ok", "Ok") } else { ("Error", "Error") };
        let (arm, side, variant) = (ident(arm), joined(&operation.type_name, suffix), ident(&r.variant));
        let write = write(scope, r);
        let reply = if r.contents.is_empty() && r.headers.is_empty() && matches!(r.status, Status::Code(_)) {
            quote!(_)
        } else {
            quote!(reply)
        };
        quote!(Self::#arm(ops::#side::#variant(#reply)) => { #write })
    });
    let empty = [("Ok", true), ("Error", false)]
        .into_iter()
        .filter(|(_, success)| operation.replies.iter().all(|r| r.success != *success));
    let empty = empty.map(|(arm, _)| {
        let arm = ident(arm);
        quote!(Self::#arm(none) => match none {},)
    });
    let out = if operation.replies.is_empty() { quote!(_) } else { quote!(out) };

    quote! {
        impl ::tenon_runtime::server::Reply for ops::#name {
            fn write(self, #out: &mut ::tenon_runtime::server::ReplyWriter) {
                match self { #(#branches)* #(#empty)* }
            }
        }
    }
}

fn write(scope: &Scope<'_>, reply: &Reply) -> TokenStream {
    let status = match reply.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(_) | Status::Default => quote!(reply.status.as_u16()),
    };
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
    quote!(out.status(#status); #(#headers)* #body)
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

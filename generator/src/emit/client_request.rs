//! How a client writes a request and reads the replies to it.
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::member::{Member, Presence};
use super::request::{Outgoing, table};
use super::rust_type::Scope;
use super::transfer::{self, Value};
use super::{constant, fresh, ident, joined, number, reply};
use crate::ir::{Body, Operation, Reply, Status};

/// `impl client::Request for ops::DeleteSecretRequest`
pub(super) fn request(scope: &Scope<'_>, operation: &Operation, outgoing: &Outgoing<'_>) -> TokenStream {
    let [request, ok, error] = ["Request", "Ok", "Error"].map(|suffix| joined(&operation.type_name, suffix));
    let name = constant(&operation.name.rust);
    let entries = operation.parameters.iter().zip(&outgoing.members).map(|(_, m)| entry(m, &outgoing.members));
    let entries = entries.collect::<Vec<_>>();
    let table = table(&entries);
    let parameters = entries.iter().zip(&outgoing.members).map(|(entry, m)| {
        let field = &m.name;
        match m.presence {
            Presence::Required => quote!(out.required(#entry, &self.#field);),
            _ => quote!(out.optional(#entry, self.#field.as_ref());),
        }
    });
    let body = operation.body.as_ref().map(body);
    let out = if outgoing.members.is_empty() { quote!(_) } else { quote!(out) };
    let (read, streams, failures) = (read(scope, operation), streams(operation), failures(scope, operation));

    quote! {
        impl ::tenon_runtime::client::Request for ops::#request {
            type Ok = ops::#ok;
            type Error = ops::#error;
            fn operation() -> &'static ::tenon_runtime::Operation { &ops::#name }
            fn write(self, #out: &mut ::tenon_runtime::client::RequestWriter) {
                #table
                #(#parameters)*
                #body
            }
            fn read(reply: &mut ::tenon_runtime::client::ReplyReader<'_>) -> Option<Result<Self::Ok, Self::Error>> {
                #read
            }
            #streams
        }
        #failures
    }
}

/// What the entry of a parameter is called: like the parameter, unless that is how the writer is called.
fn entry(m: &Member<'_>, members: &[Member<'_>]) -> Ident {
    if m.rust == "out" { fresh("parameter", &members.iter().map(|m| m.rust)) } else { m.name.clone() }
}

fn body(body: &Body) -> TokenStream {
    match (&body.contents[..], body.required) {
        ([only], true) => transfer::write_one(only, &quote!(Self), &Value::field(&quote!(self))),
        ([only], false) => {
            let write = transfer::write_optional(only, &quote!(Self));
            quote!(if let Some(body) = self.body { #write })
        }
        (several, required) => {
            let name = ident(body.enum_name.as_deref().unwrap_or_default());
            let value = if required { quote!(self.body) } else { quote!(body) };
            let write = transfer::write_several(several, &quote!(ops::#name), &value);
            if required { write } else { quote!(if let Some(body) = self.body { #write }) }
        }
    }
}

/// Successes are told apart here, failures where they are declared: several operations may have the same.
fn read(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    if reply::only(scope, operation).is_some() {
        return quote!(reply.either());
    }
    let (successes, failures) = sides(operation);
    let arms = successes.iter().filter(|r| r.status != Status::Default).map(|r| {
        let (status, reply) = (status(operation, r.status), one(scope, operation, r));
        quote!(#status => Some(Ok(#reply)),)
    });
    let failed = if failures.is_empty() { quote!(reply.undeclared()) } else { quote!(reply.declared()) };
    let (failed, rest) = match successes.iter().find(|r| r.status == Status::Default) {
        None => (None, failed),
        Some(r) => {
            let own = failures.iter().map(|r| status(operation, r.status)).collect::<Vec<_>>();
            let reply = one(scope, operation, r);
            ((!own.is_empty()).then(|| quote!(#(#own)|* => #failed,)), quote!(Some(Ok(#reply))))
        }
    };
    let arms = arms.chain(failed).collect::<Vec<_>>();
    if arms.is_empty() {
        return rest;
    }
    quote! {
        match reply.status() {
            #(#arms)*
            _ => #rest,
        }
    }
}

/// `impl client::Side for ops::DeleteSecretError`, where no other operation's failures are the same.
fn failures(scope: &Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let (_, failures) = sides(operation);
    if failures.is_empty() || scope.fails_as(operation).is_some() {
        return None;
    }
    let name = joined(&operation.type_name, "Error");
    let arms = failures.iter().filter(|r| r.status != Status::Default).map(|r| {
        let (status, reply) = (status(operation, r.status), one(scope, operation, r));
        quote!(#status => Some(#reply),)
    });
    let arms = arms.collect::<Vec<_>>();
    let rest = failures.iter().find(|r| r.status == Status::Default).map(|r| one(scope, operation, r));
    let rest = rest.map_or_else(|| quote!(reply.undeclared()), |reply| quote!(Some(#reply)));
    let read = if arms.is_empty() { rest } else { quote!(match reply.status() { #(#arms)* _ => #rest, }) };

    Some(quote! {
        impl ::tenon_runtime::client::Side for ops::#name {
            fn read(reply: &mut ::tenon_runtime::client::ReplyReader<'_>) -> Option<Self> {
                #read
            }
        }
    })
}

/// Successes and failures, in the order of their statuses.
fn sides(operation: &Operation) -> (Vec<&Reply>, Vec<&Reply>) {
    let mut replies = operation.replies.iter().collect::<Vec<_>>();
    replies.sort_by_key(|r| r.status);
    replies.into_iter().partition(|r| r.success)
}

/// `200`, or `201..=299` where 200 has a reply of its own.
fn status(operation: &Operation, status: Status) -> TokenStream {
    let literal = Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => {
            let code = literal(code);
            quote!(#code)
        }
        Status::Range(class) => {
            let is_own = |code: &u16| operation.replies.iter().any(|r| r.status == Status::Code(*code));
            let codes = (class * 100..=class * 100 + 99).filter(|code| !is_own(code)).collect::<Vec<_>>();
            let runs = codes.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
                [first, .., last] => {
                    let (first, last) = (literal(*first), literal(*last));
                    quote!(#first..=#last)
                }
                run => {
                    let one = run.iter().map(|code| literal(*code));
                    quote!(#(#one)*)
                }
            });
            quote!(#(#runs)|*)
        }
        Status::Default => quote!(_),
    }
}

/// `ops::DeleteSecretError::NotFound(ops::DeleteSecret404 { body: .. })`
fn one(scope: &Scope<'_>, operation: &Operation, reply: &Reply) -> TokenStream {
    let suffix = if reply.success { "Ok" } else { "Error" };
    let (side, variant, ty) = (joined(&operation.type_name, suffix), ident(&reply.variant), ident(&reply.type_name));
    let value = match (reply::is_common(scope, reply), &reply.contents[..]) {
        (true, []) => quote!(ops::#ty::new()),
        (true, _) => {
            let body = content(reply);
            quote!(ops::#ty::of(#body))
        }
        (false, _) => {
            let fields = fields(scope, reply);
            quote!(ops::#ty { #(#fields),* })
        }
    };
    quote!(ops::#side::#variant(#value))
}

fn fields(scope: &Scope<'_>, reply: &Reply) -> Vec<TokenStream> {
    let ty = ident(&reply.type_name);
    let members = reply::members(scope, reply);
    let headers = members.len() - reply.headers.len();
    let each = members.iter().enumerate().map(|(index, m)| {
        let (name, upper) = (&m.name, m.upper());
        match m.presence {
            _ if index < headers && m.rust == "body" => {
                let body = content(reply);
                quote!(body: #body)
            }
            _ if index < headers => quote!(status: reply.status_code()),
            Presence::Required => quote!(#name: reply.header(&ops::#ty::#upper)?),
            _ => quote!(#name: reply.header_optional(&ops::#ty::#upper)),
        }
    });
    each.collect()
}

fn content(reply: &Reply) -> TokenStream {
    if let [only] = &reply.contents[..] {
        let ty = ident(&reply.type_name);
        return transfer::client_read(only, false, &quote!(ops::#ty));
    }
    let name = ident(reply.enum_name.as_deref().unwrap_or_default());
    let media_types = reply.contents.iter().map(|c| &c.media_type);
    let last = reply.contents.len().saturating_sub(1);
    let branches = reply.contents.iter().enumerate().map(|(index, c)| {
        let (variant, read) = (ident(&c.variant.rust), transfer::client_read(c, true, &quote!(ops::#name)));
        let index = if index == last {
            quote!(_)
        } else {
            let n = number(index);
            quote!(#n)
        };
        quote!(#index => ops::#name::#variant(#read),)
    });
    quote!(match reply.content(&[#(#media_types),*])? { #(#branches)* })
}

/// Which replies are handed on as they arrive.
fn streams(operation: &Operation) -> Option<TokenStream> {
    let mut replies = operation.replies.iter().collect::<Vec<_>>();
    replies.sort_by_key(|r| r.status);
    let streamed = |r: &Reply| {
        let media_types = r.contents.iter().map(|c| &c.media_type);
        let streamed = r.contents.iter().enumerate().filter(|(_, c)| c.carrier.is_streamed()).map(|(i, _)| number(i));
        let streamed = streamed.collect::<Vec<_>>();
        if streamed.is_empty() {
            quote!(false)
        } else {
            quote!(head.is_one_of(&[#(#media_types),*], &[#(#streamed),*]))
        }
    };
    // Where a whole range is streamed, codes in it that are not have to be told apart.
    let wide = replies.iter().any(|r| !matches!(r.status, Status::Code(_)) && super::content::is_streamed(&r.contents));
    let named = replies.iter().filter(|r| wide || super::content::is_streamed(&r.contents));
    let declared = named.filter(|r| r.status != Status::Default).map(|r| {
        let (status, streamed) = (status(operation, r.status), streamed(r));
        quote!(#status => #streamed,)
    });
    let declared = declared.collect::<Vec<_>>();
    let rest = replies.iter().find(|r| r.status == Status::Default).map_or_else(|| quote!(false), |r| streamed(r));
    let answer = if declared.is_empty() { rest } else { quote!(match head.status() { #(#declared)* _ => #rest }) };
    replies.iter().any(|r| super::content::is_streamed(&r.contents)).then(|| {
        quote! {
            fn is_streamed(head: &::tenon_runtime::client::ReplyHead<'_>) -> bool { #answer }
        }
    })
}

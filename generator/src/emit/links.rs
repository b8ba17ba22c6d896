//! Links: methods of replies, each of which makes the call that the document says comes next.
//!
//! ```text
//! impl ops::CreatePetOk {
//!     pub fn follow_look(&self, client: &Client) -> Result<GetPet, LinkError> { .. }
//! }
//! ```
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constructor::in_order;
use super::docs::Text;
use super::link_values::{Answer, argument, setting};
use super::member::Member;
use super::request::Outgoing;
use super::rust_type::Scope;
use super::{fresh, ident, joined, markdown, operation, tags};
use crate::ir::{ARGUMENTS, Link, LinkSource, LinkValue, Offer, Operation, Slot};

/// `impl ops::<Op>Ok` and `impl ops::<Op>Error`, of operations whose replies offer something.
pub(super) fn methods(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    let sides = [(true, "Ok"), (false, "Error")];
    sides.into_iter().filter_map(|(success, suffix)| side(scope, operation, success, suffix)).collect()
}

/// What is said of them where the operation is described.
pub(super) fn describe(scope: &Scope<'_>, operation: &Operation, docs: &mut Text) {
    for link in &operation.links {
        let side = joined(&operation.type_name, if link.success { "Ok" } else { "Error" });
        let (wire, method) = (markdown::code(&link.name.wire), &link.name.rust);
        let path = format!("ops::{side}::{method}");
        // What is behind a feature may not be there.
        let method =
            if feature(scope, link).is_some() { markdown::code(&path) } else { format!("[`{method}`]({path})") };
        docs.paragraph(format!("A reply leads on by its link {wire}: {method}."));
    }
}

fn side(scope: &Scope<'_>, operation: &Operation, success: bool, suffix: &str) -> Option<TokenStream> {
    let own = operation.links.iter().filter(|link| link.success == success);
    let scope = scope.of_both();
    let methods = own.filter_map(|link| method(&scope, operation, link)).collect::<Vec<_>>();
    let name = joined(&operation.type_name, suffix);
    (!methods.is_empty()).then(|| quote!(impl ops::#name { #(#methods)* }))
}

fn method(scope: &Scope<'_>, operation: &Operation, link: &Link) -> Option<TokenStream> {
    let target = scope.api.operations.get(link.target.0 as usize)?;
    let outgoing = Outgoing::of(scope, target);
    let asked = asked(&outgoing.members, link.offers.first()?);
    let names = asked.iter().map(|m| m.rust).chain(["self"]);
    let (client, reply) = (fresh("client", &names), fresh("reply", &names));
    let docs = docs(link, target);
    let (name, up, ty) = (ident(&link.name.rust), scope.up(), ident(&target.type_name));
    let arguments = asked.iter().map(|m| {
        let (name, accepted) = (&m.name, m.accepted(scope));
        quote!(#name: #accepted)
    });
    let feature = feature(scope, link);
    let body = body(scope, operation, link, (&outgoing.members, target), &[client.clone(), reply]);

    Some(quote! {
        #docs
        #feature
        pub fn #name(
            &self,
            #client: &Client,
            #(#arguments),*
        ) -> Result<#up::client::#ty, ::tenon_runtime::client::LinkError> { #body }
    })
}

/// What the caller is asked for, in the order of the operation's own arguments. What may be left out has setters.
fn asked<'s, 'a>(members: &'s [Member<'a>], offer: &Offer) -> Vec<&'s Member<'a>> {
    let mut asked = in_order(members);
    asked.retain(|m| given(members, m, offer).is_none_or(|value| value.from == LinkSource::Caller));
    asked
}

/// What an offer gives to a member of the request.
fn given<'o>(members: &[Member<'_>], member: &Member<'_>, offer: &'o Offer) -> Option<&'o LinkValue> {
    let index = members.iter().position(|m| m.rust == member.rust)?;
    let is_meant = |slot: Slot| match slot {
        Slot::Parameter(at) => at == index,
        Slot::Body => member.rust == "body" && index + 1 == members.len(),
    };
    offer.given.iter().find(|(slot, _)| is_meant(*slot)).map(|(_, value)| value)
}

fn docs(link: &Link, target: &Operation) -> Text {
    let mut docs = Text::default();
    docs.prose(link.description.as_deref().unwrap_or_default().trim());
    docs.paragraph(format!("The link {}: {}.", markdown::code(&link.name.wire), operation::line(target)));
    let offer = link.offers.first();
    let said = offer.into_iter().flat_map(|offer| &offer.given).filter(|(_, value)| !value.said.is_empty());
    let lines = said.map(|(slot, value)| {
        let what = match slot {
            Slot::Parameter(index) => target.parameters.get(*index).map(|p| markdown::code(&p.name.wire)),
            Slot::Body => Some("the body".to_owned()),
        };
        let whose = if value.from == LinkSource::Caller { ": yours to say" } else { "" };
        format!("- {} is {}{whose}", what.unwrap_or_default(), markdown::code(&value.said))
    });
    docs.block(lines);
    docs
}

/// Behind a feature, if the operation is in the module of another tag.
fn feature(scope: &Scope<'_>, link: &Link) -> Option<TokenStream> {
    let tag = scope.api.tags.iter().find(|tag| tag.operations.contains(&link.target))?;
    let other = scope.tag.is_some_and(|own| own.name != tag.name);
    let name = tags::feature(scope, tag);
    other.then(|| quote!(#[cfg(feature = #name)]))
}

fn body(
    scope: &Scope<'_>,
    operation: &Operation,
    link: &Link,
    target: (&[Member<'_>], &Operation),
    [client, reply]: &[Ident; 2],
) -> TokenStream {
    let offers = link.offers.iter().filter_map(|offer| {
        let answer = Answer { scope, reply: operation.replies.get(offer.reply)?, name: reply };
        let call = call(&answer, offer, target, link, client);
        let uses =
            offer.given.iter().any(|(_, value)| matches!(value.from, LinkSource::Reply(_) | LinkSource::Text(_)));
        let bound = if uses { quote!(#reply) } else { quote!(_) };
        Some((ident(&answer.reply.variant), bound, call))
    });
    let offers = offers.collect::<Vec<_>>();
    let others = operation.replies.iter().filter(|r| r.success == link.success).count() > offers.len();
    match (offers.as_slice(), others) {
        ([(variant, bound, call)], false) => quote! {
            let Self::#variant(#bound) = self;
            Ok(#call)
        },
        ([(variant, bound, call)], true) => quote! {
            let Self::#variant(#bound) = self else {
                return Err(::tenon_runtime::client::LinkError::OtherReply);
            };
            Ok(#call)
        },
        (several, others) => {
            let arms = several.iter().map(|(variant, bound, call)| quote!(Self::#variant(#bound) => Ok(#call),));
            let rest = others.then(|| quote!(_ => Err(::tenon_runtime::client::LinkError::OtherReply),));
            quote!(match self { #(#arms)* #rest })
        }
    }
}

/// `client.get_pet(reply.body.id).limit(5)`
fn call(
    answer: &Answer<'_, '_>,
    offer: &Offer,
    (members, target): (&[Member<'_>], &Operation),
    link: &Link,
    client: &Ident,
) -> TokenStream {
    let (scope, method) = (answer.scope, ident(&target.name.rust));
    let required = in_order(members);
    let values = required.iter().map(|m| (&m.name, argument(answer, m, given(members, m, offer))));
    let arguments = match required.len() > ARGUMENTS {
        false => {
            let values = values.map(|(_, value)| value.taken);
            quote!(#(#values),*)
        }
        true => {
            let (up, name) = (scope.up(), joined(&target.type_name, "Required"));
            let fields = values.map(|(name, value)| {
                let value = value.held;
                quote!(#name: #value)
            });
            quote!(#up::ops::#name { #(#fields),* })
        }
    };
    let settable = members.iter().filter(|m| !m.is_argument() && m.constant.is_none());
    let setters = settable.filter_map(|m| {
        let (name, value) = (&m.name, setting(answer, m, given(members, m, offer)?)?);
        Some(quote!(.#name(#value)))
    });
    let client = match &link.server {
        Some(url) => quote!(#client.clone().configure(|channel| channel.at(#url))),
        None => quote!(#client),
    };
    quote!(#client.#method(#arguments) #(#setters)*)
}

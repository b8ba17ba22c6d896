//! What every emitted struct has: its declaration, `new`, setters, and a `Debug` that keeps secrets.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Text;
use super::ident;
use super::member::Member;
use super::rust_type::Scope;
use crate::ir::ARGUMENTS;

/// A struct to be declared.
pub(super) struct Declaration<'a, 'm> {
    pub(super) name: Ident,
    /// The struct of arguments where there are more than three.
    pub(super) required: Ident,
    pub(super) docs: Text,
    pub(super) members: &'m [Member<'a>],
    /// Type of the map of further members.
    pub(super) additional: Option<TokenStream>,
}

/// How a constructor is called: what it takes and what is handed on to the next one.
pub(super) struct Arguments {
    /// `key: impl Into<String>, name: ...`
    pub(super) parameters: TokenStream,
    /// `key, name`
    pub(super) names: TokenStream,
}

impl Arguments {
    /// Of the constructor of a struct with these members. `required` is the path of the struct of arguments.
    pub(super) fn of(scope: &Scope<'_>, members: &[Member<'_>], required: &TokenStream) -> Self {
        let given = in_order(members);
        if given.len() > ARGUMENTS {
            return Self { parameters: quote!(required: #required), names: quote!(required) };
        }
        let names = given.iter().map(|m| &m.name).collect::<Vec<_>>();
        let types = given.iter().map(|m| m.accepted(scope));
        Self { parameters: quote!(#(#names: #types),*), names: quote!(#(#names),*) }
    }
}

/// What must be given, in the order that callers know.
pub(super) fn in_order<'s, 'a>(members: &'s [Member<'a>]) -> Vec<&'s Member<'a>> {
    let mut given = members.iter().filter(|m| m.is_argument()).collect::<Vec<_>>();
    given.sort_by_key(|m| m.place);
    given
}

/// The struct, its `Debug` and its struct of arguments.
pub(super) fn declaration(d: &Declaration<'_, '_>) -> TokenStream {
    let (name, docs) = (&d.name, &d.docs);
    let secret = d.members.iter().any(|m| m.secret);
    let constants = d.members.iter().any(|m| m.constant.is_some());
    let derives = derives(d.members, !constants && !has_arguments(d));
    let fields = d.members.iter().map(field);
    let additional = d.additional.as_ref().map(|map| {
        quote! {
            /// The members that the document does not name.
            pub additional: #map,
        }
    });
    let redacted = secret.then(|| redacted(name, d.members, d.additional.is_some()));
    let arguments = (given(d).count() > ARGUMENTS).then(|| argument_struct(d));

    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name { #(#fields)* #additional }
        #redacted
        #arguments
    }
}

/// What is derived: nothing that would show a secret, and nothing that reads twice what can be read once.
fn derives<'s, 'a: 's>(members: impl IntoIterator<Item = &'s Member<'a>>, default: bool) -> Option<TokenStream> {
    let (mut secret, mut streamed) = (false, false);
    for member in members {
        secret |= member.secret;
        streamed |= member.streamed;
    }
    let each = [("Clone", !streamed), ("Debug", !secret), ("Default", default), ("PartialEq", !streamed)];
    let each = each.into_iter().filter(|(_, wanted)| *wanted).map(|(name, _)| ident(name)).collect::<Vec<_>>();
    (!each.is_empty()).then(|| quote!(#[derive(#(#each),*)]))
}

/// `new`, and the setters of what it does not take.
pub(super) fn methods(scope: &Scope<'_>, d: &Declaration<'_, '_>) -> TokenStream {
    let required = &d.required;
    let arguments = Arguments::of(scope, d.members, &quote!(#required)).parameters;
    let literal = given(d).count() > ARGUMENTS;
    let values = d.members.iter().map(|m| {
        let name = &m.name;
        match (m.is_argument(), literal) {
            (true, true) => quote!(#name: required.#name),
            (true, false) => pair(name, &m.converted(scope)),
            (false, _) => {
                let value = m.initial();
                quote!(#name: #value)
            }
        }
    });
    let additional = d.additional.as_ref().map(|_| quote!(additional: ::std::collections::BTreeMap::new(),));
    let setters = d.members.iter().filter(|m| !m.is_argument() && m.constant.is_none()).map(|m| setter(scope, m));
    let more = d.additional.as_ref().map(additional_setter);
    let body = if d.members.iter().all(|m| m.constant.is_none()) && !has_arguments(d) {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values,)* #additional })
    };
    let what = if has_arguments(d) { "what is required" } else { "nothing set" };
    let doc = format!(" A [`{}`] with {what}.", d.name);

    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn new(#arguments) -> Self { #body }
        #(#setters)*
        #more
    }
}

/// `Default` where it cannot be derived but nothing needs to be given.
pub(super) fn default(d: &Declaration<'_, '_>) -> Option<TokenStream> {
    let name = &d.name;
    let wanted = !has_arguments(d) && d.members.iter().any(|m| m.constant.is_some());
    wanted.then(|| {
        quote! {
            impl Default for #name { fn default() -> Self { Self::new() } }
        }
    })
}

fn given<'s, 'a, 'm>(d: &'s Declaration<'a, 'm>) -> impl Iterator<Item = &'s Member<'a>> {
    d.members.iter().filter(|m| m.is_argument())
}

fn has_arguments(d: &Declaration<'_, '_>) -> bool {
    given(d).next().is_some()
}

fn field(m: &Member<'_>) -> TokenStream {
    let (docs, name, ty) = (&m.docs, &m.name, m.declared());
    quote! {
        #docs
        pub #name: #ty,
    }
}

/// `name: value`, or `name` where they are the same.
pub(super) fn pair(name: &Ident, value: &TokenStream) -> TokenStream {
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(proc_macro2::TokenTree::Ident(only)), None) if only == *name => quote!(#name),
        _ => quote!(#name: #value),
    }
}

pub(super) fn arguments_doc(name: &Ident) -> String {
    format!(" What [`{name}::new`] has to be given. A literal: nothing can be swapped or forgotten.")
}

fn argument_struct(d: &Declaration<'_, '_>) -> TokenStream {
    let name = &d.required;
    let doc = arguments_doc(&d.name);
    let fields = given(d).map(field);

    // Nothing is derived: it is a list of arguments, and derives are what costs most to compile.
    quote! {
        #[doc = #doc]
        pub struct #name { #(#fields)* }
    }
}

fn setter(scope: &Scope<'_>, m: &Member<'_>) -> TokenStream {
    let (name, accepted, value) = (&m.name, m.accepted(scope), m.converted(scope));
    let doc = format!(" Sets [`{0}`](Self::{0}).", m.rust);
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #name(mut self, #name: #accepted) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn additional_setter(map: &TokenStream) -> TokenStream {
    quote! {
        /// Adds members that the document does not name.
        #[must_use]
        pub fn additional(mut self, additional: #map) -> Self {
            self.additional.extend(additional);
            self
        }
    }
}

/// `Debug` that shows every member but the secret ones.
fn redacted<'s, 'a: 's>(
    name: &Ident,
    members: impl IntoIterator<Item = &'s Member<'a>>,
    additional: bool,
) -> TokenStream {
    let text = name.to_string();
    let fields = members.into_iter().map(|m| {
        let (name, field) = (m.rust, &m.name);
        match m.secret {
            true => quote!(.field(#name, &::core::format_args!("[redacted]"))),
            false => quote!(.field(#name, &self.#field)),
        }
    });
    let additional = additional.then(|| quote!(.field("additional", &self.additional)));

    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#text) #(#fields)* #additional .finish()
            }
        }
    }
}

//! How contents pass through the halves: what writes one media type, and what reads it.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rust_type::Scope;
use super::{content, ident};
use crate::ir::{Carrier, Content, EventData, Framing, Items};

/// A content's value on its way out.
pub(super) struct Value {
    /// `&self.body`
    pub(super) borrowed: TokenStream,
    /// `self.body`
    pub(super) owned: TokenStream,
}

impl Value {
    /// A field.
    pub(super) fn field(holder: &TokenStream) -> Self {
        Self { borrowed: quote!(&#holder.body), owned: quote!(#holder.body) }
    }

    /// A variable that owns it.
    fn variable() -> Self {
        Self { borrowed: quote!(&body), owned: quote!(body) }
    }

    /// What is in a [`Media`](tenon_runtime::Media).
    fn inner(&self) -> Self {
        let (borrowed, owned) = (&self.borrowed, &self.owned);
        Self { borrowed: quote!(#borrowed.content), owned: quote!(#owned.content) }
    }
}

/// Writes one of several contents; `of` is the path of their enum.
pub(super) fn write_several(contents: &[Content], of: &TokenStream, value: &TokenStream) -> TokenStream {
    let branches = contents.iter().map(|c| {
        let (variant, write) = (ident(&c.variant.rust), write(c, true, of, &Value::variable()));
        quote!(#of::#variant(body) => { #write })
    });
    quote!(match #value { #(#branches)* })
}

/// Writes the only content; `of` is the path of what holds it.
pub(super) fn write_one(content: &Content, of: &TokenStream, value: &Value) -> TokenStream {
    write(content, false, of, value)
}

/// Writes the only content, which may be absent.
pub(super) fn write_optional(content: &Content, of: &TokenStream) -> TokenStream {
    write(content, false, of, &Value::variable())
}

fn write(content: &Content, several: bool, of: &TokenStream, value: &Value) -> TokenStream {
    let (media_type, table) = (&content.media_type, content::table(content, several));
    let own = &value.owned;
    let (says, value) = match content.open {
        true => (Some(quote!(out.media_type(#media_type, &#own.media_type);)), &value.inner()),
        false => (None, value),
    };
    let Value { borrowed, owned } = value;
    let write = match &content.carrier {
        Carrier::Json(_) => quote!(out.json(#media_type, #borrowed);),
        Carrier::Form(_) => quote!(out.form(#media_type, #of::#table, #borrowed);),
        Carrier::Xml(_) => quote!(out.xml(#media_type, &#of::#table, #borrowed);),
        Carrier::Text(_) => quote!(out.text(#media_type, #borrowed);),
        Carrier::Bytes => quote!(out.bytes(#media_type, #owned);),
        Carrier::Multipart(_) => quote!(out.multipart(#media_type, #owned);),
        Carrier::Items(items) => {
            let (method, how) = (ident(method(content)), framing(items.framing));
            quote!(out.#method(#media_type, #how, #owned);)
        }
        Carrier::Stream => quote!(out.stream(#media_type, #owned);),
    };
    quote!(#says #write)
}

/// `from.json()`, with a suffix for what may be absent: how a server reads a content; an option.
pub(super) fn server_read(
    scope: &Scope<'_>,
    content: &Content,
    several: bool,
    of: &TokenStream,
    from: &Ident,
    suffix: &str,
) -> TokenStream {
    let table = content::table(content, several);
    let method = super::joined(method(content), suffix);
    let argument = argument(content, of, &table);
    let checked = checked(scope, content);
    let media = content.open.then(|| quote!(.map(|content| ::tenon_runtime::Media::of(#from.media_type(), content))));
    quote!(#from.#method(#argument) #checked #media)
}

/// `reply.json("application/json")?`: how a client reads a content.
pub(super) fn client_read(content: &Content, several: bool, of: &TokenStream) -> TokenStream {
    let (media_type, table) = (&content.media_type, content::table(content, several));
    let method = ident(method(content));
    let argument = argument(content, of, &table).map(|argument| quote!(, #argument));
    let read = quote!(reply.#method(#media_type #argument)?);
    if content.open { quote!(::tenon_runtime::Media::of(reply.media_type(), #read)) } else { read }
}

/// What reading takes beside the media type: the table of a form or of XML, the framing of items.
fn argument(content: &Content, of: &TokenStream, table: &Ident) -> Option<TokenStream> {
    match &content.carrier {
        Carrier::Form(_) => Some(quote!(#of::#table)),
        Carrier::Xml(_) => Some(quote!(&#of::#table)),
        Carrier::Items(items) => Some(framing(items.framing)),
        _ => None,
    }
}

/// What an item has to hold to beyond its type.
fn checked(scope: &Scope<'_>, content: &Content) -> Option<TokenStream> {
    let Carrier::Items(items) = &content.carrier else { return None };
    let demands = content::demanded(scope, items.ty).filter(|_| content::asks(scope, items.ty))?;
    let ty = scope.rust(items.ty);
    let (taken, value) = match items.framing {
        Framing::Events { whole: false, .. } => {
            (quote!(event: &::tenon_runtime::Event<#ty>), Some(quote!(let value = &event.data;)))
        }
        _ => (quote!(value: &#ty), None),
    };
    Some(quote!(.map(|items| items.checked(|#taken, c: &mut ::tenon_runtime::Checker| { #value #demands }))))
}

fn framing(framing: Framing) -> TokenStream {
    match framing {
        Framing::Lines => quote!(::tenon_runtime::stream::Framing::Lines),
        Framing::Sequence => quote!(::tenon_runtime::stream::Framing::Sequence),
        Framing::Events { data, whole } => {
            let data = match data {
                EventData::Text => quote!(::tenon_runtime::stream::EventData::Text),
                EventData::Json => quote!(::tenon_runtime::stream::EventData::Json),
                EventData::Either => quote!(::tenon_runtime::stream::EventData::Either),
            };
            if whole { quote!(::tenon_runtime::stream::Framing::Events(#data)) } else { data }
        }
    }
}

fn method(content: &Content) -> &'static str {
    match content.carrier {
        Carrier::Json(_) => "json",
        Carrier::Form(_) => "form",
        Carrier::Xml(_) => "xml",
        Carrier::Text(_) => "text",
        Carrier::Bytes => "bytes",
        Carrier::Multipart(_) => "multipart",
        Carrier::Items(Items { framing: Framing::Events { whole: false, .. }, .. }) => "events",
        Carrier::Items(_) => "items",
        Carrier::Stream => "stream",
    }
}

//! `<Op>Ok`, `<Op>Error`, their union `<Op>Reply`, and a struct for each status.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constructor::{self, Arguments, Declaration};
use super::docs::Text;
use super::member::{Member, Presence};
use super::rust_type::Scope;
use super::{content, encoding, ident, joined, multipart, operation};
use crate::ir::{Carrier, Operation, Reply, Status};

pub(super) fn replies(scope: &Scope<'_>, operation: &Operation) -> Vec<TokenStream> {
    let line = operation::line(operation);
    let structures = operation.replies.iter().map(|reply| structure(scope, operation, reply));
    let sides = [
        side(scope, operation, "Ok", &format!("How {line} succeeds."), true),
        side(scope, operation, "Error", &format!("How {line} fails."), false),
        either(operation),
    ];
    structures.chain(sides).collect()
}

/// The members of a reply: its status where it has several, its body, its headers.
pub(super) fn members<'a>(scope: &Scope<'a>, reply: &'a Reply) -> Vec<Member<'a>> {
    let status = matches!(reply.status, Status::Range(_) | Status::Default).then(|| {
        let docs = Text::of("The status that was sent.");
        Member::status(quote!(::tenon_runtime::http::StatusCode), docs)
    });
    let body =
        content::member(scope, &reply.contents, reply.enum_name.as_deref(), Presence::Required, Text::of("The body."));
    let headers = reply.headers.iter().map(|h| Member::header(scope, h));
    status.into_iter().chain(body).chain(headers).collect()
}

/// `404`, `4XX` or `default`.
fn said(reply: &Reply) -> String {
    match reply.status {
        Status::Code(code) => format!("`{code}`"),
        Status::Range(class) => format!("`{class}XX`"),
        Status::Default => "`default`".to_owned(),
    }
}

/// The status, and what the document says.
fn docs(reply: &Reply) -> Text {
    let mut text = Text::of(said(reply));
    for prose in [&reply.docs.summary, &reply.docs.description].into_iter().flatten() {
        text.prose(prose.trim());
    }
    text
}

fn structure(scope: &Scope<'_>, operation: &Operation, reply: &Reply) -> TokenStream {
    let members = members(scope, reply);
    let mut text = docs(reply);
    text.paragraph(format!("A reply of {}.", operation::line(operation)));
    for content in &reply.contents {
        content.examples.iter().take(1).for_each(|example| text.example("Example:", example));
    }
    let (name, required) = (ident(&reply.type_name), joined(&reply.type_name, "Required"));
    if let Some(first) = declared(scope, operation, reply) {
        let first = ident(&first.type_name);
        return quote!(#text pub type #name = #first;);
    }
    let d = Declaration { name, required, docs: text, members: &members, additional: None };
    let name = &d.name;
    let parts = multipart::items(scope, &reply.contents, &format!("A reply of {}", operation::line(operation)));
    let bodies = content::enumeration(scope, &reply.contents, reply.enum_name.as_deref(), "The body");
    let (declaration, methods, default) =
        (constructor::declaration(&d), constructor::methods(scope, &d), constructor::default(&d));
    let constants = constants(scope, reply, &members);
    let from = from_body(name, &members);
    if let Some(common) = common(scope, reply, &members) {
        let docs = &d.docs;
        return quote! {
            #parts
            #bodies
            #docs
            pub type #name = #common;
        };
    }

    quote! {
        #parts
        #bodies
        #declaration
        #constants
        impl #name { #methods }
        #default
        #from
    }
}

/// The reply of another operation that this one is the same as, see [`failures`](super::failures).
fn declared<'a>(scope: &Scope<'a>, operation: &Operation, reply: &Reply) -> Option<&'a Reply> {
    let other = scope.fails_as(operation).filter(|_| !reply.success && !is_common(scope, reply))?;
    other.replies.iter().find(|r| r.status == reply.status)
}

/// The runtime's type for replies like this one, where there is nothing to be said of it beyond its body.
fn common(scope: &Scope<'_>, reply: &Reply, members: &[Member<'_>]) -> Option<TokenStream> {
    match members {
        [] => Some(quote!(::tenon_runtime::NoBody)),
        [only] if only.rust == "body" && !only.secret && constants(scope, reply, members).is_none() => {
            let body = &only.inner;
            Some(quote!(::tenon_runtime::BodyOnly<#body>))
        }
        _ => None,
    }
}

/// Whether a reply's type is one of the runtime's.
pub(super) fn is_common(scope: &Scope<'_>, reply: &Reply) -> bool {
    common(scope, reply, &members(scope, reply)).is_some()
}

fn constants(scope: &Scope<'_>, reply: &Reply, members: &[Member<'_>]) -> Option<TokenStream> {
    let name = ident(&reply.type_name);
    let headers = members.iter().skip(members.len() - reply.headers.len());
    let each = reply.headers.iter().zip(headers).map(|(h, m)| {
        let (upper, value) = (m.upper(), encoding::header(scope, h));
        quote!(pub(super) const #upper: ::tenon_runtime::Parameter = #value;)
    });
    let body = Some(&reply.contents).filter(|contents| contents.len() == 1);
    let each = each.chain(body.into_iter().flat_map(|contents| content::constants(scope, contents)));
    content::known_to_halves(&name, &each.collect::<Vec<_>>())
}

/// `From<Body>` where nothing else is required.
fn from_body(name: &Ident, members: &[Member<'_>]) -> Option<TokenStream> {
    let mut given = members.iter().filter(|m| m.is_argument());
    let (Some(only), None) = (given.next(), given.next()) else { return None };
    let body = &only.inner;
    (only.rust == "body").then(|| {
        quote! {
            impl From<#body> for #name { fn from(body: #body) -> Self { Self::new(body) } }
        }
    })
}

/// One of the two enums, with a constructor for each variant.
fn side(scope: &Scope<'_>, operation: &Operation, suffix: &str, doc: &str, success: bool) -> TokenStream {
    let name = joined(&operation.type_name, suffix);
    let own = operation.replies.iter().filter(|r| r.success == success).collect::<Vec<_>>();
    let docs = Text::of(doc);
    if !success && own.is_empty() {
        return quote!(#docs pub type #name = ::tenon_runtime::NoError;);
    }
    if let Some(other) = scope.fails_as(operation).filter(|_| !success) {
        let other = joined(&other.type_name, suffix);
        return quote!(#docs pub type #name = #other;);
    }
    if let Some((only, reply)) = only(scope, operation).filter(|_| success) {
        let (mut docs, ty) = (docs, ident(&reply.type_name));
        docs.paragraph(self::said(reply));
        return quote!(#docs pub type #name = ::tenon_runtime::#only<#ty>;);
    }
    let derives = content::derives(own.iter().any(|r| content::is_streamed(&r.contents)));
    let variants = own.iter().map(|r| {
        let (docs, variant, ty) = (self::docs(r), ident(&r.variant), ident(&r.type_name));
        quote!(#docs #variant(#ty),)
    });
    let constructors = own.iter().map(|r| constructor(scope, r));
    let body = own.first().filter(|r| success && own.len() == 1 && r.contents.len() == 1).map(|r| body(scope, r));
    let inherent = (!own.is_empty()).then(|| quote!(impl #name { #(#constructors)* #body }));

    // What a failure is part of is told by the other side, which is another one for each operation.
    let conversion = if success {
        quote!(impl ::tenon_runtime::Success for #name {})
    } else {
        quote! {
            impl<O> From<#name> for ::tenon_runtime::Outcome<O, #name> {
                fn from(reply: #name) -> Self { Self::Error(reply) }
            }
        }
    };

    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        #inherent
        #conversion
    }
}

/// The runtime's type for successes like this operation's, where there is one, and nothing to be said of it beyond its
/// status and a body of JSON.
pub(super) fn only<'o>(scope: &Scope<'_>, operation: &'o Operation) -> Option<(Ident, &'o Reply)> {
    let mut successes = operation.replies.iter().filter(|r| r.success);
    let (Some(reply), None) = (successes.next(), successes.next()) else { return None };
    let (name, variant) = match reply.status {
        Status::Code(200) => ("OnlyOk", "Ok"),
        Status::Code(201) => ("OnlyCreated", "Created"),
        Status::Code(202) => ("OnlyAccepted", "Accepted"),
        Status::Code(204) => ("OnlyNoContent", "NoContent"),
        _ => return None,
    };
    let plain = match &reply.contents[..] {
        [] => true,
        [only] => !only.open && matches!(only.carrier, Carrier::Json(_)) && only.media_type == "application/json",
        _ => false,
    };
    let leads_on = operation.links.iter().any(|link| link.success);
    // Some bodies are made of what can become them.
    let taken = |m: &Member<'_>| m.accepted(scope).to_string() == m.inner.to_string();
    let fits = plain && !leads_on && reply.variant == variant && is_common(scope, reply);
    let fits = fits && members(scope, reply).iter().all(taken);
    fits.then(|| (ident(name), reply))
}

fn constructor(scope: &Scope<'_>, reply: &Reply) -> TokenStream {
    let (name, variant, ty) = (ident(&reply.constructor), ident(&reply.variant), ident(&reply.type_name));
    let required = joined(&reply.type_name, "Required");
    let Arguments { parameters, names } = Arguments::of(scope, &members(scope, reply), &quote!(#required));
    let doc = format!(" [`{0}`](Self::{0}).", reply.variant);
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #name(#parameters) -> Self { Self::#variant(#ty::new(#names)) }
    }
}

/// `body()` and `into_body()` where there is one kind of success.
fn body(scope: &Scope<'_>, reply: &Reply) -> Option<TokenStream> {
    let (variant, content) = (ident(&reply.variant), reply.contents.first()?);
    let ty = content::carried(scope, content);
    Some(quote! {
        /// The body.
        #[must_use]
        pub fn body(&self) -> &#ty {
            let Self::#variant(reply) = self;
            &reply.body
        }
        /// The body, taken out.
        #[must_use]
        pub fn into_body(self) -> #ty {
            let Self::#variant(reply) = self;
            reply.body
        }
    })
}

/// `pub type <Op>Reply = Outcome<<Op>Ok, <Op>Error>`, what a server answers.
fn either(operation: &Operation) -> TokenStream {
    let docs = Text::of(format!("Every reply of {}.", operation::line(operation)));
    let [name, ok, error] = ["Reply", "Ok", "Error"].map(|suffix| joined(&operation.type_name, suffix));
    quote! {
        #docs
        pub type #name = ::tenon_runtime::Outcome<#ok, #error>;
    }
}

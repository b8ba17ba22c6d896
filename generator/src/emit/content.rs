//! The content of a body or a reply: a type of the document, text, bytes, or an enum of several media types.
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::member::{Member, Presence};
use super::rust_type::Scope;
use super::validate::{self, Checks};
use super::{checks, constant, encoding, ident, markdown, xml};
use crate::ir::{Carrier, Content, Framing, TypeId};

/// The type of what one media type carries.
pub(super) fn carried(scope: &Scope<'_>, content: &Content) -> TokenStream {
    let inner = match &content.carrier {
        Carrier::Json(ty) | Carrier::Text(Some(ty)) => scope.rust(*ty),
        Carrier::Form(form) => scope.rust(form.ty),
        Carrier::Xml(xml) => scope.rust(xml.ty),
        Carrier::Multipart(multipart) => {
            let part = scope.of_operations(&multipart.part_name);
            quote!(::tenon_runtime::Multipart<#part>)
        }
        Carrier::Items(items) => {
            let item = scope.rust(items.ty);
            let item = match items.framing {
                Framing::Events { whole: false, .. } => quote!(::tenon_runtime::Event<#item>),
                _ => item,
            };
            quote!(::tenon_runtime::Items<#item>)
        }
        Carrier::Text(None) => quote!(String),
        Carrier::Bytes => quote!(::tenon_runtime::bytes::Bytes),
        Carrier::Stream => quote!(::tenon_runtime::Body),
    };
    if content.open { quote!(::tenon_runtime::Media<#inner>) } else { inner }
}

/// The member `body`; `None` without content.
pub(super) fn member<'a>(
    scope: &Scope<'a>,
    contents: &'a [Content],
    enum_name: Option<&str>,
    presence: Presence,
    docs: Text,
) -> Option<Member<'a>> {
    match (contents, enum_name) {
        ([], _) => None,
        ([only], _) => {
            let ty = only.carrier.ty();
            Some(Member::body(ty, carried(scope, only), presence, docs).streamed(is_streamed(contents)))
        }
        (_, name) => {
            let ty = scope.of_operations(name.unwrap_or_default());
            Some(Member::body(None, ty, presence, docs).streamed(is_streamed(contents)))
        }
    }
}

/// Whether any of the contents can be read only once.
pub(super) fn is_streamed(contents: &[Content]) -> bool {
    contents.iter().any(|c| c.carrier.is_streamed())
}

/// What a type derives. What can be read only once cannot be copied or compared.
pub(super) fn derives(streamed: bool) -> TokenStream {
    if streamed { quote!(#[derive(Debug)]) } else { quote!(#[derive(Clone, Debug, PartialEq)]) }
}

/// `pub enum CreatePetBody { Json(types::Pet), Text(String) }` where there are several media types.
pub(super) fn enumeration(
    scope: &Scope<'_>,
    contents: &[Content],
    enum_name: Option<&str>,
    of: &str,
) -> Option<TokenStream> {
    let name = enum_name.filter(|_| contents.len() > 1).map(ident)?;
    let doc = format!(" {of}, by media type.");
    let variants = contents.iter().map(|c| {
        let (docs, variant, ty) = (Text::of(markdown::code(&c.media_type)), ident(&c.variant.rust), carried(scope, c));
        quote!(#docs #variant(#ty),)
    });
    let (from, validate) =
        (conversions(scope, contents, &name), validate::implementation(&name, &demands(scope, contents)));
    let (derives, constants) = (derives(is_streamed(contents)), known_to_halves(&name, &constants(scope, contents)));

    Some(quote! {
        #[doc = #doc]
        #derives
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        #constants
        #from
        #validate
    })
}

/// What both halves know of how contents travel, as constants: of the type that holds the content where there is one
/// media type, else of the enum, by the names of its variants.
pub(super) fn constants(scope: &Scope<'_>, contents: &[Content]) -> Vec<TokenStream> {
    let several = contents.len() > 1;
    let each = contents.iter().filter_map(|c| {
        let name = table(c, several);
        match &c.carrier {
            Carrier::Form(form) => {
                let fields = encoding::form(scope, form);
                Some(quote!(pub(super) const #name: &'static [::tenon_runtime::Parameter] = #fields;))
            }
            Carrier::Xml(body) => {
                let body = xml::body(scope, body);
                Some(quote!(pub(super) const #name: ::tenon_runtime::xml::Xml = #body;))
            }
            _ => None,
        }
    });
    each.collect()
}

/// Constants that only the halves look at.
pub(super) fn known_to_halves(name: &proc_macro2::Ident, constants: &[TokenStream]) -> Option<TokenStream> {
    (!constants.is_empty()).then(|| {
        quote! {
            #[cfg(any(feature = "client", feature = "server"))]
            impl #name { #(#constants)* }
        }
    })
}

/// The name of a content's constant.
pub(super) fn table(content: &Content, several: bool) -> proc_macro2::Ident {
    constant(if several { &content.variant.rust } else { "body" })
}

/// What is demanded of a value that `value` refers to, by whoever holds it.
pub(super) fn demanded(scope: &Scope<'_>, ty: TypeId) -> Option<TokenStream> {
    let encoded = checks::held(scope, ty).map(|demand| quote!(c.encoded(value, #demand);));
    let all = validate::value(scope, ty).into_iter().chain(encoded).collect::<TokenStream>();
    (!all.is_empty()).then_some(all)
}

/// Whether whoever holds a value has to check it, and not only its type.
pub(super) fn asks(scope: &Scope<'_>, ty: TypeId) -> bool {
    validate::has_local(scope, ty) || checks::held(scope, ty).is_some()
}

/// What each media type's content demands.
pub(super) fn demands(scope: &Scope<'_>, contents: &[Content]) -> Checks {
    let each = contents.iter().map(|c| match &c.carrier {
        Carrier::Multipart(_) => Some(quote!(c.inner(value);)),
        carrier => carrier.ty().and_then(|ty| demanded(scope, ty)),
    });
    let each = each.collect::<Vec<_>>();
    let local = contents.iter().filter_map(|c| c.carrier.ty()).any(|ty| asks(scope, ty));
    if each.iter().all(Option::is_none) {
        return Checks { local, ..Checks::default() };
    }
    let branches = contents.iter().zip(each).map(|(c, checks)| {
        let variant = ident(&c.variant.rust);
        match checks {
            Some(checks) => quote!(Self::#variant(value) => { #checks }),
            None => quote!(Self::#variant(_) => {}),
        }
    });
    Checks { local, statements: quote!(match self { #(#branches)* }), demand: None }
}

fn conversions(scope: &Scope<'_>, contents: &[Content], name: &proc_macro2::Ident) -> TokenStream {
    let targets =
        contents.iter().map(|c| c.carrier.ty().map_or_else(|| carried(scope, c).to_string(), |ty| scope.canonical(ty)));
    let targets = targets.collect::<Vec<_>>();
    let each =
        contents.iter().zip(&targets).filter(|(_, target)| targets.iter().filter(|other| other == target).count() == 1);
    each.map(|(c, _)| {
        let (ty, variant) = (carried(scope, c), ident(&c.variant.rust));
        quote! {
            impl From<#ty> for #name { fn from(value: #ty) -> Self { Self::#variant(value) } }
        }
    })
    .collect()
}

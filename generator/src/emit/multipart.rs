//! Multipart bodies: an enum of all parts, which travel one by one, and how each does.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constructor::{self, Declaration};
use super::docs::Text;
use super::member::Member;
use super::rust_type::Scope;
use super::{content, encoding, ident, markdown, multipart_form, number, validate, xml};
use crate::ir::{Carrier, Content, KeptParts, Multipart, OtherParts, Part, PartContent};

/// All items that the multipart contents of a request or a reply need.
pub(super) fn items(scope: &Scope<'_>, contents: &[Content], of: &str) -> TokenStream {
    let each = contents.iter().filter_map(|c| match &c.carrier {
        Carrier::Multipart(multipart) => Some(one(scope, multipart, of)),
        _ => None,
    });
    each.collect()
}

fn one(scope: &Scope<'_>, m: &Multipart, of: &str) -> TokenStream {
    let contents = m.parts.iter().filter(|part| !part.headers.is_empty()).map(|part| with_headers(scope, part));
    let (parts, tables, carried) = (enumeration(scope, m, of), tables(scope, m), implementation(scope, m));
    let form = multipart_form::form(scope, m, of);
    quote! {
        #(#contents)*
        #parts
        #tables
        #carried
        #form
    }
}

/// The type of what one part holds, headers included.
pub(super) fn held(scope: &Scope<'_>, part: &Part) -> TokenStream {
    if part.headers.is_empty() { inner(scope, &part.content) } else { scope.of_operations(&part.type_name) }
}

pub(super) fn inner(scope: &Scope<'_>, content: &PartContent) -> TokenStream {
    match content.ty() {
        Some(ty) => scope.rust(ty),
        None => quote!(::tenon_runtime::File),
    }
}

pub(super) fn kept(m: &Multipart) -> Option<&KeptParts> {
    match &m.other {
        OtherParts::Kept(kept) => Some(kept),
        OtherParts::Ignored | OtherParts::Refused => None,
    }
}

/// `pub struct UploadPictureContent { content: File, x_rotation: Option<i64> }`
fn with_headers(scope: &Scope<'_>, part: &Part) -> TokenStream {
    let content = Member::part_content(part.content.ty(), inner(scope, &part.content), Text::of("What it holds."));
    let headers = part.headers.iter().map(|header| Member::header(scope, header));
    let members = std::iter::once(content).chain(headers).collect::<Vec<_>>();
    let name = ident(&part.type_name);
    let docs = Text::of(format!("A part {} and its headers.", markdown::code(&part.name.wire)));
    let d = Declaration { required: name.clone(), name, docs, members: &members, additional: None };
    let (declaration, methods) = (constructor::declaration(&d), constructor::methods(scope, &d));
    let constants = part.headers.iter().zip(members.iter().skip(1)).map(|(header, member)| {
        let (upper, value) = (member.upper(), encoding::header(scope, header));
        quote!(const #upper: ::tenon_runtime::Parameter = #value;)
    });
    let name = &d.name;
    quote! {
        #declaration
        impl #name { #(#constants)* #methods }
    }
}

/// `pub enum UploadPart { Caption(String), Picture(File) }`
fn enumeration(scope: &Scope<'_>, m: &Multipart, of: &str) -> TokenStream {
    let name = ident(&m.part_name);
    let doc = format!(" {of}: one part.");
    let variants = m.parts.iter().map(|part| {
        let docs = Text::part(scope, part);
        let (variant, held) = (ident(&part.variant), held(scope, part));
        quote!(#docs #variant(#held),)
    });
    let other = kept(m).map(|kept| {
        let (variant, inner) = (ident(&kept.variant), inner(scope, &kept.content));
        quote! {
            /// A part by another name.
            #variant(String, #inner),
        }
    });
    let shown = m.parts.iter().map(|part| {
        let (variant, text) = (ident(&part.variant), format!("{}::{}(..)", m.part_name, part.variant));
        quote!(Self::#variant(_) => #text,)
    });
    let shown_other = kept(m).map(|kept| {
        let (variant, text) = (ident(&kept.variant), format!("{}::{}(..)", m.part_name, kept.variant));
        quote!(Self::#variant(..) => #text,)
    });
    let checks = checks(scope, m);

    quote! {
        #[doc = #doc]
        #[non_exhaustive]
        pub enum #name { #(#variants)* #other }
        /// Shows which part it is, and nothing of what it holds.
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(match *self { #(#shown)* #shown_other })
            }
        }
        #checks
    }
}

/// What each part demands of its value.
fn checks(scope: &Scope<'_>, m: &Multipart) -> TokenStream {
    let name = ident(&m.part_name);
    let demanded = m.parts.iter().filter_map(|part| {
        let checks = content::demanded(scope, part.content.ty()?)?;
        let variant = ident(&part.variant);
        let value = (!part.headers.is_empty()).then(|| quote!(let value = &value.content;));
        Some((quote!(Self::#variant(value)), quote!(#value #checks)))
    });
    let other = kept(m).and_then(|kept| {
        let checks = content::demanded(scope, kept.content.ty()?)?;
        let variant = ident(&kept.variant);
        Some((quote!(Self::#variant(_, value)), checks))
    });
    let (variants, checks): (Vec<_>, Vec<_>) = demanded.chain(other).unzip();
    let rest = (variants.len() < m.parts.len() + usize::from(kept(m).is_some())).then(|| quote!(_ => {}));
    let statements = match (variants.len(), &rest) {
        (0, _) => TokenStream::new(),
        (1, Some(_)) => quote!(#(if let #variants = self { #checks })*),
        _ => quote!(match self { #(#variants => { #checks })* #rest }),
    };
    let local = validate::Checks { statements, ..validate::Checks::default() };
    validate::implementation(&name, &local)
}

/// `impl multipart::Part for UploadPart`
fn implementation(scope: &Scope<'_>, m: &Multipart) -> TokenStream {
    let name = ident(&m.part_name);
    let parts = m.parts.iter().map(|part| description(scope, part));
    let other = match &m.other {
        OtherParts::Ignored => quote!(Ignored),
        OtherParts::Refused => quote!(Refused),
        OtherParts::Kept(kept) => {
            let kind = ident(match kept.content {
                PartContent::Text(_) | PartContent::Form(..) => "Text",
                PartContent::Json(_) => "Json",
                PartContent::Xml(_) => "Xml",
                PartContent::File => "File",
            });
            quote!(Kept(::tenon_runtime::multipart::PartKind::#kind))
        }
    };
    let by_place = m.by_place.then(|| {
        quote!(
            const BY_PLACE: bool = true;
        )
    });
    let names = m.parts.iter().map(|part| {
        let (variant, wire) = (ident(&part.variant), &part.name.wire);
        quote!(Self::#variant(_) => #wire,)
    });
    let nameless = kept(m).map(|kept| {
        let variant = ident(&kept.variant);
        quote!(Self::#variant(..) => "",)
    });
    let writes = m.parts.iter().enumerate().map(|(index, part)| write(index, part));
    let write_other = kept(m).map(|kept| {
        let (variant, method) = (ident(&kept.variant), method(&kept.content));
        let method = super::joined("other_", &method.to_string());
        let value = if kept.content.ty().is_some() { quote!(&value) } else { quote!(value) };
        quote!(Self::#variant(name, value) => out.#method(&name, #value),)
    });
    let reads = m.parts.iter().enumerate().map(|(index, part)| read(index, part));
    let read_other = kept(m).map_or_else(
        || quote!(None),
        |kept| {
            let (variant, method) = (ident(&kept.variant), method(&kept.content));
            quote!(from.#method().map(|value| Self::#variant(from.name(), value)))
        },
    );
    let read =
        if m.parts.is_empty() { read_other } else { quote!(match from.index() { #(#reads)* _ => #read_other, }) };

    quote! {
        impl ::tenon_runtime::multipart::Part for #name {
            #by_place
            fn description() -> &'static ::tenon_runtime::multipart::MultipartDescription {
                static PARTS: ::tenon_runtime::multipart::MultipartDescription =
                    ::tenon_runtime::multipart::MultipartDescription {
                        parts: &[#(#parts),*],
                        other: ::tenon_runtime::multipart::OtherParts::#other,
                    };
                &PARTS
            }
            fn name(&self) -> &'static str { match self { #(#names)* #nameless } }
            fn write(self, out: &mut ::tenon_runtime::multipart::PartWriter) {
                match self { #(#writes)* #write_other }
            }
            fn read(from: &mut ::tenon_runtime::multipart::PartReader) -> Option<Self> { #read }
        }
    }
}

/// `PartDescription::file("picture").list(1, None)`
fn description(scope: &Scope<'_>, part: &Part) -> TokenStream {
    let (wire, method) = (&part.name.wire, method(&part.content));
    let start = match &part.content {
        PartContent::Form(_, field) => {
            let parameter = encoding::form_field(scope, field);
            quote!(form(#parameter))
        }
        _ => quote!(#method(#wire)),
    };
    let required = part.required.then(|| quote!(.required()));
    let list = part.list.map(|list| {
        let usize_of = |n: u64| number(usize::try_from(n).unwrap_or(usize::MAX));
        let min = usize_of(list.min);
        let max = list.max.map_or_else(
            || quote!(None),
            |max| {
                let max = usize_of(max);
                quote!(Some(#max))
            },
        );
        let unique = list.unique.then(|| quote!(.unique()));
        quote!(.list(#min, #max) #unique)
    });
    let media_types = &part.media_types;
    let media_types = (!media_types.is_empty()).then(|| quote!(.media_types(&[#(#media_types),*])));
    quote!(::tenon_runtime::multipart::PartDescription::#start #required #list #media_types)
}

fn method(content: &PartContent) -> Ident {
    ident(match content {
        PartContent::Text(_) => "text",
        PartContent::Json(_) => "json",
        PartContent::Xml(_) => "xml",
        PartContent::File => "file",
        PartContent::Form(..) => "form",
    })
}

/// `XML_PICTURE`: how a part travels as XML. No variant is called like that.
fn table(part: &Part) -> Option<Ident> {
    let is_xml = matches!(part.content, PartContent::Xml(_));
    is_xml.then(|| super::joined("XML_", &super::constant(&part.name.rust).to_string()))
}

/// `const XML_PICTURE: Xml = ..`
fn tables(scope: &Scope<'_>, m: &Multipart) -> Option<TokenStream> {
    let each = m.parts.iter().filter_map(|part| {
        let PartContent::Xml(xml) = &part.content else { return None };
        let (name, table) = (table(part)?, xml::body(scope, xml));
        Some(quote!(const #name: ::tenon_runtime::xml::Xml = #table;))
    });
    let (name, each) = (ident(&m.part_name), each.collect::<Vec<_>>());
    (!each.is_empty()).then(|| quote!(impl #name { #(#each)* }))
}

fn write(index: usize, part: &Part) -> TokenStream {
    let (variant, index, method) = (ident(&part.variant), number(index), method(&part.content));
    let owned = part.content.ty().is_none();
    let table = table(part).map(|table| quote!(, &Self::#table));
    if part.headers.is_empty() {
        let value = if owned { quote!(value) } else { quote!(&value) };
        return quote!(Self::#variant(value) => out.#method(#index, #value #table),);
    }
    let value = if owned { quote!(value.content) } else { quote!(&value.content) };
    let ty = ident(&part.type_name);
    let headers = part.headers.iter().map(|header| {
        let (upper, field) = (super::constant(&header.name.rust), ident(&header.name.rust));
        match header.required {
            true => quote!(out.header(&#ty::#upper, &value.#field);),
            false => quote!(out.header_optional(&#ty::#upper, value.#field.as_ref());),
        }
    });
    quote!(Self::#variant(value) => { #(#headers)* out.#method(#index, #value #table); })
}

fn read(index: usize, part: &Part) -> TokenStream {
    let (variant, index, method) = (ident(&part.variant), number(index), method(&part.content));
    let table = table(part).map(|table| quote!(&Self::#table));
    if part.headers.is_empty() {
        return quote!(#index => from.#method(#table).map(Self::#variant),);
    }
    let ty = ident(&part.type_name);
    let reads = part.headers.iter().map(|header| {
        let (upper, field) = (super::constant(&header.name.rust), ident(&header.name.rust));
        let method = ident(if header.required { "header" } else { "header_optional" });
        quote!(let #field = from.#method(&#ty::#upper);)
    });
    let fields = part.headers.iter().map(|header| {
        let field = ident(&header.name.rust);
        if header.required { quote!(#field: #field?) } else { quote!(#field) }
    });
    quote! {
        #index => {
            #(#reads)*
            let content = from.#method(#table);
            Some(Self::#variant(#ty { content: content?, #(#fields),* }))
        }
    }
}

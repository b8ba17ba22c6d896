//! Multipart bodies: an enum of all parts, which travel one by one, and a struct of all, to put them together.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constructor::{self, Declaration};
use super::docs::Text;
use super::member::{Member, Presence};
use super::rust_type::Scope;
use super::{content, encoding, ident, markdown, number, validate};
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
    let (parts, carried, form) = (enumeration(scope, m, of), implementation(scope, m), form(scope, m, of));
    quote! {
        #(#contents)*
        #parts
        #carried
        #form
    }
}

/// The type of what one part holds, headers included.
fn held(scope: &Scope<'_>, part: &Part) -> TokenStream {
    if part.headers.is_empty() { inner(scope, &part.content) } else { scope.of_operations(&part.type_name) }
}

fn inner(scope: &Scope<'_>, content: &PartContent) -> TokenStream {
    match content.ty() {
        Some(ty) => scope.rust(ty),
        None => quote!(::tenon_runtime::File),
    }
}

fn kept(m: &Multipart) -> Option<&KeptParts> {
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
        Some(quote!(Self::#variant(value) => { #value #checks }))
    });
    let other = kept(m).and_then(|kept| {
        let checks = content::demanded(scope, kept.content.ty()?)?;
        let variant = ident(&kept.variant);
        Some(quote!(Self::#variant(_, value) => { #checks }))
    });
    let demanded = demanded.chain(other).collect::<Vec<_>>();
    let rest = (demanded.len() < m.parts.len() + usize::from(kept(m).is_some())).then(|| quote!(_ => {}));
    let statements = if demanded.is_empty() { TokenStream::new() } else { quote!(match self { #(#demanded)* #rest }) };
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
                PartContent::File => "File",
            });
            quote!(Kept(::tenon_runtime::multipart::PartKind::#kind))
        }
    };
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
        || quote!(_ => None,),
        |kept| {
            let (variant, method) = (ident(&kept.variant), method(&kept.content));
            quote!(_ => from.#method().map(|value| Self::#variant(from.name(), value)),)
        },
    );

    quote! {
        impl ::tenon_runtime::multipart::Part for #name {
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
            fn read(from: &mut ::tenon_runtime::multipart::PartReader) -> Option<Self> {
                match from.index() { #(#reads)* #read_other }
            }
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
        PartContent::File => "file",
        PartContent::Form(..) => "form",
    })
}

fn write(index: usize, part: &Part) -> TokenStream {
    let (variant, index, method) = (ident(&part.variant), number(index), method(&part.content));
    let owned = part.content.ty().is_none();
    if part.headers.is_empty() {
        let value = if owned { quote!(value) } else { quote!(&value) };
        return quote!(Self::#variant(value) => out.#method(#index, #value),);
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
    quote!(Self::#variant(value) => { #(#headers)* out.#method(#index, #value); })
}

fn read(index: usize, part: &Part) -> TokenStream {
    let (variant, index, method) = (ident(&part.variant), number(index), method(&part.content));
    if part.headers.is_empty() {
        return quote!(#index => from.#method().map(Self::#variant),);
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
            let content = from.#method();
            Some(Self::#variant(#ty { content: content?, #(#fields),* }))
        }
    }
}

/// `pub struct UploadForm { .. }`, how it becomes parts, and how parts become it.
fn form(scope: &Scope<'_>, m: &Multipart, of: &str) -> TokenStream {
    let mut members = m.parts.iter().map(|part| Member::part(scope, part, held(scope, part))).collect::<Vec<_>>();
    members.extend(kept(m).map(|kept| {
        let inner = inner(scope, &kept.content);
        let docs = Text::of("Parts by other names.");
        Member::other_parts(&kept.field, quote!(Vec<(String, #inner)>), kept.content.ty().is_none(), docs)
    }));
    let (name, part) = (ident(&m.form_name), ident(&m.part_name));
    let mut docs = Text::of(format!("{of}: all parts."));
    docs.paragraph("Values go before files, so that whoever receives them knows them when the first file arrives.");
    let d = Declaration { name, required: ident(&m.required_name), docs, members: &members, additional: None };
    let (declaration, methods, default) =
        (constructor::declaration(&d), constructor::methods(scope, &d), constructor::default(&d));
    let (name, pushes, collect) = (&d.name, pushes(m, &members), collect(m, &members));

    quote! {
        #declaration
        impl #name { #methods #collect }
        #default
        impl From<#name> for ::tenon_runtime::Multipart<#part> {
            fn from(form: #name) -> Self {
                let mut parts = Self::new();
                #pushes
                parts
            }
        }
        impl ::tenon_runtime::IntoOption<::tenon_runtime::Multipart<#part>> for #name {
            fn into_option(self) -> Option<::tenon_runtime::Multipart<#part>> { Some(self.into()) }
        }
    }
}

/// Values before files.
fn pushes(m: &Multipart, members: &[Member<'_>]) -> TokenStream {
    let enumeration = ident(&m.part_name);
    let each = |files: bool| {
        let parts = m.parts.iter().zip(members).filter(move |(part, _)| part.content.ty().is_none() == files);
        parts.map(|(part, member)| push(&enumeration, part, member)).collect::<TokenStream>()
    };
    let (values, files) = (each(false), each(true));
    let other = kept(m).map(|kept| {
        let (variant, field) = (ident(&kept.variant), ident(&kept.field));
        quote!(parts.extend(form.#field.into_iter().flatten().map(|(name, value)| #enumeration::#variant(name, value)));)
    });
    quote!(#values #files #other)
}

fn push(enumeration: &Ident, part: &Part, member: &Member<'_>) -> TokenStream {
    let (variant, field) = (ident(&part.variant), &member.name);
    match (part.list.is_some(), member.presence) {
        (false, Presence::Required) => quote!(parts.push(#enumeration::#variant(form.#field));),
        (true, Presence::Required) | (false, _) => {
            quote!(parts.extend(form.#field.into_iter().map(#enumeration::#variant));)
        }
        (true, _) => quote!(parts.extend(form.#field.into_iter().flatten().map(#enumeration::#variant));),
    }
}

/// `pub async fn collect(parts, limit) -> Result<Self, MultipartError>`
fn collect(m: &Multipart, members: &[Member<'_>]) -> TokenStream {
    let part = ident(&m.part_name);
    let files = m.parts.iter().any(|part| part.content.ty().is_none())
        || kept(m).is_some_and(|kept| kept.content.ty().is_none());
    let room = if files { quote!(let mut room = limit;) } else { quote!(let _ = limit;) };
    let lets = members.iter().map(|member| {
        let name = super::joined("part_", member.rust);
        quote!(let mut #name = None;)
    });
    let arms = m.parts.iter().zip(members).map(|(of, member)| {
        let (variant, name) = (ident(&of.variant), super::joined("part_", member.rust));
        let value = match (of.content.ty(), of.headers.is_empty()) {
            (Some(_), _) => quote!(value),
            (None, true) => quote!(value.into_memory(&mut room).await?),
            (None, false) => {
                let ty = ident(&of.type_name);
                quote!(#ty { content: value.content.into_memory(&mut room).await?, ..value })
            }
        };
        match of.list {
            Some(_) => quote!(#part::#variant(value) => #name.get_or_insert_with(Vec::new).push(#value),),
            None => quote!(#part::#variant(value) => #name = Some(#value),),
        }
    });
    let other = kept(m).map(|kept| {
        let (variant, name) = (ident(&kept.variant), super::joined("part_", &kept.field));
        let value =
            if kept.content.ty().is_some() { quote!(value) } else { quote!(value.into_memory(&mut room).await?) };
        quote!(#part::#variant(name, value) => #name.get_or_insert_with(Vec::new).push((name, #value)),)
    });
    let fields = members.iter().enumerate().map(|(index, member)| {
        let (field, name, wire) = (&member.name, super::joined("part_", member.rust), member.wire);
        let is_list = m.parts.get(index).is_some_and(|part| part.list.is_some());
        match member.presence {
            Presence::Required if is_list => quote!(#field: #name.unwrap_or_default()),
            Presence::Required => quote!(#field: ::tenon_runtime::multipart::required(#name, #wire)?),
            _ => quote!(#field: #name),
        }
    });

    quote! {
        /// Takes in all parts that are received; of files no more than `limit` bytes together.
        ///
        /// # Errors
        /// As [`Multipart::next`](::tenon_runtime::Multipart::next), or the files are larger than the limit.
        pub async fn collect(
            mut parts: ::tenon_runtime::Multipart<#part>,
            limit: usize,
        ) -> Result<Self, ::tenon_runtime::MultipartError> {
            #room
            #(#lets)*
            while let Some(part) = parts.next().await? {
                match part { #(#arms)* #other }
            }
            Ok(Self { #(#fields),* })
        }
    }
}

//! Multipart bodies: a struct of all parts, which becomes a sequence of them, and is collected from one.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constructor::{self, Declaration};
use super::docs::Text;
use super::ident;
use super::member::{Member, Presence};
use super::multipart::{held, inner, kept};
use super::rust_type::Scope;
use crate::ir::{Multipart, Part};

/// `pub struct UploadForm { .. }`, how it becomes parts, and how parts become it.
pub(super) fn form(scope: &Scope<'_>, m: &Multipart, of: &str) -> TokenStream {
    let mut members = m.parts.iter().map(|part| Member::part(scope, part, held(scope, part))).collect::<Vec<_>>();
    members.extend(kept(m).map(|kept| {
        let inner = inner(scope, &kept.content);
        let docs = Text::of("Parts by other names.");
        Member::other_parts(&kept.field, quote!(Vec<(String, #inner)>), kept.content.ty().is_none(), docs)
    }));
    let (name, part) = (ident(&m.form_name), ident(&m.part_name));
    let mut docs = Text::of(format!("{of}: all parts."));
    docs.paragraph(match m.by_place {
        true => "They go in this order: which one is which, its place says.",
        false => "Values go before files, so that whoever receives them knows them when the first file arrives.",
    });
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
    let in_order = || m.parts.iter().zip(members).map(|(part, member)| push(&enumeration, part, member));
    let (values, files) = match m.by_place {
        true => (in_order().collect(), TokenStream::new()),
        false => (each(false), each(true)),
    };
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

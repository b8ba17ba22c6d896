//! Closed lists of values: variants, or beyond a thousand a table.
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use tenon_runtime::enums::canonical;

use super::docs::Text;
use super::rust_type::Scope;
use super::{ident, markdown, number, types};
use crate::ir::{Enum, EnumValues, Name, TypeDef};

/// The type of a list.
pub(super) fn enumeration(scope: &Scope<'_>, def: &TypeDef, name: &Name, list: &Enum) -> TokenStream {
    if list.is_table() { table(scope, def, name, list) } else { variants(scope, def, name, list) }
}

/// `pub enum Status { Available, Pending, Unknown(..) }` and what is on the wire for each.
fn variants(scope: &Scope<'_>, def: &TypeDef, name: &Name, list: &Enum) -> TokenStream {
    let (docs, name, (of, wires)) = (types::docs(scope, def, name), ident(&name.rust), wires(&list.values));
    let values = list.values.names();
    let names = values.iter().map(|(name, _)| ident(&name.rust)).collect::<Vec<_>>();
    let lines = values.iter().map(|(name, docs)| described(name, *docs));
    let (kind, unknown) = (kind(list), unknown(list));
    let non_exhaustive = types::non_exhaustive(def);
    // The macro says the rest of strings by their text.
    let derives = match list.values {
        EnumValues::String(_) => quote!(#[derive(Clone)]),
        _ => quote!(#[derive(Clone, Debug, PartialEq, Eq, Hash)]),
    };

    quote! {
        #docs
        #derives
        #non_exhaustive
        pub enum #name { #(#lines #names,)* #unknown }

        ::tenon_runtime::#of! { #kind #name { #(#names = #wires),* } }
    }
}

/// The macro that knows such values, and each value as the macro takes it.
fn wires(values: &EnumValues) -> (TokenStream, Vec<TokenStream>) {
    let literal = |text: &String| {
        let literal = Literal::string(text);
        quote!(#literal)
    };
    match values {
        EnumValues::String(list) => (quote!(string_enum), list.iter().map(|v| literal(&v.value)).collect()),
        EnumValues::Integer(list) => {
            let wires = list.iter().map(|v| Literal::i64_unsuffixed(v.value));
            (quote!(integer_enum), wires.map(|wire| quote!(#wire)).collect())
        }
        EnumValues::Boolean(one) => {
            let value = one.value;
            (quote!(boolean_enum), vec![quote!(#value)])
        }
        EnumValues::Json(list) => (quote!(json_enum), list.iter().map(|v| literal(&v.value)).collect()),
    }
}

fn described(name: &Name, docs: Option<&str>) -> Text {
    Text::lines(match docs.map(str::trim) {
        Some(docs) if !docs.is_empty() => markdown::lines(docs),
        _ => vec![markdown::code(&name.wire)],
    })
}

/// How values that are not listed are treated.
fn kind(list: &Enum) -> TokenStream {
    match (list.extensible, list.open) {
        (true, _) => quote!(extensible),
        (false, true) => quote!(open),
        (false, false) => quote!(closed),
    }
}

fn unknown(list: &Enum) -> Option<TokenStream> {
    let doc = match (list.extensible, list.open) {
        (true, _) => " Any other value; valid, too.",
        (false, true) => " A value that the document does not list. Only clients keep one; no server accepts it.",
        (false, false) => return None,
    };
    Some(quote! {
        #[doc = #doc]
        Unknown(::tenon_runtime::Unknown),
    })
}

/// The values as a table has them: in one spelling each, strings without their quotes, sorted by their bytes.
fn rows(values: &EnumValues) -> Vec<String> {
    let is_strings = matches!(values, EnumValues::String(_));
    let row = |text: &String| {
        let text = canonical(text);
        match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(inside) if is_strings => inside.to_owned(),
            _ => text,
        }
    };
    let mut rows = values.texts().iter().map(row).collect::<Vec<_>>();
    rows.sort_unstable();
    rows
}

/// Rows that stand in one literal: a change shows as one line, and there are not too many of them.
const ROWS: usize = 32;

/// `pub struct Code(String);` and the table that its values are looked up in.
fn table(scope: &Scope<'_>, def: &TypeDef, name: &Name, list: &Enum) -> TokenStream {
    let rows = rows(&list.values);
    let count = number(rows.len());
    let chunks = rows.chunks(ROWS).map(|rows| Literal::string(&rows.join("\n")));
    let mut docs = types::docs(scope, def, name);
    docs.paragraph(format!("One of {} values; `VALUES` lists them.", rows.len()));
    let (name, kind) = (ident(&name.rust), kind(list));
    let (of, inner) = match &list.values {
        EnumValues::String(_) => (quote!(string_table), quote!(String)),
        EnumValues::Integer(_) => (quote!(integer_table), quote!(i64)),
        EnumValues::Boolean(_) | EnumValues::Json(_) => (quote!(json_table), quote!(::tenon_runtime::Json)),
    };

    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #name(#inner);

        ::tenon_runtime::#of! { #kind #name #count [#(#chunks),*] }
    }
}

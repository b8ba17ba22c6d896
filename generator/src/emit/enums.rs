//! Closed lists of strings or integers.
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{ident, markdown, types};
use crate::ir::{Enum, EnumValue, EnumValues, Name, TypeDef};

/// `pub enum Status { Available, Pending, Unknown(..) }` and what is on the wire for each.
pub(super) fn enumeration(scope: &Scope<'_>, def: &TypeDef, name: &Name, list: &Enum) -> TokenStream {
    match &list.values {
        EnumValues::String(values) => {
            let wires = values.iter().map(|v| Literal::string(&v.value)).collect::<Vec<_>>();
            declared(scope, def, name, list, variants(values), &wires, &quote!(string_enum))
        }
        EnumValues::Integer(values) => {
            let wires = values.iter().map(|v| Literal::i64_unsuffixed(v.value)).collect::<Vec<_>>();
            declared(scope, def, name, list, variants(values), &wires, &quote!(integer_enum))
        }
    }
}

/// The variants' names and documentation.
fn variants<T>(values: &[EnumValue<T>]) -> Vec<(Ident, Text)> {
    values
        .iter()
        .map(|v| {
            let lines = match v.docs.as_deref().map(str::trim) {
                Some(docs) if !docs.is_empty() => markdown::lines(docs),
                _ => vec![markdown::code(&v.name.wire)],
            };
            (ident(&v.name.rust), Text::lines(lines))
        })
        .collect()
}

fn declared(
    scope: &Scope<'_>,
    def: &TypeDef,
    name: &Name,
    list: &Enum,
    variants: Vec<(Ident, Text)>,
    wires: &[Literal],
    of: &TokenStream,
) -> TokenStream {
    let (docs, name) = (types::docs(scope, def, name), ident(&name.rust));
    let (names, lines): (Vec<_>, Vec<_>) = variants.into_iter().unzip();
    let (kind, unknown) = match (list.extensible, list.open) {
        (true, _) => (quote!(extensible), Some(" Any other value; valid, too.")),
        (false, true) => (
            quote!(open),
            Some(" A value that the document does not list. Only clients keep one; no server accepts it."),
        ),
        (false, false) => (quote!(closed), None),
    };
    let unknown = unknown.map(|doc| {
        quote! {
            #[doc = #doc]
            Unknown(::tenon_runtime::Unknown),
        }
    });

    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#lines #names,)* #unknown }

        ::tenon_runtime::#of! { #kind #name { #(#names = #wires),* } }
    }
}

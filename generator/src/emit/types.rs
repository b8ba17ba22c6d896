//! `types.rs`: every named type of the document.
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use rustc_hash::FxHashSet;

use super::docs::Text;
use super::rust_type::Scope;
use super::validate;
use super::{File, constructor, enums, ident, joined, structs, tags, unions};
use crate::ir::{Name, Shape, TypeDef, TypeId};

/// The declarations in the arena's order, then what all of them share.
pub(super) fn file(scope: Scope<'_>) -> File<'_> {
    let docs = Text::of("The types that the document names, and those within them.").inner();
    let named = own(&scope);
    let declared = named.iter().filter(|(id, ..)| scope.is_declared(*id)).map(|(.., name)| ident(&name.rust));
    let declared = declared.collect::<Vec<_>>();
    let shims = (!declared.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "serde")]
            ::tenon_runtime::serde_shims!(#(#declared),*);
        }
    });
    let (name, home) = (scope.file("types.rs"), scope.home);
    let imports = [others(&scope, &named), validate::import(&scope, judged(&scope, &named))];
    let exports = if scope.is_over_tags() { tags::exports(&scope, "types") } else { Vec::new() };
    let items = named.into_iter().map(move |(id, def, name)| item(&scope, id, def, name));
    File::new(name, home, docs, imports.into_iter().flatten().chain(exports).chain(items).chain(shims))
}

/// The named types that are declared here.
fn own<'a>(scope: &Scope<'a>) -> Vec<(TypeId, &'a TypeDef, &'a Name)> {
    let named = (0u32..).map(TypeId).zip(&scope.api.types).filter(|(id, _)| scope.declares(*id));
    let mut named = named.filter_map(|(id, def)| Some((id, def, def.name.as_ref()?))).collect::<Vec<_>>();
    // The requests' side of a type stands behind the replies'.
    named.sort_by_key(|(id, def, _)| (def.input_of.unwrap_or(*id), *id));
    named
}

/// Whether any named type is declared here.
pub(super) fn exist(scope: &Scope<'_>) -> bool {
    let mut all = (0u32..).map(TypeId).zip(&scope.api.types);
    all.any(|(id, def)| def.name.is_some() && scope.declares(id))
}

/// `use super::super::types::*;` where types that several tags have are spoken of.
fn others(scope: &Scope<'_>, own: &[(TypeId, &TypeDef, &Name)]) -> Option<TokenStream> {
    let (mut open, up) = (own.iter().flat_map(|(_, def, _)| def.shape.parts()).collect::<Vec<_>>(), scope.up());
    let mut seen = FxHashSet::default();
    while let Some(id) = open.pop() {
        let def = scope.api.ty(id);
        match &def.name {
            Some(_) if !scope.declares(id) => return Some(quote!(use #up::types::*;)),
            None if seen.insert(id) => open.extend(def.shape.parts()),
            _ => {}
        }
    }
    None
}

/// The types whose values are judged here: by themselves, or by the unions that they are branches of.
fn judged(scope: &Scope<'_>, own: &[(TypeId, &TypeDef, &Name)]) -> Vec<TypeId> {
    let alone = own.iter().map(|(id, ..)| *id).filter(|id| scope.judges_itself(*id));
    let branches = own.iter().flat_map(|(_, def, _)| match &def.shape {
        Shape::Union(union) => union.variants.as_slice(),
        _ => &[],
    });
    alone.chain(branches.map(|variant| variant.ty).filter(|id| !scope.judges_itself(*id))).collect()
}

fn item(scope: &Scope<'_>, id: TypeId, def: &TypeDef, name: &Name) -> TokenStream {
    match &def.shape {
        Shape::Struct(shape) => structs::structure(scope, id, name, shape),
        Shape::Union(shape) => unions::union(scope, id, name, shape),
        Shape::Enum(shape) => enums::enumeration(scope, def, name, shape),
        _ if scope.is_wrapped(id) => wrapper(scope, id, name),
        _ => alias(scope, def, name),
    }
}

/// Of an enum: callers read what later versions may add to. Servers read only what is listed, and want to be told.
pub(super) fn non_exhaustive(def: &TypeDef) -> Option<TokenStream> {
    (!def.direction.is_request_only()).then(|| quote!(#[non_exhaustive]))
}

/// `pub type Tags = Vec<Tag>;`, and what the constructor takes where two schemas share a type.
fn alias(scope: &Scope<'_>, def: &TypeDef, name: &Name) -> TokenStream {
    let (docs, rust, target) = (docs(scope, def, name), ident(&name.rust), scope.spelled(def));
    let arguments = match def.shape {
        Shape::Alias(to) if !def.required_name.is_empty() => {
            let other = scope.api.ty(to);
            other.name.as_ref().map(|of| (required(def, name), required(other, of)))
        }
        _ => None,
    };
    let arguments = arguments.map(|(required, target)| {
        let doc = constructor::arguments_doc(&rust);
        quote! {
            #[doc = #doc]
            pub type #required = #target;
        }
    });
    quote! {
        #docs
        pub type #rust = #target;
        #arguments
    }
}

/// The struct of arguments of a type's constructor.
pub(super) fn required(def: &TypeDef, name: &Name) -> Ident {
    match def.required_name.as_str() {
        "" => joined(&name.rust, "Required"),
        given => ident(given),
    }
}

/// `pub struct Tree(pub Vec<Tree>);`, for an alias would not end.
fn wrapper(scope: &Scope<'_>, id: TypeId, name: &Name) -> TokenStream {
    let def = scope.api.ty(id);
    let (docs, name, inner) = (docs(scope, def, name), ident(&name.rust), scope.spelled(def));
    let checks = validate::wrapped(scope, id);
    let checked = checks.checked(&ident("cx"), &quote!(Self(value)));
    let validate = validate::implementation(&name, &checks);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name(
            /// The value.
            pub #inner,
        );

        impl From<#inner> for #name { fn from(value: #inner) -> Self { Self(value) } }
        impl ::tenon_runtime::Decode for #name {
            fn decode(cx: &mut ::tenon_runtime::Cx<'_>) -> Option<Self> {
                let value = ::tenon_runtime::Decode::decode(cx)?;
                #checked
            }
        }
        impl ::tenon_runtime::Encode for #name {
            fn encode(&self, w: &mut ::tenon_runtime::Writer) { ::tenon_runtime::Encode::encode(&self.0, w); }
        }
        #validate
    }
}

/// The type's documentation, its constraints and its name on the wire.
pub(super) fn docs(scope: &Scope<'_>, def: &TypeDef, name: &Name) -> Text {
    let mut text = Text::documented(&def.docs, || format!("The document's {}.", super::markdown::code(&name.wire)));
    text.demands(&def.constraints);
    if let Some((id, reply)) = def.input_of.and_then(|id| Some((id, scope.api.ty(id).name.as_ref()?))) {
        let path =
            if scope.declares(id) { String::new() } else { format!("({}::types::{})", scope.up_in_text(), reply.rust) };
        text.paragraph(format!("As requests carry it; replies carry [`{}`]{path}.", reply.rust));
    }
    text
}

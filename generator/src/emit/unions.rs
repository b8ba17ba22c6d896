//! `oneOf`, `anyOf` and several types: one enum, told apart by what `lower` found out.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::validate::{self, Checks};
use super::{branches, checks, ident, types};
use crate::ir::{Decision, Name, Scalar, Shape, TypeDef, TypeId, Union, Variant};

/// One branch, with what its emitters ask for.
pub(super) struct Arm<'a> {
    pub(super) variant: &'a Variant,
    pub(super) name: Ident,
    /// `null`: a variant without a value.
    pub(super) unit: bool,
    /// A value without parts.
    pub(super) scalar: bool,
    ty: TokenStream,
    /// Something is demanded of the value that its own code does not ask: by constraints, and by a check.
    pub(super) local: bool,
    pub(super) demand: Option<TokenStream>,
}

/// `pub enum Loc { String(String), Integer(i64) }` and its implementations.
pub(super) fn union(scope: &Scope<'_>, id: TypeId, name: &Name, shape: &Union) -> TokenStream {
    let def = scope.api.ty(id);
    let arms = shape.variants.iter().map(|v| arm(scope, v)).collect::<Vec<_>>();
    let open = matches!(shape.decision, Decision::Tag { open: true, .. });
    let demand = checks::of_type(scope, id);
    let rust = ident(&name.rust);
    let declaration = declaration(scope, def, name, &arms, open);
    let decode = decode(&rust, shape, &arms, demand.as_ref());
    let encode = encode(&rust, &arms, open);
    let checks = Checks { local: false, statements: statements(scope, &arms, open), demand };
    let validate = validate::implementation(&rust, &checks);
    let from = conversions(scope, &rust, &arms);

    quote! {
        #declaration
        #from
        impl #rust {
            /// Checks all that the document demands, here and below.
            ///
            /// # Errors
            /// Every violation, with a JSON Pointer to its place.
            pub fn validate(&self) -> Result<(), ::tenon_runtime::Invalid> {
                ::tenon_runtime::validate(self)
            }
        }
        #decode
        #encode
        #validate
    }
}

fn arm<'a>(scope: &Scope<'_>, variant: &'a Variant) -> Arm<'a> {
    let shape = scope.shape(variant.ty);
    Arm {
        variant,
        name: ident(&variant.name.rust),
        unit: matches!(shape, Shape::Null),
        scalar: matches!(shape, Shape::Null | Shape::Scalar(_)),
        ty: scope.rust(variant.ty),
        local: validate::has_local(scope, variant.ty),
        demand: checks::held(scope, variant.ty),
    }
}

impl Arm<'_> {
    fn declared(&self) -> TokenStream {
        let ty = &self.ty;
        match self.variant.boxed {
            true => quote!(Box<#ty>),
            false => quote!(#ty),
        }
    }
}

fn declaration(scope: &Scope<'_>, def: &TypeDef, name: &Name, arms: &[Arm<'_>], open: bool) -> TokenStream {
    let (docs, rust) = (types::docs(scope, def, name), ident(&name.rust));
    let variants = arms.iter().map(|arm| {
        let docs =
            Text::documented(&arm.variant.docs, || format!("{}.", super::markdown::code(&arm.variant.name.wire)));
        let (name, ty) = (&arm.name, arm.declared());
        let value = (!arm.unit).then(|| quote!((#ty)));
        quote!(#docs #name #value,)
    });
    let unknown = open.then(|| {
        quote! {
            /// A kind that the document does not list. Only clients keep one; no server accepts it.
            Unknown(::tenon_runtime::Unknown),
        }
    });
    let secret = arms.iter().any(|arm| scope.is_secret(arm.variant.ty));
    let debug = (!secret).then(|| quote!(Debug,));
    let redacted = secret.then(|| redacted(scope, &rust, arms, open));
    let non_exhaustive = types::non_exhaustive(def);

    quote! {
        #docs
        #[derive(Clone, #debug PartialEq)]
        #non_exhaustive
        pub enum #rust { #(#variants)* #unknown }
        #redacted
    }
}

fn redacted(scope: &Scope<'_>, rust: &Ident, arms: &[Arm<'_>], open: bool) -> TokenStream {
    let shown = arms.iter().map(|arm| {
        let (name, text) = (&arm.name, arm.name.to_string());
        match (arm.unit, scope.is_secret(arm.variant.ty)) {
            (true, _) => quote!(Self::#name => f.write_str(#text),),
            (false, true) => {
                quote!(Self::#name(_) => f.debug_tuple(#text).field(&::core::format_args!("[redacted]")).finish(),)
            }
            (false, false) => quote!(Self::#name(value) => f.debug_tuple(#text).field(value).finish(),),
        }
    });
    let unknown = open.then(|| quote!(Self::Unknown(value) => f.debug_tuple("Unknown").field(value).finish(),));
    quote! {
        impl ::core::fmt::Debug for #rust {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#shown)* #unknown }
            }
        }
    }
}

fn decode(rust: &Ident, shape: &Union, arms: &[Arm<'_>], demand: Option<&TokenStream>) -> TokenStream {
    let decided = branches::decided(shape, arms);
    let body = demand.map_or_else(
        || decided.clone(),
        |demand| {
            quote! {
                let value = Self::decided(cx)?;
                cx.judged(value, #demand)
            }
        },
    );
    let inherent = demand.map(|_| {
        quote! {
            impl #rust {
                fn decided(cx: &mut ::tenon_runtime::Cx<'_>) -> Option<Self> { #decided }
            }
        }
    });
    quote! {
        impl ::tenon_runtime::Decode for #rust {
            fn decode(cx: &mut ::tenon_runtime::Cx<'_>) -> Option<Self> { #body }
        }
        #inherent
    }
}

fn encode(rust: &Ident, arms: &[Arm<'_>], open: bool) -> TokenStream {
    let branches = arms.iter().map(|arm| {
        let name = &arm.name;
        match arm.unit {
            true => quote!(Self::#name => w.null(),),
            false => quote!(Self::#name(value) => ::tenon_runtime::Encode::encode(value, w),),
        }
    });
    let unknown = open.then(|| quote!(Self::Unknown(value) => ::tenon_runtime::Encode::encode(value, w),));
    quote! {
        impl ::tenon_runtime::Encode for #rust {
            fn encode(&self, w: &mut ::tenon_runtime::Writer) {
                match self { #(#branches)* #unknown }
            }
        }
    }
}

fn statements(scope: &Scope<'_>, arms: &[Arm<'_>], open: bool) -> TokenStream {
    let value = |arm: &Arm<'_>| {
        let judged = arm.demand.as_ref().map(|demand| quote!(c.judged(value, #demand);));
        let all = validate::value(scope, arm.variant.ty).into_iter().chain(judged).collect::<TokenStream>();
        (!all.is_empty()).then_some(all)
    };
    let each = arms.iter().map(value).collect::<Vec<_>>();
    if !open && each.iter().all(Option::is_none) {
        return TokenStream::new();
    }
    let branches = arms.iter().zip(each).map(|(arm, checks)| {
        let name = &arm.name;
        match checks {
            _ if arm.unit => quote!(Self::#name => {}),
            None => quote!(Self::#name(_) => {}),
            Some(checks) => quote!(Self::#name(value) => { #checks }),
        }
    });
    let unknown =
        open.then(|| quote!(Self::Unknown(_) => c.violation("oneOf", "a kind that the document does not list"),));
    quote!(match self { #(#branches)* #unknown })
}

/// `From` each arm, where the arms' types differ in Rust.
fn conversions(scope: &Scope<'_>, rust: &Ident, arms: &[Arm<'_>]) -> TokenStream {
    let targets = arms.iter().map(|arm| scope.canonical(arm.variant.ty)).collect::<Vec<_>>();
    let distinct = |one: &String| targets.iter().filter(|other| *other == one).count() == 1;
    let own = rust.to_string();
    let each = arms.iter().zip(&targets).filter(|(arm, target)| !arm.unit && distinct(target) && **target != own);
    each.map(|(arm, _)| {
        let (name, ty) = (&arm.name, &arm.ty);
        let value = if arm.variant.boxed { quote!(Box::new(value)) } else { quote!(value) };
        let text = matches!(scope.shape(arm.variant.ty), Shape::Scalar(Scalar::String)).then(|| {
            quote! {
                impl From<&str> for #rust { fn from(value: &str) -> Self { Self::#name(value.to_owned()) } }
            }
        });
        quote! {
            impl From<#ty> for #rust { fn from(value: #ty) -> Self { Self::#name(#value) } }
            #text
        }
    })
    .collect()
}

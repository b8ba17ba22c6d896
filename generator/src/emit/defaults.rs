//! `<field>_or_default()`: the document's default where nothing was sent. It is never sent itself.
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::member::{Member, Presence};
use super::rust_type::Scope;
use super::{ident, joined, markdown};
use crate::ir::{Scalar, Shape, TypeId};
use tenon_runtime::format::Integer;

/// Of each optional scalar or enum with a default that fits its type, and of lists that are empty by default.
pub(super) fn accessors<'a>(scope: &Scope<'_>, members: &[Member<'a>]) -> Vec<TokenStream> {
    members.iter().filter_map(|m| accessor(scope, m)).collect()
}

fn accessor(scope: &Scope<'_>, m: &Member<'_>) -> Option<TokenStream> {
    let (json, ty) = (m.default?, m.ty?);
    if m.presence != Presence::Optional || m.boxed {
        return None;
    }
    let (returns, value) = value(scope, scope.plain(ty), json, m)?;
    // `type_` is spelled `type_or_default`.
    let name = joined(m.rust.trim_end_matches('_'), "_or_default");
    let doc = format!(" [`{0}`](Self::{0}), or the document's default, {1}.", m.rust, markdown::code(json));

    Some(quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #name(&self) -> #returns { #value }
    })
}

fn value(scope: &Scope<'_>, ty: TypeId, json: &str, m: &Member<'_>) -> Option<(TokenStream, TokenStream)> {
    let (field, inner) = (&m.name, &m.inner);
    match &scope.api.ty(ty).shape {
        Shape::Scalar(Scalar::String | Scalar::Text(_)) => {
            let text = serde_json::from_str::<String>(json).ok()?;
            Some((quote!(&str), quote!(self.#field.as_deref().unwrap_or(#text))))
        }
        Shape::Scalar(scalar) => {
            let literal = scalar_literal(*scalar, json)?;
            Some((inner.clone(), quote!(self.#field.unwrap_or(#literal))))
        }
        Shape::Enum(list) => {
            let variant = ident(&list.values.name_of(json).filter(|_| !list.is_table())?.rust);
            Some((inner.clone(), quote!(self.#field.clone().unwrap_or(#inner::#variant))))
        }
        Shape::Array(item) if json == "[]" => {
            let item = scope.rust(*item);
            Some((quote!(&[#item]), quote!(self.#field.as_deref().unwrap_or_default())))
        }
        _ => None,
    }
}

/// A value of a type, where Rust has a literal or a name for it.
pub(super) fn literal(scope: &Scope<'_>, ty: TypeId, json: &str) -> Option<TokenStream> {
    let ty = scope.plain(ty);
    match &scope.api.ty(ty).shape {
        Shape::Scalar(Scalar::String) => {
            let text = serde_json::from_str::<String>(json).ok()?;
            Some(quote!(#text.to_owned()))
        }
        Shape::Scalar(scalar) => scalar_literal(*scalar, json),
        Shape::Enum(list) => {
            let variant = ident(&list.values.name_of(json).filter(|_| !list.is_table())?.rust);
            let ty = scope.rust(ty);
            Some(quote!(#ty::#variant))
        }
        _ => None,
    }
}

fn scalar_literal(scalar: Scalar, json: &str) -> Option<TokenStream> {
    match scalar {
        Scalar::Boolean => serde_json::from_str::<bool>(json).ok().map(|b| quote!(#b)),
        Scalar::Integer(width) => {
            let (least, most) = width.range()?;
            let value = json.parse::<Integer>().ok()?.to_i128()?;
            let positive = Literal::u128_unsuffixed(value.unsigned_abs());
            let literal = if value < 0 { quote!(-#positive) } else { quote!(#positive) };
            (least..=most).contains(&value).then_some(literal)
        }
        Scalar::Float => float(serde_json::from_str::<f64>(json).ok()?),
        _ => None,
    }
}

fn float(n: f64) -> Option<TokenStream> {
    let literal = n.is_finite().then(|| Literal::f64_unsuffixed(n.abs()))?;
    Some(if n < 0.0 { quote!(-#literal) } else { quote!(#literal) })
}

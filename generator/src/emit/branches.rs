//! How a union finds the branch of a value: by what `lower` found out.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::unions::Arm;
use super::{constant, ident, integer, number};
use crate::ir::{Decision, Kind, Union};

impl Arm<'_> {
    /// Decodes this branch at the place at hand. What is demanded of its value belongs to it: where branches are tried,
    /// it decides.
    fn read(&self) -> TokenStream {
        let name = &self.name;
        if self.unit {
            return quote!(<() as ::tenon_runtime::Decode>::decode(cx).map(|()| Self::#name));
        }
        let judged = self.demand.as_ref().map(|demand| quote!(.and_then(|value| cx.judged(value, #demand))));
        let checked = self.local.then(|| quote!(.and_then(|value| cx.checked(value))));
        quote!(::tenon_runtime::Decode::decode(cx) #judged .map(Self::#name) #checked)
    }

    /// Whether its type says all.
    fn is_plain(&self) -> bool {
        !self.unit && !self.local && self.demand.is_none()
    }

    /// Reads this branch, which was decided for.
    fn taken(&self) -> TokenStream {
        let (text, name) = (&self.variant.name.rust, &self.name);
        if self.is_plain() {
            return quote!(cx.branch(#text, Self::#name));
        }
        let read = self.read();
        quote!(cx.branch_by(#text, |cx| #read))
    }

    /// Its name for messages, and how it is decoded.
    fn named(&self) -> TokenStream {
        let (text, name) = (&self.variant.name.rust, &self.name);
        if self.is_plain() {
            return quote!((#text, &::tenon_runtime::reads(Self::#name)));
        }
        let read = self.read();
        quote!((#text, &|cx| #read))
    }
}

/// Finds the branch that a value belongs to, and reads it.
pub(super) fn decided(shape: &Union, arms: &[Arm<'_>]) -> TokenStream {
    match &shape.decision {
        Decision::Kind(kinds) => by_kind(kinds, arms),
        Decision::Tag { property, of, values, rest: Some(rest), .. } => {
            let rest = arms.get(*rest).map(|arm| {
                let taken = arm.taken();
                quote!(tag if tag.is_some() || cx.lacks(#property) => #taken,)
            });
            by_tag(property, *of, values, rest.as_ref(), false, arms)
        }
        Decision::Tag { property, of, values, untagged, rest: None, open } => {
            let missing = (!untagged.is_empty()).then(|| {
                let trial = by_trial(shape.exclusive, untagged.iter().filter_map(|index| arms.get(*index)));
                quote!(None if cx.lacks(#property) => #trial,)
            });
            by_tag(property, *of, values, missing.as_ref(), *open, arms)
        }
        Decision::Property(order) => by_property(shape.exclusive, order, arms),
        Decision::Trial => by_trial(shape.exclusive, arms),
    }
}

fn by_kind(kinds: &[Vec<Kind>], arms: &[Arm<'_>]) -> TokenStream {
    let all = kinds.iter().flatten().map(|kind| {
        let kind = kind_set(*kind);
        quote!(::tenon_runtime::Kinds::#kind)
    });
    let branches = kinds.iter().zip(arms).filter(|(kinds, _)| !kinds.is_empty()).map(|(kinds, arm)| {
        // A scalar of its own kind says enough.
        let taken = if arm.scalar { arm.read() } else { arm.taken() };
        let kinds = kinds.iter().map(|kind| kind_variant(*kind));
        quote!(Some(#(::tenon_runtime::Kind::#kinds)|*) => #taken,)
    });
    let expected = kinds.iter().flatten().map(|kind| kind_words(*kind)).collect::<Vec<_>>().join(" or ");
    quote! {
        match cx.pick(#(#all)|*) {
            #(#branches)*
            _ => cx.mismatch(#expected),
        }
    }
}

fn by_tag(
    property: &str,
    of: Kind,
    values: &[(String, usize)],
    missing: Option<&TokenStream>,
    open: bool,
    arms: &[Arm<'_>],
) -> TokenStream {
    let tag = match of {
        Kind::Integer => quote!(cx.tag_integer(#property)),
        Kind::Boolean => quote!(cx.tag_boolean(#property)),
        _ => quote!(cx.tag(#property).as_deref()),
    };
    let listed = values.iter().filter_map(|(value, _)| tag_value(of, value));
    let branches = arms.iter().enumerate().map(|(index, arm)| {
        let own = values.iter().filter(|(_, of)| *of == index).filter_map(|(value, _)| tag_value(of, value));
        let (own, taken) = (own.collect::<Vec<_>>(), arm.taken());
        (!own.is_empty()).then(|| quote!(Some(#(#own)|*) => #taken,))
    });
    // Numbers alone do not say of which type they are.
    let typed = (of == Kind::Integer).then(|| quote!(::<_, i64>));
    let unknown =
        open.then(|| quote!(Some(_) if !cx.is_strict() => Some(Self::Unknown(::tenon_runtime::Unknown::read(cx))),));
    quote! {
        match #tag {
            #(#branches)*
            #missing
            #unknown
            _ => cx.unknown_tag #typed (#property, &[#(#listed),*]),
        }
    }
}

fn tag_value(of: Kind, text: &str) -> Option<TokenStream> {
    match of {
        Kind::Integer => text.parse().ok().map(|n: i64| integer(n)),
        Kind::Boolean => text.parse().ok().map(|b: bool| quote!(#b)),
        _ => Some(quote!(#text)),
    }
}

fn by_property(exclusive: bool, order: &[(Option<String>, usize)], arms: &[Arm<'_>]) -> TokenStream {
    let properties = order.iter().filter_map(|(property, arm)| {
        let (property, index) = (property.as_ref()?, number(*arm));
        Some(quote!((#property, #index)))
    });
    let rest = order.iter().find(|(property, _)| property.is_none()).map(|(_, arm)| number(*arm));
    let rest = rest.map_or_else(|| quote!(None), |index| quote!(Some(#index)));
    let branches = arms.iter().map(Arm::named);
    quote!(cx.by_property(#exclusive, &[#(#properties),*], #rest, &[#(#branches),*]))
}

fn by_trial<'a>(exclusive: bool, arms: impl IntoIterator<Item = &'a Arm<'a>>) -> TokenStream {
    let branches = arms.into_iter().map(Arm::named);
    let method = if exclusive { quote!(one_of) } else { quote!(first_of) };
    quote!(cx.#method(&[#(#branches),*]))
}

pub(super) fn kind_variant(kind: Kind) -> Ident {
    ident(match kind {
        Kind::Null => "Null",
        Kind::Boolean => "Boolean",
        Kind::Integer => "Integer",
        Kind::Number => "Number",
        Kind::String => "String",
        Kind::Array => "Array",
        Kind::Object => "Object",
    })
}

fn kind_set(kind: Kind) -> Ident {
    constant(&kind_variant(kind).to_string())
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "a boolean",
        Kind::Integer => "an integer",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::Array => "an array",
        Kind::Object => "an object",
    }
}

//! One check each: the rule of the runtime that says what a keyword demands.
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use super::validate::Place;
use crate::ir::{Constraints, Scalar, Shape, Width};

/// The check that belongs to the shape, if anything is demanded.
pub(super) fn rule(shape: &Shape, c: &Constraints, place: &Place) -> Option<TokenStream> {
    let (borrowed, copied, tokens) = (place.borrowed(), place.copied(), &place.tokens);
    match shape {
        Shape::Scalar(Scalar::String | Scalar::Text(_)) => text(c, &borrowed),
        Shape::Scalar(Scalar::Integer(Width::Any) | Scalar::Decimal) => {
            numeric(c, &runtime()).map(|rule| quote!(c.digits(#tokens.as_str(), #rule);))
        }
        Shape::Scalar(Scalar::Integer(_)) => numeric(c, &runtime()).map(|rule| quote!(c.integer(#copied, #rule);)),
        Shape::Scalar(Scalar::Float) => numeric(c, &runtime()).map(|rule| quote!(c.float(#copied, #rule);)),
        Shape::Array(_) => items(c, &runtime()).map(|rule| quote!(c.items(#borrowed, #rule);)),
        Shape::Map(_) => properties(c, &runtime()).map(|rule| quote!(c.properties(#tokens.len(), #rule);)),
        _ => None,
    }
}

fn text(c: &Constraints, value: &TokenStream) -> Option<TokenStream> {
    let check = string(c, &runtime()).map(|rule| quote!(c.string(#value, #rule);))?;
    Some(match &c.pattern {
        None => check,
        Some(source) => quote!({
            static PATTERN: ::tenon_runtime::Pattern = ::tenon_runtime::Pattern::new(#source);
            #check
        }),
    })
}

/// What leads to the runtime where its names are not imported.
fn runtime() -> TokenStream {
    quote!(::tenon_runtime::)
}

/// Refers to the pattern as `PATTERN`.
pub(super) fn string(c: &Constraints, runtime: &TokenStream) -> Option<TokenStream> {
    let pattern = c.pattern.as_ref().map(|_| quote!(&PATTERN));
    let parts = [("min", c.min_length.map(bound)), ("max", c.max_length.map(bound)), ("pattern", pattern)];
    built(runtime, "StringRule", parts)
}

pub(super) fn numeric(c: &Constraints, runtime: &TokenStream) -> Option<TokenStream> {
    let text = |n: &Option<String>| n.as_ref().map(|n| quote!(#n));
    let all = [
        ("minimum", text(&c.minimum)),
        ("exclusive_minimum", text(&c.exclusive_minimum)),
        ("maximum", text(&c.maximum)),
        ("exclusive_maximum", text(&c.exclusive_maximum)),
        ("multiple_of", text(&c.multiple_of)),
    ];
    built(runtime, "NumberRule", all)
}

pub(super) fn items(c: &Constraints, runtime: &TokenStream) -> Option<TokenStream> {
    let unique = c.unique_items.then(TokenStream::new);
    let parts = [("min", c.min_items.map(bound)), ("max", c.max_items.map(bound)), ("unique", unique)];
    built(runtime, "ItemsRule", parts)
}

pub(super) fn properties(c: &Constraints, runtime: &TokenStream) -> Option<TokenStream> {
    let parts = [("min", c.min_properties.map(bound)), ("max", c.max_properties.map(bound))];
    built(runtime, "PropertiesRule", parts)
}

/// `&Rule::NONE.min(1)` with those parts that are demanded.
fn built<const N: usize>(
    runtime: &TokenStream,
    rule: &str,
    demands: [(&str, Option<TokenStream>); N],
) -> Option<TokenStream> {
    let rule = ident(rule);
    let given = demands.into_iter().filter_map(|(name, value)| {
        let (name, value) = (ident(name), value?);
        Some(quote!(.#name(#value)))
    });
    let given = given.collect::<Vec<_>>();
    (!given.is_empty()).then(|| quote!(&#runtime #rule::NONE #(#given)*))
}

pub(super) fn bound(n: u64) -> TokenStream {
    let n = Literal::u64_unsuffixed(n);
    quote!(#n)
}

pub(super) fn option(n: Option<u64>) -> TokenStream {
    n.map_or_else(
        || quote!(None),
        |n| {
            let n = bound(n);
            quote!(Some(#n))
        },
    )
}

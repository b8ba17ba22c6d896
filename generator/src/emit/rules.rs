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
        Shape::Scalar(Scalar::String | Scalar::Text(_)) => string(c, &borrowed),
        Shape::Scalar(Scalar::Integer(Width::Any) | Scalar::Decimal) => {
            numeric(c).map(|rule| quote!(c.digits(#tokens.as_str(), #rule);))
        }
        Shape::Scalar(Scalar::Integer(_)) => numeric(c).map(|rule| quote!(c.integer(#copied, #rule);)),
        Shape::Scalar(Scalar::Float) => numeric(c).map(|rule| quote!(c.float(#copied, #rule);)),
        Shape::Array(_) => items(c).map(|rule| quote!(c.items(#borrowed, #rule);)),
        Shape::Map(_) => properties(c).map(|rule| quote!(c.properties(#tokens.len(), #rule);)),
        _ => None,
    }
}

fn string(c: &Constraints, value: &TokenStream) -> Option<TokenStream> {
    let pattern = c.pattern.as_ref().map(|_| quote!(&PATTERN));
    let parts = [("min", c.min_length.map(bound)), ("max", c.max_length.map(bound)), ("pattern", pattern)];
    let check = set("StringRule", 3, parts).map(|rule| quote!(c.string(#value, #rule);))?;
    Some(match &c.pattern {
        None => check,
        Some(source) => quote!({
            static PATTERN: ::tenon_runtime::Pattern = ::tenon_runtime::Pattern::new(#source);
            #check
        }),
    })
}

fn numeric(c: &Constraints) -> Option<TokenStream> {
    let text = |n: &Option<String>| n.as_ref().map(|n| quote!(#n));
    let all = [
        ("minimum", text(&c.minimum)),
        ("exclusive_minimum", text(&c.exclusive_minimum)),
        ("maximum", text(&c.maximum)),
        ("exclusive_maximum", text(&c.exclusive_maximum)),
        ("multiple_of", text(&c.multiple_of)),
    ];
    set("NumberRule", 5, all)
}

fn items(c: &Constraints) -> Option<TokenStream> {
    let (min, max) = (c.min_items.map(bound), c.max_items.map(bound));
    match (set("ItemsRule", 3, [("min", min), ("max", max)]), c.unique_items) {
        (None, true) => Some(quote!(&::tenon_runtime::ItemsRule { unique: true, ..::tenon_runtime::ItemsRule::NONE })),
        (Some(_), true) => {
            let (min, max) = (option(c.min_items), option(c.max_items));
            Some(quote!(&::tenon_runtime::ItemsRule { min: #min, max: #max, unique: true }))
        }
        (rule, false) => rule,
    }
}

pub(super) fn properties(c: &Constraints) -> Option<TokenStream> {
    set("PropertiesRule", 2, [("min", c.min_properties.map(bound)), ("max", c.max_properties.map(bound))])
}

/// `&Rule { min: Some(1), ..Rule::NONE }` with those parts that are demanded.
fn set<const N: usize>(rule: &str, parts: usize, demands: [(&str, Option<TokenStream>); N]) -> Option<TokenStream> {
    let rule = ident(rule);
    let given = demands.into_iter().filter_map(|(name, value)| {
        let (name, value) = (ident(name), value?);
        Some(quote!(#name: Some(#value)))
    });
    let given = given.collect::<Vec<_>>();
    let rest = (given.len() < parts).then(|| quote!(..::tenon_runtime::#rule::NONE));
    (!given.is_empty()).then(|| quote!(&::tenon_runtime::#rule { #(#given,)* #rest }))
}

fn bound(n: u64) -> TokenStream {
    let n = Literal::u64_unsuffixed(n);
    quote!(#n)
}

fn option(n: Option<u64>) -> TokenStream {
    n.map_or_else(
        || quote!(None),
        |n| {
            let n = bound(n);
            quote!(Some(#n))
        },
    )
}

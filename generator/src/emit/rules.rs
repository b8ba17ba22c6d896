//! One check each: the rule of the runtime that says what a keyword demands.
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, number};
use crate::ir::{Constraints, Scalar, Shape};

/// What one rule demands: of a value, or of parts of it that have no declaration.
pub(super) struct Rule {
    /// `&StringRule::NONE.max(5)`
    pub(super) rule: TokenStream,
    /// What the rule refers to as `PATTERN`.
    pub(super) pattern: Option<String>,
}

impl Rule {
    /// Of each item, or each value of a map.
    pub(super) fn each(self) -> Self {
        let Self { rule, pattern } = self;
        Self { rule: quote!(&::tenon_runtime::Each(#rule)), pattern }
    }

    /// Of one item of a tuple.
    pub(super) fn item(self, index: usize) -> Self {
        let Self { rule, pattern } = self;
        let index = number(index);
        Self { rule: quote!(&::tenon_runtime::Item::<#index, _>(#rule)), pattern }
    }
}

/// The rule that belongs to the shape, if anything is demanded.
pub(super) fn rule(shape: &Shape, c: &Constraints) -> Option<Rule> {
    let rule = match shape {
        Shape::Scalar(Scalar::String | Scalar::Text(_)) => {
            let c = Constraints { pattern: c.pattern.clone().filter(|pattern| !takes_all(pattern)), ..c.clone() };
            let rule = string(&c, &runtime())?;
            return Some(Rule { rule, pattern: c.pattern });
        }
        Shape::Scalar(scalar @ (Scalar::Integer(_) | Scalar::Decimal | Scalar::Float)) => {
            numeric(&binding(*scalar, c), &runtime())
        }
        Shape::Array(_) => items(c, &runtime()),
        Shape::Map(_) => properties(c, &runtime()),
        _ => None,
    };
    rule.map(|rule| Rule { rule, pattern: None })
}

/// Whether a pattern matches every text: it may match nothing, at no place of its own.
fn takes_all(pattern: &str) -> bool {
    regex_syntax::parse(pattern).is_ok_and(|hir| {
        let said = hir.properties();
        said.minimum_len() == Some(0) && said.look_set().is_empty()
    })
}

/// The bounds that are not said twice: by a nearer bound, or by how large an integer may be.
fn binding(scalar: Scalar, c: &Constraints) -> Constraints {
    let mut c = c.clone();
    let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<i128>().ok());
    let range = if let Scalar::Integer(width) = scalar { width.range() } else { None };
    let (low, above) = (number(&c.minimum), number(&c.exclusive_minimum));
    if low.is_some_and(|low| above.is_some_and(|above| above >= low) || range.is_some_and(|(least, _)| least >= low)) {
        c.minimum = None;
    }
    let (high, below) = (number(&c.maximum), number(&c.exclusive_maximum));
    if high.is_some_and(|high| below.is_some_and(|below| below <= high) || range.is_some_and(|(_, most)| most <= high))
    {
        c.maximum = None;
    }
    c
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

//! The trie of all path templates, as data.
use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{constant, ident, number};
use crate::ir::{Api, Piece, Segment};

/// A node while the trie grows. Parameters have no names here: templates that differ in them only share a node.
#[derive(Default)]
struct Node<'a> {
    literals: BTreeMap<&'a str, usize>,
    patterns: Vec<(Vec<Option<&'a str>>, usize)>,
    endpoints: Vec<usize>,
}

/// `static ROUTES: Routes = Routes { nodes: &[..] };`
pub(super) fn routes(api: &Api) -> TokenStream {
    let nodes = trie(api);
    let nodes = nodes.iter().map(|node| emitted(api, node));
    quote! {
        static ROUTES: ::tenon_runtime::server::Routes = ::tenon_runtime::server::Routes { nodes: &[#(#nodes),*] };
    }
}

fn trie(api: &Api) -> Vec<Node<'_>> {
    let mut nodes = vec![Node::default()];
    for (number, operation) in api.operations.iter().enumerate() {
        let end = operation.path.segments.iter().fold(0, |at, segment| step(&mut nodes, at, segment));
        if let Some(node) = nodes.get_mut(end) {
            node.endpoints.push(number);
        }
    }
    nodes.iter_mut().for_each(|node| node.patterns.sort_by_key(|(pieces, _)| order(pieces)));
    nodes
}

/// The node behind a segment, made where there is none.
fn step<'a>(nodes: &mut Vec<Node<'a>>, at: usize, segment: &'a Segment) -> usize {
    let next = nodes.len();
    let Some(node) = nodes.get_mut(at) else { return at };
    let found = match segment {
        Segment::Literal(text) => *node.literals.entry(text).or_insert(next),
        Segment::Pattern(pieces) => {
            let pieces = pieces.iter().map(literal).collect::<Vec<_>>();
            let known = node.patterns.iter().find(|(known, _)| *known == pieces).map(|(_, node)| *node);
            known.unwrap_or_else(|| {
                node.patterns.push((pieces, next));
                next
            })
        }
    };
    if found == next {
        nodes.push(Node::default());
    }
    found
}

fn literal(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Literal(text) => Some(text),
        Piece::Parameter(_) => None,
    }
}

/// What is more specific is tried first: more literal text, then fewer parameters.
fn order(pieces: &[Option<&str>]) -> (std::cmp::Reverse<usize>, usize) {
    (std::cmp::Reverse(pieces.iter().flatten().map(|text| text.len()).sum()), pieces.len())
}

fn emitted(api: &Api, node: &Node<'_>) -> TokenStream {
    let literals = node.literals.iter().map(|(text, next)| {
        let next = number(*next);
        quote!((#text, #next))
    });
    let patterns = node.patterns.iter().map(|(pieces, next)| {
        let (next, mut count) = (number(*next), 0);
        let pieces = pieces.iter().map(|piece| match piece {
            Some(text) => quote!(::tenon_runtime::Piece::Literal(#text)),
            None => {
                let index = number(count);
                count += 1;
                quote!(::tenon_runtime::Piece::Parameter(#index))
            }
        });
        quote!((::tenon_runtime::server::Pattern { pieces: &[#(#pieces),*] }, #next))
    });
    let endpoints = node.endpoints.iter().filter_map(|index| {
        let operation = api.operations.get(*index)?;
        let (method, name, index) = (ident(&operation.method), constant(&operation.name.rust), number(*index));
        Some(quote!((::tenon_runtime::http::Method::#method, &ops::#name, #index)))
    });
    quote! {
        ::tenon_runtime::server::Node { literals: &[#(#literals),*], patterns: &[#(#patterns),*], endpoints: &[#(#endpoints),*] }
    }
}

//! The trie of all path templates, as data.
use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::Scope;
use super::{constant, ident, number, tags};
use crate::ir::{Api, Operation, Piece, Precedence, Segment};

/// A node while the trie grows. Parameters have no names here: templates that differ in them only share a node.
#[derive(Default)]
struct Node<'a> {
    literals: BTreeMap<&'a str, usize>,
    patterns: Vec<Way<'a>>,
    endpoints: Vec<usize>,
}

/// A pattern, and the node behind it.
struct Way<'a> {
    precedence: Precedence,
    pieces: Vec<Part<'a>>,
    next: usize,
}

/// A part of a segment, without the name of its parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Literal(&'a str),
    Parameter,
    Rest,
}

/// `static ROUTES: Routes = Routes { nodes: &[..] };`
pub(super) fn routes(scope: &Scope<'_>) -> TokenStream {
    let endpoints = endpoints(scope);
    let nodes = trie(scope.api);
    let nodes = nodes.iter().map(|node| emitted(node, &endpoints));
    quote! {
        static ROUTES: ::tenon_runtime::server::Routes = ::tenon_runtime::server::Routes { nodes: &[#(#nodes),*] };
    }
}

fn trie(api: &Api) -> Vec<Node<'_>> {
    let mut nodes = vec![Node::default()];
    for (number, operation) in api.operations.iter().enumerate().filter(|(_, operation)| !operation.shadowed) {
        let segments = operation.path.segments.iter();
        let end = segments.fold(0, |at, segment| step(&mut nodes, at, segment, operation));
        if let Some(node) = nodes.get_mut(end) {
            node.endpoints.push(number);
        }
    }
    nodes.iter_mut().for_each(|node| node.patterns.sort_by_key(|way| way.precedence));
    nodes
}

/// The node behind a segment, made where there is none.
fn step<'a>(nodes: &mut Vec<Node<'a>>, at: usize, segment: &'a Segment, operation: &Operation) -> usize {
    let next = nodes.len();
    let Some(node) = nodes.get_mut(at) else { return at };
    let found = match segment {
        Segment::Literal(text) => *node.literals.entry(text).or_insert(next),
        Segment::Pattern(pieces) => {
            let pieces = pieces.iter().map(|piece| part(piece, operation)).collect::<Vec<_>>();
            let known = node.patterns.iter().find(|known| known.pieces == pieces).map(|known| known.next);
            known.unwrap_or_else(|| {
                node.patterns.push(Way { precedence: segment.precedence(&operation.parameters), pieces, next });
                next
            })
        }
    };
    if found == next {
        nodes.push(Node::default());
    }
    found
}

fn part<'a>(piece: &'a Piece, operation: &Operation) -> Part<'a> {
    match piece {
        Piece::Literal(text) => Part::Literal(text),
        Piece::Parameter(_) if piece.is_rest(&operation.parameters) => Part::Rest,
        Piece::Parameter(_) => Part::Parameter,
    }
}

/// What a request is told to be for: `("GET", &ops::GET_REPO, 0)`, by the operation's index.
fn endpoints(scope: &Scope<'_>) -> Vec<TokenStream> {
    let (api, numbers) = (scope.api, tags::numbers(scope.api));
    let endpoint = |index: usize, module: &TokenStream| {
        let operation = api.operations.get(index)?;
        let (method, name) = (&operation.method, constant(&operation.name.rust));
        let number = number(numbers.get(index).copied()?);
        Some(quote!((#method, &#module::#name, #number)))
    };
    if !scope.is_over_tags() {
        return (0..api.operations.len()).filter_map(|index| endpoint(index, &quote!(ops))).collect();
    }
    let mut all = vec![TokenStream::new(); api.operations.len()];
    for tag in &api.tags {
        let (feature, module) = (tags::feature(scope, tag), ident(&tag.module));
        for id in &tag.operations {
            let (index, module) = (id.0 as usize, quote!(super::#module::ops));
            if let (Some(place), Some(endpoint)) = (all.get_mut(index), endpoint(index, &module)) {
                *place = quote!(#[cfg(feature = #feature)] #endpoint);
            }
        }
    }
    all
}

fn emitted(node: &Node<'_>, all: &[TokenStream]) -> TokenStream {
    let literals = node.literals.iter().map(|(text, next)| {
        let next = number(*next);
        quote!((#text, #next))
    });
    let patterns = node.patterns.iter().map(|way| {
        let (next, mut count) = (number(way.next), 0);
        let pieces = way.pieces.iter().map(|part| {
            let index = number(count);
            count += usize::from(!matches!(part, Part::Literal(_)));
            match part {
                Part::Literal(text) => quote!(::tenon_runtime::Piece::Literal(#text)),
                Part::Parameter => quote!(::tenon_runtime::Piece::Parameter(#index)),
                Part::Rest => quote!(::tenon_runtime::Piece::Rest(#index)),
            }
        });
        quote!((::tenon_runtime::server::Pattern { pieces: &[#(#pieces),*] }, #next))
    });
    let endpoints = node.endpoints.iter().filter_map(|index| all.get(*index));
    quote! {
        ::tenon_runtime::server::Node { literals: &[#(#literals),*], patterns: &[#(#patterns),*], endpoints: &[#(#endpoints),*] }
    }
}

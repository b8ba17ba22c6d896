//! Where the nodes of a tree stand in the text: a second, span-aware reading, made only when something is reported.
//!
//! Assumes a text that was read into a tree. Aliases are kept as edges, so that a place inside of one is the place
//! inside its anchor; merge keys are looked through.
mod build;
mod indent;
mod json;
mod yaml;

use super::{Format, Pointer};
use build::Builder;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Merge keys are followed this far; an object may merge itself.
const LONGEST_MERGE: usize = 16;

/// Where a node stands, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The key, with its quotes; `None` for items and the root.
    pub key: Option<Range<usize>>,
    /// The value, with its quotes or brackets; empty if it is not written (`key:`).
    pub value: Range<usize>,
}

/// The places of all nodes of a text: in its order, so that what a node contains stands behind it, up to its `next`.
#[derive(Debug, Default)]
pub(super) struct Spans {
    nodes: Vec<Node>,
    /// Keys that say something else than their text without its quotes.
    names: FxHashMap<NodeId, Box<str>>,
    /// The same of scalars.
    scalars: FxHashMap<NodeId, Box<str>>,
    large: Large,
}

/// What large collections consist of, once one of it was asked for: items in their order, members by their names.
type Large = Mutex<FxHashMap<NodeId, Arc<[NodeId]>>>;

/// Collections with more than this are large: each look at them would cost too much.
const LARGE: usize = 64;

type NodeId = u32;

#[derive(Debug)]
struct Node {
    key: Option<Span>,
    span: Span,
    /// What stands behind it and all that it contains.
    next: NodeId,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Scalar,
    List,
    Map,
    Alias(NodeId),
}

/// Bytes of the text. Texts are far smaller than what this can say.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        let [start, end] = [range.start, range.end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        Self { start, end }
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start as usize..span.end as usize
    }
}

impl Spans {
    /// Reads a text again. What cannot be read has no place: there is no error.
    #[must_use]
    pub(super) fn new(text: &str, format: Format) -> Self {
        match format {
            Format::Json => json::scan(text).end(),
            Format::Yaml => yaml::parse(text).end(),
        }
    }

    /// Where a node of that text stands.
    #[must_use]
    pub(super) fn find(&self, text: &str, at: &Pointer) -> Option<Place> {
        self.find_all(text, at).into_iter().next()
    }

    /// Where a node stands, once for each time that its last key is there, in the order of the text.
    #[must_use]
    pub(super) fn find_all(&self, text: &str, at: &Pointer) -> Vec<Place> {
        let place = |node: &Node| Place { key: node.key.map(Into::into), value: node.span.into() };
        self.lookup(text, at).into_iter().filter_map(|id| self.node(id)).map(place).collect()
    }

    /// The text of a scalar.
    pub(super) fn scalar<'t>(&self, text: &'t str, at: &Pointer) -> Option<Cow<'t, str>> {
        let id = self.target(self.lookup(text, at).into_iter().next()?);
        let node = self.node(id).filter(|node| matches!(node.kind, Kind::Scalar))?;
        let raw = text.get(Range::from(node.span))?;
        let own = match self.scalars.get(&id) {
            Some(own) => own.to_string(),
            None if raw.starts_with('"') => json::read(raw).unwrap_or_else(|| unquoted(raw).to_owned()),
            None => unquoted(raw).to_owned(),
        };
        Some(if own == raw { Cow::Borrowed(raw) } else { Cow::Owned(own) })
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    fn lookup(&self, text: &str, at: &Pointer) -> Vec<NodeId> {
        let mut found = if self.nodes.is_empty() { Vec::new() } else { vec![0] };
        for segment in at.segments() {
            let Some(node) = found.first() else { return found };
            found = self.children(text, *node, &segment, LONGEST_MERGE);
        }
        found
    }

    /// The members of that name, or the item at that index. The object's own come before merged ones.
    fn children(&self, text: &str, node: NodeId, segment: &str, merges: usize) -> Vec<NodeId> {
        let node = self.target(node);
        match self.node(node).map(|node| node.kind) {
            Some(Kind::List) => segment.parse().ok().and_then(|i| self.item(text, node, i)).into_iter().collect(),
            Some(Kind::Map) => {
                let own = self.members(text, node, segment);
                if own.is_empty() && merges > 0 { self.merged(text, node, segment, merges - 1) } else { own }
            }
            _ => Vec::new(),
        }
    }

    fn merged(&self, text: &str, node: NodeId, segment: &str, merges: usize) -> Vec<NodeId> {
        for entry in self.members(text, node, "<<") {
            let value = self.target(entry);
            let is_list = self.node(value).is_some_and(|node| matches!(node.kind, Kind::List));
            let from = if is_list { self.below(value).collect() } else { vec![value] };
            for node in from {
                let is_map = self.node(self.target(node)).is_some_and(|node| matches!(node.kind, Kind::Map));
                let found = if is_map { self.children(text, node, segment, merges) } else { Vec::new() };
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    fn item(&self, text: &str, list: NodeId, index: usize) -> Option<NodeId> {
        match self.large(text, list) {
            Some(items) => items.get(index).copied(),
            None => self.below(list).nth(index),
        }
    }

    /// An object's own members of that name.
    fn members(&self, text: &str, object: NodeId, name: &str) -> Vec<NodeId> {
        match self.large(text, object) {
            Some(members) => {
                let first = members.partition_point(|id| self.name(text, *id) < Some(name));
                let from = members.iter().skip(first).copied();
                from.take_while(|id| self.name(text, *id) == Some(name)).collect()
            }
            None => self.below(object).filter(|id| self.name(text, *id) == Some(name)).collect(),
        }
    }

    fn large(&self, text: &str, node: NodeId) -> Option<Arc<[NodeId]>> {
        self.below(node).nth(LARGE)?;
        let mut known = self.large.lock().unwrap_or_else(PoisonError::into_inner);
        let sorted = || {
            let mut below: Vec<NodeId> = self.below(node).collect();
            // Items have no names, and stay where they are.
            below.sort_by_key(|id| self.name(text, *id));
            below.into()
        };
        Some(Arc::clone(known.entry(node).or_insert_with(sorted)))
    }

    /// What a collection consists of.
    fn below(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(node).map_or(0, |node| node.next);
        let within = move |id: &NodeId| *id < end;
        std::iter::successors(Some(node + 1).filter(within), move |id| Some(self.node(*id)?.next).filter(within))
    }

    fn name<'t>(&'t self, text: &'t str, id: NodeId) -> Option<&'t str> {
        let key = self.node(id)?.key?;
        let raw = || unquoted(text.get(Range::from(key)).unwrap_or_default());
        Some(self.names.get(&id).map_or_else(raw, AsRef::as_ref))
    }

    fn target(&self, node: NodeId) -> NodeId {
        // An alias leads to what has an anchor, and an alias cannot have one.
        if let Some(Node { kind: Kind::Alias(target), .. }) = self.node(node) { *target } else { node }
    }
}

/// What a text says if its quotes are all that is not meant.
fn unquoted(raw: &str) -> &str {
    let between = |quote: char| raw.strip_prefix(quote)?.strip_suffix(quote);
    between('"').or_else(|| between('\'')).unwrap_or(raw)
}

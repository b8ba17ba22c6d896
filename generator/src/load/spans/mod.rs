//! Where the nodes of a tree stand in the text: a second, span-aware reading, made only when something is reported.
//!
//! Assumes a text that was read into a tree. Aliases are kept as edges, so that a place inside of one is the place
//! inside its anchor; merge keys are looked through.
mod indent;
mod json;
mod yaml;

use super::{Format, Pointer};
use std::borrow::Cow;
use std::ops::Range;

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

/// The places of all nodes of a text.
#[derive(Debug, Default)]
pub(super) struct Spans {
    nodes: Vec<Node>,
}

type NodeId = usize;

#[derive(Debug)]
struct Node {
    span: Range<usize>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// The text if it is other than what the span holds.
    Scalar(Option<Box<str>>),
    List(Vec<NodeId>),
    Map(Vec<Entry>),
    Alias(NodeId),
}

#[derive(Debug)]
struct Entry {
    name: Box<str>,
    key: Range<usize>,
    value: NodeId,
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

    /// Where a node stands.
    #[must_use]
    pub(super) fn find(&self, at: &Pointer) -> Option<Place> {
        self.find_all(at).into_iter().next()
    }

    /// Where a node stands, once for each time that its last key is there, in the order of the text.
    #[must_use]
    pub(super) fn find_all(&self, at: &Pointer) -> Vec<Place> {
        self.lookup(at).into_iter().map(|(key, node)| Place { key, value: self.nodes[node].span.clone() }).collect()
    }

    /// The text of a scalar.
    pub(super) fn scalar<'t>(&self, text: &'t str, at: &Pointer) -> Option<Cow<'t, str>> {
        let (_, node) = self.lookup(at).into_iter().next()?;
        match &self.nodes[self.target(node)] {
            Node { kind: Kind::Scalar(Some(own)), .. } => Some(Cow::Owned(own.to_string())),
            Node { kind: Kind::Scalar(None), span } => text.get(span.clone()).map(Cow::Borrowed),
            _ => None,
        }
    }

    fn lookup(&self, at: &Pointer) -> Vec<(Option<Range<usize>>, NodeId)> {
        let mut found = if self.nodes.is_empty() { Vec::new() } else { vec![(None, 0)] };
        for segment in at.segments() {
            let Some((_, node)) = found.first() else { return found };
            found = self.children(*node, &segment, LONGEST_MERGE);
        }
        found
    }

    /// The members of that name, or the item at that index. The object's own come before merged ones.
    fn children(&self, node: NodeId, segment: &str, merges: usize) -> Vec<(Option<Range<usize>>, NodeId)> {
        match &self.nodes[self.target(node)].kind {
            Kind::List(items) => {
                segment.parse().ok().and_then(|i: usize| items.get(i)).map(|n| (None, *n)).into_iter().collect()
            }
            Kind::Map(entries) => {
                let own = entries.iter().filter(|e| *e.name == *segment).map(|e| (Some(e.key.clone()), e.value));
                let own: Vec<_> = own.collect();
                if own.is_empty() && merges > 0 { self.merged(entries, segment, merges - 1) } else { own }
            }
            _ => Vec::new(),
        }
    }

    fn merged(&self, entries: &[Entry], segment: &str, merges: usize) -> Vec<(Option<Range<usize>>, NodeId)> {
        for entry in entries.iter().filter(|e| *e.name == *"<<") {
            let value = self.target(entry.value);
            let from = if let Kind::List(items) = &self.nodes[value].kind { items.as_slice() } else { &[value] };
            for node in from {
                let Kind::Map(_) = self.nodes[self.target(*node)].kind else { continue };
                let found = self.children(*node, segment, merges);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    fn target(&self, node: NodeId) -> NodeId {
        // An alias leads to what has an anchor, and an alias cannot have one.
        if let Kind::Alias(target) = self.nodes[node].kind { target } else { node }
    }
}

/// What both readers report to: scalars, starts and ends, in the order of the text.
#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    open: Vec<Frame>,
}

struct Frame {
    node: NodeId,
    key: Option<(Box<str>, Range<usize>)>,
}

impl Builder {
    /// A scalar that other places may refer to: as a key, it needs a node all the same.
    fn anchored(&mut self, text: &str, span: Range<usize>, own: &str) -> NodeId {
        if self.waits_for_key() {
            self.scalar(text, span.clone(), Some(Cow::Borrowed(own)));
            self.nodes.push(Node { span, kind: Kind::Scalar(Some(own.into())) });
            return self.nodes.len() - 1;
        }
        self.scalar(text, span, Some(Cow::Borrowed(own)))
    }

    fn scalar(&mut self, text: &str, span: Range<usize>, own: Option<Cow<'_, str>>) -> NodeId {
        let raw = text.get(span.clone()).unwrap_or_default();
        // A key is taken in by its object, and needs no node.
        if let Some(frame) = self.open.last_mut()
            && frame.key.is_none()
            && let Kind::Map(_) = self.nodes[frame.node].kind
        {
            frame.key = Some((own.as_deref().unwrap_or(raw).into(), span));
            return frame.node;
        }
        let own = own.filter(|own| **own != *raw).map(|own| own.into_owned().into_boxed_str());
        self.add(Node { span, kind: Kind::Scalar(own) })
    }

    fn alias(&mut self, text: &str, span: Range<usize>, target: Option<NodeId>) {
        let waits = self.waits_for_key();
        match target {
            Some(target) if !waits => {
                self.add(Node { span, kind: Kind::Alias(target) });
            }
            target => {
                let name = target.and_then(|t| match &self.nodes[t] {
                    Node { kind: Kind::Scalar(Some(own)), .. } => Some(own.to_string()),
                    Node { kind: Kind::Scalar(None), span } => text.get(span.clone()).map(str::to_owned),
                    _ => None,
                });
                self.scalar(text, span, name.map(Cow::Owned));
            }
        }
    }

    fn waits_for_key(&self) -> bool {
        self.open.last().is_some_and(|f| f.key.is_none() && matches!(self.nodes[f.node].kind, Kind::Map(_)))
    }

    fn open(&mut self, start: usize, map: bool) -> NodeId {
        let kind = if map { Kind::Map(Vec::new()) } else { Kind::List(Vec::new()) };
        if self.waits_for_key() {
            // No key of a tree is a collection; the tree was refused, and so is this.
            self.scalar("", 0..0, None);
        }
        let node = self.add(Node { span: start..start, kind });
        self.open.push(Frame { node, key: None });
        node
    }

    /// Ends a collection: at its closing bracket, or, if it has none, with its last child.
    fn close(&mut self, end: Option<usize>) {
        let Some(frame) = self.open.pop() else { return };
        let last = match &self.nodes[frame.node].kind {
            Kind::List(items) => items.last().copied(),
            Kind::Map(entries) => entries.last().map(|e| e.value),
            _ => None,
        };
        let child = last.map(|n| self.nodes[n].span.end);
        let span = &mut self.nodes[frame.node].span;
        span.end = end.or(child).unwrap_or(span.start).max(span.start);
    }

    fn add(&mut self, node: Node) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(node);
        if let Some(frame) = self.open.last_mut() {
            match &mut self.nodes[frame.node].kind {
                Kind::List(items) => items.push(id),
                Kind::Map(entries) => {
                    if let Some((name, key)) = frame.key.take() {
                        entries.push(Entry { name, key, value: id });
                    }
                }
                _ => {}
            }
        }
        id
    }

    fn end(mut self) -> Spans {
        while !self.open.is_empty() {
            self.close(None);
        }
        Spans { nodes: self.nodes }
    }
}

//! What both readers report to: scalars, starts and ends, in the order of the text.
use super::{Kind, Node, NodeId, Span, Spans, unquoted};
use std::borrow::Cow;
use std::ops::Range;

/// Bytes of a text for each of its nodes; of most it is more.
const EACH: usize = 32;

#[derive(Default)]
pub(super) struct Builder {
    spans: Spans,
    open: Vec<Frame>,
}

struct Frame {
    node: NodeId,
    is_map: bool,
    key: Option<Key>,
    /// The last node that it contains itself.
    last: Option<NodeId>,
}

struct Key {
    span: Span,
    /// If it is other than the text.
    name: Option<Box<str>>,
}

impl Builder {
    /// With room for the nodes of a text.
    pub(super) fn with_room(text: &str) -> Self {
        let mut builder = Self::default();
        builder.spans.nodes.reserve(text.len() / EACH);
        builder
    }

    /// A scalar that other places may refer to: as a key, it needs a node all the same.
    pub(super) fn anchored(&mut self, text: &str, span: Range<usize>, own: &str) -> NodeId {
        if self.waits_for_key() {
            self.scalar(text, span.clone(), Some(Cow::Borrowed(own)));
            // No key leads to it.
            let id = self.push(None, span.into(), Kind::Scalar);
            self.spans.scalars.insert(id, own.into());
            return id;
        }
        self.scalar(text, span, Some(Cow::Borrowed(own)))
    }

    /// `own` is what it says; nothing if that is its text without quotes.
    pub(super) fn scalar(&mut self, text: &str, span: Range<usize>, own: Option<Cow<'_, str>>) -> NodeId {
        let own = own.filter(|own| **own != *unquoted(text.get(span.clone()).unwrap_or_default()));
        let own = own.map(|own| own.into_owned().into_boxed_str());
        // A key is taken in by its object, and needs no node.
        if let Some(frame) = self.open.last_mut().filter(|frame| frame.is_map && frame.key.is_none()) {
            frame.key = Some(Key { span: span.into(), name: own });
            return frame.node;
        }
        let id = self.add(span.into(), Kind::Scalar);
        if let Some(own) = own {
            self.spans.scalars.insert(id, own);
        }
        id
    }

    pub(super) fn alias(&mut self, text: &str, span: Range<usize>, target: Option<NodeId>) {
        match target {
            Some(target) if !self.waits_for_key() => {
                self.add(span.into(), Kind::Alias(target));
            }
            target => {
                let name = target.and_then(|id| match self.spans.node(id)? {
                    Node { kind: Kind::Scalar, span, .. } => {
                        let raw = || text.get(Range::from(*span)).map(unquoted);
                        self.spans.scalars.get(&id).map(|own| &**own).or_else(raw).map(str::to_owned)
                    }
                    _ => None,
                });
                self.scalar(text, span, name.map(Cow::Owned));
            }
        }
    }

    /// Whether the next scalar is a key.
    pub(super) fn waits_for_key(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.is_map && frame.key.is_none())
    }

    pub(super) fn open(&mut self, start: usize, is_map: bool) -> NodeId {
        if self.waits_for_key() {
            // No key of a tree is a collection; the tree was refused, and so is this.
            self.scalar("", 0..0, None);
        }
        let node = self.add((start..start).into(), if is_map { Kind::Map } else { Kind::List });
        self.open.push(Frame { node, is_map, key: None, last: None });
        node
    }

    /// Ends a collection: at its closing bracket, or, if it has none, with its last child.
    pub(super) fn close(&mut self, end: Option<usize>) {
        let Some(frame) = self.open.pop() else { return };
        let child = frame.last.and_then(|last| Some(self.spans.node(last)?.span.end));
        let end = end.map(|end| Span::from(end..end).end).or(child);
        let next = self.end_of_nodes();
        if let Some(node) = self.spans.nodes.get_mut(frame.node as usize) {
            node.span.end = end.unwrap_or(node.span.start).max(node.span.start);
            node.next = next;
        }
    }

    fn add(&mut self, span: Span, kind: Kind) -> NodeId {
        let id = self.end_of_nodes();
        let key = self.open.last_mut().and_then(|frame| {
            frame.last = Some(id);
            frame.key.take()
        });
        let key = key.map(|Key { span, name }| {
            if let Some(name) = name {
                self.spans.names.insert(id, name);
            }
            span
        });
        self.push(key, span, kind)
    }

    fn push(&mut self, key: Option<Span>, span: Span, kind: Kind) -> NodeId {
        let id = self.end_of_nodes();
        self.spans.nodes.push(Node { key, span, next: id.saturating_add(1), kind });
        id
    }

    fn end_of_nodes(&self) -> NodeId {
        NodeId::try_from(self.spans.nodes.len()).unwrap_or(NodeId::MAX)
    }

    pub(super) fn end(mut self) -> Spans {
        while !self.open.is_empty() {
            self.close(None);
        }
        self.spans
    }
}

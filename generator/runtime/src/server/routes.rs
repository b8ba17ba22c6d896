//! Finds the operation of a path: a trie over the segments of the templates, emitted as data.
//!
//! A template's literal segment goes before a segment with parameters (OpenAPI 3.1.1, "Path Templating Matching"), and a dead
//! end is left again, so `/a/{x}/b` is found although `/a/c` exists. Nothing is allocated, and the cost depends on the
//! depth of the path, not on the number of operations.

use core::ops::Range;
use std::borrow::Cow;

use crate::operation::{Operation, Piece};

/// How many path parameters one template may have.
pub const MAX_CAPTURES: usize = 16;

/// The paths of an API. The first node is the root.
#[derive(Clone, Copy, Debug)]
pub struct Routes {
    /// Nodes, linked by their index.
    pub nodes: &'static [Node],
}

/// What can follow one prefix of segments.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Segments without parameters, as the document spells them, sorted by their bytes, and the node that each leads to.
    pub literals: &'static [(&'static str, usize)],
    /// Segments with parameters in the order in which they are tried, and the node that each leads to.
    pub patterns: &'static [(Pattern, usize)],
    /// The operations whose path ends here, and their numbers for [`Api::call`](super::Api::call).
    pub endpoints: &'static [Endpoint],
}

/// A method, its operation, and the number that [`Api::call`](super::Api::call) knows it by.
pub type Endpoint = (&'static str, &'static Operation, usize);

/// One segment with parameters, such as `{id}` or `{id}.json`.
///
/// Each parameter takes at least one character and, where the pattern leaves a choice, the fewest; the last one takes the rest.
/// Of `{a}{b}`, `a` takes one character: OpenAPI leaves open where two values meet, and nothing in the text says it. What is
/// percent-encoded is never taken apart: a character has all of its escapes.
/// With a [`Piece::Rest`] it fits several segments as well.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// Literals and parameters in turn. The index in [`Piece::Parameter`] is not used: captures are numbered along the path.
    pub pieces: &'static [Piece],
}

/// Where the path parameters lie in the path, in the template's order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Captures {
    len: u8,
    // `http::Uri` holds at most u16::MAX - 1 bytes.
    at: [(u16, u16); MAX_CAPTURES],
}

impl Captures {
    /// The range of the parameter with this index.
    #[must_use]
    pub fn range(&self, index: usize) -> Option<Range<usize>> {
        let (start, end) = *self.at.get(..usize::from(self.len))?.get(index)?;
        Some(usize::from(start)..usize::from(end))
    }

    /// The text of the parameter with this index, still percent-encoded, out of the path that was matched.
    #[must_use]
    pub fn text<'p>(&self, path: &'p str, index: usize) -> Option<&'p str> {
        path.get(self.range(index)?)
    }

    fn push(&mut self, start: usize, end: usize) -> Option<()> {
        let slot = self.at.get_mut(usize::from(self.len))?;
        *slot = (u16::try_from(start).ok()?, u16::try_from(end).ok()?);
        self.len += 1;
        Some(())
    }
}

impl Routes {
    /// The operations whose template fits the path from `start` on, and where its parameters are. `None` means 404.
    ///
    /// A literal segment fits a percent-encoded spelling of itself as well.
    #[must_use]
    pub fn find(&self, path: &str, start: usize) -> Option<(&'static [Endpoint], Captures)> {
        self.find_served(path, start, &|_| true)
    }

    /// The same among the operations that are there, by their numbers. What is found may have others beside them.
    pub(super) fn find_served(
        &self,
        path: &str,
        start: usize,
        serves: &dyn Fn(usize) -> bool,
    ) -> Option<(&'static [Endpoint], Captures)> {
        let mut captures = Captures::default();
        if path.len() > usize::from(u16::MAX) || path.as_bytes().get(start) != Some(&b'/') {
            return None;
        }
        let search = Search { nodes: self.nodes, serves };
        let endpoints = search.descend(0, path, start + 1, &mut captures)?;
        Some((endpoints, captures))
    }
}

/// A walk through the nodes.
struct Search<'s> {
    nodes: &'static [Node],
    serves: &'s dyn Fn(usize) -> bool,
}

impl Search<'_> {
    /// Matches the segments from `start` on. The depth is that of the trie, whatever the path.
    fn descend(&self, node: usize, path: &str, start: usize, captures: &mut Captures) -> Option<&'static [Endpoint]> {
        let (mut node, mut start) = (self.nodes.get(node)?, start);
        let mut rest = path.get(start..)?;
        // Most nodes have one literal and nothing else: comparing is cheaper than looking for the segment's end first.
        while let ([(literal, next)], []) = (node.literals, node.patterns)
            && let Some(after) = rest.strip_prefix(literal).and_then(|after| after.strip_prefix('/'))
        {
            node = self.nodes.get(*next)?;
            start += literal.len() + 1;
            rest = after;
        }
        let end = memchr::memchr(b'/', rest.as_bytes()).map_or(path.len(), |length| start + length);
        let segment = path.get(start..end)?;

        if let Some(next) = node.literal(segment)
            && let Some(found) = self.follow(next, path, end, captures)
        {
            return Some(found);
        }
        let before = captures.len;
        for (pattern, next) in node.patterns {
            if pattern.fit(segment, start, captures).is_some()
                && let Some(found) = self.follow(*next, path, end, captures)
            {
                return Some(found);
            }
            captures.len = before;
            if pattern.holds_slashes()
                && let Some(found) = self.stretch(pattern, *next, path, (start, end), captures)
            {
                return Some(found);
            }
        }
        None
    }

    /// A parameter that may hold slashes takes one segment more at a time. A template has one of them at most, so that
    /// this is as far as it goes.
    fn stretch(
        &self,
        pattern: &Pattern,
        node: usize,
        path: &str,
        (start, end): (usize, usize),
        captures: &mut Captures,
    ) -> Option<&'static [Endpoint]> {
        let (before, mut end) = (captures.len, end);
        while end < path.len() {
            end = memchr::memchr(b'/', path.as_bytes().get(end + 1..)?).map_or(path.len(), |length| end + 1 + length);
            if pattern.fit(path.get(start..end)?, start, captures).is_some()
                && let Some(found) = self.follow(node, path, end, captures)
            {
                return Some(found);
            }
            captures.len = before;
        }
        None
    }

    /// `end` is where the segment that led to the node ends.
    fn follow(&self, node: usize, path: &str, end: usize, captures: &mut Captures) -> Option<&'static [Endpoint]> {
        if end < path.len() {
            return self.descend(node, path, end + 1, captures);
        }
        let endpoints = self.nodes.get(node)?.endpoints;
        endpoints.iter().any(|(.., number)| (self.serves)(*number)).then_some(endpoints)
    }
}

impl Node {
    fn literal(&self, segment: &str) -> Option<usize> {
        if self.literals.is_empty() {
            return None;
        }
        if let Some(next) = self.lookup(segment) {
            return Some(next);
        }
        memchr::memchr(b'%', segment.as_bytes())?;
        match percent_encoding::percent_decode_str(segment).decode_utf8() {
            Ok(Cow::Owned(decoded)) => self.lookup(&decoded),
            _ => None,
        }
    }

    fn lookup(&self, segment: &str) -> Option<usize> {
        let at = self.literals.binary_search_by(|(literal, _)| (*literal).cmp(segment)).ok()?;
        self.literals.get(at).map(|(_, next)| *next)
    }
}

impl Pattern {
    /// Whether it fits more than one segment.
    pub(super) fn holds_slashes(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Rest(_)))
    }

    /// Pushes the captures when the segment fits. A prefix and a suffix are fixed; between them the leftmost occurrence
    /// of each literal is taken, which finds a fit whenever there is one, in one pass.
    fn fit(&self, segment: &str, start: usize, captures: &mut Captures) -> Option<()> {
        let (mut pieces, mut from) = (self.pieces, 0);
        if let [Piece::Literal(prefix), rest @ ..] = pieces {
            segment.strip_prefix(prefix).filter(|_| !is_split(segment, prefix.len()))?;
            (pieces, from) = (rest, prefix.len());
        }
        let mut until = segment.len();
        if let [rest @ .., Piece::Literal(suffix)] = pieces {
            until = segment.strip_suffix(suffix).map(str::len).filter(|until| !is_split(segment, *until))?;
            pieces = rest;
        }
        loop {
            match pieces {
                [] => return (from == until).then_some(()),
                [Piece::Parameter(_) | Piece::Rest(_)] => {
                    return if from < until { captures.push(start + from, start + until) } else { None };
                }
                [Piece::Parameter(_) | Piece::Rest(_), Piece::Literal(literal), rest @ ..] => {
                    let open = segment.get(from..until)?;
                    let length = find(open, first(open)?, literal)?;
                    captures.push(start + from, start + from + length)?;
                    (pieces, from) = (rest, from + length + literal.len());
                }
                [Piece::Parameter(_) | Piece::Rest(_), rest @ ..] => {
                    let least = first(segment.get(from..until)?)?;
                    captures.push(start + from, start + from + least)?;
                    (pieces, from) = (rest, from + least);
                }
                [Piece::Literal(literal), rest @ ..] => {
                    let open = segment.get(from..until)?;
                    open.strip_prefix(literal).filter(|_| !is_split(open, literal.len()))?;
                    (pieces, from) = (rest, from + literal.len());
                }
            }
        }
    }
}

/// The byte that is percent-encoded here.
fn escape(text: &str, at: usize) -> Option<u8> {
    let [b'%', high, low] = text.as_bytes().get(at..at.checked_add(3)?)? else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// Whether a place lies within an escape.
fn is_split(text: &str, at: usize) -> bool {
    (1..=2).any(|back| at.checked_sub(back).is_some_and(|start| escape(text, start).is_some()))
}

/// The length of the first character, with all of its escapes.
fn first(text: &str) -> Option<usize> {
    let Some(lead) = escape(text, 0) else { return text.chars().next().map(char::len_utf8) };
    let more = match lead {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        0xF0..=0xF4 => 3,
        _ => 0,
    };
    let follows = |n: &usize| escape(text, 3 * n).is_some_and(|byte| byte & 0xC0 == 0x80);
    Some(3 * (1 + (1..=more).take_while(follows).count()))
}

/// Where a literal stands first from a place on, and parts of escapes are none of it.
fn find(text: &str, mut from: usize, literal: &str) -> Option<usize> {
    loop {
        let at = from + text.get(from..)?.find(literal)?;
        if !is_split(text, at) && !is_split(text, at + literal.len()) {
            return Some(at);
        }
        from = at + text.get(at..)?.chars().next()?.len_utf8();
    }
}

#[cfg(test)]
mod tests;

//! Finds the operation of a path: a trie over the segments of the templates, emitted as data.
//!
//! A template's literal segment goes before a segment with parameters (OpenAPI 3.1.1, "Path Templating Matching"), and a dead
//! end is left again, so `/a/{x}/b` is found although `/a/c` exists. Nothing is allocated, and the cost depends on the
//! depth of the path, not on the number of operations.

use core::ops::Range;
use std::borrow::Cow;

use http::Method;

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
pub type Endpoint = (Method, &'static Operation, usize);

/// One segment with parameters, such as `{id}` or `{id}.json`.
///
/// Each parameter takes at least one character and, where the pattern leaves a choice, the fewest; the last one takes the rest.
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
        let mut captures = Captures::default();
        if path.len() > usize::from(u16::MAX) || path.as_bytes().get(start) != Some(&b'/') {
            return None;
        }
        let endpoints = self.descend(0, path, start + 1, &mut captures)?;
        Some((endpoints, captures))
    }

    /// Matches the segment that starts at `start`. The depth is that of the trie, whatever the path.
    fn descend(&self, node: usize, path: &str, start: usize, captures: &mut Captures) -> Option<&'static [Endpoint]> {
        let node = self.nodes.get(node)?;
        let rest = path.get(start..)?;
        // Segments are short: a plain loop beats the set-up of a wide one.
        let end = rest.bytes().position(|byte| byte == b'/').map_or(path.len(), |length| start + length);
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
        }
        None
    }

    /// `end` is where the segment that led to the node ends.
    fn follow(&self, node: usize, path: &str, end: usize, captures: &mut Captures) -> Option<&'static [Endpoint]> {
        if end < path.len() {
            return self.descend(node, path, end + 1, captures);
        }
        Some(self.nodes.get(node)?.endpoints).filter(|endpoints| !endpoints.is_empty())
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
        if memchr::memchr(b'%', segment.as_bytes()).is_none() {
            return None;
        }
        match percent_encoding::percent_decode_str(segment).decode_utf8() {
            Ok(Cow::Owned(decoded)) => self.lookup(&decoded),
            _ => None,
        }
    }

    fn lookup(&self, segment: &str) -> Option<usize> {
        if let [(literal, next)] = self.literals {
            return (*literal == segment).then_some(*next);
        }
        let at = self.literals.binary_search_by(|(literal, _)| (*literal).cmp(segment)).ok()?;
        self.literals.get(at).map(|(_, next)| *next)
    }
}

impl Pattern {
    /// Pushes the captures when the segment fits. A prefix and a suffix are fixed; between them the leftmost occurrence
    /// of each literal is taken, which finds a fit whenever there is one, in one pass.
    fn fit(&self, segment: &str, start: usize, captures: &mut Captures) -> Option<()> {
        let (mut pieces, mut from) = (self.pieces, 0);
        if let [Piece::Literal(prefix), rest @ ..] = pieces {
            segment.strip_prefix(prefix)?;
            (pieces, from) = (rest, prefix.len());
        }
        let mut until = segment.len();
        if let [rest @ .., Piece::Literal(suffix)] = pieces {
            until = segment.strip_suffix(suffix)?.len();
            pieces = rest;
        }
        loop {
            match pieces {
                [] => return (from == until).then_some(()),
                [Piece::Parameter(_)] => {
                    return if from < until { captures.push(start + from, start + until) } else { None };
                }
                [Piece::Parameter(_), Piece::Literal(literal), rest @ ..] => {
                    let open = segment.get(from..until)?;
                    let least = open.chars().next()?.len_utf8();
                    let length = least + open.get(least..)?.find(literal)?;
                    captures.push(start + from, start + from + length)?;
                    (pieces, from) = (rest, from + length + literal.len());
                }
                [Piece::Parameter(_), rest @ ..] => {
                    let least = segment.get(from..until)?.chars().next()?.len_utf8();
                    captures.push(start + from, start + from + least)?;
                    (pieces, from) = (rest, from + least);
                }
                [Piece::Literal(literal), rest @ ..] => {
                    segment.get(from..until)?.strip_prefix(literal)?;
                    (pieces, from) = (rest, from + literal.len());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::operation::RejectionShape;

    static OPERATION: Operation = Operation {
        id: "one",
        method: Method::GET,
        path: "/",
        tags: &[],
        template: &[],
        accept: "",
        body: None,
        security: &[],
        rejection: RejectionShape::Problem { status: 400 },
    };
    const fn node(
        literals: &'static [(&'static str, usize)],
        patterns: &'static [(Pattern, usize)],
        endpoints: &'static [Endpoint],
    ) -> Node {
        Node { literals, patterns, endpoints }
    }
    const fn pattern(pieces: &'static [Piece]) -> Pattern {
        Pattern { pieces }
    }
    const ONE: Pattern = pattern(&[Piece::Parameter(0)]);
    macro_rules! end {
        ($number:literal) => {
            &[(Method::GET, &OPERATION, $number)]
        };
    }
    /// `/`, `/a`, `/a/`, `/a/c`, `/a/{x}/b`, `/a/{x}.json`, `/a/{x}`, `/{p}-{q}/end`, `/x y`
    static ROUTES: Routes = Routes {
        nodes: &[
            node(
                &[("", 1), ("a", 2), ("x y", 9)],
                &[(pattern(&[Piece::Parameter(0), Piece::Literal("-"), Piece::Parameter(1)]), 7)],
                &[],
            ),
            node(&[], &[], end!(0)),
            node(
                &[("", 10), ("c", 3)],
                &[(pattern(&[Piece::Parameter(0), Piece::Literal(".json")]), 6), (ONE, 4)],
                end!(1),
            ),
            node(&[], &[], end!(2)),
            node(&[("b", 5)], &[], end!(5)),
            node(&[], &[], end!(3)),
            node(&[], &[], end!(4)),
            node(&[("end", 8)], &[], &[]),
            node(&[], &[], end!(6)),
            node(&[], &[], end!(7)),
            node(&[], &[], end!(8)),
        ],
    };

    fn find(path: &str) -> Option<(usize, Vec<&str>)> {
        let (endpoints, captures) = ROUTES.find(path, 0)?;
        let texts = (0..).map_while(|i| captures.text(path, i)).collect();
        Some((endpoints[0].2, texts))
    }

    #[test]
    fn literals_go_first_and_dead_ends_are_left() {
        assert_eq!(find("/"), Some((0, vec![])));
        assert_eq!(find("/a"), Some((1, vec![])));
        assert_eq!(find("/a/"), Some((8, vec![])));
        assert_eq!(find("/a/c"), Some((2, vec![])));
        assert_eq!(find("/a/c/b"), Some((3, vec!["c"])));
        assert_eq!(find("/a/c/"), None);
        assert_eq!(find("/a/d"), Some((5, vec!["d"])));
        assert_eq!(find("/a/%2F%zz"), Some((5, vec!["%2F%zz"])));
        assert_eq!(find("/b"), None);
        assert_eq!(find(""), None);
        assert_eq!(find("*"), None);
        assert_eq!(find("//a"), None);
    }

    #[test]
    fn affixes_and_several_parameters() {
        assert_eq!(find("/a/x.json"), Some((4, vec!["x"])));
        assert_eq!(find("/a/.json"), Some((5, vec![".json"])));
        assert_eq!(find("/a/x.json/b"), Some((3, vec!["x.json"])));
        assert_eq!(find("/p-q-r/end"), Some((6, vec!["p", "q-r"])));
        assert_eq!(find("/--/end"), None);
        assert_eq!(find("/---/end"), Some((6, vec!["-", "-"])));
        assert_eq!(find("/é-ü/end"), Some((6, vec!["é", "ü"])));
        assert_eq!(find("/p-q"), None);
    }

    #[test]
    fn encoded_literals() {
        assert_eq!(find("/x%20y"), Some((7, vec![])));
        assert_eq!(find("/%61"), Some((1, vec![])));
        assert_eq!(find("/%6"), None);
        assert_eq!(find("/%ff"), None);
    }

    #[test]
    fn patterns_find_a_fit_where_there_is_one() {
        let fit = |pieces: &'static [Piece], text: &str| {
            let mut captures = Captures::default();
            pattern(pieces).fit(text, 0, &mut captures)?;
            Some((0..).map_while(|i| captures.text(text, i).map(str::to_owned)).collect::<Vec<_>>())
        };
        use Piece::{Literal as L, Parameter as P};
        assert_eq!(fit(&[L("v"), P(0), L("."), P(1), L("x")], "v1.2.3x"), Some(vec!["1".into(), "2.3".into()]));
        assert_eq!(fit(&[P(0), L("ab"), P(1), L("b")], "abababb"), Some(vec!["ab".into(), "ab".into()]));
        assert_eq!(fit(&[P(0), L("a"), P(1), L("a")], "xa"), None);
        assert_eq!(fit(&[P(0), P(1)], "xyz"), Some(vec!["x".into(), "yz".into()]));
        assert_eq!(fit(&[L("abc"), L("bcd")], "abcd"), None);
    }

    #[test]
    fn too_long_and_too_many() {
        assert!(ROUTES.find(&format!("/a/{}", "x".repeat(70_000)), 0).is_none());
        let mut captures = Captures::default();
        for _ in 0..MAX_CAPTURES {
            captures.push(0, 1).unwrap();
        }
        assert!(captures.push(0, 1).is_none());
    }
}

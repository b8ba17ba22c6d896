//! Paths, split where requests are told apart, and which of two is meant where both fit.
use std::cmp::Reverse;

use super::Parameter;

/// A path, split at `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// As written.
    pub text: String,
    /// What stands between the slashes, in order.
    pub segments: Vec<Segment>,
    /// Keys and values that every request has in its query.
    pub query: Vec<(String, String)>,
}

/// What stands between two slashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Text that must be there as it is; `""` is a trailing slash.
    Literal(String),
    /// Literals and parameters in turn: `{id}.json`, `{x}:act`.
    Pattern(Vec<Piece>),
}

/// A part of a [`Segment::Pattern`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Text that must be there as it is.
    Literal(String),
    /// Index into [`Operation::parameters`](super::Operation::parameters).
    Parameter(usize),
}

/// Of two segments that a text fits, servers try the lesser first; the first segment counts most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Precedence {
    /// Literals come first.
    pattern: bool,
    /// What ends with its segment comes before what takes all that follows.
    rest: bool,
    /// Then more literal text, in bytes.
    literal: Reverse<usize>,
    /// Then fewer parameters.
    pieces: usize,
}

impl Segment {
    /// When it is tried. `parameters` are those of its operation.
    #[must_use]
    pub fn precedence(&self, parameters: &[Parameter]) -> Precedence {
        let Self::Pattern(pieces) = self else {
            return Precedence { pattern: false, rest: false, literal: Reverse(0), pieces: 0 };
        };
        let literal = |piece: &Piece| if let Piece::Literal(text) = piece { text.len() } else { 0 };
        Precedence {
            pattern: true,
            rest: self.is_rest(parameters),
            literal: Reverse(pieces.iter().map(literal).sum()),
            pieces: pieces.len(),
        }
    }

    /// Whether it takes all that follows, slashes included.
    #[must_use]
    pub fn is_rest(&self, parameters: &[Parameter]) -> bool {
        let Self::Pattern(pieces) = self else { return false };
        pieces.iter().any(|piece| piece.is_rest(parameters))
    }
}

impl Piece {
    /// See [`Segment::is_rest`].
    #[must_use]
    pub fn is_rest(&self, parameters: &[Parameter]) -> bool {
        matches!(self, Self::Parameter(index) if parameters.get(*index).is_some_and(|parameter| parameter.rest))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::rest;

    #[test]
    fn what_says_more_of_a_segment_is_tried_first() {
        let paths = ["/{a}", "/x{a}y{b}", "/{a+}", "/x", "/xy{a}", "/{a}{b}"];
        let paths = paths.map(|path| {
            let names = [("{a", "a"), ("{b", "b")].into_iter().filter(|(open, _)| path.contains(open));
            let parameters = names
                .map(|(_, name)| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}"))
                .collect::<Vec<_>>()
                .join(", ");
            format!("  {path:?}: {{get: {{parameters: [{parameters}], responses: {{'204': {{description: d}}}}}}}}\n")
        });
        let (api, _) = rest(&format!("paths:\n{}", paths.concat()));
        let mut operations: Vec<_> = api.operations.iter().collect();
        operations.sort_by_key(|operation| operation.path.segments[0].precedence(&operation.parameters));
        let order: Vec<_> = operations.iter().map(|operation| operation.path.text.as_str()).collect();
        assert_eq!(order, ["/x", "/xy{a}", "/x{a}y{b}", "/{a}", "/{a}{b}", "/{a+}"]);
    }
}

//! The tape: a checked text as tokens of eight bytes.
use core::fmt;
use std::borrow::Cow;

use super::kind::Kind;
use super::node::Node;
use super::{parse, scan};

/// How much a text may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How deep arrays and objects may nest. 128 unless told.
    pub depth: u32,
}

impl Limits {
    /// The limits with another depth.
    #[must_use]
    pub const fn depth(mut self, depth: u32) -> Self {
        self.depth = depth;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128 }
    }
}

/// The text is not JSON (RFC 8259), or exceeds a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Bytes from the start of the text to the fault.
    pub offset: usize,
    /// What is wrong there; never a piece of the text.
    pub message: &'static str,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}", self.offset, self.message)
    }
}

impl core::error::Error for SyntaxError {}

/// A value's place in the text. What it is, its first byte says, unless `TEXT` is set in `start`.
///
/// | value | `start` | `end` |
/// | --- | --- | --- |
/// | string | its opening quote | its closing quote, `FLAG` if it has escapes |
/// | number | its first byte | past its last, `FLAG` if it has a fraction or an exponent |
/// | literal | its first byte | past its last |
/// | text | its first byte, with `TEXT` | past its last |
/// | container | its bracket | index of the token after all of its own |
/// | a container's second token | past its closing bracket, with `TEXT` if it was made of texts | number of items or members |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
}

pub(super) const TEXT: u32 = 1 << 31;
pub(super) const FLAG: u32 = 1 << 31;
/// Offsets and indexes have 31 bits.
pub(super) const MOST: usize = (1 << 31) - 1;

impl Token {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "texts of more than `MOST` bytes are refused")]
    pub(super) const fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    #[inline]
    pub(super) const fn text(start: usize, end: usize) -> Self {
        let token = Self::new(start, end);
        Self { start: token.start | TEXT, end: token.end }
    }

    /// The same farther on; flags stay.
    pub(super) fn moved(self, start: usize, end: usize) -> Self {
        let by = Self::new(start, end);
        Self { start: self.start.wrapping_add(by.start), end: self.end.wrapping_add(by.end) }
    }

    #[inline]
    pub(super) const fn flagged(self, flag: bool) -> Self {
        if flag { Self { start: self.start, end: self.end | FLAG } } else { self }
    }
}

/// A text that was checked, ready for reading in any order.
///
/// ```
/// use tenon_runtime::{Limits, Tape};
/// let tape = Tape::parse(br#"{"a": [1, "x"]}"#, Limits::default())?;
/// let (name, list) = tape.root().members().next().unwrap();
/// assert_eq!(name, "a");
/// assert_eq!(list.items().filter_map(|item| item.scalar_text()).collect::<Vec<_>>(), ["1", "x"]);
/// # Ok::<(), tenon_runtime::SyntaxError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tape<'a> {
    pub(super) input: Cow<'a, str>,
    pub(super) tokens: Vec<Token>,
}

impl<'a> Tape<'a> {
    /// Checks all of `text`: UTF-8, no byte order mark, one value, nothing after it.
    ///
    /// # Errors
    /// The first fault against RFC 8259, a lone surrogate escape, or more depth than the limit.
    pub fn parse(text: &'a [u8], limits: Limits) -> Result<Self, SyntaxError> {
        let input =
            core::str::from_utf8(text).map_err(|e| SyntaxError { offset: e.valid_up_to(), message: "not UTF-8" })?;
        Self::parse_str(input, limits)
    }

    /// [`Tape::parse`] for what is known to be UTF-8.
    ///
    /// # Errors
    /// As [`Tape::parse`].
    pub fn parse_str(text: &'a str, limits: Limits) -> Result<Self, SyntaxError> {
        let mut tokens = Vec::new();
        parse::tokens(text, limits, &mut tokens)?;
        Ok(Self { input: Cow::Borrowed(text), tokens })
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node::new(self.view(), 0)
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { input: &self.input, tokens: &self.tokens }
    }
}

pub(super) fn utf8(text: &[u8]) -> Result<&str, SyntaxError> {
    core::str::from_utf8(text).map_err(|e| SyntaxError { offset: e.valid_up_to(), message: "not UTF-8" })
}

/// One bit of 64 for a name: names with different ones are different.
#[inline(always)]
pub(super) fn mark(name: &[u8]) -> u64 {
    let (first, last) = (name.first().copied().unwrap_or(0), name.last().copied().unwrap_or(0));
    1 << ((name.len() ^ usize::from(first) ^ usize::from(last) << 2) & 63)
}

/// A borrowed tape. Every look-up is total: what lies outside reads as `null`, which a checked tape never does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) input: &'a str,
    pub(crate) tokens: &'a [Token],
}

impl<'a> View<'a> {
    #[inline]
    pub(crate) fn token(&self, at: usize) -> Token {
        self.tokens.get(at).copied().unwrap_or_default()
    }

    #[inline]
    fn first_byte(&self, token: Token) -> u8 {
        self.input.as_bytes().get(token.start as usize).copied().unwrap_or(b'n')
    }

    #[inline]
    pub(crate) fn kind(&self, at: usize) -> Kind {
        let token = self.token(at);
        if token.start & TEXT != 0 {
            return Kind::Text;
        }
        match self.first_byte(token) {
            b'"' => Kind::String,
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'n' => Kind::Null,
            b't' | b'f' => Kind::Boolean,
            _ if token.end & FLAG != 0 => Kind::Number,
            _ => Kind::Integer,
        }
    }

    /// Whether an array or an object starts here.
    #[inline]
    pub(crate) fn is_container(&self, at: usize) -> bool {
        let token = self.token(at);
        token.start & TEXT == 0 && matches!(self.first_byte(token), b'{' | b'[')
    }

    /// Whether the value is a text, or an array or object that was made of texts and so has no JSON text of its own.
    pub(crate) fn is_text(&self, at: usize) -> bool {
        self.token(if self.is_container(at) { at + 1 } else { at }).start & TEXT != 0
    }

    /// The index after the value at `at` and all that it contains.
    #[inline]
    pub(crate) fn next(&self, at: usize) -> usize {
        if self.is_container(at) { self.token(at).end as usize } else { at + 1 }
    }

    /// How many items or members a container has.
    #[inline]
    pub(crate) fn count(&self, at: usize) -> usize {
        if self.is_container(at) { self.token(at + 1).end as usize } else { 0 }
    }

    #[inline]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.input.get(start..end).unwrap_or_default()
    }

    /// What a string, a text, a number or a literal has between its ends, escapes unread.
    #[inline]
    pub(crate) fn content(&self, at: usize) -> &'a str {
        let token = self.token(at);
        let start = token.start as usize & MOST;
        let quote = usize::from(token.start & TEXT == 0 && self.first_byte(token) == b'"');
        self.slice(start + quote, token.end as usize & MOST)
    }

    #[inline]
    pub(crate) fn has_escapes(&self, at: usize) -> bool {
        self.token(at).end & FLAG != 0
    }

    /// A string's or a text's value.
    #[inline]
    pub(crate) fn string(&self, at: usize) -> Cow<'a, str> {
        let content = self.content(at);
        if self.has_escapes(at) { scan::unescape(content) } else { Cow::Borrowed(content) }
    }

    /// Whether the member name at `at` is `name`. Names are strings, or texts.
    #[inline]
    pub(crate) fn name_is(&self, at: usize, name: &str) -> bool {
        let token = self.token(at);
        let range = Self::name(token);
        if token.end & FLAG != 0 {
            return scan::unescape(self.content(at)) == name;
        }
        // Nearly all that are not it have another length.
        range.end.wrapping_sub(range.start) == name.len() && self.input.as_bytes().get(range) == Some(name.as_bytes())
    }

    /// Where a name without escapes is, without its quotes.
    #[inline]
    fn name(token: Token) -> core::ops::Range<usize> {
        let quote = usize::from(token.start & TEXT == 0);
        (token.start as usize & MOST) + quote..token.end as usize
    }

    /// The [`mark`] of the member name at `at`.
    #[inline]
    pub(crate) fn name_mark(&self, at: usize) -> u64 {
        let token = self.token(at);
        // What an escaped name is, is not worth finding out.
        if token.end & FLAG != 0 {
            u64::MAX
        } else {
            mark(self.input.as_bytes().get(Self::name(token)).unwrap_or_default())
        }
    }

    /// The JSON text of a value that is not made of text scalars.
    pub(crate) fn raw(&self, at: usize) -> &'a str {
        let token = self.token(at);
        let start = token.start as usize & MOST;
        let end = match self.kind(at) {
            Kind::Array | Kind::Object => self.token(at + 1).start as usize & MOST,
            Kind::String => (token.end as usize & MOST) + 1,
            _ => token.end as usize & MOST,
        };
        self.slice(start, end)
    }
}

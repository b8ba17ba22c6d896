//! Tapes of text scalars: parameters and form bodies, read by the same `Decode` as JSON.
use std::borrow::Cow;

use super::tape::{MOST, Tape, Token};

/// Builds a tape whose leaves are text: what a URL, a header or a form can carry.
///
/// What is opened and not closed is closed by [`TextTape::finish`]. In an object every value needs a
/// [`TextTape::name`] before it. Text beyond 2 GiB is cut off.
///
/// ```
/// use std::collections::BTreeMap;
/// use tenon_runtime::{Mode, TextTape, decode_tape};
/// // ?filter[ids]=1&filter[ids]=2
/// let mut tape = TextTape::new();
/// tape.object().name("ids").array().text("1").text("2").end().end();
/// let decoded = decode_tape::<BTreeMap<String, Vec<i64>>>(&tape.finish(), Mode::Strict).unwrap();
/// assert_eq!(decoded["ids"], [1, 2]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct TextTape {
    input: String,
    tokens: Vec<Token>,
    open: Vec<Open>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    index: usize,
    count: usize,
    is_object: bool,
}

impl TextTape {
    /// An empty tape; exactly one value has to follow.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A leaf.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.count();
        self.push_text(text);
        self
    }

    /// `null`, which no text is.
    pub fn null(&mut self) -> &mut Self {
        self.count();
        let start = self.input.len();
        self.input.push_str("null");
        self.tokens.push(Token::new(start, self.input.len()));
        self
    }

    /// The name of the member whose value comes next.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.push_text(name);
        self
    }

    /// Begins an object.
    pub fn object(&mut self) -> &mut Self {
        self.open("{", true)
    }

    /// Begins an array.
    pub fn array(&mut self) -> &mut Self {
        self.open("[", false)
    }

    /// Ends the innermost object or array.
    pub fn end(&mut self) -> &mut Self {
        if let Some(open) = self.open.pop() {
            self.input.push(if open.is_object { '}' } else { ']' });
            let after = self.tokens.len();
            let past = self.input.len();
            if let Some([first, second]) = self.tokens.get_mut(open.index..open.index + 2) {
                *first = Token::new(first.start as usize, after);
                *second = Token::text(past, open.count);
            }
        }
        self
    }

    /// The tape. Without any value it is the empty text.
    #[must_use]
    pub fn finish(mut self) -> Tape<'static> {
        while !self.open.is_empty() {
            self.end();
        }
        if self.tokens.is_empty() {
            self.push_text("");
        }
        Tape { input: Cow::Owned(self.input), tokens: self.tokens }
    }

    /// A value that was parsed elsewhere: JSON within a form, or what another tape of texts holds.
    pub(crate) fn value(&mut self, tape: &Tape<'_>) -> &mut Self {
        self.count();
        let (tokens, text) = (self.tokens.len(), self.input.len());
        if text + tape.input.len() >= MOST / 2 {
            self.push_text("");
            return self;
        }
        let (view, mut at) = (tape.view(), 0);
        while at < tape.tokens.len() {
            let token = view.token(at);
            if view.is_container(at) {
                let past = view.token(at + 1);
                self.tokens.push(token.moved(text, tokens));
                self.tokens.push(past.moved(text, 0));
                at += 2;
            } else {
                self.tokens.push(token.moved(text, text));
                at += 1;
            }
        }
        self.input.push_str(&tape.input);
        self
    }

    fn count(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.count += 1;
        }
    }

    fn push_text(&mut self, text: &str) {
        let start = self.input.len();
        if start + text.len() < MOST / 2 {
            self.input.push_str(text);
        }
        self.tokens.push(Token::text(start, self.input.len()));
    }

    fn open(&mut self, bracket: &str, is_object: bool) -> &mut Self {
        self.count();
        self.open.push(Open { index: self.tokens.len(), count: 0, is_object });
        self.tokens.push(Token::new(self.input.len(), 0));
        self.tokens.push(Token::default());
        self.input.push_str(bracket);
        self
    }
}

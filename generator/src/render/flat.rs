//! Tokens on one line, spaced as `prettyplease` spaces them.
//!
//! Most of what is emitted fits on a line, and has only one way to stand there. What has others (blocks, operators that mean
//! several things) is not *plain*: it is written all the same, for somebody who parses it.
use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use std::fmt::{Display, Write};

use super::layout::WIDEST_LITERAL;

/// Words that something else follows with a space, where a name would be followed without.
const KEYWORDS: &[&str] = &[
    "as", "async", "break", "const", "dyn", "else", "enum", "extern", "fn", "for", "if", "impl", "in", "let", "loop",
    "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "type", "unsafe", "use",
    "while",
];

/// What stands before the next token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Last {
    /// Nothing, or what is followed without a space: `(`, `&`, `::`.
    #[default]
    Open,
    /// A space.
    Space,
    /// A comma and a space.
    Comma,
    /// A name, a literal.
    Word,
    /// See [`KEYWORDS`]; a lifetime.
    Keyword,
    /// `)`, `]`, `>`.
    Close,
    /// `?` behind a value.
    Question,
}

/// A line in the making.
#[derive(Debug)]
pub(super) struct Flat {
    text: String,
    plain: bool,
    last: Last,
    /// The first half of what may be one sign of two characters.
    held: Option<char>,
    /// Open `<`s.
    angles: usize,
    /// Whether the first of them stands behind a keyword.
    binder: bool,
    /// Within the parameters of a closure.
    pipe: bool,
    /// Behind a word that begins a block.
    control: bool,
    /// Within a literal of a struct.
    literal: bool,
    /// Whether one of these is too wide.
    forced: bool,
    /// Whether the last character belongs together with the next one, where that is not plain.
    joint: bool,
}

impl Flat {
    pub(super) fn new() -> Self {
        Self {
            text: String::with_capacity(96),
            plain: true,
            last: Last::Open,
            held: None,
            angles: 0,
            binder: false,
            pipe: false,
            control: false,
            literal: false,
            forced: false,
            joint: false,
        }
    }

    pub(super) fn of(tokens: TokenStream) -> Self {
        let mut flat = Self::new();
        tokens.into_iter().for_each(|tree| flat.push(tree));
        flat
    }

    /// Whether a comma here would part this from what follows.
    pub(super) fn is_level(&self) -> bool {
        self.angles == 0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.held.is_none()
    }

    /// Whether a word was read that begins a block.
    pub(super) fn is_control(&self) -> bool {
        self.control
    }

    /// Whether it is more than a step: those get a semicolon, even as the last of a block.
    pub(super) fn is_value(&self) -> bool {
        let is_step = |word: &&str| self.text.starts_with(*word);
        !self.text.contains(" = ") && !["return", "break", "continue"].iter().any(is_step)
    }

    /// The line, if it is plain and begins or ends like this.
    pub(super) fn reads(&self, begins: &str, ends: &str) -> Option<&str> {
        let plain = self.plain && self.angles == 0 && self.held.is_none() && !self.forced;
        Some(&self.text).filter(|text| plain && text.starts_with(begins) && text.ends_with(ends)).map(String::as_str)
    }

    /// The line, whether it is plain, and whether it must be broken, even if it fits.
    pub(super) fn end(mut self) -> (String, bool, bool) {
        self.release();
        (self.text, self.plain && self.angles == 0 && !self.pipe, self.forced)
    }

    pub(super) fn push(&mut self, tree: TokenTree) {
        match tree {
            TokenTree::Ident(ident) => self.word(&ident),
            TokenTree::Literal(literal) => self.word(&literal),
            TokenTree::Punct(punct) => self.punct(&punct),
            TokenTree::Group(group) => self.group(group),
        }
    }

    /// From here on only what the tokens are matters.
    pub(super) fn odd(&mut self) {
        self.plain = false;
    }

    fn word(&mut self, word: &impl Display) {
        self.release();
        match self.last {
            _ if !self.plain => self.part(),
            Last::Open | Last::Space | Last::Comma => {}
            Last::Word | Last::Keyword | Last::Close => self.text.push(' '),
            Last::Question => {
                self.odd();
                self.part();
            }
        }
        let start = self.text.len();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{word}");
        self.joint = false;
        let written = self.text.get(start..).unwrap_or_default();
        let lifetime = self.text.get(..start).is_some_and(|before| before.ends_with('\''));
        self.last = if KEYWORDS.contains(&written) || lifetime { Last::Keyword } else { Last::Word };
        self.control |= matches!(written, "if" | "match" | "for" | "while" | "loop" | "else" | "async" | "unsafe");
        // A clause of its own lines; a literal of several, or with rules of its own.
        if written == "where" || written.contains('\n') || written.starts_with("r\"") || written.starts_with("r#\"") {
            self.odd();
        }
    }

    /// A space, unless the last character belongs to the next one.
    fn part(&mut self) {
        if !self.joint {
            self.text.push(' ');
        }
    }

    fn punct(&mut self, punct: &Punct) {
        let (sign, joint) = (punct.as_char(), punct.spacing() == Spacing::Joint);
        if self.plain {
            match (self.held.take(), sign) {
                (Some(':'), ':') => return self.path(),
                (Some('-'), '>') => return self.put(" -> ", Last::Space, &[Last::Word, Last::Close]),
                (Some(held @ ('=' | '&' | '|' | '.' | '-')), '=' | '>' | '&' | '|' | '.') => {
                    self.odd();
                    self.part();
                    self.text.push(held);
                    self.joint = true;
                }
                (Some(held), _) => self.sign(held, true),
                (None, _) => {}
            }
        }
        if self.plain && joint && matches!(sign, ':' | '-' | '=' | '&' | '|' | '.') {
            self.held = Some(sign);
        } else {
            self.sign(sign, joint);
        }
    }

    /// What was held back stands alone.
    fn release(&mut self) {
        if let Some(held) = self.held.take() {
            self.sign(held, false);
        }
    }

    /// One character that is a sign by itself.
    fn sign(&mut self, sign: char, joint: bool) {
        use Last::{Close, Comma, Keyword, Open, Question, Space, Word};
        if self.plain {
            match sign {
                ',' => self.put(", ", Comma, &[Word, Keyword, Close, Question]),
                ':' => self.put(": ", Space, &[Word, Keyword, Close]),
                ';' if self.literal => self.odd(),
                ';' => self.put("; ", Space, &[Word, Close, Question]),
                '=' => self.put(" = ", Space, &[Word, Close]),
                '+' => self.put(" + ", Space, &[Word, Keyword, Close]),
                '.' => self.put(".", Open, &[Word, Close, Question]),
                '?' => self.put("?", Question, &[Word, Close, Question]),
                '&' => self.prefix("&", Open),
                '\'' => self.prefix("'", Open),
                '|' if self.pipe => {
                    self.pipe = false;
                    self.put("| ", Space, &[Word, Close]);
                }
                '|' => {
                    self.pipe = true;
                    self.prefix("|", Open);
                }
                // `impl A for <B as C>::D`: no binder.
                '<' if self.angles == 0 && self.text.starts_with("impl") && self.text.ends_with(" for") => self.odd(),
                '<' => {
                    self.binder |= self.angles == 0 && self.last == Keyword;
                    self.angles += 1;
                    let space = self.last == Keyword && !["impl", "fn", "for"].iter().any(|w| self.text.ends_with(w));
                    self.put(if space { " <" } else { "<" }, Open, &[Open, Space, Comma, Keyword, Word]);
                }
                '>' if self.angles > 0 => {
                    self.angles -= 1;
                    self.without_comma();
                    self.put(">", Close, &[Word, Keyword, Close]);
                    // `impl<T>` and `for<'a>` are words, too.
                    if self.angles == 0 && std::mem::take(&mut self.binder) {
                        self.last = Keyword;
                    }
                }
                _ => self.odd(),
            }
            if self.plain {
                self.joint = joint;
                return;
            }
            // `+ =` is not `+=`.
            if self.joint {
                self.text.truncate(self.text.trim_end().len());
            }
        }
        self.part();
        self.text.push(sign);
        self.joint = joint;
    }

    /// Writes a sign that may stand behind these.
    fn put(&mut self, text: &str, last: Last, behind: &[Last]) {
        if behind.contains(&self.last) {
            self.text.push_str(text);
            self.last = last;
        } else {
            self.odd();
        }
    }

    /// A sign before what it belongs to.
    fn prefix(&mut self, text: &str, last: Last) {
        if self.last == Last::Keyword {
            self.text.push(' ');
        }
        self.put(text, last, &[Last::Open, Last::Space, Last::Comma, Last::Keyword]);
    }

    fn path(&mut self) {
        self.text.push_str(if self.last == Last::Keyword { " ::" } else { "::" });
        self.last = Last::Open;
    }

    /// Takes back a comma that nothing follows.
    fn without_comma(&mut self) {
        if self.last == Last::Comma {
            self.text.truncate(self.text.len().saturating_sub(2));
            self.last = Last::Word;
        }
    }

    fn group(&mut self, group: Group) {
        self.release();
        let (delimiter, stream) = (group.delimiter(), group.stream());
        // The tokens are ours alone from here on: they need not be copied.
        drop(group);
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::None => (" ", " "),
        };
        let space = match delimiter {
            Delimiter::Parenthesis => {
                self.last == Last::Keyword && !["pub", "fn"].iter().any(|word| self.text.ends_with(word))
            }
            Delimiter::Bracket => self.last == Last::Keyword,
            Delimiter::Brace => true,
            Delimiter::None => false,
        };
        let path = self.text.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':')).len();
        let name = self.text.get(path..).and_then(|path| path.rsplit(':').next()).unwrap_or_default();
        let is_literal = delimiter == Delimiter::Brace
            && self.last == Last::Word
            && !self.control
            && name.starts_with(|c: char| c.is_uppercase());
        if delimiter == Delimiter::None || delimiter == Delimiter::Brace && !is_literal {
            self.odd();
        }
        let spaced = is_literal && !stream.is_empty();
        if space || !self.plain {
            self.text.push(' ');
        }
        self.text.push_str(open);
        if spaced {
            self.text.push(' ');
        }
        let called = matches!(self.last, Last::Word | Last::Close);
        let outside = (self.angles, self.pipe, self.literal);
        (self.angles, self.pipe, self.literal) = (0, false, delimiter == Delimiter::Brace);
        let start = self.text.len();
        self.last = Last::Open;
        self.joint = true;
        stream.into_iter().for_each(|tree| self.push(tree));
        self.release();
        if self.plain && self.last == Last::Comma {
            let inside = self.text.get(start..).unwrap_or_default();
            // `(a,)` is not `(a)`.
            if delimiter == Delimiter::Parenthesis && !called && inside.matches(',').count() == 1 {
                self.text.truncate(self.text.trim_end().len());
            } else {
                self.without_comma();
            }
        }
        if (self.angles, self.pipe) != (0, false) || self.last == Last::Space {
            self.odd();
        }
        (self.angles, self.pipe, self.literal) = outside;
        if spaced {
            self.text.push(' ');
            self.forced |= self.text.len() - path > WIDEST_LITERAL;
        }
        self.text.push_str(close);
        self.last = Last::Close;
        self.joint = false;
    }
}

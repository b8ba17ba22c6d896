//! ECMA-262 patterns (with the `u` flag, as JSON Schema recommends; what only Annex B allows is taken, too) in the
//! syntax of the `regex` crate.
use core::fmt::Write as _;

/// The pattern for `regex` or, if the second is true, for `fancy-regex`. Faults of the pattern stay for the compiler.
pub(super) fn translate(source: &str) -> (String, bool) {
    let chars = source.chars().collect();
    let mut translator = Translator { chars, at: 0, out: String::with_capacity(source.len() + 8), backtracks: false };
    while let Some(character) = translator.next() {
        translator.outside(character);
    }
    (translator.out, translator.backtracks)
}

struct Translator {
    chars: Vec<char>,
    at: usize,
    out: String,
    backtracks: bool,
}

/// What an escape or a character in a class stands for.
enum Atom {
    Char(char),
    /// The inside of a class.
    Set(&'static str),
    /// The inside of a class whose complement is meant.
    Not(&'static str),
    /// `\p{..}`, as it is.
    Property(String),
}

const DIGITS: &str = "0-9";
const WORD: &str = "A-Za-z0-9_";
const SPACE: &str = r"\t\n\x0B\x0C\r\x{FEFF}\x{2028}\x{2029}\p{Zs}";

impl Translator {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += 1;
        Some(character)
    }

    fn ahead(&self, text: &str) -> bool {
        text.chars().eq(self.chars.iter().skip(self.at).take(text.chars().count()).copied())
    }

    fn outside(&mut self, character: char) {
        match character {
            '\\' => self.escape_outside(),
            '[' => self.class(),
            '.' => self.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '(' => {
                self.backtracks |= ["?=", "?!", "?<=", "?<!"].iter().any(|group| self.ahead(group));
                self.out.push('(');
            }
            '{' if !self.quantifier_ahead() => self.out.push_str(r"\{"),
            '{' => {
                self.out.push('{');
                while let Some(character) = self.next() {
                    self.out.push(character);
                    if character == '}' {
                        break;
                    }
                }
            }
            '}' | ']' => {
                self.out.push('\\');
                self.out.push(character);
            }
            other => self.out.push(other),
        }
    }

    /// Whether `{` begins `{n}`, `{n,}` or `{n,m}`.
    fn quantifier_ahead(&self) -> bool {
        let inside = self.chars.iter().skip(self.at).take_while(|&&c| c != '}').collect::<String>();
        let closed = self.chars.get(self.at + inside.chars().count()).is_some();
        let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        closed && !least.is_empty() && digits(least) && digits(most)
    }

    fn escape_outside(&mut self) {
        match self.peek() {
            Some('b' | 'B') => {
                let which = self.next().unwrap_or('b');
                // ASCII words, as `\w`, where the engine can: not for `\B`, and not with back-tracking.
                match (which, self.backtracks) {
                    ('b', false) => self.out.push_str(r"(?-u:\b)"),
                    ('b', true) => self.out.push_str(r"\b"),
                    _ => self.out.push_str(r"\B"),
                }
            }
            Some('1'..='9') => {
                self.backtracks = true;
                self.out.push('\\');
                while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
                    self.at += 1;
                    self.out.push(digit);
                }
            }
            Some('k') if self.chars.get(self.at + 1) == Some(&'<') => {
                self.backtracks = true;
                self.out.push('\\');
            }
            // Python's anchors, which many documents have; ECMA-262 allows neither.
            Some('A') => self.anchor(r"\A"),
            Some('Z' | 'z') => self.anchor(r"\z"),
            _ => {
                let atom = self.escape(false);
                self.push_outside(&atom);
            }
        }
    }

    fn anchor(&mut self, anchor: &str) {
        self.at += 1;
        self.out.push_str(anchor);
    }

    fn push_outside(&mut self, atom: &Atom) {
        let _ = match atom {
            Atom::Char(character) => write!(self.out, r"\x{{{:X}}}", u32::from(*character)),
            Atom::Set(set) => write!(self.out, "[{set}]"),
            Atom::Not(set) => write!(self.out, "[^{set}]"),
            Atom::Property(property) => write!(self.out, "{property}"),
        };
    }

    /// What follows a `\`.
    fn escape(&mut self, in_class: bool) -> Atom {
        let Some(character) = self.next() else {
            return Atom::Char('\\');
        };
        Atom::Char(match character {
            'd' => return Atom::Set(DIGITS),
            'D' => return Atom::Not(DIGITS),
            'w' => return Atom::Set(WORD),
            'W' => return Atom::Not(WORD),
            's' => return Atom::Set(SPACE),
            'S' => return Atom::Not(SPACE),
            'p' | 'P' if self.peek() == Some('{') => {
                let mut property = format!("\\{character}");
                while let Some(next) = self.next() {
                    property.push(next);
                    if next == '}' {
                        break;
                    }
                }
                return Atom::Property(property);
            }
            'b' if in_class => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'v' => '\u{b}',
            'f' => '\u{c}',
            'r' => '\r',
            '0' => '\0',
            'c' => match self.peek().filter(char::is_ascii_alphabetic) {
                Some(letter) => {
                    self.at += 1;
                    char::from_u32(u32::from(letter) % 32).unwrap_or(letter)
                }
                None => 'c',
            },
            'x' => self.hex(2).and_then(char::from_u32).unwrap_or('x'),
            'u' => self.unicode().unwrap_or('u'),
            other => other,
        })
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let text = self.chars.get(self.at..self.at + digits)?;
        let value = text.iter().try_fold(0, |value, digit| Some((value << 4) | digit.to_digit(16)?))?;
        self.at += digits;
        Some(value)
    }

    /// `XXXX`, `XXXX\uXXXX` as a surrogate pair, or `{X..}`.
    fn unicode(&mut self) -> Option<char> {
        if self.peek() == Some('{') {
            let length =
                self.chars.iter().skip(self.at).position(|&c| c == '}').filter(|length| (2..=7).contains(length))?;
            self.at += 1;
            let scalar = self.hex(length - 1)?;
            self.at += 1;
            return char::from_u32(scalar);
        }
        let unit = self.hex(4)?;
        if (0xd800..0xdc00).contains(&unit) && self.ahead("\\u") {
            let before = self.at;
            self.at += 2;
            if let Some(low) = self.hex(4).filter(|low| (0xdc00..0xe000).contains(low)) {
                return char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            }
            self.at = before;
        }
        char::from_u32(unit)
    }

    /// What follows a `[`. Characters are written by number, so that none is special to `regex`.
    fn class(&mut self) {
        let negated = self.peek() == Some('^');
        self.at += usize::from(negated);
        if self.peek() == Some(']') {
            self.at += 1;
            self.out.push_str(if negated { r"[\s\S]" } else { r"[^\s\S]" });
            return;
        }
        self.out.push_str(if negated { "[^" } else { "[" });
        while let Some(first) = self.class_atom() {
            let is_range = self.peek() == Some('-') && !matches!(self.chars.get(self.at + 1), None | Some(']'));
            if !is_range {
                self.push_inside(&first);
                continue;
            }
            self.at += 1;
            match (first, self.class_atom()) {
                (Atom::Char(from), Some(Atom::Char(to))) => {
                    let _ = write!(self.out, r"\x{{{:X}}}-\x{{{:X}}}", u32::from(from), u32::from(to));
                }
                // A class beside `-` makes it a plain character.
                (first, second) => {
                    self.push_inside(&first);
                    self.push_inside(&Atom::Char('-'));
                    if let Some(second) = second {
                        self.push_inside(&second);
                    }
                }
            }
        }
        self.out.push(']');
    }

    /// The next of a class; `None` at its end.
    fn class_atom(&mut self) -> Option<Atom> {
        match self.next()? {
            ']' => None,
            '\\' => Some(self.escape(true)),
            other => Some(Atom::Char(other)),
        }
    }

    fn push_inside(&mut self, atom: &Atom) {
        match atom {
            Atom::Set(set) => self.out.push_str(set),
            other => self.push_outside(other),
        }
    }
}

//! Text → tokens: RFC 8259, one pass, no recursion.
use super::scan;
use super::tape::{Limits, MOST, SyntaxError, Token};

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
    /// The innermost open container; its second token keeps what to go back to: its parent, and the parent's count.
    open: Option<usize>,
    count: usize,
    depth: u32,
    limits: Limits,
}

/// Checks `text` and says where its values are.
pub(super) fn tokens(text: &str, limits: Limits) -> Result<Vec<Token>, SyntaxError> {
    let bytes = text.as_bytes();
    if bytes.len() >= MOST {
        return Err(SyntaxError {
            offset: MOST,
            message: "the text is longer than 2 GiB",
        });
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(SyntaxError {
            offset: 0,
            message: "a byte order mark is not allowed",
        });
    }
    // Most texts have more than eight bytes a token; large ones grow as needed.
    let tokens = Vec::with_capacity((bytes.len() / 8 + 4).min(1 << 14));
    let mut parser = Parser {
        bytes,
        at: 0,
        tokens,
        open: None,
        count: 0,
        depth: 0,
        limits,
    };
    parser.document()?;
    Ok(parser.tokens)
}

impl Parser<'_> {
    /// The byte at hand; 0, which is never allowed outside strings, at the end.
    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    #[inline]
    fn skip_space(&mut self) -> u8 {
        loop {
            let byte = self.peek();
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
        }
    }

    #[cold]
    fn error(&self, message: &'static str) -> SyntaxError {
        let message = if self.at >= self.bytes.len() {
            "the text ends too early"
        } else {
            message
        };
        SyntaxError {
            offset: self.at,
            message,
        }
    }

    fn document(&mut self) -> Result<(), SyntaxError> {
        loop {
            // A value is due.
            match self.skip_space() {
                b'"' => self.string()?,
                b'-' | b'0'..=b'9' => self.number()?,
                b'{' => {
                    self.open()?;
                    if self.skip_space() != b'}' {
                        self.name()?;
                        continue;
                    }
                    self.close();
                }
                b'[' => {
                    self.open()?;
                    if self.skip_space() != b']' {
                        self.count = 1;
                        continue;
                    }
                    self.close();
                }
                b't' => self.literal(b"true")?,
                b'f' => self.literal(b"false")?,
                b'n' => self.literal(b"null")?,
                _ => return Err(self.error("expected a value")),
            }
            // A value is complete: what follows it?
            loop {
                let byte = self.skip_space();
                let Some(open) = self.open else {
                    let rest = self.at < self.bytes.len();
                    return if rest {
                        Err(self.error("expected the end of the text"))
                    } else {
                        Ok(())
                    };
                };
                let in_object = self.bytes.get(self.start_of(open)) == Some(&b'{');
                match (byte, in_object) {
                    (b',', true) => {
                        self.at += 1;
                        self.skip_space();
                        self.name()?;
                        break;
                    }
                    (b',', false) => {
                        self.at += 1;
                        self.count += 1;
                        break;
                    }
                    (b'}', true) | (b']', false) => self.close(),
                    (_, true) => return Err(self.error("expected `,` or `}`")),
                    (_, false) => return Err(self.error("expected `,` or `]`")),
                }
            }
        }
    }

    #[inline]
    fn start_of(&self, index: usize) -> usize {
        self.tokens
            .get(index)
            .map_or(0, |token| token.start as usize)
    }

    #[inline]
    fn open(&mut self) -> Result<(), SyntaxError> {
        if self.depth >= self.limits.depth {
            return Err(SyntaxError {
                offset: self.at,
                message: "nested too deeply",
            });
        }
        self.depth += 1;
        let index = self.tokens.len();
        self.tokens.push(Token::new(self.at, 0));
        self.tokens
            .push(Token::new(self.open.unwrap_or(MOST), self.count));
        self.open = Some(index);
        self.count = 0;
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn close(&mut self) {
        self.at += 1;
        self.depth -= 1;
        let Some(index) = self.open else { return };
        let after = Token::new(0, self.tokens.len()).end;
        if let Some([open, second]) = self.tokens.get_mut(index..index + 2) {
            open.end = after;
            let (parent, count) = (second.start as usize, second.end as usize);
            *second = Token::new(self.at, self.count);
            self.open = (parent != MOST).then_some(parent);
            self.count = count;
        }
    }

    /// A member's name and its colon.
    #[inline]
    fn name(&mut self) -> Result<(), SyntaxError> {
        if self.peek() != b'"' {
            return Err(self.error("expected a member's name"));
        }
        self.count += 1;
        self.string()?;
        if self.skip_space() != b':' {
            return Err(self.error("expected `:`"));
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn string(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        let mut escaped = false;
        let mut at = start + 1;
        loop {
            at = scan::special(self.bytes, at);
            match self.bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at = at;
                    at = match scan::escape(self.bytes, at) {
                        Some((_, next)) => next,
                        None => {
                            return Err(self.error("not an escape, or half of a surrogate pair"));
                        }
                    };
                }
                _ => {
                    self.at = at;
                    return Err(self.error("a control character must be escaped"));
                }
            }
        }
        self.tokens.push(Token::new(start, at).flagged(escaped));
        self.at = at + 1;
        Ok(())
    }

    #[inline]
    fn digits(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start {
            Err(self.error("expected a digit"))
        } else {
            Ok(())
        }
    }

    #[inline]
    fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        if self.peek() == b'-' {
            self.at += 1;
        }
        if self.peek() == b'0' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                return Err(self.error("a number must not begin with 0"));
            }
        } else {
            self.digits()?;
        }
        let mut real = false;
        if self.peek() == b'.' {
            real = true;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            real = true;
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        self.tokens.push(Token::new(start, self.at).flagged(real));
        Ok(())
    }

    #[inline]
    fn literal(&mut self, literal: &'static [u8]) -> Result<(), SyntaxError> {
        let end = self.at + literal.len();
        if self.bytes.get(self.at..end) != Some(literal) {
            return Err(self.error("expected a value"));
        }
        self.tokens.push(Token::new(self.at, end));
        self.at = end;
        Ok(())
    }
}

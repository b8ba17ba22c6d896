//! Text → tokens: RFC 8259, one pass, no recursion.
//!
//! The position is passed by value and kept in a register: as a field it would be stored for every byte.
use core::cell::Cell;

use super::scan;
use super::tape::{Limits, MOST, SyntaxError, Token};

thread_local! {
    /// The memory of the last text's tokens; most texts are small, and asking for memory is what they would cost.
    static SPARE: Cell<Vec<Token>> = const { Cell::new(Vec::new()) };
}

/// Memory beyond this is given back.
const SPARE_TOKENS: usize = 1 << 12;

/// Room for tokens, kept for the next text.
pub(super) struct Room(pub(super) Vec<Token>);

impl Room {
    pub(super) fn new() -> Self {
        Self(SPARE.try_with(Cell::take).unwrap_or_default())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if self.0.capacity() <= SPARE_TOKENS {
            self.0.clear();
            // At the end of a thread there is nothing to keep it for.
            let _ = SPARE.try_with(|spare| spare.set(core::mem::take(&mut self.0)));
        }
    }
}

/// The innermost open container; what it lies in waits in its second token.
struct Open {
    index: usize,
    count: usize,
    is_object: bool,
}

/// Checks `text` and appends where its values are.
pub(super) fn tokens(text: &str, limits: Limits, tokens: &mut Vec<Token>) -> Result<(), SyntaxError> {
    let bytes = text.as_bytes();
    if bytes.len() >= MOST {
        return Err(SyntaxError { offset: MOST, message: "the text is longer than 2 GiB" });
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(SyntaxError { offset: 0, message: "a byte order mark is not allowed" });
    }
    // Most texts have more than eight bytes a token; large ones grow as needed.
    tokens.reserve((bytes.len() / 8 + 4).min(1 << 14));
    let mut open = Open { index: MOST, count: 0, is_object: false };
    let mut depth = 0;
    let mut at = 0;
    loop {
        // A value is due.
        at = skip_space(bytes, at);
        match peek(bytes, at) {
            b'"' => at = string(bytes, at, tokens)?,
            b'-' | b'0'..=b'9' => at = number(bytes, at, tokens)?,
            bracket @ (b'{' | b'[') => {
                if depth >= limits.depth {
                    return Err(SyntaxError { offset: at, message: "nested too deeply" });
                }
                depth += 1;
                let index = tokens.len();
                tokens.push(Token::new(at, 0));
                tokens.push(Token::new(open.index, open.count).flagged(open.is_object));
                open = Open { index, count: 0, is_object: bracket == b'{' };
                at = skip_space(bytes, at + 1);
                match (peek(bytes, at), open.is_object) {
                    (b'}', true) | (b']', false) => {
                        depth -= 1;
                        at += 1;
                        open = close(tokens, &open, at);
                    }
                    (_, true) => {
                        at = name(bytes, at, tokens)?;
                        open.count = 1;
                        continue;
                    }
                    (_, false) => {
                        open.count = 1;
                        continue;
                    }
                }
            }
            b't' => at = literal(bytes, at, b"true", tokens)?,
            b'f' => at = literal(bytes, at, b"false", tokens)?,
            b'n' => at = literal(bytes, at, b"null", tokens)?,
            _ => return Err(error(bytes, at, "expected a value")),
        }
        // A value is complete: what follows it?
        loop {
            at = skip_space(bytes, at);
            if depth == 0 {
                let rest = at < bytes.len();
                return if rest { Err(error(bytes, at, "expected the end of the text")) } else { Ok(()) };
            }
            match (peek(bytes, at), open.is_object) {
                (b',', true) => {
                    at = name(bytes, skip_space(bytes, at + 1), tokens)?;
                    open.count += 1;
                    break;
                }
                (b',', false) => {
                    at += 1;
                    open.count += 1;
                    break;
                }
                (b'}', true) | (b']', false) => {
                    depth -= 1;
                    at += 1;
                    open = close(tokens, &open, at);
                }
                (_, true) => return Err(error(bytes, at, "expected `,` or `}`")),
                (_, false) => return Err(error(bytes, at, "expected `,` or `]`")),
            }
        }
    }
}

/// Completes a container whose text ends before `past`; returns the one around it.
#[inline]
fn close(tokens: &mut [Token], open: &Open, past: usize) -> Open {
    let after = Token::new(0, tokens.len()).end;
    let Some([first, second]) = tokens.get_mut(open.index..open.index + 2) else {
        return Open { index: MOST, count: 0, is_object: false };
    };
    first.end = after;
    let outer =
        Open { index: second.start as usize, count: second.end as usize & MOST, is_object: second.end as usize > MOST };
    *second = Token::new(past, open.count);
    outer
}

/// The byte at `at`; 0, which is never allowed outside strings, at the end.
#[inline]
fn peek(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

#[inline]
fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(peek(bytes, at), b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    at
}

#[cold]
fn error(bytes: &[u8], at: usize, message: &'static str) -> SyntaxError {
    let message = if at >= bytes.len() { "the text ends too early" } else { message };
    SyntaxError { offset: at.min(bytes.len()), message }
}

/// A member's name and its colon.
#[inline]
fn name(bytes: &[u8], at: usize, tokens: &mut Vec<Token>) -> Result<usize, SyntaxError> {
    if peek(bytes, at) != b'"' {
        return Err(error(bytes, at, "expected a member's name"));
    }
    let at = string(bytes, at, tokens)?;
    let at = skip_space(bytes, at);
    if peek(bytes, at) != b':' {
        return Err(error(bytes, at, "expected `:`"));
    }
    Ok(at + 1)
}

#[inline(always)]
fn string(bytes: &[u8], start: usize, tokens: &mut Vec<Token>) -> Result<usize, SyntaxError> {
    let mut escaped = false;
    let mut at = start + 1;
    loop {
        at = scan::special(bytes, at);
        match peek(bytes, at) {
            b'"' => break,
            b'\\' => {
                escaped = true;
                at = match scan::escape(bytes, at) {
                    Some((_, next)) => next,
                    None => {
                        return Err(error(bytes, at, "not an escape, or half of a surrogate pair"));
                    }
                };
            }
            _ => return Err(error(bytes, at, "a control character must be escaped")),
        }
    }
    tokens.push(Token::new(start, at).flagged(escaped));
    Ok(at + 1)
}

/// Past the digits at `start`, of which there must be one.
#[inline]
fn digits(bytes: &[u8], start: usize) -> Result<usize, SyntaxError> {
    let mut at = start;
    while peek(bytes, at).is_ascii_digit() {
        at += 1;
    }
    if at == start { Err(error(bytes, at, "expected a digit")) } else { Ok(at) }
}

#[inline]
fn number(bytes: &[u8], start: usize, tokens: &mut Vec<Token>) -> Result<usize, SyntaxError> {
    let mut at = start + usize::from(peek(bytes, start) == b'-');
    if peek(bytes, at) == b'0' {
        at += 1;
        if peek(bytes, at).is_ascii_digit() {
            return Err(error(bytes, at, "a number must not begin with 0"));
        }
    } else {
        at = digits(bytes, at)?;
    }
    let whole = at;
    if peek(bytes, at) == b'.' {
        at = digits(bytes, at + 1)?;
    }
    if matches!(peek(bytes, at), b'e' | b'E') {
        at += 1 + usize::from(matches!(peek(bytes, at + 1), b'+' | b'-'));
        at = digits(bytes, at)?;
    }
    tokens.push(Token::new(start, at).flagged(at != whole));
    Ok(at)
}

#[inline]
fn literal(bytes: &[u8], at: usize, word: &[u8], tokens: &mut Vec<Token>) -> Result<usize, SyntaxError> {
    let end = at + word.len();
    if bytes.get(at..end) != Some(word) {
        return Err(error(bytes, at, "expected a value"));
    }
    tokens.push(Token::new(at, end));
    Ok(end)
}

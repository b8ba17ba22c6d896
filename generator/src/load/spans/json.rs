//! JSON: a scanner of tokens and where they stand. The text was parsed before; what is wrong in it is passed over.
use super::Builder;
use memchr::memchr2;
use std::borrow::Cow;

/// Most of a text that was laid out for people.
const INDENT: &[u8; 8] = b"        ";

pub(super) fn scan(text: &str) -> Builder {
    let mut builder = Builder::with_room(text);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        match byte {
            b' ' => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += if rest.first_chunk() == Some(INDENT) { INDENT.len() } else { 1 };
            }
            b'\t' | b'\r' | b'\n' | b',' | b':' => at += 1,
            b'{' | b'[' => {
                builder.open(start, *byte == b'{');
                at += 1;
            }
            b'}' | b']' => {
                at += 1;
                builder.close(Some(at));
            }
            b'"' => {
                let has_escapes;
                (at, has_escapes) = string(bytes, start + 1);
                let quoted = if has_escapes { text.get(start..at) } else { None };
                let own = quoted.and_then(|quoted| serde_json::from_str(quoted).ok()).map(Cow::Owned);
                builder.scalar(text, start..at, own);
            }
            _ => {
                at += bytes.iter().skip(start).take_while(|b| !is_end(**b)).count().max(1);
                builder.scalar(text, start..at, None);
            }
        }
    }
    builder
}

/// Behind the closing quote of the string whose contents begin here, and whether there were escapes before it.
fn string(bytes: &[u8], mut at: usize) -> (usize, bool) {
    let mut has_escapes = false;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found + 1;
        if bytes.get(at - 1) == Some(&b'"') {
            return (at, has_escapes);
        }
        has_escapes = true;
        at += 1;
    }
    (bytes.len(), has_escapes)
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"')
}

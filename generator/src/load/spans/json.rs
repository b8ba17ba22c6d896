//! JSON: a scanner of tokens and where they stand. The text was parsed before; what is wrong in it is passed over.
use super::Builder;
use memchr::memchr2;
use std::borrow::Cow;

pub(super) fn scan(text: &str) -> Builder {
    let mut builder = Builder::with_room(text);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        match byte {
            b'\n' => at = indented(bytes, at + 1),
            b' ' | b'\t' | b'\r' | b',' | b':' => at += 1,
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
                // What is no key is read when it is asked for.
                let quoted = if has_escapes && builder.waits_for_key() { text.get(start..at) } else { None };
                builder.scalar(text, start..at, quoted.and_then(read).map(Cow::Owned));
            }
            _ => {
                at += bytes.iter().skip(start).take_while(|b| !is_end(**b)).count().max(1);
                builder.scalar(text, start..at, None);
            }
        }
    }
    builder
}

/// What a string with its quotes says.
pub(super) fn read(quoted: &str) -> Option<String> {
    serde_json::from_str(quoted).ok()
}

/// Behind the spaces that stand here: a good part of a text that was laid out for people.
fn indented(bytes: &[u8], mut at: usize) -> usize {
    while let Some(few) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let others = u64::from_le_bytes(*few) ^ u64::from_le_bytes([b' '; 8]);
        let spaces = others.trailing_zeros() as usize / 8;
        at += spaces;
        if spaces < few.len() {
            break;
        }
    }
    at
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

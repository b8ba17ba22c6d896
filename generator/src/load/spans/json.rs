//! JSON: a scanner of tokens and where they stand. The text was parsed before; what is wrong in it is passed over.
use super::Builder;
use std::borrow::Cow;

pub(super) fn scan(text: &str) -> Builder {
    let mut builder = Builder::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        match byte {
            b'{' | b'[' => {
                builder.open(start, *byte == b'{');
                at += 1;
            }
            b'}' | b']' => {
                at += 1;
                builder.close(Some(at));
            }
            b'"' => {
                at = string(bytes, start + 1);
                let inner = text.get(start + 1..at.saturating_sub(1)).unwrap_or_default();
                let own = if inner.contains('\\') {
                    text.get(start..at).and_then(|quoted| serde_json::from_str(quoted).ok()).map(Cow::Owned)
                } else {
                    Some(Cow::Borrowed(inner))
                };
                builder.scalar(text, start..at, own);
            }
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => at += 1,
            _ => {
                at += bytes.iter().skip(start).take_while(|b| !is_end(**b)).count().max(1);
                builder.scalar(text, start..at, None);
            }
        }
    }
    builder
}

/// Behind the closing quote of the string whose contents begin here.
fn string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => return at,
            b'\\' => at += 1,
            _ => {}
        }
    }
    bytes.len()
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"')
}

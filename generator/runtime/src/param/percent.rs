//! Percent-encoding (RFC 3986, section 2), in both directions.
use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Fault;

/// All but the unreserved characters of RFC 3986, section 2.3.
pub(super) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Where dots separate.
pub(super) const NO_DOT: &AsciiSet = &UNRESERVED.add(b'.');
/// `allowReserved`: what may stand in a query and means nothing to forms. `[`, `]`, `#`, `&` and `+` stay encoded.
pub(super) const RESERVED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// What may stand in a path, slashes included (RFC 3986, section 3.3).
pub(super) const PATH: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// The same where commas, semicolons and `=` separate.
pub(super) const PATH_ITEM: &AsciiSet = &PATH.add(b',').add(b';').add(b'=');
/// `allowReserved` in a path: slashes stay encoded, since they would make another path.
pub(super) const PATH_RESERVED: &AsciiSet = &PATH.add(b'/');
/// The same where dots, commas, semicolons and `=` separate.
pub(super) const PATH_RESERVED_ITEM: &AsciiSet = &PATH_ITEM.add(b'/').add(b'.');
/// [`RESERVED`] where commas separate.
pub(super) const RESERVED_ITEM: &AsciiSet = &RESERVED.add(b',');
/// What is not a `cookie-octet` (RFC 6265, section 4.1.1). No more, since many servers do not decode cookies.
pub(super) const COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');
/// The same where `&` and `=` separate.
pub(super) const COOKIE_ITEM: &AsciiSet = &COOKIE.add(b'&').add(b'=');

/// Appends `text`, encoding what is in `set`.
pub(super) fn push(out: &mut String, text: &str, set: &'static AsciiSet) {
    out.extend(utf8_percent_encode(text, set));
}

/// [`push`], but triples that are there already stay (RFC 6570, section 3.2.3).
pub(super) fn push_keeping_triples(out: &mut String, text: &str, set: &'static AsciiSet) {
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        push(out, before, set);
        let length = if triple(after.as_bytes()).is_some() { 3 } else { 1 };
        let (percent, after) = after.split_at(length);
        if length == 3 {
            out.push_str(percent);
        } else {
            out.push_str("%25");
        }
        rest = after;
    }
    push(out, rest, set);
}

/// The byte that a text starting with a percent-encoded triple stands for.
fn triple(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else {
        return None;
    };
    let high = char::from(*high).to_digit(16)?;
    let low = char::from(*low).to_digit(16)?;
    u8::try_from(high * 16 + low).ok()
}

/// Decodes; `plus` means a space as in forms if `form` is set.
///
/// # Errors
/// A `%` without two hexadecimal digits, or bytes that are not UTF-8.
pub(super) fn decode(text: &str, form: bool) -> Result<Cow<'_, str>, Fault> {
    let bytes = text.as_bytes();
    let Some(first) = bytes.iter().position(|&b| b == b'%' || (form && b == b'+')) else {
        return Ok(Cow::Borrowed(text));
    };
    let (plain, mut rest) = bytes.split_at(first);
    let mut decoded = Vec::with_capacity(bytes.len());
    decoded.extend_from_slice(plain);
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'%' => {
                decoded.push(triple(rest).ok_or(Fault::Percent)?);
                rest = after.get(2..).unwrap_or_default();
                continue;
            }
            b'+' if form => decoded.push(b' '),
            _ => decoded.push(byte),
        }
        rest = after;
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| Fault::Utf8)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn encoded(text: &str, set: &'static AsciiSet) -> String {
        let mut out = String::new();
        push(&mut out, text, set);
        out
    }

    #[test]
    fn only_unreserved_characters_stay() {
        let ascii = (0_u8..128).map(char::from).collect::<String>();
        let stayed =
            encoded(&ascii, UNRESERVED).split('%').map(|part| part.get(2..).unwrap_or(part)).collect::<String>();
        assert_eq!(stayed, "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");
        assert_eq!(encoded("ß/€", UNRESERVED), "%C3%9F%2F%E2%82%AC");
    }

    #[test]
    fn reserved_characters_stay_where_they_mean_nothing_to_forms() {
        assert_eq!(encoded(":/?#[]@!$&'()*+,;= ", RESERVED), ":/?%23%5B%5D@!$%26'()*%2B,;=%20");
    }

    #[test]
    fn triples_stay_only_when_asked() {
        let mut out = String::new();
        push_keeping_triples(&mut out, "%2F%zz%4 %", RESERVED);
        assert_eq!(out, "%2F%25zz%254%20%25");
        assert_eq!(encoded("%2F", RESERVED), "%252F");
    }

    #[test]
    fn decoding_is_strict() {
        assert_eq!(decode("a%2fb%C3%9F+", false).unwrap(), "a/bß+");
        assert_eq!(decode("a+b%2B", true).unwrap(), "a b+");
        for text in ["%", "%2", "%zz", "a%2", "%+1", "%€"] {
            assert_eq!(decode(text, true), Err(Fault::Percent), "{text}");
        }
        for text in ["%FF", "%C3", "%C0%80", "%ED%A0%80"] {
            assert_eq!(decode(text, true), Err(Fault::Utf8), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_encoded_decodes(text in ".*") {
            for set in [UNRESERVED, NO_DOT, PATH, PATH_ITEM, RESERVED, RESERVED_ITEM, COOKIE, COOKIE_ITEM] {
                let wire = encoded(&text, set);
                proptest::prop_assert_eq!(decode(&wire, false).unwrap(), text.as_str());
            }
            let wire = encoded(&text, RESERVED);
            proptest::prop_assert_eq!(decode(&wire, true).unwrap(), text.as_str());
        }
    }
}

//! URIs (RFC 3986, appendix A) and IRIs (RFC 3987, section 2.2).
use core::net::Ipv6Addr;

use memchr::{memchr, memchr_iter};

/// Whether a text is a URI, or where that is allowed an IRI or relative.
pub(in crate::format) fn uri(text: &str, international: bool, relative: bool) -> bool {
    let of = Charset { international };
    let (rest, fragment) = split(text, b'#');
    let (rest, query) = split(rest, b'?');
    let (scheme, rest) = match split(rest, b':') {
        (scheme, Some(after)) if is_scheme(scheme) => (Some(scheme), after),
        _ => (None, rest),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(after) => {
            let (authority, path) = after.split_at(memchr(b'/', after.as_bytes()).unwrap_or(after.len()));
            (Some(authority), path)
        }
        None => (None, rest),
    };
    // A colon in the first segment would make a scheme of what is before it.
    let ambiguous = scheme.is_none() && authority.is_none() && path.split('/').next().is_some_and(|s| s.contains(':'));
    (relative || scheme.is_some())
        && !ambiguous
        && authority.is_none_or(|authority| of.is_authority(authority))
        && of.is(path, "/:@", false)
        && query.is_none_or(|query| of.is(query, "/?:@", true))
        && fragment.is_none_or(|fragment| of.is(fragment, "/?:@", false))
}

fn split(text: &str, at: u8) -> (&str, Option<&str>) {
    let parts = memchr(at, text.as_bytes()).and_then(|found| Some((text.get(..found)?, text.get(found + 1..)?)));
    parts.map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// Whether two hexadecimal digits follow each `%`.
pub(super) fn percents_are_whole(text: &str) -> bool {
    let hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    memchr_iter(b'%', bytes).all(|at| hex(bytes.get(at + 1)) && hex(bytes.get(at + 2)))
}

#[derive(Clone, Copy)]
struct Charset {
    international: bool,
}

impl Charset {
    /// Whether there is nothing but unreserved characters, `sub-delims`, percents, and those given.
    fn is(self, text: &str, also: &str, private: bool) -> bool {
        let known = |c: char| {
            matches!(c, '-' | '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | '%')
                || also.chars().any(|one| one == c)
                || (self.international && (is_ucschar(c) || (private && is_private(c))))
        };
        // Letters and digits are most of it.
        let mut others = text.chars().filter(|c| !c.is_ascii_alphanumeric());
        others.all(known) && percents_are_whole(text)
    }

    fn is_authority(self, text: &str) -> bool {
        let (user, rest) = text.split_once('@').map_or(("", text), |(user, rest)| (user, rest));
        let (host, port) = match rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
            Some((literal, after)) if is_literal(literal) => ("", after),
            Some(_) => return false,
            None => rest.split_at(rest.find(':').unwrap_or(rest.len())),
        };
        let port = port.strip_prefix(':').unwrap_or(port);
        self.is(user, ":", false) && self.is(host, "", false) && port.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// What stands in brackets: an IPv6 address, or one of a version to come.
fn is_literal(text: &str) -> bool {
    let Some(future) = text.strip_prefix(['v', 'V']) else { return text.parse::<Ipv6Addr>().is_ok() };
    future.split_once('.').is_some_and(|(version, address)| {
        let known = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:".contains(c);
        !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_hexdigit())
            && !address.is_empty()
            && address.chars().all(known)
    })
}

/// RFC 3987: everything but ASCII, what is private and what is no character.
fn is_ucschar(c: char) -> bool {
    match u32::from(c) {
        0xA0..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFEF => true,
        0xE0000..=0xE0FFF => false,
        other => (0x1_0000..0xF_0000).contains(&other) && other & 0xFFFE != 0xFFFE,
    }
}

fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD)
}

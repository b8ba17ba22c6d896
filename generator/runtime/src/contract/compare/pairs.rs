//! Paths, and names with values: queries, cookies, forms. What is percent-encoded without need is the same.
use http::header::COOKIE;

use super::values::same_text;
use super::{Message, Same};

pub(super) fn same_path(a: &str, b: &str, slashes: bool) -> bool {
    let plain = |text: &str| percent_encoding::percent_decode_str(text).collect::<Vec<u8>>();
    if slashes {
        return plain(a) == plain(b);
    }
    let (a, b) = (a.split('/').collect::<Vec<_>>(), b.split('/').collect::<Vec<_>>());
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| canonical(a) == canonical(b) || same_text(&canonical(a), &canonical(b)))
}

/// Percent-encoded where it matters, and nowhere else (RFC 3986, section 6.2.2).
fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = (*first == b'%').then(|| after.get(..2)).flatten();
        let triple = pair.and_then(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok());
        let byte = triple.unwrap_or(*first);
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let stays = unreserved || (triple.is_none() && b"!$&'()*+,;=:@/?%".contains(&byte));
        if stays {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        rest = if triple.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    out
}

pub(super) fn pairs(text: &str, between: char) -> Vec<(String, String)> {
    let each = text.split(between).filter(|pair| !pair.is_empty());
    let each = each.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (canonical(&name.replace('+', "%20")), canonical(&value.replace('+', "%20")))
    });
    let mut pairs = each.collect::<Vec<_>>();
    // Which of two names comes first says nothing, which of two values of one name does.
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs
}

pub(super) fn cookies(of: &Message) -> Vec<(String, String)> {
    let plain = |text: &str| percent_encoding::percent_decode_str(text.trim()).decode_utf8_lossy().into_owned();
    let each = of.text(&COOKIE).split(';').filter(|pair| !pair.trim().is_empty());
    let mut pairs = each
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (plain(name), plain(value))
        })
        .collect::<Vec<_>>();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs
}

pub(super) fn same_pairs(what: &str, wanted: &[(String, String)], sent: &[(String, String)]) -> Same {
    let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    // What is the same text when decoded and was not before differs in what separates.
    let spelled = |a: &str, b: &str| plain(a) != plain(b) && same_text(&plain(a), &plain(b));
    let one = |(a, b): (&(String, String), &(String, String))| a.0 == b.0 && (a.1 == b.1 || spelled(&a.1, &b.1));
    let same = wanted.len() == sent.len() && wanted.iter().zip(sent).all(one);
    let told = |pairs: &[(String, String)]| pairs.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("&");
    if same { Ok(()) } else { Err(format!("{what} {} in place of {}", told(sent), told(wanted))) }
}

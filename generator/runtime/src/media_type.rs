//! Media types: their parts, and which fits which (RFC 9110, section 8.3.1; RFC 6838, section 4.2.8 for `+json`).
use std::borrow::Cow;

/// Without parameters and white space: `application/json; charset=utf-8` is `application/json`.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim_ascii()
}

/// Type and subtype, both there.
pub(crate) fn halves(media_type: &str) -> Option<(&str, &str)> {
    essence(media_type).split_once('/').filter(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty())
}

/// Names and values behind the first `;`, quotes taken off. What is no `name=value` is left out.
pub(crate) fn parameters(text: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    parameters_escaped(text, &['"', '\\'])
}

/// The same where a backslash escapes only some characters: names of files on other systems have them.
pub(crate) fn parameters_escaped<'t>(
    text: &'t str,
    escaped: &'static [char],
) -> impl Iterator<Item = (&'t str, Cow<'t, str>)> {
    let mut rest = text.split_once(';').map_or("", |(_, rest)| rest);
    core::iter::from_fn(move || {
        while !rest.is_empty() {
            let (one, after) = split_unquoted(rest);
            rest = after;
            if let Some((name, value)) = one.split_once('=') {
                return Some((name.trim_ascii(), unquoted(value.trim_ascii(), escaped)));
            }
        }
        None
    })
}

/// What stands before the first `;` that is not within quotes, and what follows it.
fn split_unquoted(text: &str) -> (&str, &str) {
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b';' if !quoted => return (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()),
            _ => {}
        }
    }
    (text, "")
}

/// A quoted string's text. A backslash that escapes nothing stands for itself.
fn unquoted<'t>(value: &'t str, escaped: &[char]) -> Cow<'t, str> {
    let Some(inner) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else {
        return Cow::Borrowed(value);
    };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next) if character == '\\' && escaped.contains(next) => {
                text.push(*next);
                characters.next();
            }
            _ => text.push(character),
        }
    }
    Cow::Owned(text)
}

pub(crate) fn is_json(essence: &str) -> bool {
    let suffix = essence.get(essence.len().saturating_sub(5)..).unwrap_or_default();
    essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("text/json")
        || suffix.eq_ignore_ascii_case("+json")
}

/// RFC 7303.
pub(crate) fn is_xml(essence: &str) -> bool {
    let suffix = essence.get(essence.len().saturating_sub(4)..).unwrap_or_default();
    essence.eq_ignore_ascii_case("application/xml")
        || essence.eq_ignore_ascii_case("text/xml")
        || suffix.eq_ignore_ascii_case("+xml")
}

/// How closely `actual` is what was declared: 4 the same, 3 another kind of the JSON that `application/*+json` asks for,
/// 2 of the declared type, 1 anything. `None`: it is something else.
fn closeness(declared: &str, actual: &str) -> Option<u8> {
    let (kind, subtype) = halves(actual)?;
    match halves(declared)? {
        _ if essence(declared).eq_ignore_ascii_case(essence(actual)) => Some(4),
        (wanted, "*+json") => (wanted.eq_ignore_ascii_case(kind) && is_json(essence(actual))).then_some(3),
        ("*", "*") => Some(1),
        (wanted, "*") => (wanted.eq_ignore_ascii_case(kind) && subtype != "*").then_some(2),
        _ => None,
    }
}

/// Whether a value of a declared media type, which may be a range, can say that it is `actual`.
pub(crate) fn is_one_of(declared: &str, actual: &str) -> bool {
    closeness(declared, actual).is_some() && !essence(actual).contains('*')
}

/// The index of the declared media type that fits best: the same type, then `type/*`, then `*/*`. Of several of the same
/// type, the one most of whose parameters were sent, too.
///
/// Parameters that the document declares are not asked for, except that text in another charset than UTF-8 (or its
/// subset US-ASCII) fits nothing, since it would be read wrongly.
pub(crate) fn choose(content_type: &str, declared: &[&str]) -> Option<usize> {
    if !is_readable(content_type) {
        return None;
    }
    closest(declared, content_type, closeness)
}

/// As [`choose`], but JSON is JSON and XML is XML, whatever it is called, and charsets are not looked at.
#[cfg(feature = "client")]
pub(crate) fn choose_leniently(declared: &[&str], actual: &str) -> Option<usize> {
    closest(declared, actual, |declared, actual| {
        let both = |is: fn(&str) -> bool| is(essence(declared)) && is(essence(actual));
        closeness(declared, actual).or((both(is_json) || both(is_xml)).then_some(3))
    })
}

/// The index of the closest that fits; of equals the one most of whose parameters were sent, then the first.
fn closest(declared: &[&str], actual: &str, fits: impl Fn(&str, &str) -> Option<u8>) -> Option<usize> {
    let fitting = declared
        .iter()
        .enumerate()
        .filter_map(|(index, declared)| Some((fits(declared, actual)?, shared(declared, actual), usize::MAX - index)));
    fitting.max().map(|(.., index)| usize::MAX - index)
}

/// The index of the offered media type that `Accept` lines like best; of equals the first. Without any line everything is
/// fine. `None`: none of them is (RFC 9110, section 12.5.1).
#[cfg(feature = "server")]
pub(crate) fn preferred<'a>(accept: impl Iterator<Item = &'a str>, offered: &[&str]) -> Option<usize> {
    let mut ranges =
        accept.flat_map(|line| line.split(',')).map(str::trim_ascii).filter(|one| !one.is_empty()).peekable();
    if ranges.peek().is_none() {
        return (!offered.is_empty()).then_some(0);
    }
    let ranges = ranges.map(|range| (range, quality(range))).collect::<Vec<_>>();
    let liked = offered.iter().enumerate().filter_map(|(index, offered)| {
        let closest = ranges.iter().filter_map(|(range, quality)| Some((closeness(range, offered)?, *quality)));
        let (_, quality) = closest.max_by_key(|(closeness, _)| *closeness)?;
        (quality > 0).then_some((quality, usize::MAX - index))
    });
    liked.max().map(|(_, index)| usize::MAX - index)
}

/// In thousandths. What cannot be read is taken for nothing.
#[cfg(feature = "server")]
fn quality(range: &str) -> u32 {
    let stated = parameters(range).find(|(name, _)| name.eq_ignore_ascii_case("q")).map(|(_, value)| value);
    let Some(stated) = stated else { return 1000 };
    let (whole, fraction) = stated.split_once('.').unwrap_or((&stated, ""));
    let digits = format!("{fraction:0<3}");
    match (whole, digits.get(..3).filter(|_| fraction.len() <= 3).and_then(|digits| digits.parse().ok())) {
        ("1", Some(0)) => 1000,
        ("0", Some(thousandths)) => thousandths,
        _ => 0,
    }
}

/// How many declared parameters were sent; fewer than none if some were not.
fn shared(declared: &str, sent: &str) -> i32 {
    parameters(declared).fold(0, |count, (name, value)| {
        let there = parameters(sent).any(|(n, v)| n.eq_ignore_ascii_case(name) && v.eq_ignore_ascii_case(&value));
        count + if there { 1 } else { -1 }
    })
}

/// Whether the content is in UTF-8, as far as it is text.
pub(crate) fn is_readable(media_type: &str) -> bool {
    let Some((kind, subtype)) = halves(media_type) else { return false };
    let ends = subtype.get(subtype.len().saturating_sub(4)..).is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let text = kind.eq_ignore_ascii_case("text") || ends || subtype.eq_ignore_ascii_case("x-www-form-urlencoded");
    !text || is_utf8(media_type)
}

/// Whether no other charset than UTF-8, or its subset US-ASCII, is stated.
pub(crate) fn is_utf8(media_type: &str) -> bool {
    parameters(media_type).all(|(name, value)| {
        !name.eq_ignore_ascii_case("charset")
            || value.eq_ignore_ascii_case("utf-8")
            || value.eq_ignore_ascii_case("us-ascii")
    })
}

/// What to send for what was declared: a range is no content type.
pub(crate) fn concrete(declared: &'static str) -> &'static str {
    match halves(declared) {
        Some(("text", "*")) => "text/plain; charset=utf-8",
        Some((_, "*+json")) => "application/json",
        Some((_, "*")) => "application/octet-stream",
        _ => declared,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_declared_type() {
        let declared = ["*/*", "text/*", "application/json", "text/plain; charset=utf-8"];
        assert_eq!(choose("application/json", &declared), Some(2));
        assert_eq!(choose("Application/JSON ; charset=\"UTF-8\"", &declared), Some(2));
        assert_eq!(choose("text/plain", &declared), Some(3));
        assert_eq!(choose("text/csv;header=present", &declared), Some(1));
        assert_eq!(choose("image/png", &declared), Some(0));
        assert_eq!(choose("application/json-patch+json", &declared[2..]), None);
    }

    #[test]
    fn versions_in_parameters() {
        let declared = ["application/x;v=1", "application/x", "application/x; v=\"2;\""];
        assert_eq!(choose("application/x; V=1", &declared), Some(0));
        assert_eq!(choose("application/x; v=\"2;\"", &declared), Some(2));
        assert_eq!(choose("application/x", &declared), Some(1));
        assert_eq!(choose("application/x; v=3", &declared[..1]), Some(0));
    }

    #[test]
    fn kinds_of_json() {
        let declared = ["application/*+json", "application/json-patch+json", "text/json"];
        assert_eq!(choose("application/json", &declared), Some(0));
        assert_eq!(choose("application/hal+json", &declared), Some(0));
        assert_eq!(choose("application/json-patch+json", &declared), Some(1));
        assert_eq!(choose("text/json", &declared), Some(2));
        assert_eq!(choose("image/x+json", &declared), None);
    }

    #[test]
    fn what_is_no_media_type() {
        for bad in ["", "json", "/json", "application/", ";", "*"] {
            assert_eq!(choose(bad, &["*/*"]), None, "{bad:?}");
        }
    }

    #[test]
    fn text_in_another_charset() {
        assert_eq!(choose("application/json; charset=latin1", &["application/json"]), None);
        assert_eq!(choose("application/problem+json;a=b; CHARSET=utf-16", &["*/*"]), None);
        assert_eq!(choose("image/svg+xml; charset=latin1", &["*/*"]), Some(0));
    }

    #[test]
    fn what_a_client_takes() {
        let fits = |declared: &str, actual| choose_leniently(&[declared], actual).is_some();
        for (declared, actual) in [
            ("application/json", "application/json"),
            ("application/json", "Application/JSON; charset=utf-8"),
            ("application/json; charset=utf-8", "application/json"),
            ("application/json", "application/problem+json"),
            ("application/vnd.a+json", "application/json"),
            ("text/*", "text/plain;charset=x"),
            ("*/*", "a/b"),
        ] {
            assert!(fits(declared, actual), "{declared} {actual}");
        }
        for (declared, actual) in [
            ("application/json", "text/html"),
            ("application/json", "application/jsonp"),
            ("application/json", ""),
            ("application/json", "json"),
            ("text/*", "application/json"),
            ("text/plain", "text/html"),
            ("text/plain", "é"),
        ] {
            assert!(!fits(declared, actual), "{declared} {actual}");
        }
    }

    #[test]
    fn a_value_says_which_of_a_range_it_is() {
        assert!(is_one_of("image/*", "image/png") && is_one_of("*/*", "a/b; c=d"));
        assert!(!is_one_of("image/*", "text/plain") && !is_one_of("image/*", "image/*") && !is_one_of("*/*", "a"));
    }

    #[cfg(feature = "server")]
    #[test]
    fn what_a_caller_likes_best() {
        let offered = ["application/json", "text/csv", "image/png"];
        let best = |accept: &[&str]| preferred(accept.iter().copied(), &offered);
        assert_eq!(best(&[]), Some(0));
        assert_eq!(best(&["text/csv"]), Some(1));
        assert_eq!(best(&["*/*"]), Some(0));
        assert_eq!(best(&["text/*;q=0.5, application/json;q=0.4, */*;q=0.1"]), Some(1));
        assert_eq!(best(&["application/json;q=0", "*/*;q=0.1"]), Some(1));
        assert_eq!(best(&["image/*", "text/html"]), Some(2));
        assert_eq!(best(&["text/html"]), None);
        assert_eq!(best(&["text/csv;q=2, image/png;q=0.001"]), Some(2));
    }

    #[test]
    fn parameters_may_be_quoted() {
        let all = parameters(r#"form-data; name="a;\"b\\"; filename="C:\x" ; bad; c=d"#).collect::<Vec<_>>();
        let all = all.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>();
        assert_eq!(all, [r#"name a;"b\"#, r"filename C:\x", "c d"]);
    }
}

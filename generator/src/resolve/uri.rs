//! URI references put together as RFC 3986 says (5.2 and 6.2.2); a base may itself be relative, as a file's name is.

/// What is before the fragment, and the fragment if there is a `#`.
#[must_use]
pub fn split(reference: &str) -> (&str, Option<&str>) {
    reference.split_once('#').map_or((reference, None), |(uri, fragment)| (uri, Some(fragment)))
}

/// Whether a reference names a scheme or a host: it does not lead to a neighbour.
#[must_use]
pub fn is_remote(reference: &str) -> bool {
    let parts = Parts::of(reference);
    parts.scheme.is_some() || parts.authority.is_some()
}

/// Where a reference leads from a base, without its fragment, in the spelling that equal URIs share.
#[must_use]
pub fn resolve(base: &str, reference: &str) -> String {
    let (base, reference) = (Parts::of(split(base).0), Parts::of(split(reference).0));
    let target = if reference.scheme.is_some() {
        Parts { path: without_dots(&reference.path), ..reference }
    } else if reference.authority.is_some() {
        Parts { scheme: base.scheme, path: without_dots(&reference.path), ..reference }
    } else if reference.path.is_empty() {
        Parts { query: reference.query.or(base.query), ..base }
    } else {
        let path = if reference.path.starts_with('/') { reference.path } else { beside(&base, &reference.path) };
        Parts { path: without_dots(&path), query: reference.query, ..base }
    };
    target.text()
}

/// [`resolve`] for what stands in a `$ref`, where a space is often written as it is.
#[must_use]
pub fn of_reference(base: &str, reference: &str) -> String {
    if reference.contains(' ') { resolve(base, &reference.replace(' ', "%20")) } else { resolve(base, reference) }
}

/// A path of the file system as the path of a URI: `C:\a b.yaml` → `C%3A/a%20b.yaml`. What has a scheme already is kept.
#[must_use]
pub fn of_file(name: &str) -> String {
    if name.contains("://") {
        return resolve("", name);
    }
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\\' => text.push('/'),
            ':' | '?' | '#' | '%' | ' ' => percent(c, &mut text),
            c => text.push(c),
        }
    }
    text
}

/// `%20` and the like undone; as it is if that is no text.
#[must_use]
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        match (escaped(rest), tail) {
            (Some(byte), [_, _, after @ ..]) => {
                bytes.push(byte);
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// RFC 3986 5.2.1, without the fragment.
#[derive(Default)]
struct Parts {
    scheme: Option<String>,
    authority: Option<String>,
    path: String,
    query: Option<String>,
}

impl Parts {
    fn of(text: &str) -> Self {
        let named = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme));
        let (scheme, rest) = named.map_or((None, text), |(scheme, rest)| (Some(scheme.to_ascii_lowercase()), rest));
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query.to_owned())));
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(host.to_ascii_lowercase()), path)
            }
            None => (None, rest),
        };
        Self { scheme, authority, path: plain(path), query }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        text.extend(self.scheme.iter().flat_map(|scheme| [scheme, ":"]));
        text.extend(self.authority.iter().flat_map(|host| ["//", host]));
        text.push_str(&self.path);
        text.extend(self.query.iter().flat_map(|query| ["?", query]));
        text
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// RFC 3986 5.2.3: a relative path takes the place of what is behind the base's last slash.
fn beside(base: &Parts, path: &str) -> String {
    match base.path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{path}"),
        None if base.authority.is_some() => format!("/{path}"),
        None => path.to_owned(),
    }
}

/// RFC 3986 5.2.4; a relative path keeps the `..` that lead out of it.
fn without_dots(path: &str) -> String {
    let (root, rest) = path.strip_prefix('/').map_or(("", path), |rest| ("/", rest));
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = rest.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            ".." if kept.last().is_some_and(|last| *last != "..") => {
                kept.pop();
            }
            ".." if root.is_empty() => kept.push(".."),
            "." | ".." => {}
            segment => {
                kept.push(segment);
                continue;
            }
        }
        if last {
            // The path of a folder ends with a slash.
            kept.push("");
        }
    }
    format!("{root}{}", kept.join("/"))
}

/// Percent-encodings in one spelling: of letters, digits and `-._~` undone, of others in upper case.
fn plain(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        rest = after;
        let Some(byte) = escaped(format!("%{after}").as_bytes()) else {
            text.push('%');
            continue;
        };
        rest = after.get(2..).unwrap_or_default();
        match char::from(byte) {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') => text.push(c),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text + rest
}

fn percent(c: char, text: &mut String) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        text.push_str(&format!("%{byte:02X}"));
    }
}

/// The byte that a text begins with, if it begins with `%` and two digits.
fn escaped(text: &[u8]) -> Option<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match text {
        [b'%', high, low, ..] => Some(hex(*high)? * 16 + hex(*low)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 3986, 5.4, but for fragments and for `g?y/./x`, whose dots are no path's.
    #[test]
    fn references_resolve_as_the_rfc_shows() {
        for (reference, target) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s", "http://a/b/c/g"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
        ] {
            assert_eq!(resolve("http://a/b/c/d;p?q", reference), target, "{reference}");
        }
    }

    #[test]
    fn bases_may_be_relative_and_need_no_host() {
        for (base, reference, target) in [
            ("", "tree", "tree"),
            ("tree", "node", "node"),
            ("specs/pets/openapi.yaml", "../common.yaml", "specs/common.yaml"),
            ("openapi.yaml", "../../common.yaml", "../../common.yaml"),
            ("http://a", "b", "http://a/b"),
            ("urn:example:a", "urn:example:b?=x", "urn:example:b?=x"),
            ("urn:example:a", "#here", "urn:example:a"),
            ("file:///c:/folder/file.json", "other.json", "file:///c:/folder/other.json"),
        ] {
            assert_eq!(resolve(base, reference), target, "{base} {reference}");
        }
    }

    #[test]
    fn equal_uris_have_one_spelling() {
        assert_eq!(resolve("", "HTTP://Example.COM/%7euser/%c3%a4%2f%"), "http://example.com/~user/%C3%A4%2F%");
        assert_eq!(of_file(r"C:\my docs\100%.yaml"), "C%3A/my%20docs/100%25.yaml");
        assert_eq!(of_file("http://localhost:1234/a.json"), "http://localhost:1234/a.json");
    }
}

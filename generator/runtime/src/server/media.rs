//! Which of the declared media types a request's `Content-Type` is.

/// The index of the declared media type that fits best: the same type, then `type/*`, then `*/*` (RFC 9110, section 8.3.1).
///
/// Parameters that the document declares are not asked for, except that text in another charset than UTF-8 (or its
/// subset US-ASCII) fits nothing, since it would be read wrongly.
pub(super) fn choose(content_type: &str, declared: &[&str]) -> Option<usize> {
    let (sent, parameters) = split(content_type);
    let (kind, subtype) = sent.split_once('/')?;
    if kind.is_empty() || subtype.is_empty() || !readable(sent, parameters) {
        return None;
    }
    let position = |wanted: &dyn Fn(&str) -> bool| declared.iter().position(|declared| wanted(split(declared).0));
    position(&|declared| declared.eq_ignore_ascii_case(sent))
        .or_else(|| {
            position(&|declared| {
                declared.strip_suffix("/*").is_some_and(|declared| declared.eq_ignore_ascii_case(kind))
            })
        })
        .or_else(|| position(&|declared| declared == "*/*"))
}

fn split(media_type: &str) -> (&str, &str) {
    let (essence, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
    (essence.trim_ascii(), parameters)
}

/// Whether the content is in UTF-8, as far as it is text.
fn readable(sent: &str, parameters: &str) -> bool {
    let ends = |suffix: &str| {
        sent.len()
            .checked_sub(suffix.len())
            .and_then(|at| sent.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(suffix))
    };
    let starts = |prefix: &str| sent.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if !(starts("text/") || ends("json") || ends("/x-www-form-urlencoded")) {
        return true;
    }
    parameters.split(';').all(|parameter| {
        let Some((name, value)) = parameter.split_once('=') else { return true };
        let value = value.trim_ascii().trim_matches('"');
        !name.trim_ascii().eq_ignore_ascii_case("charset")
            || value.eq_ignore_ascii_case("utf-8")
            || value.eq_ignore_ascii_case("us-ascii")
    })
}

#[cfg(test)]
mod tests {
    use super::choose;

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
}

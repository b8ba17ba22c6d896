//! Media types: which fits which (RFC 9110, section 8.3.1; RFC 6838, section 4.2.8 for `+json`).

/// Without parameters and white space: `application/json; charset=utf-8` is `application/json`.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

fn is_json(essence: &str) -> bool {
    let suffix = essence.get(essence.len().saturating_sub(5)..).unwrap_or_default();
    essence.eq_ignore_ascii_case("application/json") || suffix.eq_ignore_ascii_case("+json")
}

/// Whether content of the type `actual` can be read as `declared`, which may be a range such as `text/*`. Parameters
/// do not matter, and JSON is JSON.
pub(super) fn fits(declared: &str, actual: &str) -> bool {
    let (declared, actual) = (essence(declared), essence(actual));
    match declared.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => actual.split_once('/').is_some_and(|(actual, _)| actual.eq_ignore_ascii_case(kind)),
        _ => declared.eq_ignore_ascii_case(actual) || (is_json(declared) && is_json(actual)),
    }
}

/// Whether they are the same but for parameters.
pub(super) fn is_exactly(declared: &str, actual: &str) -> bool {
    essence(declared).eq_ignore_ascii_case(essence(actual))
}

/// What to send for what was declared: a range is no content type.
pub(super) fn concrete(declared: &'static str) -> &'static str {
    match essence(declared) {
        "text/*" => "text/plain; charset=utf-8",
        range if range.ends_with("/*") => "application/octet-stream",
        _ => declared,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits() {
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
}

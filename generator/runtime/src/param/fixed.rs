//! Keys and values that a path template has in its query: sent with every request, and looked for by servers.
use super::percent::{self, UNRESERVED};

/// Appends them to a query.
#[cfg(feature = "client")]
pub(crate) fn push_pairs(pairs: &[(&str, &str)], out: &mut String) {
    for (key, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        percent::push(out, key, UNRESERVED);
        if !value.is_empty() {
            out.push('=');
            percent::push(out, value, UNRESERVED);
        }
    }
}

/// Whether a query has a key with this value.
#[cfg(feature = "server")]
pub(crate) fn has_pair(query: &str, key: &str, value: &str) -> bool {
    let is = |text: &str, expected: &str| percent::decode(text, true).is_ok_and(|text| text == expected);
    query.split('&').any(|pair| {
        let (k, v) = pair.split_once('=').unwrap_or((pair, ""));
        is(k, key) && is(v, value)
    })
}

#[cfg(all(test, feature = "client", feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_found() {
        let pairs = [("beta", "true"), ("a b", "c&d=e"), ("flag", "")];
        let mut query = String::from("x=1");
        push_pairs(&pairs, &mut query);
        assert_eq!(query, "x=1&beta=true&a%20b=c%26d%3De&flag");
        assert!(pairs.iter().all(|(key, value)| has_pair(&query, key, value)));
        for (key, value) in [("beta", ""), ("beta", "false"), ("true", ""), ("a", "b"), ("flag", "1")] {
            assert!(!has_pair(&query, key, value), "{key}={value}");
        }
        assert!(has_pair("beta=%74rue&a+b=", "a b", "") && has_pair("beta=%74rue", "beta", "true"));
    }
}

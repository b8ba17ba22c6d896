//! An API inside an axum router.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Api, Routes, Service};

/// Mounts an API: one axum route for each path template, and never a fallback, so that routers of APIs with different
/// paths can be merged, and any of them nested under a prefix.
///
/// axum only finds the way here; the service looks at the path once more. A segment that axum cannot say, such as
/// `{id}.json`, is registered as a parameter, so that axum's 404 and the service's 404 share the work: a path that fits
/// no template of the router is answered by the router's fallback and not by `reject`. Paths of operations that are not
/// served are not registered.
#[expect(clippy::needless_pass_by_value, reason = "what is mounted is used up")]
pub fn router<A: Api>(service: Service<A>) -> axum::Router {
    let mut paths = BTreeSet::new();
    templates(A::routes(), 0, service.prefix(), 1, &|number| service.serves(number), &mut paths);
    paths.extend(service.moved().map(|(path, _)| format!("{}{}", service.prefix(), braced(path))));
    paths
        .iter()
        .fold(axum::Router::new().without_v07_checks(), |router, path| router.route_service(path, service.clone()))
}

/// Text that axum does not take for a parameter.
fn braced(path: &str) -> String {
    path.replace('{', "{{").replace('}', "}}")
}

/// Collects the paths below a node. Parameters are named by their place, so that two APIs never differ in a name.
fn templates(
    routes: &Routes,
    node: usize,
    path: &str,
    depth: usize,
    serves: &dyn Fn(usize) -> bool,
    paths: &mut BTreeSet<String>,
) {
    let Some(node) = routes.nodes.get(node) else { return };
    if depth > 1 && node.endpoints.iter().any(|(.., number)| serves(*number)) {
        paths.insert(path.to_owned());
    }
    for (literal, next) in node.literals {
        templates(routes, *next, &format!("{path}/{}", escape(literal)), depth + 1, serves, paths);
    }
    let stretching = node.patterns.iter().filter(|(pattern, _)| pattern.holds_slashes());
    if stretching.clone().any(|(_, next)| any_below(routes, *next, serves)) {
        // axum has no suffixes behind what holds slashes; all that could follow is the service's to find.
        paths.insert(format!("{path}/{{*p{depth}}}"));
        return;
    }
    for (_, next) in node.patterns {
        templates(routes, *next, &format!("{path}/{{p{depth}}}"), depth + 1, serves, paths);
    }
}

/// Whether anything is served at a node or below.
fn any_below(routes: &Routes, node: usize, serves: &dyn Fn(usize) -> bool) -> bool {
    let Some(node) = routes.nodes.get(node) else { return false };
    let mut next = node.literals.iter().map(|(_, next)| next).chain(node.patterns.iter().map(|(_, next)| next));
    node.endpoints.iter().any(|(.., number)| serves(*number)) || next.any(|next| any_below(routes, *next, serves))
}

/// A literal segment as axum spells it: what a URI cannot hold is percent-encoded, as it arrives.
fn escape(literal: &str) -> String {
    let mut escaped = String::with_capacity(literal.len());
    for byte in literal.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => escaped.push(byte.into()),
            // RFC 3986, section 3.3: the rest of `pchar`.
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
            | b':' | b'@' => {
                escaped.push(byte.into());
            }
            _ => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

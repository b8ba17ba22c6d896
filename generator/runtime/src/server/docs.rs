//! The document itself, and a page to read it and to try it: for servers that show what they serve.

use axum::routing::get;
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::Response;
use crate::Body;

/// All of it: no script, style, font or picture comes from anywhere else.
const PAGE: &str = include_str!("docs/page.html");

/// The page's own script and style, and requests to wherever its reader sends them.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src *; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A document as it was published, with a page to read and try it. Emitted code makes one, behind its feature `docs`.
#[derive(Clone, Copy, Debug)]
pub struct Docs {
    json: &'static str,
    yaml: &'static str,
}

impl Docs {
    /// The texts of the document.
    #[must_use]
    pub const fn new(json: &'static str, yaml: &'static str) -> Self {
        Self { json, yaml }
    }

    /// Routes for the page below a path such as `/docs`, and for `openapi.json` and `openapi.yaml` beside it. The page tries
    /// the API at what is above that path.
    pub fn router(self, below: &str) -> axum::Router {
        let below = below.trim_matches('/');
        let at = |name: &str| if below.is_empty() { format!("/{name}") } else { format!("/{below}/{name}") };
        let (page, home) = (at(""), at(""));
        let router = axum::Router::new()
            .route(&page, get(|| async { text("text/html; charset=utf-8", PAGE) }))
            .route(&at("openapi.json"), get(move || async move { text("application/json", self.json) }))
            .route(&at("openapi.yaml"), get(move || async move { text("application/yaml", self.yaml) }));
        if below.is_empty() { router } else { router.route(&format!("/{below}"), get(|| async move { moved(&home) })) }
    }
}

fn text(media_type: &'static str, text: &'static str) -> Response {
    let mut reply = Response::new(Body::from(text));
    let headers: [(HeaderName, &'static str); 5] = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    reply.headers_mut().extend(headers.map(|(name, value)| (name, HeaderValue::from_static(value))));
    reply
}

/// Relative links need the slash.
fn moved(to: &str) -> Response {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = StatusCode::PERMANENT_REDIRECT;
    if let Ok(to) = HeaderValue::from_str(to) {
        reply.headers_mut().insert(header::LOCATION, to);
    }
    reply
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    async fn asked(below: &str, path: &str) -> (u16, String, String) {
        let router = Docs::new("{}", "a: b").router(below);
        let reply = router.oneshot(http::Request::get(path).body(axum::body::Body::empty()).unwrap()).await.unwrap();
        let status = reply.status().as_u16();
        let named = |name| reply.headers().get(name).map(|value: &HeaderValue| value.to_str().unwrap().to_owned());
        let said = named(header::LOCATION).or_else(|| named(header::CONTENT_TYPE)).unwrap_or_default();
        let content = reply.into_body().collect().await.unwrap().to_bytes();
        (status, said, String::from_utf8(content.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_page_stands_beside_its_document() {
        for (below, path) in [("/docs", "/docs/"), ("a/b/", "/a/b/"), ("", "/"), ("/", "/")] {
            assert_eq!(asked(below, path).await, (200, "text/html; charset=utf-8".to_owned(), PAGE.to_owned()));
            let json = asked(below, &format!("{path}openapi.json")).await;
            assert_eq!(json, (200, "application/json".to_owned(), "{}".to_owned()));
            assert_eq!(asked(below, &format!("{path}openapi.yaml")).await.2, "a: b");
        }
        assert_eq!(asked("/docs", "/docs").await, (308, "/docs/".to_owned(), String::new()));
    }

    #[test]
    fn the_page_needs_no_network() {
        assert!(!PAGE.contains("src=") && !PAGE.contains("@import") && !PAGE.contains("url("));
        assert!(!PAGE.contains("innerHTML"));
    }
}

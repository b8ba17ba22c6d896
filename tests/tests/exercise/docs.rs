//! A server that shows its document.
use std::convert::Infallible;

use tenon_runtime::server::Context;

use super::cases::docs_in_the_server::{docs, ops, server, types};

struct App;

impl server::Operations for App {
    type Error = Infallible;

    async fn get_pet(&self, _: Context<()>, request: ops::GetPetRequest) -> Result<ops::GetPetReply, Infallible> {
        Ok(ops::GetPetOk::ok(types::Pet::new(format!("pet {}", request.id))).into())
    }

    async fn put_pet(&self, _: Context<()>, _: ops::PutPetRequest) -> Result<ops::PutPetReply, Infallible> {
        Ok(ops::PutPetOk::no_content().into())
    }
}

fn router() -> axum::Router {
    axum::Router::new().merge(server::router(App)).merge(docs::router("/docs"))
}

#[tokio::test]
async fn the_document_is_served_as_it_was_published() {
    let published = include_str!("../../features/docs_in_the_server/input.yaml");
    let tree: serde_json::Value = serde_json::from_str(docs::JSON).unwrap();
    assert_eq!((docs::YAML, tree["info"]["title"].as_str()), (published, Some("Docs in the server")));
    for (path, media_type) in [("/docs/openapi.yaml", "application/yaml"), ("/docs/", "text/html; charset=utf-8")] {
        use tower::ServiceExt;
        let request = http::Request::get(path).body(axum::body::Body::empty()).unwrap();
        let reply = router().oneshot(request).await.unwrap();
        assert_eq!(
            (reply.status().as_u16(), &reply.headers()["content-type"]),
            (200, &http::HeaderValue::from_static(media_type))
        );
    }
}

/// The page in a browser, to be looked at: `TENON_DOCS=127.0.0.1:8080 cargo test -p tests --test exercise docs -- --ignored`.
#[tokio::test]
#[ignore = "serves until it is stopped"]
async fn the_page_to_be_looked_at() {
    let Ok(address) = std::env::var("TENON_DOCS") else { return };
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    tenon_runtime::server::serve(listener, router()).await;
}

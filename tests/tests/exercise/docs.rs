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

/// The page is opened, an operation is tried from it, and what the server answers is shown; nothing else is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn an_operation_is_tried_from_the_page() {
    use tower::ServiceExt;
    let request = http::Request::get("/docs/").body(axum::body::Body::empty()).unwrap();
    let page = axum::body::to_bytes(router().oneshot(request).await.unwrap().into_body(), 1 << 20).await.unwrap();
    let script = "
        const until = async (found) => { for (let i = 0; i < 200 && !found(); i++) await new Promise((done) => setTimeout(done, 20)); return found(); };
        const details = await until(() => document.querySelector('details'));
        details.querySelector('summary').click();
        const send = await until(() => [...details.querySelectorAll('button')].find((b) => /send|try/i.test(b.textContent)));
        details.querySelector('input').value = '7';
        send.click();
        const answer = await until(() => details.querySelector('.good, .bad')?.closest('div')?.textContent.includes('pet 7') && details.textContent);
        return { title: document.title, replied: /200/.test(answer) && answer.includes('pet 7'),
            asked: performance.getEntriesByType('resource').map((e) => new URL(e.name).pathname).sort() };";
    let page = tests::browser::with_script(std::str::from_utf8(&page).unwrap(), script);
    let tested = axum::Router::new().route("/docs/tested", axum::routing::get(|| async { axum::response::Html(page) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/docs/tested", listener.local_addr().unwrap());
    let server = tokio::spawn(async { tenon_runtime::server::serve(listener, tested.merge(router())).await });
    let seen = tokio::task::spawn_blocking(move || tests::browser::seen(&url, &[])).await.unwrap();
    server.abort();
    let Some(seen) = seen else { return };
    assert_eq!(
        seen,
        serde_json::json!({
            "title": "Docs in the server", "replied": true, "asked": ["/docs/openapi.json", "/pets/7"],
        })
    );
}

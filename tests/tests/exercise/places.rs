//! Multipart bodies whose parts have places and no names (OpenAPI 3.2).

use http::Request;
use tenon_runtime::client::{BuildError, Error};
use tenon_runtime::param::Fault;
use tenon_runtime::server::{Context, Service};
use tenon_runtime::{Body, File, Multipart, MultipartError};

use super::cases::multipart_by_position::{client::Client, ops, server, types};
use super::{at, sent, status_and_text};

struct App;

/// Why the parts could not be read: the runtime has answered by then.
#[derive(Debug)]
struct Unread;

impl From<MultipartError> for Unread {
    fn from(_: MultipartError) -> Self {
        Self
    }
}

impl tenon_runtime::server::IntoResponse for Unread {
    fn into_response(self) -> axum::response::Response {
        http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

impl server::Operations for App {
    type Error = Unread;

    async fn add_page(&self, _: Context<()>, request: ops::AddPageRequest) -> Result<ops::AddPageReply, Unread> {
        let form = ops::AddPageForm::collect(request.body, 100).await?;
        let styles = form.item.unwrap_or_default();
        let ids: Vec<_> = styles.iter().map(|style| style.content_id.as_deref().unwrap_or_default()).collect();
        assert_eq!((form.page.content.title.as_str(), form.page.content_location.as_str()), ("Home", "/home"));
        assert_eq!((form.part2.as_str(), ids.join(" ").as_str()), ("short", "a "));
        Ok(ops::AddPageOk::no_content().into())
    }

    async fn ranges(&self, _: Context<()>, _: ops::RangesRequest) -> Result<ops::RangesReply, Unread> {
        let range = |content: &'static str, range: &str| {
            ops::Ranges206Part::Item(ops::Ranges206ItemContent::new(File::new(content).media_type("text/plain"), range))
        };
        let body: Multipart<_> = [range("ab", "bytes 0-1/9"), range("yz", "bytes 7-8/9")].into_iter().collect();
        Ok(ops::RangesOk::partial_content(body).into())
    }

    async fn report(&self, _: Context<()>, mut request: ops::ReportRequest) -> Result<ops::ReportReply, Unread> {
        while request.body.next().await?.is_some() {}
        Ok(ops::ReportOk::no_content().into())
    }
}

fn service() -> Service<server::Implementation<App>> {
    server::service(App)
}

fn style(id: Option<&str>) -> ops::AddPageItemContent {
    let content = ops::AddPageItemContent::new(File::new("p {}").media_type("text/css"));
    if let Some(id) = id { content.content_id(id) } else { content }
}

fn page() -> ops::AddPagePageContent {
    ops::AddPagePageContent::new(types::Page::new("Home"), "/home")
}

#[tokio::test]
async fn parts_are_known_by_their_places() {
    let form = || ops::AddPageForm::new(page(), "short").item(vec![style(Some("a")), style(None)]);
    let client = Client::from(at(service()));
    client.add_page(form()).await.unwrap();
    let (client, sent) = sent(204, Client::from);
    client.add_page(form()).await.unwrap();
    let text = sent.text();
    assert!(!text.contains("Content-Disposition"), "{text}");
    let heads: Vec<&str> =
        text.split("\r\n\r\n").filter_map(|part| part.split_once("Content-Type: ")).map(|p| p.1).collect();
    let expected =
        ["application/json\r\nContent-Location: /home", "text/plain", "text/css\r\nContent-ID: a", "text/css"];
    assert_eq!(heads, expected);
    assert!(sent.header("content-type").starts_with("multipart/related; boundary="));
}

#[tokio::test]
async fn a_part_is_sent_in_its_place_or_not_at_all() {
    let (client, _) = sent(204, Client::from);
    let parts: Multipart<_> =
        [ops::AddPagePart::Part2("x".to_owned()), ops::AddPagePart::Page(page())].into_iter().collect();
    let error = client.add_page(parts).await.unwrap_err();
    assert!(matches!(&error, Error::Build(BuildError::Part(part, Fault::Place)) if part == "part2"), "{error:?}");
}

#[tokio::test]
async fn replies_are_items_without_end() {
    let client = Client::from(at(service()));
    let mut parts = client.ranges().await.unwrap().into_inner().into_body();
    let mut found = Vec::new();
    while let Some(ops::Ranges206Part::Item(item)) = parts.next().await.unwrap() {
        found.push((item.content_range, item.content.content.bytes(10).await.unwrap()));
    }
    let text = |(range, bytes): &(String, bytes::Bytes)| format!("{range} {}", String::from_utf8_lossy(bytes));
    assert_eq!(found.iter().map(text).collect::<Vec<_>>(), ["bytes 0-1/9 ab", "bytes 7-8/9 yz"]);
}

async fn posted(path: &str, kind: &str, parts: &[&str]) -> (u16, String) {
    let body: String = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect();
    let request = Request::post(path).header("content-type", format!("{kind}; boundary=b"));
    status_and_text(service(), request.body(Body::from(format!("{body}--b--\r\n"))).unwrap()).await
}

#[tokio::test]
async fn what_is_not_in_its_place_is_refused_there() {
    let page = "Content-Type: application/json\r\nContent-Location: /home\r\n\r\n{\"title\":\"Home\"}";
    let (text, style) = ("Content-Type: text/plain\r\n\r\nshort", "Content-Type: text/css\r\nContent-ID: a\r\n\r\np");
    let plain = "Content-Type: text/css\r\n\r\np";
    let related = |parts: Vec<&'static str>| async move { posted("/pages", "multipart/related", &parts).await };
    assert_eq!(related(vec![page, text, style, plain]).await.0, 204);
    // A name says nothing here.
    let named = "Content-Disposition: form-data; name=\"item\"\r\nContent-Type: text/plain\r\n\r\nshort";
    assert_eq!(related(vec![page, named, style, plain]).await.0, 204);
    for (parts, place) in [
        (vec![page], "/1"),
        (vec![text, page], "/0"),
        (vec![page, "Content-Type: text/plain\r\n\r\ntoo long"], "/1"),
        (vec!["Content-Type: application/json\r\n\r\n{\"title\":\"Home\"}", text], "/0/headers/Content-Location"),
        (vec![page, text, "Content-Type: text/html\r\n\r\np"], "/2"),
    ] {
        let (status, said) = related(parts.clone()).await;
        assert!(status == 400 && said.contains(&format!("{place}\"")), "{parts:?}: {status} {said}");
    }
    let (head, number) = ("Content-Type: application/json\r\n\r\n{\"unit\":\"C\"}", "\r\n4.5");
    for (parts, status) in [
        (vec![], 204),
        (vec![head], 204),
        (vec![head, number], 204),
        (vec![head, "\r\nwarm"], 400),
        (vec![number, head], 400),
        (vec![head, number, number], 400),
    ] {
        assert_eq!(posted("/readings", "multipart/mixed", &parts).await.0, status, "{parts:?}");
    }
}

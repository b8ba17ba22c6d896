//! Parts of XML: read and written by the shapes of their schemas, in both halves.
use std::sync::{Arc, Mutex};

use http::Request;
use tenon_runtime::client::{BuildError, Error};
use tenon_runtime::server::Context;
use tenon_runtime::{Body, MultipartError};

use super::cases::multipart_xml::{client::Client, ops, server, types};
use super::{at, sent, status_and_text};

/// Notes the last form.
#[derive(Clone, Default)]
struct App(Arc<Mutex<String>>);

/// What implementations here fail with.
#[derive(Debug)]
struct Unread;

impl From<MultipartError> for Unread {
    fn from(_: MultipartError) -> Self {
        Self
    }
}

impl tenon_runtime::server::IntoResponse for Unread {
    fn into_response(self) -> axum::response::Response {
        let problem = tenon_runtime::server::Problem::new(http::StatusCode::IM_A_TEAPOT);
        tenon_runtime::server::IntoResponse::into_response(problem)
    }
}

impl server::Operations for App {
    type Error = Unread;

    async fn order(&self, _: Context<()>, request: ops::OrderRequest) -> Result<ops::OrderReply, Unread> {
        let form = ops::OrderForm::collect(request.body, 100).await?;
        let scan = form.scan.map(|scan| scan.content.as_bytes().unwrap().len());
        let told = format!("{:?} {:?} {:?} {:?} {scan:?}", form.order, form.a, form.lines, form.plain);
        self.0.lock().unwrap().clone_from(&told);
        Ok(ops::OrderOk::ok(told).into())
    }

    async fn orders(&self, _: Context<()>, _: ops::OrdersRequest) -> Result<ops::OrdersReply, Unread> {
        Ok(ops::OrdersOk::ok(ops::Orders200Form::new().order(order())).into())
    }
}

fn order() -> types::Order {
    types::Order::new(7).tags(vec!["<x>".to_owned(), "y".to_owned()])
}

fn form() -> ops::OrderForm {
    let a = ops::OrderAContent::new(types::OrderBodyA::new().level(2).text("t & u")).x_kind("k");
    ops::OrderForm::new(order(), a).lines(vec![types::Line::new(1), types::Line::new(2)]).plain("<p/>")
}

#[tokio::test]
async fn parts_arrive_as_they_were() {
    let client = Client::from(at(server::service(App::default())));
    let reply = client.order(form().scan("<scan/>")).await.unwrap().into_inner().into_body();
    let a = ops::OrderAContent::new(types::OrderBodyA::new().level(2).text("t & u")).x_kind("k");
    let lines = vec![types::Line::new(1), types::Line::new(2)];
    assert_eq!(reply, format!("{:?} {a:?} {:?} {:?} Some(7)", order(), Some(lines), Some("<p/>")));
    let ops::OrdersOk::Ok(all) = client.orders().await.unwrap().into_inner();
    assert_eq!(ops::Orders200Form::collect(all.body, 0).await.unwrap().order, Some(order()));
}

#[tokio::test]
async fn parts_travel_as_xml() {
    let (client, seen) = sent(200, Client::from);
    let _ = client.order(form()).await;
    let text = seen.text();
    for part in [
        "name=\"order\"\r\nContent-Type: application/xml\r\n\r\n<?xml version=\"1.0\" encoding=\"UTF-8\"?><Order id=\"7\"><tags><tags>&lt;x&gt;</tags><tags>y</tags></tags></Order>\r\n",
        "name=\"a\"\r\nContent-Type: application/vnd.a+xml\r\nX-Kind: k\r\n\r\n<?xml version=\"1.0\" encoding=\"UTF-8\"?><a level=\"2\"><text>t &amp; u</text></a>\r\n",
        "name=\"lines\"\r\nContent-Type: text/xml\r\n\r\n<?xml version=\"1.0\" encoding=\"UTF-8\"?><line><count>1</count></line>\r\n",
        // A text is not XML: that it is one is for those who send it.
        "name=\"plain\"\r\nContent-Type: text/xml\r\n\r\n<p/>\r\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // A form feed has no place in XML.
    let a = ops::OrderAContent::new(types::OrderBodyA::new().text("\u{c}"));
    let error = client.order(ops::OrderForm::new(order(), a)).await.unwrap_err();
    assert!(matches!(&error, Error::Build(BuildError::Part { .. })), "{error:?}");
}

/// What a server answers to these parts: media type, name and content.
async fn answered(parts: &[(&str, &str, &str)]) -> (u16, String) {
    let part = |(name, media_type, content): &(&str, &str, &str)| {
        format!(
            "--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {media_type}\r\n\r\n{content}\r\n"
        )
    };
    let body: String = parts.iter().map(part).chain(["--X--\r\n".to_owned()]).collect();
    let request = Request::post("/orders").header("content-type", "multipart/form-data; boundary=X");
    status_and_text(server::service(App::default()), request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn what_is_not_as_described_is_refused_at_its_place() {
    let (order, a) = (("order", "application/xml", "<Order id='1'/>"), ("a", "application/vnd.a+xml", "<a/>"));
    assert_eq!(answered(&[order, a]).await.0, 200);
    for (part, place) in [
        (("order", "application/xml", "<Order/>"), "\"/order/id\""),
        (("order", "application/xml", "<Order id='x'/>"), "\"/order/id\""),
        (("order", "application/xml", "<Other id='1'/>"), "\"/order\""),
        (("order", "application/xml", "<Order id='1'"), "\"/order\""),
        (("order", "application/json", "{\"id\": 1}"), "\"/order\""),
    ] {
        let (status, said) = answered(&[part, a]).await;
        assert!(status == 400 && said.contains(place), "{part:?}: {status} {said}");
    }
    let (status, said) = answered(&[order, ("a", "application/vnd.a+xml", "<a level='0'/>")]).await;
    assert!(status == 400 && said.contains("\"/a/level\""), "{said}");
    let line = ("lines", "text/xml", "<line><count>1</count></line>");
    let (status, said) = answered(&[order, a, line, ("lines", "text/xml", "<line><count>0</count></line>")]).await;
    assert!(status == 400 && said.contains("\"/lines/1/count\""), "{said}");
    let (status, said) = answered(&[order, a, line, line, line]).await;
    assert!(status == 400 && said.contains("maxItems"), "{said}");
}

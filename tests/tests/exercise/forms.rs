//! Forms: what travels, and what comes back or is refused.
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use tenon_runtime::server::Context;

use super::cases::form_encoding::{client::Client, ops, server, types};
use super::{at, sent, status_and_text};

/// Notes what it was asked.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<types::PostOrdersBody>>>);

impl server::Operations for App {
    type Error = Infallible;
    async fn post_orders(
        &self,
        _: Context<()>,
        request: ops::PostOrdersRequest,
    ) -> Result<ops::PostOrdersReply, Infallible> {
        self.0.lock().unwrap().push(request.body);
        Ok(ops::PostOrdersOk::no_content().into())
    }
}

fn order() -> types::PostOrdersBody {
    let text = r#"{
        "id": 7, "tags": ["a", "\"b\""], "sizes": [1, 2], "words": ["x", "y z"],
        "address": {"city": "Köln & Co"}, "lines": [{"sku": "a", "count": 1}, {"sku": "b"}],
        "extra": [{"note": "n"}, {}], "labels": {"0": "zero", "a b": "c"}, "color": {"r": 1, "g": 2},
        "site": "https://example.com/?a=b&c"
    }"#;
    super::strict(text).unwrap()
}

#[tokio::test]
async fn a_form_arrives_as_it_was() {
    let app = App::default();
    let client = Client::from(at(server::service(app.clone())));
    client.post_orders(order()).await.unwrap();
    client.post_orders(types::PostOrdersBody::new(1)).await.unwrap();
    // No form says that it is a list: that there is no object of this name, only the type knows.
    let one = || super::strict::<types::PostOrdersBody>(r#"{"id": 1, "extra": [{"note": "n"}]}"#).unwrap();
    client.post_orders(one()).await.unwrap();
    assert_eq!(*app.0.lock().unwrap(), [order(), types::PostOrdersBody::new(1), one()]);
}

#[tokio::test]
async fn each_property_travels_as_its_encoding_says() {
    let (client, seen) = sent::<_>(204, Client::from);
    client.post_orders(order()).await.unwrap();
    let form = seen.text();
    assert_eq!(seen.header("content-type"), "application/x-www-form-urlencoded");
    let fields = form.split('&').collect::<Vec<_>>();
    assert_eq!(
        fields,
        [
            "id=7",
            "tags=%22a%22",
            "tags=%22%5C%22b%5C%22%22",
            "sizes=1,2",
            "words=x%7Cy%20z",
            "address=%7B%22city%22%3A%22K%C3%B6ln%20%26%20Co%22%7D",
            "lines%5B0%5D%5Bsku%5D=a",
            "lines%5B0%5D%5Bcount%5D=1",
            "lines%5B1%5D%5Bsku%5D=b",
            "extra=%7B%22note%22%3A%22n%22%7D",
            "extra=%7B%7D",
            "labels%5B0%5D=zero",
            "labels%5Ba%20b%5D=c",
            "r=1",
            "g=2",
            "site=https://example.com/?a=b%26c",
        ]
    );
}

#[tokio::test]
async fn what_the_schema_refuses_is_refused_where_it_stands() {
    let service = server::service(App::default());
    let form = async |text: &'static str| {
        let request = http::Request::post("/orders").header("content-type", "application/x-www-form-urlencoded");
        status_and_text(service.clone(), request.body(text.into()).unwrap()).await
    };
    for good in [
        "id=7",
        "id=7&unknown=1",
        "id=7&words=a%20b%7Cc",
        "lines[1][sku]=b&lines[0][sku]=a&id=7",
        "id=7&labels[a]=1&labels%5Bb%5D=2",
        "id=7&extra=a",
        "id=7&extra={}",
        "id=7&extra={x",
        "id=7&tags=%22a%22",
    ] {
        assert_eq!(form(good).await, (204, String::new()), "{good}");
    }
    for (bad, expected) in [
        ("", r#""pointer":"/id","keyword":"required""#),
        ("id=x", r#""pointer":"/id","keyword":"type""#),
        ("id=1&id=2", r#""pointer":"/id","keyword":"style""#),
        ("id=+1", r#""pointer":"/id","keyword":"type""#),
        ("id=%zz", r#""pointer":"/id","keyword":"style""#),
        ("id=1&%zz=", r#""pointer":"","keyword":"style""#),
        ("id=1&tags=a", r#""pointer":"/tags","keyword":"syntax""#),
        ("id=1&tags=1", r#""pointer":"/tags/0","keyword":"type""#),
        ("id=1&tags=%22%22&tags=%22%22&tags=%22%22&tags=%22%22", r#""pointer":"/tags","keyword":"maxItems""#),
        ("id=1&sizes=1&sizes=2", r#""pointer":"/sizes","keyword":"style""#),
        ("id=1&sizes=1,x", r#""pointer":"/sizes/1","keyword":"type""#),
        ("id=1&address=city", r#""pointer":"/address","keyword":"syntax""#),
        ("id=1&address={}", r#""pointer":"/address/city","keyword":"required""#),
        ("id=1&lines[0][count]=x", r#""pointer":"/lines/0/sku","keyword":"required""#),
        ("id=1&lines[0][count]=x", r#""pointer":"/lines/0/count","keyword":"type""#),
        ("id=1&lines[1][sku]=x", r#""pointer":"/lines","keyword":"type""#),
        ("id=1&labels[a][b]=x", r#""pointer":"/labels/a","keyword":"type""#),
        ("id=1&labels=x", r#""pointer":"/labels","keyword":"style""#),
        ("id=1&extra={\"note\":1}", r#""pointer":"/extra/0/note","keyword":"type""#),
        ("id=1&r=x", r#""pointer":"/color/r","keyword":"type""#),
    ] {
        let (status, text) = form(bad).await;
        assert!(matches!(status, 400 | 422) && text.contains(expected), "{bad}: {status} {text}");
    }
}

/// Of a form that is one of several, only the branches say what its fields are.
#[tokio::test]
async fn one_item_of_a_list_is_a_list_in_any_branch() {
    use super::cases::form_union::{client::Client, ops, server, types::PostMessagesBody as Body};
    #[derive(Clone, Default)]
    struct Inbox(Arc<Mutex<Vec<Body>>>);
    impl server::Operations for Inbox {
        type Error = Infallible;
        async fn post_messages(
            &self,
            _: Context<()>,
            request: ops::PostMessagesRequest,
        ) -> Result<ops::PostMessagesReply, Infallible> {
            self.0.lock().unwrap().push(request.body);
            Ok(ops::PostMessagesOk::no_content().into())
        }
    }
    let inbox = Inbox::default();
    let client = Client::from(at(server::service(inbox.clone())));
    let sent: Vec<Body> = [
        r#"{"embeds":[{"color":1}]}"#,
        r#"{"thread":"t","embeds":[{"title":"a"}]}"#,
        r#"{"thread":"t","embeds":[{"title":"a"},{"title":"b"}]}"#,
    ]
    .map(|text| super::strict(text).unwrap())
    .into();
    for body in &sent {
        client.post_messages(body.clone()).await.unwrap();
    }
    assert_eq!(*inbox.0.lock().unwrap(), sent);
}

//! Paths that hold more than segments: queries that tell operations apart, and values with slashes.
use crate::cases::{paths_with_queries, paths_with_slashes};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use tenon_runtime::client::{Channel, Error};
use tenon_runtime::server::{Context, router};
use tower::ServiceExt;

/// Notes each call as `operation: what it was given (URI)`.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn note(&self, cx: &Context<()>, operation: &str, given: &str) {
        self.0.lock().unwrap().push(format!("{operation}: {given} ({})", cx.parts.uri));
    }

    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

macro_rules! noting {
    ($case:ident { $($name:ident $request:ident $reply:ident $ok:ident $given:expr;)* }) => {
        impl $case::server::Operations for Notes {
            type Error = Infallible;
            $(async fn $name(&self, cx: Context<()>, request: $case::ops::$request) -> Result<$case::ops::$reply, Infallible> {
                let given: fn($case::ops::$request) -> String = $given;
                self.note(&cx, stringify!($name), &given(request));
                Ok($case::ops::$ok::no_content().into())
            })*
        }
    };
}

noting!(paths_with_queries {
    all AllRequest AllReply AllOk |_| String::new();
    shows ShowsRequest ShowsReply ShowsOk |r| format!("{:?}", r.page);
    new_films NewFilmsRequest NewFilmsReply NewFilmsOk |_| String::new();
    search SearchRequest SearchReply SearchOk |r| r.q;
    start StartRequest StartReply StartOk |_| String::new();
    by_id ByIdRequest ByIdReply ByIdOk |r| r.id;
    delete_by_name DeleteByNameRequest DeleteByNameReply DeleteByNameOk |r| r.name;
});

noting!(paths_with_slashes {
    get GetRequest GetReply GetOk |r| r.name;
    act ActRequest ActReply ActOk |r| r.name;
    item ItemRequest ItemReply ItemOk |r| format!("{} {}", r.parent, r.id);
    fixed FixedRequest FixedReply FixedOk |_| String::new();
    file FileRequest FileReply FileOk |r| r.path;
    unusual UnusualRequest UnusualReply UnusualOk |_| String::new();
});

#[tokio::test]
async fn a_query_in_the_path_is_sent_and_tells_operations_apart() {
    let notes = Notes::default();
    for service in [true, false] {
        let channel = Channel::new("http://api.test");
        let service_ = paths_with_queries::server::service(notes.clone());
        let channel = if service { channel.transport(service_) } else { channel.transport(router(service_)) };
        let client = paths_with_queries::client::Client::from(channel);
        client.all().await.unwrap();
        client.shows().page(2).await.unwrap();
        client.new_films().await.unwrap();
        client.search("a&b").await.unwrap();
        client.start().await.unwrap();
        // The client has both; they are the same request, and the server takes it for the first.
        client.stream().await.unwrap();
        client.by_name("x").await.unwrap();
        client.delete_by_name("x").await.unwrap();
        assert_eq!(
            notes.taken(),
            [
                "all:  (http://api.test/services)",
                "shows: Some(2) (http://api.test/services?kind=shows&page=2)",
                "new_films:  (http://api.test/services?kind=films&new)",
                "search: a&b (http://api.test/search?q=a%26b)",
                "start:  (http://api.test/talks)",
                "start:  (http://api.test/talks)",
                "by_id: x (http://api.test/pets/x)",
                "delete_by_name: x (http://api.test/pets/x)",
            ]
        );
    }
}

#[tokio::test]
async fn requests_choose_the_operation_whose_query_they_have() {
    let notes = Notes::default();
    let service = paths_with_queries::server::service(notes.clone());
    for (query, seen) in [
        ("", "all"),
        ("?kind=other", "all"),
        ("?kind=films", "all"),
        ("?page=1&kind=sh%6Fws", "shows"),
        ("?new=&kind=films", "new_films"),
    ] {
        let request = http::Request::get(format!("/services{query}")).body(tenon_runtime::Body::empty()).unwrap();
        assert_eq!(service.clone().oneshot(request).await.unwrap().status(), 204, "{query}");
        assert!(notes.taken()[0].starts_with(&format!("{seen}: ")), "{query}");
    }
}

#[tokio::test]
async fn values_with_slashes_arrive_whole() {
    let notes = Notes::default();
    for plain in [true, false] {
        let service = paths_with_slashes::server::service(notes.clone());
        let channel = Channel::new("http://api.test");
        let channel = if plain { channel.transport(service) } else { channel.transport(router(service)) };
        let client = paths_with_slashes::client::Client::from(channel);
        client.get("projects/p/locations/l").await.unwrap();
        client.get("one").await.unwrap();
        client.act("projects/a b?/c#").await.unwrap();
        client.item("projects/p", "x/y").await.unwrap();
        client.fixed().await.unwrap();
        client.file("a//b/").await.unwrap();
        client.unusual().await.unwrap();
        assert_eq!(
            notes.taken(),
            [
                "get: projects/p/locations/l (http://api.test/v1/projects/p/locations/l)",
                "get: one (http://api.test/v1/one)",
                "act: projects/a b?/c# (http://api.test/v1/projects/a%20b%3F/c%23:act)",
                "item: projects/p x/y (http://api.test/v1/projects/p/items/x%2Fy)",
                "fixed:  (http://api.test/v1/fixed)",
                "file: a//b/ (http://api.test/files/a//b/)",
                "unusual:  (http://api.test/a%20b/%C3%BC)",
            ]
        );
        // What a proxy would take for a way up is not sent.
        for text in ["..", "a/../b", "./a", "a/.", ""] {
            assert!(matches!(client.get(text).await, Err(Error::Build(_))), "{text}");
        }
        assert_eq!(notes.taken(), [""; 0]);
    }
}

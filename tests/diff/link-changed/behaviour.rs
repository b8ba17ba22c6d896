//! The same way leads to another pet.
use api::client::Client;
use std::convert::Infallible;
use std::sync::Mutex;
use tenon_runtime::Body;
use tenon_runtime::client::Channel;

static ASKED: Mutex<String> = Mutex::new(String::new());

async fn client() -> String {
    let pets = tower::service_fn(|request: http::Request<Body>| async move {
        let reply = http::Response::builder();
        Ok::<_, Infallible>(if request.method() == http::Method::POST {
            let reply = reply.status(201).header("content-type", "application/json");
            reply.body(Body::from(r#"{"id":"new","old":"old"}"#)).unwrap()
        } else {
            *ASKED.lock().unwrap() = request.uri().path_and_query().unwrap().to_string();
            reply.status(204).body(Body::empty()).unwrap()
        })
    });
    let client = Client::from(Channel::new("http://in.process").transport(pets));
    let added = client.add_pet().await.unwrap();
    added.follow_look(&client).unwrap().await.unwrap();
    ASKED.lock().unwrap().clone()
}

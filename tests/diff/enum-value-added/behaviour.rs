//! What was refused before anybody was called is now somebody's `_`.
use api::types::PetName;
use api::{ops, server};
use std::convert::Infallible;
use std::sync::Mutex;
use tenon_runtime::server::Context;

static SAID: Mutex<&str> = Mutex::new("not called");

struct App;

impl server::Operations for App {
    type Error = Infallible;

    async fn add_pet(&self, _: Context<()>, request: ops::AddPetRequest) -> Result<ops::AddPetReply, Infallible> {
        let sound = match request.body.name {
            Some(PetName::Cat) => "meow",
            Some(PetName::Dog) => "woof",
            _ => "nothing",
        };
        *SAID.lock().unwrap() = sound;
        Ok(ops::AddPetOk::ok(request.body).into())
    }
}

async fn server() -> String {
    let request = http::Request::post("/pets").header("content-type", "application/json");
    let request = request.body(tenon_runtime::Body::from(r#"{"name":"fish"}"#)).unwrap();
    let reply = tower::ServiceExt::oneshot(server::service(App), request).await.unwrap();
    format!("{}, {}", reply.status(), SAID.lock().unwrap())
}

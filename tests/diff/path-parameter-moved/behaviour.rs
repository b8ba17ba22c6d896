//! Who passes an owner and a name asks for another pet; who answers is asked for another one.
use api::{client::Client, ops, server};
use std::convert::Infallible;
use std::sync::Mutex;
use tenon_runtime::client::Channel;
use tenon_runtime::server::Context;

static SAID: Mutex<String> = Mutex::new(String::new());

struct App;

impl server::Operations for App {
    type Error = Infallible;

    async fn get_pet(&self, _: Context<()>, request: ops::GetPetRequest) -> Result<ops::GetPetReply, Infallible> {
        *SAID.lock().unwrap() = format!("{} of {}", request.name, request.owner);
        Ok(ops::GetPetOk::no_content().into())
    }
}

async fn client() -> String {
    let said = tower::service_fn(|request: http::Request<tenon_runtime::Body>| async move {
        *SAID.lock().unwrap() = request.uri().path().to_owned();
        Ok::<_, Infallible>(http::Response::builder().status(204).body(tenon_runtime::Body::empty()).unwrap())
    });
    let client = Client::from(Channel::new("http://in.process").transport(said));
    client.get_pet("alice", "rex").await.unwrap();
    SAID.lock().unwrap().clone()
}

async fn server() -> String {
    let request = http::Request::get("/pets/alice/rex").body(tenon_runtime::Body::empty()).unwrap();
    tower::ServiceExt::oneshot(server::service(App), request).await.unwrap();
    SAID.lock().unwrap().clone()
}

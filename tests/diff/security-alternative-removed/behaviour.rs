//! Code that shows a token is answered 401.
use api::client::Client;
use tenon_runtime::client::Channel;

async fn client() -> String {
    let channel = Channel::new("http://in.process").transport(peer::service());
    format!("{:?}", Client::from(channel).token("good").list_pets().await.map(|_| ()))
}

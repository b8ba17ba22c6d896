//! Code that has no key is answered 401.
use api::client::Client;
use tenon_runtime::client::Channel;

async fn client() -> String {
    let channel = Channel::new("http://in.process").transport(peer::service());
    format!("{:?}", Client::from(channel).list_pets().await.map(|_| ()))
}

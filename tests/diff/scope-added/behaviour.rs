//! Who may only read is no longer let in.
use api::{client::Client, ops, server};
use std::convert::Infallible;
use tenon_runtime::client::Channel;
use tenon_runtime::server::{AuthError, Context, Parts};

struct App;

impl server::Auth for App {
    type Principal = ();
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &Parts,
        operation: &'static tenon_runtime::Operation,
        _: server::Presented<'_>,
    ) -> Result<(), AuthError<Infallible>> {
        let mut scopes = operation.security.iter().flat_map(|one| one.requirements).flat_map(|one| one.scopes);
        if scopes.all(|scope| *scope == "read") { Ok(()) } else { Err(AuthError::Forbidden) }
    }
}

impl server::Operations for App {
    async fn list_pets(&self, _: Context<()>, _: ops::ListPetsRequest) -> Result<ops::ListPetsReply, Infallible> {
        Ok(ops::ListPetsOk::no_content().into())
    }
}

async fn client() -> String {
    let channel = Channel::new("http://in.process").transport(server::service(App));
    format!("{:?}", Client::from(channel).login("may read").list_pets().await.map(|_| ()))
}

//! The server before the change.
use super::api::{ops, server};
use std::convert::Infallible;
use tenon_runtime::server::{AuthError, Context, Parts, Service};

struct App;

impl server::Auth for App {
    type Principal = ();
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &Parts,
        _: &'static tenon_runtime::Operation,
        _: server::Presented<'_>,
    ) -> Result<(), AuthError<Infallible>> {
        Ok(())
    }
}

impl server::Operations for App {
    async fn list_pets(&self, _: Context<()>, _: ops::ListPetsRequest) -> Result<ops::ListPetsReply, Infallible> {
        Ok(ops::ListPetsOk::no_content().into())
    }
}

pub(super) fn service() -> Service<impl tenon_runtime::server::Api> {
    server::service(App)
}

//! The server before the change.
use super::api::{ops, server};
use std::convert::Infallible;
use tenon_runtime::server::{Context, Service};

struct App;

impl server::Operations for App {
    type Error = Infallible;

    async fn list_pets(&self, _: Context<()>, _: ops::ListPetsRequest) -> Result<ops::ListPetsReply, Infallible> {
        Ok(ops::ListPetsOk::no_content().into())
    }
}

pub(super) fn service() -> Service<impl tenon_runtime::server::Api> {
    server::service(App)
}

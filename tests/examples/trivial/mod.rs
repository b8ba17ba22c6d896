//! The five emitted servers, implemented as trivially as they can be.
//!
//! One token is good for every scheme. Where the document declares 404, one id is missing; all others are deleted.

use generated::{devin, io_net, liveavatar, prime_intellect, quiva};
use std::convert::Infallible;
use tenon_runtime::server::{AuthError, Context, Parts};
use tenon_runtime::{Json, Operation};

/// The credential that is accepted, whatever the scheme.
pub(crate) const TOKEN: &str = "conformance";

/// The implementation of all five.
pub(crate) struct App;

/// `Auth` and the trait of the one operation: which schemes there are, and what is answered.
macro_rules! implement {
    ($api:ident :: $operations:ident, $($scheme:ident)|+, |$request:ident| $reply:expr) => {
        impl $api::server::Auth for App {
            type Principal = ();
            type Error = Infallible;

            async fn authenticate(
                &self,
                _: &Parts,
                _: &'static Operation,
                presented: $api::server::Presented<'_>,
            ) -> Result<(), AuthError<Infallible>> {
                let good = match &presented {
                    $($api::server::Presented::$scheme(credential) => credential.matches_constant_time(TOKEN),)+
                    _ => false,
                };
                if good { Ok(()) } else { Err(AuthError::Unauthorized) }
            }
        }

        impl $api::server::$operations for App {
            async fn delete_secret(
                &self,
                _: Context<()>,
                $request: $api::ops::DeleteSecretRequest,
            ) -> Result<$api::ops::DeleteSecretReply, Infallible> {
                Ok($reply)
            }
        }
    };
}

implement!(devin::Operations, BearerAuth, |_request| {
    devin::ops::DeleteSecretOk::ok(devin::types::DeleteSecretResponse::new("deleted")).into()
});
implement!(io_net::Agents, Sec0, |request| {
    if request.secret_id.is_nil() {
        io_net::ops::DeleteSecretError::not_found().into()
    } else {
        // Like the hand-written server that it is measured against, it answers something that costs nothing to make.
        io_net::ops::DeleteSecretOk::ok(Json::from(true)).into()
    }
});
implement!(liveavatar::Secrets, ApiKeyHeader, |_request| {
    liveavatar::ops::DeleteSecretOk::ok(liveavatar::types::ResponseNoneType::new().code(100).message("deleted")).into()
});
implement!(prime_intellect::Secrets, HttpBearer, |_request| {
    prime_intellect::ops::DeleteSecretOk::ok(Json::from("deleted")).into()
});
implement!(quiva::Secrets, BearerAuth | ApiKeyAuth, |request| {
    if request.key == "missing" {
        quiva::ops::DeleteSecretError::not_found(quiva::types::Error::new("resource not found")).into()
    } else {
        quiva::ops::DeleteSecretOk::ok(quiva::types::DeleteSecret200Body::new().message("success")).into()
    }
});

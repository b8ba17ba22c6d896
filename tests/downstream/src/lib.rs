//! A crate that depends on one emitted client and on nothing else of the workspace, as crates elsewhere do.
#![forbid(unsafe_code)]

use generated::quiva::client::Client;
use generated::quiva::ops::DeleteSecretError;
use generated::tenon_runtime::client::Error;

/// What became of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// It was there, and is no more. The server's words, if it had any.
    Deleted(Option<String>),
    /// There was none.
    Missing,
}

/// Makes sure that there is no secret under a key.
///
/// # Errors
/// Whatever else the server says, or that it cannot be reached.
pub async fn forget(quiva: &Client, key: &str) -> Result<Forgotten, Box<dyn std::error::Error>> {
    match quiva.delete_secret(key).await {
        Ok(reply) => Ok(Forgotten::Deleted(reply.into_inner().into_body().message)),
        Err(Error::Api(reply)) => match reply.into_inner() {
            DeleteSecretError::NotFound(_) => Ok(Forgotten::Missing),
            DeleteSecretError::BadRequest(reply) => Err(reply.body.error.into()),
            other => Err(format!("an answer from a newer document: {other:?}").into()),
        },
        Err(error) => Err(error.into()),
    }
}

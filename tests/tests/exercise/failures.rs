//! Operations that fail alike share a type: one conversion for all, and what they may send is still held against each.
use std::convert::Infallible;

use http::{Request, StatusCode};
use tenon_runtime::Body;
use tenon_runtime::client::Error;
use tenon_runtime::server::Context;

use super::cases::failures_alike::{client::Client, ops, server};
use super::{at, status_and_text};

/// What goes wrong in the application.
enum Wrong {
    Missing,
    Status(u16),
}

/// Written once, for all operations that fail like this one.
impl From<Wrong> for ops::GetAError {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::Missing => Self::not_found(4),
            Wrong::Status(code) => {
                let reply = ops::GetADefault::new(StatusCode::from_u16(code).unwrap(), 5);
                Self::Default(reply.retry_after(9))
            }
        }
    }
}

struct App(u16);

impl server::Operations for App {
    type Error = Infallible;

    async fn get_a(&self, _: Context<()>, _: ops::GetARequest) -> Result<ops::GetAReply, Infallible> {
        Ok(ops::GetAError::from(Wrong::Missing).into())
    }

    async fn get_b(&self, _: Context<()>, _: ops::GetBRequest) -> Result<ops::GetBReply, Infallible> {
        Ok(ops::GetBError::from(Wrong::Status(self.0)).into())
    }

    async fn get_c(&self, _: Context<()>, _: ops::GetCRequest) -> Result<ops::GetCReply, Infallible> {
        Ok(ops::GetCError::default(StatusCode::from_u16(self.0).unwrap(), 6).into())
    }

    async fn get_d(&self, _: Context<()>, _: ops::GetDRequest) -> Result<ops::GetDReply, Infallible> {
        Ok(ops::GetDError::not_found("gone").into())
    }
}

#[tokio::test]
async fn one_conversion_serves_all_that_fail_alike() {
    let client = Client::from(at(server::service(App(503))));
    let Err(Error::Api(reply)) = client.get_a().await else { panic!() };
    assert!(matches!(reply.into_inner(), ops::GetAError::NotFound(reply) if reply.body == 4));
    let Err(Error::Api(reply)) = client.get_b().await else { panic!() };
    let ops::GetBError::Default(reply) = reply.into_inner() else { panic!() };
    assert_eq!((reply.status, reply.body, reply.retry_after), (StatusCode::SERVICE_UNAVAILABLE, 5, Some(9)));
    let Err(Error::Api(reply)) = client.get_d().await else { panic!() };
    assert!(matches!(reply.into_inner(), ops::GetDError::NotFound(reply) if reply.body == "gone"));
}

#[tokio::test]
async fn what_default_may_be_depends_on_what_else_is_declared() {
    let get = async |path: &str, status| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        status_and_text(server::service(App(status)), request).await.0
    };
    assert_eq!((get("/b", 201).await, get("/b", 200).await, get("/b", 404).await), (201, 500, 500));
    assert_eq!((get("/c", 200).await, get("/c", 201).await, get("/c", 404).await), (200, 500, 500));
}

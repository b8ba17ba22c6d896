//! References to other files: what they lead to is as if it stood in the document.
use super::cases::files_by_reference::{client::Client, ops, server, types};
use super::{at, refused, strict};
use std::convert::Infallible;
use tenon_runtime::client::Error;
use tenon_runtime::server::{AuthError, Context, Parts};
use tenon_runtime::{Mode, Operation, from_slice};

#[test]
fn schemas_of_files_that_know_each_other_are_types() {
    let text = r#"{"id": 1, "name": "Rex", "nickname": "Re", "tag": "abc",
        "owner": {"name": "Ann", "pets": [{"id": 2, "name": "Bo", "owner": {"name": "Cy"}}]}}"#;
    let animal = strict::<types::Animal>(text).unwrap();
    assert_eq!(animal.owner.unwrap().pets.unwrap()[0].owner.as_ref().unwrap().name, "Cy");
    assert_eq!(
        refused::<types::Animal>(r#"{"id": 1, "owner": {"pets": [{"id": "x"}]}}"#),
        ["/name required", "/owner/name required", "/owner/pets/0/id type", "/owner/pets/0/name required"]
    );
    assert_eq!(
        refused::<types::Animal>(r#"{"id": 0, "name": "Rex", "nickname": "R", "tag": "abcd", "owner": {"name": "A"}}"#),
        ["/owner/name minLength", "/id minimum", "/nickname minLength", "/tag maxLength"]
    );
    // Each file has its own `Tag`.
    assert!(strict::<types::Problem>(r#"{"code": "missing"}"#).is_ok());
    assert_eq!(refused::<types::Problem>(r#"{"code": "abc"}"#), ["/code enum"]);
    assert!(from_slice::<types::Problem>(br#"{"code": "abc"}"#, Mode::Lenient).is_ok());
}

struct App;

impl server::Auth for App {
    type Principal = ();
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &Parts,
        _: &'static Operation,
        presented: server::Presented<'_>,
    ) -> Result<(), AuthError<Infallible>> {
        match presented {
            server::Presented::Key(key) if key.key() == "good" => Ok(()),
            server::Presented::Key(_) => Err(AuthError::Unauthorized),
        }
    }
}

impl server::Operations for App {
    async fn list(&self, _: Context<()>, request: ops::ListRequest) -> Result<ops::ListReply, Infallible> {
        let limit = request.limit.unwrap_or_default();
        Ok(ops::ListOk::ok(vec![types::Animal::new(limit + 1, "Rex")], limit).into())
    }

    async fn add(&self, _: Context<()>, _: ops::AddRequest) -> Result<ops::AddReply, Infallible> {
        Ok(ops::AddOk::created().into())
    }

    async fn one(&self, _: Context<()>, _: ops::OneRequest) -> Result<ops::OneReply, Infallible> {
        let problem = types::Problem::new(strict::<types::Problem>(r#"{"code": "missing"}"#).unwrap().code);
        Ok(ops::OneError::not_found(problem).into())
    }
}

#[tokio::test]
async fn parameters_bodies_replies_and_schemes_of_other_files_travel() {
    let client = Client::from(at(server::service(App)));
    let reply = client.list().limit(3).await.unwrap();
    let ops::ListOk::Ok(all) = reply.into_inner();
    assert_eq!((all.body[0].id, all.x_total), (4, 3));
    assert!(matches!(client.list().limit(10).await, Err(Error::Unexpected(_) | Error::Decode(_) | Error::Api(_))));
    let rex = || types::Animal::new(1, "Rex");
    assert!(client.add(rex()).await.is_err());
    assert!(client.clone().key("good").add(rex()).await.is_ok());
    let Err(Error::Api(reply)) = client.one(1).await else { panic!() };
    assert!(matches!(reply.into_inner(), ops::OneError::NotFound(_)));
}

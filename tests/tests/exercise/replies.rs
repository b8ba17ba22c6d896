//! Replies: statuses, ranges, headers, media types, and what a server must not answer.
use std::convert::Infallible;

use http::{Request, StatusCode};
use tenon_runtime::Body;
use tenon_runtime::client::Error;
use tenon_runtime::server::Context;

use super::cases::replies_of_all_kinds::{client::Client, ops, server, types};
use super::{at, status_and_text};

/// Answers by the number of the job.
struct App;

impl server::Operations for App {
    type Error = Infallible;

    async fn get_jobs_id(
        &self,
        cx: Context<()>,
        request: ops::GetJobsIdRequest,
    ) -> Result<ops::GetJobsIdReply, Infallible> {
        use ops::{
            GetJobsId2xx, GetJobsId4xx, GetJobsId200, GetJobsId200Body, GetJobsIdDefault, GetJobsIdError, GetJobsIdOk,
        };
        let code = |code| StatusCode::from_u16(code).unwrap();
        let title = || types::GetJobsId4XxBody::new("no");
        Ok(match request.id {
            1 => {
                let body = match cx.preferred(&["application/json", "text/csv", "image/png"]) {
                    Some(1) => GetJobsId200Body::Csv("a,b".to_owned()),
                    Some(2) => GetJobsId200Body::Png("PNG".into()),
                    _ => GetJobsId200Body::Json("done".to_owned()),
                };
                let reply = GetJobsId200::new(body, 7).x_tags(vec!["a".to_owned(), "b".to_owned()]);
                let reply = reply.x_range(types::GetJobsId200XRange::new(1, 2));
                let cookies = vec!["a=1; Path=/, x".to_owned(), "b=2".to_owned()];
                GetJobsIdOk::Ok(reply.set_cookie(cookies)).into()
            }
            202 | 204 | 404 | 200 => {
                GetJobsIdOk::Status2xx(GetJobsId2xx::new(code(u16::try_from(request.id).unwrap()), 5)).into()
            }
            303 => GetJobsIdOk::see_other("/jobs/1".parse::<tenon_runtime::format::UriReference>().unwrap()).into(),
            304 => GetJobsIdOk::not_modified().into(),
            4 => GetJobsIdError::not_found().into(),
            410 | 1404 => {
                GetJobsIdError::Status4xx(GetJobsId4xx::new(code(u16::try_from(request.id % 1000).unwrap()), title()))
                    .into()
            }
            other => {
                let status = code(u16::try_from(other % 1000).unwrap());
                GetJobsIdError::Default(GetJobsIdDefault::new(status, "broken")).into()
            }
        })
    }

    async fn head_jobs_id(
        &self,
        _: Context<()>,
        _: ops::HeadJobsIdRequest,
    ) -> Result<ops::HeadJobsIdReply, Infallible> {
        Ok(ops::HeadJobsIdOk::Ok(ops::HeadJobsId200::new().x_rate(9)).into())
    }

    async fn delete_jobs_id(
        &self,
        _: Context<()>,
        request: ops::DeleteJobsIdRequest,
    ) -> Result<ops::DeleteJobsIdReply, Infallible> {
        let status = StatusCode::from_u16(u16::try_from(request.id).unwrap()).unwrap();
        Ok(ops::DeleteJobsIdOk::Default(ops::DeleteJobsIdDefault::new(status).x_any("x")).into())
    }
}

fn client() -> Client {
    Client::from(at(server::service(App)))
}

#[tokio::test]
async fn a_success_with_headers_and_the_media_type_that_was_asked_for() {
    let reply = client().get_jobs_id(1).await.unwrap();
    assert_eq!(reply.headers.get_all("set-cookie").iter().count(), 2);
    let ops::GetJobsIdOk::Ok(found) = reply.into_inner() else { panic!() };
    assert!(matches!(found.body, ops::GetJobsId200Body::Json(text) if text == "done"));
    assert_eq!((found.x_rate, found.x_tags.unwrap()), (7, vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(found.x_range, Some(types::GetJobsId200XRange::new(1, 2)));
    assert_eq!(found.set_cookie.unwrap(), ["a=1; Path=/, x", "b=2"]);
    let asked = tenon_runtime::client::CallOptions::new().header("accept", "image/*, text/csv;q=0.9");
    let ops::GetJobsIdOk::Ok(found) = client().get_jobs_id(1).options(asked).await.unwrap().into_inner() else {
        panic!()
    };
    let ops::GetJobsId200Body::Png(body) = found.body else { panic!() };
    assert_eq!(body.bytes(10).await.unwrap(), "PNG");
}

#[tokio::test]
async fn codes_ranges_and_everything_else() {
    let client = client();
    let ok = async |id| client.get_jobs_id(id).await.unwrap();
    let accepted = ok(202).await;
    assert!(matches!(&*accepted, ops::GetJobsIdOk::Status2xx(reply) if reply.status == 202 && reply.body == 5));
    // A redirect is a value like any other: nobody goes there.
    assert!(matches!(&*ok(303).await, ops::GetJobsIdOk::SeeOther(reply) if reply.location.as_str() == "/jobs/1"));
    assert!(matches!(&*ok(304).await, ops::GetJobsIdOk::NotModified(_)));
    let failed = async |id| match client.get_jobs_id(id).await {
        Err(Error::Api(reply)) => reply.into_inner(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(failed(4).await, ops::GetJobsIdError::NotFound(_)));
    assert!(
        matches!(failed(410).await, ops::GetJobsIdError::Status4xx(reply) if reply.status == 410 && reply.body.title == "no")
    );
    assert!(
        matches!(failed(503).await, ops::GetJobsIdError::Default(reply) if reply.status == 503 && reply.body == "broken")
    );
    let ops::HeadJobsIdOk::Ok(found) = client.head_jobs_id(1).await.unwrap().into_inner();
    assert_eq!(found.x_rate, Some(9));
    let deleted = client.delete_jobs_id(418).await.unwrap().into_inner();
    assert!(
        matches!(deleted, ops::DeleteJobsIdOk::Default(reply) if reply.status == 418 && reply.x_any.as_deref() == Some("x"))
    );
}

#[tokio::test]
async fn a_status_that_has_a_reply_of_its_own_or_none_is_the_servers_failure() {
    let get = async |id: u16| {
        let request = Request::get(format!("/jobs/{id}")).body(Body::empty()).unwrap();
        status_and_text(server::service(App), request).await.0
    };
    assert_eq!(get(202).await, 202);
    // 200 is not the range's to give, 404 is none of it, and the other way round.
    for id in [200, 404, 1404, 2404, 2200] {
        assert_eq!(get(id).await, 500, "{id}");
    }
}

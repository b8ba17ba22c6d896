//! Bodies of bytes and text: streamed both ways, with the media type that they have.
use std::convert::Infallible;
use std::time::Duration;

use http::Request;
use tenon_runtime::client::{Channel, TransportError};
use tenon_runtime::server::{Context, Problem};
use tenon_runtime::{Body, BodyError, Media};

use super::cases::{bodies_of_any_method, media_type_ranges, octet_streams, text_bodies};
use super::{Endless, at, sent, status_and_text};

struct App;

/// What implementations here fail with: any failure to read a body.
#[derive(Debug)]
struct Unread(BodyError);

impl From<BodyError> for Unread {
    fn from(error: BodyError) -> Self {
        Self(error)
    }
}

impl tenon_runtime::server::IntoResponse for Unread {
    fn into_response(self) -> axum::response::Response {
        let problem = Problem::new(http::StatusCode::IM_A_TEAPOT).detail(self.0.to_string());
        tenon_runtime::server::IntoResponse::into_response(problem)
    }
}

impl octet_streams::server::Operations for App {
    type Error = Unread;

    async fn put_files_name(
        &self,
        _: Context<()>,
        request: octet_streams::ops::PutFilesNameRequest,
    ) -> Result<octet_streams::ops::PutFilesNameReply, Unread> {
        let mut body = request.body;
        let mut length = 0;
        while let Some(chunk) = body.chunk().await? {
            length += chunk.len();
        }
        Ok(octet_streams::ops::PutFilesNameOk::ok(i64::try_from(length).unwrap()).into())
    }

    async fn get_files_name(
        &self,
        _: Context<()>,
        request: octet_streams::ops::GetFilesNameRequest,
    ) -> Result<octet_streams::ops::GetFilesNameReply, Unread> {
        use octet_streams::ops::{GetFilesName200, GetFilesNameError, GetFilesNameOk};
        Ok(match request.name.as_str() {
            "endless" => GetFilesNameOk::Ok(GetFilesName200::new(Endless::body()).e_tag(String::from("\"1\""))).into(),
            name => GetFilesNameError::not_found(name.to_owned()).into(),
        })
    }

    async fn patch_files_name(
        &self,
        _: Context<()>,
        request: octet_streams::ops::PatchFilesNameRequest,
    ) -> Result<octet_streams::ops::PatchFilesNameReply, Unread> {
        if let Some(octet_streams::ops::PatchFilesNameBody::Pdf(body)) = request.body {
            assert_eq!(body.bytes(100).await?, "%PDF");
        }
        Ok(octet_streams::ops::PatchFilesNameOk::no_content().into())
    }

    async fn post_pipe(
        &self,
        _: Context<()>,
        request: octet_streams::ops::PostPipeRequest,
    ) -> Result<octet_streams::ops::PostPipeReply, Unread> {
        use octet_streams::ops::{PostPipeDefault, PostPipeDefaultBody, PostPipeOk};
        let body = match request.body {
            Some(body) => PostPipeDefaultBody::Gzip(body),
            None => PostPipeDefaultBody::Json("nothing".to_owned()),
        };
        Ok(PostPipeOk::Default(PostPipeDefault::new(http::StatusCode::ACCEPTED, body)).into())
    }
}

fn streams() -> octet_streams::server::Service<App> {
    octet_streams::server::service(App)
}

#[tokio::test]
async fn bytes_are_streamed_in() {
    let client = octet_streams::client::Client::from(at(streams().stream_limit(20 << 20)));
    assert_eq!(*client.put_files_name("a", "text").await.unwrap().body(), 4);
    assert_eq!(*client.put_files_name("a", Body::empty()).await.unwrap().body(), 0);
    // Ten times what a body in memory may have.
    let body = Endless::of(20 << 20);
    assert_eq!(*client.put_files_name("a", body).await.unwrap().body(), 20 << 20);
    let reader = Body::from_reader(&b"from a reader"[..]);
    assert_eq!(*client.put_files_name("a", reader).await.unwrap().body(), 13);
}

#[tokio::test]
async fn bytes_are_streamed_out() {
    let client = octet_streams::client::Client::from(at(streams()));
    let reply = client.get_files_name("endless").await.unwrap();
    let octet_streams::ops::GetFilesNameOk::Ok(file) = reply.into_inner();
    assert_eq!(file.e_tag.as_deref(), Some("\"1\""));
    // It has no end, so it cannot have been read before it is handed on.
    let mut body = file.body;
    for _ in 0..100 {
        assert_eq!(body.chunk().await.unwrap().unwrap().len(), Endless::CHUNK);
    }
    // A failure is read whole.
    match client.get_files_name("gone").await.unwrap_err() {
        tenon_runtime::client::Error::Api(reply) => {
            let octet_streams::ops::GetFilesNameError::NotFound(reply) = reply.into_inner();
            assert_eq!(reply.body, "gone");
        }
        other => panic!("{other:?}"),
    }
}

/// The deadline of the whole ends with the headers; nobody waits for ever for what follows.
#[tokio::test]
async fn a_stream_that_stops_coming_is_given_up() {
    let stops = tower::service_fn(|_: Request<Body>| async {
        let start = http_body_util::Full::new(bytes::Bytes::from("start"));
        let body = http_body_util::BodyExt::with_trailers(start, std::future::pending());
        Ok::<_, std::convert::Infallible>(http::Response::new(Body::stream(body)))
    });
    let channel = Channel::new("http://api.test").transport(stops).body_pause(Duration::from_millis(20));
    let reply = octet_streams::client::Client::from(channel).get_files_name("a").await.unwrap();
    let octet_streams::ops::GetFilesNameOk::Ok(mut file) = reply.into_inner();
    assert_eq!(file.body.chunk().await.unwrap().unwrap(), "start");
    let error = file.body.chunk().await.unwrap_err();
    assert!(error.downcast_ref::<TransportError>().is_some_and(TransportError::is_timeout), "{error:?}");
    assert!(file.body.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_too_large_or_breaks_off_is_not_the_implementations_failure() {
    let put = |body| Request::put("/files/a").header("content-type", "application/octet-stream").body(body).unwrap();
    let limited = || streams().stream_limit(1000);
    assert_eq!(status_and_text(limited(), put(Endless::of(1000))).await, (200, "1000".to_owned()));
    assert_eq!(status_and_text(limited(), put(Endless::of(1001))).await.0, 413);
    assert_eq!(status_and_text(limited(), put(Endless::body())).await.0, 413);
    // What says beforehand that it is too large is not even begun.
    let said = Body::from(vec![0; 1001]);
    assert_eq!(status_and_text(limited(), put(said)).await.0, 413);
    let own = streams().limit_of(&octet_streams::ops::PUT_FILES_NAME, 5).stream_limit(1000);
    assert_eq!(status_and_text(own, put(Endless::of(6))).await.0, 413);
    assert_eq!(status_and_text(streams(), put(Endless::broken())).await.0, 400);
}

#[tokio::test]
async fn optional_bodies_and_several_media_types() {
    use octet_streams::ops::{PatchFilesNameBody, PostPipeDefaultBody, PostPipeOk};
    let client = octet_streams::client::Client::from(at(streams()));
    client.patch_files_name("a").await.unwrap();
    client.patch_files_name("a").body(PatchFilesNameBody::Pdf("%PDF".into())).await.unwrap();
    let PostPipeOk::Default(reply) = client.post_pipe().await.unwrap().into_inner();
    assert!(matches!(reply.body, PostPipeDefaultBody::Json(text) if text == "nothing"));
    let PostPipeOk::Default(reply) = client.post_pipe().body("zip").await.unwrap().into_inner();
    assert_eq!(reply.status, http::StatusCode::ACCEPTED);
    let PostPipeDefaultBody::Gzip(body) = reply.body else { panic!() };
    assert_eq!(body.bytes(10).await.unwrap(), "zip");
    // A body needs its media type, one that is not there does not; what was not declared is not taken.
    let post = |body: Body| Request::post("/pipe").body(body).unwrap();
    assert_eq!(status_and_text(streams(), post(Body::empty())).await.1, r#""nothing""#);
    assert_eq!(status_and_text(streams(), post(Body::from("a"))).await.0, 415);
    assert_eq!(status_and_text(streams(), post(Endless::of(1))).await.0, 415);
    let json = Request::post("/pipe").header("content-type", "application/json").body("{}".into()).unwrap();
    assert_eq!(status_and_text(streams(), json).await.0, 415);
}

impl media_type_ranges::server::Operations for App {
    type Error = Unread;

    async fn put_picture(
        &self,
        _: Context<()>,
        request: media_type_ranges::ops::PutPictureRequest,
    ) -> Result<media_type_ranges::ops::PutPictureReply, Unread> {
        use media_type_ranges::ops::{PutPictureBody, PutPictureOk};
        let (media_type, content) = match request.body {
            PutPictureBody::AnyImage(Media { media_type, content, .. }) => (media_type, content.bytes(10).await?),
            PutPictureBody::AnyText(Media { media_type, content, .. }) => (media_type, content.into()),
        };
        assert_eq!(content, media_type.as_bytes());
        Ok(PutPictureOk::no_content().into())
    }

    async fn get_picture(
        &self,
        _: Context<()>,
        _: media_type_ranges::ops::GetPictureRequest,
    ) -> Result<media_type_ranges::ops::GetPictureReply, Unread> {
        Ok(media_type_ranges::ops::GetPictureOk::ok(Media::new("image/webp", "RIFF")).into())
    }

    async fn post_anything(
        &self,
        _: Context<()>,
        request: media_type_ranges::ops::PostAnythingRequest,
    ) -> Result<media_type_ranges::ops::PostAnythingReply, Unread> {
        use media_type_ranges::{ops::PostAnythingOk, types::PostAnything200Body};
        let length = match request.body {
            Some(media) => i64::try_from(media.content.bytes(100).await?.len() + media.media_type.len()).unwrap(),
            None => -1,
        };
        Ok(PostAnythingOk::ok(PostAnything200Body::new().size(length)).into())
    }

    async fn patch_patch(
        &self,
        _: Context<()>,
        _: media_type_ranges::ops::PatchPatchRequest,
    ) -> Result<media_type_ranges::ops::PatchPatchReply, Unread> {
        Ok(media_type_ranges::ops::PatchPatchOk::no_content().into())
    }
}

#[tokio::test]
async fn a_range_of_media_types_is_one_of_them_on_the_wire() {
    use media_type_ranges::{client::Client, ops, server};
    let client = Client::from(at(server::service(App)));
    client.put_picture(Media::<Body>::new("image/x", "image/x")).await.unwrap();
    client.put_picture(Media::<String>::new("text/x", "text/x")).await.unwrap();
    for wrong in ["text/plain", "image/*", "image", "image/\n"] {
        let error = client.put_picture(Media::<Body>::new(wrong, "")).await.unwrap_err();
        assert!(matches!(error, tenon_runtime::client::Error::Build(_)), "{wrong}: {error:?}");
    }
    let ops::GetPictureOk::Ok(reply) = client.get_picture().await.unwrap().into_inner();
    assert_eq!(reply.body.media_type, "image/webp");
    assert_eq!(reply.body.content.bytes(4).await.unwrap(), "RIFF");
    let size = async |body: Option<Media>| client.post_anything().body(body).await.unwrap().body().size;
    assert_eq!(size(None).await, Some(-1));
    assert_eq!(size(Some(Media::new("a/b", "c"))).await, Some(4));
    // A client that takes anything is told what it got, failures included.
    let (client, _) = sent(418, Client::from);
    let error = client.get_picture().await.unwrap_err();
    assert!(format!("{error:?}").contains("application/octet-stream"), "{error:?}");
}

#[tokio::test]
async fn any_kind_of_json_is_json() {
    use media_type_ranges::server;
    for (media_type, status) in
        [("application/json", 204), ("application/merge-patch+json", 204), ("text/plain", 415), ("image/x+json", 415)]
    {
        let request = Request::patch("/patch").header("content-type", media_type).body(Body::from("{}")).unwrap();
        assert_eq!(status_and_text(server::service(App), request).await.0, status, "{media_type}");
    }
}

impl text_bodies::server::Operations for App {
    type Error = Infallible;

    async fn put_note(
        &self,
        _: Context<()>,
        request: text_bodies::ops::PutNoteRequest,
    ) -> Result<text_bodies::ops::PutNoteReply, Infallible> {
        Ok(text_bodies::ops::PutNoteOk::ok(i64::try_from(request.body.len()).unwrap()).into())
    }

    async fn post_note(
        &self,
        _: Context<()>,
        request: text_bodies::ops::PostNoteRequest,
    ) -> Result<text_bodies::ops::PostNoteReply, Infallible> {
        assert!(matches!(request.body, Some(text_bodies::ops::PostNoteBody::Csv(text)) if text == "a,b\r\n"));
        Ok(text_bodies::ops::PostNoteOk::no_content().into())
    }

    async fn put_mood(
        &self,
        _: Context<()>,
        request: text_bodies::ops::PutMoodRequest,
    ) -> Result<text_bodies::ops::PutMoodReply, Infallible> {
        assert_eq!(request.body, text_bodies::types::PutMoodBody::Good);
        Ok(text_bodies::ops::PutMoodOk::no_content().into())
    }
}

#[tokio::test]
async fn text_is_what_its_schema_says() {
    use text_bodies::{client::Client, ops, server, types};
    let client = Client::from(at(server::service(App)));
    assert_eq!(*client.put_note("").await.unwrap().body(), 0);
    assert_eq!(*client.put_note("Grüß").await.unwrap().body(), 6);
    client.post_note().body(ops::PostNoteBody::Csv("a,b\r\n".to_owned())).await.unwrap();
    client.put_mood(types::PutMoodBody::Good).await.unwrap();
    let put = async |path: &str, body: &'static [u8], media_type: &str| {
        let request = Request::put(path).header("content-type", media_type).body(Body::from(body)).unwrap();
        status_and_text(server::service(App), request).await
    };
    assert_eq!(put("/note", b"abc", "text/plain; charset=UTF-8").await, (200, "3".to_owned()));
    assert_eq!(put("/note", b"abc", "text/plain; charset=latin1").await.0, 415);
    assert_eq!(put("/note", b"abc", "text/html").await.0, 415);
    assert!(put("/note", b"\xff", "text/plain").await.1.contains("UTF-8"));
    assert!(put("/note", b"abcdef", "text/plain").await.1.contains(r#""keyword":"maxLength""#));
    assert!(put("/mood", b"ugly", "text/plain").await.1.contains(r#""keyword":"enum""#));
    assert!(put("/mood", b"\"good\"", "text/plain").await.1.contains(r#""keyword":"enum""#));
}

impl bodies_of_any_method::server::Operations for App {
    type Error = Infallible;

    async fn get_items(
        &self,
        _: Context<()>,
        request: bodies_of_any_method::ops::GetItemsRequest,
    ) -> Result<bodies_of_any_method::ops::GetItemsReply, Infallible> {
        Ok(bodies_of_any_method::ops::GetItemsOk::ok(vec![request.body.and_then(|b| b.limit).unwrap_or(-1)]).into())
    }

    async fn delete_items(
        &self,
        _: Context<()>,
        request: bodies_of_any_method::ops::DeleteItemsRequest,
    ) -> Result<bodies_of_any_method::ops::DeleteItemsReply, Infallible> {
        assert_eq!(request.body, [1, 2]);
        Ok(bodies_of_any_method::ops::DeleteItemsOk::no_content().into())
    }
}

#[tokio::test]
async fn any_method_can_have_a_body() {
    use bodies_of_any_method::{client::Client, server, types::GetItemsBody};
    let client = Client::from(at(server::service(App)));
    assert_eq!(*client.get_items().await.unwrap().body(), [-1]);
    assert_eq!(*client.get_items().body(GetItemsBody::new().limit(3)).await.unwrap().body(), [3]);
    client.delete_items(vec![1, 2]).await.unwrap();
    let delete = |body: &'static str| {
        Request::delete("/items").header("content-type", "application/json").body(Body::from(body)).unwrap()
    };
    assert_eq!(status_and_text(server::service(App), delete("")).await.0, 400);
    assert_eq!(
        status_and_text(server::service(App), Request::delete("/items").body(Body::empty()).unwrap()).await.0,
        400
    );
}

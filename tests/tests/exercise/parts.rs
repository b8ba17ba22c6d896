//! Bodies of several parts: files as they arrive, values checked, in both halves.
use std::sync::{Arc, Mutex};

use http::Request;
use tenon_runtime::server::{Context, Problem};
use tenon_runtime::{Body, File, Multipart, MultipartError};

use super::cases::{multipart_form, multipart_parts};
use super::{Endless, at, sent, status_and_text};

/// Notes what arrived, in order.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<String>>>);

/// What implementations here fail with: they do not care why.
#[derive(Debug)]
struct Unread;

impl From<MultipartError> for Unread {
    fn from(_: MultipartError) -> Self {
        Self
    }
}

impl From<tenon_runtime::BodyError> for Unread {
    fn from(_: tenon_runtime::BodyError) -> Self {
        Self
    }
}

impl tenon_runtime::server::IntoResponse for Unread {
    fn into_response(self) -> axum::response::Response {
        tenon_runtime::server::IntoResponse::into_response(Problem::new(http::StatusCode::IM_A_TEAPOT))
    }
}

impl App {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    fn noted(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// Reads a file chunk by chunk.
    async fn length(mut file: File) -> Result<usize, Unread> {
        let mut length = 0;
        while let Some(chunk) = file.content.chunk().await? {
            length += chunk.len();
        }
        Ok(length)
    }
}

impl multipart_form::server::Operations for App {
    type Error = Unread;

    async fn post_pets_id_pictures(
        &self,
        _: Context<()>,
        request: multipart_form::ops::PostPetsIdPicturesRequest,
    ) -> Result<multipart_form::ops::PostPetsIdPicturesReply, Unread> {
        use multipart_form::ops::{PostPetsIdPicturesForm, PostPetsIdPicturesOk, PostPetsIdPicturesPart as Part};
        let mut length = 0;
        if request.id == "collected" {
            let form = PostPetsIdPicturesForm::collect(request.body, 100).await?;
            length = form.picture.content.content.as_bytes().unwrap().len();
            self.note(format!("{} {:?} {:?}", form.caption, form.tags, form.more.map(|more| more.len())));
        } else {
            let mut parts = request.body;
            while let Some(part) = parts.next().await? {
                match part {
                    Part::Caption(text) => self.note(format!("caption {text}")),
                    Part::Taken(date) => self.note(format!("taken {date}")),
                    Part::Place(place) => self.note(format!("place {} {}", place.lat, place.lon)),
                    Part::Tags(tag) => self.note(format!("tag {tag}")),
                    Part::Password(text) => self.note(format!("password {text}")),
                    Part::Picture(part) => {
                        let (name, media_type) = (part.content.name.clone(), part.content.media_type.clone());
                        let read = Self::length(part.content).await?;
                        length += read;
                        let (name, media_type) = (name.unwrap_or_default(), media_type.unwrap_or_default());
                        let turned = (part.x_rotation, part.x_camera.unwrap_or_default());
                        self.note(format!("picture {name} {media_type} {turned:?} {read}"));
                    }
                    Part::More(file) => {
                        let read = Self::length(file).await?;
                        length += read;
                        self.note(format!("more {read}"));
                    }
                }
            }
        }
        Ok(PostPetsIdPicturesOk::ok(i64::try_from(length).unwrap()).into())
    }
}

fn form() -> multipart_form::ops::PostPetsIdPicturesForm {
    use multipart_form::{ops, types};
    let picture = File::new("12345").name("me.png").media_type("image/png");
    ops::PostPetsIdPicturesForm::new("Rex", ops::PostPetsIdPicturesPictureContent::new(picture, 90).x_camera("old one"))
        .place(types::PostPetsIdPicturesBodyPlace::new(1.5, -2.0))
        .tags(vec!["a".to_owned(), "b".to_owned()])
        .password("secret")
}

#[tokio::test]
async fn parts_arrive_one_by_one_with_all_that_they_are() {
    let app = App::default();
    let client = multipart_form::client::Client::from(at(multipart_form::server::service(app.clone())));
    let more = vec![File::from("67"), File::new(Body::from_reader(&b"890"[..]))];
    let reply = client.post_pets_id_pictures("1", form().more(more)).await.unwrap();
    assert_eq!(*reply.body(), 10);
    assert_eq!(
        app.noted(),
        [
            "caption Rex",
            "place 1.5 -2",
            "tag a",
            "tag b",
            "password secret",
            "picture me.png image/png (90, \"old one\") 5",
            "more 2",
            "more 3",
        ]
    );
    client.post_pets_id_pictures("collected", form().more(vec![File::from("67")])).await.unwrap();
    assert_eq!(app.noted(), [r#"Rex Some(["a", "b"]) Some(1)"#]);
    // What is made by hand is sent in the order in which it was made.
    use multipart_form::ops::{PostPetsIdPicturesPart as Part, PostPetsIdPicturesPictureContent as Picture};
    let parts = Multipart::new()
        .part(Part::More(File::from("1")))
        .part(Part::Caption("c".into()))
        .part(Part::Picture(Picture::new("2", 0)));
    client.post_pets_id_pictures("1", parts).await.unwrap();
    assert_eq!(app.noted(), ["more 1", "caption c", "picture picture image/png (0, \"\") 1"]);
}

#[tokio::test]
async fn files_are_streamed_and_values_are_not_lost_behind_them() {
    use multipart_form::ops::{PostPetsIdPicturesPart as Part, PostPetsIdPicturesPictureContent as Picture};
    let app = App::default();
    let service = multipart_form::server::service(app.clone());
    let large = 30 << 20;
    let parts = || {
        Multipart::new()
            .part(Part::Picture(Picture::new(Endless::of(large), 0)))
            .part(Part::Caption("behind it".into()))
    };
    let client = |service| multipart_form::client::Client::from(at(service));
    let open = client(service.clone().limit_of(&multipart_form::ops::POST_PETS_ID_PICTURES, 31 << 20));
    assert_eq!(*open.post_pets_id_pictures("1", parts()).await.unwrap().body(), i64::try_from(large).unwrap());
    assert_eq!(app.noted()[1], "caption behind it");
    // What its receiver does not take in memory is too large for that receiver alone.
    let refused = open.post_pets_id_pictures("collected", parts()).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 418);
    let narrow = client(service);
    assert_eq!(narrow.post_pets_id_pictures("1", parts()).await.unwrap_err().status().unwrap(), 413);
}

#[tokio::test]
async fn what_travels_is_what_browsers_send() {
    let (client, seen) = sent(200, multipart_form::client::Client::from);
    let _ = client.post_pets_id_pictures("1", form()).await;
    let content_type = seen.header("content-type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let expected = "--X
Content-Disposition: form-data; name=\"caption\"

Rex
--X
Content-Disposition: form-data; name=\"place\"
Content-Type: application/vnd.place+json

{\"lat\":1.5,\"lon\":-2.0}
--X
Content-Disposition: form-data; name=\"tags\"

a
--X
Content-Disposition: form-data; name=\"tags\"

b
--X
Content-Disposition: form-data; name=\"password\"

secret
--X
Content-Disposition: form-data; name=\"picture\"; filename=\"me.png\"
Content-Type: image/png
X-Rotation: 90
X-Camera: old one

12345
--X--
";
    assert_eq!(seen.text().replace(boundary, "X"), expected.replace('\n', "\r\n"));
}

#[tokio::test]
async fn what_the_document_forbids_is_its_senders_failure() {
    let caption = "--X\nContent-Disposition: form-data; name=caption\n\nRex\n";
    let picture = "--X\nContent-Disposition: form-data; name=picture\nX-Rotation: 1\n\n12345\n";
    let part = |name: &str, content: &str| format!("--X\nContent-Disposition: form-data; name={name}\n\n{content}\n");
    let post = async |parts: &[&str]| {
        let body = format!("{}--X--\n", parts.concat()).replace('\n', "\r\n");
        let request = Request::post("/pets/1/pictures").header("content-type", "multipart/form-data; boundary=X");
        status_and_text(multipart_form::server::service(App::default()), request.body(body.into()).unwrap()).await
    };
    assert_eq!(post(&[caption, picture]).await, (200, "5".to_owned()));
    for (parts, expected) in [
        (vec![caption], r#""pointer":"/picture","keyword":"required""#),
        (vec![picture], r#""pointer":"/caption","keyword":"required""#),
        (vec![caption, picture, caption], r#""pointer":"/caption","keyword":"duplicate""#),
        (
            vec![caption, "--X\nContent-Disposition: form-data; name=picture\n\n\n"],
            r#"/picture/headers/X-Rotation","keyword":"required""#,
        ),
        (vec![caption, &part("taken", "today"), picture], r#""pointer":"/taken","keyword":"format""#),
        (vec![caption, &part("place", r#"{"lat":"1"}"#), picture], r#""pointer":"/place/lat","keyword":"type""#),
        (vec![caption, &part("place", r#"{"lat":"1"}"#), picture], r#""pointer":"/place/lon","keyword":"required""#),
        (vec![&part("caption", &"long".repeat(6)), picture], r#""pointer":"/caption","keyword":"maxLength""#),
        (vec![caption, &part("tags", ""), picture], r#""pointer":"/tags/0","keyword":"minLength""#),
        (
            vec![caption, &part("tags", "a"), &part("tags", "a"), picture],
            r#""pointer":"/tags","keyword":"uniqueItems""#,
        ),
    ] {
        let (status, text) = post(&parts).await;
        assert!(status == 400 && text.contains(expected), "{parts:?}: {status} {text}");
    }
    let to = async |content_type: &str, body: &str| {
        let request = Request::post("/pets/1/pictures").header("content-type", content_type);
        let request = request.body(body.replace('\n', "\r\n").into()).unwrap();
        status_and_text(multipart_form::server::service(App::default()), request).await
    };
    assert_eq!(to("multipart/form-data", "").await.0, 400);
    assert_eq!(to("multipart/mixed; boundary=X", "").await.0, 415);
    for broken in ["", caption, "--X\nno header\n\n\n--X--"] {
        let (status, text) = to("multipart/form-data; boundary=X", broken).await;
        assert!(status == 400 && !text.contains("violations"), "{broken}: {status} {text}");
    }
    assert_eq!(to("multipart/form-data; boundary=X", &format!("--X\nX: {}\n\n", "a".repeat(20_000))).await.0, 413);
}

#[test]
fn parts_that_are_made_by_hand_can_be_checked() {
    use multipart_form::ops::{PostPetsIdPicturesForm, PostPetsIdPicturesPictureContent, PostPetsIdPicturesRequest};
    let picture = PostPetsIdPicturesPictureContent::new("", 0);
    let form = PostPetsIdPicturesForm::new("a caption that is far too long", picture).tags(vec![String::new()]);
    let request = PostPetsIdPicturesRequest::new("1", form);
    let found = tenon_runtime::validate(&request).unwrap_err();
    let found = found.violations.iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect::<Vec<_>>();
    assert_eq!(found, ["/body/caption maxLength", "/body/tags minLength"]);
    let shown = format!("{:?}", form_with_secret());
    assert!(!shown.contains("hunter2"), "{shown}");
}

fn form_with_secret() -> impl std::fmt::Debug {
    (form().password("hunter2"), multipart_form::ops::PostPetsIdPicturesPart::Password("hunter2".into()))
}

impl multipart_parts::server::Operations for App {
    type Error = Unread;

    async fn post_anything(
        &self,
        _: Context<()>,
        request: multipart_parts::ops::PostAnythingRequest,
    ) -> Result<multipart_parts::ops::PostAnythingReply, Unread> {
        use multipart_parts::ops::{PostAnything200Part, PostAnythingBody, PostAnythingFormDataPart, PostAnythingOk};
        let mut parts = Multipart::new();
        match request.body {
            Some(PostAnythingBody::FormData(mut received)) => {
                while let Some(PostAnythingFormDataPart::Other(name, mut file)) = received.next().await? {
                    // What arrives is sent on, file by file.
                    file = file.into_memory(&mut 100).await?;
                    parts.push(PostAnything200Part::Other(format!("{name}!"), file));
                }
            }
            Some(PostAnythingBody::Json(map)) => {
                map.into_iter().for_each(|(name, value)| {
                    parts.push(PostAnything200Part::Other(name, File::from(value.text().to_owned())));
                });
            }
            None => {}
        }
        Ok(PostAnythingOk::ok(parts).into())
    }

    async fn post_closed(
        &self,
        _: Context<()>,
        request: multipart_parts::ops::PostClosedRequest,
    ) -> Result<multipart_parts::ops::PostClosedReply, Unread> {
        use multipart_parts::ops::{PostClosedForm, PostClosedOk};
        let form = PostClosedForm::collect(request.body, 1000).await?;
        let images = form.image.iter().flatten().count();
        self.note(format!("{images} {:?} {:?}", form.names, form.link));
        Ok(PostClosedOk::no_content().into())
    }

    async fn post_raw(
        &self,
        _: Context<()>,
        request: multipart_parts::ops::PostRawRequest,
    ) -> Result<multipart_parts::ops::PostRawReply, Unread> {
        let media_type = request.body.media_type.clone();
        let content = request.body.content.bytes(100).await?;
        self.note(format!("{media_type} {}", String::from_utf8_lossy(&content)));
        Ok(multipart_parts::ops::PostRawOk::no_content().into())
    }
}

#[tokio::test]
async fn replies_have_parts_too() {
    use multipart_parts::ops::{PostAnything200Part, PostAnythingBody, PostAnythingFormDataPart};
    let client = multipart_parts::client::Client::from(at(multipart_parts::server::service(App::default())));
    let part = |name: &str, text: &'static str| PostAnythingFormDataPart::Other(name.to_owned(), File::from(text));
    let body = PostAnythingBody::FormData(Multipart::new().part(part("a", "1")).part(part("b\"", "2")));
    let mut parts = client.post_anything().body(body).await.unwrap().into_inner().into_body();
    let mut found = Vec::new();
    while let Some(PostAnything200Part::Other(name, file)) = parts.next().await.unwrap() {
        found.push((name, file.content.bytes(10).await.unwrap()));
    }
    assert_eq!(found, [("a!".to_owned(), "1".into()), ("b\"!".to_owned(), "2".into())]);
    let mut nothing = client.post_anything().await.unwrap().into_inner().into_body();
    assert!(nothing.next().await.unwrap().is_none());
}

#[tokio::test]
async fn properties_that_are_spelled_as_in_a_form() {
    use multipart_parts::{client::Client, ops, server, types};
    let app = App::default();
    let client = Client::from(at(server::service(app.clone())));
    let form = ops::PostClosedForm::new()
        .image(vec![File::from("1"), File::from("2")])
        .names(types::ClosedNames::from(vec!["a".to_owned(), "b".to_owned()]))
        .link(types::ClosedLink::new().url("u&v").days(3));
    client.post_closed(form).await.unwrap();
    client.post_closed(ops::PostClosedForm::new().names(types::ClosedNames::from("a".to_owned()))).await.unwrap();
    let noted = app.noted();
    assert!(
        noted[0].starts_with("2 Some(") && noted[0].contains("[\"a\", \"b\"]") && noted[0].contains("u&v"),
        "{noted:?}"
    );
    assert!(noted[1].contains("\"a\"") && noted[1].ends_with("None"), "{noted:?}");
    let post = async |name: &str| {
        let body = format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n1\r\n--X--\r\n");
        let request = Request::post("/closed").header("content-type", "multipart/form-data; boundary=X");
        status_and_text(server::service(App::default()), request.body(body.into()).unwrap()).await
    };
    assert_eq!(post("link[days]").await.0, 204);
    assert!(post("link[days][x]").await.1.contains(r#""pointer":"/link/days","keyword":"type""#));
    // A property that only replies have is none of a request.
    assert!(post("id").await.1.contains(r#""pointer":"/id","keyword":"additionalProperties""#));
}

#[tokio::test]
async fn what_is_not_described_is_bytes_with_its_boundary() {
    let app = App::default();
    let client = multipart_parts::client::Client::from(at(multipart_parts::server::service(app.clone())));
    let body = tenon_runtime::Media::<Body>::new("multipart/related; boundary=b", "--b--");
    client.post_raw(body).await.unwrap();
    assert_eq!(app.noted(), ["multipart/related; boundary=b --b--"]);
}

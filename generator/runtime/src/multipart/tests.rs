//! Parts both ways, and bodies that are none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use std::collections::BTreeMap;

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::json::{Json, Mode};
use crate::{Body, Parameter, Style};

#[derive(Debug)]
enum Upload {
    Caption(String),
    Meta(Json),
    Sizes(i64),
    Picture(File, Option<i64>),
    Filter(BTreeMap<String, i64>),
    Other(String, File),
}

const ROTATION: Parameter = Parameter::header("X-Rotation");

static PARTS: MultipartDescription = MultipartDescription {
    parts: &[
        PartDescription::text("caption").required(),
        PartDescription::json("meta"),
        PartDescription::text("sizes").list(1, Some(3)).unique(),
        PartDescription::file("picture").list(0, None).media_types(&["image/*"]),
        PartDescription::form(Parameter::query("filter").object(&[]).style(Style::DeepObject)),
    ],
    other: OtherParts::Kept(PartKind::File),
};

impl Validate for Upload {
    fn validate(&self, c: &mut Checker) {
        if let Self::Caption(text) = self {
            c.string(text, &crate::StringRule { max: Some(20), ..crate::StringRule::NONE });
        }
    }
}

impl Part for Upload {
    fn description() -> &'static MultipartDescription {
        &PARTS
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Caption(_) => "caption",
            Self::Meta(_) => "meta",
            Self::Sizes(_) => "sizes",
            Self::Picture(..) => "picture",
            Self::Filter(_) => "filter",
            Self::Other(..) => "",
        }
    }

    fn write(self, out: &mut PartWriter) {
        match self {
            Self::Caption(text) => out.text(0, &text),
            Self::Meta(json) => out.json(1, &json),
            Self::Sizes(size) => out.text(2, &size),
            Self::Picture(file, rotation) => {
                out.header_optional(&ROTATION, rotation.as_ref());
                out.file(3, file);
            }
            Self::Filter(filter) => out.form(4, &filter),
            Self::Other(name, file) => out.other_file(&name, file),
        }
    }

    fn read(from: &mut PartReader) -> Option<Self> {
        match from.index() {
            0 => from.text().map(Self::Caption),
            1 => from.json().map(Self::Meta),
            2 => from.text().map(Self::Sizes),
            3 => {
                let rotation = from.header_optional(&ROTATION);
                from.file().map(|file| Self::Picture(file, rotation))
            }
            4 => from.form().map(Self::Filter),
            _ => from.file().map(|file| Self::Other(from.name(), file)),
        }
    }
}

/// A body in pieces of a length.
fn pieces(content: &[u8], length: usize) -> Body {
    struct Pieces(Vec<Bytes>);
    impl http_body::Body for Pieces {
        type Data = Bytes;
        type Error = crate::BodyError;
        fn poll_frame(
            mut self: core::pin::Pin<&mut Self>,
            _: &mut core::task::Context<'_>,
        ) -> core::task::Poll<Option<Result<http_body::Frame<Bytes>, crate::BodyError>>> {
            core::task::Poll::Ready(self.0.pop().map(|piece| Ok(http_body::Frame::data(piece))))
        }
    }
    let mut all = content.chunks(length.max(1)).map(Bytes::copy_from_slice).collect::<Vec<_>>();
    all.reverse();
    Body::stream(Pieces(all))
}

fn reading(body: Body, boundary: &str, mode: Mode) -> Multipart<Upload> {
    Multipart::received(Reader::new(body, boundary, &PARTS, mode, 5000, None))
}

/// What there is in words, files read.
async fn told(mut parts: Multipart<Upload>) -> Result<Vec<String>, MultipartError> {
    let mut all = Vec::new();
    while let Some(part) = parts.next().await? {
        all.push(match part {
            Upload::Picture(file, rotation) => {
                let said = format!("picture {:?} {:?} {rotation:?} ", file.name, file.media_type);
                let content = file.content.bytes(usize::MAX).await.map_err(MultipartError::broken)?;
                said + &String::from_utf8_lossy(&content)
            }
            Upload::Other(name, file) => {
                let content = file.content.bytes(usize::MAX).await.map_err(MultipartError::broken)?;
                format!("{name} {:?} {:?} {}", file.name, file.media_type, String::from_utf8_lossy(&content))
            }
            other => format!("{other:?}"),
        });
    }
    Ok(all)
}

async fn strictly(body: &str) -> Result<Vec<String>, MultipartError> {
    told(reading(pieces(body.replace('\n', "\r\n").as_bytes(), 7), "X", Mode::Strict)).await
}

fn refused(result: Result<Vec<String>, MultipartError>) -> String {
    match result {
        Err(MultipartError::Invalid(all)) => {
            all.iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect::<Vec<_>>().join(", ")
        }
        Err(other) => other.to_string(),
        Ok(all) => panic!("{all:?}"),
    }
}

fn upload() -> Multipart<Upload> {
    Multipart::new()
        .part(Upload::Caption("Grüße \"%22\"\r\n--".into()))
        .part(Upload::Picture(File::new("one").name("a \"b\".png").media_type("image/png"), Some(90)))
        .part(Upload::Meta(Json::parse(r#"{"a":[1]}"#).unwrap()))
        .part(Upload::Filter(BTreeMap::from([("a&b".to_owned(), 1), ("c".to_owned(), 2)])))
        .part(Upload::Picture(File::new(pieces(b"two", 1)).media_type("image/x"), None))
        .part(Upload::Sizes(1))
        .part(Upload::Sizes(2))
        .part(Upload::Other("more\r\n".into(), File::new(Body::empty())))
}

#[tokio::test]
async fn what_is_sent_arrives_however_it_is_cut() {
    let (body, content_type) = write("multipart/form-data", upload()).unwrap();
    let boundary = boundary_of(&content_type).unwrap();
    let wire = body.bytes(usize::MAX).await.unwrap();
    for length in (1..200).chain([wire.len()]) {
        let all = told(reading(pieces(&wire, length), &boundary, Mode::Strict)).await.unwrap();
        assert_eq!(
            all,
            [
                "Caption(\"Grüße \\\"%22\\\"\\r\\n--\")",
                "picture Some(\"a \\\"b\\\".png\") Some(\"image/png\") Some(90) one",
                "Meta({\"a\":[1]})",
                "picture Some(\"picture\") Some(\"image/x\") None two",
                "Sizes(1)",
                "Sizes(2)",
                "more\r\n Some(\"more\\r\\n\") Some(\"application/octet-stream\") ",
                "Filter({\"a&b\": 1, \"c\": 2})",
            ],
            "{length}"
        );
    }
}

#[tokio::test]
async fn its_length_is_known_if_that_of_all_parts_is() {
    let file = || Upload::Other("o".into(), "b".into());
    let known = || Multipart::new().part(Upload::Caption("a".into())).part(file());
    let (body, _) = write("multipart/form-data", known()).unwrap();
    let exact = http_body::Body::size_hint(&body).exact();
    assert_eq!(exact, Some(body.bytes(usize::MAX).await.unwrap().len() as u64));
    let (body, _) = write("multipart/form-data", upload()).unwrap();
    assert_eq!(http_body::Body::size_hint(&body).exact(), None);
}

#[tokio::test]
async fn what_others_send() {
    let caption = "Content-Disposition: form-data; name=caption\n\na\n";
    for (body, expected) in [
        (format!("--X\n{caption}--X--"), "[Caption(\"a\")]"),
        (format!("preamble\n--X \t\n{caption}--X--\nepilogue --X"), "[Caption(\"a\")]"),
        ("\n--X\nX-Other: b\ncontent-disposition:form-data;NAME=\"caption\" \n\na\n--X--\n".to_owned(), "[Caption(\"a\")]"),
        (
            format!("--X\n{caption}--X\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\x\\\"y.txt\"\n\n--X--"),
            r#"[Caption("a"), f Some("C:\\x\"y.txt") None ]"#,
        ),
        (
            format!("--X\n{caption}--X\nContent-Disposition: form-data; name=f; filename*=UTF-8''na%C3%AF\n\n\n--X--"),
            r#"[Caption("a"), f Some("naï") None ]"#,
        ),
        (
            "--X\nContent-Disposition: form-data; name=caption\nContent-Type: text/plain;charset=UTF-8\n\n--X-\n--\n--X--".to_owned(),
            "",
        ),
        (
            "--X\nContent-Disposition: form-data; name=caption\n\n\n-\n--\n-X\n--X--".to_owned(),
            r#"[Caption("\r\n-\r\n--\r\n-X")]"#,
        ),
    ] {
        let all = strictly(&body).await.map(|all| format!("[{}]", all.join(", ")));
        match expected {
            "" => assert!(all.is_err(), "{body}"),
            _ => assert_eq!(all.unwrap(), expected, "{body}"),
        }
    }
}

#[tokio::test]
async fn what_the_document_forbids_is_refused() {
    let part = |head: &str, content: &str| format!("--X\nContent-Disposition: form-data; {head}\n\n{content}\n");
    let caption = part("name=caption", "a");
    let all = |parts: &[&str]| format!("{}--X--", parts.concat());
    for (body, expected) in [
        (all(&[]), "/caption required"),
        ("--X--".to_owned(), "/caption required"),
        (all(&[&caption, &caption]), "/caption duplicate"),
        (all(&[&part("name=caption", "a long, long, long text")]), "/caption maxLength"),
        (all(&[&caption, &part("name=meta", "{"), &part("name=sizes", "x")]), "/meta syntax, /sizes/0 type"),
        (all(&[&caption, &part("name=sizes", "1"), &part("name=sizes", "1")]), "/sizes uniqueItems"),
        (
            all(&[
                &caption,
                &part("name=sizes", "1"),
                &part("name=sizes", "2"),
                &part("name=sizes", "3"),
                &part("name=sizes", "4"),
            ]),
            "/sizes maxItems",
        ),
        (all(&[&caption, &part("name=\"filter[a]\"", "x")]), "/filter/a type"),
        (all(&[&caption, &part("name=picture\nContent-Type: text/plain", "x")]), "/picture contentType"),
        (all(&[&caption, &part("name=meta\nContent-Type: text/plain", "1")]), "/meta contentType"),
        (all(&[&part("name=caption\nContent-Type: text/plain; charset=latin1", "a")]), "/caption contentType, "),
        (all(&[&caption, &part("name=picture\nContent-Transfer-Encoding: base64", "x")]), "/picture contentType"),
        (all(&[&caption, &part("name=picture\nX-Rotation: left", "x")]), "/picture/0/headers/X-Rotation type"),
        // What is wrong is told before the next file, and nothing is told of what follows.
        (all(&[&part("name=meta", "{"), &part("name=picture", "x"), &part("name=sizes", "x")]), "/meta syntax"),
    ] {
        assert_eq!(refused(strictly(&body).await), expected.trim_end_matches(", "), "{body}");
    }
    // A client takes what it can read.
    let body = all(&[&caption, &caption, &part("name=meta\nContent-Type: text/plain", "1")]).replace('\n', "\r\n");
    let all = told(reading(pieces(body.as_bytes(), 3), "X", Mode::Lenient)).await.unwrap();
    assert_eq!(all, ["Caption(\"a\")", "Meta(1)"]);
}

#[tokio::test]
async fn hostile_bodies_are_refused() {
    let malformed = "the multipart body is malformed: ";
    let named = "Content-Disposition: form-data; name=caption\n\na\n";
    for body in [
        "",
        "--Y--",
        "--X",
        "--X-",
        "--X\n",
        "--X\n\n",
        "--X\n\n\n--X--",
        "--Xa\n",
        "--X\nContent-Disposition: form-data\n\na\n--X--",
        "--X\nContent-Disposition: form-data; name=caption; name=meta\n\na\n--X--",
        "--X\nContent-Disposition: form-data; name=caption\nContent-Disposition: form-data; name=meta\n\na\n--X--",
        "--X\nContent-Disposition: form-data; name=caption\n folded\n\na\n--X--",
        "--X\nContent Disposition: form-data; name=caption\n\na\n--X--",
        "--X\nContent-Disposition: form-data; name=caption\nno header\n\na\n--X--",
        "--X\nContent-Disposition: form-data; name=caption\nX: \u{1}\n\na\n--X--",
        &format!("--X\n{named}--X"),
        &format!("--X\n{named}--X-"),
        &format!("--X\n{named}"),
        &format!("--X\n{named}--X-X"),
    ] {
        let error = refused(strictly(body).await);
        assert!(error.starts_with(malformed), "{body}: {error}");
    }
    // A line's end is CRLF.
    let bare = format!("--X\n{named}--X--");
    assert!(told(reading(pieces(bare.as_bytes(), 1), "X", Mode::Strict)).await.is_err());
    let not_utf8 = b"--X\r\nContent-Disposition: form-data; name=\xff\r\n\r\na\r\n--X--";
    assert!(told(reading(pieces(not_utf8, 1), "X", Mode::Strict)).await.is_err());
    for (what, body) in [
        ("a head", format!("--X\nX: {}\n\n", "a".repeat(17_000))),
        ("a head without end", format!("--X\n{}", "X: a\n".repeat(5_000))),
        ("headers", format!("--X\n{}Content-Disposition: form-data; name=caption\n\na\n--X--", "X: a\n".repeat(40))),
        ("padding", format!("--X{}", " ".repeat(100))),
        ("parts", format!("{}--X--", "--X\nContent-Disposition: form-data; name=o\n\n\n".repeat(1001))),
        ("values", format!("--X\nContent-Disposition: form-data; name=caption\n\n{}\n--X--", "a".repeat(5001))),
        (
            "names",
            format!("--X\nContent-Disposition: form-data; name=\"filter[{}]\"\n\n1\n", "a".repeat(3000)).repeat(2)
                + "--X--",
        ),
    ] {
        let error = refused(strictly(&body).await);
        assert!(error.ends_with("larger than the limit"), "{what}: {error}");
    }
}

#[tokio::test]
async fn a_truncated_body_is_never_taken_for_a_whole_one() {
    let (body, content_type) = write("multipart/form-data", upload()).unwrap();
    let boundary = boundary_of(&content_type).unwrap();
    let wire = body.bytes(usize::MAX).await.unwrap();
    // The line's end behind the last boundary says nothing.
    for end in 0..wire.len() - 2 {
        let cut = pieces(&wire[..end], 11);
        assert!(told(reading(cut, &boundary, Mode::Strict)).await.is_err(), "{end}");
    }
}

#[tokio::test]
async fn a_file_that_is_not_read_is_passed_over() {
    let part = |name: &str| format!("--X\r\nContent-Disposition: form-data; name={name}\r\n\r\n{name}\r\n");
    let wire = [part("one"), part("two"), part("caption"), "--X--".to_owned()].concat();
    let mut parts = reading(pieces(wire.as_bytes(), 5), "X", Mode::Strict);
    let Some(Upload::Other(_, one)) = parts.next().await.unwrap() else { panic!() };
    let Some(Upload::Other(_, mut two)) = parts.next().await.unwrap() else { panic!() };
    assert!(one.content.bytes(10).await.unwrap_err().to_string().contains("passed over"));
    assert!(two.content.chunk().await.unwrap().is_some());
    assert!(matches!(parts.next().await.unwrap(), Some(Upload::Caption(text)) if text == "caption"));
    assert!(parts.next().await.unwrap().is_none());
    assert!(parts.next().await.unwrap().is_none());
}

#[tokio::test]
async fn what_was_refused_stays_refused() {
    let mut parts = reading(Body::from("--X--"), "X", Mode::Strict);
    assert!(parts.next().await.is_err());
    assert!(parts.next().await.is_err());
    let mut parts = reading(Body::from("--X\r\nContent-Disposition: form-data; name=o\r\n\r\nab"), "X", Mode::Strict);
    let Some(Upload::Other(_, file)) = parts.next().await.unwrap() else { panic!() };
    assert!(file.content.bytes(10).await.is_err());
    assert!(parts.next().await.is_err());
}

#[test]
fn what_cannot_be_sent() {
    let problem = |part: Upload| write("multipart/form-data", Multipart::new().part(part)).map(|_| ()).unwrap_err();
    let file = |file: File| problem(Upload::Picture(file, None));
    assert_eq!(file(File::new("").media_type("text/plain")), ("picture".to_owned(), crate::param::Fault::MediaType));
    assert_eq!(file(File::new("")).1, crate::param::Fault::MediaType);
    assert_eq!(file(File::new("").media_type("image/png\r\nX: y")).1, crate::param::Fault::Header);
    assert_eq!(problem(Upload::Other("\0".into(), File::new(""))).1, crate::param::Fault::Header);
    // What arrives can be sent on.
    assert!(write("multipart/form-data", reading(Body::empty(), "X", Mode::Strict)).is_ok());
}

#[tokio::test]
async fn what_arrives_is_sent_on_as_it_was() {
    let (body, content_type) = write("multipart/form-data", upload()).unwrap();
    let wire = body.bytes(usize::MAX).await.unwrap();
    let boundary = boundary_of(&content_type).unwrap();
    let expected = told(reading(Body::from(wire.clone()), &boundary, Mode::Strict)).await.unwrap();
    let relayed = |body: Body| {
        let (body, content_type) = write("multipart/form-data", reading(body, &boundary, Mode::Strict)).unwrap();
        (body, boundary_of(&content_type).unwrap())
    };
    for length in [1, 7, 100, wire.len()] {
        let (body, again) = relayed(pieces(&wire, length));
        assert_ne!(again, boundary);
        assert_eq!(told(reading(body, &again, Mode::Strict)).await.unwrap(), expected, "{length}");
    }
    // Whole, or not at all: what breaks off does not end as if it was all.
    let (body, _) = relayed(pieces(wire.get(..wire.len() - 10).unwrap(), 50));
    assert!(body.bytes(usize::MAX).await.is_err());
    // Nothing is still a body with an end.
    let closed = write("multipart/form-data", Multipart::<Upload>::new()).unwrap();
    let nothing = reading(closed.0, &boundary_of(&closed.1).unwrap(), Mode::Lenient);
    let (body, content_type) = write("multipart/form-data", nothing).unwrap();
    let again = boundary_of(&content_type).unwrap();
    assert_eq!(body.bytes(usize::MAX).await.unwrap(), format!("--{again}--\r\n"));
}

#[test]
fn boundaries() {
    let of = |content_type: &str| boundary_of(content_type);
    assert_eq!(of("multipart/form-data; boundary=X").as_deref(), Some("X"));
    assert_eq!(of("multipart/form-data; charset=utf-8; BOUNDARY=\"a b?\"").as_deref(), Some("a b?"));
    for bad in [
        "",
        "; boundary",
        "; boundary=",
        "; boundary=\"a \"",
        "; boundary=a; boundary=b",
        "; boundary=ä",
        "; boundary={a}",
    ] {
        assert_eq!(of(&format!("multipart/form-data{bad}")), None, "{bad}");
    }
    assert_eq!(of(&format!("multipart/mixed; boundary={}", "a".repeat(71))), None);
    let other = boundary_of(&write("multipart/form-data", upload()).unwrap().1);
    assert_ne!(boundary_of(&write("multipart/form-data", upload()).unwrap().1), other);
}

proptest! {
    #[test]
    fn any_content_survives(
        contents in proptest::collection::vec("[\r\n\\-Xa\u{e9}]{0,20}", 1..5),
        names in proptest::collection::vec(".{1,6}", 1..5),
        length in 1_usize..40,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let named = names.iter().filter(|name| !name.chars().any(|c| c.is_control() && !"\t\r\n".contains(c)));
            let parts = named.zip(&contents).map(|(name, content)| {
                Upload::Other(format!("o{name}"), File::new(content.clone()).name(name.clone()))
            });
            let expected = names.iter().filter(|name| !name.chars().any(|c| c.is_control() && !"\t\r\n".contains(c))).zip(&contents);
            let expected = expected.map(|(name, content)| (format!("o{name}"), content.clone())).collect::<Vec<_>>();
            let parts = parts.chain([Upload::Caption("c".into())]).collect::<Multipart<_>>();
            let (body, content_type) = write("multipart/form-data", parts).unwrap();
            let wire = body.bytes(usize::MAX).await.unwrap();
            let mut parts = reading(pieces(&wire, length), &boundary_of(&content_type).unwrap(), Mode::Strict);
            let mut found = Vec::new();
            while let Some(part) = parts.next().await.unwrap() {
                if let Upload::Other(name, file) = part {
                    found.push((name, String::from_utf8(file.content.bytes(usize::MAX).await.unwrap().to_vec()).unwrap()));
                }
            }
            // Spaces around a name that is not quoted are none of its own, `%22` is a quote: as the WHATWG has it.
            let plain = |name: &str| name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
            let expected = expected.into_iter().map(|(name, content)| (plain(&name), content)).collect::<Vec<_>>();
            assert_eq!(found.len(), expected.len());
            for ((found, content), (name, expected)) in found.into_iter().zip(expected) {
                assert_eq!(content, expected);
                // A backslash at the end would escape the quote, and one before `%22` was meant for nobody.
                if !name.contains('\\') {
                    assert_eq!(found, name);
                }
            }
        });
    }

    #[test]
    fn any_bytes_are_taken_or_refused(wire in "(--X|\r\n|\n|-|:|;|=|\"|name|caption|Content-Disposition: form-data; name=|a| ){0,40}", length in 1_usize..10) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let _ = told(reading(pieces(wire.as_bytes(), length), "X", Mode::Strict)).await;
        });
    }
}

//! An emitted server against peers that keep to no protocol and no document, byte by byte over sockets: always an answer
//! that says whose fault it is, and the server lives.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::house::Listening;
use crate::petshop::shop;

const ID: &str = "6f9619ff-8b86-d011-b42d-00c04f000007";
/// The shop's.
const LIMIT: usize = 64 << 10;

async fn start() -> Listening {
    Listening::start(shop::router()).await
}

/// Status and headers of the answer.
#[derive(Debug)]
struct Head {
    status: u16,
    headers: BTreeMap<String, String>,
}

async fn ask(server: &Listening, request: &[u8]) -> Head {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // Who is refused early may not be read to the end, and the end of the answer may be lost with the rest.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => answer.push(byte),
            Err(_) => break,
        }
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    let mut lines = text.lines();
    let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()).unwrap_or(0);
    let headers = lines.filter_map(|line| line.split_once(": "));
    Head { status, headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect() }
}

/// Asks for all of them, and says which answers were others than expected; then the server must still do its work.
async fn expect(requests: impl IntoIterator<Item = (String, Vec<u8>, u16)>) {
    let server = start().await;
    let mut wrong = Vec::new();
    for (what, request, expected) in requests {
        let Head { status, .. } = ask(&server, &request).await;
        if status != expected {
            wrong.push(format!("{what}: {status}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(ask(&server, &post(pet(), &[])).await.status, 201);
    server.stop().await;
}

fn pet() -> String {
    format!(r#"{{"id":"{ID}","name":"Rex","status":"sold","kilos":12.5,"legs":4,"notes":"Likes walks."}}"#)
}

/// A pet with one text of it replaced.
fn with(from: &str, to: &str) -> String {
    assert!(pet().contains(from));
    pet().replace(from, to)
}

/// A pet with more members.
fn and(members: &str) -> String {
    with("\"Likes walks.\"}", &format!("\"Likes walks.\",{members}}}"))
}

fn head(line: &str, headers: &[&str]) -> Vec<u8> {
    let headers = headers.iter().map(|header| format!("{header}\r\n")).collect::<String>();
    format!("{line} HTTP/1.1\r\nhost: x\r\n{headers}\r\n").into_bytes()
}

fn post(body: impl AsRef<[u8]>, headers: &[&str]) -> Vec<u8> {
    let length = format!("content-length: {}", body.as_ref().len());
    let json = ["content-type: application/json"];
    let content_type = if headers.iter().any(|header| header.starts_with("content-type")) { &[][..] } else { &json };
    let mut request = head("POST /pets", &[&[&*length], content_type, headers].concat());
    request.extend_from_slice(body.as_ref());
    request
}

#[tokio::test]
async fn bodies() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let mut latin = post(pet(), &[]);
    let at = latin.windows(3).position(|text| text == b"Rex").unwrap();
    latin[at] = 0xff;
    let texts = [
        (pet(), 201),
        (format!("{}{}", " ".repeat(LIMIT), pet()), 413),
        (String::new(), 400),
        ("{".to_owned(), 400),
        ("null".to_owned(), 400),
        (format!("\u{feff}{}", pet()), 400),
        (format!("{} x", pet()), 400),
        (and(r#""name":"again""#), 400),
        (and(r#""unknown":1,"unknown":2"#), 201),
        (and(&format!(r#""unknown":{deep}"#)), 400),
        (with("\"Likes walks.\"", &deep), 400),
        // Optional is not nullable.
        (with("\"Likes walks.\"", "null"), 400),
        (and(r#""born":null"#), 201),
        (and(r#""born":"2020-02-30""#), 400),
        // No number is rounded before it is compared.
        (with("12.5", "999.9999999999999"), 201),
        (with("12.5", "1000"), 400),
        (with("12.5", "1e3"), 400),
        (with("12.5", "5e-324"), 201),
        (with("12.5", "0"), 400),
        (with("12.5", "-0.0"), 400),
        (with("12.5", "1e400"), 400),
        (with("12.5", "NaN"), 400),
        (with("12.5", "+1"), 400),
        (with("12.5", "\"12.5\""), 400),
        (with("\"legs\":4", "\"legs\":4.0"), 201),
        (with("\"legs\":4", "\"legs\":1e30"), 400),
        (with("\"legs\":4", "\"legs\":99999999999999999999"), 400),
        (with("\"sold\"", "\"Sold\""), 400),
        // Of the spellings of a UUID one is in RFC 4122.
        (with(ID, &ID.to_uppercase()), 201),
        (with(ID, &ID.replace('-', "")), 400),
        (with(ID, &format!("{{{ID}}}")), 400),
        (with(ID, &format!("urn:uuid:{ID}")), 400),
    ];
    let texts = texts.map(|(text, status)| (text.chars().take(120).collect(), post(&text, &[]), status));
    expect(texts.into_iter().chain([("not UTF-8".to_owned(), latin, 400)])).await;
}

#[tokio::test]
async fn what_says_what_a_body_is() {
    let json = "content-type: application/json";
    let cases = [
        (&["content-type: application/json; charset=utf-8"][..], 201),
        (&["content-type: Application/JSON"], 201),
        (&[json, "content-encoding: identity"], 201),
        (&[json, "content-type: text/plain"], 400),
        (&[json, json], 400),
        (&["content-type: text/plain"], 415),
        (&["content-type: application/jsonx"], 415),
        (&["content-type: "], 415),
        (&[json, "content-encoding: gzip"], 415),
    ];
    expect(cases.map(|(headers, status)| (headers.join(", "), post(pet(), headers), status))).await;
}

#[tokio::test]
async fn lengths() {
    let json = "content-type: application/json";
    let open = |headers: &[&str], body: &str| {
        let mut request = head("POST /pets", &[&[json], headers].concat());
        request.extend_from_slice(body.as_bytes());
        request
    };
    let chunked = |text: &str| format!("{:x}\r\n{text}\r\n0\r\n\r\n", text.len());
    let te = "transfer-encoding: chunked";
    let many = (0..2000).map(|_| format!("20\r\n{}\r\n", " ".repeat(32))).collect::<String>();
    expect([
        ("chunked".to_owned(), open(&[te], &chunked(&pet())), 201),
        ("chunked, with an extension".to_owned(), open(&[te], &chunked(&pet()).replacen("\r\n", ";a=b\r\n", 1)), 201),
        ("chunked, beyond the limit".to_owned(), open(&[te], &format!("{many}8000\r\n{}", " ".repeat(0x8000))), 413),
        ("a chunk's length that is none".to_owned(), open(&[te], "zz\r\n{}\r\n0\r\n\r\n"), 400),
        ("a chunk's length beyond all numbers".to_owned(), open(&[te], "fffffffffffffffff\r\n{}"), 400),
        ("a chunk without its end".to_owned(), open(&[te], "2\r\n{}xx0\r\n\r\n"), 400),
        ("chunked is not the last coding".to_owned(), open(&["transfer-encoding: chunked, gzip"], ""), 400),
        ("a claim of 10 GiB".to_owned(), open(&["content-length: 10737418240"], "{"), 413),
        ("no length".to_owned(), open(&[], ""), 400),
        ("two lengths".to_owned(), open(&["content-length: 3", "content-length: 5"], "abcde"), 400),
        ("a signed length".to_owned(), open(&["content-length: +2"], "{}"), 400),
        ("a negative length".to_owned(), open(&["content-length: -1"], ""), 400),
    ])
    .await;
}

/// The length does not count (RFC 9112, section 6.3), and nothing that could be smuggled behind it is read.
#[tokio::test]
async fn a_length_beside_chunks() {
    let server = start().await;
    let (te, length) = ("transfer-encoding: chunked", "content-length: 3");
    for both in [[te, length], [length, te]] {
        let mut request = head("POST /pets", &[&["content-type: application/json"], &both[..]].concat());
        request.extend(format!("{:x}\r\n{}\r\n0\r\n\r\n", pet().len(), pet()).into_bytes());
        request.extend(head("GET /pets", &[]));
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(&request).await.unwrap();
        let mut answers = Vec::new();
        let _ = stream.read_to_end(&mut answers).await;
        let answers = String::from_utf8(answers).unwrap();
        assert!(answers.starts_with("HTTP/1.1 201 ") && answers.matches("HTTP/1.1").count() == 1, "{answers}");
    }
    server.stop().await;
}

#[tokio::test]
async fn headers_and_targets() {
    let get = |target: &str| head(&format!("GET {target}"), &[]);
    let mut raw = get("/pets/aXb");
    let at = raw.iter().position(|byte| *byte == b'X').unwrap();
    raw[at] = 0;
    let many = (0..500).map(|n| format!("a{n}: b")).collect::<Vec<_>>();
    let many = many.iter().map(String::as_str).collect::<Vec<_>>();
    expect([
        ("500 headers".to_owned(), head("GET /pets", &many), 431),
        ("a header of 1 MB".to_owned(), head("GET /pets", &[&format!("a: {}", "b".repeat(1_000_000))]), 431),
        ("a target of 70 KB".to_owned(), get(&format!("/pets/{}", "x".repeat(65_535))), 414),
        ("a NUL in the target".to_owned(), raw, 400),
        ("a space in the target".to_owned(), get("/pets/a b"), 400),
        ("another scheme's absolute form".to_owned(), get(&format!("http://evil/pets/{ID}")), 404),
        ("a header with a space in its name".to_owned(), head("GET /pets", &["a b: c"]), 400),
        ("no HTTP".to_owned(), b"SSH-2.0-x\r\n\r\n".to_vec(), 400),
        ("HTTP of another time".to_owned(), b"GET /pets HTTP/9.9\r\n\r\n".to_vec(), 400),
    ])
    .await;
}

#[tokio::test]
async fn paths_and_queries() {
    let of = |target: &str, status| (target.to_owned(), head(&format!("GET {target}"), &[]), status);
    let paths = [
        "a",
        "%00",
        "%ff",
        "%",
        "%zz",
        "a%2fb",
        "%2e%2e",
        "..",
        "%E2%80%AE",
        "a;x=1",
        "6f9619ff8b86d011b42d00c04f000007",
    ];
    let paths = paths.map(|path| of(&format!("/pets/{path}"), 400));
    let nowhere = ["/", "/pet", "/pets/", "/pets//", "/pets/a/b", "/PETS", "//pets"].map(|path| of(path, 404));
    let refused = [
        "limit=%FF",
        "limit=+5",
        "limit=%2B5",
        "limit=05",
        "limit=5%00",
        "limit=",
        "limit",
        "limit=5&limit=6",
        "limit=0",
        "limit=51",
        "limit=4294967297",
        "limit=1e1",
        "limit=5.0",
        "limit=%205",
        "tags=%FF",
        "tags=%",
        "tags=%zz",
        "tags=",
        "tags=a&tags=a",
        "status=Sold",
        "status=sold&status=sold",
        "unknown=%FF",
        "%FF=1",
    ];
    let refused = refused.map(|query| of(&format!("/pets?{query}"), 400));
    // NUL is a character as any other where a string may hold it; what the document does not know does not matter.
    let taken =
        ["", "limit=5", "limit=%35", "%6Cimit=5", "tags=a&tags=b", "tags=a%00b", "status=sold", "unknown=1&=&&"];
    let taken = taken.map(|query| of(&format!("/pets?{query}"), 200));
    expect(paths.into_iter().chain(nowhere).chain(refused).chain(taken)).await;
}

#[tokio::test]
async fn methods() {
    let server = start().await;
    let one = format!("/pets/{ID}");
    for (line, status, allow) in [
        ("HEAD /pets".to_owned(), 200, None),
        ("OPTIONS /pets".to_owned(), 204, Some("GET, POST, HEAD, OPTIONS")),
        ("PUT /pets".to_owned(), 405, Some("GET, POST, HEAD, OPTIONS")),
        ("TRACE /pets".to_owned(), 405, Some("GET, POST, HEAD, OPTIONS")),
        ("QUERY /pets".to_owned(), 405, Some("GET, POST, HEAD, OPTIONS")),
        ("get /pets".to_owned(), 405, Some("GET, POST, HEAD, OPTIONS")),
        (format!("HEAD {one}"), 404, None),
        (format!("OPTIONS {one}"), 204, Some("DELETE, GET, HEAD, OPTIONS")),
        (format!("POST {one}"), 405, Some("DELETE, GET, HEAD, OPTIONS")),
        ("OPTIONS /nowhere".to_owned(), 404, None),
    ] {
        let head = ask(&server, &head(&line, &[])).await;
        assert_eq!((head.status, head.headers.get("allow").map(String::as_str)), (status, allow), "{line}");
    }
    server.stop().await;
}

/// Who asks first whether it may send the body is told before it sends one that would be refused.
#[tokio::test]
async fn expecting_to_go_on() {
    let server = start().await;
    let expects = "expect: 100-continue";
    let json = "content-type: application/json";
    for (line, headers, status) in [
        ("POST /pets", [json, "content-length: 5"], 100),
        ("POST /pets", [json, "content-length: 10737418240"], 413),
        ("POST /pets", ["content-type: text/plain", "content-length: 5"], 415),
        ("PUT /pets", [json, "content-length: 5"], 405),
    ] {
        assert_eq!(ask(&server, &head(line, &[&headers[..], &[expects]].concat())).await.status, status, "{headers:?}");
    }
    server.stop().await;
}

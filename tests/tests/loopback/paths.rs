//! Any text as an argument of the path: what arrives is what was given, or nothing is sent.

use tenon_runtime::Location;
use tenon_runtime::client::BuildError;
use tenon_runtime::param::Fault;

use crate::house::{Notes, declared, in_every_way, not_built};
use crate::{devin, liveavatar, prime_intellect, quiva};

/// All that means something in a URL, to a router or to a proxy.
const TEXTS: &[&str] = &[
    "plain",
    "two words",
    "a/b",
    "/",
    "//",
    "a/../b",
    "../../etc",
    "./",
    "100%",
    "%2F",
    "%2e%2e",
    "%",
    "%zz",
    "a+b",
    "+",
    "a?b=c",
    "a#b",
    "a&b",
    "a;b=c",
    "a,b",
    "a:b@c",
    "...",
    ".hidden",
    "a.",
    "*",
    "{key}",
    ":key",
    "~-_.",
    "'\"<>\\^`{|}",
    "ключ",
    "鍵🔑",
    "e\u{301}",
    "\u{202e}",
    "tab\tline\r\nend",
    " ",
    "\u{7f}",
    "null",
    "0",
];

#[tokio::test]
async fn quiva_gets_what_was_given() {
    let app = quiva::deleting();
    in_every_way(generated::quiva::server::service(app.clone()), async |channel| {
        let client = quiva::client(channel);
        for text in TEXTS {
            client.delete_secret(*text).await.unwrap();
            assert_eq!(app.seen_once().request.key, *text);
        }
    })
    .await;
}

#[tokio::test]
async fn devin_gets_what_was_given() {
    let app = devin::deleting();
    in_every_way(generated::devin::server::service(app.clone()), async |channel| {
        let client = devin::client(channel);
        for text in TEXTS {
            client.delete_secret(*text).await.unwrap();
            assert_eq!(app.seen_once().request.secret_id, *text);
        }
    })
    .await;
}

#[tokio::test]
async fn liveavatar_gets_what_was_given() {
    let app = liveavatar::deleting();
    in_every_way(generated::liveavatar::server::service(app.clone()), async |channel| {
        let client = liveavatar::client(channel);
        for text in TEXTS {
            client.delete_secret(*text).await.unwrap();
            assert_eq!(app.seen_once().request.secret_id, *text);
        }
    })
    .await;
}

#[tokio::test]
async fn prime_intellect_gets_what_was_given() {
    let app = prime_intellect::deleting();
    in_every_way(generated::prime_intellect::server::service(app.clone()), async |channel| {
        let client = prime_intellect::client(channel);
        for text in TEXTS {
            client.delete_secret(*text).team_id(*text).await.unwrap();
            let seen = app.seen_once().request;
            assert_eq!((&*seen.secret_id, seen.team_id.as_deref()), (*text, Some(*text)));
        }
    })
    .await;
}

#[tokio::test]
async fn only_unreserved_characters_travel_as_they_are() {
    let notes = Notes::default();
    let client = quiva::client(notes.channel());
    for (text, path) in [
        ("aZ0-._~", "/secrets/aZ0-._~"),
        ("a b+c/%", "/secrets/a%20b%2Bc%2F%25"),
        ("ß", "/secrets/%C3%9F"),
        ("!$&'()*,;=:@", "/secrets/%21%24%26%27%28%29%2A%2C%3B%3D%3A%40"),
    ] {
        client.delete_secret(text).await.unwrap();
        assert_eq!(notes.last().uri.path(), path);
    }
}

/// Empty and dot segments would be lost or mean another path, encoded or not (RFC 3986, section 5.2.4).
#[tokio::test]
async fn what_no_segment_can_be_is_not_sent() {
    fn is(error: &BuildError, parameter: &str, expected: Fault) {
        let BuildError::Parameter { name, location, fault } = error else { panic!("{error:?}") };
        assert_eq!((*name, *location, *fault), (parameter, Location::Path, expected));
    }
    let notes = Notes::default();
    let channel = notes.channel();
    for (text, fault) in [("", Fault::Missing), (".", Fault::DotSegment), ("..", Fault::DotSegment)] {
        is(&not_built(quiva::client(channel.clone()).delete_secret(text).await), "key", fault);
        is(&not_built(devin::client(channel.clone()).delete_secret(text).await), "secret_id", fault);
        is(&not_built(liveavatar::client(channel.clone()).delete_secret(text).await), "secret_id", fault);
        is(&not_built(prime_intellect::client(channel.clone()).delete_secret(text).await), "secret_id", fault);
    }
    assert_eq!(notes.count(), 0);
}

/// A server takes no NUL, and says so in the document's shape.
#[tokio::test]
async fn a_nul_is_refused_by_the_server() {
    let app = quiva::deleting();
    in_every_way(generated::quiva::server::service(app.clone()), async |channel| {
        let reply = declared(quiva::client(channel).delete_secret("a\0b").await);
        assert_eq!(reply.status, 400);
        assert_eq!(app.seen().len(), 0);
    })
    .await;
}

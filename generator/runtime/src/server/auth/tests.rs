//! Tests of the extraction of credentials.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

fn parts(uri: &str, headers: &[(&str, &[u8])]) -> Parts {
    let mut request = http::Request::builder().uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

#[test]
fn bearer() {
    let token =
        |value: &[u8]| Bearer::from_parts(&parts("/", &[("authorization", value)])).map(|b| b.token().to_owned());
    assert_eq!(token(b"Bearer abc").as_deref(), Some("abc"));
    assert_eq!(token(b"bEARER  abc ").as_deref(), Some("abc"));
    for bad in [&b"Bearer"[..], b"Bearer ", b"Bearerabc", b"Basic abc", b"", b"Bearer \xff", b"\xff"] {
        assert_eq!(token(bad), None, "{bad:?}");
    }
    let twice = parts("/", &[("authorization", b"Bearer a"), ("authorization", b"Bearer b")]);
    assert!(Bearer::from_parts(&twice).is_none());
    assert!(Bearer::from_parts(&parts("/", &[])).is_none());
}

#[test]
fn basic() {
    let of = |value: &[u8]| {
        let parts = parts("/", &[("authorization", value)]);
        Basic::from_parts(&parts).map(|b| (b.user().to_owned(), b.password().to_owned()))
    };
    assert_eq!(of(b"Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ=="), Some(("Aladdin".into(), "open:sesame".into())));
    assert_eq!(of(b"basic Og=="), Some((String::new(), String::new())));
    assert_eq!(of(b"Basic QWxhZGRpbg=="), None, "no colon");
    assert_eq!(of(b"Basic %%%"), None);
    assert_eq!(of(b"Basic /zov"), None, "not UTF-8");
    let p = parts("/", &[("authorization", b"Basic QWxhZGRpbjpvcGVuOnNlc2FtZQ==")]);
    let basic = Basic::from_parts(&p).unwrap();
    assert!(basic.matches_constant_time("Aladdin", "open:sesame"));
    assert!(!basic.matches_constant_time("Aladdin", "open"));
    assert!(!basic.matches_constant_time("aladdin", "open:sesame"));
}

#[test]
fn api_keys() {
    let p = parts(
        "/?a=1&k%65y=s%20p+x&b=%ff&c=1&c=2&d",
        &[("X-Key", b"k"), ("cookie", b"u=v; s=\"q\"; w; x=\xff"), ("cookie", b"u=v")],
    );
    assert_eq!(ApiKey::from_header(&p, "X-KEY").unwrap().key(), "k");
    assert!(ApiKey::from_header(&p, "Y").is_none());
    assert_eq!(ApiKey::from_query(&p, "key").unwrap().key(), "s p x");
    for none in ["b", "c", "d", "e"] {
        assert!(ApiKey::from_query(&p, none).is_none(), "{none}");
    }
    assert_eq!(ApiKey::from_cookie(&p, "s").unwrap().key(), "q");
    assert!(ApiKey::from_cookie(&p, "u").is_none(), "given twice");
    assert!(ApiKey::from_cookie(&p, "w").is_none());
}

#[test]
fn raw() {
    let p = parts("/", &[("authorization", b"Digest username=\"x\", realm=\"y\"")]);
    assert_eq!(Raw::from_parts(&p, "digest").unwrap().credentials(), "username=\"x\", realm=\"y\"");
    assert!(Raw::from_parts(&p, "hoba").is_none());
}

#[test]
fn debug_says_nothing() {
    let p = parts("/?k=secret", &[("authorization", b"Bearer secret")]);
    let text = format!("{:?} {:?}", Bearer::from_parts(&p).unwrap(), ApiKey::from_query(&p, "k").unwrap());
    assert_eq!(text, "Bearer(..) ApiKey(..)");
}

//! Bodies of all kinds.
#![allow(clippy::unwrap_used)]
use super::*;
use http_body::Body as _;

#[tokio::test]
async fn gives_its_content_once() {
    for body in [Body::from("abc"), Body::stream(http_body_util::Full::new(Bytes::from("abc")))] {
        assert_eq!(body.size_hint().exact(), Some(3));
        assert!(!body.is_end_stream());
        let mut body = body;
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "abc");
        assert!(body.is_end_stream());
        assert!(body.frame().await.is_none());
    }
}

#[test]
fn nothing_is_the_end_at_once() {
    assert!(Body::empty().is_end_stream());
    assert!(Body::from("").is_end_stream());
    assert!(Body::from(String::new()).as_bytes().unwrap().is_empty());
}

#[test]
fn debug_keeps_content_to_itself() {
    assert_eq!(format!("{:?}", Body::from("secret")), "Body::Full(6 bytes)");
}

#[tokio::test]
async fn is_read_whole_or_in_chunks() {
    let pieces = || Body::from_reader(tokio::io::AsyncReadExt::chain(&b"ab"[..], &b"cd"[..]));
    assert_eq!(pieces().bytes(4).await.unwrap(), "abcd");
    assert!(pieces().bytes(3).await.unwrap_err().is::<OverLimit>());
    assert!(Body::from("abcd").bytes(3).await.unwrap_err().is::<OverLimit>());
    assert_eq!(Body::empty().bytes(0).await.unwrap(), "");
    let mut body = pieces();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "ab");
    assert_eq!(body.chunk().await.unwrap().unwrap(), "cd");
    assert_eq!(body.chunk().await.unwrap(), None);
    let again = Body::from_stream(pieces());
    assert_eq!(again.bytes(4).await.unwrap(), "abcd");
}

#[test]
fn can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Body>();
}

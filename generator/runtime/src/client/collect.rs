//! Reading a reply's body into memory, up to a cap.
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

use super::transport::TransportError;
use crate::body::{Body, BodyError};

/// What was read of a body, and how that ended.
pub(super) struct Collected {
    pub(super) content: Bytes,
    pub(super) end: End,
}

/// How reading a body ended.
pub(super) enum End {
    Complete,
    TooLarge,
    Broken(BodyError),
    Timeout,
}

/// Reads until the end or the cap, whichever comes first. What is beyond the cap is not read.
pub(super) async fn collect(mut body: Body, cap: usize) -> Collected {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let end = loop {
        let frame = match body.frame().await {
            None => break End::Complete,
            Some(Ok(frame)) => frame,
            Some(Err(error)) => break broken(error),
        };
        let Ok(mut data) = frame.into_data() else { continue };
        let room = cap.saturating_sub(first.len() + all.len());
        let too_large = data.len() > room;
        data.truncate(room);
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            all.extend_from_slice(&core::mem::take(&mut first));
            all.extend_from_slice(&data);
        }
        if too_large {
            break End::TooLarge;
        }
    };
    // Most bodies come in one piece, which is taken as it is.
    let content = if all.is_empty() { first } else { all.freeze() };
    Collected { content, end }
}

fn broken(error: BodyError) -> End {
    match error.downcast_ref::<TransportError>() {
        Some(error) if error.is_timeout() => End::Timeout,
        _ => End::Broken(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body::Frame;

    fn pieces(pieces: &'static [&'static str]) -> Body {
        struct Pieces(core::slice::Iter<'static, &'static str>);
        impl http_body::Body for Pieces {
            type Data = Bytes;
            type Error = BodyError;
            fn poll_frame(
                mut self: core::pin::Pin<&mut Self>,
                _: &mut core::task::Context<'_>,
            ) -> core::task::Poll<Option<Result<Frame<Bytes>, BodyError>>> {
                let next = self.0.next().map(|piece| match piece {
                    &"!" => Err("broken".into()),
                    piece => Ok(Frame::data(Bytes::from_static(piece.as_bytes()))),
                });
                core::task::Poll::Ready(next)
            }
        }
        Body::stream(Pieces(pieces.iter()))
    }

    #[tokio::test]
    async fn ends_in_one_of_three_ways() {
        for (given, cap, content) in
            [(&["ab"][..], 2, "ab"), (&["ab", "", "cd", "e"], 5, "abcde"), (&[], 0, ""), (&["", ""], 0, "")]
        {
            let collected = collect(pieces(given), cap).await;
            assert_eq!(collected.content, content);
            assert!(matches!(collected.end, End::Complete));
        }
        for (given, cap, content) in [(&["abc"][..], 2, "ab"), (&["ab", "cd"], 3, "abc"), (&["a"], 0, "")] {
            let collected = collect(pieces(given), cap).await;
            assert_eq!(collected.content, content);
            assert!(matches!(collected.end, End::TooLarge));
        }
        let collected = collect(pieces(&["ab", "!"]), 10).await;
        assert_eq!(collected.content, "ab");
        assert!(matches!(collected.end, End::Broken(_)));
    }
}

//! Streams of a reply that is at hand as a whole, read to their ends: for contract tests, which nobody reads items for.
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

use crate::multipart::{Multipart, MultipartError, Part};
use crate::stream::{Items, StreamError};

use super::error::DecodeFault;
use crate::validate::Invalid;

/// What is wrong with an item, the first that something is wrong with.
pub(super) fn items<T>(mut items: Items<T>) -> Result<(), DecodeFault> {
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        match futures_core::Stream::poll_next(Pin::new(&mut items), &mut cx) {
            Poll::Ready(Some(Ok(_))) => {}
            Poll::Ready(Some(Err(StreamError::Invalid(invalid)))) => return Err(DecodeFault::Body(invalid)),
            Poll::Ready(Some(Err(error))) => return Err(DecodeFault::Broken(error.into())),
            // Nothing that is whole keeps anybody waiting.
            Poll::Ready(None) | Poll::Pending => return Ok(()),
        }
    }
}

/// What is wrong with a part, or with all of them together.
pub(super) fn parts<P: Part>(mut parts: Multipart<P>) -> Result<(), DecodeFault> {
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        let next = pin!(parts.next()).poll(&mut cx);
        match next {
            Poll::Ready(Ok(Some(_))) => {}
            Poll::Ready(Err(MultipartError::Invalid(violations))) => {
                return Err(DecodeFault::Body(Invalid::new(violations, 0)));
            }
            Poll::Ready(Err(error)) => return Err(DecodeFault::Broken(error.into())),
            Poll::Ready(Ok(None)) | Poll::Pending => return Ok(()),
        }
    }
}

//! Deadlines, without a runtime of our own choice.
use core::fmt;
use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use crate::BoxFuture;
use crate::body::{MaybeSend, MaybeSync};

/// Keeps time: a function from a duration to a future that is done when it has passed.
///
/// ```
/// # use tenon_runtime::client::Timer;
/// let timer = Timer::new(tokio::time::sleep);
/// ```
#[derive(Clone)]
pub struct Timer(Arc<Sleep>);

#[cfg(not(target_family = "wasm"))]
type Sleep = dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync;
#[cfg(target_family = "wasm")]
type Sleep = dyn Fn(Duration) -> BoxFuture<'static, ()>;

impl Timer {
    /// A timer of any runtime.
    pub fn new<F>(sleep: impl Fn(Duration) -> F + MaybeSend + MaybeSync + 'static) -> Self
    where
        F: Future<Output = ()> + MaybeSend + 'static,
    {
        Self(Arc::new(move |duration| Box::pin(sleep(duration))))
    }

    /// Tokio's, wherever the feature `hyper` brings it and one of its runtimes is at hand.
    pub(super) fn default() -> Option<Self> {
        #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
        if tokio::runtime::Handle::try_current().is_ok() {
            return Some(Self::new(tokio::time::sleep));
        }
        None
    }

    pub(super) fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (self.0)(duration)
    }

    /// What `work` comes to, or `None` if it takes too long.
    pub(super) async fn limit<T>(&self, duration: Duration, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        let mut sleep = self.sleep(duration);
        poll_fn(|cx| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(done));
            }
            sleep.as_mut().poll(cx).map(|()| None)
        })
        .await
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timer")
    }
}

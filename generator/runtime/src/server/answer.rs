//! From a request whose operation is known to its reply: what is the same for all operations, once. Emitted code names
//! the method of the tag's trait, [`Incoming::open`] and its sisters do the rest.
use std::sync::Arc;

use super::{Context, Incoming, Refusal, Rejection, Reply, Request, Response};
use crate::BoxFuture;

/// How an operation ends; a refusal is answered by whoever asked for it.
pub type Answer<E> = BoxFuture<'static, Result<Response, Refusal<E>>>;

/// A method of a tag's trait: `<A as Pets>::get_pet`.
///
/// A trait of its own, since the future borrows the implementation, and `Fn(&A, ..) -> impl Future` cannot say so.
pub trait Method<'a, A, P, R>: Send + 'static {
    /// What it replies.
    type Reply: Reply;
    /// What it fails with.
    type Error;
    /// What it returns.
    type Future: Future<Output = Result<Self::Reply, Self::Error>> + Send + 'a;

    /// Calls it.
    fn call(self, app: &'a A, cx: Context<P>, request: R) -> Self::Future;
}

impl<'a, F, A, P, R, Y, E, X> Method<'a, A, P, R> for F
where
    A: 'a,
    Y: Reply,
    F: FnOnce(&'a A, Context<P>, R) -> X + Send + 'static,
    X: Future<Output = Result<Y, E>> + Send + 'a,
{
    type Reply = Y;
    type Error = E;
    type Future = X;

    fn call(self, app: &'a A, cx: Context<P>, request: R) -> X {
        self(app, cx, request)
    }
}

/// The emitted function that finds out who is calling.
pub trait Authenticate<'a, A>: Send + 'static {
    /// A caller who was let in.
    type Principal: Send + 'static;
    /// What it fails with.
    type Error;
    /// What it returns.
    type Future: Future<Output = Result<Option<Self::Principal>, Refusal<Self::Error>>> + Send + 'a;

    /// Calls it.
    fn call(self, app: &'a A, call: &'a Incoming) -> Self::Future;
}

impl<'a, F, A, P, E, X> Authenticate<'a, A> for F
where
    A: 'a,
    P: Send + 'static,
    F: FnOnce(&'a A, &'a Incoming) -> X + Send + 'static,
    X: Future<Output = Result<Option<P>, Refusal<E>>> + Send + 'a,
{
    type Principal = P;
    type Error = E;
    type Future = X;

    fn call(self, app: &'a A, call: &'a Incoming) -> X {
        self(app, call)
    }
}

/// None is an `async fn`: its future would hold the arguments twice.
impl Incoming {
    /// Answers for an operation that anyone may call.
    pub fn open<A, R, E, M>(mut self, app: Arc<A>, method: M) -> Answer<E>
    where
        A: Send + Sync + 'static,
        R: Request + Send + 'static,
        E: Send + 'static,
        M: for<'a> Method<'a, A, (), R, Error = E>,
    {
        Box::pin(async move {
            let request = self.read::<R>().await?;
            let reply = method.call(&app, self.context(()), request).await;
            Ok(self.reply(reply.map_err(|error| self.failed(error))?))
        })
    }

    /// Answers for an operation that is told who is calling, if anybody says so.
    pub fn optional<A, P, R, E, M, W>(self, app: Arc<A>, who: W, method: M) -> Answer<E>
    where
        A: Send + Sync + 'static,
        P: Send + 'static,
        R: Request + Send + 'static,
        E: Send + 'static,
        W: for<'a> Authenticate<'a, A, Principal = P, Error = E>,
        M: for<'a> Method<'a, A, Option<P>, R, Error = E>,
    {
        self.admitted(app, who, |_, principal| Ok(principal), method)
    }

    /// Answers for an operation that demands to know who is calling.
    pub fn secured<A, P, R, E, M, W>(self, app: Arc<A>, who: W, method: M) -> Answer<E>
    where
        A: Send + Sync + 'static,
        P: Send + 'static,
        R: Request + Send + 'static,
        E: Send + 'static,
        W: for<'a> Authenticate<'a, A, Principal = P, Error = E>,
        M: for<'a> Method<'a, A, P, R, Error = E>,
    {
        self.admitted(app, who, Self::required, method)
    }

    /// Answers for an operation whose method is told what `admit` makes of who is calling.
    fn admitted<A, P, Q, R, E, M, W>(
        mut self,
        app: Arc<A>,
        who: W,
        admit: impl FnOnce(&Self, Option<P>) -> Result<Q, Rejection> + Send + 'static,
        method: M,
    ) -> Answer<E>
    where
        A: Send + Sync + 'static,
        P: Send + 'static,
        Q: Send + 'static,
        R: Request + Send + 'static,
        E: Send + 'static,
        W: for<'a> Authenticate<'a, A, Principal = P, Error = E>,
        M: for<'a> Method<'a, A, Q, R, Error = E>,
    {
        Box::pin(async move {
            let presented = who.call(&app, &self).await?;
            let principal = admit(&self, presented)?;
            let request = self.read::<R>().await?;
            let reply = method.call(&app, self.context(principal), request).await;
            Ok(self.reply(reply.map_err(|error| self.failed(error))?))
        })
    }
}

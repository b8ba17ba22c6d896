//! An API of which each tag may be implemented by something else, or not at all.

use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use super::{Incoming, IntoResponse, Refusal, Rejection, Response, respond};
use crate::BoxFuture;

type Replying<E> = BoxFuture<'static, Result<Response, Refusal<E>>>;

/// The implementations of an API's tags, as generated code's `Server` holds them. Cheap to clone.
#[derive(Clone, Default)]
pub struct Tags {
    given: Vec<Given>,
}

#[derive(Clone)]
struct Given {
    /// As in [`Operation::tags`](crate::Operation), or empty for operations that have none.
    tag: &'static str,
    /// The numbers of its operations.
    operations: Range<usize>,
    implementation: Arc<dyn Implementation>,
}

/// One tag's implementation, whatever its type.
trait Implementation: Send + Sync {
    fn reject(&self, rejection: Rejection) -> Response;
    fn call(&self, operation: usize, call: Incoming) -> Replying<Response>;
}

struct Implemented<A, E> {
    app: Arc<A>,
    call: fn(Arc<A>, usize, Incoming) -> Replying<E>,
    reject: fn(&A, Rejection) -> Response,
}

impl<A, E> Implementation for Implemented<A, E>
where
    A: Send + Sync + 'static,
    E: IntoResponse + Send + 'static,
{
    fn reject(&self, rejection: Rejection) -> Response {
        (self.reject)(&self.app, rejection)
    }

    fn call(&self, operation: usize, call: Incoming) -> Replying<Response> {
        let reply = (self.call)(Arc::clone(&self.app), operation, call);
        Box::pin(async move {
            reply.await.map_err(|refusal| match refusal {
                Refusal::Rejected(rejection) => Refusal::Rejected(rejection),
                Refusal::Failed(error) => Refusal::Failed(respond(error)),
            })
        })
    }
}

impl Tags {
    /// With an implementation of a tag, in place of another one that was given for it. `operations` are the numbers of
    /// its operations, `call` carries one out.
    #[must_use]
    pub fn with<A, E>(
        mut self,
        tag: &'static str,
        operations: Range<usize>,
        app: Arc<A>,
        call: fn(Arc<A>, usize, Incoming) -> Replying<E>,
        reject: fn(&A, Rejection) -> Response,
    ) -> Self
    where
        A: Send + Sync + 'static,
        E: IntoResponse + Send + 'static,
    {
        let given = Given { tag, operations, implementation: Arc::new(Implemented { app, call, reject }) };
        match self.given.iter_mut().find(|other| other.tag == tag) {
            Some(place) => *place = given,
            None => self.given.push(given),
        }
        self
    }

    /// Whether there is an implementation of an operation.
    #[must_use]
    pub fn serves(&self, operation: usize) -> bool {
        self.of(operation).is_some()
    }

    fn of(&self, operation: usize) -> Option<&Given> {
        self.given.iter().find(|given| given.operations.contains(&operation))
    }

    /// Answers a request that was refused: as the implementation of its operation does, or else the one that was given first.
    #[must_use]
    pub fn reject(&self, rejection: Rejection) -> Response {
        let tag = rejection.operation().map(|operation| operation.tags.first().copied().unwrap_or_default());
        let own = self.given.iter().find(|given| Some(given.tag) == tag);
        match own.or(self.given.first()) {
            Some(given) => given.implementation.reject(rejection),
            None => rejection.into_response(),
        }
    }

    /// Carries out the operation with this number; 404 where there is no implementation of it.
    #[must_use]
    pub fn call(&self, operation: usize, call: Incoming) -> Replying<Response> {
        match self.of(operation) {
            Some(given) => given.implementation.call(operation, call),
            None => call.not_found(),
        }
    }
}

impl fmt::Debug for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.given.iter().map(|given| given.tag)).finish()
    }
}

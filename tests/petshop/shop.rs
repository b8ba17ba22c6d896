//! A pet shop in memory. The emitted code is `api`, beside this module.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tenon_runtime::http::{HeaderValue, header::CONTENT_TYPE};
use tenon_runtime::server::{Context, Rejection, Response};
use tenon_runtime::to_vec;
use tenon_runtime::uuid::Uuid;

use super::api::{ops, server, types};

/// How many pets there is room for: who tries every request there is must not fill the memory.
const ROOM: usize = 10_000;

/// The shop. Clones are the same shop.
#[derive(Clone, Debug, Default)]
pub struct Shop(Arc<Mutex<BTreeMap<Uuid, types::Pet>>>);

impl Shop {
    fn pets(&self) -> MutexGuard<'_, BTreeMap<Uuid, types::Pet>> {
        // Every change is one call, so that a panic elsewhere leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The shop as it is served: bodies have 64 KiB at most.
pub fn router() -> tenon_runtime::axum::Router {
    tenon_runtime::server::router(server::service(Shop::default()).body_limit(64 << 10))
}

fn not_here() -> types::Problem {
    types::Problem::new("there is no such pet", "/id")
}

impl server::Operations for Shop {
    type Error = Infallible;

    /// The document has a shape of its own for everything that is refused.
    fn reject(&self, rejection: Rejection) -> Response {
        let (title, pointer) = match rejection.violations() {
            [first, ..] => (first.to_string(), first.pointer.clone()),
            [] => (rejection.detail().to_owned(), String::new()),
        };
        let mut reply = Response::new(to_vec(&types::Problem::new(title, pointer)).into());
        *reply.status_mut() = rejection.status();
        *reply.headers_mut() = rejection.headers().clone();
        reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        reply
    }

    async fn list_pets(&self, _: Context<()>, request: ops::ListPetsRequest) -> Result<ops::ListPetsReply, Infallible> {
        let limit = usize::try_from(request.limit_or_default()).unwrap_or_default();
        let wanted = request.tags.unwrap_or_default();
        let fits = |pet: &&types::Pet| {
            let tags = pet.tags.as_deref().unwrap_or_default();
            request.status.as_ref().is_none_or(|status| *status == pet.status)
                && wanted.iter().all(|tag| tags.contains(tag))
        };
        let found = self.pets().values().filter(fits).take(limit).cloned().collect();
        Ok(ops::ListPetsOk::ok(found).into())
    }

    async fn create_pet(
        &self,
        _: Context<()>,
        request: ops::CreatePetRequest,
    ) -> Result<ops::CreatePetReply, Infallible> {
        let mut pets = self.pets();
        if pets.len() >= ROOM {
            pets.pop_first();
        }
        pets.insert(request.body.id, request.body.clone());
        Ok(ops::CreatePetOk::created(request.body).into())
    }

    async fn get_pet(&self, _: Context<()>, request: ops::GetPetRequest) -> Result<ops::GetPetReply, Infallible> {
        Ok(match self.pets().get(&request.id) {
            Some(pet) => ops::GetPetOk::ok(pet.clone()).into(),
            None => ops::GetPetError::not_found(not_here()).into(),
        })
    }

    async fn delete_pet(
        &self,
        _: Context<()>,
        request: ops::DeletePetRequest,
    ) -> Result<ops::DeletePetReply, Infallible> {
        Ok(match self.pets().remove(&request.id) {
            Some(_) => ops::DeletePetOk::no_content().into(),
            None => ops::DeletePetError::not_found(not_here()).into(),
        })
    }
}

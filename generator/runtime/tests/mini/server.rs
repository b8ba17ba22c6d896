//! The server half of the small API, and an implementation.
use std::sync::Arc;

use tenon_runtime::server::{
    Answer, Api, ApiKey, Attempts, AuthError, Bearer, Context, Incoming, IntoResponse, Node, Parts, Pattern, Refusal,
    Rejection, Reply, ReplyWriter, Request, RequestReader, Response, Routes,
};
use tenon_runtime::{Alternative, Operation, Piece};

use super::ops;

pub trait Auth: Send + Sync + 'static {
    type Principal: Send + 'static;
    type Error: IntoResponse + Send + 'static;
    fn authenticate(
        &self,
        parts: &Parts,
        operation: &'static Operation,
        presented: Presented<'_>,
    ) -> impl Future<Output = Result<Self::Principal, AuthError<Self::Error>>> + Send;
    fn reject(&self, rejection: Rejection) -> Response {
        rejection.into_response()
    }
}
#[non_exhaustive]
#[derive(Debug)]
pub enum Presented<'a> {
    BearerAuth(Bearer<'a>),
    ApiKeyAuth(ApiKey<'a>),
}
pub trait Secrets: Auth {
    fn delete_secret(
        &self,
        cx: Context<Self::Principal>,
        request: ops::DeleteSecretRequest,
    ) -> impl Future<Output = Result<ops::DeleteSecretReply, Self::Error>> + Send;
}
pub trait Pets: Auth {
    fn create_pet(
        &self,
        cx: Context<()>,
        request: ops::CreatePetRequest,
    ) -> impl Future<Output = Result<ops::CreatePetReply, Self::Error>> + Send;
    fn get_pet(
        &self,
        cx: Context<Option<Self::Principal>>,
        request: ops::GetPetRequest,
    ) -> impl Future<Output = Result<ops::GetPetReply, Self::Error>> + Send;
}
pub fn router<A: Secrets + Pets>(app: A) -> tenon_runtime::axum::Router {
    tenon_runtime::server::router(service(app))
}
pub fn service<A: Secrets + Pets>(app: A) -> Service<A> {
    Service::new(Implementation(Arc::new(app)))
}
pub type Service<A> = tenon_runtime::server::Service<Implementation<A>>;
#[derive(Debug)]
pub struct Implementation<A>(Arc<A>);

impl<A: Secrets + Pets> Api for Implementation<A> {
    type Error = A::Error;
    fn routes() -> &'static Routes {
        &ROUTES
    }
    fn reject(&self, rejection: Rejection) -> Response {
        self.0.reject(rejection)
    }
    fn call(self: Arc<Self>, operation: usize, call: Incoming) -> Answer<A::Error> {
        let app = Arc::clone(&self.0);
        match operation {
            0 => operations::delete_secret(app, call),
            1 => operations::create_pet(app, call),
            2 => operations::get_pet(app, call),
            _ => call.not_found(),
        }
    }
}
mod operations {
    use std::sync::Arc;
    use tenon_runtime::server::{Answer, Incoming};
    pub(super) fn delete_secret<A: super::Secrets>(app: Arc<A>, call: Incoming) -> Answer<A::Error> {
        call.secured(app, super::authenticate, <A as super::Secrets>::delete_secret)
    }
    pub(super) fn create_pet<A: super::Pets>(app: Arc<A>, call: Incoming) -> Answer<A::Error> {
        call.open(app, <A as super::Pets>::create_pet)
    }
    pub(super) fn get_pet<A: super::Pets>(app: Arc<A>, call: Incoming) -> Answer<A::Error> {
        call.optional(app, super::authenticate, <A as super::Pets>::get_pet)
    }
}
async fn authenticate<A: Auth>(app: &A, call: &Incoming) -> Result<Option<A::Principal>, Refusal<A::Error>> {
    let mut attempts = Attempts::new(call);
    for alternative in call.operation().security {
        if let Some(presented) = present(alternative, call.parts()) {
            match app.authenticate(call.parts(), call.operation(), presented).await {
                Ok(principal) => return Ok(Some(principal)),
                Err(error) => attempts.refused(error)?,
            }
        }
    }
    attempts.end()
}
fn present<'a>(alternative: &'static Alternative, parts: &'a Parts) -> Option<Presented<'a>> {
    Some(match alternative.id {
        0 => Presented::BearerAuth(Bearer::from_parts(parts)?),
        1 => Presented::ApiKeyAuth(ApiKey::from_header(parts, "X-Api-Key")?),
        _ => return None,
    })
}

/// `/api/v1/secrets/{secret_id}`, `/pets`, `/pets/{id}.json`
static ROUTES: Routes = Routes {
    nodes: &[
        Node { literals: &[("api", 1), ("pets", 5)], patterns: &[], endpoints: &[] },
        Node { literals: &[("v1", 2)], patterns: &[], endpoints: &[] },
        Node { literals: &[("secrets", 3)], patterns: &[], endpoints: &[] },
        Node { literals: &[], patterns: &[(Pattern { pieces: &[Piece::Parameter(0)] }, 4)], endpoints: &[] },
        Node { literals: &[], patterns: &[], endpoints: &[("DELETE", &ops::DELETE_SECRET, 0)] },
        Node {
            literals: &[],
            patterns: &[(Pattern { pieces: &[Piece::Parameter(0), Piece::Literal(".json")] }, 6)],
            endpoints: &[("POST", &ops::CREATE_PET, 1)],
        },
        Node { literals: &[], patterns: &[], endpoints: &[("GET", &ops::GET_PET, 2)] },
    ],
};

impl Request for ops::DeleteSecretRequest {
    fn read(from: &mut RequestReader<'_>) -> Option<Self> {
        let secret_id = from.required(&Self::SECRET_ID);
        let token = from.optional(&Self::TOKEN);
        let x_api_key = from.optional(&Self::X_API_KEY);
        Some(Self { secret_id: secret_id?, token, x_api_key })
    }
}
impl Request for ops::CreatePetRequest {
    fn read(from: &mut RequestReader<'_>) -> Option<Self> {
        let body = match from.content() {
            Some(0) => from.json().map(ops::CreatePetBody::Json),
            Some(1) => from.text().map(ops::CreatePetBody::Text),
            _ => None,
        };
        Some(Self { body: body? })
    }
}
impl Request for ops::GetPetRequest {
    fn read(from: &mut RequestReader<'_>) -> Option<Self> {
        let id = from.required(&Self::ID);
        let limit = from.optional(&Self::LIMIT);
        from.checked(Self { id: id?, limit })
    }
}
impl Reply for ops::DeleteSecretReply {
    fn write(self, out: &mut ReplyWriter) {
        match self {
            Self::Ok { rate, body } => {
                out.status(200);
                out.header_optional(&Self::RATE, rate.as_ref());
                out.json("application/json", &body);
            }
            Self::NotFound => out.status(404),
        }
    }
}
impl Reply for ops::CreatePetReply {
    fn write(self, out: &mut ReplyWriter) {
        out.status(201);
        out.json("application/json", &self.0);
    }
}
impl Reply for ops::GetPetReply {
    fn write(self, out: &mut ReplyWriter) {
        out.status(200);
        out.json("application/json", &self.0);
    }
}

/// An implementation.
#[derive(Debug)]
pub struct App;

#[derive(Debug, PartialEq)]
pub enum AppError {
    Full,
}
impl IntoResponse for AppError {
    fn into_response(self) -> tenon_runtime::axum::response::Response {
        (tenon_runtime::http::StatusCode::SERVICE_UNAVAILABLE, "full").into_response()
    }
}
#[derive(Debug, PartialEq)]
pub enum User {
    Owner,
}
impl Auth for App {
    type Principal = User;
    type Error = AppError;
    async fn authenticate(
        &self,
        _: &Parts,
        _: &'static Operation,
        presented: Presented<'_>,
    ) -> Result<User, AuthError<AppError>> {
        match presented {
            Presented::BearerAuth(bearer) if bearer.matches_constant_time("s3cr3t-token") => Ok(User::Owner),
            Presented::BearerAuth(bearer) if bearer.token() == "guest" => Err(AuthError::Forbidden),
            Presented::BearerAuth(bearer) if bearer.token() == "down" => Err(AuthError::Failed(AppError::Full)),
            Presented::ApiKeyAuth(key) if key.matches_constant_time("k3y") => Ok(User::Owner),
            _ => Err(AuthError::Unauthorized),
        }
    }
}
impl Secrets for App {
    async fn delete_secret(
        &self,
        _: Context<User>,
        request: ops::DeleteSecretRequest,
    ) -> Result<ops::DeleteSecretReply, AppError> {
        if request.secret_id.is_nil() {
            return Ok(ops::DeleteSecretReply::NotFound);
        }
        Ok(ops::DeleteSecretReply::Ok { rate: None, body: ops::Deleted { deleted: true } })
    }
}
impl Pets for App {
    async fn create_pet(
        &self,
        _: Context<()>,
        request: ops::CreatePetRequest,
    ) -> Result<ops::CreatePetReply, AppError> {
        match request.body {
            ops::CreatePetBody::Text(name) if name == "panic" => std::panic::panic_any("told to"),
            ops::CreatePetBody::Text(name) if name == "full" => Err(AppError::Full),
            ops::CreatePetBody::Text(name) => Ok(ops::CreatePetReply(ops::Pet { name, ages: vec![] })),
            ops::CreatePetBody::Json(pet) => Ok(ops::CreatePetReply(pet)),
        }
    }
    async fn get_pet(
        &self,
        cx: Context<Option<User>>,
        request: ops::GetPetRequest,
    ) -> Result<ops::GetPetReply, AppError> {
        let name = if cx.principal.is_some() { "mine" } else { "anyone's" };
        Ok(ops::GetPetReply(ops::Pet { name: name.to_owned(), ages: vec![request.id] }))
    }
}

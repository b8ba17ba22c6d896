//! Operations of the small API.
use tenon_runtime::uuid::Uuid;
use tenon_runtime::{
    Alternative, BodyDescription, Checker, Cx, Decode, Encode, NumberRule, Operation, Parameter, Piece, RejectionShape,
    Requirement, Validate, Writer,
};

use super::security::{API_KEY_AUTH, BEARER_AUTH};

const BEARER: Alternative = Alternative { id: 0, requirements: &[Requirement { scheme: &BEARER_AUTH, scopes: &[] }] };
const API_KEY: Alternative = Alternative { id: 1, requirements: &[Requirement { scheme: &API_KEY_AUTH, scopes: &[] }] };
const NOBODY: Alternative = Alternative { id: 2, requirements: &[] };

/// `DELETE /api/v1/secrets/{secret_id}`
pub static DELETE_SECRET: Operation = Operation {
    id: "deleteSecret",
    method: "DELETE",
    path: "/api/v1/secrets/{secret_id}",
    tags: &["secrets"],
    template: &[Piece::Literal("/api/v1/secrets/"), Piece::Parameter(0)],
    query: &[],
    accept: "application/json",
    body: None,
    security: &[BEARER, API_KEY],
    rejection: RejectionShape::FastApi { status: 422 },
};
#[derive(Clone, Debug, PartialEq)]
pub struct DeleteSecretRequest {
    pub secret_id: Uuid,
    pub token: Option<String>,
    pub x_api_key: Option<String>,
}
impl DeleteSecretRequest {
    pub(super) const SECRET_ID: Parameter = Parameter::path("secret_id", 0);
    pub(super) const TOKEN: Parameter = Parameter::header("token");
    pub(super) const X_API_KEY: Parameter = Parameter::header("x-api-key");
}
#[derive(Clone, Debug, PartialEq)]
pub enum DeleteSecretReply {
    Ok { rate: Option<i64>, body: Deleted },
    NotFound,
}
impl DeleteSecretReply {
    pub(super) const RATE: Parameter = Parameter::header("X-Rate-Limit");
}

#[derive(Clone, Debug, PartialEq)]
pub struct Deleted {
    pub deleted: bool,
}
impl Encode for Deleted {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("deleted", &self.deleted);
        object.end();
    }
}

/// `POST /pets`
pub static CREATE_PET: Operation = Operation {
    id: "createPet",
    method: "POST",
    path: "/pets",
    tags: &["pets"],
    template: &[Piece::Literal("/pets")],
    query: &[],
    accept: "application/json",
    body: Some(BodyDescription { required: true, media_types: &["application/json", "text/*"], streamed: &[] }),
    security: &[],
    rejection: RejectionShape::Message { status: 400, member: "error" },
};
#[derive(Clone, Debug, PartialEq)]
pub struct Pet {
    pub name: String,
    pub ages: Vec<i64>,
}
impl Decode for Pet {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let mut object = cx.object()?;
        let name = object.required("name");
        let ages = object.optional("ages");
        object.end_closed();
        Some(Self { name: name?, ages: ages.unwrap_or_default() })
    }
}
impl Encode for Pet {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("name", &self.name);
        object.member("ages", &self.ages);
        object.end();
    }
}
#[derive(Clone, Debug, PartialEq)]
pub enum CreatePetBody {
    Json(Pet),
    Text(String),
}
#[derive(Clone, Debug, PartialEq)]
pub struct CreatePetRequest {
    pub body: CreatePetBody,
}
#[derive(Clone, Debug, PartialEq)]
pub struct CreatePetReply(pub Pet);

/// `GET /pets/{id}.json`
pub static GET_PET: Operation = Operation {
    id: "getPet",
    method: "GET",
    path: "/pets/{id}.json",
    tags: &["pets"],
    template: &[Piece::Literal("/pets/"), Piece::Parameter(0), Piece::Literal(".json")],
    query: &[],
    accept: "application/json",
    body: None,
    security: &[BEARER, NOBODY],
    rejection: RejectionShape::Problem { status: 400 },
};
#[derive(Clone, Debug, PartialEq)]
pub struct GetPetRequest {
    pub id: i64,
    pub limit: Option<i64>,
}
impl GetPetRequest {
    pub(super) const ID: Parameter = Parameter::path("id", 0);
    pub(super) const LIMIT: Parameter = Parameter::query("limit");
}
impl Validate for GetPetRequest {
    fn validate(&self, c: &mut Checker) {
        c.at("query", |c| {
            c.at("limit", |c| {
                if let Some(limit) = self.limit {
                    c.integer(limit, &NumberRule { maximum: Some("100"), ..NumberRule::default() });
                }
            });
        });
    }
}
#[derive(Clone, Debug, PartialEq)]
pub struct GetPetReply(pub Pet);

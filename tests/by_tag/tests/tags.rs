//! Whatever is enabled, a tag's code is as it is with its own feature alone: what implements one tag keeps compiling, and
//! is answered for in the same way.
#![cfg(all(
    feature = "server",
    any(feature = "modules_by_tag-pets", feature = "modules_by_tag-stores", feature = "modules_by_tag-operations")
))]
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::convert::Infallible;
use std::sync::Arc;

use by_tag::shop::server::{self, Server};
use http::Request;
use http_body_util::BodyExt;
use tenon_runtime::Body;
use tenon_runtime::server::{AuthError, Parts};
use tower::ServiceExt;

/// An implementation for each tag: none knows of the others.
struct Keeper(&'static str);

impl server::Auth for Keeper {
    type Principal = &'static str;
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &Parts,
        _: &'static tenon_runtime::Operation,
        presented: server::Presented<'_>,
    ) -> Result<&'static str, AuthError<Infallible>> {
        match presented {
            server::Presented::Bearer(token) if token.matches_constant_time("good") => Ok("good"),
            _ => Err(AuthError::Unauthorized),
        }
    }

    fn reject(&self, rejection: tenon_runtime::server::Rejection) -> tenon_runtime::server::Response {
        let mut reply = rejection.into_response();
        reply.headers_mut().insert("by", http::HeaderValue::from_static(self.0));
        reply
    }
}

#[cfg(feature = "modules_by_tag-pets")]
mod pets {
    use super::{Infallible, Keeper, server};
    use by_tag::shop::pets::ops;
    use by_tag::shop::types::Pet;
    use tenon_runtime::server::Context;

    impl server::Pets for Keeper {
        async fn list_pets(
            &self,
            _: Context<&'static str>,
            request: ops::ListPetsRequest,
        ) -> Result<ops::ListPetsReply, Infallible> {
            let named = request.tag.unwrap_or_default().into_iter().map(Pet::new).collect::<Vec<_>>();
            Ok(ops::ListPetsOk::ok(named).into())
        }

        async fn get_pet(
            &self,
            _: Context<&'static str>,
            request: ops::GetPetRequest,
        ) -> Result<ops::GetPetReply, Infallible> {
            Ok(ops::GetPetOk::ok(Pet::new(request.id)).into())
        }
    }
}

#[cfg(feature = "modules_by_tag-stores")]
mod stores {
    use super::{Infallible, Keeper, server};
    use by_tag::shop::stores::ops;
    use by_tag::shop::types::Pet;
    use tenon_runtime::server::Context;

    impl server::Stores for Keeper {
        async fn sell_pet(
            &self,
            _: Context<&'static str>,
            _: ops::SellPetRequest,
        ) -> Result<ops::SellPetReply, Infallible> {
            Ok(ops::SellPetOk::no_content().into())
        }

        async fn newest_pet(
            &self,
            cx: Context<Option<&'static str>>,
            _: ops::NewestPetRequest,
        ) -> Result<ops::NewestPetReply, Infallible> {
            Ok(ops::NewestPetOk::ok(Pet::new(cx.principal.unwrap_or("nobody's"))).into())
        }

        async fn open_store(
            &self,
            _: Context<&'static str>,
            _: ops::OpenStoreRequest,
        ) -> Result<ops::OpenStoreReply, Infallible> {
            Ok(ops::OpenStoreOk::no_content().into())
        }
    }
}

#[cfg(feature = "modules_by_tag-operations")]
mod operations {
    use super::{Infallible, Keeper, server};
    use by_tag::shop::operations::ops;
    use tenon_runtime::server::Context;

    impl server::Operations for Keeper {
        async fn health(&self, _: Context<()>, _: ops::HealthRequest) -> Result<ops::HealthReply, Infallible> {
            Ok(ops::HealthOk::no_content().into())
        }
    }
}

/// Status, who refused it, `Allow`, text.
async fn answer(server: &Server, method: &str, path: &str) -> (u16, String, String, String) {
    let request = Request::builder().method(method).uri(path).header("authorization", "Bearer good");
    let reply = server.clone().service().oneshot(request.body(Body::empty()).unwrap()).await;
    let reply = reply.unwrap_or_else(|never: Infallible| match never {});
    let header = |name: &str| reply.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
    let (status, by, allow) = (reply.status().as_u16(), header("by"), header("allow"));
    let content = reply.into_body().collect().await.unwrap().to_bytes();
    (status, by, allow, String::from_utf8(content.to_vec()).unwrap())
}

/// The same expectations with and without the other features.
#[cfg(feature = "modules_by_tag-pets")]
#[tokio::test]
async fn pets_alone_are_served_whatever_is_enabled() {
    let server = Server::new().pets(Arc::new(Keeper("pets")));
    let texts = |(status, by, allow, text): (u16, String, String, String)| (status, format!("{by}|{allow}|{text}"));
    let at = async |method, path| texts(answer(&server, method, path).await);
    assert_eq!(at("GET", "/pets?tag=a").await, (200, "||[{\"name\":\"a\"}]".to_owned()));
    assert_eq!(at("GET", "/pets/1").await, (200, "||{\"name\":\"1\"}".to_owned()));
    // The other tag's operation at a path of its own is not in the way of a template.
    assert_eq!(at("GET", "/pets/newest").await, (200, "||{\"name\":\"newest\"}".to_owned()));
    // Nor does its method show.
    assert_eq!(at("OPTIONS", "/pets/1").await, (204, "|GET, HEAD, OPTIONS|".to_owned()));
    let (status, by, allow, _) = answer(&server, "DELETE", "/pets/1").await;
    assert_eq!((status, by.as_str(), allow.as_str()), (405, "pets", "GET, HEAD, OPTIONS"));
    for path in ["/stores/x", "/health", "/nowhere"] {
        let (status, by, ..) = answer(&server, "PUT", path).await;
        assert_eq!((status, by.as_str()), (404, "pets"), "{path}");
    }
    // What the document demands is looked at by the tag's own code.
    let (status, by, ..) = answer(&server, "GET", "/pets?tag=b").await;
    assert_eq!((status, by.as_str()), (400, "pets"));
}

#[cfg(feature = "modules_by_tag-stores")]
#[tokio::test]
async fn stores_alone_are_served_whatever_is_enabled() {
    let server = Server::new().stores(Arc::new(Keeper("stores")));
    assert_eq!(answer(&server, "GET", "/pets/newest").await.3, "{\"name\":\"good\"}");
    assert_eq!(answer(&server, "OPTIONS", "/pets/1").await.2, "DELETE, OPTIONS");
    assert_eq!(answer(&server, "GET", "/pets/1").await.0, 405);
    assert_eq!(answer(&server, "GET", "/pets").await.0, 404);
}

#[cfg(feature = "modules_by_tag-operations")]
#[tokio::test]
async fn what_has_no_tag_needs_no_principal() {
    let server = Server::new().operations(Arc::new(Keeper("open")));
    assert_eq!(answer(&server, "GET", "/health").await.0, 204);
    assert_eq!(answer(&server, "GET", "/pets").await.0, 404);
}

#[cfg(all(feature = "modules_by_tag-pets", feature = "modules_by_tag-stores"))]
#[tokio::test]
async fn each_tag_has_its_own_implementation() {
    let server = Server::new().stores(Arc::new(Keeper("stores"))).pets(Arc::new(Keeper("pets")));
    assert_eq!(answer(&server, "GET", "/pets/newest").await.3, "{\"name\":\"good\"}");
    assert_eq!(answer(&server, "DELETE", "/pets/1").await.0, 204);
    assert_eq!(answer(&server, "PATCH", "/pets/1").await.2, "DELETE, GET, HEAD, OPTIONS");
    // Each refuses what is its own; what is nobody's is the first one's.
    assert_eq!(answer(&server, "PUT", "/stores/x").await.1, "stores");
    assert_eq!(answer(&server, "GET", "/pets?tag=b").await.1, "pets");
    assert_eq!(answer(&server, "GET", "/nowhere").await.1, "stores");
    let replaced = server.pets(Arc::new(Keeper("others")));
    assert_eq!(answer(&replaced, "GET", "/pets?tag=b").await.1, "others");
    assert_eq!(format!("{replaced:?}"), "Server { tags: [\"stores\", \"pets\"] }");
}

/// Other routers' paths stay free.
#[cfg(all(feature = "modules_by_tag-pets", feature = "modules_by_tag-stores"))]
#[tokio::test]
async fn routers_have_the_paths_of_what_is_served() {
    let pets = Server::new().pets(Arc::new(Keeper("pets"))).router();
    let stores = Server::new().stores(Arc::new(Keeper("stores")));
    let other =
        tenon_runtime::axum::Router::new().route("/stores/{place}", tenon_runtime::axum::routing::get(|| async {}));
    let request = Request::get("/stores/x").body(Body::empty()).unwrap();
    assert_eq!(pets.merge(other).oneshot(request).await.unwrap().status(), 200);
    let request = Request::get("/pets/newest").body(Body::empty()).unwrap();
    assert_eq!(stores.router().oneshot(request).await.unwrap().status(), 200);
}

/// With all of it one implementation is enough, as for an API in one module, and a client finds everything.
#[cfg(all(
    feature = "client",
    feature = "modules_by_tag-pets",
    feature = "modules_by_tag-stores",
    feature = "modules_by_tag-operations"
))]
#[tokio::test]
async fn all_tags_by_one() {
    use by_tag::shop::client::{Client, GetPet};
    use by_tag::shop::{ops, types};
    use tenon_runtime::client::Channel;

    let service = server::service(Keeper("all"));
    let client = Client::from(Channel::new("http://in.process").transport(service)).bearer("good");
    let call: GetPet = client.get_pet("7");
    let reply = call.await.unwrap().into_inner();
    assert!(matches!(reply, ops::GetPetOk::Ok(reply) if reply.body.name == "7"));
    let newest = client.newest_pet().await.unwrap();
    assert_eq!(newest.follow_self(&client).unwrap().await.unwrap().status, 200);
    client.sell_pet("7").await.unwrap();
    client.open_store("here", types::Store::new("me")).await.unwrap();
    client.health().await.unwrap();
    let _: tenon_runtime::axum::Router = server::router(Keeper("all"));
}

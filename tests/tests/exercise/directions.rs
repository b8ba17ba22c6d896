//! `readOnly` and `writeOnly`: what requests and replies carry, from an emitted client to an emitted server and back.
use super::cases::*;
use super::{lenient, refused, strict};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use std::convert::Infallible;
use tenon_runtime::client::Channel;
use tenon_runtime::server::Context;
use tenon_runtime::{Body, to_vec};
use tower::{ServiceExt, service_fn};

fn text(value: &impl tenon_runtime::Encode) -> String {
    String::from_utf8(to_vec(value)).unwrap()
}

/// Gives each new pet the next number, and keeps its pin to itself.
#[derive(Clone, Copy)]
struct Register;

impl read_only_splits::server::Operations for Register {
    type Error = Infallible;

    async fn add_pet(
        &self,
        _: Context<()>,
        request: read_only_splits::ops::AddPetRequest,
    ) -> Result<read_only_splits::ops::AddPetReply, Infallible> {
        use read_only_splits::{ops, types};
        let (pet, owner) = (
            request.body,
            types::Owner::new().since("2024-02-29".parse::<tenon_runtime::chrono::NaiveDate>().unwrap()),
        );
        assert_eq!(pet.pin, "1234");
        let owner = pet.owner.map(|from| types::Owner { street: from.street, additional: from.additional, ..owner });
        Ok(ops::AddPetOk::created(types::Pet::new(7, pet.name).owner(owner)).into())
    }
}

/// Asks by hand, past any client.
async fn post(body: &'static str) -> (u16, String) {
    let request = Request::post("/pets").header("content-type", "application/json").body(Body::from(body)).unwrap();
    let reply = read_only_splits::server::service(Register).oneshot(request).await.unwrap();
    let (parts, body) = reply.into_parts();
    (parts.status.as_u16(), String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap())
}

#[tokio::test]
async fn clients_and_servers_meet_on_what_travels() {
    use read_only_splits::{client, types};
    let service = read_only_splits::server::service(Register);
    let client = client::Client::from(Channel::new("http://in.process").transport(service));
    let owner = types::OwnerInput::new().street("High").additional([("floor".to_owned(), 3)].into());
    let added =
        client.add_pet(types::PetInput::new("Tom", "1234").owner(owner)).await.unwrap().into_inner().into_body();
    assert_eq!((added.id, added.name.as_str()), (7, "Tom"));
    let owner = added.owner.unwrap();
    assert_eq!((owner.since.unwrap().to_string().as_str(), owner.street.as_deref()), ("2024-02-29", Some("High")));
    assert_eq!(owner.additional.get("floor"), Some(&3));
}

#[tokio::test]
async fn a_member_of_replies_in_a_request_is_no_unknown_member() {
    // `id` is known, has the wrong type, and is not looked at; `since` is no number.
    let (status, body) = post(r#"{"id":"x","name":"Tom","pin":"1234","owner":{"since":"never","floor":1}}"#).await;
    assert_eq!((status, body.as_str()), (201, r#"{"id":7,"name":"Tom","owner":{"since":"2024-02-29","floor":1}}"#));
    let (status, body) = post(r#"{"name":"Tom","pin":"1234","colour":"red"}"#).await;
    assert!(status == 400 && body.contains("colour"), "{status} {body}");
    let (status, body) = post(r#"{"name":"Tom"}"#).await;
    assert!(status == 400 && body.contains("pin"), "{status} {body}");
}

#[tokio::test]
async fn a_member_of_requests_in_a_reply_is_read_over() {
    use read_only_splits::{client, types};
    let careless = service_fn(|_: Request<Body>| async {
        let body = r#"{"id":1,"name":"Tom","pin":5,"owner":{"floor":2}}"#;
        Ok::<_, Infallible>(
            Response::builder()
                .status(201)
                .header("content-type", "application/json")
                .body(http_body_util::Full::new(Bytes::from_static(body.as_bytes())))
                .unwrap(),
        )
    });
    let client = client::Client::from(Channel::new("http://in.process").transport(careless));
    let pet = client.add_pet(types::PetInput::new("Tom", "1234")).await.unwrap().into_inner().into_body();
    assert_eq!((pet.id, pet.owner.unwrap().additional.get("floor")), (1, Some(&2)));
}

#[test]
fn what_one_side_alone_carries_keeps_its_name() {
    use read_only_one_side::types::{Job, Neither, Order, Place};
    let order: Order = strict(r#"{"number":"mine","what":"tea"}"#).unwrap();
    assert_eq!(text(&order), r#"{"what":"tea"}"#);
    assert_eq!(refused::<Order>(r#"{"number":1}"#), ["/what required"]);
    assert_eq!(text(&lenient::<Job>(r#"{"id":"a","key":"secret"}"#).unwrap()), r#"{"id":"a"}"#);
    assert_eq!(strict::<Place>(r#"{"x":1,"found":"?"}"#).unwrap().x, Some(1));
    // No operation carries it: it stays whole.
    assert_eq!(text(&strict::<Neither>(r#"{"id":"a","key":"b"}"#).unwrap()), r#"{"id":"a","key":"b"}"#);
}

#[test]
fn it_holds_beside_references_and_through_whatever_holds_a_type() {
    use read_only_everywhere::types::{Node, NodeInput};
    let full = r#"{"id":"1","alias":"a","parent":{"id":"0"},"next":{"id":"2"},"stamp":{"at":"noon","by":"me"},"stamps":[{"at":"x"}],"by_name":{"n":{"at":"y"}},"either":{"at":"z","by":"me"}}"#;
    assert_eq!(text(&lenient::<Node>(full).unwrap()), full);
    let bare = r#"{"next":{},"stamp":{"by":"me"},"stamps":[{}],"by_name":{"n":{}},"either":{"by":"me"}}"#;
    assert_eq!(text(&strict::<NodeInput>(full).unwrap()), bare);
    assert_eq!(text(&strict::<NodeInput>(bare).unwrap()), bare);
    assert_eq!(refused::<Node>(r#"{"id":"1","stamps":[{}]}"#), ["/stamps/0/at required"]);
    assert_eq!(text(&strict::<NodeInput>(r#"{"stamp":null,"either":"s"}"#).unwrap()), r#"{"stamp":null,"either":"s"}"#);
}

#[test]
fn a_component_keeps_the_name_that_a_split_type_would_get() {
    use input_name_taken::types::{Pet, PetInput, PetInput2};
    let food = PetInput::new().grams(20);
    assert_eq!(text(&PetInput2::new().name("Tom").food(food.clone())), r#"{"name":"Tom","food":{"grams":20}}"#);
    assert_eq!(text(&Pet::new().id(1).food(food)), r#"{"id":1,"food":{"grams":20}}"#);
}

//! APIs whose tags have modules: what the tags' names become, and that everything is found from above. `tests/by_tag` has
//! the features of the tags.
use super::cases::modules_named_by_tags::{client, ops, server};
use super::{at, sent};
use std::convert::Infallible;
use tenon_runtime::server::Context;

struct App;

/// Every tag has its trait, and the operations are as in an API in one module.
macro_rules! served {
    ($($tag:ident $method:ident $request:ident $reply:ident $ok:ident;)*) => { $(
        impl server::$tag for App {
            type Error = Infallible;
            async fn $method(&self, _: Context<()>, _: ops::$request) -> Result<ops::$reply, Infallible> {
                Ok(ops::$ok::no_content().into())
            }
        }
    )* };
}
served! {
    Client a ARequest AReply AOk;
    Server2 b BRequest BReply BOk;
    Types c CRequest CReply COk;
    Type d DRequest DReply DOk;
    Pets e ERequest EReply EOk;
    Pets2 f FRequest FReply FOk;
    Checks g GRequest GReply GOk;
    ManyWordsHereThere h HRequest HReply HOk;
    N2nd i IRequest IReply IOk;
    Müßig j JRequest JReply JOk;
    Operations k KRequest KReply KOk;
    Operations2 l LRequest LReply LOk;
    ModulesNamedByTags m MRequest MReply MOk;
    New n NRequest NReply NOk;
}

#[tokio::test]
async fn every_operation_is_reached_whatever_its_tag_is_called() {
    let client = client::Client::from(at(server::service(App)));
    client.a().await.unwrap();
    client.b().await.unwrap();
    client.c().await.unwrap();
    client.d().await.unwrap();
    client.e().await.unwrap();
    client.f().await.unwrap();
    client.g().await.unwrap();
    client.h().await.unwrap();
    client.i().await.unwrap();
    client.j().await.unwrap();
    client.k().await.unwrap();
    client.l().await.unwrap();
    client.m().await.unwrap();
    client.n("x").await.unwrap();
}

/// The server has the first of two that are one request; a client may well call the other one.
#[tokio::test]
async fn a_tag_without_a_server_has_a_client() {
    let (client, sent) = sent(204, client::Client::from);
    let call: super::cases::modules_named_by_tags::shadowed::client::O = client.o("x");
    call.await.unwrap();
    assert_eq!(sent.uri(), "/same/x");
}

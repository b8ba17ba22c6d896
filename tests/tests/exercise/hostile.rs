//! Text that would be code, comments or nothing at all if it were not kept in literals: it travels as what it is.
use std::convert::Infallible;

use tenon_runtime::server::Context;

use super::at;
use super::cases::hostile_text::{client, ops, server, types};

struct App;

fn answer() -> types::Crate {
    types::Crate::new("super", 0.5, types::Self2::Symbol).field_3("\"#*/\n").field_6(true)
}

impl server::Operations for App {
    type Error = Infallible;

    async fn evil_fn(&self, cx: Context<()>, request: ops::EvilFnRequest) -> Result<ops::EvilFnReply, Infallible> {
        assert_eq!(request, asked().body("*/"));
        assert_eq!(cx.headers()["x-`'!#"], "\"#");
        Ok(ops::EvilFnOk::Ok(ops::EvilFn200::new(answer()).x_rate(7)).into())
    }
}

fn asked() -> ops::EvilFnRequest {
    let request = ops::EvilFnRequest::new("\"#\n`{}\\\"##", types::EvilFnSelf::Abc);
    request.q("\"#*/\n#![evil]{}").x(types::EvilFnX::SymbolHash)
}

#[tokio::test]
async fn text_of_a_document_is_never_code() {
    let client = client::Client::from(at(server::service(App)));
    let asked = asked();
    let call = client.evil_fn(asked.id, asked.self_).q(asked.q).x(asked.x).body("*/");
    let ops::EvilFnOk::Ok(reply) = call.await.unwrap().into_inner();
    assert_eq!((reply.body, reply.x_rate), (answer(), Some(7)));
    assert_eq!(ops::EVIL_FN.id, "evil\"# */\nfn");
    assert_eq!(ops::EvilFnRequest::new("", types::EvilFnSelf::AB).q_or_default(), "\"#*/\n#![evil]{}");
    assert!(super::strict::<types::Self2>("\"\u{200b}\"").is_ok() && super::strict::<types::Self2>("\" \"").is_err());
}

//! Every kind of security scheme: what a client shows, and what a server is presented with.
use std::convert::Infallible;

use http::Request;
use tenon_runtime::client::CallOptions;
use tenon_runtime::server::{AuthError, Context, Parts};
use tenon_runtime::{Body, Operation};

use super::cases::security_schemes::{client::Client, ops, server};
use super::{at, sent, status_and_text};

/// Lets in who shows what is good, and says by what.
struct App;

impl server::Auth for App {
    type Principal = String;
    type Error = Infallible;

    async fn authenticate(
        &self,
        parts: &Parts,
        operation: &'static Operation,
        presented: server::Presented<'_>,
    ) -> Result<String, AuthError<Infallible>> {
        use server::Presented;
        let shown = format!("{presented:?}");
        assert!(!shown.contains("good"), "{shown}");
        let good = |yes: bool, what: &str| if yes { Ok(what.to_owned()) } else { Err(AuthError::Unauthorized) };
        let certificate = parts.headers.contains_key("x-client-certificate");
        match presented {
            Presented::Hashed(raw) => good(raw.credentials() == "username=\"good\", response=\"1\"", "digest"),
            Presented::Other(raw) => good(raw.matches_constant_time("good"), "hoba"),
            Presented::Certificate(_) => good(certificate, "certificate"),
            Presented::CertificateAndKey(_, key) => good(certificate && key.key() == "good", "both"),
            Presented::KeyAndSessionAndOpen(key, session, open) => {
                good(key.key() == "good" && session.key() == "good" && open.token() == "good", "three")
            }
            Presented::Key(key) => good(key.key() == "good", "key"),
            Presented::Oauth(token) => match token.token() {
                "good" => Ok(format!("oauth for {}", operation.id)),
                "narrow" => Err(AuthError::Forbidden),
                _ => Err(AuthError::Unauthorized),
            },
        }
    }
}

macro_rules! open {
    ($($method:ident $request:ident $reply:ident $ok:ident $principal:ty;)*) => {
        impl server::Operations for App { $(
            async fn $method(&self, cx: Context<$principal>, _: ops::$request) -> Result<ops::$reply, Infallible> {
                drop(cx.principal);
                Ok(ops::$ok::no_content().into())
            }
        )* }
    };
}
open! {
    get_digest GetDigestRequest GetDigestReply GetDigestOk String;
    get_certificate GetCertificateRequest GetCertificateReply GetCertificateOk String;
    get_both GetBothRequest GetBothReply GetBothOk String;
    get_three GetThreeRequest GetThreeReply GetThreeOk String;
    get_scopes GetScopesRequest GetScopesReply GetScopesOk String;
    get_hoba GetHobaRequest GetHobaReply GetHobaOk Option<String>;
}

fn client() -> Client {
    let open = Client::from(at(server::service(App)));
    let open = open.hashed("username=\"good\", response=\"1\"").other("good").key("good").session("good");
    open.open("good").oauth("good")
}

#[tokio::test]
async fn each_scheme_lets_in() {
    let certified = || CallOptions::new().header("x-client-certificate", "1");
    client().get_digest().await.unwrap();
    client().get_certificate().options(certified()).await.unwrap();
    client().get_both().options(certified()).await.unwrap();
    client().get_three().await.unwrap();
    client().get_scopes().await.unwrap();
    client().get_hoba().await.unwrap();
    Client::from(at(server::service(App))).get_hoba().await.unwrap();
}

#[tokio::test]
async fn credentials_go_where_the_operation_wants_them_and_nowhere_else() {
    let (client, seen) =
        sent(204, |channel| Client::from(channel).hashed("h").other("o").key("k").session("s").open("t").oauth("a"));
    let show = |names: &[&str]| names.iter().map(|name| seen.header_if_any(name)).collect::<Vec<_>>();
    let all = ["authorization", "x-key", "cookie"];
    client.get_digest().await.unwrap();
    assert_eq!(show(&all), ["digest h", "", ""]);
    client.get_certificate().await.unwrap();
    assert_eq!(show(&all), ["", "", ""]);
    client.get_both().await.unwrap();
    assert_eq!(show(&all), ["", "k", ""]);
    client.get_three().await.unwrap();
    assert_eq!(show(&all), ["Bearer t", "k", "sid=s"]);
    client.get_scopes().await.unwrap();
    assert_eq!(show(&all), ["Bearer a", "", ""]);
    client.get_hoba().await.unwrap();
    assert_eq!(show(&all), ["hoba o", "", ""]);
}

#[tokio::test]
async fn who_is_not_let_in_is_told_what_would_do() {
    let get = async |path: &str, headers: &[(&str, &str)]| {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        status_and_text(server::service(App), request.body(Body::empty()).unwrap()).await.0
    };
    assert_eq!(get("/digest", &[]).await, 401);
    assert_eq!(get("/digest", &[("authorization", "Digest username=\"bad\"")]).await, 401);
    assert_eq!(get("/digest", &[("authorization", "DIGEST username=\"good\", response=\"1\"")]).await, 204);
    assert_eq!(get("/certificate", &[]).await, 401);
    // All of a combination, or nothing.
    assert_eq!(get("/both", &[("x-key", "good")]).await, 401);
    assert_eq!(get("/both", &[("x-key", "good"), ("x-client-certificate", "1")]).await, 204);
    assert_eq!(get("/three", &[("x-key", "good"), ("cookie", "sid=good")]).await, 401);
    // Whoever meant to be somebody is not nobody.
    assert_eq!(get("/hoba", &[("authorization", "HOBA bad")]).await, 401);
    assert_eq!(get("/hoba", &[]).await, 204);
    assert_eq!(get("/scopes", &[("authorization", "Bearer narrow")]).await, 403);
    let refused = Client::from(at(server::service(App))).oauth("narrow").get_scopes().await.unwrap_err();
    let challenges = refused.headers().unwrap().get_all("www-authenticate").iter().map(|v| v.to_str().unwrap());
    assert_eq!(
        challenges.collect::<Vec<_>>(),
        [
            "Bearer error=\"insufficient_scope\", scope=\"read write\"",
            "Bearer error=\"insufficient_scope\", scope=\"admin\"",
        ]
    );
}

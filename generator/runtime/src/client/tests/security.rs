//! Which credentials go where.
use super::*;
use crate::operation::{Requirement, Scheme, SchemeKind};
use crate::param::{Fault, Location};

static BEARER: Scheme = Scheme { name: "bearer", kind: SchemeKind::Bearer };
static OTHER: Scheme = Scheme { name: "other", kind: SchemeKind::Bearer };
static BASIC: Scheme = Scheme { name: "basic", kind: SchemeKind::Basic };
static DIGEST: Scheme = Scheme { name: "digest", kind: SchemeKind::Http { scheme: "Digest" } };
static HEADER: Scheme =
    Scheme { name: "header", kind: SchemeKind::ApiKey { location: Location::Header, name: "X-Api-Key" } };
static QUERY: Scheme = Scheme { name: "query", kind: SchemeKind::ApiKey { location: Location::Query, name: "key" } };
static COOKIE: Scheme = Scheme { name: "cookie", kind: SchemeKind::ApiKey { location: Location::Cookie, name: "sid" } };
static TLS: Scheme = Scheme { name: "tls", kind: SchemeKind::MutualTls };

const fn needs(scheme: &'static Scheme) -> Requirement {
    Requirement { scheme, scopes: &[] }
}

macro_rules! secured {
    ($name:ident: $([$($scheme:ident),*])*) => {
        #[derive(Clone, Debug)]
        struct $name(Get);
        impl Request for $name {
            type Ok = GetOk;
            type Error = NotFound;
            fn operation() -> &'static Operation {
                static GET: Operation = operation(&[$(Alternative { id: 0, requirements: &[$(needs(&$scheme)),*] }),*]);
                &GET
            }
            fn write(self, out: &mut RequestWriter) {
                write_get(&self.0, out);
            }
            fn read(reply: &mut ReplyReader<'_>) -> Option<core::result::Result<GetOk, NotFound>> {
                read_get(reply)
            }
        }
    };
}

secured!(Each: [BEARER] [BASIC] [DIGEST] [HEADER] [QUERY] [COOKIE]);
secured!(Both: [HEADER, COOKIE] [BEARER]);
secured!(Two: [BEARER, OTHER] [QUERY]);
secured!(Anonymous: [] [TLS] [TLS, BEARER] [QUERY]);

async fn seen<R: Request<Ok = GetOk>>(request: R, credentials: &[(&'static Scheme, Credential)]) -> Seen {
    let (mut channel, log) = recorder();
    for (scheme, credential) in credentials {
        channel = channel.credential(scheme, credential.clone());
    }
    assert!(channel.call(request).send().await.is_ok());
    log.lock().unwrap().pop().unwrap()
}

#[tokio::test]
async fn each_scheme_has_its_place() {
    let get = || Each(Get::new("1"));
    let secret = Credential::from("s3cret+/=");
    for (scheme, header, expected) in [
        (&BEARER, "authorization", "Bearer s3cret+/="),
        (&DIGEST, "authorization", "Digest s3cret+/="),
        (&HEADER, "x-api-key", "s3cret+/="),
        (&COOKIE, "cookie", "sid=s3cret+/="),
    ] {
        let seen = seen(get(), &[(scheme, secret.clone())]).await;
        assert_eq!(seen.headers[header], expected);
        assert!(seen.headers[header].is_sensitive());
    }
    assert_eq!(seen(get(), &[(&QUERY, secret)]).await.uri, "http://api.example/v1/items/1/x?key=s3cret%2B%2F%3D");
    let basic = seen(get(), &[(&BASIC, Credential::basic("Aladdin", "open sesame"))]).await;
    assert_eq!(basic.headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "RFC 7617, section 2");
}

#[tokio::test]
async fn the_first_complete_alternative_counts() {
    let get = || Both(Get { session: Some("x".into()), ..Get::new("1") });
    let both = seen(get(), &[(&BEARER, "b".into()), (&COOKIE, "c".into()), (&HEADER, "h".into())]).await;
    assert_eq!(
        (&both.headers["x-api-key"], &both.headers["cookie"]),
        (&"h".parse().unwrap(), &"session=x; sid=c".parse().unwrap())
    );
    assert!(!both.headers.contains_key("authorization"));
    let bearer = seen(get(), &[(&BEARER, "b".into()), (&COOKIE, "c".into())]).await;
    assert_eq!(
        (&bearer.headers["authorization"], &bearer.headers["cookie"]),
        (&"Bearer b".parse().unwrap(), &"session=x".parse().unwrap())
    );
    let none = seen(get(), &[(&COOKIE, "c".into())]).await;
    assert_eq!(none.headers["cookie"], "session=x", "an incomplete alternative is left alone");
}

#[tokio::test]
async fn one_token_is_good_for_two_schemes_that_are_tokens() {
    for scheme in [&BEARER, &OTHER] {
        let seen = seen(Two(Get::new("1")), &[(&QUERY, "q".into()), (scheme, "t".into())]).await;
        assert_eq!(
            (&seen.headers["authorization"], seen.uri.ends_with("key=q")),
            (&"Bearer t".parse().unwrap(), false)
        );
    }
}

#[tokio::test]
async fn nothing_to_show_is_sent_all_the_same() {
    assert_eq!(seen(Each(Get::new("1")), &[]).await.headers.len(), 1);
    let anonymous = Anonymous(Get::new("1"));
    assert_eq!(seen(anonymous.clone(), &[]).await.headers.len(), 1);
    assert!(seen(anonymous.clone(), &[(&QUERY, "q".into())]).await.uri.ends_with("?key=q"));
    assert_eq!(
        seen(anonymous, &[(&QUERY, "q".into()), (&BEARER, "b".into())]).await.headers["authorization"],
        "Bearer b"
    );
}

#[tokio::test]
async fn a_credential_that_would_change_on_the_way_is_refused() {
    for text in [" s3cret", "s3cret ", "s3cret\t"] {
        let (channel, log) = recorder();
        let error = channel.credential(&BEARER, text.into()).call(Each(Get::new("1"))).send().await.unwrap_err();
        assert!(matches!(error, Error::Build(BuildError::Credential("bearer", Fault::Header))), "{error:?}");
        assert!(log.lock().unwrap().is_empty(), "nothing is sent");
    }
}

#[tokio::test]
async fn cookies_are_nobody_elses_business() {
    let seen = seen(Each(Get { session: Some("x".into()), ..Get::new("1") }), &[]).await;
    assert!(seen.headers["cookie"].is_sensitive());
}

#[tokio::test]
async fn sources_are_asked_for_each_call() {
    let (channel, log) = recorder();
    let count = Arc::new(core::sync::atomic::AtomicU32::new(0));
    let next = move || format!("t{}", count.fetch_add(1, core::sync::atomic::Ordering::Relaxed));
    let fetch = next.clone();
    for credential in [
        Credential::from_fn(next),
        Credential::from_async(move || {
            let fetch = fetch.clone();
            async move {
                tokio::task::yield_now().await;
                Ok::<_, std::io::Error>(fetch())
            }
        }),
    ] {
        let channel = channel.clone().credential(&BEARER, credential);
        for _ in 0..2 {
            channel.call(Each(Get::new("1"))).send().await.unwrap();
        }
    }
    let sent = log
        .lock()
        .unwrap()
        .iter()
        .map(|seen| seen.headers["authorization"].to_str().unwrap().to_owned())
        .collect::<Vec<_>>();
    assert_eq!(sent, ["Bearer t0", "Bearer t1", "Bearer t2", "Bearer t3"]);
}

#[tokio::test]
async fn a_source_that_fails_stops_the_call() {
    let (channel, log) = recorder();
    let failing = Credential::from_async(|| async { Err::<String, _>(std::io::Error::other("no token server")) });
    let error = channel.credential(&BEARER, failing).call(Each(Get::new("1"))).send().await.unwrap_err();
    assert!(matches!(error, Error::Build(BuildError::CredentialSource("bearer", _))));
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn credentials_that_would_split_a_header_are_refused_and_not_shown() {
    for scheme in [&BEARER, &HEADER, &COOKIE] {
        let (channel, log) = recorder();
        let channel = channel.credential(scheme, "s3cret\r\nx: y".into());
        let call = channel.call(Each(Get::new("1")));
        let shown = format!("{channel:?}{call:?}");
        let error = call.send().await.unwrap_err();
        assert!(matches!(error, Error::Build(BuildError::Credential(_, Fault::Header))));
        assert!(!format!("{shown}{error:?}{error}").contains("s3cret"));
        assert!(log.lock().unwrap().is_empty());
    }
}

//! An emitted client, driven through every reply that its document declares: `conformance_client API BASE_URL`.
//!
//! The server is a mock that answers as `Prefer: code=..., dynamic=...` asks. Prints a line for each status, and what
//! differed; ends with 1 if anything did. What was decoded is compared with the bytes that came.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whoever started it sees the message")]

use std::fmt::Debug;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use generated::{devin, io_net, liveavatar, prime_intellect, quiva};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tenon_runtime::bytes::Bytes;
use tenon_runtime::client::{Body, CallOptions, Channel, Hyper, Result, Transport, TransportError};
use tenon_runtime::{BoxFuture, Encode, http, to_vec, uuid::Uuid};

#[path = "../petshop/mod.rs"]
mod petshop;

const TOKEN: &str = "conformance";
/// How many times a mock is asked to make a reply up.
const DYNAMIC: usize = 10;

/// The usual transport, and the body of the last reply.
#[derive(Clone, Default)]
struct Recorder {
    inner: Hyper,
    last: Arc<Mutex<Bytes>>,
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, std::result::Result<http::Response<Body>, TransportError>> {
        let (sent, last) = (self.inner.send(request), Arc::clone(&self.last));
        Box::pin(async move {
            let (parts, body) = sent.await?.into_parts();
            let bytes = body.collect().await.map_err(TransportError::new)?.to_bytes();
            *last.lock().expect("no thread panics with it") = bytes.clone();
            Ok(http::Response::from_parts(parts, bytes.into()))
        })
    }

    fn keeps_time(&self) -> bool {
        self.inner.keeps_time()
    }
}

struct Drive {
    recorder: Recorder,
    channel: Channel,
    failures: usize,
    /// How many times the mock is asked to make a reply up.
    dynamic: usize,
}

impl Drive {
    fn new(base_url: &str) -> Self {
        let recorder = Recorder::default();
        Self { channel: Channel::new(base_url).transport(recorder.clone()), recorder, failures: 0, dynamic: DYNAMIC }
    }

    /// Asks for a status, as the document has it and made up, and looks at what arrives.
    ///
    /// `read` is `None` for every variant but the expected one, else what was decoded; empty where there is no body.
    async fn expect<C, O: Debug, E: Debug>(
        &mut self,
        status: u16,
        call: impl Fn(CallOptions) -> C,
        read: impl Fn(&Result<O, E>) -> Option<Vec<u8>>,
    ) where
        C: IntoFuture<Output = Result<O, E>>,
    {
        let failures = self.failures;
        for dynamic in std::iter::once(false).chain(std::iter::repeat_n(true, self.dynamic)) {
            let prefer = format!("code={status}, dynamic={dynamic}");
            let result = call(CallOptions::new().header("prefer", &prefer)).await;
            let sent = self.recorder.last.lock().expect("no thread panics with it").clone();
            let difference = match read(&result) {
                None => Some(format!("arrived as {result:?}")),
                Some(typed) => difference(&sent, &typed),
            };
            if let Some(difference) = difference {
                self.failures += 1;
                eprintln!("{prefer}: {difference}\n  body: {}", String::from_utf8_lossy(&sent));
            }
        }
        println!("{status} {} {}", self.dynamic + 1, self.failures - failures);
    }
}

/// How what was decoded differs from what was sent.
fn difference(sent: &[u8], typed: &[u8]) -> Option<String> {
    if sent.is_empty() || typed.is_empty() {
        return (sent != typed).then(|| "a body where none is declared, or none where one is".to_owned());
    }
    let [sent, typed] = [sent, typed].map(|text| serde_json::from_slice::<Value>(text).expect("JSON"));
    lost(&sent, &typed, "")
}

/// The first place where a decoded value is not what was sent. Members that the document does not name may be dropped.
fn lost(sent: &Value, typed: &Value, at: &str) -> Option<String> {
    match (sent, typed) {
        (Value::Object(sent), Value::Object(typed)) => typed.iter().find_map(|(name, typed)| {
            let at = format!("{at}/{name}");
            sent.get(name).map_or_else(|| Some(format!("`{at}` was made up")), |sent| lost(sent, typed, &at))
        }),
        (Value::Array(sent), Value::Array(typed)) if sent.len() == typed.len() => {
            sent.iter().zip(typed).enumerate().find_map(|(n, (sent, typed))| lost(sent, typed, &format!("{at}/{n}")))
        }
        // One number may be written in several ways.
        (Value::Number(sent), Value::Number(typed)) if sent.as_f64() == typed.as_f64() => None,
        _ => (sent != typed).then(|| format!("`{at}` was {sent}, became {typed}")),
    }
}

/// One call of `expect` for each declared reply: status, pattern of the result's value, what its body is.
macro_rules! replies {
    ($drive:ident, $call:expr, { $($status:literal => $side:ident($variant:path) $body:tt,)+ }) => {
        $($drive.expect($status, $call, replies!(@read $side $variant, $body)).await;)+
    };
    (@read Ok $variant:path, $body:tt) => {
        |result| match result {
            Ok(reply) => match &**reply {
                $variant(value) => replies!(@body value $body),
                #[allow(unreachable_patterns)]
                _ => None,
            },
            Err(_) => None,
        }
    };
    (@read Err $variant:path, $body:tt) => {
        |result| match result {
            Err(tenon_runtime::client::Error::Api(reply)) => match &***reply {
                $variant(value) => replies!(@body value $body),
                #[allow(unreachable_patterns)]
                _ => None,
            },
            _ => None,
        }
    };
    (@body $value:ident body) => { Some(encoded(&$value.body)) };
    (@body $value:ident empty) => {{ let _ = $value; Some(Vec::new()) }};
}

fn encoded(value: &impl Encode) -> Vec<u8> {
    to_vec(value)
}

async fn devin(drive: &mut Drive) {
    use devin::ops::{DeleteSecretError, DeleteSecretOk};
    let client = devin::client::Client::from(drive.channel.clone()).bearer_auth(TOKEN);
    replies!(drive, |options| client.delete_secret("s e/c").options(options), {
        200 => Ok(DeleteSecretOk::Ok) body,
        422 => Err(DeleteSecretError::UnprocessableContent) body,
    });
}

async fn io_net(drive: &mut Drive) {
    use io_net::ops::{DeleteSecretError, DeleteSecretOk};
    let client = io_net::client::Client::from(drive.channel.clone()).sec0(TOKEN);
    let id = Uuid::from_u128(7);
    replies!(drive, |options| client.delete_secret(id).token("jwt").x_api_key("key").options(options), {
        200 => Ok(DeleteSecretOk::Ok) body,
        404 => Err(DeleteSecretError::NotFound) empty,
        422 => Err(DeleteSecretError::UnprocessableContent) body,
    });
}

async fn liveavatar(drive: &mut Drive) {
    use liveavatar::ops::{DeleteSecretError, DeleteSecretOk};
    let client = liveavatar::client::Client::from(drive.channel.clone()).api_key_header(TOKEN);
    replies!(drive, |options| client.delete_secret("secret").la_session("session").options(options), {
        200 => Ok(DeleteSecretOk::Ok) body,
        422 => Err(DeleteSecretError::UnprocessableContent) body,
    });
}

async fn prime_intellect(drive: &mut Drive) {
    use prime_intellect::ops::{DeleteSecretError, DeleteSecretOk};
    let client = prime_intellect::client::Client::from(drive.channel.clone()).http_bearer(TOKEN);
    replies!(drive, |options| client.delete_secret("secret").team_id("a team").options(options), {
        200 => Ok(DeleteSecretOk::Ok) body,
        401 => Err(DeleteSecretError::Unauthorized) empty,
        422 => Err(DeleteSecretError::UnprocessableContent) body,
    });
}

async fn quiva(drive: &mut Drive) {
    use quiva::ops::{DeleteSecretError, DeleteSecretOk};
    let client = quiva::client::Client::from(drive.channel.clone()).bearer_auth(TOKEN);
    replies!(drive, |options| client.delete_secret("secret").options(options), {
        200 => Ok(DeleteSecretOk::Ok) body,
        400 => Err(DeleteSecretError::BadRequest) body,
        404 => Err(DeleteSecretError::NotFound) body,
    });
}

async fn petshop(drive: &mut Drive) {
    use petshop::api::ops::{
        CreatePetError, CreatePetOk, DeletePetError, DeletePetOk, GetPetError, GetPetOk, ListPetsError, ListPetsOk,
    };
    use petshop::api::types::{Pet, PetRequired, Status};
    // What Prism makes up knows no `exclusiveMaximum` of a number, and it refuses to send that.
    drive.dynamic = 0;
    let client = petshop::api::client::Client::from(drive.channel.clone());
    let id = Uuid::from_u128(7);
    let pet = || Pet::new(PetRequired { id, name: "Minka".to_owned(), status: Status::Sold, kilos: 4.25 });
    let tags = || vec!["shy".to_owned(), "a b&c".to_owned()];
    replies!(drive, |options| client.list_pets().limit(3).status(Status::Sold).tags(tags()).options(options), {
        200 => Ok(ListPetsOk::Ok) body,
        400 => Err(ListPetsError::BadRequest) body,
    });
    replies!(drive, |options| client.create_pet(pet().tags(tags())).options(options), {
        201 => Ok(CreatePetOk::Created) body,
        400 => Err(CreatePetError::BadRequest) body,
        413 => Err(CreatePetError::ContentTooLarge) body,
        415 => Err(CreatePetError::UnsupportedMediaType) body,
    });
    replies!(drive, |options| client.get_pet(id).options(options), {
        200 => Ok(GetPetOk::Ok) body,
        400 => Err(GetPetError::BadRequest) body,
        404 => Err(GetPetError::NotFound) body,
    });
    replies!(drive, |options| client.delete_pet(id).options(options), {
        204 => Ok(DeletePetOk::NoContent) empty,
        400 => Err(DeletePetError::BadRequest) body,
        404 => Err(DeletePetError::NotFound) body,
    });
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let api = arguments.next().expect("conformance_client API BASE_URL");
    let mut drive = Drive::new(&arguments.next().expect("conformance_client API BASE_URL"));
    match api.as_str() {
        "devin" => devin(&mut drive).await,
        "io_net" => io_net(&mut drive).await,
        "liveavatar" => liveavatar(&mut drive).await,
        "petshop" => petshop(&mut drive).await,
        "prime_intellect" => prime_intellect(&mut drive).await,
        "quiva" => quiva(&mut drive).await,
        _ => {
            eprintln!("there is no client for `{api}`: add it to {}", file!());
            return ExitCode::from(2);
        }
    }
    ExitCode::from(u8::from(drive.failures > 0))
}

//! A small API, written by hand in the words of emitted code. The tests of the server share it.
#![allow(clippy::panic, dead_code, missing_docs, unreachable_pub, clippy::missing_docs_in_private_items)]

pub mod ops;
pub mod server;

pub mod security {
    use tenon_runtime::{Location, Scheme, SchemeKind};
    pub static BEARER_AUTH: Scheme = Scheme { name: "bearerAuth", kind: SchemeKind::Bearer };
    pub static API_KEY_AUTH: Scheme =
        Scheme { name: "apiKeyAuth", kind: SchemeKind::ApiKey { location: Location::Header, name: "X-Api-Key" } };
}

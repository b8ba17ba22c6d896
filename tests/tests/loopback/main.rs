//! The emitted clients against the emitted servers of the five documents, in process and over sockets, and each of the
//! two against a peer that keeps to no document.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(unreachable_pub, reason = "one crate, not a library")]

mod house;
// Several test programs are made of it.
#[path = "../../petshop/mod.rs"]
mod petshop;

// One file an API: its implementation, and that every declared reply arrives.
mod devin;
mod io_net;
mod liveavatar;
mod prime_intellect;
mod quiva;

// One file a theme.
mod credentials;
mod failures;
mod faults;
mod hostile_servers;
mod mounting;
mod paths;
mod rejections;
mod secrecy;
mod time;

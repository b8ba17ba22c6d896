//! An emitted server with a trivial implementation, or the pet shop, for tools that try it from outside:
//! `conformance_server API [ADDRESS]`.
//!
//! Prints its URL and serves until standard input ends, so that it never outlives whoever started it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whoever started it sees the message")]

use std::io::Read as _;

use generated::{devin, io_net, liveavatar, prime_intellect, quiva};
use tenon_runtime::server::serve;
use trivial::App;

#[path = "../petshop/mod.rs"]
mod petshop;
mod trivial;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let api = arguments.next().expect("conformance_server API [ADDRESS]");
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let router = match api.as_str() {
        "devin" => devin::server::router(App),
        "io_net" => io_net::server::router(App),
        "petshop" => petshop::shop::router(),
        "liveavatar" => liveavatar::server::router(App),
        "prime_intellect" => prime_intellect::server::router(App),
        "quiva" => quiva::server::router(App),
        _ => {
            eprintln!("there is no server for `{api}`: add it to {}", file!());
            std::process::exit(2);
        }
    };
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let listener = tokio::net::TcpListener::bind(address).await.expect("an address that is free");
    println!("http://{}", listener.local_addr().expect("an address"));
    serve(listener, router).await;
}

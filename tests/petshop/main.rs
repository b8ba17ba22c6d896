//! The shop over an emitted server: `shop [ADDRESS]`. Prints its URL and serves until standard input ends, so that it
//! never outlives whoever started it. Built into a crate that was generated from a document that the shop fits.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whoever started it sees the message")]

use std::io::Read as _;

use petshop::petshop as api;
use tenon_runtime::server::serve;

mod shop;

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let listener = tokio::net::TcpListener::bind(address).await.expect("an address that is free");
    println!("http://{}", listener.local_addr().expect("an address"));
    serve(listener, shop::router()).await;
}

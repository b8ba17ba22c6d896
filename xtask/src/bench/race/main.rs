//! Emitted code against serde's derives, in one process: the best time of many rounds for each, and their ratio.
//!
//! A template: `cargo xtask bench codec` copies it beside the two crates that it compares.
use std::hint::black_box;
use std::time::{Duration, Instant};
use tenon_runtime::{Mode, from_slice, to_vec};

type Emitted = emitted::types::Item7;
type Derives = derives::Item7;

/// What members are there, and their order.
const CASES: [(&str, &str); 5] = [
    (
        "all members",
        r#"{"name":"Some name","displayName":"A longer name to show","note":"line with \"quotes\" and\nbreaks","count":12345,"total":9876543210,"ratio":0.375,"active":true,"isArchived":false,"tags":["one","two","three"],"scores":[1,22,333],"parent":{"name":"p"},"children":[{"name":"c"},{"count":1}]}"#,
    ),
    (
        "half of them",
        r#"{"name":"Some name","note":"plain note","total":9876543210,"active":true,"tags":["one","two"],"parent":{"name":"p"}}"#,
    ),
    (
        "half, backwards",
        r#"{"parent":{"name":"p"},"tags":["one","two"],"active":true,"total":9876543210,"note":"plain note","name":"Some name"}"#,
    ),
    ("one", r#"{"total":9876543210}"#),
    ("none", "{}"),
];
const ROUNDS: usize = 400;
const TIMES: u32 = 200;

/// What others do on the machine only ever adds.
fn best(mut f: impl FnMut()) -> Duration {
    let round = |_| {
        let start = Instant::now();
        (0..TIMES).for_each(|_| f());
        start.elapsed() / TIMES
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn show(what: &str, case: &str, emitted: Duration, derives: Duration) {
    let ratio = emitted.as_secs_f64() / derives.as_secs_f64();
    println!("{what} {case:<16} {:>6} {:>6} {ratio:6.2}", emitted.as_nanos(), derives.as_nanos());
}

fn main() {
    println!("nanoseconds             emitted derives ratio");
    for (case, text) in CASES {
        let text = text.as_bytes();
        let emitted = || from_slice::<Emitted>(black_box(text), Mode::Strict).expect("a value of the schema");
        let derives = || serde_json::from_slice::<Derives>(black_box(text)).expect("a value of the schema");
        show("decode", case, best(|| drop(black_box(emitted()))), best(|| drop(black_box(derives()))));

        let (emitted, derives) = (emitted(), derives());
        assert_eq!(to_vec(&emitted), serde_json::to_vec(&derives).expect("a value"));
        let ours = best(|| drop(black_box(to_vec(black_box(&emitted)))));
        let theirs = best(|| drop(black_box(serde_json::to_vec(black_box(&derives)))));
        show("encode", case, ours, theirs);
    }
}

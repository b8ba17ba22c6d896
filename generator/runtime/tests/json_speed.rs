//! Decoding and encoding against `serde_json` with derives: `cargo test --release --test json_speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tenon_runtime::{Cx, Decode, Encode, Mode, Writer, from_slice, to_vec};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Owner {
    id: u64,
    email: String,
    verified: bool,
}

impl Decode for Owner {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let mut object = cx.object()?;
        let id = object.required("id");
        let email = object.required("email");
        let verified = object.required("verified");
        object.end();
        Some(Self { id: id?, email: email?, verified: verified? })
    }
}

impl Encode for Owner {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("id", &self.id);
        object.member("email", &self.email);
        object.member("verified", &self.verified);
        object.end();
    }
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Pet {
    id: i64,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    weight: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    tags: Vec<String>,
    owner: Owner,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    available: bool,
}

impl Decode for Pet {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let mut object = cx.object()?;
        let id = object.required("id");
        let name = object.required("name");
        let description = object.optional("description");
        let weight = object.required("weight");
        let nickname = object.optional("nickname");
        let tags = object.required("tags");
        let owner = object.required("owner");
        let created_at = object.optional("created_at");
        let updated_at = object.optional("updated_at");
        let available = object.required("available");
        object.end();
        Some(Self {
            id: id?,
            name: name?,
            description,
            weight: weight?,
            nickname,
            tags: tags?,
            owner: owner?,
            created_at,
            updated_at,
            available: available?,
        })
    }
}

impl Encode for Pet {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("id", &self.id);
        object.member("name", &self.name);
        object.optional("description", &self.description);
        object.member("weight", &self.weight);
        object.optional("nickname", &self.nickname);
        object.member("tags", &self.tags);
        object.member("owner", &self.owner);
        object.optional("created_at", &self.created_at);
        object.optional("updated_at", &self.updated_at);
        object.member("available", &self.available);
        object.end();
    }
}

fn pet(index: i64) -> Pet {
    let text = |what: &str| (index % 3 != 0).then(|| format!("{what} of pet {index}, with \u{e9} and more words"));
    Pet {
        id: index * 7919,
        name: format!("Pet number {index}"),
        description: (index % 5 == 0)
            .then(|| "line\n\"quoted\" text with escapes".to_owned())
            .or_else(|| text("story")),
        weight: 0.37 * f64::from(i32::try_from(index).unwrap()),
        nickname: text("nickname"),
        tags: vec!["friendly".into(), "small".into(), format!("t{index}")],
        owner: Owner { id: 1 << 40, email: format!("owner{index}@example.com"), verified: index % 2 == 0 },
        created_at: Some("2026-01-02T03:04:05Z".into()),
        updated_at: None,
        available: true,
    }
}

/// The best of several rounds: other people's load only ever adds.
fn time(mut f: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..60 {
        let start = Instant::now();
        f();
        best = best.min(start.elapsed());
    }
    best
}

fn compare(what: &str, bytes: usize, ours: Duration, theirs: Duration) {
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let speed = bytes as f64 / ours.as_secs_f64() / 1e6;
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("{what}: {ours:?} ({speed:.0} MB/s) against {theirs:?}, ratio {ratio:.2}");
}

#[test]
#[ignore = "a benchmark; needs --release"]
fn speed() {
    let pets = (0..1000).map(pet).collect::<Vec<_>>();
    let text = serde_json::to_vec(&pets).unwrap();
    assert_eq!(to_vec(&pets), text);
    assert_eq!(from_slice::<Vec<Pet>>(&text, Mode::Strict).unwrap(), pets);
    let theirs = time(|| drop(black_box(serde_json::from_slice::<Vec<Pet>>(black_box(&text)).unwrap())));
    for mode in [Mode::Strict, Mode::Lenient] {
        let ours = time(|| drop(black_box(from_slice::<Vec<Pet>>(black_box(&text), mode).unwrap())));
        compare(&format!("decode 1000 pets, {mode:?}"), text.len(), ours, theirs);
    }
    let theirs = time(|| drop(black_box(serde_json::to_vec(black_box(&pets)).unwrap())));
    let ours = time(|| drop(black_box(to_vec(black_box(&pets)))));
    compare("encode 1000 pets", text.len(), ours, theirs);

    let pretty = serde_json::to_vec_pretty(&pets).unwrap();
    let theirs = time(|| drop(black_box(serde_json::from_slice::<Vec<Pet>>(black_box(&pretty)).unwrap())));
    let ours = time(|| drop(black_box(from_slice::<Vec<Pet>>(black_box(&pretty), Mode::Strict).unwrap())));
    compare("decode 1000 pets, pretty", pretty.len(), ours, theirs);

    let numbers = (0..10_000).map(|n| f64::from(n) * 1.1).collect::<Vec<_>>();
    let text = serde_json::to_vec(&numbers).unwrap();
    let theirs = time(|| drop(black_box(serde_json::from_slice::<Vec<f64>>(black_box(&text)).unwrap())));
    let ours = time(|| drop(black_box(from_slice::<Vec<f64>>(black_box(&text), Mode::Strict).unwrap())));
    compare("decode 10000 floats of 17 digits", text.len(), ours, theirs);

    let prices = (0..10_000).map(|n| f64::from(n) / 100.0).collect::<Vec<_>>();
    let text = serde_json::to_vec(&prices).unwrap();
    let theirs = time(|| drop(black_box(serde_json::from_slice::<Vec<f64>>(black_box(&text)).unwrap())));
    let ours = time(|| drop(black_box(from_slice::<Vec<f64>>(black_box(&text), Mode::Strict).unwrap())));
    compare("decode 10000 prices", text.len(), ours, theirs);

    let owner = pet(4).owner;
    let text = to_vec(&owner);
    let many = |f: &dyn Fn()| time(|| (0..1000).for_each(|_| f()));
    let theirs = many(&|| drop(black_box(serde_json::from_slice::<Owner>(black_box(&text)).unwrap())));
    let ours = many(&|| drop(black_box(from_slice::<Owner>(black_box(&text), Mode::Strict).unwrap())));
    compare("decode 1000 times one small object", text.len() * 1000, ours, theirs);
    let theirs = many(&|| drop(black_box(serde_json::to_vec(black_box(&owner)).unwrap())));
    let ours = many(&|| drop(black_box(to_vec(black_box(&owner)))));
    compare("encode 1000 times one small object", text.len() * 1000, ours, theirs);
}

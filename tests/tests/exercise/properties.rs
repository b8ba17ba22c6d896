//! Values that nobody wrote: what a schema allows survives decode → encode → decode, and what was encoded is valid.
use crate::registry::TYPES;
use serde_json::Value;
use tenon::ir::{Api, TypeId};
use tenon::samples::{Fullness, Samples};
use tenon_runtime::{Decode, Encode, Mode, Validate, from_slice, to_vec};

/// What a text became, as text again; or what was wrong with it.
pub(super) type Trip = fn(&str) -> Result<String, Wrong>;

/// Why there is no way back.
#[derive(Debug)]
pub(super) enum Wrong {
    Refused(String),
    /// What was read is not valid.
    Invalid(String),
}

/// Reads strictly, checks, writes.
pub(super) fn trip<T: Decode + Encode + Validate>(json: &str) -> Result<String, Wrong> {
    let value: T = from_slice(json.as_bytes(), Mode::Strict).map_err(|e| Wrong::Refused(e.to_string()))?;
    match value.violations().as_slice() {
        [] => Ok(String::from_utf8(to_vec(&value)).unwrap()),
        violations => Err(Wrong::Invalid(format!("{violations:?}"))),
    }
}

fn api(case: &str) -> Api {
    let document = format!("tests/features/{case}/input.yaml");
    tests::generate(&document, case, "exercise::cases").api.unwrap()
}

fn declared(api: &Api, rust: &str) -> TypeId {
    let found = (0..).map(TypeId).zip(&api.types).find(|(_, t)| t.name.as_ref().is_some_and(|n| n.rust == rust));
    found.unwrap_or_else(|| panic!("{rust} is not declared")).0
}

/// Hands every declared type of every case to a closure, with dice for it.
fn each_type(mut f: impl FnMut(&str, &mut Samples<'_>, (TypeId, bool), Trip)) {
    for entries in TYPES.chunk_by(|a, b| a.0 == b.0) {
        let api = api(entries[0].0);
        for (case, rust, trip) in entries {
            let ty = declared(&api, rust);
            let mut samples = Samples::new(&api, 7);
            // What only a check says is not followed when values are drawn.
            let is_checked = samples.has_checks(ty);
            f(&format!("{case} {rust}"), &mut samples, (ty, is_checked), *trip);
        }
    }
}

/// The same value, however its numbers are written.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

#[test]
fn what_a_schema_allows_survives_a_round_trip() {
    let mut drawn = 0;
    each_type(|name, samples, (ty, is_checked), trip| {
        for round in 0..60 {
            let fullness = [Fullness::Least, Fullness::Most, Fullness::Some][round.min(2)];
            let Some(value) = samples.value(ty, fullness) else { return };
            let text = value.to_string();
            let back = match trip(&text) {
                Ok(back) => back,
                Err(_) if is_checked => continue,
                Err(Wrong::Refused(why) | Wrong::Invalid(why)) => panic!("{name}: {why}\n{text}"),
            };
            assert!(same(&value, &serde_json::from_str(&back).unwrap()), "{name}: {text}\nbecame {back}");
            drawn += 1;
        }
    });
    assert!(drawn > 1_000, "{drawn}");
}

#[test]
fn what_is_encoded_is_accepted_and_stays_the_same() {
    let (mut accepted, mut refused) = (0, 0);
    each_type(|name, samples, (ty, is_checked), trip| {
        for _ in 0..120 {
            let Some(value) = samples.value(ty, Fullness::Some) else { return };
            let text = samples.spoiled(&value).to_string();
            let once = match trip(&text) {
                Ok(once) => once,
                Err(Wrong::Invalid(found)) if !is_checked => panic!("{name}: read, then refused: {found}\n{text}"),
                Err(_) => {
                    refused += 1;
                    continue;
                }
            };
            let again = trip(&once).unwrap_or_else(|e| panic!("{name}: {e:?}\n{text}\nwas written as {once}"));
            assert_eq!(once, again, "{name}: {text}");
            accepted += 1;
        }
    });
    assert!(accepted > 100 && refused > 1_000, "{accepted} accepted, {refused} refused");
}

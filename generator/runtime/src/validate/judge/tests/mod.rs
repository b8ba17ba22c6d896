#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod bounds;
mod evaluated;
mod keywords;
mod reading;

use super::{Demand, Judge, judge};
use crate::Kind;
use crate::json::{Limits, Node, Tape};

const ANY: Demand<'static> = &|_, _| {};
const NEVER: Demand<'static> = &|v, c| c.never(v);
const STRING: Demand<'static> = &|v, c| c.kinds(v, &[Kind::String]);
const INTEGER: Demand<'static> = &|v, c| c.kinds(v, &[Kind::Integer]);

/// `pointer keyword` of each violation.
fn wrong(json: &str, demand: Demand<'_>) -> Vec<String> {
    let tape = Tape::parse_str(json, Limits::default()).unwrap();
    let Err(invalid) = judge(tape.root(), demand) else { return Vec::new() };
    invalid.violations.iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect()
}

fn message(json: &str, demand: Demand<'_>) -> String {
    let tape = Tape::parse_str(json, Limits::default()).unwrap();
    judge(tape.root(), demand).unwrap_err().to_string()
}

#[track_caller]
fn check(demand: Demand<'_>, good: &[&str], bad: &[&str]) {
    for json in good {
        assert_eq!(wrong(json, demand), [""; 0], "{json} should pass");
    }
    for json in bad {
        assert!(!wrong(json, demand).is_empty(), "{json} should not pass");
    }
}

//! The digits of YAML's numbers, of which `serde_yaml` keeps what a 64-bit float does.
use super::{Pointer, Source};
use serde_json::{Number, Value};

/// Digits that every float keeps (IEEE 754 binary64).
const KEPT: usize = 15;

/// Puts back the numbers that were written with more digits than a float keeps.
pub(super) fn restore(source: &mut Source) {
    if !is_worth_it(&source.text) {
        return;
    }
    let mut tree = std::mem::take(&mut source.tree);
    each_float(&mut tree, &Pointer::root(source.id), &mut |number, at| {
        let written = source.scalar(at).and_then(|text| text.parse::<Number>().ok());
        if let Some(written) = written.filter(|written| written.as_f64() == number.as_f64()) {
            *number = written;
        }
    });
    source.tree = tree;
}

/// Whether there is a row of digits that is long enough, or so small a number that it may have become zero.
fn is_worth_it(text: &str) -> bool {
    let rows = text.as_bytes().split(|b| !matches!(b, b'0'..=b'9' | b'.'));
    let long = |row: &[u8]| row.len() > KEPT && row.iter().filter(|b| b.is_ascii_digit()).count() > KEPT;
    rows.into_iter().any(long) || text.contains("e-3") || text.contains("E-3")
}

fn each_float(value: &mut Value, at: &Pointer, f: &mut impl FnMut(&mut Number, &Pointer)) {
    match value {
        Value::Number(number) if number.is_f64() => f(number, at),
        Value::Array(items) => items.iter_mut().enumerate().for_each(|(i, item)| each_float(item, &at.index(i), f)),
        Value::Object(members) => members.iter_mut().for_each(|(key, member)| each_float(member, &at.child(key), f)),
        _ => {}
    }
}

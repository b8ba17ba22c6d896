//! The digits of YAML's numbers, of which `serde_yaml` keeps what a 64-bit float does.
use super::{Pointer, Source};
use serde_json::{Number, Value};

/// Digits that every float keeps (IEEE 754 binary64).
const KEPT: usize = 15;

/// Whether a number is written with more digits than a float keeps, or is too small for one.
pub(super) fn exceed_a_float(text: &str) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let is_zero = || !mantissa.bytes().any(|b| matches!(b, b'1'..=b'9'));
    digits > KEPT || (text.parse::<f64>().is_ok_and(|f| f.abs() < 1e-300) && !is_zero())
}

/// Puts back the numbers that were written with more digits than a float keeps.
pub(super) fn restore(source: &mut Source) {
    if !is_worth_it(&source.text) {
        return;
    }
    let mut tree = std::mem::take(&mut source.tree);
    each_float(&mut tree, &Pointer::root(source.id), &mut |number, at| {
        let Some(text) = source.scalar(at).filter(|text| exceed_a_float(text)) else { return };
        let written = text.parse::<Number>().ok();
        if let Some(written) = written.filter(|written| written.as_f64() == number.as_f64()) {
            *number = written;
        }
    });
    source.tree = tree;
}

/// Whether there is a row of digits that is long enough, or a number that is small enough.
fn is_worth_it(text: &str) -> bool {
    let mut rows = text.as_bytes().split(|b| !matches!(b, b'0'..=b'9' | b'.'));
    rows.any(|row| row.len() > KEPT) || text.contains("e-3") || text.contains("E-3")
}

fn each_float(value: &mut Value, at: &Pointer, f: &mut impl FnMut(&mut Number, &Pointer)) {
    match value {
        Value::Number(number) if number.is_f64() => f(number, at),
        Value::Array(items) => items.iter_mut().enumerate().for_each(|(i, item)| each_float(item, &at.index(i), f)),
        Value::Object(members) => members.iter_mut().for_each(|(key, member)| each_float(member, &at.child(key), f)),
        _ => {}
    }
}

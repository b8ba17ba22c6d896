//! When two JSON values are the same value, and a hash that agrees.
use core::hash::{BuildHasher, Hash, Hasher};
use std::borrow::Cow;
use std::hash::RandomState;

use super::kind::Kind;
use super::numbers::Decimal;
use super::scan;
use super::tape::{Limits, Tape, View};

/// A checked text on a tape. What comes from here was checked before, so the depth is not limited again.
fn tape(text: &str) -> Option<Tape<'_>> {
    Tape::parse_str(text, Limits::default().depth(u32::MAX)).ok()
}

pub(super) fn texts_equal(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (Some(a), Some(b)) = (tape(a), tape(b)) else {
        return false;
    };
    equal(a.view(), 0, b.view(), 0)
}

/// Whether the value at `at` is the one that a JSON text stands for. Only arrays and objects cost more than a look.
pub(crate) fn equals_text(view: View<'_>, at: usize, text: &str) -> bool {
    match (family(view, at), text.as_bytes().first()) {
        (Kind::String | Kind::Text, Some(b'"')) => {
            let inner = text.get(1..text.len() - 1).unwrap_or_default();
            if inner.contains('\\') { view.string(at) == scan::unescape(inner) } else { view.string(at) == inner }
        }
        (Kind::Number, Some(b'-' | b'0'..=b'9')) => {
            Decimal::parse(view.content(at)).compare(&Decimal::parse(text)).is_eq()
        }
        (Kind::Array, Some(b'[')) | (Kind::Object, Some(b'{')) => {
            tape(text).is_some_and(|tape| equal(view, at, tape.view(), 0))
        }
        (Kind::Null | Kind::Boolean, _) => view.content(at) == text,
        _ => false,
    }
}

/// Whether an array has two items that are the same value. One hash an item, then equal hashes are looked into.
pub(crate) fn has_equal_items(view: View<'_>, at: usize) -> bool {
    let (count, hashes) = (view.count(at), RandomState::new());
    let mut items = Vec::with_capacity(count);
    let mut item = at + 2;
    for _ in 0..count {
        let mut hasher = hashes.build_hasher();
        feed(view, item, &mut hasher);
        items.push((hasher.finish(), item));
        item = view.next(item);
    }
    items.sort_unstable();
    items.windows(2).any(|pair| match pair {
        [(hash, a), (other, b)] => hash == other && equal(view, *a, view, *b),
        _ => false,
    })
}

/// Feeds a hasher the same for values that are equal.
pub(super) fn feed_text(text: &str, hasher: &mut impl Hasher) {
    if let Some(tape) = tape(text) {
        feed(tape.view(), 0, hasher);
    }
}

/// The kind, where all numbers are of one.
fn family(view: View<'_>, at: usize) -> Kind {
    match view.kind(at) {
        Kind::Integer => Kind::Number,
        kind => kind,
    }
}

fn equal(a: View<'_>, at: usize, b: View<'_>, bt: usize) -> bool {
    let kind = family(a, at);
    if kind != family(b, bt) {
        return false;
    }
    match kind {
        Kind::Array => {
            let (count, other) = (a.count(at), b.count(bt));
            let (mut at, mut bt) = (at + 2, bt + 2);
            let same = |_| {
                let same = equal(a, at, b, bt);
                (at, bt) = (a.next(at), b.next(bt));
                same
            };
            count == other && (0..count).all(same)
        }
        Kind::Object => {
            let (left, right) = (members(a, at), members(b, bt));
            let pairs = || left.iter().zip(&right);
            left.len() == right.len()
                && pairs().all(|((name, _), (other, _))| name == other)
                && pairs().all(|(&(_, at), &(_, bt))| equal(a, at, b, bt))
        }
        Kind::Number => Decimal::parse(a.content(at)).compare(&Decimal::parse(b.content(bt))).is_eq(),
        _ => a.string(at) == b.string(bt),
    }
}

/// An object's members sorted by name; of equal names the last.
fn members(view: View<'_>, at: usize) -> Vec<(Cow<'_, str>, usize)> {
    let mut key = at + 2;
    let mut members = Vec::with_capacity(view.count(at));
    for _ in 0..view.count(at) {
        members.push((view.string(key), key + 1));
        key = view.next(key + 1);
    }
    members.sort_by(|a, b| (&a.0, b.1).cmp(&(&b.0, a.1)));
    members.dedup_by(|later, kept| later.0 == kept.0);
    members
}

/// Feeds the value in one order, whatever the order of the text.
fn feed(view: View<'_>, at: usize, hasher: &mut impl Hasher) {
    let kind = family(view, at);
    kind.hash(hasher);
    match kind {
        Kind::Array => {
            hasher.write_usize(view.count(at));
            let mut item = at + 2;
            for _ in 0..view.count(at) {
                feed(view, item, hasher);
                item = view.next(item);
            }
        }
        Kind::Object => {
            let members = members(view, at);
            hasher.write_usize(members.len());
            for (name, value) in members {
                name.hash(hasher);
                feed(view, value, hasher);
            }
        }
        Kind::Number => {
            let (negative, magnitude, digits) = Decimal::parse(view.content(at)).canonical();
            (negative, magnitude).hash(hasher);
            digits.for_each(|digit| hasher.write_u8(digit));
            hasher.write_u8(0);
        }
        _ => view.string(at).hash(hasher),
    }
}

//! `application/x-www-form-urlencoded` bodies, which are spelled as queries are.
use std::borrow::Cow;

use super::decode::{empty_object, members, pairs};
use super::percent::{self, UNRESERVED};
use crate::json::{Decode, Encode, Kind, Limits, Mode, Node, Tape, decode_tape, to_vec};
use crate::validate::Violation;

/// Writes an object as `application/x-www-form-urlencoded`: lists repeat the name, members that are objects or lists of
/// lists are JSON, as the specification has it by default ("Encoding Object").
///
/// ```
/// use std::collections::BTreeMap;
/// let form = BTreeMap::from([("a".to_owned(), vec!["x y", "&"])]);
/// assert_eq!(tenon_runtime::param::encode_form(&form), "a=x%20y&a=%26");
/// ```
pub fn encode_form(value: &(impl Encode + ?Sized)) -> String {
    let json = to_vec(value);
    let mut out = String::new();
    let Ok(tape) = Tape::parse(&json, Limits::default()) else {
        return out;
    };
    for (name, member) in tape.root().members() {
        let mut pair = |node: Node<'_>| {
            let text = match node.kind() {
                Kind::Null => return,
                Kind::Array | Kind::Object => Cow::Borrowed(node.raw()),
                _ => node.scalar_text().unwrap_or_default(),
            };
            if !out.is_empty() {
                out.push('&');
            }
            percent::push(&mut out, &name, UNRESERVED);
            out.push('=');
            percent::push(&mut out, &text, UNRESERVED);
        };
        if member.kind() == Kind::Array { member.items().for_each(pair) } else { pair(member) }
    }
    out
}

/// Reads an `application/x-www-form-urlencoded` body: an object whose repeated names are lists.
///
/// # Errors
/// As [`decode`](super::decode::decode).
///
/// ```
/// use std::collections::BTreeMap;
/// use tenon_runtime::{Mode, param};
/// let form = param::decode_form::<BTreeMap<String, i64>>("a=1&b=2", Mode::Strict);
/// assert_eq!(form, Ok(BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])));
/// ```
pub fn decode_form<T: Decode>(text: &str, mode: Mode) -> Result<T, Vec<Violation>> {
    match members(pairs(text), &[], true) {
        Ok(tape) => decode_tape(&tape.unwrap_or_else(|| empty_object().finish()), mode),
        Err(fault) => Err(vec![fault.into()]),
    }
}

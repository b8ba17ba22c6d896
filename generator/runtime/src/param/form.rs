//! `application/x-www-form-urlencoded` bodies: each property travels as a parameter of a query would.
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::decode::{Coding, Found, pair_list, pair_text, pairs};
use super::percent;
use super::{Fault, Parameter, Structure, Style, deep, encode};
use crate::json::{Decode, Encode, Limits, Mode, Tape, TextTape, decode_tape, to_vec};
use crate::validate::Violation;

/// What properties that a form does not describe are: texts, lists of them, JSON.
const OTHER: Parameter = Parameter::query("").any().nested();

/// Writes an object as `application/x-www-form-urlencoded`: each property as the field of its name says, others as
/// the specification has it by default ("Encoding Object"): lists repeat the name, members that are objects or lists of
/// lists are JSON. `null` is left out.
///
/// # Errors
/// A value that its field cannot spell, such as a separator in an item.
///
/// ```
/// use std::collections::BTreeMap;
/// use tenon_runtime::{Parameter, param};
/// const FIELDS: &[Parameter] = &[Parameter::query("b").array().explode(false)];
/// let form = BTreeMap::from([("a".to_owned(), vec!["x y", "&"]), ("b".to_owned(), vec!["1", "2"])]);
/// assert_eq!(param::encode_form(FIELDS, &form)?, "a=x%20y&a=%26&b=1,2");
/// # Ok::<(), param::Fault>(())
/// ```
pub fn encode_form(fields: &[Parameter], value: &(impl Encode + ?Sized)) -> Result<String, Fault> {
    let json = to_vec(value);
    let tape = Tape::parse(&json, Limits::default()).map_err(|_| Fault::Nested)?;
    let mut out = String::new();
    for (name, member) in tape.root().members() {
        match fields.iter().find(|field| field.name == name) {
            Some(field) => encode::query(field, field.name, member, &mut out)?,
            None => encode::query(&OTHER, &name, member, &mut out)?,
        };
    }
    Ok(out)
}

/// Reads an `application/x-www-form-urlencoded` body, the other side of [`encode_form`].
///
/// # Errors
/// As [`decode`](super::decode::decode); pointers start at the form.
///
/// ```
/// use std::collections::BTreeMap;
/// use tenon_runtime::{Mode, param};
/// let form = param::decode_form::<BTreeMap<String, i64>>(&[], "a=1&b=2", Mode::Strict);
/// assert_eq!(form, Ok(BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])));
/// ```
pub fn decode_form<T: Decode>(fields: &[Parameter], text: &str, mode: Mode) -> Result<T, Vec<Violation>> {
    decode_tape(&form(fields, text)?, mode)
}

/// Pairs by the field that they belong to.
struct Sorted<'t> {
    fields: Vec<Vec<(&'t str, &'t str)>>,
    others: BTreeMap<Cow<'t, str>, Vec<Cow<'t, str>>>,
}

fn form(fields: &[Parameter], text: &str) -> Result<Tape<'static>, Vec<Violation>> {
    let sorted = sort(fields, text).map_err(|fault| vec![fault.into()])?;
    let mut tape = TextTape::new();
    let mut violations = Vec::new();
    tape.object();
    for (field, pairs) in fields.iter().zip(sorted.fields) {
        match read(field, &pairs) {
            Ok(None) => {}
            Ok(Some(found)) => match found.onto(tape.name(field.name)) {
                Ok(()) => {}
                Err(fault) => violations.push(fault.at(field.name)),
            },
            Err(fault) => violations.push(fault.at(field.name)),
        }
    }
    for (name, texts) in &sorted.others {
        deep::list(tape.name(name), texts);
    }
    if violations.is_empty() { Ok(tape.finish()) } else { Err(violations) }
}

fn sort<'t>(fields: &[Parameter], text: &'t str) -> Result<Sorted<'t>, Fault> {
    let mut by_name = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        let members = if is_spread(field) { field.members } else { &[] };
        for name in [field.name].iter().chain(members) {
            by_name.entry(*name).or_insert(index);
        }
    }
    // An object without known properties takes what is nobody else's.
    let rest = fields.iter().position(|field| is_spread(field) && (field.members.is_empty() || field.others.is_some()));
    let mut sorted = Sorted { fields: vec![Vec::new(); fields.len()], others: BTreeMap::new() };
    for (raw, text) in pairs(text) {
        let name = percent::decode(raw, true)?;
        let base = name.split('[').next().unwrap_or_default();
        let deep = by_name.get(base).copied();
        let deep = deep.filter(|index| fields.get(*index).is_some_and(|field| field.style == Style::DeepObject));
        let index = by_name.get(&*name).copied().or(deep).or(rest);
        match index.and_then(|index| sorted.fields.get_mut(index)) {
            Some(pairs) => pairs.push((raw, text)),
            None => sorted.others.entry(name).or_default().push(percent::decode(text, true)?),
        }
    }
    Ok(sorted)
}

/// Whether the members of an object stand in the form by their own names.
fn is_spread(field: &Parameter) -> bool {
    field.structure == Structure::Object && field.explode && field.style == Style::Form && !field.json
}

/// The value of one field.
pub(super) fn read<'t>(field: &Parameter, pairs: &[(&'t str, &'t str)]) -> Result<Option<Found<'t>>, Fault> {
    let all = pairs.iter().copied();
    if field.nested && (field.json || field.structure != Structure::Object) {
        nested(field, pairs)
    } else if field.json || field.structure == Structure::Scalar {
        Ok(pair_text(field, all, Coding::Form)?.map(if field.json { Found::Json } else { Found::Text }))
    } else {
        pair_list(field, all, Coding::Form)
    }
}

/// Texts and JSON texts; which, the text says where the field does not.
fn nested<'t>(field: &Parameter, pairs: &[(&'t str, &'t str)]) -> Result<Option<Found<'t>>, Fault> {
    let one = |text: &'t str| {
        let text = percent::decode(text, true)?;
        let is_json = field.json || (text.starts_with(['{', '[']) && Tape::parse_str(&text, Limits::default()).is_ok());
        Ok(if is_json { Found::Json(text) } else { Found::Text(text) })
    };
    match (field.structure, pairs) {
        (_, []) => Ok(None),
        (Structure::Array, _) | (Structure::Any | Structure::Mixed, [_, _, ..]) => {
            let mut list = TextTape::new();
            list.array();
            for (_, text) in pairs {
                one(text)?.onto(&mut list)?;
            }
            Ok(Some(Found::Tape(list.finish())))
        }
        (_, [(_, text)]) => match one(text)? {
            Found::Json(text) if field.items && text.starts_with(['{', '[']) => {
                let mut list = TextTape::new();
                Found::Json(text).onto(list.array())?;
                Ok(Some(Found::Tape(list.finish())))
            }
            found => Ok(Some(found)),
        },
        _ => Err(Fault::Repeated),
    }
}

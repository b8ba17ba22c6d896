//! `names`: completes an [`Api`] with its Rust names.
//!
//! Assumes wire names and hints as [`lower`](crate::lower) leaves them. Guarantees: every `rust` name is an
//! identifier, no keyword, unique in its scope, and not one that the emitted code needs. Nobody else ever
//! changes a case.
mod case;
mod checks;
mod keys;
mod links;
mod lock;
mod namer;
mod operations;
mod scope;
mod servers;
#[cfg(test)]
mod tests;

pub(crate) use case::{capitals, is_format};
pub use case::{is_identifier, snake, upper_camel};
pub(crate) use lock::nameless;
pub use lock::{Kind, Lock, LockError};
pub use scope::Scope;

use crate::Settings;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Rest, Shape};
use namer::{Namer, Wish};

/// What the emitted `types` module says without a path: the prelude, and its macros' neighbours.
const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "AsRef",
    "AsMut",
    "Extend",
    "Future",
    "IntoFuture",
    "ExactSizeIterator",
    "DoubleEndedIterator",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
];
/// Functions that every struct has, or that its derives and traits bring.
const STRUCT_METHODS: &[&str] = &[
    "new",
    "validate",
    "violations",
    "clone",
    "clone_from",
    "eq",
    "ne",
    "fmt",
    "into",
    "from",
    "try_from",
    "try_into",
    "decode",
    "encode",
    "serialize",
    "deserialize",
    "to_owned",
    "borrow",
    "borrow_mut",
    "type_id",
    "default",
    "as_ref",
    "additional",
];

/// Names everything, deterministically: what the lock says, then components before inline types, then by hint. What is
/// returned is the lock for the next time.
pub fn name(api: &mut Api, settings: &Settings, diagnostics: &mut Diagnostics) -> Lock {
    let operations: Vec<String> = api.operations.iter().map(crate::ir::Operation::key).collect();
    let lock = settings.names.following(&operations);
    let mut namer = Namer::new(&lock, &settings.renames);
    let keys = types(api, &mut namer);
    for (index, key) in &keys {
        members(api, *index, key, &mut namer);
    }
    operations::name(api, settings.modules_by_tag, &mut namer);
    servers::name(api, &mut namer);
    links::name(api, &mut namer);
    checks::name(api);
    namer.finish(diagnostics)
}

/// Declared types share one scope. A component has the first right to its name, whatever its place. Returns what each
/// type is in the lock.
fn types(api: &mut Api, namer: &mut Namer<'_>) -> Vec<(usize, String)> {
    let mut named: Vec<usize> = (0..api.types.len()).filter(|i| api.types[*i].name.is_some()).collect();
    // The requests' side of a split type takes what names are left.
    let late = |def: &crate::ir::TypeDef| (def.input_of.is_some(), !def.is_component());
    named.sort_by_cached_key(|i| (late(&api.types[*i]), api.types[*i].origin.clone(), *i));
    let wire = |i: usize| api.types[i].name.as_ref().map_or("", |name| name.wire.as_str());
    let keys = keys::keys(named.iter().map(|i| (&api.types[*i].origin, wire(*i))));
    let wishes: Vec<Wish<'_>> =
        named.iter().zip(&keys).map(|(i, key)| Wish { thing: key, name: upper_camel(wire(*i), "Type") }).collect();
    let names = namer.all(Kind::Type, "", Scope::new(PRELUDE), &wishes);
    let mut taken = Scope::new(PRELUDE);
    for (index, rust) in named.iter().zip(&names) {
        taken.take(rust);
        if let Some(name) = &mut api.types[*index].name {
            name.rust.clone_from(rust);
        }
    }
    let keyed: Vec<(usize, String)> = named.into_iter().zip(keys).collect();
    required(api, &keyed, taken, namer);
    keyed
}

/// `PetRequired`, where `Pet::new` takes one; and the order of what it takes.
fn required(api: &mut Api, keyed: &[(usize, String)], scope: Scope, namer: &mut Namer<'_>) {
    for (index, key) in keyed {
        let Shape::Struct(s) = &api.types[*index].shape else { continue };
        let wires: Vec<String> = api.arguments(s).map(|field| field.name.wire.clone()).collect();
        let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
        let order = namer.row(Kind::Argument, key, &wires);
        let Shape::Struct(s) = &mut api.types[*index].shape else { continue };
        for (place, of) in order.into_iter().enumerate() {
            let field = s.fields.iter_mut().find(|field| Some(&field.name.wire.as_str()) == wires.get(of));
            if let (Some(field), Ok(place)) = (field, u32::try_from(place)) {
                field.place = place;
            }
        }
    }
    let literal: Vec<(usize, &String)> =
        keyed.iter().filter(|(i, _)| needs_literal(api, *i)).map(|(i, key)| (*i, key)).collect();
    let declared = |i: usize| api.types[i].name.as_ref().map_or("", |name| name.rust.as_str());
    let wishes: Vec<Wish<'_>> =
        literal.iter().map(|(i, key)| Wish { thing: key, name: format!("{}Required", declared(*i)) }).collect();
    let names = namer.all(Kind::Required, "", scope, &wishes);
    for ((index, _), name) in literal.into_iter().zip(names) {
        api.types[index].required_name = name;
    }
}

fn needs_literal(api: &Api, index: usize) -> bool {
    match &api.types[index].shape {
        Shape::Struct(s) => api.arguments(s).count() > crate::ir::ARGUMENTS,
        _ => false,
    }
}

fn members(api: &mut Api, index: usize, key: &str, namer: &mut Namer<'_>) {
    let open_union = match &api.types[index].shape {
        Shape::Union(union) => matches!(union.decision, crate::ir::Decision::Tag { open: true, .. }),
        _ => false,
    };
    match &mut api.types[index].shape {
        Shape::Struct(s) => {
            let reserved: &[&str] = if matches!(s.rest, Rest::Kept(_)) {
                STRUCT_METHODS
            } else {
                &STRUCT_METHODS[..STRUCT_METHODS.len() - 1]
            };
            let wires: Vec<&str> = s.fields.iter().map(|f| f.name.wire.as_str()).collect();
            let rust = namer.members(Kind::Field, key, reserved, &wires, |wire| snake(wire, "field"));
            s.fields.iter_mut().zip(rust).for_each(|(field, rust)| field.name.rust = rust);
        }
        Shape::Union(union) => {
            let reserved: &[&str] = if open_union { &["Self", "Unknown"] } else { &["Self"] };
            let wires: Vec<&str> = union.variants.iter().map(|v| v.name.wire.as_str()).collect();
            let rust = namer.members(Kind::Variant, key, reserved, &wires, |wire| upper_camel(wire, "Variant"));
            union.variants.iter_mut().zip(rust).for_each(|(variant, rust)| variant.name.rust = rust);
        }
        // Values of a table have no names.
        Shape::Enum(e) if e.is_table() => {}
        Shape::Enum(e) => {
            let reserved: &[&str] = &["Self", "Unknown"];
            let mut names = e.values.names_mut();
            let wires: Vec<&str> = names.iter().map(|name| name.wire.as_str()).collect();
            let rust = namer.members(Kind::Variant, key, reserved, &wires, case::variant);
            names.iter_mut().zip(rust).for_each(|(name, rust)| name.rust = rust);
        }
        _ => {}
    }
}

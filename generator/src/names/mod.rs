//! `names`: completes an [`Api`] with its Rust names.
//!
//! Assumes wire names and hints as [`lower`](crate::lower) leaves them. Guarantees: every `rust` name is an
//! identifier, no keyword, unique in its scope, and not one that the emitted code needs. Nobody else ever
//! changes a case.
mod case;
mod checks;
mod operations;
mod scope;

pub use case::{is_identifier, snake, upper_camel};
pub use scope::Scope;

use crate::ir::{Api, EnumValues, Rest, Shape};

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

/// Names everything, deterministically: components before inline types, then by hint.
pub fn name(api: &mut Api) {
    types(api);
    for index in 0..api.types.len() {
        members(api, index);
    }
    operations::name(api);
    checks::name(api);
}

/// Declared types share one scope. A component has the first right to its name, whatever its place.
fn types(api: &mut Api) {
    let mut scope = Scope::new(PRELUDE);
    let is_component = |api: &Api, i: usize| {
        let origin = api.types[i].origin.as_str();
        origin.strip_prefix("/components/schemas/").is_some_and(|rest| !rest.contains('/'))
    };
    let mut named: Vec<usize> = (0..api.types.len()).filter(|i| api.types[*i].name.is_some()).collect();
    named.sort_by_cached_key(|i| (!is_component(api, *i), api.types[*i].origin.clone(), *i));
    for index in named {
        if let Some(name) = &mut api.types[index].name {
            name.rust = scope.claim(&upper_camel(&name.wire, "Type"));
        }
    }
    let required: Vec<usize> = (0..api.types.len()).filter(|i| needs_literal(api, *i)).collect();
    for index in required {
        let declared = api.types[index].name.as_ref().map(|n| n.rust.clone()).unwrap_or_default();
        if let Shape::Struct(s) = &mut api.types[index].shape {
            s.required_name = scope.claim(&format!("{declared}Required"));
        }
    }
}

fn needs_literal(api: &Api, index: usize) -> bool {
    match &api.types[index].shape {
        Shape::Struct(s) => api.arguments(s).count() > crate::ir::ARGUMENTS,
        _ => false,
    }
}

fn members(api: &mut Api, index: usize) {
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
            let mut scope = Scope::new(reserved);
            let wires: Vec<&str> = s.fields.iter().map(|f| f.name.wire.as_str()).collect();
            let rust = scope.claim_all(&wires, |wire| snake(wire, "field"));
            s.fields.iter_mut().zip(rust).for_each(|(field, rust)| field.name.rust = rust);
        }
        Shape::Union(union) => {
            let mut scope = Scope::new(if open_union { &["Self", "Unknown"] } else { &["Self"] });
            let wires: Vec<&str> = union.variants.iter().map(|v| v.name.wire.as_str()).collect();
            let rust = scope.claim_all(&wires, |wire| upper_camel(wire, "Variant"));
            union.variants.iter_mut().zip(rust).for_each(|(variant, rust)| variant.name.rust = rust);
        }
        Shape::Enum(e) => {
            let mut scope = Scope::new(&["Self", "Unknown"]);
            match &mut e.values {
                EnumValues::String(list) => {
                    let wires: Vec<&str> = list.iter().map(|v| v.name.wire.as_str()).collect();
                    let rust = scope.claim_all(&wires, case::variant);
                    list.iter_mut().zip(rust).for_each(|(value, rust)| value.name.rust = rust);
                }
                EnumValues::Integer(list) => {
                    let wires: Vec<&str> = list.iter().map(|v| v.name.wire.as_str()).collect();
                    let rust = scope.claim_all(&wires, case::variant);
                    list.iter_mut().zip(rust).for_each(|(value, rust)| value.name.rust = rust);
                }
            }
        }
        _ => {}
    }
}

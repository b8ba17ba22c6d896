//! Parameters: those of the path item, overridden by those of the operation, in the order in which Rust takes them.
mod braces;
mod one;
#[cfg(test)]
mod tests;

use super::Lowering;
use super::path::Template;
use crate::diagnostic::Code;
use crate::document::{self, PathItem};
use crate::ir::{Location, Parameter};
use crate::load::Pointer;
use braces::{is_expression, named, outside, undeclared};
use indexmap::IndexMap;
use one::one;
use rustc_hash::FxBuildHasher;

type Declared<'a> = IndexMap<(Location, &'a str), &'a document::Parameter<'a>, FxBuildHasher>;

/// What is declared, by place and name. The operation's own win.
pub(super) fn declared<'a>(
    cx: &mut Lowering<'a, '_>,
    item: &'a PathItem<'a>,
    operation: &'a document::Operation<'a>,
) -> Declared<'a> {
    let mut all = Declared::default();
    for (list, own) in [(&item.parameters, false), (&operation.parameters, true)] {
        let mut here = Declared::default();
        for parameter in list {
            let key = same(&here, (location(&parameter.leaf), parameter.data().name.as_str()));
            if let Some(first) = here.insert(key, parameter) {
                cx.report(
                    Code::DuplicateParameter,
                    &parameter.listed,
                    format!("the parameter `{}` is declared twice", key.1),
                )
                .related(&first.listed, "the first one");
            }
        }
        debug_assert!(own || all.is_empty());
        if all.is_empty() {
            all = here;
            continue;
        }
        for (key, parameter) in here {
            all.insert(same(&all, key), parameter);
        }
    }
    all
}

/// The key under which a parameter is known already: names of headers are compared without regard to case.
fn same<'a>(known: &Declared<'a>, key: (Location, &'a str)) -> (Location, &'a str) {
    let is_same = |other: &&(Location, &str)| other.0 == key.0 && other.1.eq_ignore_ascii_case(key.1);
    if key.0 == Location::Header { known.keys().find(is_same).copied().unwrap_or(key) } else { key }
}

fn location(leaf: &openapiv3::Parameter) -> Location {
    match leaf {
        openapiv3::Parameter::Query { .. } => Location::Query,
        openapiv3::Parameter::Header { .. } => Location::Header,
        openapiv3::Parameter::Path { .. } => Location::Path,
        openapiv3::Parameter::Cookie { .. } => Location::Cookie,
    }
}

/// Path parameters as the template has them, then the others as declared. `None` once reported.
pub(super) fn parameters<'a>(
    cx: &mut Lowering<'a, '_>,
    item: &'a PathItem<'a>,
    template: &mut Template<'a>,
    declared: &Declared<'a>,
    operation: (&str, &Pointer),
) -> Option<Vec<Parameter>> {
    let mut list: Vec<Parameter> = Vec::new();
    for expression in template.expressions() {
        let named = named(cx, item, expression, template, declared);
        let mut parameter = match &named {
            Some((parameter, _)) => one(cx, parameter, Location::Path, operation.0),
            None => undeclared(cx, expression, operation.1),
        };
        parameter.rest = named.is_some_and(|(_, rest)| rest);
        if list.iter().any(|p| p.origin == parameter.origin && p.name == parameter.name) {
            let message = format!("`{{{expression}}}` stands in the path twice");
            cx.report(Code::InvalidPath, &item.at, message).on_key();
            return None;
        }
        list.push(parameter);
    }
    if list.iter().filter(|p| p.rest).count() > 1 {
        let message = "only one parameter of a path may hold slashes";
        cx.report(Code::UnsupportedFeature, &item.at, message).on_key();
        return None;
    }
    let in_path: Vec<Pointer> = list.iter().map(|p| p.origin.clone()).collect();
    let all_of_it = declared.values().find(|p| p.whole_query).copied();
    for ((location, name), parameter) in declared {
        match location {
            Location::Query if all_of_it.is_some_and(|whole| super::whole::is_crowded_out(cx, parameter, whole)) => {}
            Location::Path if in_path.contains(&parameter.at) => {}
            Location::Path => list.extend(outside(cx, template, parameter, operation.0)),
            Location::Header if is_reserved_header(name) => {
                cx.report(
                    Code::IgnoredHeader,
                    &parameter.at,
                    format!("the header parameter `{name}` is ignored, as the specification demands"),
                )
                .help("credentials belong in `securitySchemes`, media types in `content`");
            }
            Location::Query if template.query.iter().any(|(key, value)| key == name && !is_expression(value)) => {
                let message = format!("the path says what `{name}` is; the parameter is left out");
                cx.report(Code::Deviation, &parameter.at, message);
            }
            location => list.push(one(cx, parameter, *location, operation.0)),
        }
    }
    // What names a parameter has no fixed value.
    template.query.retain(|(_, value)| !is_expression(value));
    Some(list)
}

/// OpenAPI, "Parameter Object": these three "shall be ignored".
pub(super) fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}

//! What unit tests share: documents in a few lines, and what became of them in words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, CheckId, Decision, Demand, Kind, Shape, TypeDef, TypeId};
use crate::load::{Budgets, Sources};

/// Begins a document; what follows is the rest of it.
pub(crate) const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// A document, read.
pub(crate) fn sources(yaml: &str) -> Sources {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let read = sources.read("test.yaml", dedented(yaml).as_bytes(), &Budgets::default(), &mut diagnostics);
    assert!(read.is_some(), "{diagnostics:?}\n{yaml}");
    sources
}

/// What is decided about a document, and what is said about it.
pub(crate) fn api(yaml: &str) -> (Api, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let api = crate::analyse(&sources(yaml), "test", &crate::Settings::default(), &mut diagnostics);
    (api.unwrap_or_else(|| panic!("there is nothing to go on with: {diagnostics:?}")), diagnostics)
}

/// The same for a document of which all but `openapi` and `info` is given.
pub(crate) fn rest(yaml: &str) -> (Api, Diagnostics) {
    api(&format!("{HEAD}{}", dedented(yaml)))
}

/// The same for a document of which `components/schemas` is given.
pub(crate) fn schemas(yaml: &str) -> (Api, Diagnostics) {
    api(&format!("{HEAD}components:\n  schemas:\n{}", indented(yaml, 4)))
}

/// The same where nothing is to be reported.
pub(crate) fn clean(outcome: (Api, Diagnostics)) -> Api {
    assert_eq!(said(&outcome.1), [""; 0]);
    outcome.0
}

/// What is said about a document, as `code pointer`, whether it can be gone on with or not.
pub(crate) fn reports(yaml: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    crate::analyse(&sources(yaml), "test", &crate::Settings::default(), &mut diagnostics);
    said(&diagnostics)
}

/// Reports as `code pointer`.
///
/// Not what is unused: tests share components that each needs some of.
pub(crate) fn said(diagnostics: &Diagnostics) -> Vec<String> {
    let meant = diagnostics.iter().filter(|d| d.code != crate::diagnostic::Code::Unused);
    meant.map(|d| format!("{} {}", d.code.id(), d.at.as_str())).collect()
}

/// Lines of the HTTP outline that begin like this, without that beginning.
pub(crate) fn facts(api: &Api, of: &str) -> Vec<String> {
    let outline = crate::review::http_outline(api);
    outline.lines().filter_map(|line| line.strip_prefix(of)).map(str::to_owned).collect()
}

/// The type that is declared under a name of the document.
pub(crate) fn ty<'a>(api: &'a Api, wire: &str) -> &'a TypeDef {
    let named = api.types.iter().find(|t| t.name.as_ref().is_some_and(|n| n.wire == wire));
    named.unwrap_or_else(|| panic!("there is no type `{wire}`"))
}

/// What a type leaves to a check, in words; empty where there is nothing.
pub(crate) fn residue(api: &Api, wire: &str) -> String {
    ty(api, wire).check.map(|check| check_words(api, check, 0)).unwrap_or_default()
}

/// The same for any type.
pub(crate) fn residue_of(api: &Api, id: TypeId) -> String {
    api.ty(id).check.map(|check| check_words(api, check, 0)).unwrap_or_default()
}

fn check_words(api: &Api, id: CheckId, depth: usize) -> String {
    let check = &api.checks[id.0 as usize];
    match check.demands.is_empty() {
        _ if depth > 8 => "…".to_owned(),
        true => "anything".to_owned(),
        false => check.demands.iter().map(|d| demand_words(api, d, depth + 1)).collect::<Vec<_>>().join(" & "),
    }
}

fn demand_words(api: &Api, demand: &Demand, depth: usize) -> String {
    let of = |id: &CheckId| check_words(api, *id, depth);
    let within = |id: &CheckId| format!("({})", of(id));
    let all = |ids: &[CheckId], between: &str| ids.iter().map(of).collect::<Vec<_>>().join(between);
    let option =
        |word: &str, id: &Option<CheckId>| id.as_ref().map(|id| format!(" {word}{}", within(id))).unwrap_or_default();
    let stated = |facts: &[(&str, Option<String>)]| {
        facts.iter().filter_map(|(word, v)| v.as_ref().map(|v| format!("{word} {v}"))).collect::<Vec<_>>().join(" & ")
    };
    let number = |n: &Option<u64>| n.map(|n| n.to_string());
    match demand {
        Demand::Format(format) => format!("format {}", format.name()),
        Demand::Never => "never".to_owned(),
        Demand::Kinds(kinds) => {
            format!("type {}", kinds.iter().map(kind_word).collect::<Vec<_>>().join("|"))
        }
        Demand::Values(texts) => format!("enum {}", texts.join(",")),
        Demand::Text { min, max, pattern } => {
            stated(&[("minLength", number(min)), ("maxLength", number(max)), ("pattern", pattern.clone())])
        }
        Demand::Number { minimum, exclusive_minimum, maximum, exclusive_maximum, multiple_of } => stated(&[
            ("minimum", minimum.clone()),
            ("exclusiveMinimum", exclusive_minimum.clone()),
            ("maximum", maximum.clone()),
            ("exclusiveMaximum", exclusive_maximum.clone()),
            ("multipleOf", multiple_of.clone()),
        ]),
        Demand::Items { min, max, unique } => stated(&[
            ("minItems", number(min)),
            ("maxItems", number(max)),
            ("uniqueItems", unique.then(|| unique.to_string())),
        ]),
        Demand::Tuple { prefix, rest } => format!("prefixItems[{}]{}", all(prefix, ", "), option("items", rest)),
        Demand::Contains { item, min, max } => {
            format!("contains{} {min}..{}", within(item), number(max).unwrap_or_default())
        }
        Demand::Count { min, max } => stated(&[("minProperties", number(min)), ("maxProperties", number(max))]),
        Demand::Required(names) => format!("required {}", names.join(",")),
        Demand::DependentRequired(name, names) => format!("{name} requires {}", names.join(",")),
        Demand::Dependent(name, id) => format!("{name} demands {}", within(id)),
        Demand::Members { properties, patterns, additional } => {
            let named = properties.iter().map(|(name, id)| format!(" {name}={}", within(id)));
            let matching = patterns.iter().map(|(pattern, id)| format!(" /{pattern}/={}", within(id)));
            format!("members{}{}", named.chain(matching).collect::<String>(), option("others=", additional))
        }
        Demand::Names(id) => format!("names{}", within(id)),
        Demand::Holds(id) => of(id),
        Demand::AnyOf(ids) => format!("anyOf({})", all(ids, " | ")),
        Demand::OneOf(ids) => format!("oneOf({})", all(ids, " | ")),
        Demand::Not(id) => format!("not{}", within(id)),
        Demand::If { test, then, otherwise } => {
            format!("if{}{}{}", within(test), option("then", then), option("else", otherwise))
        }
        Demand::Unevaluated { body, properties, items } => {
            format!(
                "{}{}{}",
                within(body),
                option("unevaluatedProperties", properties),
                option("unevaluatedItems", items)
            )
        }
    }
}

fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::String => "string",
        Kind::Array => "array",
        Kind::Object => "object",
    }
}

/// How the branches of a union are told apart.
pub(crate) fn decision<'a>(api: &'a Api, wire: &str) -> &'a Decision {
    match &ty(api, wire).shape {
        Shape::Union(union) => &union.decision,
        other => panic!("`{wire}` is no union: {other:?}"),
    }
}

/// Without the indentation that all lines have.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    text.lines().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect()
}

fn indented(text: &str, by: usize) -> String {
    dedented(text).lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}

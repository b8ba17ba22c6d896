//! Examples and defaults are tests: each is held against its schema, as strictly as a server would read it.
//!
//! Before anything else is decided, for a default that does not fit is not offered. What travels one way only may be
//! missing, and a format that picks a type counts.
use super::format::{self, Known};
use super::{Lowering, body, incoming};
use crate::diagnostic::Code;
use crate::document::schema::{Schema, SchemaId, Types};
use crate::document::{MediaType, ParameterContent};
use crate::ir::{CheckId, Demand, Scalar};
use crate::judge::Judging;
use crate::load::Pointer;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use tenon_runtime::Invalid;
use tenon_runtime::format::TextFormat;

/// With how many schemas one example is held, however many refer to it.
const SCHEMAS: usize = 16;

/// A value that should fit a schema.
struct Case<'a> {
    schema: SchemaId,
    value: &'a Value,
    at: Pointer,
    what: What,
}

/// Where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Example,
    Default,
    /// Of a parameter or a header: may be written as it travels, as text.
    Text,
}

/// Reports every example and default that its schema refuses.
pub(super) fn judge(cx: &mut Lowering<'_, '_>) {
    let cases = cases(cx);
    cx.demands_formats = true;
    let asked: Vec<_> = cases.iter().map(|case| cx.check(case.schema)).collect();
    cx.write_checks();
    cx.demands_formats = false;
    let checks = std::mem::take(&mut cx.checks);
    cx.known_checks.clear();

    let judging = Judging::new(&checks);
    // Many operations may refer to one example, with one schema or with a schema each.
    let mut seen: FxHashMap<&Pointer, Vec<(CheckId, What)>> = FxHashMap::default();
    for (case, check) in cases.iter().zip(asked) {
        let known = seen.entry(&case.at).or_default();
        if known.len() >= SCHEMAS || known.iter().any(|(before, _)| *before == check) {
            continue;
        }
        let demands = |id: CheckId| checks.get(id.0 as usize).map(|check| &check.demands);
        let is_same = |(before, what): &(CheckId, What)| *what == case.what && demands(*before) == demands(check);
        // Schemas that are spelled out alike say the same. A default belongs to one schema.
        let is_said = case.what != What::Default && known.iter().any(is_same);
        known.push((check, case.what));
        if is_said {
            continue;
        }
        if let Err(invalid) = judging.text(check, &cx.texts.of(case.value))
            && !(case.what == What::Text && is_text_of(case.value, |value| judging.value(check, value)))
        {
            report(cx, case, &invalid);
        }
    }
}

/// Whether a string is what a parameter's value is written like: of lists and objects no more is known than that.
fn is_text_of(value: &Value, fits: impl Fn(&Value) -> Result<(), Invalid>) -> bool {
    let Value::String(text) = value else { return false };
    let takes = |value: Value| match fits(&value) {
        Ok(()) => true,
        Err(invalid) => !invalid.violations.iter().any(|v| v.pointer.is_empty() && v.keyword == "type"),
    };
    serde_json::from_str(text).is_ok_and(|value: Value| fits(&value).is_ok())
        || takes(Value::Array(Vec::new()))
        || takes(Value::Object(serde_json::Map::new()))
}

fn report(cx: &mut Lowering<'_, '_>, case: &Case<'_>, invalid: &Invalid) {
    let Some(first) = invalid.violations.first() else { return };
    let (code, what) = match case.what {
        What::Default => (Code::InvalidDefault, "default"),
        What::Example | What::Text => (Code::InvalidExample, "example"),
    };
    if case.what == What::Default {
        cx.invalid_defaults.insert(case.schema);
    }
    let place = if first.pointer.is_empty() { String::new() } else { format!("`{}`: ", first.pointer) };
    let more = match invalid.violations.len() - 1 + invalid.omitted {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    let schema = cx.document.schemas.get(case.schema).at.clone();
    let at = Pointer::new(case.at.file, &format!("{}{}", case.at.as_str(), first.pointer));
    let message = format!("this {what} does not fit its schema: {place}{} (`{}`{more})", first.message, first.keyword);
    let is_beside = case.at.as_str().strip_prefix(schema.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let report = cx.report(code, &at, message);
    if !is_beside {
        report.related(&schema, "its schema");
    }
}

/// Everything that is to be held against a schema, in the order of the document: schemas first, then operations.
fn cases<'a>(cx: &Lowering<'a, '_>) -> Vec<Case<'a>> {
    let mut of_operations = Vec::new();
    let mut roots = Vec::new();
    for (item, operation) in incoming::chosen(cx) {
        for p in item.parameters.iter().chain(&operation.parameters) {
            let schema = match &p.content {
                ParameterContent::Schema(id) => Some(*id),
                ParameterContent::Media(m) => {
                    media(m, &mut of_operations, &mut roots);
                    m.schema
                }
            };
            examples(schema, &p.examples, What::Text, &mut of_operations, &mut roots);
        }
        let bodies = operation.body.iter().flat_map(|b| &b.content);
        for m in bodies.chain(operation.responses.iter().flat_map(|r| &r.content)) {
            media(m, &mut of_operations, &mut roots);
        }
        for h in operation.responses.iter().flat_map(|r| &r.headers) {
            examples(Some(h.schema), &h.examples, What::Text, &mut of_operations, &mut roots);
        }
    }
    let schemas = &cx.document.schemas;
    let all = match cx.settings.operations.is_everything() {
        true => schemas.ids().collect(),
        false => reached(cx, roots),
    };
    let mut cases = Vec::new();
    for id in all {
        let s = schemas.get(id);
        let example =
            |(value, at): &(&'a Value, Pointer)| Case { schema: id, value, at: at.clone(), what: What::Example };
        cases.extend(s.examples.iter().map(example));
        let default = |value| Case { schema: id, value, at: s.at.child("default"), what: What::Default };
        cases.extend(s.default.map(default));
    }
    cases.append(&mut of_operations);
    cases
}

fn examples<'a>(
    schema: Option<SchemaId>,
    examples: &[(&'a Value, Pointer)],
    what: What,
    cases: &mut Vec<Case<'a>>,
    roots: &mut Vec<SchemaId>,
) {
    roots.extend(schema);
    let Some(schema) = schema else { return };
    cases.extend(examples.iter().map(|(value, at)| Case { schema, value, at: at.clone(), what }));
}

/// The value of an example is the value that travels where that is JSON or made of fields; in other media types it is
/// what a tool makes of it.
fn media<'a>(m: &MediaType<'a>, cases: &mut Vec<Case<'a>>, roots: &mut Vec<SchemaId>) {
    let essence = body::essence(m.name);
    let fields = essence == "application/x-www-form-urlencoded" || essence.starts_with("multipart/");
    let whole = super::items::framing(&essence).is_none() && (fields || body::is_json(&essence) || essence == "*/*");
    let examples = if whole { &m.examples[..] } else { &[] };
    roots.extend(m.item_schema);
    self::examples(m.schema, examples, What::Example, cases, roots);
}

/// The schemas that these lead to, in their order in the document.
fn reached(cx: &Lowering<'_, '_>, roots: Vec<SchemaId>) -> Vec<SchemaId> {
    let (mut open, mut seen) = (roots, FxHashSet::default());
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(cx.document.schemas.get(id).parts());
        }
    }
    let mut reached: Vec<_> = seen.into_iter().collect();
    reached.sort_unstable();
    reached
}

/// What a format demands where it picks a type. Those that `tenon.toml` gives a type of its own are not known.
pub(super) fn format(cx: &Lowering<'_, '_>, s: &Schema<'_>, may: Types) -> Option<Demand> {
    let name = s.format.filter(|name| !cx.settings.formats.contains_key(*name))?;
    if may.holds(Types::INTEGER) {
        let Some(Known::Type(Scalar::Integer(width))) = format::of_number(name, true) else { return None };
        let (least, most) = width.range()?;
        return Some(Demand::Number {
            minimum: Some(least.to_string()),
            exclusive_minimum: None,
            maximum: Some(most.to_string()),
            exclusive_maximum: None,
            multiple_of: None,
        });
    }
    let text = match format::of_string(name).filter(|_| may.holds(Types::STRING))? {
        Scalar::Text(text) => text,
        Scalar::Uuid => TextFormat::Uuid,
        Scalar::DateTime => TextFormat::DateTime,
        Scalar::DateTimeLocal => TextFormat::DateTimeLocal,
        Scalar::Date => TextFormat::Date,
        Scalar::Time => TextFormat::Time,
        Scalar::TimeLocal => TextFormat::TimeLocal,
        Scalar::Ipv4 => TextFormat::Ipv4,
        Scalar::Ipv6 => TextFormat::Ipv6,
        Scalar::Base64 => TextFormat::Byte,
        Scalar::Base64Url => TextFormat::Base64Url,
        _ => return None,
    };
    Some(Demand::Format(text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::{clean, facts, rest, said, schemas};

    #[test]
    fn examples_of_schemas_are_held_against_the_whole_of_them() {
        let (_, diagnostics) = schemas(
            "
            Base: {type: object, required: [id], properties: {id: {type: integer}}}
            Pet:
              allOf: [{$ref: '#/components/schemas/Base'}]
              properties: {tags: {type: array, contains: {const: a}, items: {type: string}}}
              examples: [{id: 1}, {id: 1.0, tags: [b, a]}, {id: 1, tags: [b]}, {tags: [a]}, {id: 1, tags: [a, 2]}]
            ",
        );
        let at = |place: &str| format!("invalid-example /components/schemas/Pet/examples/{place}");
        assert_eq!(said(&diagnostics)[..3], [at("2/tags"), at("3/id"), at("4/tags/1")]);
    }

    #[test]
    fn what_travels_one_way_only_may_be_missing() {
        let members =
            "{id: {type: string, readOnly: true}, secret: {type: string, writeOnly: true}, name: {type: string}}";
        let pet = |example: &str| {
            let words = format!("type: object, required: [id, secret, name], properties: {members}");
            said(&schemas(&format!("Pet: {{{words}, example: {example}}}")).1)
        };
        assert_eq!(pet("{name: a}"), [""; 0]);
        assert_eq!(pet("{id: '1'}"), ["invalid-example /components/schemas/Pet/example/name"]);
    }

    #[test]
    fn formats_that_are_types_count_and_others_do_not() {
        let wrong = |words: &str| !said(&schemas(&format!("S: {{{words}}}")).1).is_empty();
        assert!(wrong("type: string, format: uuid, example: 1234"));
        assert!(wrong("type: string, format: uuid, example: '1234'"));
        assert!(wrong("type: integer, format: int32, example: 2147483648"));
        assert!(!wrong("type: integer, format: int32, example: 2147483647"));
        assert!(!wrong("type: string, format: password, example: secret"));
        assert!(!wrong("type: [string, 'null'], format: date, examples: ['2024-01-31', null]"));
    }

    #[test]
    fn parameters_may_be_written_as_they_travel() {
        let wrong = |schema: &str, example: &str| {
            let parameter = format!("{{name: p, in: query, schema: {schema}, example: {example}}}");
            let (_, diagnostics) = rest(&format!(
                "paths: {{/a: {{get: {{parameters: [{parameter}], responses: {{'204': {{description: a}}}}}}}}}}"
            ));
            !said(&diagnostics).is_empty()
        };
        assert!(!wrong("{type: integer}", "'5'") && !wrong("{type: integer}", "5"));
        assert!(wrong("{type: integer}", "five") && wrong("{type: integer, maximum: 4}", "'5'"));
        assert!(!wrong("{type: array, items: {type: integer}}", "'1,2'"));
        assert!(wrong("{type: array, items: {type: integer}}", "[a]"));
    }

    #[test]
    fn a_default_that_does_not_fit_is_not_offered() {
        let (api, diagnostics) =
            schemas("S: {type: object, properties: {a: {type: integer, default: x}, b: {type: integer, default: 1}}}");
        assert_eq!(said(&diagnostics), ["invalid-default /components/schemas/S/properties/a/default"]);
        assert_eq!(facts(&api, "type S."), ["a? integer", "b? integer default=1"]);
        assert!(api.checks.is_empty());
    }

    #[test]
    fn schemas_that_lead_back_to_themselves_end() {
        let s = "S: {anyOf: [{not: {$ref: '#/components/schemas/S'}}, {type: object, properties: {a: {$ref: '#/components/schemas/S'}}}], example: {a: {a: 1}}}";
        let (_, diagnostics) = schemas(s);
        assert!(!said(&diagnostics).iter().any(|said| said.starts_with("invalid")), "{:?}", said(&diagnostics));
        clean(schemas("T: {type: object, properties: {t: {$ref: '#/components/schemas/T'}}, example: {t: {t: {}}}}"));
    }

    #[test]
    fn deep_examples_do_not_exhaust_the_stack() {
        let deep = "{a: ".repeat(100) + "1" + &"}".repeat(100);
        let s = "S: {anyOf: [{type: string}, {type: object, properties: {a: {$ref: '#/components/schemas/S'}}}, {type: integer}]";
        assert_eq!(said(&schemas(&format!("{s}, example: {deep}}}")).1), [""; 0]);
    }
}

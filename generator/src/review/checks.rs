//! Checks in a reviewer's words, one fact a line: `.tags contains("a")`.
use super::words;
use crate::ir::{Api, Check, CheckId, Constraints, Content, Demand, Kind, Operation, Shape, TypeDef, TypeId};

/// How deep words are put into words; what is farther down is called by its place.
const DEEPEST: usize = 6;
/// How many values of a list are told.
const VALUES: usize = 20;

/// What is checked of a value at `path` (`type Pet.tags`), if its type is spelled out there, and of what it holds.
pub(super) fn of_type(api: &Api, id: TypeId, path: &str, lines: &mut Vec<String>) {
    let def = api.ty(id);
    if def.name.is_none() {
        of_declared(api, def, path, lines);
    }
}

/// The same of a type that has a name.
pub(super) fn of_declared(api: &Api, def: &TypeDef, path: &str, lines: &mut Vec<String>) {
    if let Some(check) = def.check {
        facts(api, check, path, 0, lines);
    }
    match &def.shape {
        Shape::Array(item) => of_type(api, *item, &format!("{path}[]"), lines),
        Shape::Map(map) => of_type(api, map.value, &format!("{path}.*"), lines),
        Shape::Nullable(inner) | Shape::Alias(inner) => of_type(api, *inner, path, lines),
        Shape::Tuple(items) => {
            let each = items.iter().enumerate();
            each.for_each(|(index, item)| of_type(api, *item, &format!("{path}[{index}]"), lines));
        }
        _ => {}
    }
}

/// What one check demands, wherever its value is.
pub(super) fn of_check(api: &Api, id: CheckId, lines: &mut Vec<String>) {
    let mut told = Vec::new();
    facts(api, id, "", 0, &mut told);
    lines.extend(told.iter().map(|line| line.trim_start().to_owned()));
}

/// What is checked of values that an operation's own types spell out.
pub(super) fn of_operation(api: &Api, o: &Operation, head: &str, lines: &mut Vec<String>) {
    for p in &o.parameters {
        of_type(api, p.ty, &format!("{head} in {} {}", p.location.word(), p.name.wire), lines);
    }
    let mut contents = |contents: &[Content], path: &str| {
        for content in contents {
            for ty in content.carrier.types() {
                of_type(api, ty, &format!("{path} {}", content.media_type), lines);
            }
        }
    };
    o.body.iter().for_each(|body| contents(&body.contents, &format!("{head} in body")));
    for reply in &o.replies {
        contents(&reply.contents, &format!("{head} out {}", reply.status.word()));
    }
    for reply in &o.replies {
        for header in &reply.headers {
            let path = format!("{head} out {} header {}", reply.status.word(), header.name.wire);
            of_type(api, header.ty, &path, lines);
        }
    }
}

/// The facts of a check, each behind the path that leads to the value.
fn facts(api: &Api, id: CheckId, path: &str, depth: usize, lines: &mut Vec<String>) {
    for demand in &api.check(id).demands {
        let mut next = |part: &CheckId, path: String| match name(api, *part, depth + 1) {
            _ if api.check(*part).demands.is_empty() => {}
            Some(name) => lines.push(format!("{path} {name}")),
            None => facts(api, *part, &path, depth + 1, lines),
        };
        match demand {
            Demand::Members { properties, patterns, additional } => {
                properties.iter().for_each(|(name, part)| next(part, format!("{path}.{name}")));
                patterns.iter().for_each(|(pattern, part)| next(part, format!("{path}./{}/", pattern.escape_debug())));
                let silent = properties.iter().filter(|(_, part)| api.check(*part).demands.is_empty());
                let but = silent.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(",");
                let but = if but.is_empty() { but } else { format!("[^{but}]") };
                additional.iter().for_each(|part| next(part, format!("{path}.*{but}")));
            }
            Demand::Tuple { prefix, rest } => {
                prefix.iter().enumerate().for_each(|(index, part)| next(part, format!("{path}[{index}]")));
                rest.iter().for_each(|part| next(part, format!("{path}[]")));
            }
            // The same schema, seen from elsewhere.
            Demand::Holds(part) if depth <= DEEPEST && api.check(*part).origin == api.check(id).origin => {
                facts(api, *part, path, depth + 1, lines);
            }
            Demand::Holds(part) => next(part, path.to_owned()),
            demand => lines.push(format!("{path} {}", said(api, demand, depth))),
        }
    }
}

/// What a check is called instead of being told: a component by its name, what is too far down by its place.
fn name(api: &Api, id: CheckId, depth: usize) -> Option<String> {
    let Check { origin, demands, .. } = api.check(id);
    let component = origin.as_str().strip_prefix("/components/schemas/").filter(|rest| !rest.contains('/'));
    match component {
        _ if demands.is_empty() => Some("any".to_owned()),
        Some(_) => origin.last(),
        None => (depth > DEEPEST).then(|| origin.to_string()),
    }
}

/// A check within a line.
fn word(api: &Api, id: CheckId, depth: usize) -> String {
    if let Some(name) = name(api, id, depth) {
        return name;
    }
    list_of(api, id, depth)
}

fn list_of(api: &Api, id: CheckId, depth: usize) -> String {
    let all = api.check(id).demands.iter().map(|demand| said(api, demand, depth));
    all.collect::<Vec<_>>().join(", ")
}

fn said(api: &Api, demand: &Demand, depth: usize) -> String {
    let one = |part: &CheckId| word(api, *part, depth + 1);
    let list = |parts: &[CheckId]| parts.iter().map(one).collect::<Vec<_>>();
    let optional = |before: &str, part: &Option<CheckId>| {
        part.as_ref().map(|part| format!("{before}({})", one(part))).unwrap_or_default()
    };
    match demand {
        Demand::Never => "never".to_owned(),
        Demand::Kinds(kinds) => kinds.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join("|"),
        Demand::Values(texts) => values(texts),
        Demand::Format(format) => format!("format={}", format.name()),
        Demand::Text { .. } | Demand::Number { .. } | Demand::Items { .. } | Demand::Count { .. } => bounds(demand),
        Demand::Tuple { prefix, rest } => {
            let rest = rest.as_ref().map(|part| format!("...{}", one(part)));
            format!("[{}]", list(prefix).into_iter().chain(rest).collect::<Vec<_>>().join(", "))
        }
        Demand::Contains { item, min, max } => {
            let min = if *min == 1 { String::new() } else { format!(" minContains={min}") };
            let max = max.map(|max| format!(" maxContains={max}")).unwrap_or_default();
            format!("contains({}){min}{max}", one(item))
        }
        Demand::Required(names) => format!("required({})", names.join(", ")),
        Demand::DependentRequired(name, names) => format!("{name} requires {}", names.join(", ")),
        Demand::Dependent(name, part) => format!("{name} requires ({})", one(part)),
        Demand::Members { properties, patterns, additional } => {
            let properties = properties.iter().map(|(name, part)| format!("{name}: {}", one(part)));
            let patterns = patterns.iter().map(|(p, part)| format!("/{}/: {}", p.escape_debug(), one(part)));
            let additional = additional.iter().map(|part| format!("*: {}", one(part)));
            format!("{{{}}}", properties.chain(patterns).chain(additional).collect::<Vec<_>>().join(", "))
        }
        Demand::Names(part) => format!("propertyNames({})", one(part)),
        Demand::Holds(part) => one(part),
        Demand::AnyOf(branches) => format!("anyOf({})", list(branches).join("; ")),
        Demand::OneOf(branches) => format!("oneOf({})", list(branches).join("; ")),
        Demand::Not(part) => format!("not({})", one(part)),
        Demand::If { test, then, otherwise } => {
            format!("if({}){}{}", one(test), optional(" then", then), optional(" else", otherwise))
        }
        Demand::Unevaluated { body, properties, items } => {
            // The body is the same schema, and said so even where that has a name.
            let body = match depth > DEEPEST {
                true => one(body),
                false => list_of(api, *body, depth + 1),
            };
            let [properties, items] =
                [optional(" unevaluatedProperties", properties), optional(" unevaluatedItems", items)];
            format!("({body}){properties}{items}")
        }
    }
}

/// `= 1`, or `one of 1, "a"`.
fn values(texts: &[String]) -> String {
    if let [one] = texts {
        return format!("= {one}");
    }
    let more = if texts.len() > VALUES { format!(" and {} more", texts.len() - VALUES) } else { String::new() };
    let listed = texts.iter().take(VALUES).map(String::as_str).collect::<Vec<_>>();
    format!("one of {}{more}", listed.join(", "))
}

/// The words that constraints have.
fn bounds(demand: &Demand) -> String {
    let none = Constraints::default();
    let constraints = match demand.clone() {
        Demand::Text { min, max, pattern } => Constraints { min_length: min, max_length: max, pattern, ..none },
        Demand::Number { minimum, exclusive_minimum, maximum, exclusive_maximum, multiple_of } => {
            Constraints { minimum, exclusive_minimum, maximum, exclusive_maximum, multiple_of, ..none }
        }
        Demand::Items { min, max, unique } => {
            Constraints { min_items: min, max_items: max, unique_items: unique, ..none }
        }
        Demand::Count { min, max } => Constraints { min_properties: min, max_properties: max, ..none },
        _ => none,
    };
    words::constraints(&constraints).trim_start().to_owned()
}

fn kind_name(kind: Kind) -> &'static str {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::load::{FileId, Pointer};
    use crate::testing::{clean, schemas};

    /// The lines that an array of strings in `Pet.tags` gets from a check. Checks are numbered in their order.
    fn lines(checks: Vec<(&str, Vec<Demand>)>) -> Vec<String> {
        let mut api = clean(schemas("Pet: {type: object, properties: {tags: {type: array, items: {type: string}}}}"));
        let check = |(at, demands): (&str, Vec<Demand>)| {
            let origin = Pointer::new(FileId(0), at);
            Check::new(demands, origin)
        };
        api.checks = checks.into_iter().map(check).collect();
        let tags = api.types.iter().position(|def| matches!(def.shape, Shape::Array(_))).unwrap();
        api.types[tags].check = Some(CheckId(0));
        crate::testing::facts(&api, "type Pet.tags ")
    }

    #[test]
    fn a_check_is_a_line() {
        let a = ("/a", vec![Demand::Values(vec!["\"a\"".to_owned()])]);
        let contains = Demand::Contains { item: CheckId(1), min: 1, max: Some(2) };
        let both = vec![contains, Demand::Items { min: None, max: None, unique: true }, Demand::Not(CheckId(1))];
        let all = ["contains(= \"a\") maxContains=2", "not(= \"a\")", "uniqueItems"];
        let said = lines(vec![("/x", both), a]);
        assert_eq!(said.iter().filter(|line| all.contains(&line.as_str())).count(), 3, "{said:?}");
    }

    #[test]
    fn components_are_called_by_their_names() {
        let test = Demand::If { test: CheckId(1), then: Some(CheckId(2)), otherwise: None };
        let tree = ("/components/schemas/Tree", vec![Demand::Holds(CheckId(1))]);
        let said = lines(vec![("/x", vec![test]), tree, ("/y", vec![Demand::Never])]);
        assert!(said.contains(&"if(Tree) then(never)".to_owned()), "{said:?}");
    }
}

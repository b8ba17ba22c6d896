//! The style table of the specification and the URI templates that it comes from, where `TENON_SUITES` says they are: each
//! cell is written as the table has it, and read strictly as what it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;

use http::{HeaderMap, HeaderValue, header::COOKIE};
use serde_json::Value;
use tenon_runtime::param::{self, Fault, Source};
use tenon_runtime::{Decode, Encode, Json, Location, Mode, Parameter, Style};

fn suite(name: &str) -> Option<Value> {
    let suites = tests::given("TENON_SUITES")?;
    let text = fs::read_to_string(suites.join("parameter-styles").join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn style(name: &str) -> Style {
    match name {
        "matrix" => Style::Matrix,
        "label" => Style::Label,
        "simple" => Style::Simple,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        "cookie" => Style::Cookie,
        other => panic!("`{other}` is no style"),
    }
}

/// Where a style may be, under the name that the table uses.
fn places(style: Style) -> &'static [Parameter] {
    const PATH: Parameter = Parameter::path("color", 0);
    const QUERY: Parameter = Parameter::query("color");
    const HEADER: Parameter = Parameter::header("color");
    const COOKIE: Parameter = Parameter::cookie("color");
    match style {
        Style::Matrix | Style::Label => &[PATH],
        Style::Simple => &[PATH, HEADER],
        Style::Form => &[QUERY, COOKIE],
        Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject => &[QUERY],
        Style::Cookie => &[COOKIE],
    }
}

fn written(parameter: &Parameter, value: &(impl Encode + ?Sized)) -> Result<String, Fault> {
    let mut out = String::new();
    param::encode(parameter, value, &mut out).map(|_| out)
}

fn read<T: Decode>(parameter: &Parameter, wire: &str) -> Option<T> {
    let mut headers = HeaderMap::new();
    let (mut capture, mut query) = (None, "");
    match parameter.location {
        Location::Path => capture = Some(wire),
        Location::Query => query = wire,
        Location::Header => drop(headers.append(parameter.name, HeaderValue::from_str(wire).unwrap())),
        Location::Cookie => drop(headers.append(COOKIE, HeaderValue::from_str(wire).unwrap())),
    }
    param::decode(parameter, &Source { capture, query, headers: &headers, mode: Mode::Strict }).unwrap()
}

/// Both directions. In cookies what is exploded is a cookie each, as no server reads them otherwise.
fn holds<T>(parameter: &Parameter, wire: &str, value: &T)
where
    T: Encode + Decode + PartialEq + Debug,
{
    let separated = if parameter.location == Location::Cookie { wire.replace('&', "; ") } else { wire.to_owned() };
    assert_eq!(written(parameter, value).unwrap(), separated, "{parameter:?}");
    for wire in [wire, &separated] {
        if parameter.location != Location::Cookie || parameter.members.is_empty() || wire == separated {
            assert_eq!(read::<T>(parameter, wire).as_ref(), Some(value), "{parameter:?} {wire}");
        }
    }
}

#[test]
fn every_cell_of_the_style_table() {
    const MEMBERS: &[&str] = &["R", "G", "B"];
    let Some(cells) = suite("openapi-3.1-style-examples.json") else { return };
    let (mut defined, mut undefined) = (0, 0);
    for cell in cells.as_array().unwrap() {
        let Some(wire) = cell["wire"].as_str() else {
            undefined += 1;
            continue;
        };
        defined += 1;
        assert_eq!(cell["name"], "color");
        let (style, explode) = (style(cell["style"].as_str().unwrap()), cell["explode"].as_bool().unwrap());
        for place in places(style) {
            let it = place.style(style).explode(explode);
            let value = &cell["value"];
            match cell["kind"].as_str().unwrap() {
                // What the table calls undefined is a name without a text: the empty text.
                "undefined" if wire.is_empty() && it.location == Location::Path => {
                    assert_eq!(written(&it, ""), Err(Fault::Missing), "a path needs a value");
                }
                "undefined" => holds(&it, wire, &String::new()),
                "string" => {
                    let text = value.as_str().unwrap().to_owned();
                    holds(&it, wire, &text);
                    holds(&it.any(), wire, &text);
                    holds(&it.mixed(MEMBERS), wire, &text);
                }
                "array" => {
                    let list: Vec<String> = serde_json::from_value(value.clone()).unwrap();
                    holds(&it.array(), wire, &list);
                    holds(&it.any(), wire, &list);
                    holds(&it.mixed(MEMBERS), wire, &list);
                }
                "object" => {
                    // The order of the table is that of its members, which a map would not keep.
                    let members = Json::parse(&value.to_string()).unwrap();
                    holds(&it.object(MEMBERS), wire, &members);
                    holds(&it.mixed(MEMBERS), wire, &members);
                    let map: BTreeMap<String, i64> = serde_json::from_value(value.clone()).unwrap();
                    if it.location != Location::Cookie {
                        assert_eq!(read(&it.object(MEMBERS), wire), Some(map), "{wire}");
                    }
                }
                other => panic!("`{other}` is no kind of value"),
            }
        }
    }
    println!("style table: {defined} cells hold both ways; {undefined} are not defined");
    assert_eq!((defined, undefined), (37, 19));
}

/// What became of the examples of RFC 6570.
#[derive(Debug, Default, PartialEq)]
struct Count {
    /// Written as the RFC has it, and read as what it was.
    held: usize,
    /// The same, but for separators in items: the RFC leaves them as they are, and nobody could tell them apart.
    separated: usize,
    /// Nothing, or the empty text, in a path: OpenAPI has no path parameter without a value, and an empty segment is lost.
    refused: usize,
    /// Operators and prefixes that no style stands for (`/`, `#`, `:3`).
    foreign: usize,
}

/// The expressions of RFC 6570 that the styles stand for (OpenAPI 3.1.1, appendix C), in both directions. `+` is
/// `allowReserved` in a query, and in a path a parameter that may hold slashes. Several names are one parameter each.
#[test]
fn uri_templates_of_the_styles() {
    let Some(sections) = suite("spec-examples-by-section.json") else { return };
    let mut count = Count::default();
    for (section, examples) in sections.as_object().unwrap() {
        for case in examples["testcases"].as_array().unwrap() {
            let template = case[0].as_str().unwrap();
            let expected = match &case[1] {
                Value::String(one) => vec![one.clone()],
                several => serde_json::from_value(several.clone()).unwrap(),
            };
            match expansion(template, &examples["variables"]) {
                Expansion::Foreign => count.foreign += 1,
                Expansion::Missing => count.refused += 1,
                Expansion::Text(text) if expected.contains(&text) => count.held += 1,
                Expansion::Text(text) => {
                    let bare = text.replace("%2C", ",").replace("%3D", "=").replace("%3B", ";");
                    assert!(template.contains("{+"), "{section}: {template} is {text}, not one of {expected:?}");
                    assert!(expected.contains(&bare), "{section}: {template} is {text}, not one of {expected:?}");
                    count.separated += 1;
                }
            }
        }
    }
    println!("URI templates: {count:?}");
    assert_eq!(count, Count { held: 65, separated: 2, refused: 12, foreign: 38 });
}

enum Expansion {
    Foreign,
    Missing,
    Text(String),
}

fn expansion(template: &str, variables: &Value) -> Expansion {
    let (mut out, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (expression, after) = after.split_once('}').unwrap();
        out.push_str(before);
        rest = after;
        let operator = expression.chars().next().filter(|first| "+#./;?&".contains(*first));
        if matches!(operator, Some('/' | '#')) || expression.contains(':') {
            return Expansion::Foreign;
        }
        let names = expression.trim_start_matches(|first| Some(first) == operator).split(',');
        // Of a query, all that was written so far.
        let mut query = String::new();
        for (index, name) in names.enumerate() {
            let (name, explode) = name.strip_suffix('*').map_or((name, false), |name| (name, true));
            // `ref={+path}` is the parameter `ref`.
            let own = before.rsplit_once('?').and_then(|(_, pair)| pair.strip_suffix('='));
            let in_query = matches!(operator, Some('?' | '&')) || own.is_some();
            let named: &'static str = Box::leak(own.unwrap_or(name).to_owned().into_boxed_str());
            let it = if in_query { Parameter::query(named) } else { Parameter::path(named, 0) }.explode(explode);
            let it = match operator {
                Some('+') if in_query => it.reserved(),
                Some('+') => it.slashes(),
                Some(';') => it.style(Style::Matrix),
                Some('.') => it.style(Style::Label),
                _ => it,
            };
            let value = &variables[name];
            let mut wire = if in_query { std::mem::take(&mut query) } else { String::new() };
            match param::encode(&it, &Json::parse(&value.to_string()).unwrap(), &mut wire) {
                Ok(_) => {}
                Err(Fault::Missing) => return Expansion::Missing,
                Err(fault) => panic!("{name}: {fault}"),
            }
            comes_back(&it, &wire, value);
            match (own, in_query) {
                (Some(own), _) => out.push_str(wire.strip_prefix(&format!("{own}=")).unwrap()),
                (None, true) => query = wire,
                (None, false) => {
                    if index > 0 && matches!(operator, None | Some('+')) {
                        out.push(',');
                    }
                    out.push_str(&wire);
                }
            }
        }
        if !query.is_empty() {
            out.extend(operator);
            out.push_str(&query);
        }
    }
    out.push_str(rest);
    Expansion::Text(out)
}

/// What was written is read as what it was.
fn comes_back(it: &Parameter, wire: &str, value: &Value) {
    let as_is = |found: Option<Value>| assert_eq!(found.unwrap_or(Value::Null), *value, "{it:?} {wire}");
    match value {
        Value::Array(_) => as_is(read::<Vec<String>>(&it.array(), wire).map(Value::from)),
        Value::Object(_) => {
            let found = read::<BTreeMap<String, String>>(&it.object(&[]), wire);
            as_is(found.map(|members| members.into_iter().map(|(name, text)| (name, Value::from(text))).collect()));
        }
        _ => as_is(read::<String>(it, wire).map(Value::from)),
    }
}

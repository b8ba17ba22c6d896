//! The style table of the specification and the URI templates that it comes from, where `TENON_SUITES` says they are: each
//! cell is written as the table has it, and read strictly as what it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

use http::{HeaderMap, HeaderValue, header::COOKIE};
use serde_json::Value;
use tenon_runtime::param::{self, Fault, Source};
use tenon_runtime::{Decode, Encode, Json, Location, Mode, Parameter, Style};

fn suite(name: &str) -> Option<Value> {
    let Some(suites) = std::env::var_os("TENON_SUITES").map(PathBuf::from) else {
        eprintln!("skipped: TENON_SUITES is not set");
        return None;
    };
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
    assert_eq!((defined, undefined), (37, 19));
}

/// The expressions of RFC 6570 that the styles stand for (OpenAPI 3.1.1, appendix C). Unreserved characters may be encoded
/// or not (RFC 3986, section 6.2.2.2): a dot is, where dots separate.
#[test]
fn uri_templates_of_the_styles() {
    let Some(sections) = suite("spec-examples-by-section.json") else { return };
    let mut held = 0;
    for (section, examples) in sections.as_object().unwrap() {
        for case in examples["testcases"].as_array().unwrap() {
            let template = case[0].as_str().unwrap();
            let Some((before, rest)) = template.split_once('{') else { continue };
            let Some((expression, after)) = rest.split_once('}').filter(|(_, after)| !after.contains('{')) else {
                continue;
            };
            // Prefixes of values are nothing that OpenAPI knows.
            if expression.contains(':') {
                continue;
            }
            let (style, location, names) = match expression.split_at(1) {
                (";", names) => (Style::Matrix, Location::Path, names),
                (".", names) => (Style::Label, Location::Path, names),
                ("?" | "&", names) => (Style::Form, Location::Query, names),
                (first, _) if first.chars().all(char::is_alphanumeric) => (Style::Simple, Location::Path, expression),
                _ => continue,
            };
            let names = names.split(',').collect::<Vec<_>>();
            if style == Style::Simple && names.len() > 1 {
                continue;
            }
            let Some(wire) = expansion(&examples["variables"], style, location, &names) else { continue };
            let operator = if location == Location::Query { &expression[..1] } else { "" };
            let expected = match &case[1] {
                Value::String(one) => vec![one.clone()],
                several => serde_json::from_value(several.clone()).unwrap(),
            };
            let actual = format!("{before}{operator}{wire}{after}").replace("%2E", ".");
            assert!(expected.contains(&actual), "{section}: {template} is {actual}, not {expected:?}");
            held += 1;
        }
    }
    assert!(held > 60, "{held} templates are held");
}

/// One parameter after the other; `None` where one has no value, which a path cannot do without.
fn expansion(variables: &Value, style: Style, location: Location, names: &[&str]) -> Option<String> {
    let mut out = String::new();
    for name in names {
        let (name, explode) = name.strip_suffix('*').map_or((*name, false), |name| (name, true));
        let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
        let it = if location == Location::Path { Parameter::path(name, 0) } else { Parameter::query(name) };
        let it = match &variables[name] {
            Value::Array(_) => it.array(),
            Value::Object(_) => it.object(&[]),
            _ => it,
        };
        let value = Json::parse(&variables[name].to_string()).unwrap();
        match param::encode(&it.style(style).explode(explode), &value, &mut out) {
            Ok(_) => {}
            Err(Fault::Missing) => return None,
            Err(fault) => panic!("{name}: {fault}"),
        }
    }
    Some(out).filter(|out| !out.is_empty())
}

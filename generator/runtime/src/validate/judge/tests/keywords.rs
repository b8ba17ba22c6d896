//! Keywords one by one: what passes, what does not, and where.
use super::*;
use crate::validate::{ItemsRule, NumberRule, Pattern, PropertiesRule, StringRule};

#[test]
fn kinds_are_json_types() {
    check(INTEGER, &["1", "-0", "1.0", "1e2", "10e-1"], &["1.5", "1e-1", "\"1\"", "true", "null"]);
    check(&|v, c| c.kinds(v, &[Kind::Number]), &["1", "1.5"], &["\"1\""]);
    check(&|v, c| c.kinds(v, &[Kind::Null, Kind::Array]), &["null", "[]"], &["{}", "false", "0"]);
    let either = &|v: Node<'_>, c: &mut Judge| c.kinds(v, &[Kind::String, Kind::Null]);
    assert_eq!(message("1", either), "expected a string or null, found an integer");
}

#[test]
fn values_are_compared_as_json() {
    let one: Demand<'_> = &|v, c| c.values(v, &["1"]);
    check(one, &["1", "1.0", "10e-1"], &["true", "\"1\"", "1.1", "[1]"]);
    check(&|v, c| c.values(v, &["false"]), &["false"], &["0", "null", "\"false\"", "[false]"]);
    check(&|v, c| c.values(v, &["9007199254740993"]), &["9007199254740993.0"], &["9007199254740992"]);
    check(&|v, c| c.values(v, &[r#""a\u00e4""#]), &["\"aä\"", r#""\u0061ä""#], &["\"a\"", "\"a\\\\u00e4\""]);
    let object: Demand<'_> = &|v, c| c.values(v, &[r#"{"a": [1, {"b": null}], "c": "x"}"#, "[]"]);
    check(
        object,
        &[r#"{"c":"x","a":[1.0,{"b":null}]}"#, "[]"],
        &[r#"{"a":[1,{"b":null}]}"#, r#"{"a":[1,{"b":0}],"c":"x"}"#, "[[]]", "{}"],
    );
    assert_eq!(message("2", &|v, c| c.values(v, &["1", "\"a\""])), "must be one of 1, \"a\"");
    assert_eq!(message("2", one), "must be 1");
    let many = (0..200).map(|n| n.to_string()).collect::<Vec<_>>();
    let many = many.iter().map(String::as_str).collect::<Vec<_>>();
    assert!(message("-1", &|v, c| c.values(v, &many)).ends_with("more"));
}

#[test]
fn strings_are_counted_in_code_points() {
    let two = StringRule { min: Some(2), max: Some(2), ..StringRule::NONE };
    check(
        &|v, c| c.string(v, &two),
        &["\"ab\"", "\"💩💩\"", r#""\ud83d\udca9x""#, "5"],
        &["\"a\"", "\"💩\"", "\"abc\""],
    );
    let pattern = Pattern::new("^a+$");
    let rule = StringRule { pattern: Some(&pattern), ..StringRule::NONE };
    check(&|v, c| c.string(v, &rule), &["\"aa\"", r#""\u0061""#, "true", "{}"], &["\"ab\"", "\"\""]);
}

#[test]
fn formats_are_asked_of_strings() {
    let date: Demand<'_> = &|v, c| c.format(v, crate::format::TextFormat::Date);
    check(date, &["\"2024-02-29\"", "5", "null"], &["\"2023-02-29\"", "\"\""]);
    assert_eq!(message("\"x\"", date), "must be a date (RFC 3339)");
}

#[test]
fn numbers_are_exact() {
    let multiple = |of: &'static str| {
        move |v: Node<'_>, c: &mut Judge| {
            c.number(v, &NumberRule { multiple_of: Some(of), ..NumberRule::NONE });
        }
    };
    check(&multiple("0.01"), &["19.99", "0", "-4.5", "\"x\"", "1e308"], &["19.995", "1e-3"]);
    check(&multiple("0.0001"), &["0.0075"], &["0.00751"]);
    check(&multiple("2"), &["4", "4.0", "1e400", "1e99999999999999999999"], &["7", "1e-400"]);
    check(&multiple("0.123456789"), &["0.123456789"], &["1e308", "1e-308"]);
    check(&multiple("1e-8"), &["12391239123", "1e999999999"], &["1e-9"]);
    check(&multiple("3"), &["3e500"], &["1e500"]);
    check(&multiple("1e3"), &["5000", "1e4"], &["100", "1500"]);
    let bounds = NumberRule { minimum: Some("-0.5"), exclusive_maximum: Some("9007199254740993"), ..NumberRule::NONE };
    check(
        &|v, c| c.number(v, &bounds),
        &["-0.5", "-5e-1", "9007199254740992.9999", "1e-999999999999"],
        &["-0.50000000000000000001", "9007199254740993", "1e999999999999", "-1e309"],
    );
}

#[test]
fn items_are_told_apart_as_json() {
    let unique: Demand<'_> = &|v, c| c.items(v, &ItemsRule { unique: true, ..ItemsRule::NONE });
    check(
        unique,
        &[
            "[]",
            "[1]",
            "[1, true]",
            "[0, false, null, \"\", [], {}]",
            "[[1], [true]]",
            "[{\"a\": 1}, {\"a\": true}]",
            "[\"1\", 1]",
            "{}",
            "\"aa\"",
        ],
        &[
            "[1, 1]",
            "[1.0, 1.00, 1]",
            "[{\"a\": 1, \"b\": 2}, {\"b\": 2, \"a\": 1.0}]",
            "[[[\"x\"]], [[\"\\u0078\"]]]",
            "[1, 2, 3, 2]",
            "[null, 1, null]",
            "[1e2, 100]",
        ],
    );
    check(
        &|v, c| c.items(v, &ItemsRule { min: Some(1), max: Some(2), unique: false }),
        &["[1]", "[1,1]"],
        &["[]", "[1,1,1]"],
    );
}

#[test]
fn unique_items_of_large_arrays_are_found_in_no_time() {
    let numbers = (0..200_000).map(|n| n.to_string()).collect::<Vec<_>>();
    let unique: Demand<'_> = &|v, c| c.items(v, &ItemsRule { unique: true, ..ItemsRule::NONE });
    check(unique, &[&format!("[{}]", numbers.join(","))], &[&format!("[{},7.0]", numbers.join(","))]);
}

#[test]
fn members_are_judged_by_name_and_pattern() {
    let (foo, x) = (Pattern::new("^foo"), Pattern::new("x"));
    let demand: Demand<'_> =
        &|v, c| c.members(v, &[("foo", INTEGER), ("no", NEVER)], &[(&foo, ANY), (&x, STRING)], Some(NEVER));
    check(demand, &["{}", r#"{"foo":1,"foox":"a"}"#, r#"{"x":"a"}"#, r#"{"foobar":[]}"#, "[1]"], &[]);
    assert_eq!(
        wrong(r#"{"foo":"a","foox":1,"bar":1,"no":1}"#, demand),
        ["/foo type", "/foox type", "/bar additionalProperties", "/no properties"]
    );
    assert_eq!(wrong(r#"{"a/b~":1}"#, demand), ["/a~1b~0 additionalProperties"]);
}

#[test]
fn presence() {
    check(&|v, c| c.required(v, &["a", "__proto__"]), &[r#"{"a":null,"__proto__":0}"#, "[]", "\"a\""], &[r#"{"a":1}"#]);
    assert_eq!(wrong("{}", &|v, c| c.required(v, &["a/b"])), ["/a~1b required"]);
    let dependent: Demand<'_> = &|v, c| c.dependent_required(v, "card", &["address", "name"]);
    check(dependent, &["{}", r#"{"address":1}"#, r#"{"card":1,"address":1,"name":1}"#, "7"], &[]);
    assert_eq!(wrong(r#"{"card":1}"#, dependent), ["/address dependentRequired", "/name dependentRequired"]);
    let schema: Demand<'_> = &|v, c| {
        c.dependent(v, "bar", &|v, c| c.members(v, &[("foo", INTEGER), ("bar", INTEGER)], &[], None));
    };
    check(schema, &["{\"foo\":\"a\"}", r#"{"foo":1,"bar":2}"#, "[\"bar\"]"], &[]);
    assert_eq!(wrong(r#"{"foo":"a","bar":2}"#, schema), ["/foo type"]);
    let count: Demand<'_> = &|v, c| c.properties(v, &PropertiesRule { min: Some(1), max: Some(2) });
    check(count, &[r#"{"a":1}"#, "[]", "\"\""], &["{}", r#"{"a":1,"b":1,"c":1}"#]);
}

#[test]
fn names_are_strings() {
    let rule = StringRule { max: Some(3), ..StringRule::NONE };
    let demand: Demand<'_> = &|v, c| c.names(v, &|v, c| c.string(v, &rule));
    check(demand, &["{}", r#"{"abc":{"toolong":1}}"#, "[\"abcd\"]"], &[]);
    assert_eq!(wrong(r#"{"abc":1,"\u0061bcd":{"x":1}}"#, demand), ["/abcd maxLength"]);
    assert_eq!(wrong(r#"{"a":1}"#, &|v, c| c.names(v, NEVER)), ["/a propertyNames"]);
    let listed: Demand<'_> = &|v, c| c.names(v, &|v, c| c.any_of(v, &[&|v, c| c.values(v, &["\"a\"", "\"b\""])]));
    assert_eq!(wrong(r#"{"a":1,"c":1}"#, listed), ["/c anyOf"]);
}

#[test]
fn items_are_judged_by_place() {
    let demand: Demand<'_> = &|v, c| c.tuple(v, &[INTEGER, ANY], Some(STRING));
    check(demand, &["[]", "[1]", "[1,{},\"a\",\"b\"]", "{\"0\":\"a\"}"], &[]);
    assert_eq!(wrong(r#"["a",1,"b",2,3]"#, demand), ["/0 type", "/3 type", "/4 type"]);
    assert_eq!(wrong("[1,2]", &|v, c| c.tuple(v, &[ANY], Some(NEVER))), ["/1 items"]);
}

#[test]
fn contains_counts() {
    let two: Demand<'_> = &|v, c| c.contains(v, INTEGER, 2, Some(3));
    check(two, &["[1,2]", "[\"a\",1,null,2.0,3]", "{}"], &["[1,\"a\"]", "[1,2,3,4]", "[]"]);
    assert_eq!(wrong("[]", &|v, c| c.contains(v, ANY, 1, None)), [" contains"]);
    assert_eq!(wrong("[1]", &|v, c| c.contains(v, ANY, 2, None)), [" minContains"]);
    assert_eq!(wrong("[1,2]", &|v, c| c.contains(v, ANY, 0, Some(1))), [" maxContains"]);
    assert_eq!(wrong("[1]", &|v, c| c.contains(v, ANY, 3, Some(0))), [" minContains", " maxContains"]);
    check(&|v, c| c.contains(v, NEVER, 0, None), &["[]", "[1]"], &[]);
}

#[test]
fn branches() {
    let big: Demand<'_> = &|v, c| c.number(v, &NumberRule { minimum: Some("2"), ..NumberRule::NONE });
    check(&|v, c| c.any_of(v, &[INTEGER, big]), &["1", "2.5", "3", "\"a\""], &["1.5"]);
    check(&|v, c| c.one_of(v, &[INTEGER, big]), &["1", "2.5", "\"a\""], &["1.5", "3"]);
    check(&|v, c| c.not(v, INTEGER), &["\"a\"", "1.5"], &["1", "1.0"]);
    check(&|v, c| c.not(v, &|v, c| c.not(v, INTEGER)), &["1"], &["\"a\""]);
    check(&|v, c| c.one_of(v, &[]), &[], &["1"]);
    check(NEVER, &[], &["1", "{}"]);
    let pet: Demand<'_> = &|v, c| {
        c.any_of(v, &[&|v, c| c.required(v, &["bark"]), &|v, c| c.members(v, &[("lives", INTEGER)], &[], None)]);
    };
    let within: Demand<'_> = &|v, c| c.tuple(v, &[], Some(pet));
    assert_eq!(
        message(r#"[{"lives":"x"}]"#, within),
        "/0: no branch fits: (1) /bark: the property is missing; (2) /lives: expected an integer, found a string"
    );
    assert_eq!(message("3", &|v, c| c.one_of(v, &[INTEGER, big])), "fits more than one branch: (1) and (2)");
}

#[test]
fn conditions() {
    let negative: Demand<'_> = &|v, c| c.number(v, &NumberRule { exclusive_maximum: Some("0"), ..NumberRule::NONE });
    let least: Demand<'_> = &|v, c| c.number(v, &NumberRule { minimum: Some("-10"), ..NumberRule::NONE });
    let even: Demand<'_> = &|v, c| c.number(v, &NumberRule { multiple_of: Some("2"), ..NumberRule::NONE });
    check(&|v, c| c.when(v, negative, Some(least), Some(even)), &["-1", "-10", "4"], &["-11", "3"]);
    check(&|v, c| c.when(v, negative, None, Some(even)), &["-1", "4"], &["3"]);
    check(&|v, c| c.when(v, negative, Some(least), None), &["-1", "3"], &["-11"]);
    assert_eq!(wrong("3", &|v, c| c.when(v, negative, None, Some(NEVER))), [" else"]);
}

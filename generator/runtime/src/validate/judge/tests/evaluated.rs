//! `unevaluatedProperties` and `unevaluatedItems`.
use super::*;
use crate::validate::ItemsRule;

fn named<'d>(name: &'static str, demand: Demand<'d>) -> impl Fn(Node<'_>, &mut Judge) + use<'d> {
    move |v, c| c.members(v, &[(name, demand)], &[], None)
}

fn has<'d>(name: &'static str) -> impl Fn(Node<'_>, &mut Judge) + use<'d> {
    move |v, c| {
        c.members(v, &[(name, ANY)], &[], None);
        c.required(v, &[name]);
    }
}

#[test]
fn what_branches_that_fit_speak_of_is_evaluated() {
    let closed: Demand<'_> = &|v, c| {
        let body: Demand<'_> = &|v, c| {
            c.members(v, &[("a", ANY)], &[], None);
            c.any_of(v, &[&has("b"), &has("c"), &|v, c| c.not(v, &has("d"))]);
        };
        c.unevaluated(v, body, Some(NEVER), None);
    };
    check(closed, &["{}", r#"{"a":1}"#, r#"{"a":1,"b":1,"c":1}"#, r#"{"c":1,"a":1}"#, "[1]"], &[r#"{"d":1}"#]);
    assert_eq!(wrong(r#"{"a":1,"x":1}"#, closed), ["/x unevaluatedProperties"]);
    assert_eq!(wrong(r#"{"b":1,"d":1}"#, closed), ["/d unevaluatedProperties"]);
}

#[test]
fn conditions_and_dependents_evaluate() {
    let closed: Demand<'_> = &|v, c| {
        let body: Demand<'_> = &|v, c| {
            c.when(v, &has("kind"), Some(&has("then")), Some(&has("else")));
            c.dependent(v, "then", &named("more", ANY));
        };
        c.unevaluated(v, body, Some(NEVER), None);
    };
    check(
        closed,
        &[r#"{"kind":1,"then":1,"more":1}"#, r#"{"else":1}"#],
        &[r#"{"kind":1,"then":1,"else":1}"#, r#"{"else":1,"more":1}"#, r#"{"kind":1}"#],
    );
}

#[test]
fn cousins_do_not_see_each_other() {
    let inner: Demand<'_> = &|v, c| c.unevaluated(v, ANY, Some(NEVER), None);
    check(
        &|v, c| {
            c.holds(v, &named("a", ANY));
            c.holds(v, inner);
        },
        &["{}"],
        &[r#"{"a":1}"#],
    );
    // The other way round: what the inner one speaks of, the outer one knows.
    let outer: Demand<'_> = &|v, c| {
        c.unevaluated(v, &|v, c| c.unevaluated(v, &named("a", ANY), Some(STRING), None), Some(NEVER), None);
    };
    check(outer, &[r#"{"a":1,"b":"x"}"#], &[r#"{"b":1}"#]);
    // Of members' own members nothing is known above.
    let deeper: Demand<'_> = &|v, c| c.unevaluated(v, &named("a", &named("b", ANY)), Some(NEVER), None);
    check(deeper, &[r#"{"a":{"b":1,"c":1}}"#], &[r#"{"b":1}"#]);
}

#[test]
fn what_fails_elsewhere_is_not_called_unevaluated() {
    let closed: Demand<'_> = &|v, c| {
        c.unevaluated(v, &|v, c| c.any_of(v, &[&has("a")]), Some(NEVER), None);
    };
    assert_eq!(wrong(r#"{"b":1}"#, closed), [" anyOf"]);
}

#[test]
fn items_that_nothing_speaks_of() {
    let closed: Demand<'_> = &|v, c| {
        c.unevaluated(v, &|v, c| c.tuple(v, &[STRING], None), None, Some(NEVER));
    };
    check(closed, &["[]", "[\"a\"]", "{\"a\":1}"], &[]);
    assert_eq!(wrong("[\"a\",1,2]", closed), ["/1 unevaluatedItems", "/2 unevaluatedItems"]);
    let contains: Demand<'_> = &|v, c| {
        let body: Demand<'_> = &|v, c| {
            c.contains(v, INTEGER, 1, None);
            c.holds(v, &|v, c| c.contains(v, STRING, 0, None));
        };
        c.unevaluated(v, body, None, Some(&|v, c| c.kinds(v, &[Kind::Null])));
    };
    check(contains, &["[1]", "[1,\"a\",null,2]"], &["[\"a\"]"]);
    assert_eq!(wrong("[1,\"a\",true,2]", contains), ["/2 type"]);
    let all: Demand<'_> = &|v, c| {
        c.unevaluated(v, &|v, c| c.unevaluated(v, ANY, None, Some(ANY)), None, Some(NEVER));
    };
    check(all, &["[1,2]"], &[]);
}

#[test]
fn a_branch_that_fails_takes_back_what_it_said_of_items() {
    let closed: Demand<'_> = &|v, c| {
        let body: Demand<'_> = &|v, c| {
            let three: Demand<'_> = &|v, c| {
                c.tuple(v, &[ANY, ANY, INTEGER], None);
                c.items(v, &ItemsRule { min: Some(3), ..ItemsRule::NONE });
            };
            c.any_of(v, &[&|v, c| c.tuple(v, &[ANY], None), three]);
        };
        c.unevaluated(v, body, None, Some(NEVER));
    };
    check(closed, &["[1]", "[1,2,3]"], &["[1,2]", "[1,2,\"a\"]"]);
}

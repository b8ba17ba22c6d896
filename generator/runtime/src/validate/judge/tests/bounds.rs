//! Recursion, and how it ends.
use super::*;

fn tree(v: Node<'_>, c: &mut Judge) {
    c.kinds(v, &[Kind::Object]);
    c.members(v, &[("value", INTEGER), ("nodes", &|v, c| c.tuple(v, &[], Some(&tree)))], &[], None);
}

#[test]
fn recursion_follows_the_value() {
    check(&tree, &[r#"{"value":1,"nodes":[{"value":2},{"nodes":[]}]}"#], &[]);
    assert_eq!(wrong(r#"{"nodes":[{"nodes":[{"value":"x"}]}]}"#, &tree), ["/nodes/0/nodes/0/value type"]);
    let deep = r#"{"nodes":["#.repeat(63) + "7" + &"]}".repeat(63);
    assert_eq!(wrong(&deep, &tree).len(), 1);
}

fn endless(v: Node<'_>, c: &mut Judge) {
    c.holds(v, &endless);
}

fn not_endless(v: Node<'_>, c: &mut Judge) {
    c.not(v, &not_endless);
}

fn both_endless(v: Node<'_>, c: &mut Judge) {
    c.any_of(
        v,
        &[
            &|v, c| {
                c.not(v, &both_endless);
                c.not(v, &both_endless);
            },
            &both_endless,
        ],
    );
}

#[test]
fn recursion_in_place_ends_and_refuses() {
    assert_eq!(wrong("1", &endless), [" limit"]);
    assert_eq!(wrong("1", &not_endless), [" limit"]);
    assert_eq!(wrong("1", &both_endless), [" limit"]);
}

fn doubling(v: Node<'_>, c: &mut Judge) {
    let below: Demand<'_> = &|v, c| c.members(v, &[("a", &doubling)], &[], None);
    c.any_of(
        v,
        &[
            &|v, c| {
                below(v, c);
                c.required(v, &["b"]);
            },
            below,
        ],
    );
    c.kinds(v, &[Kind::Object]);
}

#[test]
fn combinations_are_bounded() {
    let deep = |levels: usize| r#"{"a":"#.repeat(levels) + "{}" + &"}".repeat(levels);
    check(&doubling, &[&deep(8)], &[]);
    assert!(wrong(&deep(120), &doubling)[0].ends_with(" limit"));
}

#[test]
fn violations_are_bounded() {
    let json = format!("[{}]", vec!["1"; 5000].join(","));
    let tape = Tape::parse_str(&json, Limits::default()).unwrap();
    let invalid = judge(tape.root(), &|v, c| c.tuple(v, &[], Some(STRING))).unwrap_err();
    assert_eq!((invalid.violations.len(), invalid.omitted), (100, 4900));
}

//! Tests of the matching of paths.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;
use crate::operation::RejectionShape;

static OPERATION: Operation = Operation {
    id: "one",
    method: "GET",
    path: "/",
    tags: &[],
    template: &[],
    query: &[],
    accept: "",
    body: None,
    security: &[],
    rejection: RejectionShape::Problem { status: 400 },
};
const fn node(
    literals: &'static [(&'static str, usize)],
    patterns: &'static [(Pattern, usize)],
    endpoints: &'static [Endpoint],
) -> Node {
    Node { literals, patterns, endpoints }
}
const fn pattern(pieces: &'static [Piece]) -> Pattern {
    Pattern { pieces }
}
const ONE: Pattern = pattern(&[Piece::Parameter(0)]);
macro_rules! end {
    ($number:literal) => {
        &[("GET", &OPERATION, $number)]
    };
}
/// `/`, `/a`, `/a/`, `/a/c`, `/a/{x}/b`, `/a/{x}.json`, `/a/{x}`, `/{p}-{q}/end`, `/x y`
static ROUTES: Routes = Routes {
    nodes: &[
        node(
            &[("", 1), ("a", 2), ("x y", 9)],
            &[(pattern(&[Piece::Parameter(0), Piece::Literal("-"), Piece::Parameter(1)]), 7)],
            &[],
        ),
        node(&[], &[], end!(0)),
        node(
            &[("", 10), ("c", 3)],
            &[(pattern(&[Piece::Parameter(0), Piece::Literal(".json")]), 6), (ONE, 4)],
            end!(1),
        ),
        node(&[], &[], end!(2)),
        node(&[("b", 5)], &[], end!(5)),
        node(&[], &[], end!(3)),
        node(&[], &[], end!(4)),
        node(&[("end", 8)], &[], &[]),
        node(&[], &[], end!(6)),
        node(&[], &[], end!(7)),
        node(&[], &[], end!(8)),
    ],
};

fn find(path: &str) -> Option<(usize, Vec<&str>)> {
    let (endpoints, captures) = ROUTES.find(path, 0)?;
    let texts = (0..).map_while(|i| captures.text(path, i)).collect();
    Some((endpoints[0].2, texts))
}

#[test]
fn literals_go_first_and_dead_ends_are_left() {
    assert_eq!(find("/"), Some((0, vec![])));
    assert_eq!(find("/a"), Some((1, vec![])));
    assert_eq!(find("/a/"), Some((8, vec![])));
    assert_eq!(find("/a/c"), Some((2, vec![])));
    assert_eq!(find("/a/c/b"), Some((3, vec!["c"])));
    assert_eq!(find("/a/c/"), None);
    assert_eq!(find("/a/d"), Some((5, vec!["d"])));
    assert_eq!(find("/a/%2F%zz"), Some((5, vec!["%2F%zz"])));
    assert_eq!(find("/b"), None);
    assert_eq!(find(""), None);
    assert_eq!(find("*"), None);
    assert_eq!(find("//a"), None);
}

#[test]
fn affixes_and_several_parameters() {
    assert_eq!(find("/a/x.json"), Some((4, vec!["x"])));
    assert_eq!(find("/a/.json"), Some((5, vec![".json"])));
    assert_eq!(find("/a/x.json/b"), Some((3, vec!["x.json"])));
    assert_eq!(find("/p-q-r/end"), Some((6, vec!["p", "q-r"])));
    assert_eq!(find("/--/end"), None);
    assert_eq!(find("/---/end"), Some((6, vec!["-", "-"])));
    assert_eq!(find("/é-ü/end"), Some((6, vec!["é", "ü"])));
    assert_eq!(find("/p-q"), None);
}

#[test]
fn encoded_literals() {
    assert_eq!(find("/x%20y"), Some((7, vec![])));
    assert_eq!(find("/%61"), Some((1, vec![])));
    assert_eq!(find("/%6"), None);
    assert_eq!(find("/%ff"), None);
}

#[test]
fn patterns_find_a_fit_where_there_is_one() {
    let fit = |pieces: &'static [Piece], text: &str| {
        let mut captures = Captures::default();
        pattern(pieces).fit(text, 0, &mut captures)?;
        Some((0..).map_while(|i| captures.text(text, i).map(str::to_owned)).collect::<Vec<_>>())
    };
    use Piece::{Literal as L, Parameter as P};
    assert_eq!(fit(&[L("v"), P(0), L("."), P(1), L("x")], "v1.2.3x"), Some(vec!["1".into(), "2.3".into()]));
    assert_eq!(fit(&[P(0), L("ab"), P(1), L("b")], "abababb"), Some(vec!["ab".into(), "ab".into()]));
    assert_eq!(fit(&[P(0), L("a"), P(1), L("a")], "xa"), None);
    assert_eq!(fit(&[P(0), P(1)], "xyz"), Some(vec!["x".into(), "yz".into()]));
    assert_eq!(fit(&[L("abc"), L("bcd")], "abcd"), None);
}

#[test]
fn escapes_are_never_split() {
    let fit = |pieces: &'static [Piece], text: &str| {
        let mut captures = Captures::default();
        pattern(pieces).fit(text, 0, &mut captures)?;
        Some((0..).map_while(|i| captures.text(text, i).map(str::to_owned)).collect::<Vec<_>>())
    };
    use Piece::{Literal as L, Parameter as P};
    let two = |a: &str, b: &str| Some(vec![a.to_owned(), b.to_owned()]);
    const BOTH: &[Piece] = &[P(0), P(1)];
    assert_eq!(fit(BOTH, "%2Fab"), two("%2F", "ab"));
    assert_eq!(fit(BOTH, "a%2F"), two("a", "%2F"));
    assert_eq!(fit(BOTH, "%2F"), None);
    // One character, in two, three and four escapes; and what is none.
    assert_eq!(fit(BOTH, "%C3%A9%C3%BC"), two("%C3%A9", "%C3%BC"));
    assert_eq!(fit(BOTH, "%e2%82%acx"), two("%e2%82%ac", "x"));
    assert_eq!(fit(BOTH, "%F0%9F%98%80%20"), two("%F0%9F%98%80", "%20"));
    assert_eq!(fit(BOTH, "%C3%A9"), None);
    assert_eq!(fit(BOTH, "%C3a%zz%"), two("%C3", "a%zz%"));
    assert_eq!(fit(BOTH, "%%41"), two("%", "%41"));
    const BETWEEN: &[Piece] = &[P(0), L("2"), P(1)];
    assert_eq!(fit(BETWEEN, "%20a2b"), two("%20a", "b"));
    assert_eq!(fit(BETWEEN, "a%22%32"), None);
    assert_eq!(fit(BETWEEN, "%222%22"), two("%22", "%22"));
    assert_eq!(fit(&[P(0), L("F")], "a%2F"), None);
    assert_eq!(fit(&[P(0), L("F")], "a%2FF"), Some(vec!["a%2F".into()]));
    assert_eq!(fit(&[L("a%2"), P(0)], "a%20"), None);
    assert_eq!(fit(&[P(0), L("%2F"), P(1)], "a%2Fb"), two("a", "b"));
}

#[test]
fn too_long_and_too_many() {
    assert!(ROUTES.find(&format!("/a/{}", "x".repeat(70_000)), 0).is_none());
    let mut captures = Captures::default();
    for _ in 0..MAX_CAPTURES {
        captures.push(0, 1).unwrap();
    }
    assert!(captures.push(0, 1).is_none());
}

//! What `load` refuses, how it says so, and that it costs little.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use std::time::Instant;
use tenon::diagnostic::{Code, Diagnostics};
use tenon::load::{Budgets, FileId, Source, Sources};

fn read(name: &str, text: impl AsRef<[u8]>) -> (Option<Source>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let source = tenon::load::read(FileId(0), name, text.as_ref(), &Budgets::default(), &mut diagnostics);
    (source, diagnostics)
}

fn refused(name: &str, text: impl AsRef<[u8]>) -> (Code, String, Option<usize>) {
    let (source, diagnostics) = read(name, text);
    assert!(source.is_none());
    let first = diagnostics.iter().next().unwrap();
    (first.code, first.message.clone(), first.offset)
}

#[test]
fn broken_text_is_refused_with_its_place() {
    for (name, text, message, offset) in [
        ("a.json", "{\"a\": 1,}", "trailing comma", 8),
        ("a.json", "{\n  \"é\": x}", "expected value", 10),
        ("a.json", "{\"a\": 1} x", "trailing characters", 9),
        ("a.json", "{\"a\": \"\\ud83d\"}", "unexpected end of hex escape", 13),
        ("a.json", "", "EOF while parsing a value", 0),
        ("a.yaml", "a: b: c\n", "mapping values are not allowed in this context", 4),
        (
            "a.yaml",
            "é: x\na:\n\tb: 1\n",
            "found character that cannot start any token, while scanning for the next token",
            9,
        ),
        ("a.yaml", "a: *missing\n", "unknown anchor", 3),
        ("a.yaml", "a: 1\n---\nb: 1\n", "a second YAML document begins here", 5),
    ] {
        let (code, found, at) = refused(name, text);
        assert_eq!(code, Code::SyntaxError, "{text:?}");
        assert!(found.starts_with(message), "{text:?}: {found}");
        assert_eq!(at, Some(offset), "{text:?}: {found}");
    }
    assert_eq!(refused("a.json", "{\"a\": 1e400}").0, Code::InvalidValue);
    assert_eq!(
        refused("a.yaml", b"a: \xff".as_slice()),
        (Code::UnreadableFile, "the file is not UTF-8 text".to_owned(), Some(3))
    );
    assert_eq!(refused("a.yaml", b"\xfe\xff\0a".as_slice()).0, Code::UnreadableFile);
    assert_eq!(refused("a.yaml", "? {a: b}\n: c\n").1, "invalid type: map, expected a key that is text");
    assert_eq!(refused("a.yaml", "? ".repeat(100_000)).0, Code::SyntaxError);
}

#[test]
fn documents_that_are_too_much_are_refused_quickly() {
    let start = Instant::now();
    let deep = |open: &str| open.repeat(100_000);
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..10 {
        let previous = format!("*a{}", i - 1);
        bomb += &format!("a{i}: &a{i} [{}]\n", vec![previous; 10].join(", "));
    }
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 100_000].join(", "));
    let directives = format!("{}---\na: 1\n", (0..1000).map(|i| format!("%TAG !{i}! x\n")).collect::<String>());
    for (name, text) in [
        ("a.json", deep("[")),
        ("a.json", deep("{\"a\":")),
        ("a.yaml", deep("[")),
        ("a.yaml", deep("[ # ]\n")),
        ("a.yaml", format!("x: {}", deep("{a: "))),
        ("a.yaml", deep("- ")),
        ("a.yaml", format!("x: {}", deep("[? "))),
        ("a.yaml", "a: &a [*a, *a]\n".to_owned()),
        ("a.yaml", "a: &a\n  <<: *a\n".to_owned()),
        ("a.yaml", bomb),
        ("a.yaml", long),
        ("a.yaml", directives),
    ] {
        let (code, message, _) = refused(name, &text);
        assert_eq!(code, Code::OverBudget, "{}: {message}", &text[..text.len().min(30)]);
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn budgets_can_be_set() {
    let mut budgets = Budgets::default();
    (budgets.bytes, budgets.depth, budgets.nodes) = (20, 2, 3);
    for (text, fits) in [
        ("[[1]]", true),
        ("[[[]]]", false),
        ("[1, 2]", true),
        ("[1, 2, 3]", false),
        ("\"12345678901234567890\"", false),
    ] {
        for name in ["a.json", "a.yaml"] {
            let mut diagnostics = Diagnostics::default();
            let source = tenon::load::read(FileId(0), name, text.as_bytes(), &budgets, &mut diagnostics);
            assert_eq!(source.is_some(), fits, "{name}: {text}");
            assert!(diagnostics.iter().all(|d| d.code == Code::OverBudget), "{name}: {text}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_text() {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    assert_eq!(sources.read("a.yaml", b"a: b: c", &Budgets::default(), &mut diagnostics), None);
    assert_eq!(sources.read("b.yaml", b"a: 1", &Budgets::default(), &mut diagnostics), Some(FileId(1)));
    assert_eq!(sources.get(FileId(0)).unwrap().text, "a: b: c");
}

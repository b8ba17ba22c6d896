//! What people see of a report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use tenon::diagnostic::{Code, Diagnostics, locate, render, render_lines};
use tenon::load::{Budgets, FileId, Pointer, Sources};

fn at(path: &str) -> Pointer {
    Pointer::new(FileId(0), path)
}

fn sources(files: &[(&str, &str)]) -> (Sources, Diagnostics) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    for (name, text) in files {
        sources.read(name, text.as_bytes(), &Budgets::default(), &mut diagnostics);
    }
    (sources, diagnostics)
}

#[test]
fn a_report_looks_as_designed() {
    let (sources, mut diagnostics) = sources(&[("specs/quiva/openapi.yaml", "a:\n  b:\n    $ref: '#/Eror'\n")]);
    diagnostics
        .report(Code::UnknownReference, &at("/a/b/$ref"), "`#/Eror` does not exist")
        .help("did you mean `#/Error`?");
    let expected = "\
error[unknown-reference]: `#/Eror` does not exist
 --> specs/quiva/openapi.yaml:3:11
  |
3 |     $ref: '#/Eror'
  |           ^^^^^^^^
  = help: did you mean `#/Error`?

1 error
";
    assert_eq!(render(&diagnostics, &sources, false), expected);
    assert_eq!(
        render_lines(&diagnostics, &sources),
        "specs/quiva/openapi.yaml:3:11: error[unknown-reference]: `#/Eror` does not exist\n"
    );
    let coloured = render(&diagnostics, &sources, true);
    assert!(coloured.contains("\u{1b}[") && !coloured.contains(":::"), "{coloured}");
}

#[test]
fn what_has_no_line_of_its_own_points_to_the_key_or_what_is_around_it() {
    let text = "openapi: 3.1.0\ninfo:\n  title: |\n    two\n    lines\n  version:\nlist:\n- a: 1\n  b: 2\n";
    let (sources, mut diagnostics) = sources(&[("a.yaml", text)]);
    for (path, key, line, column) in [
        ("", false, 1, 1),
        ("/info", false, 2, 1),
        ("/info/title", false, 3, 3),
        ("/info/version", false, 6, 3),
        ("/info/missing/deep", false, 2, 1),
        ("/list/0", false, 8, 3),
        ("/list/0/b", true, 9, 3),
        ("/list/0/b", false, 9, 6),
    ] {
        let report = diagnostics.report(Code::MissingKey, &at(path), "x");
        if key {
            report.on_key();
        }
        let location = locate(diagnostics.iter().last().unwrap(), &sources).unwrap();
        assert_eq!((location.line, location.column), (line, column), "{path}");
    }
}

#[test]
fn a_duplicate_key_shows_both_places() {
    let (sources, diagnostics) = sources(&[("a.yaml", "k: 1\nl: 2\nm: 3\nn: 4\no: 5\nk: 6\n")]);
    let expected = "\
error[duplicate-key]: the key `k` is in this object twice
 --> a.yaml:6:1
  |
1 | k: 1
  | - the first one is here
...
6 | k: 6
  | ^
  = help: remove one of them, or rename it

1 error
";
    assert_eq!(render(&diagnostics, &sources, false), expected);
}

#[test]
fn places_in_other_files_and_far_away_are_shown() {
    let far = format!("a: 1\n{}b: 2\n", "# comment\n".repeat(20_000));
    let (sources, mut diagnostics) = sources(&[("a.yaml", &far), ("b.yaml", "c:\n  d: 1\n")]);
    diagnostics
        .report(Code::UnknownScheme, &at("/b"), "twice")
        .related(&at("/a"), "first here")
        .related(&Pointer::new(FileId(1), "/c/d"), "and here");
    let expected = "\
error[unknown-scheme]: twice
     --> a.yaml:20002:4
      |
20002 | b: 2
      |    ^
     ::: b.yaml:2:3
      |
    2 |   d: 1
      |   - and here
      = note: first here: a.yaml:1:1

1 error
";
    assert_eq!(render(&diagnostics, &sources, false), expected);
}

#[test]
fn syntax_errors_point_to_the_byte_even_at_the_end() {
    let (sources, diagnostics) = sources(&[("a.json", "{\n  \"é\": [1,\n")]);
    let expected = "\
error[syntax-error]: EOF while parsing a value
 --> a.json:2:11
  |
2 |   \"é\": [1,
  |           ^
  = help: the text ends too early: a bracket or quote is not closed

1 error
";
    assert_eq!(render(&diagnostics, &sources, false), expected);
}

#[test]
fn lines_of_a_page_are_counted_from_its_start() {
    let (sources, mut diagnostics) = sources(&[("page.md", "# T\n\n```yaml\nopenapi: 3.1.0\ninfo: 1\n```\n")]);
    diagnostics.report(Code::WrongType, &at("/info"), "this must be an object");
    let text = render(&diagnostics, &sources, false);
    assert!(text.contains("--> page.md:5:7\n"), "{text}");
    assert!(text.contains("\n5 | info: 1\n"), "{text}");
}

#[test]
fn a_document_in_one_line_is_shown_in_part() {
    let text = format!("{{{}\"key\": 1, \"key\": 2}}", (0..2000).map(|i| format!("\"é{i}\": 0, ")).collect::<String>());
    let (sources, diagnostics) = sources(&[("a.json", &text)]);
    let rendered = render(&diagnostics, &sources, false);
    let column = text.chars().count() - "\"key\": 2}".len() + 1;
    assert!(rendered.contains(&format!("--> a.json:1:{column}\n")), "{rendered}");
    assert!(rendered.contains("^^^^^") && rendered.len() < 1000, "{rendered}");
}

#[test]
fn text_of_a_document_cannot_command_the_terminal() {
    let (sources, mut diagnostics) = sources(&[("a.yaml", "a: \"\\e[31m\u{202e}\"\n")]);
    diagnostics.report(Code::InvalidValue, &at("/a"), "`\u{1b}[31m\u{202e}`").help("\u{7}");
    let text = render(&diagnostics, &sources, false);
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{text:?}");
}

#[test]
fn without_a_place_the_file_is_named() {
    let (sources, mut diagnostics) = sources(&[("a.yaml", "")]);
    diagnostics.report(Code::NotOpenApi, &at(""), "no `openapi`").help("add it");
    diagnostics.report(Code::Unused, &Pointer::new(FileId(7), "/a"), "nowhere");
    let text = render(&diagnostics, &sources, false);
    assert_eq!(
        text,
        "note[unused]: nowhere\n\nerror[not-openapi]: no `openapi`\n--> a.yaml\n = help: add it\n\n1 error, 1 note\n"
    );
    assert_eq!(render(&Diagnostics::default(), &sources, false), "");
}

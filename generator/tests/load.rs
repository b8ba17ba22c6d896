//! `load` over whole documents: what it reads, what it refuses, and that both of its parsers see the same tree.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use tenon::diagnostic::{Code, Diagnostics};
use tenon::load::{Budgets, FileId, Format, Pointer, Source};

use serde_json::{Value, json};

fn read(name: &str, text: impl AsRef<[u8]>) -> (Option<Source>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let source = tenon::load::read(FileId(0), name, text.as_ref(), &Budgets::default(), &mut diagnostics);
    (source, diagnostics)
}

fn tree(name: &str, text: &str) -> Value {
    let (source, diagnostics) = read(name, text);
    assert_eq!(diagnostics.iter().count(), 0, "{diagnostics:?}");
    let source = source.unwrap();
    same_tree(&source);
    source.tree
}

fn refused(name: &str, text: impl AsRef<[u8]>) -> (Code, String, Option<usize>) {
    let (source, diagnostics) = read(name, text);
    assert!(source.is_none());
    let first = diagnostics.iter().next().unwrap();
    (first.code, first.message.clone(), first.offset)
}

/// Walks the tree and asks the second parser for each node; scalars must say the same.
fn same_tree(source: &Source) {
    let mut open = vec![(Pointer::root(FileId(0)), &source.tree)];
    while let Some((at, value)) = open.pop() {
        let place = source.place(&at).unwrap_or_else(|| panic!("{}: {at} has no place", source.name));
        let raw = &source.text[place.value.clone()];
        match value {
            Value::Array(items) => {
                assert!(source.place(&at.index(items.len())).is_none(), "{at} has more items");
                open.extend(items.iter().enumerate().map(|(i, item)| (at.index(i), item)));
            }
            Value::Object(members) => open.extend(members.iter().map(|(key, member)| (at.child(key), member))),
            Value::String(text) => {
                let scalar = source.scalar(&at);
                assert_eq!(scalar.as_deref(), Some(text.as_str()), "{}: {at} is {raw:?}", source.name);
            }
            Value::Number(number) => {
                let scalar = source.scalar(&at).unwrap();
                let radix = |prefix, radix| {
                    scalar.strip_prefix(prefix).map(|d| u64::from_str_radix(d, radix).unwrap().to_string())
                };
                let same = radix("0x", 16).or_else(|| radix("0o", 8)).is_some_and(|d| d == number.to_string());
                let near = scalar.parse::<f64>().ok().zip(number.as_f64());
                assert!(
                    same || near.is_some_and(|(a, b)| a.to_bits() == b.to_bits()),
                    "{}: {at} is {raw:?}",
                    source.name
                );
            }
            Value::Bool(truth) => assert_eq!(source.scalar(&at).unwrap().to_lowercase(), truth.to_string()),
            Value::Null => {
                assert!(matches!(&*source.scalar(&at).unwrap(), "" | "~" | "null" | "Null" | "NULL"), "{at}: {raw}");
            }
        }
    }
}

#[test]
fn json_and_yaml_give_the_same_tree() {
    let json =
        tree("a.json", r#"{"openapi": "3.1.0", "x": [1, -2, 1.5, true, null, "a\u00e9\ud83d\ude00\n"], "": {}}"#);
    let yaml =
        tree("a.yaml", "openapi: 3.1.0\nx:\n- 1\n- -2\n- 1.5\n- true\n-\n- \"a\\u00e9\\U0001F600\\n\"\n'': {}\n");
    assert_eq!(json, yaml);
    assert_eq!(json["x"][5], "aé😀\n");
}

#[test]
fn what_is_json_is_decided_by_the_text_or_the_name() {
    for (name, text, format) in [
        ("a.yaml", "{\"openapi\": 1}", Format::Json),
        ("a", "\u{FEFF} \n{}", Format::Json),
        ("a.JSON", "[]", Format::Json),
        ("a.yml", "[]", Format::Yaml),
        ("a.yml", "{a: 1,}", Format::Yaml),
    ] {
        assert_eq!(read(name, text).0.unwrap().format, format, "{name}");
    }
    // As YAML this would be read without a word, and the pair of surrogates would break.
    assert_eq!(refused("a.json", "openapi: 3.1.0").0, Code::SyntaxError);
}

#[test]
fn yaml_keys_are_their_text() {
    let text = "200: a\n1.10: b\ntrue: c\nnull: d\n~: e\n0x1F: f\n2020-01-01: g\n'q': h\n? i\n: j\n";
    let value = tree("a.yaml", text);
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["200", "1.10", "true", "null", "~", "0x1F", "2020-01-01", "q", "i"]);
}

#[test]
fn yaml_scalars_follow_the_core_schema() {
    let text =
        "[1.0, 1e3, 0o17, 0x1F, 012, yes, on, 2020-01-01, 12:30:45, .5, +1, 1_000, TRUE, ~, !!str 5, ! 6, 1e400, '7']";
    let value = tree("a.yaml", text);
    assert_eq!(
        value,
        json!([
            1.0,
            1000.0,
            15,
            31,
            "012",
            "yes",
            "on",
            "2020-01-01",
            "12:30:45",
            0.5,
            1,
            "1_000",
            true,
            null,
            "5",
            6,
            "1e400",
            "7"
        ])
    );
}

#[test]
fn what_json_cannot_say_stays_text() {
    let value = tree("a.yaml", "[.nan, .inf, -.inf]").to_string();
    assert_eq!(value, r#"[".nan",".inf","-.inf"]"#);
}

#[test]
fn every_digit_of_a_number_can_be_had() {
    for (name, text) in [
        (
            "a.yaml",
            "v: 1.10\nbig: 18446744073709551617\nexact: 9007199254740993\nlong: 0.1000000000000000055511151231257827",
        ),
        (
            "a.json",
            r#"{"v": 1.10, "big": 18446744073709551617, "exact": 9007199254740993, "long": 0.1000000000000000055511151231257827}"#,
        ),
    ] {
        let source = read(name, text).0.unwrap();
        let scalar = |key: &str| source.scalar(&Pointer::root(FileId(0)).child(key)).unwrap().into_owned();
        assert_eq!(scalar("v"), "1.10");
        assert_eq!(scalar("big"), "18446744073709551617");
        assert_eq!(scalar("long"), "0.1000000000000000055511151231257827");
        assert_eq!(source.tree["exact"].as_i64(), Some(9_007_199_254_740_993));
    }
}

#[test]
fn merge_keys_are_applied_and_own_members_win() {
    let text = "base: &b {a: 1, b: 2}\nmore: &m {b: 3, c: 4}\none: {<<: *b, b: 9}\ntwo:\n  z: 0\n  <<: [*b, *m]\n  y: 1\nplain: {<<: text}\n";
    let value = tree("a.yaml", text);
    assert_eq!(value["one"], json!({"a": 1, "b": 9}));
    assert_eq!(value["two"].to_string(), r#"{"z":0,"a":1,"b":2,"c":4,"y":1}"#);
    assert_eq!(value["plain"], json!({"<<": "text"}));
    assert_eq!(tree("a.json", r#"{"a": {"<<": {"b": 1}}}"#)["a"]["<<"]["b"], 1);
}

#[test]
fn aliases_are_read_and_their_places_are_the_anchors() {
    let source = read("a.yaml", "a: &x {k: [1, 2]}\nb: *x\n&k key: 1\nc: *k\n").0.unwrap();
    same_tree(&source);
    let root = Pointer::root(FileId(0));
    assert_eq!(source.tree["b"], source.tree["a"]);
    assert_eq!(&source.text[source.place(&root.child("b")).unwrap().value], "*x");
    assert_eq!(source.place(&root.child("b").child("k")), source.place(&root.child("a").child("k")));
}

#[test]
fn large_objects_and_lists_have_places() {
    let json = |index: usize| format!("\"k\\u0061{index}\": [{index}], \"b{index}\": \"\\n{index}\"");
    let json: Vec<String> = (0..100).map(json).collect();
    let items: Vec<String> = (0..100).map(|index| index.to_string()).collect();
    let text = format!("{{{}, \"list\": [{}]}}", json.join(", "), items.join(", "));
    let source = read("a.json", &text).0.unwrap();
    same_tree(&source);
    let root = Pointer::root(FileId(0));
    assert_eq!(source.scalar(&root.child("b7")).as_deref(), Some("\n7"));
    assert!(source.place(&root.child("b100")).is_none() && source.place(&root.child("list").index(100)).is_none());
    let yaml: String = (0..100).rev().map(|index| format!("'it''s{index}': {index}\nk{index}: [{index}]\n")).collect();
    let source = read("a.yaml", format!("base: &b {{merged: 1}}\n<<: *b\n{yaml}")).0.unwrap();
    assert!(source.place(&root.child("merged")).is_some() && source.place(&root.child("it's7")).is_some());
    let twice: String = (0..100).map(|index| format!("\"k{}\": 1, ", index % 70)).collect();
    let source = read("a.json", format!("{{{twice}\"end\": 1}}")).0.unwrap();
    let starts: Vec<usize> = source.places(&root.child("k3")).iter().map(|place| place.value.start).collect();
    assert!(matches!(starts.as_slice(), [first, second] if first < second), "{starts:?}");
}

#[test]
fn flow_collections_may_be_indented_too_little() {
    let text =
        "a:\n  b:\n    c: {  # comment, {\n      x: [1,\n 2], # é\ny: 3, # here\n}\n    d: {\n'e': 1\n}\nf: [\n]\n";
    let source = read("a.yaml", text).0.unwrap();
    let at = Pointer::root(FileId(0)).child("a").child("b").child("d").child("e");
    assert_eq!(source.place(&at).map(|p| p.key), Some(text.find("'e'").map(|k| k..k + 3)));
    same_tree(&source);
}

#[test]
fn tags_of_others_are_reported() {
    let (source, diagnostics) = read("a.yaml", "a: !include b.yaml\nc: [!Ref {d: 1}]\n");
    assert_eq!(source.unwrap().tree, json!({"a": "b.yaml", "c": [{"d": 1}]}));
    let found: Vec<_> = diagnostics.iter().map(|d| (d.code, d.at.as_str().to_owned())).collect();
    assert_eq!(found, [(Code::IgnoredTag, "/a".to_owned()), (Code::IgnoredTag, "/c/0".to_owned())]);
}

#[test]
fn a_duplicate_key_is_an_error_with_both_places() {
    for (name, text) in
        [("a.yaml", "é: 1\np:\n  - k: 1\n    'k': 2\n"), ("a.json", "{\"é\": 1, \"p\": [{\"k\": 1, \"\\u006b\": 2}]}")]
    {
        let (source, diagnostics) = read(name, text);
        assert_eq!(source.unwrap().tree["p"][0]["k"], 1);
        let reports: Vec<_> = diagnostics.iter().collect();
        let [report] = reports.as_slice() else { panic!("{reports:?}") };
        assert_eq!((report.code, report.at.as_str()), (Code::DuplicateKey, "/p/0/k"));
        let second = if name == "a.json" { "\"\\u006b\"" } else { "'k'" };
        assert_eq!(report.offset, text.find(second));
        assert_eq!(report.related[0].0, report.at);
    }
}

#[test]
fn duplicates_behind_aliases_are_told_once_and_each_of_three_is_told() {
    let duplicates = |text| read("a.yaml", text).1.iter().map(|d| d.offset.unwrap()).collect::<Vec<_>>();
    assert_eq!(duplicates("a: &x {k: 1, k: 2}\nb: *x\nc: *x\n"), [13]);
    assert_eq!(duplicates("k: 1\nk: 2\nk: 3\n"), [5, 10]);
}

#[test]
fn a_page_is_read_where_a_document_is_expected() {
    let page = "# Title\n\n```yaml openapi.yaml\nopenapi: 3.1.0\ninfo: {}\n```\n";
    for name in ["page.md", "page"] {
        let source = read(name, page).0.unwrap();
        assert_eq!((source.text.as_str(), source.first_line), ("openapi: 3.1.0\ninfo: {}\n", 4));
        let place = source.place(&Pointer::root(FileId(0)).child("info")).unwrap();
        assert_eq!(source.line_column(place.value.start), (5, 7));
    }
    assert_eq!(refused("page.md", "# Title\n").0, Code::NoDocument);
}

/// Every real document is read, and both parsers see the same tree. Set `TENON_CORPUS` to the folder.
#[test]
fn real_documents_are_read_alike_by_both_parsers() {
    let Some(folder) = std::env::var_os("TENON_CORPUS") else {
        eprintln!("skipped: TENON_CORPUS is not set");
        return;
    };
    let mut failures = Vec::new();
    for entry in std::fs::read_dir(std::path::Path::new(&folder).join("single")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let (source, diagnostics) = read(&name, &bytes);
        failures.extend(
            diagnostics.iter().map(|d| format!("{name}: {} {} {} {:?}", d.code.id(), d.at, d.message, d.offset)),
        );
        let same = source.map(|s| std::panic::catch_unwind(|| same_tree(&s)));
        if let Some(Err(_)) | None = same {
            failures.push(format!("{name}: not alike"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

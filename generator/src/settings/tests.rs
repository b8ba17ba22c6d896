//! What `tenon.toml` may say, what it may not, and where that is reported.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::{Settings, read};
use crate::diagnostic::{Diagnostics, render_lines};
use crate::load::Sources;
use crate::names::Kind;
use crate::testing::{HEAD, sources};

fn reading(text: &str) -> (Settings, String) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let settings = read(&mut sources, "tenon.toml", text, &mut diagnostics);
    (settings, render_lines(&diagnostics, &sources))
}

/// What is said of a small document with these settings.
fn analysed(schemas: &str, toml: &str) -> (Option<crate::ir::Api>, String) {
    let (mut sources, mut diagnostics) =
        (sources(&format!("{HEAD}components: {{schemas: {{{schemas}}}}}\n")), Diagnostics::default());
    let settings = read(&mut sources, "tenon.toml", toml, &mut diagnostics);
    let api = crate::analyse(&sources, "t", &settings, &mut diagnostics);
    (api, render_lines(&diagnostics, &sources))
}

#[test]
fn everything_is_read() {
    let (settings, said) = reading(
        "assume-types = false
modules-by-tag = true
overlays = ['a.yaml', 'b.yaml']
[formats]
email = '::my::Email'
[operations]
include = ['tag:pets']
[[rename]]
kind = 'field'
within = 'Pet'
what = 'x-y'
to = 'z'
[[accept]]
code = 'unknown-format'
at = '/components/*'
reason = 'a string will do'
",
    );
    assert_eq!(said, "");
    assert!(!settings.assume_types);
    assert_eq!(settings.modules_by_tag, Some(true));
    assert_eq!(settings.overlays.len(), 2);
    assert_eq!(settings.formats["email"].value.string.as_deref(), Some("::my::Email"));
    assert_eq!(settings.operations.include.len(), 1);
    assert_eq!((settings.renames[0].value.kind, settings.renames[0].value.to.as_str()), (Kind::Field, "z"));
    assert_eq!(settings.accepted[0].value.reason, "a string will do");
}

#[test]
fn what_is_wrong_is_reported_where_it_stands() {
    for (text, says) in [
        ("assume-type = true\n", "tenon.toml:1:1: error[invalid-settings]: unknown field"),
        (
            "\n[formats]\nx = 'not a type'\n",
            "tenon.toml:3:5: error[invalid-settings]: `not a type` is no path of a Rust type",
        ),
        ("assume-types = 'yes'\n", "tenon.toml:1:16: error[invalid-settings]"),
        (
            "[[rename]]\nkind = 'thing'\nwhat = 'a'\nto = 'b'\n",
            "tenon.toml:2:8: error[invalid-settings]: `thing` is no kind",
        ),
        ("[[rename]]\nkind = 'order'\nwhat = 'a'\nto = 'b'\n", "`order` is no kind of name"),
        (
            "[[rename]]\nkind = 'type'\nwhat = 'a'\nto = 'fn'\n",
            "tenon.toml:4:6: error[invalid-settings]: `fn` is no identifier",
        ),
        ("[[accept]]\ncode = 'x'\nat = ''\nreason = 'y'\n", "tenon.toml:2:8: error[invalid-settings]: `x` is no code"),
        ("[[accept]]\ncode = 'syntax-error'\nat = ''\nreason = 'y'\n", "only warnings and notes"),
        ("[[accept]]\ncode = 'unused'\nat = ''\nreason = ' '\n", "tenon.toml:4:10: error[invalid-settings]: say why"),
        ("a = = b", "tenon.toml:1:5: error[invalid-settings]"),
    ] {
        let (_, said) = reading(text);
        let help = if says.starts_with("only") { "is an error: nothing is generated" } else { says };
        assert!(said.contains(help), "{text}{said}");
    }
}

#[test]
fn a_report_is_accepted_at_its_place_and_an_entry_for_none_is_an_error() {
    let schemas = "A: {type: string, format: odd}, B: {type: string, format: odd}";
    let entry = |at: &str| format!("[[accept]]\ncode = 'unknown-format'\nat = '{at}'\nreason = 'odd is a string'\n");
    let (_, said) = analysed(schemas, &entry("/components/schemas/*"));
    assert_eq!(said, "");
    let (_, said) = analysed(schemas, &entry("/components/schemas/C/format"));
    assert!(said.contains("tenon.toml:1:1: error[unused-setting]: nothing is reported as `unknown-format`"), "{said}");
}

#[test]
fn a_rename_has_the_first_right_and_one_of_nothing_is_an_error() {
    let schemas = "A: {type: object, properties: {x: {type: string}, y: {type: string}}}";
    let rename =
        |what: &str, to: &str| format!("[[rename]]\nkind = 'field'\nwithin = 'A'\nwhat = '{what}'\nto = '{to}'\n");
    let (api, said) = analysed(schemas, &rename("x", "y"));
    assert_eq!(said, "");
    let names = api.unwrap().names;
    assert_eq!(names.within(Kind::Field, "A").collect::<Vec<_>>(), [("x", "y"), ("y", "y_2")]);
    let (_, said) = analysed(schemas, &rename("z", "y"));
    assert!(said.contains("tenon.toml:1:1: error[unused-setting]: there is no field `z` in `A`"), "{said}");
    let (_, said) = analysed(schemas, &rename("x", "validate"));
    assert!(said.contains("error[invalid-settings]: `validate` is taken"), "{said}");
}

#[test]
fn a_choice_of_operations_that_means_nothing_is_an_error() {
    let (_, said) = analysed("A: {type: object}", "[operations]\nexclude = ['tag:pets']\n");
    assert!(said.contains("tenon.toml:2:12: error[unused-setting]: `tag:pets` matches no operation"), "{said}");
}

#[test]
fn formats_have_types_by_kind_and_types_have_dependencies() {
    let text = "[formats]\nmoney = { number = '::a::B', string = 'crate::C<::d::E>' }\n[dependencies]\na = '1'\nd = { version = \"2\" }\n";
    let (settings, said) = reading(text);
    assert_eq!(said, "");
    let of = |kind| settings.formats["money"].value.of(kind);
    use crate::ir::Kind::{Integer, Number, String};
    assert_eq!((of(Number), of(String), of(Integer)), (Some("::a::B"), Some("crate::C<::d::E>"), None));
    let written: Vec<_> =
        settings.dependencies().into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
    assert_eq!(written, ["a = '1'", "d = { version = \"2\" }"]);
}

#[test]
fn a_format_that_the_document_does_not_have_is_an_error() {
    let (_, said) = analysed("A: {type: string, format: email}", "[formats]\nemail = { number = '::a::B' }\n");
    assert!(said.contains("tenon.toml:2:9: error[unused-setting]: no string, integer or number"), "{said}");
    let (_, said) = analysed("A: {type: string, format: email}", "[formats]\nemail = '::a::B'\n");
    assert_eq!(said, "");
}

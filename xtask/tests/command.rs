//! Commands as they are used: what they print, what they write, and how they exit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod support;

use std::fs;
use support::{PAGE, PETS, Workspace};

#[test]
fn wrong_usage_exits_with_2_and_says_what_to_do() {
    let w = Workspace::new();
    w.write("pets.yaml", PETS);
    for (arguments, says) in [
        (&["nonsense"][..], "unrecognized subcommand"),
        (&[], "Usage"),
        (&["check"], "required"),
        (&["check", "pets.yaml", "--deny", "everything"], "possible values: warnings, notes"),
        (&["explain", "no-such-code"], "lists them all"),
        (&["generate", "nobody"], "there is no API `nobody`"),
        (&["generate", "pets.yaml"], "say `--out DIR`"),
        (&["generate", "--out", "o"], "name one file"),
        (&["generate", "pets.yaml", "--out", "o", "--name", "Pets!"], "no name of a Rust module"),
        (&["generate", "pets.yaml", "--out", "o", "--name", "self"], "no name of a Rust module"),
        (&["generate", "pets.yaml", "--out", "pets.yaml"], "is no directory"),
        (&["generate", "pets.yaml", "--out", "o", "--runtime", "nowhere"], "holds no crate"),
        (&["generate", "--name", "x"], "--out"),
        (&["generate", "--check", "--watch"], "cannot be used with"),
        (&["--root", "nowhere", "generate"], "is no directory"),
    ] {
        let (code, out, err) = w.run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {out}{err}");
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
    assert!(!w.path("o").exists() && !w.path("generated").exists());
}

#[test]
fn outside_of_a_workspace_documents_can_still_be_checked() {
    let w = Workspace::new();
    fs::remove_file(w.path("Cargo.toml")).unwrap();
    w.write("pets.yaml", PETS);
    w.ok(&["check", "pets.yaml"]);
    let (code, _, err) = w.run(&["generate"]);
    assert_eq!(code, 2);
    assert!(err.contains("in no Cargo workspace"), "{err}");
}

/// What a document refers to is read only where it stands itself.
#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let w = Workspace::new();
    w.write("outside.yaml", "Pet: {type: string}\n");
    let refers = |file: &str| PETS.replace("'#/components/schemas/Pet'", &format!("'{file}#/Pet'"));
    w.write("docs/inside.yaml", "Pet: {type: string}\n");
    w.write("docs/fits.yaml", &refers("inside.yaml"));
    w.ok(&["check", "docs/fits.yaml"]);
    std::os::unix::fs::symlink(w.path("outside.yaml"), w.path("docs/link.yaml")).unwrap();
    std::os::unix::fs::symlink(w.path(""), w.path("docs/folder")).unwrap();
    for file in ["link.yaml", "folder/outside.yaml", "../outside.yaml", "https://example.com/outside.yaml"] {
        w.write("docs/refers.yaml", &refers(file));
        let (code, out, err) = w.run(&["check", "docs/refers.yaml"]);
        assert!(code != 0 && (out + &err).contains("error["), "{file}");
    }
}

#[test]
fn unreadable_documents_exit_with_3() {
    let w = Workspace::new();
    w.write("broken.yaml", "openapi: 3.1.0\ninfo: a: b\n");
    w.write("empty.md", "# Nothing\n");
    fs::write(w.path("latin.yaml"), b"a: \xe9").unwrap();
    for (file, says) in [
        ("missing.yaml", "cannot read `missing.yaml`"),
        ("specs", "cannot read `specs`"),
        ("broken.yaml", "--> broken.yaml:2:8"),
        ("empty.md", "no OpenAPI document"),
        ("latin.yaml", "not UTF-8"),
    ] {
        fs::create_dir_all(w.path("specs")).unwrap();
        for command in [&["check", file][..], &["outline", file], &["add", file], &["generate", file, "--out", "o"]] {
            let (code, out, err) = w.run(command);
            assert_eq!(code, 3, "{command:?}: {out}{err}");
            assert!(format!("{out}{err}").contains(says), "{command:?}: {out}{err}");
        }
    }
    assert_eq!(w.files("specs"), []);
    assert!(!w.path("o").exists());
}

#[test]
fn check_reports_in_four_forms() {
    let w = Workspace::new();
    w.write("a,b.yaml", "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\npaths: {}\n");
    let (code, text, _) = w.run(&["check", "a,b.yaml"]);
    assert_eq!(code, 3);
    assert!(text.contains("error[duplicate-key]: ") && text.contains("4 | paths: {}\n  | ^^^^^\n"), "{text}");
    assert!(!text.contains('\u{1b}'));
    let (_, text, _) = w.run(&["check", "--format", "short", "a,b.yaml"]);
    assert!(text.starts_with("a,b.yaml:4:1: error[duplicate-key]: "), "{text}");
    let (_, text, _) = w.run(&["check", "--format", "github", "a,b.yaml"]);
    assert!(text.starts_with("::error file=a%2Cb.yaml,line=4,col=1,title=duplicate-key::"), "{text}");
    let (_, text, _) = w.run(&["check", "--format", "json", "a,b.yaml"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json[0]["code"], "duplicate-key");
    assert_eq!((json[0]["line"].as_u64(), json[0]["related"][0]["line"].as_u64()), (Some(4), Some(3)));
}

#[test]
fn a_missing_file_does_not_hide_the_others() {
    let w = Workspace::new();
    w.write("a.yaml", "a: b: c\n");
    let (code, out, err) = w.run(&["check", "missing.yaml", "a.yaml"]);
    assert_eq!(code, 3);
    assert!(err.contains("cannot read `missing.yaml`") && out.contains("syntax-error"), "{out}{err}");
}

#[test]
fn colour_follows_the_environment() {
    let w = Workspace::new();
    w.write("a.yaml", "a: b: c\n");
    let forced = w.command(&["check", "a.yaml"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(String::from_utf8_lossy(&forced.stdout).contains('\u{1b}'));
    let without = w.command(&["check", "a.yaml"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!String::from_utf8_lossy(&without.stdout).contains('\u{1b}'));
}

#[test]
fn outline_prints_facts() {
    let w = Workspace::new();
    w.write("pets.yaml", PETS);
    let (out, _) = w.ok(&["outline", "pets.yaml"]);
    let (http, rust) = ("GET /pets/{id} id getPet\n", "client struct GetPet\n");
    assert!(out.contains(http) && out.contains(rust), "{out}");
    let (out, _) = w.ok(&["outline", "pets.yaml", "--http"]);
    assert!(out.contains(http) && !out.contains(rust), "{out}");
    let (out, _) = w.ok(&["outline", "pets.yaml", "--rust"]);
    assert!(!out.contains(http) && out.contains(rust), "{out}");
}

#[test]
fn add_takes_documents_and_pages_unchanged() {
    let w = Workspace::new();
    let document = PETS.replace('\n', "\r\n");
    w.write("Pet Shop.yaml", &document);
    w.write("deep/store/openapi.json", "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"S\", \"version\": \"1\"}}");
    w.write("docs/page.md", &PAGE.replace("DOCUMENT", &format!("{PETS}\n")));
    w.ok(&["add", "Pet Shop.yaml"]);
    w.ok(&["add", "deep/store/openapi.json"]);
    w.ok(&["add", "docs/page.md", "--name", "paged"]);
    assert_eq!(w.read("specs/pet_shop/openapi.yaml"), document);
    assert!(w.read("specs/store/openapi.json").starts_with("{\"openapi\""));
    assert_eq!(w.read("specs/paged/openapi.yaml"), format!("{PETS}\n\n"));
    let source = w.read("specs/paged/SOURCE.md");
    for line in [
        "`page.md`",
        "<https://docs.example.com/llms.txt>",
        "Page: Get a pet",
        "Block: `yaml /pets.yaml GET /pets`",
        "Pets, version 1.0",
    ] {
        assert!(source.contains(line), "{line}: {source}");
    }
    let before = w.files("specs");
    let (_, err) = w.ok(&["add", "Pet Shop.yaml"]);
    assert!(err.contains("up to date"), "{err}");
    assert_eq!(w.files("specs"), before);
    let (code, _, err) = w.run(&["add", "deep/store/openapi.json", "--name", "paged"]);
    assert!(code == 2 && err.contains("is there already"), "{err}");
}

#[test]
fn codes_are_explained() {
    let w = Workspace::new();
    let (page, _) = w.ok(&["explain", "unknown-reference"]);
    assert!(page.starts_with("unknown-reference (error)\n\nA `$ref` points to nothing.\n\nPoint to"), "{page}");
    assert!(w.ok(&["explain"]).0.lines().count() > 30);
}

/// A `title` beside a key that nobody knows: one warning.
const WARNED: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1', titel: x}\npaths: {}\n";

#[test]
fn warnings_fail_where_they_are_denied() {
    let w = Workspace::new();
    w.write("warned.yaml", WARNED);
    assert_eq!(w.run(&["check", "warned.yaml"]).0, 0);
    assert_eq!(w.run(&["check", "warned.yaml", "--deny", "warnings"]).0, 1);
    assert_eq!(w.run(&["check", "warned.yaml", "--deny", "notes"]).0, 1);
    w.write("pets.yaml", PETS);
    assert_eq!(w.run(&["check", "pets.yaml", "--deny", "warnings"]).0, 0);
}

#[test]
fn sarif_names_the_place_and_the_rule() {
    let w = Workspace::new();
    w.write("warned.yaml", WARNED);
    let log: serde_json::Value = serde_json::from_str(&w.ok(&["check", "warned.yaml", "--format", "sarif"]).0).unwrap();
    let run = &log["runs"][0];
    let result = &run["results"][0];
    assert_eq!((&log["version"], &result["ruleId"]), (&"2.1.0".into(), &"unknown-keyword".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "warned.yaml");
    assert_eq!(place["region"]["startLine"], 2);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
}

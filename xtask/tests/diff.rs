//! `diff` as it is used: files, revisions, exemptions, and how it exits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod support;

use std::process::Command;
use support::{PETS, Workspace, nicks};

/// A repository with one API, and a branch on which its document is another.
fn repository() -> Workspace {
    let w = Workspace::new();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(w.path("")).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet", "--initial-branch", "main"]);
    let part = "Name: {type: string}\n";
    let split = PETS.replace("{name: {type: string}}", "{name: {$ref: 'parts.yaml#/Name'}}");
    w.write("specs/pets/openapi.yaml", &split);
    w.write("specs/pets/parts.yaml", part);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "pets"]);
    git(&["checkout", "--quiet", "-b", "branch"]);
    w.write("specs/pets/parts.yaml", "Name: {type: integer}\n");
    git(&["commit", "--quiet", "-am", "numbers"]);
    git(&["checkout", "--quiet", "main"]);
    w.write("specs/pets/openapi.yaml", &split.replace("version: '1.0'", "version: '1.0', description: Words."));
    git(&["commit", "--quiet", "-am", "words"]);
    w
}

#[test]
fn files_are_compared_and_the_exit_code_is_the_answer() {
    let w = Workspace::new();
    w.write("old.yaml", PETS);
    w.write("new.yaml", &nicks());
    let (code, out, _) = w.run(&["diff", "old.yaml", "new.yaml"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("BREAKING: wire-client 1, "), "{out}");
    assert_eq!(w.run(&["diff", "old.yaml", "new.yaml", "--fail-on", "never"]).0, 0);
    assert_eq!(w.ok(&["diff", "old.yaml", "old.yaml"]).0, "NO CHANGE\n");
    w.ok(&["diff", "old.yaml", "new.yaml", "--fail-on", "never", "--format", "html=a.html", "--format", "json=a.json"]);
    assert!(w.read("a.html").contains("required-property-removed"));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&w.read("a.json")).unwrap()["version"], 1);
    for arguments in [
        &["old.yaml", "nowhere.yaml"][..],
        &["nowhere", "old.yaml"],
        &["old.yaml"],
        &["old.yaml", "new.yaml", "--format", "pdf"],
    ] {
        assert_eq!(w.run(&[&["diff"], arguments].concat()).0, 2, "{arguments:?}");
    }
    w.write("broken.yaml", "openapi: [");
    assert_eq!(w.run(&["diff", "old.yaml", "broken.yaml"]).0, 3);
}

#[test]
fn revisions_are_compared_with_what_stands_beside_the_documents_in_them() {
    let w = repository();
    let (code, out, err) = w.run(&["diff", "main", "branch"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("type-changed") && out.contains("prose-changed"), "{out}");
    // From where the branch was left, `main` has said nothing.
    let (_, out, _) = w.run(&["diff", "--merge-base", "main", "branch"]);
    assert!(out.contains("type-changed") && !out.contains("prose-changed"), "{out}");
    assert_eq!(w.ok(&["diff", "main"]).0, "NO CHANGE\n");
    let (code, out, _) = w.run(&["diff", "branch:specs/pets/openapi.yaml"]);
    assert!(code == 1 && out.contains("type-changed"), "{out}");
    assert_eq!(w.run(&["diff", "main:specs/nobody/openapi.yaml", "specs/pets/openapi.yaml"]).0, 3);
    std::fs::remove_file(w.path("specs/pets/openapi.yaml")).unwrap();
    assert_eq!(w.run(&["diff", "main"]).0, 1);
}

#[test]
fn what_is_accepted_is_no_finding_and_what_is_not_there_cannot_be_accepted() {
    let w = Workspace::new();
    w.write("old.yaml", PETS);
    w.write("new/openapi.yaml", &PETS.replace("      required: [name]\n", ""));
    let entry = |more: &str| {
        format!("[[accepted]]\nrule = 'property-became-optional'\nplace = 'Pet.name'\nreason = 'Told.'\n{more}")
    };
    w.write("new/accepted.toml", &entry(""));
    assert_eq!(w.run(&["diff", "old.yaml", "new/openapi.yaml"]).0, 0);
    w.write("new/accepted.toml", &entry("axis = 'wire-client'\n"));
    assert_eq!(w.run(&["diff", "old.yaml", "new/openapi.yaml"]).0, 1);
    w.write("new/accepted.toml", &entry("expires = '2001-01-01'\n"));
    assert_eq!(w.run(&["diff", "old.yaml", "new/openapi.yaml"]).0, 4);
    assert_eq!(w.run(&["diff", "old.yaml", "old.yaml", "--accepted", "new/accepted.toml"]).0, 4);
    w.write("new/accepted.toml", &entry("").replace("Told.", " "));
    assert_eq!(w.run(&["diff", "old.yaml", "new/openapi.yaml"]).0, 2);
}

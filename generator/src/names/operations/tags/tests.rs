//! When tags have modules, and what these are called.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::Settings;
use crate::diagnostic::Diagnostics;
use crate::ir::Api;
use crate::names::Lock;
use crate::testing::{HEAD, sources};

/// An API of so many operations, each with the next one of these tags.
fn api(tags: &[&str], operations: usize, settings: &Settings) -> Api {
    let of = |i: usize| format!("  /{i}: {{get: {{tags: [{}], responses: {{}}}}}}\n", tags[i % tags.len()]);
    let paths = (0..operations).map(of).collect::<String>();
    crate::analyse(&sources(&format!("{HEAD}paths:\n{paths}")), "zoo", settings, &mut Diagnostics::default()).unwrap()
}

fn modules(api: &Api) -> Vec<&str> {
    api.tags.iter().map(|tag| tag.module.as_str()).collect()
}

fn chosen(modules_by_tag: Option<bool>, names: Lock) -> Settings {
    Settings { modules_by_tag, names, ..Settings::default() }
}

#[test]
fn large_apis_of_several_tags_have_modules() {
    let none = || chosen(None, Lock::default());
    assert_eq!(modules(&api(&["cats", "dogs"], 31, &none())), ["", ""]);
    assert_eq!(modules(&api(&["cats", "dogs"], 32, &none())), ["cats", "dogs"]);
    assert_eq!(modules(&api(&["cats"], 99, &none())), [""]);
    assert_eq!(modules(&api(&["cats"], 1, &chosen(Some(true), Lock::default()))), ["cats"]);
    assert_eq!(modules(&api(&["cats", "dogs"], 99, &chosen(Some(false), Lock::default()))), ["", ""]);
}

/// Whoever depends on it has written its features down, or that there are none.
#[test]
fn what_was_decided_stays() {
    let small = api(&["cats", "dogs"], 3, &Settings::default());
    assert_eq!(small.names.modules(), [""; 0]);
    assert_eq!(modules(&api(&["cats", "dogs"], 99, &chosen(None, small.names.clone()))), ["", ""]);
    let large = api(&["cats", "dogs"], 99, &chosen(Some(true), small.names));
    assert_eq!(large.names.modules(), ["cats", "dogs"]);
    let less = api(&["cats", "Cats", "owls"], 3, &chosen(None, large.names));
    assert_eq!(modules(&less), ["cats", "cats_2", "owls"]);
    assert!(less.names.text().contains("\nmodule\t\tCats\tcats_2\n"), "{}", less.names.text());
    assert!(less.names.text().contains("\n-module\t\tdogs\tdogs\n"), "{}", less.names.text());
}

#[test]
fn a_module_may_be_called_otherwise() {
    let mut settings = chosen(Some(true), Lock::default());
    let mut files = sources("a: 1");
    let toml = "[[rename]]\nkind = 'module'\nwhat = 'cats'\nto = 'felines'\n";
    settings.renames = crate::settings::read(&mut files, "t", toml, &mut Diagnostics::default()).renames;
    assert_eq!(
        modules(&api(&["cats", "type", "ops", "zoo"], 4, &settings)),
        ["felines", "type_", "ops_operations", "zoo_operations"]
    );
}

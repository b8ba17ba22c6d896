//! Overlays: what they change, what is said of those that cannot, and where their nodes stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::diagnostic::{Diagnostics, render_lines};
use crate::load::{Budgets, Sources};
use serde_json::{Value, json};

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: T, version: '1'}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /pets:
    get:
      responses: {'200': {description: ok}}
";

/// The tree after an overlay with these actions, and what is said.
fn overlaid(actions: &str) -> (Sources, String) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let overlay = format!("overlay: 1.1.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
    let mut ids = [("api.yaml", DOCUMENT), ("overlay.yaml", &overlay)]
        .map(|(name, text)| sources.read(name, text.as_bytes(), &Budgets::default(), &mut diagnostics).unwrap())
        .into_iter();
    super::apply(&mut sources, ids.nth(1).unwrap(), &mut diagnostics);
    let said = render_lines(&diagnostics, &sources);
    (sources, said)
}

fn tree(actions: &str) -> Value {
    let (sources, said) = overlaid(actions);
    assert_eq!(said, "");
    sources.iter().next().unwrap().tree.clone()
}

#[test]
fn members_are_merged_lists_joined_and_plain_values_replaced() {
    let tree = tree(
        "- {target: $.info, update: {version: '2', license: {name: MIT}}}
- {target: $.tags, update: {name: d}}
- {target: $, update: {tags: [{name: e}]}}\n",
    );
    assert_eq!(tree["info"], json!({"title": "T", "version": "2", "license": {"name": "MIT"}}));
    let names: Vec<_> = tree["tags"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
}

#[test]
fn everything_that_matches_is_removed() {
    let tree =
        tree("- {target: \"$.tags[?@.name != 'b']\", remove: true}\n- {target: $.paths..description, remove: true}\n");
    assert_eq!(tree["tags"], json!([{"name": "b"}]));
    assert_eq!(tree["paths"]["/pets"]["get"]["responses"]["200"], json!({}));
}

#[test]
fn a_node_is_copied() {
    let tree = tree(
        "- {target: $.paths, update: {/dogs: {}}}\n- {target: \"$.paths['/dogs']\", copy: \"$.paths['/pets']\"}\n",
    );
    assert_eq!(tree["paths"]["/dogs"], tree["paths"]["/pets"]);
}

#[test]
fn each_action_that_cannot_be_performed_is_reported_where_it_stands() {
    for (actions, says) in [
        ("- {target: $.nothing, remove: true}\n", "overlay.yaml:4:12: warning[unmatched-overlay]"),
        (
            "- {target: 'no path', remove: true}\n",
            "overlay.yaml:4:12: error[invalid-overlay]: `no path` is no JSONPath",
        ),
        ("- {target: $.info}\n", "overlay.yaml:4:3: error[invalid-overlay]: the action has neither"),
        ("- {target: $.info, update: [1]}\n", "error[invalid-overlay]: a list cannot be merged into an object"),
        ("- {target: $, remove: true}\n", "the whole document cannot be removed"),
        ("- {target: $.info, copy: $.tags.*}\n", "`copy` must match exactly one node"),
        ("- {target: $.info, updtae: {}, remove: true}\n", "unknown-keyword"),
        ("  []\n", "at least one action"),
    ] {
        let (_, said) = overlaid(actions);
        assert!(said.contains(says), "{actions}{said}");
    }
}

#[test]
fn nodes_stand_where_they_were_written() {
    let (sources, _) = overlaid(
        "- {target: '$.tags[0]', remove: true}\n- {target: $.tags, update: {name: d}}\n- {target: '$.tags[0]', remove: true}\n",
    );
    let place = |path: &str| {
        let at = sources.written(&crate::load::Pointer::new(Default::default(), path));
        format!("{}{}", sources.get(at.file).unwrap().name, at)
    };
    assert_eq!(sources.iter().next().unwrap().tree["tags"], json!([{"name": "c"}, {"name": "d"}]));
    assert_eq!(place("/tags/0/name"), "api.yaml#/tags/2/name");
    assert_eq!(place("/tags/1/name"), "overlay.yaml#/actions/1/update/name");
    assert_eq!(place("/info"), "api.yaml#/info");
}

//! What references lead to, by each kind of name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::Identifiers;
use crate::diagnostic::Diagnostics;
use crate::document::Version;
use crate::load::{Budgets, FileId, Pointer, Sources};
use crate::testing::{clean, facts, said, schemas, sources};

const FILE: &str = "
    openapi: 3.2.0
    $self: https://example.com/api/openapi
    components:
      schemas:
        Outer:
          $id: schemas/outer
          $anchor: here
          $defs:
            a: {$anchor: a, $id: inner}
            b: {$anchor: b}
            '~/%': {}
          not: {$defs: {deep: {$id: ./deep/er, items: {$dynamicAnchor: item}}}}
          enum: [{$id: in-enum, $anchor: in-enum}]
          const: {$id: in-const, $anchor: in-const}
          default: {$id: in-default, $anchor: in-default}
          examples: [{$id: in-examples, $anchor: in-examples}]
          x-note: {$id: in-extension, $anchor: in-extension}
          unknown: {$id: in-unknown, $anchor: in-unknown}
          properties: {$id: {type: string}, default: {$anchor: in-property}}
        Urn: {$id: 'urn:example:a?=b', $anchor: urn}
        Plain: {$anchor: plain}
      parameters:
        limit: {name: limit, in: query, content: {application/json: {schema: {$id: schemas/limit}, example: {$id: x}}}}
    paths:
      /a:
        get:
          responses:
            '200': {content: {application/json: {itemSchema: {$anchor: row}}}}
          callbacks: {done: {'{$url}': {post: {requestBody: {content: {'*/*': {schema: {$anchor: sent}}}}}}}}
";

fn names(sources: &Sources) -> Identifiers {
    let mut diagnostics = Diagnostics::default();
    let names = Identifiers::of(sources, Version::V3_2, &mut diagnostics);
    assert_eq!(said(&diagnostics), [""; 0]);
    names
}

/// Where a reference that stands at a place leads.
fn target(sources: &Sources, from: &str, reference: &str) -> Option<String> {
    let at = Pointer::new(FileId(0), from);
    let mut diagnostics = Diagnostics::default();
    let found = crate::resolve::target(sources, &names(sources), &mut diagnostics, reference, &at);
    found.map(|node| node.at.as_str().to_owned())
}

#[test]
fn names_are_found_where_schemas_stand() {
    let sources = sources(FILE);
    for (reference, at) in [
        ("", ""),
        ("openapi", ""),
        ("https://example.com/api/openapi#plain", "/components/schemas/Plain"),
        ("schemas/outer", "/components/schemas/Outer"),
        ("schemas/outer#here", "/components/schemas/Outer"),
        ("schemas/outer#b", "/components/schemas/Outer/$defs/b"),
        ("schemas/outer#in-property", "/components/schemas/Outer/properties/default"),
        ("schemas/outer#/%24defs/~0~1%25", "/components/schemas/Outer/$defs/~0~1%"),
        ("https://EXAMPLE.com/api/schemas/inner#a", "/components/schemas/Outer/$defs/a"),
        ("schemas/deep/er#item", "/components/schemas/Outer/not/$defs/deep/items"),
        ("urn:example:a?=b#urn", "/components/schemas/Urn"),
        ("../api/schemas/limit", "/components/parameters/limit/content/application~1json/schema"),
        ("#row", "/paths/~1a/get/responses/200/content/application~1json/itemSchema"),
        ("#sent", "/paths/~1a/get/callbacks/done/{$url}/post/requestBody/content/*~1*/schema"),
    ] {
        assert_eq!(target(&sources, "/components", reference).as_deref(), Some(at), "{reference}");
    }
}

#[test]
fn what_looks_like_a_name_is_none_among_values() {
    let sources = sources(FILE);
    for place in ["enum", "const", "default", "examples", "extension", "unknown"] {
        assert_eq!(target(&sources, "/components", &format!("schemas/in-{place}")), None, "{place}");
        assert_eq!(target(&sources, "/components", &format!("schemas/outer#in-{place}")), None, "{place}");
    }
}

#[test]
fn a_reference_starts_from_the_resource_around_it() {
    let sources = sources(FILE);
    let outer = "/components/schemas/Outer";
    for (from, reference, at) in [
        ("/paths", "#/components", Some("/components".to_owned())),
        ("/paths", "#here", None),
        (outer, "#", Some(outer.to_owned())),
        (outer, "#/$defs/b", Some(format!("{outer}/$defs/b"))),
        (outer, "#a", None),
        (&format!("{outer}/$defs/a/items"), "#a", Some(format!("{outer}/$defs/a"))),
        (&format!("{outer}/$defs/a/items"), "outer", Some(outer.to_owned())),
        (&format!("{outer}/not/$defs/deep/items"), "#/items", Some(format!("{outer}/not/$defs/deep/items"))),
        // Out of the resource, which is reported elsewhere.
        (outer, "#/components/schemas/Plain", Some("/components/schemas/Plain".to_owned())),
    ] {
        assert_eq!(target(&sources, from, reference), at, "{from} {reference}");
    }
}

#[test]
fn the_dialect_of_3_0_has_no_names() {
    let yaml = "openapi: 3.0.3\ncomponents: {schemas: {A: {$id: https://example.com/a, $anchor: a}}}";
    let names = Identifiers::of(&sources(yaml), Version::V3_0, &mut Diagnostics::default());
    assert!(names.resource("https://example.com/a").is_none());
    assert_eq!(names.around(&Pointer::new(FileId(0), "/components/schemas/A")).0.as_str(), "");
}

#[test]
fn files_are_found_under_their_names() {
    let mut sources = sources(FILE);
    let mut diagnostics = Diagnostics::default();
    for name in ["https://example.com/common.json", "parts/other.yaml"] {
        let text = br#"{"$defs": {"a": {"$id": "in-file", "$anchor": "a"}}, "$anchor": "root"}"#;
        sources.read(name, text, &Budgets::default(), &mut diagnostics).unwrap();
    }
    let names = names(&sources);
    let at = |uri: &str| names.resource(uri).map(|at| (at.file.0, at.as_str()));
    assert_eq!(at("https://example.com/common.json"), Some((1, "")));
    assert_eq!(at("https://example.com/in-file"), Some((1, "/$defs/a")));
    assert_eq!(at("parts/in-file"), Some((2, "/$defs/a")));
    assert_eq!(target(&sources, "/components", "../common.json#/$defs"), Some("/$defs".to_owned()));
}

#[test]
fn names_that_are_none_are_reported() {
    let (_, diagnostics) = schemas("A: {$anchor: '1a', type: string}\nB: {$dynamicAnchor: 'a b', type: string}");
    let at = ["invalid-value /components/schemas/A/$anchor", "invalid-value /components/schemas/B/$dynamicAnchor"];
    assert_eq!(said(&diagnostics), at);
}

#[test]
fn a_dynamic_reference_to_the_only_anchor_is_a_plain_one() {
    let api = clean(schemas(
        "
        List: {$id: list, type: array, items: {$dynamicRef: '#item'}, $defs: {i: {$dynamicAnchor: item, type: string}}}
        User: {$id: user, type: object, properties: {names: {$ref: list}}}
        ",
    ));
    assert_eq!(facts(&api, "type List "), ["array<string>"]);
    assert_eq!(facts(&api, "type User."), ["names? List"]);
}

#[test]
fn the_outermost_resource_on_the_way_decides() {
    let api = clean(schemas(
        "
        List: {$id: list, type: array, items: {$dynamicRef: '#item'}, $defs: {i: {$dynamicAnchor: item, type: string}}}
        Middle: {$id: middle, $ref: list, $defs: {i: {$dynamicAnchor: item, type: integer}}}
        Outer:
          $id: outer
          type: object
          properties: {middle: {$ref: middle}, list: {$ref: list}, other: {$ref: other}}
          $defs: {i: {$dynamicAnchor: item, type: boolean}}
        Other: {$id: other, $ref: middle, $defs: {i: {$anchor: item, type: number}}}
        Plain: {$id: plain, type: array, items: {$dynamicRef: 'list#/$defs/i'}}
        Anchor: {$id: anchor, type: array, items: {$dynamicRef: '#item'}, $defs: {i: {$anchor: item, type: number}}}
        ",
    ));
    for (name, item) in
        [("List", "string"), ("Middle", "integer"), ("Other", "integer"), ("Plain", "string"), ("Anchor", "number")]
    {
        let ty = [format!("type {name} "), format!("type {name}")].map(|of| facts(&api, &of));
        assert!(ty.concat().iter().any(|fact| fact.contains(&format!("array<{item}>"))), "{name}: {ty:?}");
    }
    let booleans = ["list? array<boolean>", "middle? array<boolean>", "other? array<boolean>"];
    assert_eq!(facts(&api, "type Outer."), booleans);
}

#[test]
fn recursive_references_lead_to_the_schema_that_allows_it() {
    let api = clean(schemas(
        "
        Tree: {$recursiveAnchor: true, type: object, properties: {children: {type: array, items: {$recursiveRef: '#'}}}}
        Leaf: {type: object, properties: {next: {$recursiveRef: '#'}}}
        ",
    ));
    assert_eq!(facts(&api, "type Tree."), ["children? array<Tree>"]);
    assert_eq!(facts(&api, "type Leaf."), ["next? Leaf"]);
}

#[test]
fn an_extension_of_a_recursive_schema_is_what_recurs() {
    let api = clean(schemas(
        "
        Tree: {$id: tree, $dynamicAnchor: node, type: object, properties: {children: {type: array, items: {$dynamicRef: '#node'}}}}
        Named:
          $id: named
          $dynamicAnchor: node
          type: object
          required: [name]
          properties: {name: {type: string}}
          allOf: [{$ref: tree}]
        ",
    ));
    assert_eq!(facts(&api, "type Tree."), ["children? array<Tree>"]);
    assert_eq!(facts(&api, "type Named."), ["children? array<Named>", "name string"]);
}

#[test]
fn ways_do_not_multiply_without_end() {
    // Each level may be come to under any set of the anchors of those above.
    let levels = 18;
    let level = |i: usize| {
        format!(
            "L{i}: {{$id: l{i}, type: object, properties: {{a: {{$ref: l{n}}}, b: {{$ref: m{i}}}, c: {{$dynamicRef: 'm{i}#n{i}'}}}}}}\n\
             M{i}: {{$id: m{i}, $ref: l{n}, $defs: {{x: {{$dynamicAnchor: n{i}, type: string}}}}}}\n\
             N{i}: {{$id: n{i}, $ref: l{n}, $defs: {{x: {{$dynamicAnchor: n{i}, type: integer}}}}}}\n",
            n = i + 1
        )
    };
    let last = (0..levels).map(|i| format!("p{i}: {{$dynamicRef: 'm{i}#n{i}'}}")).collect::<Vec<_>>().join(", ");
    let yaml: String = (0..levels).map(level).collect();
    let (_, diagnostics) =
        schemas(&format!("{yaml}L{levels}: {{$id: l{levels}, type: object, properties: {{{last}}}}}\n"));
    assert_eq!(said(&diagnostics), ["over-budget "]);
}

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::ir::{Decision, Kind, Shape};
use crate::testing::{clean, decision, facts, residue, said, schemas, ty};

/// Components that the tests refer to: `Cat` and `Dog` share a `kind`, `Bike` and `Car` share nothing.
const KNOWN: &str = "
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}
    Dog: {type: object, required: [kind], properties: {kind: {enum: [dog, puppy]}, tricks: {type: integer}}}
    Bike: {type: object, required: [gears], properties: {gears: {type: integer}, owner: {type: string}}}
    Car: {type: object, required: [doors], properties: {doors: {type: integer}, owner: {type: string}}}
    Thing: {type: object, properties: {owner: {type: string}}}
    Word: {type: object, properties: {text: {type: string}}}
";

fn reference(name: &str) -> String {
    format!("{{$ref: '#/components/schemas/{name}'}}")
}

/// `S` with branches that are components or written out, beside what all of the tests know.
fn union(word: &str, branches: &[&str], beside: &str) -> (crate::ir::Api, crate::diagnostic::Diagnostics) {
    let one = |b: &&str| if b.starts_with('{') { (*b).to_owned() } else { reference(b) };
    let branches: Vec<_> = branches.iter().map(one).collect();
    schemas(&format!("{KNOWN}\n    S: {{{word}: [{}]{beside}}}\n", branches.join(", ")))
}

fn tag(property: &str, values: &[(&str, usize)]) -> Decision {
    let values = values.iter().map(|(value, index)| ((*value).to_owned(), *index)).collect();
    Decision::Tag {
        property: property.to_owned(),
        of: Kind::String,
        values,
        untagged: Vec::new(),
        rest: None,
        open: true,
    }
}

#[test]
fn json_types_decide_first() {
    let api = clean(union(
        "oneOf",
        &["{type: string}", "{type: integer}", "{type: array, items: {type: string}}", "Cat"],
        "",
    ));
    assert_eq!(
        *decision(&api, "S"),
        Decision::Kind(vec![vec![Kind::String], vec![Kind::Integer], vec![Kind::Array], vec![Kind::Object]])
    );
    assert_eq!(facts(&api, "type S oneOf "), ["Cat", "array<string>", "integer", "string"]);
}

#[test]
fn several_types_are_a_union_by_type() {
    let api = clean(schemas("S: {type: [string, integer, 'null']}"));
    let Shape::Union(union) = &ty(&api, "S").shape else { panic!("no union") };
    assert_eq!(union.decision, Decision::Kind(vec![vec![Kind::Integer], vec![Kind::String]]));
    assert!(
        api.types.iter().any(|t| matches!(t.shape, Shape::Nullable(inner) if api.ty(inner).name == ty(&api, "S").name))
    );
}

#[test]
fn integers_are_numbers_and_so_do_not_tell_branches_apart() {
    let api = clean(union("anyOf", &["{type: integer}", "{type: number}"], ""));
    assert_eq!(*decision(&api, "S"), Decision::Trial);
}

#[test]
fn a_mapping_names_the_branches() {
    let beside = ", discriminator: {propertyName: kind, mapping: {c: '#/components/schemas/Bike', d: Car, e: Car}}";
    let with_kind =
        |name: &str| format!("{name}: {{type: object, required: [kind], properties: {{kind: {{type: string}}}}}}");
    let components = format!("{}\n{}\n", with_kind("Bike"), with_kind("Car"));
    let s = format!("S: {{oneOf: [{}, {}]{beside}}}", reference("Bike"), reference("Car"));
    let api = clean(schemas(&format!("{components}{s}")));
    assert_eq!(*decision(&api, "S"), tag("kind", &[("c", 0), ("d", 1), ("e", 1)]));
}

#[test]
fn without_a_mapping_the_values_of_the_branch_count_then_its_name() {
    let (api, diagnostics) = union("oneOf", &["Cat", "Bike"], ", discriminator: {propertyName: kind}");
    let Decision::Tag { values, untagged, .. } = decision(&api, "S") else { panic!("no tag") };
    assert_eq!(*values, [("cat".to_owned(), 0), ("Bike".to_owned(), 1)]);
    // `Bike` does not ask for it.
    assert_eq!(
        (untagged.as_slice(), said(&diagnostics)),
        (&[1][..], vec!["optional-discriminator /components/schemas/S/discriminator".to_owned()])
    );
}

#[test]
fn listed_values_of_a_required_property_decide() {
    let api = clean(union("oneOf", &["Cat", "Dog"], ""));
    assert_eq!(*decision(&api, "S"), tag("kind", &[("cat", 0), ("dog", 1), ("puppy", 1)]));
}

#[test]
fn a_property_that_only_one_branch_requires_decides() {
    let (api, diagnostics) = union("oneOf", &["Thing", "Bike", "Car"], "");
    // A bike is a thing, and `oneOf` lets it be one of them only.
    assert_eq!(said(&diagnostics), ["ambiguous-union /components/schemas/S/oneOf"]);
    let by = |name: &str, index| (Some(name.to_owned()), index);
    assert_eq!(*decision(&api, "S"), Decision::Property(vec![by("gears", 1), by("doors", 2), (None, 0)]));
}

#[test]
fn else_branches_are_tried_and_one_of_is_warned_of() {
    let (api, diagnostics) = union("oneOf", &["Thing", "Word"], "");
    assert_eq!(*decision(&api, "S"), Decision::Trial);
    assert_eq!(said(&diagnostics), ["ambiguous-union /components/schemas/S/oneOf"]);
    let api = clean(union("anyOf", &["Thing", "Word"], ""));
    let Shape::Union(union) = &ty(&api, "S").shape else { panic!("no union") };
    assert_eq!((&union.decision, union.exclusive), (&Decision::Trial, false));
}

#[test]
fn null_beside_one_branch_is_that_branch_or_null() {
    for word in ["oneOf", "anyOf"] {
        for branches in [["Cat", "{type: 'null'}"], ["{type: 'null'}", "Cat"]] {
            let list = branches.map(|b| if b.starts_with('{') { b.to_owned() } else { reference(b) }).join(", ");
            let api =
                clean(schemas(&format!("{KNOWN}\n    S: {{type: object, properties: {{v: {{{word}: [{list}]}}}}}}")));
            assert_eq!(facts(&api, "type S.v? "), ["Cat|null"], "{word}");
        }
    }
}

#[test]
fn null_beside_several_branches_is_taken_out_of_the_union() {
    let api = clean(union("oneOf", &["Cat", "Dog", "{type: 'null'}"], ""));
    assert_eq!(facts(&api, "type S oneOf "), ["Cat", "Dog"]);
    let nullable =
        |t: &crate::ir::TypeDef| matches!(t.shape, Shape::Nullable(inner) if api.ty(inner).name == ty(&api, "S").name);
    assert!(api.types.iter().any(nullable));
}

#[test]
fn null_alone_is_null() {
    let api = clean(schemas("S: {type: object, properties: {v: {anyOf: [{type: 'null'}]}, w: {type: 'null'}}}"));
    assert_eq!(facts(&api, "type S."), ["v? null", "w? null"]);
}

#[test]
fn nullable_twice_is_nullable_once() {
    let api = clean(schemas(
        "
        Maybe: {type: [string, 'null']}
        S: {type: object, properties: {v: {anyOf: [{$ref: '#/components/schemas/Maybe'}, {type: 'null'}]}}}
        ",
    ));
    assert_eq!([facts(&api, "type Maybe "), facts(&api, "type S.")], [["string"], ["v? Maybe|null"]]);
}

#[test]
fn equal_branches_are_one() {
    let api =
        clean(schemas("S: {type: object, properties: {v: {anyOf: [{type: string}, {type: string, description: d}]}}}"));
    assert_eq!(facts(&api, "type S."), ["v? string"]);
}

#[test]
fn a_string_beside_an_enum_makes_it_open() {
    let api = clean(union("anyOf", &["{type: string}", "{type: string, enum: [a, b]}"], ""));
    assert_eq!(facts(&api, "type S enum "), ["\"a\"", "\"b\"", "open"]);
}

#[test]
fn what_stands_beside_a_union_is_part_of_each_branch() {
    let api =
        clean(union("oneOf", &["Cat", "Dog"], ", type: object, required: [id], properties: {id: {type: string}}"));
    assert_eq!(*decision(&api, "S"), tag("kind", &[("cat", 0), ("dog", 1), ("puppy", 1)]));
    assert_eq!(facts(&api, "type S.Cat."), ["id string", "kind Cat.kind", "lives? integer"]);
}

#[test]
fn branches_that_only_demand_properties_say_nothing_of_the_shape() {
    let beside = ", type: object, properties: {a: {type: string}, b: {type: string}}";
    let api = clean(union("anyOf", &["{required: [a]}", "{required: [b]}"], beside));
    assert_eq!(facts(&api, "type S."), ["a? string", "b? string"]);
    assert_eq!(residue(&api, "S"), "anyOf(required a | required b)");
}

#[test]
fn of_several_unions_the_one_that_tells_best_is_the_type_and_the_others_are_checked() {
    let api = clean(union("oneOf", &["Thing", "Word"], ", anyOf: [{type: object}, {type: string}]"));
    assert_eq!(facts(&api, "type S anyOf "), ["map<any>", "string"]);
    assert_eq!(
        residue(&api, "S"),
        "oneOf(type object & members owner=(type string) | type object & members text=(type string))"
    );
}

#[test]
fn a_branch_that_leads_back_is_told_apart_whichever_comes_first() {
    let value = "Value: {oneOf: [{type: string}, {$ref: '#/components/schemas/Holder'}]}\n";
    let holder = "Holder: {type: object, properties: {value: {$ref: '#/components/schemas/Value'}}}\n";
    for order in [[value, holder], [holder, value]] {
        let api = clean(schemas(&order.concat()));
        assert_eq!(*decision(&api, "Value"), Decision::Kind(vec![vec![Kind::String], vec![Kind::Object]]), "{order:?}");
    }
}

#[test]
fn a_union_that_leads_back_through_a_union_is_told_apart_whichever_comes_first() {
    let text = "Text: {anyOf: [{type: string}, {$ref: '#/components/schemas/List'}]}\n";
    let list = "List: {anyOf: [{type: array, items: {$ref: '#/components/schemas/Text'}}, {type: integer}]}\n";
    for order in [[text, list], [list, text]] {
        let api = clean(schemas(&order.concat()));
        let Decision::Kind(kinds) = decision(&api, "Text") else { panic!("{order:?}: {:?}", decision(&api, "Text")) };
        assert_eq!(kinds.len(), 2);
    }
}

#[test]
fn a_union_of_unions_that_lead_to_each_other_is_refused() {
    let (_, diagnostics) = schemas(
        "
        A: {anyOf: [{$ref: '#/components/schemas/B'}, {type: string}]}
        B: {anyOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}
        C: {anyOf: [{$ref: '#/components/schemas/A'}, {type: boolean}]}
        ",
    );
    assert_eq!(
        said(&diagnostics),
        ["cyclic-reference /components/schemas/A", "cyclic-reference /components/schemas/B"]
    );
}

#[test]
fn a_branch_that_is_a_list_of_itself_is_named_in_finite_time() {
    let (api, _) = schemas(
        "
        Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}
        S: {anyOf: [{type: array, items: {$ref: '#/components/schemas/Tree'}}, {type: string}]}
        ",
    );
    assert_eq!(facts(&api, "type S anyOf ").len(), 2);
}

#[test]
fn null_beside_what_leads_back_is_not_lost() {
    let api = clean(schemas(
        "Node: {type: object, properties: {next: {anyOf: [{$ref: '#/components/schemas/Node'}, {type: 'null'}]}}}",
    ));
    assert_eq!(facts(&api, "type Node."), ["next? Node|null"]);
}

#[test]
fn branches_without_a_name_are_called_by_what_tells_them_apart() {
    let variants = |branches: &[&str]| {
        let (api, _) = union("oneOf", branches, "");
        let Shape::Union(union) = &ty(&api, "S").shape else { panic!("no union") };
        union.variants.iter().map(|v| v.name.rust.clone()).collect::<Vec<_>>()
    };
    let tagged = |value: &str| format!("{{type: object, required: [t], properties: {{t: {{const: {value}}}}}}}");
    assert_eq!(variants(&[&tagged("by-card"), &tagged("cash"), "Cat"]), ["ByCard", "Cash", "Cat"]);
    assert_eq!(
        variants(&["{type: object, required: [id, card]}", "{type: object, required: [id, bank]}"]),
        ["Card", "Bank"]
    );
    // The same value twice, or several properties of its own: no one word.
    assert_eq!(variants(&[&tagged("a"), "{type: object, required: [b, c], title: Both}"])[1], "Both");
    assert_eq!(
        variants(&["{type: object, required: [a, b]}", "{type: object, required: [c, d]}"]),
        ["Variant1", "Variant2"]
    );
}

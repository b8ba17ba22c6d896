//! Types that contain themselves: edges on a cycle get a `Box`. What no finite value can be is reported.
//!
//! Containment is what makes a Rust type infinitely large; a `Vec` or a map breaks it. Whether an edge is on a
//! cycle is a question of strongly connected components and so does not depend on any order.
use super::circles;
use super::graph::Graph;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Api, Shape, TypeId};

pub(super) fn break_cycles(api: &mut Api, diagnostics: &mut Diagnostics) {
    circles::declare(api, diagnostics);
    report_endless(api, diagnostics);
    report_infinite(api, diagnostics);
    let graph = Graph::new(api, |_, shape, to| edges(shape, to));
    let component = components(&graph);
    for (index, def) in api.types.iter_mut().enumerate() {
        let same = |to: &TypeId| component[index] == component[to.0 as usize];
        let mut cyclic = graph.of(index).iter().map(same);
        match &mut def.shape {
            Shape::Struct(s) => s.fields.iter_mut().for_each(|f| f.boxed = cyclic.next().unwrap_or(false)),
            Shape::Union(u) => u.variants.iter_mut().for_each(|v| v.boxed = cyclic.next().unwrap_or(false)),
            _ => {}
        }
    }
}

/// What a value of this shape holds without a heap allocation between.
fn edges(shape: &Shape, into: &mut Vec<TypeId>) {
    match shape {
        Shape::Struct(s) => into.extend(s.fields.iter().map(|f| f.ty)),
        Shape::Union(u) => into.extend(u.variants.iter().map(|v| v.ty)),
        Shape::Tuple(parts) => into.extend(parts),
        Shape::Nullable(to) | Shape::Alias(to) => into.push(*to),
        _ => {}
    }
}

/// Structs and tuples that demand a value of their own type: who begins to write one never ends.
fn report_infinite(api: &Api, diagnostics: &mut Diagnostics) {
    let needs = Graph::new(api, |index, shape, to| needs(api, index, shape, to));
    let finite = finite(api, &needs);
    // What is demanded, among types that have no finite value.
    let endless = |index: &usize| !finite[*index];
    let graph = Graph::new(api, |index, _, to| {
        let demanded = needs.of(index).iter().filter(|to| endless(&(to.0 as usize)));
        to.extend(demanded.filter(|_| endless(&index)));
    });
    let component = components(&graph);
    let mut sizes = vec![0_usize; api.types.len()];
    component.iter().for_each(|c| sizes[*c] += 1);
    let mut said = vec![false; api.types.len()];
    for (index, def) in api.types.iter().enumerate() {
        let circular = sizes[component[index]] > 1 || graph.of(index).iter().any(|to| to.0 as usize == index);
        if circular && !std::mem::replace(&mut said[component[index]], true) {
            diagnostics
                .report(Code::InfiniteType, &def.origin, "each value of this type would hold another of the same type")
                .help("take a property on the way off `required`, or let it be null");
        }
    }
}

/// Which types have values that end. The least set that holds all that need nothing but each other.
fn finite(api: &Api, needs: &Graph) -> Vec<bool> {
    let users = needs.reversed();
    let mut finite = vec![false; api.types.len()];
    let mut open: Vec<usize> = (0..api.types.len()).collect();
    while let Some(index) = open.pop() {
        let needs = needs.of(index);
        let is = |to: &TypeId| finite[to.0 as usize];
        let ends =
            if let Shape::Union(_) = api.types[index].shape { needs.iter().any(is) } else { needs.iter().all(is) };
        if ends && !std::mem::replace(&mut finite[index], true) {
            open.extend(users.of(index).iter().map(|user| user.0 as usize));
        }
    }
    finite
}

/// What every value of the shape holds; of a union, one of them.
fn needs(api: &Api, index: usize, shape: &Shape, into: &mut Vec<TypeId>) {
    let constraints = &api.types[index].constraints;
    match shape {
        Shape::Struct(s) => into.extend(s.fields.iter().filter(|f| f.required).map(|f| f.ty)),
        Shape::Union(u) => into.extend(u.variants.iter().map(|v| v.ty)),
        Shape::Tuple(parts) => into.extend(parts),
        Shape::Alias(to) => into.push(*to),
        Shape::Array(item) if constraints.min_items.is_some() => into.push(*item),
        Shape::Map(map) if constraints.min_properties.is_some() => into.push(map.value),
        _ => {}
    }
}

/// What is read in place of a value of this shape, at the same place of the document.
fn in_place(shape: &Shape, into: &mut Vec<TypeId>) {
    match shape {
        Shape::Union(u) => into.extend(u.variants.iter().map(|v| v.ty)),
        Shape::Nullable(to) | Shape::Alias(to) => into.push(*to),
        _ => {}
    }
}

/// A union that is one of its own branches: whoever reads a value tries it again and again.
fn report_endless(api: &Api, diagnostics: &mut Diagnostics) {
    let graph = Graph::new(api, |_, shape, to| in_place(shape, to));
    let component = components(&graph);
    let mut sizes = vec![0_usize; api.types.len()];
    component.iter().for_each(|c| sizes[*c] += 1);
    for (index, def) in api.types.iter().enumerate() {
        let circular = sizes[component[index]] > 1 || graph.of(index).iter().any(|to| to.0 as usize == index);
        if circular && matches!(def.shape, Shape::Union(_)) {
            diagnostics.report(Code::CyclicReference, &def.origin, "this union is one of its own branches");
        }
    }
}

/// Tarjan's algorithm, without recursion: per type the number of its strongly connected component.
fn components(graph: &Graph) -> Vec<usize> {
    let count = graph.count();
    let (mut index, mut low) = (vec![usize::MAX; count], vec![0; count]);
    let (mut component, mut on_stack) = (vec![usize::MAX; count], vec![false; count]);
    let (mut stack, mut counter, mut components) = (Vec::new(), 0, 0);
    let mut work = Vec::new();
    for start in 0..count {
        // Most lead nowhere, or were come to before.
        if graph.of(start).is_empty() && index[start] == usize::MAX {
            (index[start], low[start], component[start]) = (counter, counter, components);
            (counter, components) = (counter + 1, components + 1);
            continue;
        }
        work.push((start, 0));
        while let Some((v, next)) = work.pop() {
            if next == 0 {
                if index[v] != usize::MAX {
                    continue;
                }
                (index[v], low[v]) = (counter, counter);
                counter += 1;
                stack.push(v);
                on_stack[v] = true;
            }
            if let Some(to) = graph.of(v).get(next) {
                let to = to.0 as usize;
                work.push((v, next + 1));
                if index[to] == usize::MAX {
                    work.push((to, 0));
                } else if on_stack[to] {
                    low[v] = low[v].min(index[to]);
                }
                continue;
            }
            // Back from the children: their low links count.
            for to in graph.of(v) {
                let to = to.0 as usize;
                if on_stack[to] {
                    low[v] = low[v].min(low[to]);
                }
            }
            if low[v] == index[v] {
                while let Some(w) = stack.pop() {
                    on_stack[w] = false;
                    component[w] = components;
                    if w == v {
                        break;
                    }
                }
                components += 1;
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::ir::{Api, Shape};
    use crate::testing::{clean, facts, said, schemas, ty};

    /// Which members or branches of a type are behind a `Box`.
    fn boxed(api: &Api, wire: &str) -> Vec<String> {
        match &ty(api, wire).shape {
            Shape::Struct(s) => s.fields.iter().filter(|f| f.boxed).map(|f| f.name.wire.clone()).collect(),
            Shape::Union(u) => u.variants.iter().filter(|v| v.boxed).map(|v| v.name.wire.clone()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_member_of_its_own_type_is_boxed_and_its_neighbours_are_not() {
        let api = clean(schemas(
            "
            Node:
              type: object
              properties:
                value: {type: string}
                next: {$ref: '#/components/schemas/Node'}
                before: {anyOf: [{$ref: '#/components/schemas/Node'}, {type: 'null'}]}
                children: {type: array, items: {$ref: '#/components/schemas/Node'}}
                by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Node'}}
            ",
        ));
        assert_eq!(boxed(&api, "Node"), ["next", "before"]);
    }

    #[test]
    fn a_longer_circle_is_cut_whichever_type_comes_first() {
        let a = "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}\n";
        let b = "B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, c: {$ref: '#/components/schemas/C'}}}\n";
        let c = "C: {type: object, properties: {x: {type: string}}}\n";
        for order in [[a, b, c], [c, b, a]] {
            let api = clean(schemas(&order.concat()));
            assert_eq!([boxed(&api, "A"), boxed(&api, "B"), boxed(&api, "C")], [vec!["b"], vec!["a"], vec![]]);
        }
    }

    #[test]
    fn a_circle_through_a_union_is_cut() {
        let api = clean(schemas(
            "
            Expr: {oneOf: [{type: integer}, {$ref: '#/components/schemas/Not'}]}
            Not: {type: object, required: [of], properties: {of: {$ref: '#/components/schemas/Expr'}}}
            ",
        ));
        assert_eq!([boxed(&api, "Expr"), boxed(&api, "Not")], [["Not"], ["of"]]);
    }

    #[test]
    fn a_list_of_nothing_but_itself_is_declared() {
        let api = clean(schemas("Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}"));
        assert_eq!(facts(&api, "type Tree "), ["array<Tree>"]);
    }

    #[test]
    fn a_circle_without_a_component_gets_a_name() {
        let api = clean(schemas(
            "
            Holder:
              type: object
              properties:
                tree: {type: array, items: {$ref: '#/components/schemas/Holder/properties/tree'}}
                maze: {type: [array, 'null'], items: {type: object, additionalProperties: {$ref: '#/components/schemas/Holder/properties/maze'}}}
            ",
        ));
        assert_eq!(
            facts(&api, "type Holder."),
            [
                "maze array<map<Holder.maze|null>>",
                "maze? Holder.maze|null",
                "tree array<Holder.tree>",
                "tree? Holder.tree"
            ]
        );
    }

    #[test]
    fn a_tuple_of_itself_is_behind_a_box() {
        let api = clean(schemas(
            "Pair: {type: [array, 'null'], prefixItems: [{$ref: '#/components/schemas/Pair'}, {type: string}], items: false, minItems: 2}",
        ));
        assert_eq!(boxed(&api, "Pair"), ["tuple"]);
    }

    #[test]
    fn what_demands_itself_forever_is_reported_once() {
        let (_, diagnostics) = schemas(
            "
            A: {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}
            B: {type: object, required: [a], properties: {a: {type: array, minItems: 1, items: {$ref: '#/components/schemas/A'}}}}
            User: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}
            Fine: {type: object, required: [next], properties: {next: {oneOf: [{$ref: '#/components/schemas/Fine'}, {type: string}]}}}
            Empty: {type: object, required: [list], properties: {list: {type: array, items: {$ref: '#/components/schemas/Empty'}}}}
            ",
        );
        assert_eq!(said(&diagnostics), ["infinite-type /components/schemas/A"]);
    }

    #[test]
    fn what_is_only_itself_is_refused() {
        for schema in [
            "{anyOf: [{$ref: '#/components/schemas/S'}]}",
            "{oneOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}",
        ] {
            let (_, diagnostics) = schemas(&format!("S: {schema}"));
            assert_eq!(said(&diagnostics), ["cyclic-reference /components/schemas/S"], "{schema}");
        }
    }

    #[test]
    fn types_may_lead_to_each_other_for_as_long_as_they_like() {
        for part in [
            "{type: object, properties: {next: NEXT}}",
            "{type: array, items: NEXT}",
            "{anyOf: [{type: array, items: NEXT}, {type: object, properties: {next: NEXT}}, {type: 'null'}]}",
            "{allOf: [{type: object, properties: {next: {type: object, properties: {next: NEXT}}}}, {type: object, properties: {other: NEXT}}]}",
            "{type: [array, 'null'], items: {type: ['null', object], properties: {next: NEXT}}}",
        ] {
            let one = |i: usize| {
                format!("A{i}: {}\n", part.replace("NEXT", &format!("{{$ref: '#/components/schemas/A{}'}}", i + 1)))
            };
            let chain: String = (0..1_000).map(one).collect();
            let api = clean(schemas(&format!("{chain}A1000: {{type: string}}")));
            assert!(
                matches!(ty(&api, "A999").shape, Shape::Struct(_) | Shape::Array(_) | Shape::Union(_)),
                "{part}: {:?}",
                ty(&api, "A999").shape
            );
        }
    }
}

//! Types that contain themselves: edges on a cycle get a `Box`, aliases that lead to themselves are cut.
//!
//! Containment is what makes a Rust type infinitely large; a `Vec` or a map breaks it. Whether an edge is on a
//! cycle is a question of strongly connected components and so does not depend on any order.
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Api, Shape, TypeId, UntypedReason};

pub(super) fn break_cycles(api: &mut Api, diagnostics: &mut Diagnostics) {
    cut_aliases(api, diagnostics);
    report_endless(api, diagnostics);
    let component = components(&graph(api, edges));
    let same = |a: usize, b: TypeId| component[a] == component[b.0 as usize];
    let on_cycle: Vec<Vec<bool>> =
        (0..api.types.len()).map(|i| edges(&api.types[i].shape).iter().map(|to| same(i, *to)).collect()).collect();
    for (def, cyclic) in api.types.iter_mut().zip(on_cycle) {
        let mut cyclic = cyclic.into_iter();
        match &mut def.shape {
            Shape::Struct(s) => s.fields.iter_mut().for_each(|f| f.boxed = cyclic.next().unwrap_or(false)),
            Shape::Union(u) => u.variants.iter_mut().for_each(|v| v.boxed = cyclic.next().unwrap_or(false)),
            _ => {}
        }
    }
}

/// What a value of this shape holds without a heap allocation between.
fn edges(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Struct(s) => s.fields.iter().map(|f| f.ty).collect(),
        Shape::Union(u) => u.variants.iter().map(|v| v.ty).collect(),
        Shape::Tuple(parts) => parts.clone(),
        Shape::Nullable(to) | Shape::Alias(to) => vec![*to],
        _ => Vec::new(),
    }
}

/// `type Tree = Vec<Tree>` is no Rust: where only aliases, arrays and maps lead back, the cycle is cut with any JSON.
fn cut_aliases(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut state = vec![0_u8; api.types.len()];
    for start in 0..api.types.len() {
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 {
                if state[node] != 0 {
                    continue;
                }
                state[node] = 1;
            }
            match api.types[node].shape.written_out().get(next) {
                None => state[node] = 2,
                Some(to) => {
                    let to = to.0 as usize;
                    stack.push((node, next + 1));
                    if state[to] == 1 {
                        let at = api.types[node].origin.clone();
                        diagnostics.report(
                            Code::Untyped,
                            &at,
                            "this type consists of nothing but itself in arrays and maps; any JSON is taken",
                        );
                        api.types[node].shape = Shape::Any(UntypedReason::Unconstrained);
                    } else {
                        stack.push((to, 0));
                    }
                }
            }
        }
    }
}

/// What is read in place of a value of this shape, at the same place of the document.
fn in_place(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Union(u) => u.variants.iter().map(|v| v.ty).collect(),
        Shape::Nullable(to) | Shape::Alias(to) => vec![*to],
        _ => Vec::new(),
    }
}

/// A union that is one of its own branches: whoever reads a value tries it again and again.
fn report_endless(api: &Api, diagnostics: &mut Diagnostics) {
    let graph = graph(api, in_place);
    let component = components(&graph);
    let mut sizes = vec![0_usize; graph.len()];
    component.iter().for_each(|c| sizes[*c] += 1);
    for (index, def) in api.types.iter().enumerate() {
        let circular = sizes[component[index]] > 1 || graph[index].iter().any(|to| to.0 as usize == index);
        if circular && matches!(def.shape, Shape::Union(_)) {
            diagnostics.report(Code::CyclicReference, &def.origin, "this union is one of its own branches");
        }
    }
}

fn graph(api: &Api, edges: fn(&Shape) -> Vec<TypeId>) -> Vec<Vec<TypeId>> {
    api.types.iter().map(|t| edges(&t.shape)).collect()
}

/// Tarjan's algorithm, without recursion: per type the number of its strongly connected component.
fn components(graph: &[Vec<TypeId>]) -> Vec<usize> {
    let count = graph.len();
    let (mut index, mut low) = (vec![usize::MAX; count], vec![0; count]);
    let (mut component, mut on_stack) = (vec![usize::MAX; count], vec![false; count]);
    let (mut stack, mut counter, mut components) = (Vec::new(), 0, 0);
    for start in 0..count {
        let mut work = vec![(start, 0)];
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
            if let Some(to) = graph[v].get(next) {
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
            for to in &graph[v] {
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
    fn a_list_of_nothing_but_itself_is_any_json() {
        let (api, diagnostics) = schemas("Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}");
        assert_eq!(said(&diagnostics), ["untyped /components/schemas/Tree"]);
        assert_eq!(facts(&api, "type Tree "), ["any"]);
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

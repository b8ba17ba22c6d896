//! Circles of types that are spelled out where they are used: `type Tree = Vec<Tree>` is no Rust. One type of each such
//! circle is declared; then it is a struct around its value.
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Api, Decision, Kind, Name, Origin, Shape, TypeDef, TypeId, Union, Variant};

pub(super) fn declare(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut state = vec![State::New; api.types.len()];
    for start in 0..api.types.len() {
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.pop() {
            if next == 0 {
                if state.get(node) != Some(&State::New) {
                    continue;
                }
                state[node] = State::Open;
            }
            let Some(to) = api.types[node].shape.written_out().get(next).map(|to| to.0 as usize) else {
                state[node] = State::Done;
                continue;
            };
            way.push((node, next + 1));
            if state.get(to) == Some(&State::Open) {
                let begin = way.iter().position(|(id, _)| *id == to).unwrap_or_default();
                let circle: Vec<usize> = way[begin..].iter().map(|(id, _)| *id).collect();
                cut(api, &circle, diagnostics);
            } else {
                way.push((to, 0));
            }
        }
    }
}

/// What is known of a type while those that it spells out are walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

fn cut(api: &mut Api, circle: &[usize], diagnostics: &mut Diagnostics) {
    let find = |api: &Api, is: fn(&Shape) -> bool| circle.iter().copied().find(|id| is(&api.types[*id].shape));
    if let Some(id) = find(api, |shape| matches!(shape, Shape::Array(_) | Shape::Map(_))) {
        if !circle.iter().any(|id| api.types[*id].name.is_some()) {
            api.types[id].name = Some(Name::wire(name(&api.types[id].origin)));
        }
    } else if let Some(id) = find(api, |shape| matches!(shape, Shape::Tuple(_))) {
        behind_a_box(api, id);
    } else if let Some(id) = circle.first().copied() {
        // Nothing but other names and null.
        let def = &mut api.types[id];
        def.shape = Shape::Never;
        diagnostics.report(Code::CyclicReference, &def.origin, "this schema is only itself");
    }
}

/// A tuple has no room for itself. A union of one branch has: the edge to a branch can be a `Box`.
fn behind_a_box(api: &mut Api, id: usize) {
    let inner = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let tuple = TypeDef { name: None, ..api.types[id].clone() };
    api.types.push(tuple);
    let def = &mut api.types[id];
    let name = def.name.take().unwrap_or_else(|| Name::wire(name(&def.origin)));
    def.name = Some(name);
    def.check = None;
    def.constraints = Default::default();
    let variant = Variant { name: Name::wire("tuple"), docs: Default::default(), ty: inner, boxed: false };
    def.shape = Shape::Union(Union {
        variants: vec![variant],
        decision: Decision::Kind(vec![vec![Kind::Array]]),
        exclusive: false,
    });
}

/// A name for what has none in the document: the component that it is in, and the members on the way.
fn name(at: &Origin) -> String {
    let silent =
        ["components", "schemas", "paths", "properties", "allOf", "anyOf", "oneOf", "content", "schema", "responses"];
    let words = at.segments().filter(|word| !silent.contains(&word.as_str())).map(|word| match word.as_str() {
        "items" | "prefixItems" => "item".to_owned(),
        "additionalProperties" | "patternProperties" => "value".to_owned(),
        _ => word,
    });
    let words: Vec<String> = words.collect();
    words.join(" ")
}

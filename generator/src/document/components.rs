//! Components that nothing refers to: read all the same, so that what is wrong with them is told. It stops nobody.
use super::{COMPONENTS, Node, Reader, body, parameter};
use crate::diagnostic::Code;

/// What a component may be called.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// Looks at the names of all components, and at those that were not reached.
pub(super) fn check<'a>(cx: &mut Reader<'a, '_>, components: &Node<'a>) {
    for (kind, map) in components.members().filter(|(kind, _)| COMPONENTS.contains(kind)) {
        for (name, node) in map.entries() {
            if !is_name(name) {
                let message = format!("{name:?} is no name for a component; it is read all the same");
                cx.report(Code::Deviation, &node.at, message)
                    .on_key()
                    .help("a name has letters, digits, `.`, `-` and `_`");
            }
            unreached(cx, kind, name, node);
        }
    }
}

fn unreached<'a>(cx: &mut Reader<'a, '_>, kind: &str, name: &'a str, node: Node<'a>) {
    // What is only a second name has nothing of its own.
    if cx.reached.contains(&node.at) || node.has("$ref") {
        return;
    }
    let (mark, errors) = (cx.diagnostics.mark(), cx.schema_errors);
    // Its schemas are nobody's.
    let schemas = std::mem::take(&mut cx.schemas);
    match kind {
        "parameters" => drop(parameter::parameter(cx, node)),
        "headers" => drop(body::header(cx, name, node)),
        "requestBodies" => drop(body::one_body(cx, node)),
        "responses" => drop(body::response(cx, name, node)),
        "examples" => drop(body::example_value(cx, node)),
        "links" => drop(super::link::link(cx, name, node)),
        _ => {}
    }
    cx.schemas = schemas;
    cx.schema_errors = errors;
    cx.diagnostics.soften(mark);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::{rest, said};

    /// What is told of components beside an operation that uses none of them; nothing of it is an error.
    fn told(components: &str) -> Vec<String> {
        let (_, diagnostics) = rest(&format!(
            "paths: {{/: {{get: {{operationId: o, responses: {{'204': {{description: d}}}}}}}}}}\ncomponents: {components}"
        ));
        assert_eq!(diagnostics.errors(), 0, "{components}");
        assert!(!diagnostics.has_errors(), "{components}");
        said(&diagnostics).into_iter().filter(|said| !said.starts_with("unused")).collect()
    }

    #[test]
    fn what_is_wrong_with_an_unused_component_is_told_and_stops_nobody() {
        for (components, at) in [
            ("{parameters: {P: {name: p, in: body, schema: {}}}}", "invalid-value /components/parameters/P/in"),
            ("{parameters: {P: }}", "deviation /components/parameters/P"),
            ("{responses: {R: 1}}", "wrong-type /components/responses/R"),
            ("{headers: {H: {in: header, schema: {}}}}", "unknown-keyword /components/headers/H/in"),
            ("{headers: {H: {style: form, schema: {}}}}", "deviation /components/headers/H/style"),
            ("{headers: {H: {content: {}}}}", "deviation /components/headers/H/content"),
            ("{requestBodies: {B: {content: {plain: {}}}}}", "deviation /components/requestBodies/B/content/plain"),
            ("{links: {L: {body: {}}}}", "unknown-keyword /components/links/L/body"),
            ("{examples: {'a b': {value: 1}}}", "deviation /components/examples/a b"),
        ] {
            assert!(told(components).iter().any(|told| told == at), "{components}");
        }
    }

    #[test]
    fn names_of_headers_are_compared_without_regard_to_case() {
        let operation = |more: &str| {
            let (api, diagnostics) = rest(&format!("paths: {{/: {{get: {{operationId: o, {more}}}}}}}"));
            (api.operations.len(), said(&diagnostics))
        };
        let headers = "responses: {'200': {description: d, headers: {X-A: {schema: {type: string}}, x-a: {schema: {type: string}}, 'b c': {}}}}";
        assert_eq!(
            operation(headers),
            (
                1,
                vec![
                    "deviation /paths/~1/get/responses/200/headers/x-a".to_owned(),
                    "deviation /paths/~1/get/responses/200/headers/b c".to_owned(),
                ]
            )
        );
        let twice = "parameters: [{name: X-A, in: header, schema: {}}, {name: x-a, in: header, schema: {}}], responses: {'204': {description: d}}";
        assert_eq!(operation(twice), (0, vec!["duplicate-parameter /paths/~1/get/parameters/1".to_owned()]));
        let nameless = "parameters: [{name: '', in: cookie, schema: {}}], responses: {'204': {description: d}}";
        assert_eq!(operation(nameless), (0, vec!["invalid-value /paths/~1/get/parameters/0/name".to_owned()]));
    }
}

//! Operations, and the tags that gather them.
use super::{Lowering, body, incoming, parameter, path, reply, security, server, whole};
use crate::diagnostic::Code;
use crate::document::{self, Document, PathItem};
use crate::ir::{Arrival, Docs, Name, Operation, OperationId, Piece, RejectionShape, Segment, Tag};
use crate::load::Pointer;
use crate::select::{Candidate, Selector};
use crate::settings::Chosen;
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// Every operation of every path, in order; one that cannot be carried is reported and left out.
pub(super) fn operations(cx: &mut Lowering<'_, '_>) -> Vec<Operation> {
    let document = cx.document;
    let (mut operations, mut candidates) = (Vec::new(), Vec::new());
    for item in &document.paths {
        for operation in &item.operations {
            let candidate = candidate(item, operation);
            if cx.settings.operations.takes(&candidate) {
                operations.extend(own(cx, item, operation));
            }
            candidates.push(candidate);
        }
    }
    candidates.extend(incoming::candidates(document));
    report_unmatched(cx, &candidates);
    report_duplicates(cx, &operations);
    shadow(cx, &mut operations);
    operations
}

/// What a selector sees of an operation.
pub(super) fn candidate<'a>(item: &PathItem<'a>, operation: &'a document::Operation<'a>) -> Candidate<'a> {
    let (id, method, tags) = (operation.id, operation.method, &operation.tags);
    Candidate { id, method, path: item.template, tags, incoming: None }
}

fn own<'a>(
    cx: &mut Lowering<'a, '_>,
    item: &'a PathItem<'a>,
    operation: &'a document::Operation<'a>,
) -> Option<Operation> {
    let wire = match operation.id {
        Some(id) => id.to_owned(),
        None => format!("{} {}", operation.method, item.template),
    };
    let template = path::Template::of(cx, item)?;
    one(cx, item, operation, wire, template)
}

/// An operation, whoever serves it; `None` once reported.
pub(super) fn one<'a>(
    cx: &mut Lowering<'a, '_>,
    item: &'a PathItem<'a>,
    operation: &'a document::Operation<'a>,
    wire: String,
    mut template: path::Template<'a>,
) -> Option<Operation> {
    let before = cx.refusals();
    let declared = parameter::declared(cx, item, operation);
    let parameters = parameter::parameters(cx, item, &mut template, &declared, (&wire, &operation.at))?;
    let body = operation.body.as_ref().map(|b| body::request(cx, b, &wire));
    let replies = reply::replies(cx, operation, &wire);
    let security = security::alternatives(cx, operation);
    whole::keys(cx, &parameters, security.as_deref().unwrap_or_default());
    if operation.refused || cx.refusals() > before {
        return None;
    }
    Some(Operation {
        name: Name::wire(wire),
        type_name: String::new(),
        docs: Docs {
            summary: operation.summary.or(item.summary).map(str::to_owned),
            description: operation.description.or(item.description).map(str::to_owned),
            deprecated: operation.deprecated,
            examples: Vec::new(),
            external: operation.external_docs.clone(),
        },
        method: method(operation.method),
        path: template.lower(),
        arrival: Arrival::Path,
        shadowed: false,
        tags: operation.tags.iter().map(|t| (*t).to_owned()).collect(),
        parameters,
        body,
        replies,
        security: security?,
        rejection: RejectionShape::Problem { status: 400 },
        links: Vec::new(),
        servers: match operation.servers.as_slice() {
            [] => server::servers(cx, &item.servers),
            own => server::servers(cx, own),
        },
        origin: operation.at.clone(),
    })
}

/// As requests spell it. Keys of path items are lower case; what stands in `additionalOperations` is as it is.
pub(super) fn method(key: &str) -> String {
    let is_key = document::METHODS.contains(&key);
    if is_key { key.to_ascii_uppercase() } else { key.to_owned() }
}

/// A selector that means nothing is a mistake: the document has changed, or it is misspelt.
fn report_unmatched(cx: &mut Lowering<'_, '_>, candidates: &[Candidate<'_>]) {
    let chosen = &cx.settings.operations;
    let unmatched = |s: &&Chosen<Selector>| !candidates.iter().any(|candidate| s.value.matches(candidate));
    let selectors: Vec<_> = chosen.include.iter().chain(&chosen.exclude).filter(unmatched).collect();
    for selector in selectors {
        let message = format!("`{}` matches no operation of this document", selector.value);
        selector
            .report(cx.diagnostics, Code::UnusedSetting, message)
            .help("a selector is `tag:NAME`, `METHOD /path`, `/path`, `webhook:NAME`, `callback:NAME` or an `operationId`; `*` stands for any text");
    }
}

pub(super) fn report_duplicates(cx: &mut Lowering<'_, '_>, operations: &[Operation]) {
    let mut ids: IndexMap<&str, &Operation> = IndexMap::new();
    for operation in operations {
        if let Some(first) = ids.insert(&operation.name.wire, operation) {
            let at = operation.origin.child("operationId");
            cx.report(
                Code::DuplicateOperation,
                &at,
                format!("`{}` is the id of two operations; both are named by method and path", operation.name.wire),
            )
            .related(&first.origin.child("operationId"), "the first one");
        }
    }
}

/// Of operations that a server could not tell apart, it has the first one only.
pub(super) fn shadow(cx: &mut Lowering<'_, '_>, operations: &mut [Operation]) {
    let mut routes: FxHashMap<_, (String, Pointer)> = FxHashMap::default();
    for operation in operations {
        let mut query = operation.path.query.clone();
        query.sort();
        let rest = operation.parameters.iter().map(|p| p.rest).collect::<Vec<_>>();
        let segments = operation.path.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => Segment::Literal(text.clone()),
            Segment::Pattern(pieces) => Segment::Pattern(
                pieces
                    .iter()
                    .map(|piece| match piece {
                        // Names do not count, but whether slashes are allowed.
                        Piece::Parameter(index) => Piece::Parameter(usize::from(rest.get(*index) == Some(&true))),
                        literal @ Piece::Literal(_) => literal.clone(),
                    })
                    .collect(),
            ),
        });
        let route = (operation.method.clone(), segments.collect::<Vec<_>>(), query);
        let (first, at) = match routes.entry(route) {
            Entry::Occupied(first) => first.into_mut(),
            Entry::Vacant(free) => {
                free.insert((operation.path.text.clone(), operation.origin.clone()));
                continue;
            }
        };
        operation.shadowed = true;
        let message = format!(
            "`{} {}` and `{first}` are the same request; the server has the first one only",
            operation.method, operation.path.text
        );
        cx.report(Code::SameRoute, &operation.origin, message).on_key().related(at, "the first one");
    }
}

/// The first tag of an operation decides where it is found; those of the document come first, in its order.
pub(super) fn tags(document: &Document<'_>, operations: &[Operation]) -> Vec<Tag> {
    let mut tags: IndexMap<&str, Vec<OperationId>> =
        document.tags.iter().map(|t| (t.name.as_str(), Vec::new())).collect();
    for (i, operation) in operations.iter().enumerate() {
        let tag = operation.tags.first().map_or("", String::as_str);
        tags.entry(tag).or_default().push(OperationId(u32::try_from(i).unwrap_or(u32::MAX)));
    }
    let declared = |name: &str| document.tags.iter().find(|t| t.name == name);
    tags.into_iter()
        .filter(|(_, operations)| !operations.is_empty())
        .map(|(name, operations)| Tag {
            name: Name::wire(name),
            module: String::new(),
            summary: declared(name).and_then(|tag| tag.summary.clone()),
            description: declared(name).and_then(|tag| tag.description.clone()),
            operations,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::Settings;
    use crate::diagnostic::Diagnostics;
    use crate::select::{Selection, Selector};
    use crate::testing::{HEAD, said, sources};

    const SHOP: &str = "
paths:
  /pets: {get: {operationId: list, tags: [pets], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /dogs: {get: {operationId: dogs, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Dog'}}}}}}}
components:
  schemas:
    Pet: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
    Owner: {type: object, properties: {name: {type: string}}}
    Dog: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}, toy: {$ref: '#/components/schemas/Toy'}}}
    Toy: {type: object, properties: {name: {type: string}}}
";

    fn chosen(include: &[&str]) -> (Vec<String>, Vec<String>, Vec<String>) {
        let operations =
            Selection { include: include.iter().map(|s| Selector::given(s)).collect(), exclude: Vec::new() };
        let settings = Settings { operations, ..Settings::default() };
        let mut diagnostics = Diagnostics::default();
        let api = crate::analyse(&sources(&format!("{HEAD}{SHOP}")), "t", &settings, &mut diagnostics).unwrap();
        let types = api.types.iter().filter_map(|t| t.name.as_ref()).map(|n| n.rust.clone()).collect();
        (api.operations.iter().map(|o| o.name.rust.clone()).collect(), types, said(&diagnostics))
    }

    #[test]
    fn only_what_chosen_operations_need_is_made() {
        let (operations, types, said) = chosen(&["tag:pets"]);
        assert_eq!((operations, types, said), (vec!["list".into()], vec!["Pet".into(), "Owner".into()], vec![]));
        assert_eq!(chosen(&[]).1.len(), 4);
    }

    /// By any of its tags; modules are those of what is left.
    #[test]
    fn tags_paths_and_ids_choose_together() {
        let text = "
paths:
  /pets: {get: {operationId: list, tags: [pets, shared], responses: {}}, post: {operationId: add, tags: [pets], responses: {}}}
  /pets/{id}: {get: {operationId: one, tags: [pets], parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {}}}
  /dogs: {get: {operationId: dogs, tags: [dogs, shared], responses: {}}}
";
        let chosen = |toml: &str| {
            let (mut files, mut diagnostics) = (sources(&format!("{HEAD}{text}")), Diagnostics::default());
            let toml = format!("modules-by-tag = true\n[operations]\n{toml}");
            let settings = crate::settings::read(&mut files, "tenon.toml", &toml, &mut diagnostics);
            let api = crate::analyse(&files, "t", &settings, &mut diagnostics).unwrap();
            assert!(!diagnostics.has_errors(), "{diagnostics:?}");
            let operations = api.operations.iter().map(|o| o.name.rust.clone()).collect::<Vec<_>>().join(" ");
            (operations, api.names.modules().join(" "))
        };
        for (toml, operations, modules) in [
            ("include = ['tag:shared']", "list dogs", "dogs pets"),
            ("include = ['tag:pets']\nexclude = ['POST /pets', '/pets/*']", "list", "pets"),
            ("exclude = ['tag:shared']", "add one", "pets"),
            ("include = ['d*', '/pets/{id}']", "one dogs", "dogs pets"),
        ] {
            assert_eq!(chosen(toml), (operations.to_owned(), modules.to_owned()), "{toml}");
        }
    }

    #[test]
    fn a_selector_that_matches_nothing_is_an_error() {
        assert_eq!(chosen(&["tag:pets", "/cats"]).2, ["unused-setting "]);
    }
}

//! Webhooks and callbacks: which of them are generated, and where each is served if nobody says.
use super::{Lowering, operation, path};
use crate::document::{self, Arrival, Incoming, PathItem};
use crate::ir::{self, Name, Operation, OperationId, PathTemplate, Segment, Tag};
use crate::select::Candidate;

/// The webhooks, and the callbacks, if there are any.
pub(super) fn incoming(cx: &mut Lowering<'_, '_>) -> Vec<ir::Incoming> {
    let document = cx.document;
    let is_webhook = |one: &Incoming<'_>| matches!(one.arrival, Arrival::Webhook);
    let mut groups = Vec::new();
    for (module, webhooks) in [("webhooks", true), ("callbacks", false)] {
        let mut operations = Vec::new();
        for one in document.incoming.iter().filter(|one| is_webhook(one) == webhooks) {
            for sent in &one.item.operations {
                if is_chosen(cx, one, sent) {
                    operations.extend(lowered(cx, one, sent));
                }
            }
        }
        operation::report_duplicates(cx, &operations);
        operation::shadow(cx, &mut operations);
        if !operations.is_empty() {
            let ids = (0u32..).map(OperationId).take(operations.len()).collect();
            let name = Name::wire(module);
            let tag = Tag { name, module: String::new(), summary: None, description: None, operations: ids };
            groups.push(ir::Incoming { module: module.to_owned(), operations, tag });
        }
    }
    groups
}

/// All operations that are generated, whoever serves them.
pub(super) fn chosen<'a>(cx: &Lowering<'a, '_>) -> Vec<(&'a PathItem<'a>, &'a document::Operation<'a>)> {
    let document = cx.document;
    let own = document.paths.iter().flat_map(|item| item.operations.iter().map(move |operation| (item, operation)));
    let own = own.filter(|(item, operation)| cx.settings.operations.takes(&operation::candidate(item, operation)));
    let sent = document.incoming.iter().flat_map(|one| one.item.operations.iter().map(move |sent| (one, sent)));
    let sent = sent.filter(|(one, sent)| is_chosen(cx, one, sent)).map(|(one, sent)| (&one.item, sent));
    own.chain(sent).collect()
}

/// What a selector sees of each.
pub(super) fn candidates<'a>(document: &'a document::Document<'a>) -> impl Iterator<Item = Candidate<'a>> {
    document.incoming.iter().flat_map(|one| one.item.operations.iter().map(move |sent| candidate(one, sent)))
}

fn candidate<'a>(one: &'a Incoming<'a>, sent: &'a document::Operation<'a>) -> Candidate<'a> {
    let kind = if matches!(one.arrival, Arrival::Webhook) { "webhook" } else { "callback" };
    Candidate { id: sent.id, method: sent.method, path: "", tags: &sent.tags, incoming: Some((kind, one.name)) }
}

/// A callback goes with the operations that ask for it, unless it is named itself.
fn is_chosen(cx: &Lowering<'_, '_>, one: &Incoming<'_>, sent: &document::Operation<'_>) -> bool {
    let (settings, own) = (&cx.settings.operations, candidate(one, sent));
    let Arrival::Callback { callers, .. } = &one.arrival else { return settings.takes(&own) };
    let mut callers = callers.iter().filter_map(|caller| called(cx.document, *caller));
    let asked_for = callers.any(|(item, operation)| settings.takes(&operation::candidate(item, operation)));
    (asked_for || settings.names(&own)) && !settings.leaves_out(&own)
}

fn called<'d>(
    document: &'d document::Document<'d>,
    (item, operation): (usize, usize),
) -> Option<(&'d PathItem<'d>, &'d document::Operation<'d>)> {
    let item = document.paths.get(item)?;
    Some((item, item.operations.get(operation)?))
}

fn lowered<'a>(
    cx: &mut Lowering<'a, '_>,
    one: &'a Incoming<'a>,
    sent: &'a document::Operation<'a>,
) -> Option<Operation> {
    let document = cx.document;
    let several = one.item.operations.len() > 1;
    let mut words = Vec::new();
    let (arrival, place) = match &one.arrival {
        Arrival::Webhook => (ir::Arrival::Webhook { name: one.name.to_owned() }, one.name.to_owned()),
        Arrival::Callback { callers, component, expression } => {
            let callers: Vec<_> = callers.iter().filter_map(|caller| called(document, *caller)).collect();
            let first = callers.first().filter(|_| !component);
            let first = first.map(|(item, operation)| match operation.id {
                Some(id) => (id.to_owned(), id.to_owned()),
                None => {
                    let (method, path) = (operation.method, item.template);
                    (format!("{method} {path}"), format!("{method}/{}", path.trim_start_matches('/')))
                }
            });
            let told_apart = expression.map(plain);
            let own = [first.as_ref().map(|(_, path)| path.as_str()), Some(one.name), told_apart.as_deref()];
            let place = own.into_iter().flatten().collect::<Vec<_>>().join("/");
            words.extend(first.map(|(wire, _)| wire));
            let line = |(item, operation): &(&PathItem<'_>, &document::Operation<'_>)| {
                format!("{} {}", operation::method(operation.method), item.template)
            };
            let arrival = ir::Arrival::Callback {
                callers: callers.iter().map(line).collect(),
                name: one.name.to_owned(),
                component: *component,
                expression: one.item.template.to_owned(),
            };
            words.extend([one.name.to_owned()]);
            words.extend(told_apart);
            (arrival, place)
        }
    };
    if words.is_empty() {
        words.push(one.name.to_owned());
    }
    words.extend(several.then(|| sent.method.to_owned()));
    let wire = sent.id.map_or_else(|| words.join(" "), str::to_owned);
    let mut operation = operation::one(cx, &one.item, sent, wire, path::Template::nowhere())?;
    operation.arrival = arrival;
    operation.path = served_at(&place);
    Some(operation)
}

/// `$request.body#/callbackUrl` in words.
fn plain(expression: &str) -> String {
    let words = expression.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// A path without parameters, whatever the name.
fn served_at(name: &str) -> PathTemplate {
    let name = name.replace(['{', '}'], "");
    let name = name.trim_start_matches('/');
    let segments = name.split('/').map(|segment| Segment::Literal(segment.to_owned())).collect();
    PathTemplate { text: format!("/{name}"), segments, query: Vec::new() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::Settings;
    use crate::diagnostic::Diagnostics;
    use crate::ir::Api;
    use crate::select::{Selection, Selector};
    use crate::testing::{HEAD, api, rest, said, sources};

    /// `module path rust-name` of each.
    fn sent(api: &Api) -> Vec<String> {
        let each = |one: &crate::ir::Incoming| {
            let of = |o: &crate::ir::Operation| format!("{} {} {}", one.module, o.path.text, o.name.rust);
            one.operations.iter().map(of).collect::<Vec<_>>()
        };
        api.incoming.iter().flat_map(each).collect()
    }

    const NOTED: &str = "{responses: {'204': {description: Noted}}}";

    #[test]
    fn webhooks_of_3_0_are_read_all_the_same() {
        let with = |key: &str| format!("{key}: {{sold: {{post: {NOTED}}}}}\npaths: {{}}");
        let early = |key: &str| api(&format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{}", with(key)));
        for (outcome, told) in [
            (rest(&with("webhooks")), &[][..]),
            (early("webhooks"), &["deviation /webhooks"]),
            (early("x-webhooks"), &[]),
            (rest(&with("x-webhooks")), &[]),
        ] {
            assert_eq!(sent(&outcome.0), ["webhooks /sold sold"]);
            assert_eq!(said(&outcome.1), told);
        }
        // What is an extension of somebody else's.
        let (none, diagnostics) = rest("x-webhooks: [sold]\npaths: {}");
        assert_eq!((sent(&none), said(&diagnostics)), (vec![], vec![]));
    }

    #[test]
    fn names_and_paths_say_what_it_is() {
        let (api, diagnostics) = rest(&format!(
            "
            webhooks:
              'pet/{{x}} sold': {{post: {NOTED}, put: {NOTED}}}
              new-pet: {{post: {{operationId: new_petnew_pet_post, responses: {{'204': {{description: d}}}}}}}}
            paths:
              /a/{{b}}:
                parameters: [{{name: b, in: path, required: true, schema: {{}}}}]
                get: {{responses: {{'204': {{description: d}}}}, callbacks: {{c: {{'{{$url}}': {{post: {NOTED}}}, x-d: 1}}}}}}
            "
        ));
        let expected = [
            "webhooks /pet/x sold pet_x_sold_post",
            "webhooks /pet/x sold pet_x_sold_put",
            "webhooks /new-pet new_pet",
            "callbacks /get/a/b/c get_a_b_c",
        ];
        assert_eq!(sent(&api), expected);
        assert_eq!(said(&diagnostics), [""; 0]);
    }

    #[test]
    fn errors_refuse_what_they_reach() {
        let (api, diagnostics) = rest(&format!(
            "
            webhooks:
              a: {{post: {NOTED}}}
              b: {{post: {{requestBody: {{content: {{application/json: 1}}}}, responses: {{'204': {{description: d}}}}}}}}
              c: {{$ref: '#/none'}}
              d: 1
            paths: {{}}
            "
        ));
        assert_eq!(sent(&api), ["webhooks /a a"]);
        let expected = [
            "deviation /webhooks/b/post/requestBody",
            "wrong-type /webhooks/b/post/requestBody/content/application~1json",
            "unknown-reference /webhooks/c/$ref",
            "wrong-type /webhooks/d",
        ];
        assert_eq!(said(&diagnostics), expected);
    }

    #[test]
    fn what_only_the_api_itself_can_say_is_left_out_and_told() {
        let (api, diagnostics) = rest(
            "
            security: [{}]
            paths: {}
            webhooks:
              a:
                servers: [{url: /x}]
                post: {responses: {'204': {description: d, links: {l: {operationId: b}}}}, parameters: [{name: p, in: path, required: true, schema: {}}]}
            ",
        );
        assert_eq!(sent(&api), ["webhooks /a a"]);
        let [one] = &api.incoming[..] else { panic!("{api:?}") };
        let [a] = &one.operations[..] else { panic!("{one:?}") };
        assert!(a.security.is_empty() && a.servers.is_empty() && a.parameters.is_empty());
        let expected = [
            "deviation /webhooks/a/servers/0",
            "unsupported-keyword /webhooks/a/post/responses/204/links/l",
            "deviation /webhooks/a/post/parameters/0",
        ];
        assert_eq!(said(&diagnostics), expected);
    }

    #[test]
    fn a_callback_keeps_its_name_when_parameters_of_its_callers_path_are_renamed() {
        let with = |name: &str| {
            let callback = format!("callbacks: {{c: {{'{{$url}}': {{post: {NOTED}}}}}}}");
            rest(&format!(
                "paths: {{'/a/{{{name}}}': {{parameters: [{{name: {name}, in: path, required: true, schema: {{}}}}], get: {{responses: {{'204': {{description: d}}}}, {callback}}}}}}}"
            ))
            .0
        };
        let key = |api: &Api| api.incoming[0].operations[0].key();
        assert_eq!(key(&with("b")), key(&with("other")));
        assert_eq!(with("b").incoming[0].operations[0].title(), "callback GET /a/{b} c {$url} POST");
    }

    #[test]
    fn no_module_is_in_one_of_its_own_name() {
        let document = sources(&format!("{HEAD}webhooks: {{sold: {{post: {NOTED}}}}}"));
        for (module, inside) in [("shop", "webhooks"), ("webhooks", "webhooks_operations")] {
            let mut diagnostics = Diagnostics::default();
            let api = crate::analyse(&document, module, &Settings::default(), &mut diagnostics).unwrap();
            let [one] = &api.incoming[..] else { panic!("{api:?}") };
            assert_eq!((one.module.as_str(), one.tag.name.rust.as_str()), (inside, "Webhooks"));
        }
    }

    #[test]
    fn circles_of_callbacks_end() {
        let (api, diagnostics) = rest(
            "
            paths:
              /a: {post: {responses: {'204': {description: d}}, callbacks: {c: {$ref: '#/components/callbacks/C'}}}}
            components:
              callbacks:
                C: {'{$url}': {post: {responses: {'204': {description: d}}, callbacks: {c: {$ref: '#/components/callbacks/C'}}}}}
            ",
        );
        assert_eq!(sent(&api), ["callbacks /C c"]);
        assert_eq!(said(&diagnostics), ["unsupported-keyword /components/callbacks/C/{$url}/post/callbacks"]);
    }

    #[test]
    fn what_is_sent_is_chosen_by_name_or_with_who_asks_for_it() {
        let callback = |name: &str| format!("callbacks: {{{name}: {{'{{$url}}': {{post: {NOTED}}}}}}}");
        let document = format!(
            "{HEAD}webhooks: {{pet.sold: {{post: {NOTED}}}, pet.died: {{post: {NOTED}}}}}
paths:
  /a: {{get: {{operationId: a, responses: {{'204': {{description: d}}}}, {}}}}}
  /b: {{get: {{operationId: b, responses: {{'204': {{description: d}}}}, {}}}}}",
            callback("c"),
            callback("d")
        );
        let chosen = |include: &[&str], exclude: &[&str]| {
            let all = |list: &[&str]| list.iter().map(|text| Selector::given(text)).collect();
            let operations = Selection { include: all(include), exclude: all(exclude) };
            let (settings, mut diagnostics) = (Settings { operations, ..Settings::default() }, Diagnostics::default());
            let api = crate::analyse(&sources(&document), "test", &settings, &mut diagnostics).unwrap();
            assert_eq!(said(&diagnostics), [""; 0]);
            let names = api.all_operations().map(|o| o.name.rust.clone()).collect::<Vec<_>>();
            names.join(" ")
        };
        assert_eq!(chosen(&[], &[]), "a b pet_sold pet_died a_c b_d");
        assert_eq!(chosen(&["webhook:*"], &["webhook:*.died"]), "pet_sold");
        assert_eq!(chosen(&["a"], &[]), "a a_c");
        assert_eq!(chosen(&["callback:d"], &[]), "b_d");
        assert_eq!(chosen(&[], &["/a", "callback:d"]), "b pet_sold pet_died");
    }
}

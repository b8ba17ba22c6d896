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

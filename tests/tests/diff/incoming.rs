//! What the API sends: its users are the servers, so what breaks old clients elsewhere breaks old receivers here.
use super::report;
use tenon::review::diff::{Axis, Report};

fn document(rest: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: Shop, version: 1.0.0}}\n{rest}")
}

fn webhooks(body: &str, replies: &str) -> String {
    document(&format!(
        "webhooks: {{sold: {{post: {{operationId: sold, requestBody: {{required: true, content: {{application/json: \
         {{schema: {body}}}}}}}, responses: {replies}}}}}}}"
    ))
}

/// `place rule wire-client wire-server` of each finding that is not of words.
fn told(base: &str, revision: &str) -> Vec<String> {
    let report: Report = report("shop.yaml", base.as_bytes(), revision.as_bytes()).unwrap();
    let each = report.findings.iter().map(|f| {
        let [client, server] = [Axis::WireClient, Axis::WireServer].map(|axis| f.levels.word(axis));
        format!("{} {} {client} {server}", f.place(), f.rule.id())
    });
    each.collect()
}

const NONE: &str = "{'204': {description: Noted.}}";

#[test]
fn the_axes_are_about_the_users_of_the_api() {
    let base = webhooks("{type: object, required: [id], properties: {id: {type: string}}}", NONE);
    // What is new in a delivery is read over by old receivers, and missed by new ones that are sent old deliveries.
    let more = "{type: object, required: [id, total], properties: {id: {type: string}, total: {type: integer}}}";
    let place = "webhook sold POST body application/json";
    assert_eq!(told(&base, &webhooks(more, NONE)), [format!("{place}.total required-property-added warn break")]);
    // What is gone is missed by old receivers.
    assert_eq!(told(&webhooks(more, NONE), &base), [format!("{place}.total required-property-removed break warn")]);
    // Old receivers answer what they always did.
    let answered = "{'204': {description: Noted.}, '410': {description: No more.}}";
    let body = "{type: object, required: [id], properties: {id: {type: string}}}";
    assert_eq!(told(&base, &webhooks(body, answered)), ["webhook sold POST 410 status-added ok warn"]);
}

#[test]
fn a_webhook_that_is_gone_or_new_is_told() {
    let (some, none) = (webhooks("{type: string}", NONE), document("paths: {}"));
    assert_eq!(told(&some, &none), ["webhook sold POST operation-removed warn warn"]);
    assert_eq!(told(&none, &some), ["webhook sold POST operation-added warn warn"]);
}

#[test]
fn a_component_that_travels_both_ways_is_judged_for_both() {
    let with = |schema: &str| {
        document(&format!(
            "paths: {{/pets: {{get: {{operationId: get, responses: {{'200': {{description: d, content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}}}}}}}\n\
             webhooks: {{added: {{post: {{operationId: added, requestBody: {{content: {{application/json: {{schema: \
             {{$ref: '#/components/schemas/Pet'}}}}}}}}, responses: {NONE}}}}}}}\n\
             components: {{schemas: {{Pet: {schema}}}}}"
        ))
    };
    let base = with("{type: object, properties: {id: {type: integer, maximum: 9}}}");
    let revision = with("{type: object, properties: {id: {type: integer, maximum: 10}}}");
    assert_eq!(told(&base, &revision), ["Pet.id range-loosened break ok"]);
}

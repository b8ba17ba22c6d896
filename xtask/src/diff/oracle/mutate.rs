//! Changes of real documents that nobody wrote: each made from a number, so that a run can be repeated.
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Changes one place; what it did in a word, or nothing where there is no such place.
pub(super) fn mutate(document: &mut Value, dice: &mut Rng) -> Option<&'static str> {
    match dice.usize(0..14) {
        0 => with_object(document, dice, |o, at| {
            o.get_mut("properties")?.as_object_mut()?.shift_remove(&at).map(|_| "property removed")
        }),
        1 => with_object(document, dice, |o, at| {
            let required = o.get_mut("required")?.as_array_mut()?;
            let place = required.iter().position(|name| *name == at.as_str())?;
            required.remove(place);
            Some("property made optional")
        }),
        2 => with_object(document, dice, |o, at| {
            let required = o.entry("required").or_insert_with(|| json!([])).as_array_mut()?;
            let known = required.contains(&Value::from(at.as_str()));
            (!known).then(|| required.push(at.into()))?;
            Some("property made required")
        }),
        3 => with_object(document, dice, |o, _| {
            o.get_mut("properties")?.as_object_mut()?.insert("added".to_owned(), json!({"type": "string"}));
            Some("property added")
        }),
        4 => with_object(document, dice, |o, _| {
            o.get_mut("properties")?.as_object_mut()?.insert("added".to_owned(), json!({"type": "string"}));
            o.entry("required").or_insert_with(|| json!([])).as_array_mut()?.push("added".into());
            Some("required property added")
        }),
        5 => with_object(document, dice, |o, at| {
            let property = o.get_mut("properties")?.get_mut(&at)?.as_object_mut()?;
            let old = property.get("type")?.as_str()?.to_owned();
            let new = if old == "integer" { "string" } else { "integer" };
            *property = Map::from_iter([("type".to_owned(), new.into())]);
            Some("type changed")
        }),
        6 => with_object(document, dice, |o, at| {
            let property = o.get_mut("properties")?.get_mut(&at)?.as_object_mut()?;
            (property.get("type")? == "string").then_some(())?;
            property.insert("enum".to_owned(), json!(["one", "two"]));
            Some("values listed")
        }),
        7 => with_operation(document, dice, |o| {
            let parameters = o.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
            parameters.push(json!({"name": "added", "in": "query", "required": true, "schema": {"type": "integer"}}));
            Some("required parameter added")
        }),
        8 => with_operation(document, dice, |o| {
            let parameters = o.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
            parameters.push(json!({"name": "added", "in": "query", "schema": {"type": "integer"}}));
            Some("parameter added")
        }),
        9 => with_operation(document, dice, |o| {
            let replies = o.get_mut("responses")?.as_object_mut()?;
            let last = replies.keys().next_back()?.clone();
            (replies.len() > 1).then(|| replies.shift_remove(&last))?;
            Some("status removed")
        }),
        10 => with_operation(document, dice, |o| {
            o.get_mut("responses")?.as_object_mut()?.insert("418".to_owned(), json!({"description": "A teapot."}));
            Some("status added")
        }),
        11 => with_operation(document, dice, |o| {
            o.insert("operationId".to_owned(), "renamed_by_dice".into());
            Some("operation renamed")
        }),
        12 => with_operation(document, dice, |o| {
            o.insert("tags".to_owned(), json!(["Dice"]));
            Some("tag changed")
        }),
        _ => renamed(document, dice),
    }
}

fn with_object(
    document: &mut Value,
    dice: &mut Rng,
    change: impl FnOnce(&mut Map<String, Value>, String) -> Option<&'static str>,
) -> Option<&'static str> {
    let schemas = document.pointer_mut("/components/schemas")?.as_object_mut()?;
    let mut objects = schemas
        .values_mut()
        .filter_map(Value::as_object_mut)
        .filter(|o| o.contains_key("properties"))
        .collect::<Vec<_>>();
    let count = objects.len();
    let object = objects.get_mut(dice.usize(0..count.max(1)))?;
    let names = object.get("properties")?.as_object()?.keys().cloned().collect::<Vec<_>>();
    let name = names.get(dice.usize(0..names.len().max(1)))?.clone();
    change(object, name)
}

fn with_operation(
    document: &mut Value,
    dice: &mut Rng,
    change: impl FnOnce(&mut Map<String, Value>) -> Option<&'static str>,
) -> Option<&'static str> {
    let paths = document.get_mut("paths")?.as_object_mut()?;
    let items =
        paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut).filter_map(Value::as_object_mut);
    let mut operations = items.filter(|o| o.contains_key("responses")).collect::<Vec<_>>();
    let count = operations.len();
    change(operations.get_mut(dice.usize(0..count.max(1)))?)
}

/// Another name for a schema, wherever it is referred to.
fn renamed(document: &mut Value, dice: &mut Rng) -> Option<&'static str> {
    let schemas = document.pointer("/components/schemas")?.as_object()?;
    let name = schemas.keys().nth(dice.usize(0..schemas.len().max(1)))?.clone();
    let text = document.to_string();
    let quoted = text.replace(&format!("#/components/schemas/{name}\""), "#/components/schemas/RenamedByDice\"");
    *document = serde_json::from_str(&quoted).ok()?;
    let schemas = document.pointer_mut("/components/schemas")?.as_object_mut()?;
    let schema = schemas.shift_remove(&name)?;
    schemas.insert("RenamedByDice".to_owned(), schema);
    Some("schema renamed")
}

//! Sequences as they stand on the wire: lines of JSON, JSON text sequences, server-sent events.
use crate::ir::{EventData, Framing, Items};
use serde_json::Value;

/// Items one after the other. `None`: one of them cannot travel so.
pub(super) fn written(items: Items, values: &[&Value]) -> Option<String> {
    values.iter().map(|value| one(items.framing, value)).collect()
}

fn one(framing: Framing, value: &Value) -> Option<String> {
    match framing {
        Framing::Lines => Some(format!("{value}\n")),
        Framing::Sequence => Some(format!("\u{1e}{value}\n")),
        Framing::Events { data, whole: false } => Some(format!("{}\n", lines("data", &told(data, value)?)?)),
        Framing::Events { data, whole: true } => {
            let event = value.as_object()?;
            let member = |name: &str| match event.get(name) {
                None | Some(Value::Null) => Some(String::new()),
                Some(Value::String(text)) if text.contains(['\n', '\0']) => None,
                // An event whose name is empty is one without a name.
                Some(Value::String(text)) if name == "event" && text.is_empty() => None,
                Some(Value::String(text)) => lines(name, text),
                // `retry` is digits, and nothing else is one.
                Some(Value::Number(number)) if !number.is_u64() => None,
                Some(Value::Number(number)) => lines(name, &number.to_string()),
                Some(_) => None,
            };
            if event.keys().any(|name| !["event", "data", "id", "retry"].contains(&name.as_str())) {
                return None;
            }
            let data = lines("data", &told(data, event.get("data")?)?)?;
            Some(format!("{}{}{}{data}\n", member("event")?, member("id")?, member("retry")?))
        }
    }
}

fn told(data: EventData, value: &Value) -> Option<String> {
    match (data, value) {
        (EventData::Text | EventData::Either, Value::String(text)) => Some(text.clone()),
        (EventData::Text, _) => None,
        _ => Some(value.to_string()),
    }
}

/// A carriage return would arrive as another line break.
fn lines(name: &str, text: &str) -> Option<String> {
    let line = |line: &str| format!("{name}: {line}\n");
    (!text.contains('\r')).then(|| text.split('\n').map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TypeId;
    use serde_json::json;

    #[test]
    fn each_framing_has_its_spelling() {
        let written =
            |framing, values: &[Value]| written(Items { ty: TypeId(0), framing }, &values.iter().collect::<Vec<_>>());
        assert_eq!(written(Framing::Lines, &[json!({"a": 1}), json!(2)]).as_deref(), Some("{\"a\":1}\n2\n"));
        assert_eq!(written(Framing::Sequence, &[json!([])]).as_deref(), Some("\u{1e}[]\n"));
        let events = |data, whole| Framing::Events { data, whole };
        assert_eq!(written(events(EventData::Text, false), &[json!("a\nb")]).as_deref(), Some("data: a\ndata: b\n\n"));
        assert_eq!(written(events(EventData::Text, false), &[json!("a\rb")]), None);
        let event = json!({"event": "e", "data": {"n": 1}, "retry": 5});
        let spelled = "event: e\nretry: 5\ndata: {\"n\":1}\n\n";
        assert_eq!(written(events(EventData::Json, true), &[event]).as_deref(), Some(spelled));
        assert_eq!(written(events(EventData::Json, true), &[json!({"data": 1, "retry": -1})]), None);
    }
}

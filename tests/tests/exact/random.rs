//! Schemas that nobody wrote: what is decided about one accepts what its own words accept, taken one by one.
//!
//! The other side is the same schema below `not: {not: …}`, which has no type and is all check; the suite says that
//! checks are right.
use super::{decided, shapes};
use serde_json::{Map, Value, json};

/// A deterministic generator (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[usize::try_from(self.roll(list.len() as u64)).unwrap()]
    }

    fn some<T>(&mut self, most: u64, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = 1 + self.roll(most);
        (0..count).map(|_| one(self)).collect()
    }

    fn name(&mut self) -> String {
        self.of(&["a", "b", "c"]).to_owned()
    }

    fn small(&mut self) -> u64 {
        self.roll(3)
    }

    fn value(&mut self, depth: u64) -> Value {
        match self.roll(if depth == 0 { 5 } else { 9 }) {
            0 => Value::Null,
            1 => json!(self.one_in(2)),
            2 => json!(self.roll(4)),
            3 => json!(0.5),
            4 => json!(self.of(&["a", "b", "ab", ""])),
            5 | 6 => {
                let count = self.roll(3);
                (0..count).map(|_| self.value(depth - 1)).collect()
            }
            _ => {
                let count = self.roll(4);
                Value::Object((0..count).map(|_| (self.name(), self.value(depth - 1))).collect())
            }
        }
    }

    /// A value that might satisfy a schema.
    fn like(&mut self, schema: &Value, depth: u64) -> Value {
        let part = |dice: &mut Self, word: &str| {
            let parts = schema[word].as_array().filter(|parts| !parts.is_empty() && dice.one_in(2))?;
            Some(parts[usize::try_from(dice.roll(parts.len() as u64)).unwrap()].clone())
        };
        if let Some(value) = part(self, "enum") {
            return value;
        }
        if let Some(value) = schema.get("const").filter(|_| self.one_in(2)) {
            return value.clone();
        }
        for word in ["anyOf", "oneOf", "allOf"] {
            if let Some(branch) = part(self, word).filter(|_| self.one_in(2)) {
                return self.like(&branch, depth);
            }
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
        match kind {
            _ if depth == 0 || self.one_in(8) => self.value(depth),
            Some("object") => {
                let declared = schema["properties"].as_object().into_iter().flatten();
                let mut members: Map<String, Value> = Map::new();
                for (name, property) in declared.filter(|_| !self.one_in(4)).collect::<Vec<_>>() {
                    members.insert(name.clone(), self.like(property, depth - 1));
                }
                for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if !members.contains_key(name) {
                        members.insert(name.to_owned(), self.like(&schema["additionalProperties"], depth - 1));
                    }
                }
                Value::Object(members)
            }
            Some("array") => {
                let prefix = schema["prefixItems"].as_array().cloned().unwrap_or_default();
                let count = usize::try_from(self.roll(4)).unwrap();
                (0..count).map(|i| self.like(prefix.get(i).unwrap_or(&schema["items"]), depth - 1)).collect()
            }
            Some("string") => json!(self.of(&["a", "b", "ab", "", "aab"])),
            Some("integer" | "number") => json!(self.roll(4)),
            Some("boolean") => json!(self.one_in(2)),
            Some(_) => Value::Null,
            None => self.value(depth),
        }
    }

    fn schema(&mut self, depth: u64) -> Value {
        if self.one_in(if depth == 0 { 4 } else { 25 }) {
            return json!(self.one_in(2));
        }
        let mut s = Map::new();
        let kind = self
            .of(&["string", "integer", "number", "boolean", "null", "array", "array", "object", "object", "object"]);
        match self.roll(12) {
            0 => {}
            1 => drop(s.insert("type".into(), json!([kind, "null"]))),
            2 => drop(s.insert("type".into(), json!(["object", "string", "integer"]))),
            _ => drop(s.insert("type".into(), json!(kind))),
        }
        match kind {
            "string" => self.text(&mut s),
            "integer" | "number" => self.number(&mut s),
            "array" if depth > 0 => self.array(&mut s, depth - 1),
            "object" if depth > 0 => self.object(&mut s, depth - 1),
            _ => {}
        }
        if self.one_in(12) {
            let values = self.some(3, |d| d.value(1));
            s.insert("enum".into(), json!(values));
        }
        if self.one_in(20) {
            let value = self.value(1);
            s.insert("const".into(), value);
        }
        if depth > 0 {
            self.in_place(&mut s, depth - 1);
        }
        Value::Object(s)
    }

    fn text(&mut self, s: &mut Map<String, Value>) {
        if self.one_in(4) {
            s.insert("minLength".into(), json!(self.small()));
        }
        if self.one_in(4) {
            s.insert("maxLength".into(), json!(self.small()));
        }
        if self.one_in(4) {
            s.insert("pattern".into(), json!(self.of(&["^a", "b$"])));
        }
    }

    fn number(&mut self, s: &mut Map<String, Value>) {
        for word in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            if self.one_in(6) {
                s.insert(word.into(), json!(self.small()));
            }
        }
        if self.one_in(6) {
            s.insert("multipleOf".into(), json!(1 + self.small()));
        }
    }

    fn array(&mut self, s: &mut Map<String, Value>, depth: u64) {
        if self.one_in(2) {
            s.insert("items".into(), self.schema(depth));
        }
        if self.one_in(3) {
            let prefix = self.some(2, |d| d.schema(depth));
            s.insert("prefixItems".into(), json!(prefix));
        }
        for word in ["minItems", "maxItems"] {
            if self.one_in(4) {
                s.insert(word.into(), json!(self.small()));
            }
        }
        if self.one_in(6) {
            s.insert("uniqueItems".into(), json!(true));
        }
        if self.one_in(6) {
            s.insert("contains".into(), self.schema(depth));
        }
        if self.one_in(6) {
            s.insert("unevaluatedItems".into(), self.schema(0));
        }
    }

    fn object(&mut self, s: &mut Map<String, Value>, depth: u64) {
        if !self.one_in(4) {
            let members = self.some(3, |d| (d.name(), d.schema(depth)));
            s.insert("properties".into(), Value::Object(members.into_iter().collect()));
        }
        if self.one_in(3) {
            let names = self.some(2, Self::name);
            s.insert("required".into(), json!(names));
        }
        if self.one_in(3) {
            let rest = if self.one_in(2) { json!(false) } else { self.schema(depth) };
            s.insert("additionalProperties".into(), rest);
        }
        if self.one_in(7) {
            let patterns = self.some(2, |d| (d.of(&["a", "[bc]", "^c"]).to_owned(), d.schema(depth)));
            s.insert("patternProperties".into(), Value::Object(patterns.into_iter().collect()));
        }
        for word in ["minProperties", "maxProperties"] {
            if self.one_in(8) {
                s.insert(word.into(), json!(self.small()));
            }
        }
        if self.one_in(10) {
            s.insert("propertyNames".into(), json!({"pattern": self.of(&["a", "[ab]"])}));
        }
        if self.one_in(10) {
            s.insert("dependentRequired".into(), json!({self.name(): [self.name()]}));
        }
        if self.one_in(10) {
            s.insert("dependentSchemas".into(), json!({self.name(): self.schema(depth)}));
        }
        if self.one_in(5) {
            s.insert("unevaluatedProperties".into(), json!(false));
        }
    }

    fn in_place(&mut self, s: &mut Map<String, Value>, depth: u64) {
        for word in ["allOf", "anyOf", "oneOf"] {
            if self.one_in(5) {
                let parts = self.some(3, |d| d.schema(depth));
                s.insert(word.into(), json!(parts));
            }
        }
        if self.one_in(12) {
            s.insert("not".into(), self.schema(depth));
        }
        if self.one_in(12) {
            for word in ["if", "then", "else"] {
                if word == "if" || self.one_in(2) {
                    s.insert(word.into(), self.schema(depth));
                }
            }
        }
    }
}

#[test]
fn types_with_their_checks_accept_what_the_words_accept() {
    let rounds: u64 = std::env::var("TENON_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(500);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    for _ in 0..rounds {
        let schema = dice.schema(2);
        let (typed, judged) = (decided(&schema).0.unwrap(), decided(&json!({"not": {"not": schema}})).0.unwrap());
        for _ in 0..12 {
            let value = dice.like(&schema, 3);
            let expected = shapes::Reader::new(&judged).body(&value);
            *(if expected { &mut accepted } else { &mut refused }) += 1;
            if shapes::Reader::new(&typed).body(&value) != expected {
                let checks: Vec<_> = typed.checks.iter().map(|c| &c.demands).collect();
                let shown = shapes::shown(&typed);
                wrong.push((
                    schema.to_string().len(),
                    format!("{schema}\n  {value} is {expected}\n  {shown}\n  {checks:?}"),
                ));
                break;
            }
        }
    }
    println!("{accepted} accepted, {refused} refused");
    wrong.sort();
    let shortest: Vec<_> = wrong.iter().take(8).map(|(_, text)| text.as_str()).collect();
    assert!(wrong.is_empty(), "{} wrong, the shortest:\n{}", wrong.len(), shortest.join("\n"));
    assert!(accepted > rounds && refused > rounds, "{accepted} accepted, {refused} refused");
}

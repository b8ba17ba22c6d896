//! Groups that the suite does not have: two of its schemas put together, asked about the instances of both. What is expected
//! of them is what `jsonschema` says.
use crate::group::{Case, Group, Part, kind, with_members};
use crate::oracle::Oracle;
use serde_json::Value;

/// Words whose meaning hangs on where a schema stands.
const PLACED: [&str; 6] = ["\"$id\"", "\"$ref\"", "\"$dynamicRef\"", "anchor\"", "Anchor\"", "\"$schema\": \"http:"];

/// That many groups, always the same ones for a seed.
pub(crate) fn groups(suite: &[Group], seed: u64, count: usize, oracle: &Oracle) -> Vec<Group> {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let fits = |group: &&Group| {
        group.part == Part::Required
            && !["content", "format"].contains(&group.file().as_str())
            && !PLACED.iter().any(|word| group.written.contains(word))
    };
    let parts: Vec<_> = suite.iter().filter(fits).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let mut groups: Vec<_> = (0..count).map(|index| group(&mut chance, &parts, index)).collect();
    for group in &mut groups {
        let expected = oracle.verdicts(group, group.cases.iter().map(|case| case.text.as_str()));
        for (case, expected) in group.cases.iter_mut().zip(&expected) {
            case.valid = expected.unwrap_or_default();
        }
        let mut known = expected.iter().map(Option::is_some);
        group.cases.retain(|_| known.next().unwrap_or_default());
    }
    groups
}

fn group(chance: &mut Chance, parts: &[&Group], index: usize) -> Group {
    let [a, b] = [chance.of(parts), chance.of(parts)];
    let [x, y] = [a, b].map(|part| kind(&chance.of(&part.cases).text));
    let with_type = |part: &Group, stated: &str| with_member(&part.written, "type", &format!("\"{stated}\""));
    let (s, t) = (&a.written, &b.written);
    let (sx, ty) = (with_type(a, x), with_type(b, y));
    let texts = |part: &Group| part.cases.iter().map(|case| case.text.clone()).collect::<Vec<_>>();
    let (mut alone, of_b) = (texts(a), texts(b));
    alone.extend(of_b.clone());
    let pairs = |make: fn(&str, &str) -> String| -> Vec<String> {
        let each = |left: &String| of_b.iter().take(8).map(|right| make(left, right)).collect::<Vec<_>>();
        texts(a).iter().take(8).flat_map(each).collect()
    };
    let members = |left: &str, right: &str| format!("{{\"a\":{left},\"b\":{right}}}");
    let lists = |left: &str, right: &str| format!("[{left},{right}]");
    let (schema, stated, texts) = match chance.below(13) {
        0 => (format!(r#"{{"type":"{x}","allOf":[{s},{t}]}}"#), x, alone),
        1 => (format!(r#"{{"type":"{x}","anyOf":[{s},{t}]}}"#), x, alone),
        2 => (format!(r#"{{"type":"{x}","oneOf":[{s},{t}]}}"#), x, alone),
        3 => (format!(r#"{{"anyOf":[{sx},{ty}]}}"#), "", alone),
        4 => (format!(r#"{{"oneOf":[{sx},{ty}]}}"#), "", alone),
        5 => (format!(r#"{{"type":"{x}","if":{s},"then":{t}}}"#), x, alone),
        6 => (format!(r#"{{"type":"{x}","not":{s},"allOf":[{t}]}}"#), x, alone),
        7 => (with_member(&sx, "allOf", &format!(r#"[{t},{{"anyOf":[{ty},{s}]}}]"#)), "", alone),
        8 => (
            format!(r#"{{"type":"object","properties":{{"a":{sx},"b":{ty}}},"required":["a"]}}"#),
            "object",
            pairs(members),
        ),
        9 => (
            format!(r#"{{"type":"object","properties":{{"a":{sx}}},"additionalProperties":{ty}}}"#),
            "object",
            pairs(members),
        ),
        10 => (
            format!(
                r#"{{"type":"object","properties":{{"a":{{}}}},"required":["a"],"oneOf":[{{"properties":{{"a":{sx}}}}},{{"properties":{{"a":{ty}}}}}]}}"#
            ),
            "object",
            pairs(members),
        ),
        11 => {
            (format!(r#"{{"type":"array","items":{{"anyOf":[{sx},{ty}]}},"uniqueItems":true}}"#), "array", pairs(lists))
        }
        _ => (
            format!(r#"{{"type":"array","prefixItems":[{sx},{ty}],"items":false,"minItems":2}}"#),
            "array",
            pairs(lists),
        ),
    };
    let schema = with_members(&schema, &[format!(r#""$id":"https://suite.invalid/composed/{index}""#)]);
    let stated = Some(stated.to_owned()).filter(|stated| !stated.is_empty());
    let cases = texts.into_iter().filter(|text| !is_large(text)).map(|text| Case { text, valid: false }).collect();
    Group {
        part: Part::Composed,
        file: format!("{}+{}", a.file(), b.file()),
        index,
        written: schema.clone(),
        schema,
        stated,
        cases,
    }
}

/// A schema with one member more, unless it is there already.
fn with_member(schema: &str, name: &str, value: &str) -> String {
    let known: Value = serde_json::from_str(schema).unwrap_or_default();
    match known.get(name) {
        None if known.is_object() => with_members(schema, &[format!("\"{name}\":{value}")]),
        _ => schema.to_owned(),
    }
}

/// Numbers that one of the two readers cannot hold.
fn is_large(text: &str) -> bool {
    let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
    longest.unwrap_or_default() > 15 || text.contains("e308")
}

/// A sequence of numbers without a pattern, xorshift64*.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let next = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(next).unwrap_or_default() % end.max(1)
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        let index = self.below(list.len());
        &list[index]
    }
}

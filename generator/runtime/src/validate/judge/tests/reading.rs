//! Judging while reading, and values made by hand.
use super::*;
use crate::TextTape;
use crate::json::{Cx, Decode, Encode, Json, Mode, ObjectWriter, Writer, decode_tape, from_slice};
use crate::validate::{Checker, Validate, validate};

/// `{tags: [string]}`, of which one tag must be `a`.
#[derive(Debug)]
struct Pet {
    tags: Vec<Json>,
}

fn pet(v: Node<'_>, c: &mut Judge) {
    c.members(v, &[("tags", &|v, c| c.contains(v, &|v, c| c.values(v, &["\"a\""]), 1, None))], &[], None);
    c.required(v, &["tags"]);
}

impl Decode for Pet {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let mut object = cx.object()?;
        let tags = object.required("tags");
        object.end();
        cx.judged(Self { tags: tags.unwrap_or_default() }, &pet)
    }
}

impl Encode for Pet {
    fn encode(&self, w: &mut Writer) {
        let mut object: ObjectWriter<'_> = w.object();
        object.member("tags", &self.tags);
        object.end();
    }
}

impl Validate for Pet {
    fn validate(&self, c: &mut Checker) {
        c.judged(self, &pet);
    }
}

fn places(invalid: &crate::Invalid) -> Vec<String> {
    invalid.violations.iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect()
}

#[test]
fn strict_decoding_judges_what_was_sent_and_repeats_nothing() {
    assert!(from_slice::<Vec<Pet>>(br#"[{"tags":[1,"a"]}]"#, Mode::Strict).is_ok());
    let invalid = from_slice::<Vec<Pet>>(br#"[{"tags":["b"]},{}]"#, Mode::Strict).unwrap_err();
    assert_eq!(places(&invalid), ["/0/tags contains", "/1/tags required"]);
    assert!(from_slice::<Pet>(br#"{"tags":["b"]}"#, Mode::Lenient).is_ok());
}

#[test]
fn text_is_judged_as_what_it_was_read_as() {
    let tape = |text| {
        let mut tape = TextTape::new();
        tape.object().name("pet").object().name("tags").array().text(text);
        tape.finish()
    };
    type Pets = std::collections::BTreeMap<String, Pet>;
    assert!(decode_tape::<Pets>(&tape("a"), Mode::Strict).is_ok());
    let violations = decode_tape::<Pets>(&tape("b"), Mode::Strict).unwrap_err();
    assert_eq!((violations[0].pointer.as_str(), violations[0].keyword), ("/pet/tags", "contains"));
}

/// Where a value of a spelled out type is held.
struct Request {
    pet: Pet,
}

impl Validate for Request {
    fn validate(&self, c: &mut Checker) {
        c.at("body", |c| c.encoded(&self.pet.tags, &|v, c| c.contains(v, INTEGER, 1, None)));
        c.child("pet", &self.pet);
    }
}

#[test]
fn values_made_by_hand_are_judged_when_asked() {
    let request = Request { pet: Pet { tags: vec![Json::from("b")] } };
    assert_eq!(places(&validate(&request).unwrap_err()), ["/body contains", "/pet/tags contains"]);
    let mut shallow = Checker::shallow();
    request.validate(&mut shallow);
    assert_eq!(shallow.take().len(), 1);
}

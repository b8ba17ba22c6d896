//! What is read and what is refused, what is written and what cannot be.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::json::{Json, Mode};

const PERSON: Node = Node::element("name", Content::Text).within("https://example.com/sample", "sample");
const SHAPES: &[Shape] = &[
    Shape::object(&[
        Member::new("id", Node::attribute("id", Content::Token)).required().null(),
        Member::new("name", PERSON),
        Member::new("tags", Node::element("tags", Content::Of(1))),
        Member::new("nick", Node::none(Content::Of(2))).required(),
        Member::new("boss", Node::element("boss", Content::Of(0))),
        Member::new("note", Node::element("note", Content::Of(3))),
        Member::new("any", Node::element("any", Content::Any)),
    ]),
    Shape::list(&[]).items(Node::element("tag", Content::Text)),
    Shape::list(&[]).items(Node::element("nick", Content::Token)),
    Shape::object(&[
        Member::new("kind", Node::attribute("kind", Content::Text)),
        Member::new("text", Node::cdata(Content::Text)).required(),
    ]),
    Shape::list(&[Node::text(Content::Text), Node::element("data", Content::Token), Node::text(Content::Text)]),
    Shape::object(&[]).rest(Node::none(Content::Of(2))),
];
const fn of(root: Node) -> Xml {
    Xml { shapes: SHAPES, root }
}
const ROOT: Xml = of(Node::element("Person", Content::Of(0)));

fn read(xml: &Xml, text: &str) -> Result<String, String> {
    let json = decode::<Json>(xml, text.as_bytes(), Mode::Strict);
    let told = |invalid: crate::Invalid| {
        invalid.violations.iter().map(|v| format!("{}: {}", v.pointer, v.message)).collect::<Vec<_>>().join("; ")
    };
    json.map(|json| json.text().to_owned()).map_err(told)
}

fn written(xml: &Xml, json: &str) -> Result<String, String> {
    let text = encode(xml, &Json::parse(json).unwrap());
    text.map(|text| text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap().to_owned())
        .map_err(|fault| fault.to_string())
}

#[test]
fn there_and_back() {
    let json = r#"{"id":1,"name":"a<b&c]]>","tags":["x"," y "],"nick":[1,2],"boss":{"id":2,"nick":[]},"note":{"kind":"\"\t","text":"<p>]]></p>"}}"#;
    let text = concat!(
        r#"<Person id="1"><sample:name xmlns:sample="https://example.com/sample">a&lt;b&amp;c]]&gt;</sample:name>"#,
        r#"<tags><tag>x</tag><tag> y </tag></tags><nick>1</nick><nick>2</nick><boss id="2"/>"#,
        r#"<note kind="&quot;&#9;"><![CDATA[<p>]]]]><![CDATA[></p>]]></note></Person>"#
    );
    assert_eq!(written(&ROOT, json).unwrap(), text);
    assert_eq!(read(&ROOT, text).unwrap(), json);
}

#[test]
fn any_prefix_order_and_white_space() {
    let text = "\u{FEFF}<?xml version='1.0' encoding='utf-8'?><!-- a --><?pi?>\n<Person xmlns:p='https://example.com/sample' id=' 7 '>\n \
        <nick>\n1 </nick><p:name>A&#x42;<!-- -->C&amp;</p:name><nick>2</nick><unknown/></Person>\n";
    assert_eq!(read(&ROOT, text).unwrap(), r#"{"id":7,"name":"ABC&","nick":[1,2],"unknown":""}"#);
}

#[test]
fn null_and_absent() {
    assert_eq!(read(&ROOT, "<Person/>").unwrap(), r#"{"id":null,"nick":[]}"#);
    let nil = r#"<Person><tags xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></Person>"#;
    assert_eq!(read(&ROOT, nil).unwrap(), r#"{"id":null,"tags":null,"nick":[]}"#);
    assert_eq!(written(&ROOT, r#"{"id":null,"tags":null,"nick":null}"#).unwrap(), nil);
}

#[test]
fn what_nothing_describes() {
    let json = r##"{"id":1,"nick":[],"any":{"@a":"x","b":["1",{"c":true}],"#text":"t"}}"##;
    let text = r#"<Person id="1"><any a="x"><b>1</b><b><c>true</c></b>t</any></Person>"#;
    assert_eq!(written(&ROOT, json).unwrap(), text);
    assert_eq!(read(&ROOT, text).unwrap(), json.replace("\"1\"", "1"));
    assert!(written(&ROOT, r#"{"any":[[1]]}"#).unwrap_err().starts_with("/any: is a list"));
}

#[test]
fn items_in_order() {
    let report = of(Node::element("Report", Content::Of(4)));
    let text = "<Report>Some preamble text.<data>42</data>Some postamble text.</Report>";
    assert_eq!(read(&report, text).unwrap(), r#"["Some preamble text.",42,"Some postamble text."]"#);
    assert_eq!(written(&report, r#"["Some preamble text.",42,"Some postamble text."]"#).unwrap(), text);
    assert_eq!(
        read(&report, "<Report>a<date/></Report>").unwrap_err().split(';').next(),
        Some("/1: expected another element")
    );
    assert!(written(&report, r#"["",1,"",2]"#).unwrap_err().contains("more items"));
}

#[test]
fn members_by_any_name() {
    let map = of(Node::element("", Content::Of(5)));
    assert_eq!(read(&map, "<x><a>1</a><b>2</b><a>3</a></x>").unwrap(), r#"{"a":[1,3],"b":[2]}"#);
    assert_eq!(written(&map, r#"{"a":[1,3],"b":[2]}"#).unwrap(), "<root><a>1</a><a>3</a><b>2</b></root>");
    assert!(written(&map, r#"{"a b":[1]}"#).unwrap_err().contains("a name that no element can have"));
}

#[test]
fn what_is_refused() {
    let deep = "<a>".repeat(200);
    let prefixes = (0..300).fold(String::from("<Person"), |text, n| format!("{text} xmlns:p{n}='u'")) + "/>";
    for (bad, why) in [
        ("", "too early"),
        ("<Person>", "too early"),
        ("<Person></person>", "fits no beginning"),
        ("<Person/><Person/>", "one outermost"),
        ("<Person/>x", "outside"),
        ("&amp;<Person/>", "outside"),
        ("<![CDATA[x]]><Person/>", "outside"),
        ("<Other/>", "another outermost"),
        ("<Person xmlns='urn:x'/>", "another outermost"),
        ("<!DOCTYPE Person><Person/>", "document type"),
        ("<!DOCTYPE p [<!ENTITY a 'aa'>]><Person>&a;</Person>", "document type"),
        ("<Person>&a;</Person>", "not known"),
        ("<Person id='&a;'/>", "not known"),
        ("<Person>&#0;</Person>", "no character"),
        ("<Person>&#x1;</Person>", "XML does not have"),
        ("<Person>\u{1}</Person>", "XML does not have"),
        ("<Person id='&#xFFFF;'/>", "XML does not have"),
        ("<Person><nick>]]></nick></Person>", "must be escaped"),
        ("<Person id='<'/>", "must be escaped"),
        ("<Person id='1' id='2'/>", "occurs twice"),
        ("<Person xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>", "occurs twice"),
        ("<p:Person/>", "not declared"),
        ("<1/>", "not a name"),
        ("<a:b:c xmlns:a='u'/>", "not a name"),
        ("<?xml version='1.0' encoding='UTF-16'?><Person/>", "not in UTF-8"),
        ("<Person/><?xml version='1.0'?>", "must come first"),
        ("<Person><!-- -- --></Person>", ""),
        ("<Person>text</Person>", "not expected"),
        ("<Person><nick><b/></nick></Person>", "/nick/0: "),
        (&deep, "too deeply"),
        (&prefixes, "namespaces"),
    ] {
        let told = read(&ROOT, bad);
        assert!(told.as_ref().is_err_and(|told| told.contains(why)), "{bad}: {told:?}");
    }
    assert!(decode::<Json>(&ROOT, b"<Person>\xff</Person>", Mode::Strict).is_err());
    for bad in ["\u{1}", "\u{FFFF}", "\u{b}"] {
        let json =
            Json::of(&std::collections::BTreeMap::from([("name", bad)].map(|(k, v)| (k.to_owned(), v.to_owned()))));
        assert!(written(&ROOT, json.text()).unwrap_err().contains("/name: has a character"));
    }
}

#[test]
fn lenient_readers_look_past_namespaces() {
    let text = "<Person xmlns='urn:x' id='1'><name>n</name>text<boss/></Person>";
    let json = decode::<Json>(&ROOT, text.as_bytes(), Mode::Lenient).unwrap();
    assert_eq!(json.text(), r#"{"id":1,"name":"n","nick":[],"boss":{"id":null,"nick":[]}}"#);
}

#[test]
fn no_text_panics() {
    let parts = [
        "<", ">", "/", "a", "Person", "=", "'", "\"", "&", ";", "!", "[", "]", "-", "?", "xml", " ", ":", "#", "CDATA",
        "x", "nick",
    ];
    let mut dice = fastrand_like(7);
    for _ in 0..20_000 {
        let text = (0..12).map(|_| parts[dice() % parts.len()]).collect::<String>();
        let _ = read(&ROOT, &text);
        let _ = read(&ROOT, &format!("<Person>{text}</Person>"));
    }
}

fn fastrand_like(seed: u64) -> impl FnMut() -> usize {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0)
    }
}

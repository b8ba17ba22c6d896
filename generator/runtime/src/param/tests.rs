//! Both directions of the style table.
#![allow(clippy::unwrap_used, clippy::panic)]
use std::collections::BTreeMap;

use http::{HeaderMap, HeaderValue, header::COOKIE};

use super::*;
use crate::json::{Decode, Json, Mode};

fn text(parameter: &Parameter, json: &str) -> Result<String, Fault> {
    let mut out = String::new();
    encode(parameter, &Json::parse(json).unwrap(), &mut out).map(|_| out)
}

fn read<T: Decode>(parameter: &Parameter, text: &str) -> Result<Option<T>, &'static str> {
    let mut headers = HeaderMap::new();
    let (mut capture, mut query) = (None, "");
    match parameter.location {
        Location::Path => capture = Some(text),
        Location::Query => query = text,
        Location::Header => {
            headers.append(parameter.name, HeaderValue::from_bytes(text.as_bytes()).unwrap());
        }
        Location::Cookie => {
            headers.append(COOKIE, HeaderValue::from_bytes(text.as_bytes()).unwrap());
        }
    }
    let source = Source { capture, query, headers: &headers, mode: Mode::Strict };
    decode(parameter, &source).map_err(|violations| violations[0].keyword)
}

const NAMES: &[&str] = &["red", "green"];

/// style, explode, texts of: nothing but a text (""), a scalar, a list, an object. `-`: the table has no such cell.
const PATHS: &[(Style, bool, [&str; 4])] = &[
    (Style::Matrix, false, [";c", ";c=sea", ";c=sea,sky", ";c=red,1,green,2"]),
    (Style::Matrix, true, [";c", ";c=sea", ";c=sea;c=sky", ";red=1;green=2"]),
    (Style::Label, false, [".", ".sea", ".sea,sky", ".red,1,green,2"]),
    (Style::Label, true, [".", ".sea", ".sea.sky", ".red=1.green=2"]),
    (Style::Simple, false, ["-", "sea", "sea,sky", "red,1,green,2"]),
    (Style::Simple, true, ["-", "sea", "sea,sky", "red=1,green=2"]),
];
const QUERIES: &[(Style, bool, [&str; 4])] = &[
    (Style::Form, false, ["c=", "c=sea", "c=sea,sky", "c=red,1,green,2"]),
    (Style::Form, true, ["c=", "c=sea", "c=sea&c=sky", "red=1&green=2"]),
    (Style::SpaceDelimited, false, ["-", "-", "c=sea%20sky", "c=red%201%20green%202"]),
    (Style::PipeDelimited, false, ["-", "-", "c=sea%7Csky", "c=red%7C1%7Cgreen%7C2"]),
    (Style::DeepObject, true, ["-", "-", "-", "c%5Bred%5D=1&c%5Bgreen%5D=2"]),
];
const HEADERS: &[(Style, bool, [&str; 4])] = &[
    (Style::Simple, false, ["", "sea", "sea,sky", "red,1,green,2"]),
    (Style::Simple, true, ["", "sea", "sea,sky", "red=1,green=2"]),
];
const COOKIES: &[(Style, bool, [&str; 4])] = &[
    (Style::Form, false, ["c=", "c=sea", "c=sea,sky", "c=red,1,green,2"]),
    (Style::Form, true, ["c=", "c=sea", "c=sea; c=sky", "red=1; green=2"]),
    (Style::Cookie, false, ["c=", "c=sea", "c=sea,sky", "c=red,1,green,2"]),
    (Style::Cookie, true, ["c=", "c=sea", "c=sea; c=sky", "red=1; green=2"]),
];

#[test]
fn the_style_table_holds_both_ways() {
    let object = BTreeMap::from([("red".to_owned(), 1_i64), ("green".to_owned(), 2)]);
    for (base, table) in [
        (Parameter::path("c", 0), PATHS),
        (Parameter::query("c"), QUERIES),
        (Parameter::header("c"), HEADERS),
        (Parameter::cookie("c"), COOKIES),
    ] {
        for &(style, explode, [empty, scalar, list, members]) in table {
            let it = base.style(style).explode(explode);
            for (wire, value) in [(empty, ""), (scalar, "sea")].into_iter().filter(|(wire, _)| *wire != "-") {
                assert_eq!(text(&it, &format!("{value:?}")).unwrap(), wire, "{it:?}");
                assert_eq!(read::<String>(&it, wire), Ok(Some(value.to_owned())), "{it:?}");
                assert_eq!(read::<String>(&it.any(), wire), Ok(Some(value.to_owned())), "{it:?}");
            }
            if list != "-" {
                assert_eq!(text(&it, r#"["sea", "sky"]"#).unwrap(), list, "{it:?}");
                for it in [it.array(), it.any()] {
                    assert_eq!(
                        read::<Vec<String>>(&it, list),
                        Ok(Some(vec!["sea".to_owned(), "sky".to_owned()])),
                        "{it:?}"
                    );
                }
            }
            if members != "-" {
                assert_eq!(text(&it, r#"{"red": 1, "gone": null, "green": 2}"#).unwrap(), members, "{it:?}");
                assert_eq!(read(&it.object(NAMES), members), Ok(Some(object.clone())), "{it:?}");
            }
        }
    }
}

/// Items with all that could be taken for a separator come back as they were, or are refused.
#[test]
fn separators_in_items_survive() {
    let awkward = ["a,b", "a.b", "a;b=c", "a&b", "a b", "a|b", "50%", "%41", "ß", "a+b", "#?[/]"];
    for (base, table) in [
        (Parameter::path("c", 0), PATHS),
        (Parameter::query("c"), QUERIES),
        (Parameter::cookie("c"), COOKIES),
        (Parameter::header("c"), HEADERS),
    ] {
        for &(style, explode, [.., list, _]) in table.iter().filter(|row| row.2[2] != "-") {
            let it = base.style(style).explode(explode).array();
            assert_ne!(list, "");
            for item in awkward {
                let items = vec![item.to_owned(), "x".to_owned()];
                let mut wire = String::new();
                match encode(&it, &items, &mut wire) {
                    Ok(_) => assert_eq!(read(&it, &wire), Ok(Some(items)), "{it:?} {wire}"),
                    Err(fault) => {
                        assert_eq!(fault, Fault::Delimiter);
                        let own = match style {
                            Style::SpaceDelimited => ' ',
                            Style::PipeDelimited => '|',
                            Style::Cookie if item.contains(';') => ';',
                            _ => ',',
                        };
                        assert!(item.contains(own), "{it:?} {item}");
                    }
                }
            }
        }
    }
}

#[test]
fn paths_need_a_value() {
    for json in ["null", "[]", "{}", r#""""#] {
        assert_eq!(text(&Parameter::path("c", 0), json), Err(Fault::Missing), "{json}");
    }
    assert_eq!(text(&Parameter::path("c", 0).array(), r#"[""]"#), Err(Fault::Missing));
    assert_eq!(text(&Parameter::path("c", 0), r#""a/b?c#d""#).unwrap(), "a%2Fb%3Fc%23d");
    assert_eq!(read::<String>(&Parameter::path("c", 0), "a%00"), Err("style"));
}

/// Where a path may hold slashes, what separates items must still be told from what is in them.
#[test]
fn items_with_slashes_keep_apart() {
    for style in [Style::Simple, Style::Label, Style::Matrix] {
        for explode in [false, true] {
            let it = Parameter::path("c", 0).style(style).explode(explode).slashes();
            let items = ["a/b", "c,d", "e=f;g", "h.i"].map(str::to_owned).to_vec();
            let members = BTreeMap::from([("a/b=".to_owned(), ",".to_owned()), ("c;".to_owned(), ".=".to_owned())]);
            let mut wire = String::new();
            encode(&it, &items, &mut wire).unwrap();
            assert_eq!(read(&it.array(), &wire), Ok(Some(items)), "{it:?} {wire}");
            let mut wire = String::new();
            encode(&it, &members, &mut wire).unwrap();
            assert_eq!(read(&it.object(&[]), &wire), Ok(Some(members)), "{it:?} {wire}");
        }
    }
    assert_eq!(text(&Parameter::path("c", 0).slashes(), r#""a/b,c=d;e?""#).unwrap(), "a/b,c=d;e%3F");
}

#[test]
fn nothing_is_left_out_of_queries() {
    for json in ["null", "[]", "{}"] {
        for explode in [true, false] {
            assert_eq!(text(&Parameter::query("c").explode(explode), json).unwrap(), "");
        }
    }
    assert_eq!(text(&Parameter::query("c"), "[[1]]"), Err(Fault::Nested));
    assert_eq!(read::<i64>(&Parameter::query("c"), "d=1&cc=2"), Ok(None));
    assert_eq!(read::<i64>(&Parameter::query("c"), ""), Ok(None));
}

#[test]
fn reserved_characters_stay_where_allowed() {
    let it = Parameter::query("c").reserved();
    assert_eq!(text(&it, r##""/a,b:?=%2F%&#+""##).unwrap(), "c=/a,b:?=%2F%25%26%23%2B");
    assert_eq!(text(&it.explode(false), r#"["a,b", "c"]"#).unwrap(), "c=a%2Cb,c");
    assert_eq!(text(&it.explode(false), r#""a,b""#).unwrap(), "c=a,b");
}

#[test]
fn names_are_encoded() {
    let it = Parameter::query("page[size]");
    assert_eq!(text(&it, "5").unwrap(), "page%5Bsize%5D=5");
    for query in ["page%5Bsize%5D=5", "page[size]=5", "x&%zz&page%5bsize]=5"] {
        assert_eq!(read::<i64>(&it, query), Ok(Some(5)), "{query}");
    }
}

#[test]
fn json_travels_in_one_piece() {
    let json = r#"{"a":[1,null]}"#;
    for (it, wire) in [
        (Parameter::query("c").json(), "c=%7B%22a%22%3A%5B1%2Cnull%5D%7D"),
        (Parameter::path("c", 0).json(), "%7B%22a%22%3A%5B1%2Cnull%5D%7D"),
        (Parameter::header("c").json(), json),
        (Parameter::cookie("c").json(), "c={%22a%22:[1%2Cnull]}"),
    ] {
        assert_eq!(text(&it, json).unwrap(), wire);
        assert_eq!(read::<Json>(&it, wire).unwrap().unwrap(), Json::parse(json).unwrap());
    }
    assert!(read::<Json>(&Parameter::query("c").json(), "c={").is_err());
}

#[test]
fn malformed_text_is_refused() {
    let query = Parameter::query("c");
    for (it, wire) in [
        (query, "c=%zz"),
        (query, "c=%FF"),
        (query, "c=1&c=2"),
        (query.json(), "c=1&c=2"),
        (query.array().explode(false), "c=1&c=2"),
        (query.object(NAMES).explode(false), "c=red,1,green"),
        (query.object(NAMES), "red=%zz"),
        (query.object(&[]).style(Style::DeepObject), "c[a=1"),
        (query.object(&[]).style(Style::DeepObject), "c[a]=1&c[a][b]=1"),
        (Parameter::path("c", 0), "%F"),
        (Parameter::path("c", 0).style(Style::Label), "sea"),
        (Parameter::path("c", 0).style(Style::Matrix), ";d=sea"),
        (Parameter::path("c", 0).style(Style::Matrix).array().explode(true), ";c=sea;d=sky"),
        (Parameter::path("c", 0).object(NAMES).explode(true), "red"),
        (Parameter::cookie("c"), "c=1; c=2"),
    ] {
        assert_eq!(read::<Json>(&it, wire), Err("style"), "{it:?} {wire}");
    }
    for wire in ["c=+5", "c=05", "c=1e2", "c=%205", "c=5%00", "c="] {
        assert_eq!(read::<i64>(&query, wire), Err("type"), "{wire}");
    }
}

#[test]
fn header_lines_are_one_list() {
    let mut headers = HeaderMap::new();
    headers.append("x-ids", HeaderValue::from_static(" 1 ,, 2"));
    headers.append("x-ids", HeaderValue::from_static("3"));
    headers.append("x-one", HeaderValue::from_static("a, b"));
    let source = Source { capture: None, query: "", headers: &headers, mode: Mode::Strict };
    assert_eq!(decode(&Parameter::header("X-Ids").array(), &source), Ok(Some(vec![1_i64, 2, 3])));
    assert!(decode::<String>(&Parameter::header("X-Ids"), &source).is_err());
    assert_eq!(decode(&Parameter::header("X-One"), &source), Ok(Some("a, b".to_owned())));
    assert_eq!(decode::<String>(&Parameter::header("X-Two"), &source), Ok(None));
}

#[test]
fn headers_refuse_what_would_split_them() {
    for json in [r#"["a,b"]"#, r#"["a", ""]"#, r#"[" a"]"#, r#"{"a": "b,c"}"#] {
        assert_eq!(text(&Parameter::header("c"), json), Err(Fault::Delimiter), "{json}");
    }
    for value in ["a\r\nb", "a\nb", "a\0b", "\u{7f}"] {
        assert_eq!(encode_header(&Parameter::header("c"), value), Err(Fault::Header), "{value:?}");
    }
    assert_eq!(encode_header(&Parameter::header("c"), "ß").unwrap().unwrap().as_bytes(), "ß".as_bytes());
}

#[test]
fn cookies_stay_readable() {
    let token = "ey.J-_+/=:x";
    assert_eq!(text(&Parameter::cookie("c"), &format!("{token:?}")).unwrap(), format!("c={token}"));
    assert_eq!(read(&Parameter::cookie("c"), &format!("b=1;c={token}; d=2")), Ok(Some(token.to_owned())));
    assert_eq!(read(&Parameter::cookie("c"), "c=\"x\""), Ok(Some("x".to_owned())));
    assert_eq!(text(&Parameter::cookie("c"), r#""a;b\r""#).unwrap(), "c=a%3Bb%0D");
    // RFC 6265 knows no percent-encoding, so what is none was meant as it stands: by others, since ours encodes `%`.
    for wire in ["%", "100%", "%zz", "%FF%20"] {
        assert_eq!(read(&Parameter::cookie("c"), &format!("c={wire}")), Ok(Some(wire.to_owned())));
        let items = Ok(Some(vec![wire.to_owned(), "a b".to_owned()]));
        assert_eq!(read(&Parameter::cookie("c").array().explode(false), &format!("c={wire},a%20b")), items);
    }
    assert_eq!(
        read(&Parameter::cookie("c").array(), "c=sea&c=sky"),
        Ok(Some(vec!["sea".to_owned(), "sky".to_owned()]))
    );
}

/// OpenAPI 3.2, "Style Values": nothing is encoded, decoded or quoted, so what would end a cookie cannot be in one.
#[test]
fn cookies_of_their_own_style_are_what_they_are() {
    let cookie = Parameter::cookie("c").style(Style::Cookie);
    for (json, wire) in
        [("\"a%2Cb c\"", "c=a%2Cb c"), ("\"\\\"x\\\"\"", "c=\"x\""), ("\"a=b&c\"", "c=a=b&c"), ("\"ß\"", "c=ß")]
    {
        assert_eq!(text(&cookie, json).as_deref(), Ok(wire));
        assert_eq!(read(&cookie, wire), Ok(Some(Json::parse(json).unwrap())));
    }
    let object = cookie.object(&["greeting", "code"]);
    let wire = "greeting=Hello%2C world!; code=42";
    assert_eq!(text(&object, r#"{"greeting":"Hello%2C world!","code":42}"#).as_deref(), Ok(wire));
    for json in [r#""a; b""#, r#"" a""#, r#"["a", "b;c"]"#, r#"{"a=b": 1}"#] {
        assert_eq!(text(&cookie.array(), json), Err(Fault::Delimiter), "{json}");
    }
    assert_eq!(text(&cookie.array().explode(false), r#"["a,b"]"#), Err(Fault::Delimiter));
    assert_eq!(text(&cookie, "\"a\\nb\""), Err(Fault::Header));
}

#[test]
fn a_value_may_be_all_of_the_query() {
    let (whole, json) = (Parameter::query("q").whole(), Parameter::query("q").whole().json());
    for (parameter, value, wire) in [
        (json, r#"{"numbers":[1,2],"flag":null}"#, "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D"),
        (json, "\"a+b&c\"", "%22a%2Bb%26c%22"),
        (whole, "\"$.a.b[1:1]\"", "%24.a.b%5B1%3A1%5D"),
    ] {
        assert_eq!(text(&parameter, value).as_deref(), Ok(wire));
        assert_eq!(read(&parameter, wire), Ok(Some(Json::parse(value).unwrap())));
    }
    assert_eq!(text(&json, "null").as_deref(), Ok(""));
    assert_eq!(read::<Json>(&json, ""), Ok(None));
    assert_eq!(read(&whole, "a+b"), Ok(Some("a+b".to_owned())));
    assert_eq!(read::<Json>(&json, "%7B"), Err("syntax"));
    assert_eq!(read::<Json>(&whole, "%zz"), Err("style"));
}

/// 3.2 has `allowReserved` in paths and cookies, too. A slash would still make another path.
#[test]
fn reserved_characters_stay_where_the_place_has_room_for_them() {
    let (path, cookie) = (Parameter::path("c", 0).reserved(), Parameter::cookie("c").reserved());
    assert_eq!(text(&path, "\"a:b@c;d,e=f/g?h#i%2Cj%\"").as_deref(), Ok("a:b@c;d,e=f%2Fg%3Fh%23i%2Cj%25"));
    assert_eq!(text(&path.array(), r#"["a:b","c,d.e"]"#).as_deref(), Ok("a:b,c%2Cd%2Ee"));
    assert_eq!(text(&cookie, "\"a%2Cb,c\"").as_deref(), Ok("c=a%2Cb%2Cc"));
}

/// A name that is there twice says two things.
#[test]
fn members_are_there_once() {
    let query = Parameter::query("c");
    let path = Parameter::path("c", 0);
    for (it, wire) in [
        (query, "red=1&red=2"),
        (query.explode(false), "c=red,1,red,2"),
        (query.explode(false).style(Style::PipeDelimited), "c=red|1|red|2"),
        (query.style(Style::DeepObject), "c[red]=1&c[red]=2"),
        (path, "red,1,red,2"),
        (path.explode(true), "red=1,red=2"),
        (path.explode(true).style(Style::Matrix), ";red=1;red=2"),
        (path.explode(true).style(Style::Label), ".red=1.red=2"),
        (Parameter::header("c"), "red,1,red,2"),
        (Parameter::cookie("c"), "red=1; red=2"),
    ] {
        let found = read::<BTreeMap<String, i64>>(&it.object(NAMES), wire);
        assert!(found.is_err(), "{it:?} {wire}: {found:?}");
    }
}

#[test]
fn what_others_put_beside_a_cookie_does_not_hide_it() {
    let mut headers = HeaderMap::new();
    headers.append(COOKIE, HeaderValue::from_bytes(b"a=\xff; c=sea; \xe9=1").unwrap());
    headers.append(COOKIE, HeaderValue::from_bytes(b"\xff").unwrap());
    let source = Source { capture: None, query: "", headers: &headers, mode: Mode::Strict };
    assert_eq!(decode(&Parameter::cookie("c"), &source), Ok(Some("sea".to_owned())));
    assert_eq!(decode::<String>(&Parameter::cookie("a"), &source), Ok(None));
}

#[test]
fn deep_objects_go_deeper_than_the_table() {
    let it = Parameter::query("f").style(Style::DeepObject).object(&[]);
    assert_eq!(text(&it, r#"{"a][b": 1}"#), Err(Fault::Delimiter));
    let wire = "f%5Ba%5D%5Bb%5D=1&f%5Bc%5D%5B%5D=2&f%5Bc%5D%5B%5D=3";
    assert_eq!(text(&it, r#"{"a": {"b": 1}, "c": [2, 3]}"#).unwrap(), wire);
    let a = read::<BTreeMap<String, Json>>(&it, wire).unwrap().unwrap();
    assert_eq!(a.keys().collect::<Vec<_>>(), ["a", "c"]);
    let nested = read::<BTreeMap<String, BTreeMap<String, i64>>>(&it, "f[a][b]=1&g[a]=2").unwrap().unwrap();
    assert_eq!(nested["a"]["b"], 1);
    assert_eq!(read::<Json>(&it, &format!("f{}=1", "[a]".repeat(40))), Err("style"));
    assert_eq!(read::<BTreeMap<String, Vec<i64>>>(&it, "f[a]=1").unwrap().unwrap()["a"], [1]);
    assert_eq!(read::<BTreeMap<String, Vec<i64>>>(&it, "f[a][]=1&f[a][]=2").unwrap().unwrap()["a"], [1, 2]);
}

#[test]
fn one_json_text_is_a_list_of_one_where_no_object_is_meant() {
    let it = Parameter::query("q").any().nested();
    assert_eq!(read::<Json>(&it, "q=%7B%7D").unwrap().unwrap(), Json::parse("{}").unwrap());
    for it in [it.items(), it.items().explode(false), it.items().style(Style::PipeDelimited).explode(false)] {
        for json in [r#"[{"a": "1"}]"#, "[[1]]", r#"["x", {}]"#, r#""{x""#, r#""x""#] {
            let value = Json::parse(json).unwrap();
            assert_eq!(read::<Json>(&it, &text(&it, json).unwrap()).unwrap().unwrap(), value, "{it:?} {json}");
        }
    }
}

#[test]
fn forms_go_both_ways() {
    let json = Json::parse(r#"{"a": "x y", "b": [1, 2], "c": {"d": [1]}, "e": null, "f": true}"#).unwrap();
    let form = encode_form(&[], &json).unwrap();
    assert_eq!(form, "a=x%20y&b=1&b=2&c=%7B%22d%22%3A%20%5B1%5D%7D&f=true");
    let form = |text| decode_form::<BTreeMap<String, Vec<i64>>>(&[], text, Mode::Strict);
    assert_eq!(form("b=1").unwrap()["b"], [1]);
    assert_eq!(form("b=1&b=2&b=+3").unwrap_err()[0].pointer, "/b/2");
    assert_eq!(decode_form::<BTreeMap<String, String>>(&[], "", Mode::Strict), Ok(BTreeMap::new()));
    assert!(decode_form::<BTreeMap<String, String>>(&[], "a=%", Mode::Strict).is_err());
}

/// Each property travels as its field says, and comes back as it was.
#[test]
fn fields_of_forms() {
    const FIELDS: &[Parameter] = &[
        Parameter::query("list").array(),
        Parameter::query("csv").array().explode(false),
        Parameter::query("json").json(),
        Parameter::query("items").array().nested(),
        Parameter::query("texts").array().nested().json(),
        Parameter::query("some").any().nested().items(),
        Parameter::query("deep").any().style(Style::DeepObject),
        Parameter::query("map").object(&[]).style(Style::DeepObject),
        Parameter::query("spread").object(&["x", "y"]),
        Parameter::query("raw").reserved(),
    ];
    for (json, wire) in [
        (r#"{"list":["a","b"]}"#, "list=a&list=b"),
        (r#"{"csv":["a,","b"]}"#, "csv=a%2C,b"),
        (r#"{"json":{"a":[1,"2"]}}"#, "json=%7B%22a%22%3A%5B1%2C%222%22%5D%7D"),
        (r#"{"json":"a"}"#, "json=%22a%22"),
        (
            r#"{"items":[{"a":"1"},"[","[2]x",[3]]}"#,
            "items=%7B%22a%22%3A%221%22%7D&items=%5B&items=%5B2%5Dx&items=%5B3%5D",
        ),
        (r#"{"texts":["1",1]}"#, "texts=%221%22&texts=1"),
        (r#"{"some":[{"a":"1"}]}"#, "some=%7B%22a%22%3A%221%22%7D"),
        (r#"{"some":[[1]]}"#, "some=%5B1%5D"),
        (r#"{"some":[{},{"a":"1"}]}"#, "some=%7B%7D&some=%7B%22a%22%3A%221%22%7D"),
        (r#"{"some":"{a"}"#, "some=%7Ba"),
        (r#"{"deep":["a"]}"#, "deep%5B%5D=a"),
        (r#"{"deep":"a"}"#, "deep=a"),
        (
            r#"{"deep":[{"a":["x"]},{"a":["y","z"]}]}"#,
            "deep%5B0%5D%5Ba%5D%5B%5D=x&deep%5B1%5D%5Ba%5D%5B%5D=y&deep%5B1%5D%5Ba%5D%5B%5D=z",
        ),
        (r#"{"deep":[["a"],["b"]]}"#, "deep%5B0%5D%5B%5D=a&deep%5B1%5D%5B%5D=b"),
        (r#"{"map":{"0":"a"}}"#, "map%5B0%5D=a"),
        (r#"{"spread":{"x":"a","y":"b"},"raw":"/a?"}"#, "x=a&y=b&raw=/a?"),
    ] {
        let value = Json::parse(json).unwrap();
        assert_eq!(encode_form(FIELDS, &value).unwrap(), wire, "{json}");
        assert_eq!(decode_form::<Json>(FIELDS, wire, Mode::Strict).unwrap(), value, "{wire}");
    }
    for wire in
        ["json=", "json=%7B", "texts=a", "json=1&json=2", "csv=a&csv=b", "deep[=1", "deep[][]=1", "deep[]=1&deep[a]=2"]
    {
        let found = decode_form::<Json>(FIELDS, wire, Mode::Strict).unwrap_err();
        assert!(found[0].pointer.starts_with('/'), "{wire}: {found:?}");
    }
    let both = decode_form::<Json>(FIELDS, "json=&csv=a&csv=b", Mode::Strict).unwrap_err();
    let both = both.iter().map(|violation| (&*violation.pointer, violation.keyword)).collect::<Vec<_>>();
    assert_eq!(both, [("/csv", "style"), ("/json", "syntax")]);
    assert_eq!(
        encode_form(&[Parameter::query("a").array().explode(false)], &Json::parse(r#"{"a":[[1]]}"#).unwrap()),
        Err(Fault::Nested)
    );
}

//! Types as they are emitted: modes, pointers, unions, enums, constraints.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use tenon_runtime::{
    Checker, Cx, Decode, Encode, Field, Invalid, ItemsRule, Json, Kind, Kinds, Mode, NumberRule, Pattern,
    PropertiesRule, StringRule, TextTape, Unknown, Validate, Writer, decode_tape, from_slice, integer_enum, reads,
    serde_shims, string_enum, to_vec, validate,
};

#[derive(Clone)]
enum Status {
    Available,
    Sold,
    Unknown(Unknown),
}
string_enum!(open Status { Available = "available", Sold = "sold" });

#[derive(Clone)]
enum Closed {
    A,
}
string_enum!(closed Closed { A = "a" });

#[derive(Clone)]
enum Hint {
    A,
    Unknown(Unknown),
}
string_enum!(extensible Hint { A = "a" });

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Level {
    One,
    Two,
    Unknown(Unknown),
}
integer_enum!(open Level { One = 1, Two = 2 });

static NAME: Pattern = Pattern::new("^[a-z]+$");

#[derive(Clone, Debug, PartialEq)]
struct Pet {
    name: String,
    age: Option<i64>,
    status: Option<Status>,
    price: Option<f64>,
    note: Field<String>,
    tags: Option<Vec<String>>,
    parent: Option<Box<Pet>>,
    rest: BTreeMap<String, i64>,
}

fn named(name: &str) -> Pet {
    Pet {
        name: name.into(),
        age: None,
        status: None,
        price: None,
        note: Field::Absent,
        tags: None,
        parent: None,
        rest: BTreeMap::new(),
    }
}

impl Decode for Pet {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let mut object = cx.object()?;
        let name = object.required("na/m~e");
        let age = object.optional("age");
        let status = object.optional("status");
        let price = object.optional("price");
        let note = object.field("note");
        let tags = object.optional("tags");
        let parent = object.optional("parent");
        let rest = object.rest();
        object.end();
        cx.checked(Self { name: name?, age, status, price, note, tags, parent, rest })
    }
}

impl Encode for Pet {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("na/m~e", &self.name);
        object.optional("age", &self.age);
        object.optional("status", &self.status);
        object.optional("price", &self.price);
        object.field("note", &self.note);
        object.optional("tags", &self.tags);
        object.optional("parent", &self.parent);
        object.rest(&self.rest);
        object.end();
    }
}

impl Validate for Pet {
    fn validate(&self, c: &mut Checker) {
        c.at("na/m~e", |c| c.string(&self.name, &StringRule { min: Some(2), max: Some(4), pattern: Some(&NAME) }));
        if let Some(age) = self.age {
            c.at("age", |c| {
                c.integer(age, &NumberRule { minimum: Some("0"), multiple_of: Some("2"), ..NumberRule::default() });
            });
        }
        if let Some(price) = self.price {
            c.at("price", |c| {
                c.float(price, &NumberRule { exclusive_maximum: Some("1000000"), ..NumberRule::default() });
            });
        }
        if let Some(tags) = &self.tags {
            c.at("tags", |c| {
                c.items(tags, &ItemsRule { min: Some(1), max: Some(3), unique: true });
                c.each(tags, |c, tag| c.string(tag, &StringRule { min: Some(1), ..StringRule::default() }));
            });
        }
        c.properties(self.rest.len(), &PropertiesRule { min: None, max: Some(2) });
        c.child("status", &self.status);
        c.child("parent", &self.parent);
    }
}
serde_shims!(Pet, Status);

fn found(invalid: &Invalid) -> Vec<String> {
    invalid.violations.iter().map(|v| format!("{} {} {}", v.pointer, v.keyword, v.message)).collect()
}

fn strict<T: Decode>(text: &str) -> Result<T, Vec<String>> {
    from_slice(text.as_bytes(), Mode::Strict).map_err(|invalid| found(&invalid))
}

fn lenient<T: Decode>(text: &str) -> Result<T, Vec<String>> {
    from_slice(text.as_bytes(), Mode::Lenient).map_err(|invalid| found(&invalid))
}

#[test]
fn all_violations_are_found_with_their_places() {
    let text =
        r#"{"age": "1", "status": "lost", "note": 5, "tags": ["a", 2], "parent": {"na/m~e": false}, "x~/y": true}"#;
    assert_eq!(
        strict::<Pet>(text).unwrap_err(),
        [
            "/na~1m~0e required the property is missing",
            "/age type expected an integer, found a string",
            "/status enum must be one of \"available\", \"sold\"",
            "/note type expected a string, found an integer",
            "/tags/1 type expected a string, found an integer",
            "/parent/na~1m~0e type expected a string, found a boolean",
            "/x~0~1y type expected an integer, found a boolean",
        ]
    );
    assert_eq!(strict::<Pet>("[]").unwrap_err(), [" type expected an object, found an array"]);
}

#[test]
fn null_is_absent_for_lenient_readers_only() {
    let text = r#"{"na/m~e": "rex", "age": null, "note": null, "tags": null}"#;
    assert_eq!(lenient(text), Ok(Pet { note: Field::Null, ..named("rex") }));
    assert_eq!(
        strict::<Pet>(text).unwrap_err(),
        ["/age type expected an integer, found null", "/tags type expected an array, found null"]
    );
    assert!(lenient::<Pet>(r#"{"na/m~e": null}"#).is_err());
    assert_eq!(strict(r#"{"na/m~e": "rex", "note": null}"#), Ok(Pet { note: Field::Null, ..named("rex") }));
}

/// Members of which `null` is a value, beside one that it is none of.
#[derive(Debug, PartialEq)]
struct Nulls {
    unit: Option<()>,
    any: Option<Json>,
    boxed: Option<Box<Json>>,
    count: Option<i64>,
}

impl Decode for Nulls {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let mut object = cx.object()?;
        let unit = object.optional("unit");
        let any = object.optional("any");
        let boxed = object.optional("boxed");
        let count = object.optional("count");
        object.end();
        cx.checked(Self { unit, any, boxed, count })
    }
}

impl Encode for Nulls {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.optional("unit", &self.unit);
        object.optional("any", &self.any);
        object.optional("boxed", &self.boxed);
        object.optional("count", &self.count);
        object.end();
    }
}

impl Validate for Nulls {
    fn validate(&self, _: &mut Checker) {}
}

#[test]
fn null_that_is_a_value_is_kept_and_sent() {
    let text = r#"{"unit":null,"any":null,"boxed":null,"count":null}"#;
    let null = || Json::parse("null").unwrap();
    let expected = Nulls { unit: Some(()), any: Some(null()), boxed: Some(Box::new(null())), count: None };
    let read = lenient::<Nulls>(text).unwrap();
    assert_eq!(read, expected);
    assert_eq!(to_vec(&read), br#"{"unit":null,"any":null,"boxed":null}"#);
    assert_eq!(strict::<Nulls>(text).unwrap_err(), ["/count type expected an integer, found null"]);
    assert_eq!(lenient::<Nulls>("{}"), Ok(Nulls { unit: None, any: None, boxed: None, count: None }));
}

#[test]
fn constraints_are_checked_strictly_and_by_hand() {
    let text = r#"{"na/m~e":"R","age":-1,"price":1000000,"tags":["a","","a",""],"parent":{"na/m~e":"toolong"},"a":1,"b":2,"c":3}"#;
    let expected = [
        "/na~1m~0e minLength must have at least 2 characters",
        "/na~1m~0e pattern must match ^[a-z]+$",
        "/age minimum must be at least 0",
        "/age multipleOf must be a multiple of 2",
        "/price exclusiveMaximum must be less than 1000000",
        "/tags maxItems must have at most 3 items",
        "/tags uniqueItems must not have two equal items",
        "/tags/1 minLength must have at least 1 characters",
        "/tags/3 minLength must have at least 1 characters",
        " maxProperties must have at most 2 properties",
    ];
    let parent = "/parent/na~1m~0e maxLength must have at most 4 characters";
    let errors = strict::<Pet>(text).unwrap_err();
    assert_eq!((errors[0].as_str(), &errors[1..]), (parent, &expected.map(String::from)[..]));
    let mut pet = lenient::<Pet>(text).unwrap();
    pet.status = lenient(r#""lost""#).ok();
    let mut by_hand = found(&validate(&pet).unwrap_err());
    assert_eq!(by_hand.pop().unwrap(), parent);
    assert_eq!(by_hand.pop().unwrap(), "/status enum must be one of \"available\", \"sold\"");
    assert_eq!(by_hand, expected);
    assert_eq!(pet.violations().len(), expected.len() + 2);
    assert_eq!(validate(&named("rex")), Ok(()));
    assert!(validate(&Pet { price: Some(f64::NAN), ..named("rex") }).is_err());
    let price = |text: &str| strict::<Pet>(&format!(r#"{{"na/m~e":"rex","price":{text}}}"#)).is_ok();
    assert!(price("999999.9999999999") && !price("1000000") && !price("1e6") && !price("1000000.5"));
    // Lengths count characters, not bytes.
    assert_eq!(named("éééé").violations().len(), 1);
}

#[test]
fn bounds_compare_exactly() {
    let check = |value: i128, rule: NumberRule<'_>| {
        struct Checked<'r>(i128, NumberRule<'r>);
        impl Validate for Checked<'_> {
            fn validate(&self, c: &mut Checker) {
                c.integer(self.0, &self.1);
            }
        }
        validate(&Checked(value, rule)).is_ok()
    };
    let maximum = |text| NumberRule { maximum: Some(text), ..NumberRule::default() };
    let multiple = |text| NumberRule { multiple_of: Some(text), ..NumberRule::default() };
    assert!(check(9_007_199_254_740_992, maximum("9007199254740992")));
    assert!(!check(9_007_199_254_740_993, maximum("9007199254740992")));
    assert!(check(-1, maximum("-0.5")) && !check(0, maximum("-0.5")) && check(-3, maximum("-2.9e0")));
    assert!(check(i128::from(u64::MAX), maximum("1e20")) && check(0, maximum("0.0")) && check(5, maximum("1e400")));
    assert!(
        check(7, multiple("0.01"))
            && check(10, multiple("2.5"))
            && !check(11, multiple("2.5"))
            && check(0, multiple("7"))
    );
    assert!(check(3_000, multiple("1e3")) && !check(3_100, multiple("1e3")) && check(-9, multiple("3")));
}

#[test]
fn a_name_that_occurs_twice() {
    let text = r#"{"na/m~e":"rex","age":2,"na\/m~e":"max","z":1,"z":2}"#;
    let expected = ["/na~1m~0e duplicate the property occurs twice", "/z duplicate the property occurs twice"];
    assert_eq!(strict::<Pet>(text).unwrap_err(), expected);
    assert!(lenient::<Pet>(text).is_ok());
    assert_eq!(
        strict::<BTreeMap<String, i64>>(r#"{"a":1,"\u0061":2}"#).unwrap_err(),
        ["/a duplicate the property occurs twice"]
    );
    assert_eq!(lenient::<BTreeMap<String, i64>>(r#"{"a":1,"a":2}"#).unwrap()["a"], 2);
}

struct ClosedObject {
    a: Option<i64>,
    b: Option<i64>,
}
impl Decode for ClosedObject {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let mut object = cx.object()?;
        let (a, b) = (object.optional("a"), object.optional("b"));
        object.end_closed();
        Some(Self { a, b })
    }
}

#[test]
fn closed_objects_and_order() {
    assert_eq!(
        strict::<ClosedObject>(r#"{"x":[{}],"b":1,"y":1,"b":2}"#).err().unwrap(),
        [
            "/x additionalProperties the property is not allowed",
            "/y additionalProperties the property is not allowed",
            "/b duplicate the property occurs twice",
        ]
    );
    let read = lenient::<ClosedObject>(r#"{"b":1,"x":{"a":7},"a":2}"#).unwrap();
    assert_eq!((read.a, read.b), (Some(2), Some(1)));
    assert!(strict::<ClosedObject>(r#"{"\u0061":2}"#).unwrap().a == Some(2));
}

const NAMES: [&str; 100] = {
    let mut names = [""; 100];
    let all = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    let mut index = 0;
    while index < 100 {
        names[index] = all.split_at(index * 2).1.split_at(2).0;
        index += 1;
    }
    names
};

#[test]
fn objects_with_many_members() {
    struct Wide(Vec<Option<i64>>);
    impl Decode for Wide {
        fn decode(cx: &mut Cx<'_>) -> Option<Self> {
            let mut object = cx.object()?;
            let values = NAMES.iter().map(|name| object.required(name)).collect();
            object.end_closed();
            Some(Self(values))
        }
    }
    let forward = (0..100).map(|n| format!("\"{n:02}\":{n}")).collect::<Vec<_>>();
    let backward = forward.iter().rev().cloned().collect::<Vec<_>>();
    for members in [&forward, &backward] {
        let values = strict::<Wide>(&format!("{{{}}}", members.join(","))).unwrap().0;
        assert!(values.into_iter().eq((0..100).map(Some)));
        let errors = strict::<Wide>(&format!("{{{},\"07\":1,\"x\":1}}", members.join(","))).err().unwrap();
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(
            errors.iter().any(|e| e.starts_with("/07 duplicate"))
                && errors.iter().any(|e| e.starts_with("/x additional"))
        );
    }
    // Hostile: many members, none of them asked for.
    let many = (0..50_000).map(|n| format!("\"n{n}\":{n}")).collect::<Vec<_>>().join(",");
    let invalid = from_slice::<Wide>(format!("{{{many}}}").as_bytes(), Mode::Strict).err().unwrap();
    assert_eq!((invalid.violations.len(), invalid.omitted), (100, 50_000));
}

#[test]
fn enums() {
    assert_eq!(strict(r#""sold""#), Ok(Status::Sold));
    let unknown = lenient::<Status>(r#""n\"e\u00e9w""#).unwrap();
    assert_eq!((unknown.as_str(), unknown.to_string().as_str()), ("n\"eéw", "n\"eéw"));
    assert_eq!(lenient::<Status>(std::str::from_utf8(&to_vec(&unknown)).unwrap()), Ok(unknown));
    assert!(lenient::<Status>("5").is_err() && strict::<Status>(r#""new""#).is_err());
    assert!(lenient::<Closed>(r#""b""#).is_err() && strict::<Closed>(r#""a""#) == Ok(Closed::A));
    assert_eq!(
        strict::<Hint>(r#""b""#).map(|hint| (hint.as_str().to_owned(), hint.violations().len())),
        Ok(("b".into(), 0))
    );
    assert_eq!((strict("2.0"), strict("1")), (Ok(Level::Two), Ok(Level::One)));
    assert_eq!(strict::<Level>("3").unwrap_err(), [" enum must be one of 1, 2"]);
    assert_eq!(lenient::<Level>("3").map(|level| (level.as_i64(), to_vec(&level))), Ok((3, b"3".to_vec())));
    let text = |text: &str, mode| tenon_runtime::decode_text::<Status>(text, mode).map(|s| to_vec(&s));
    assert_eq!(text("12", Mode::Lenient), Ok(b"\"12\"".to_vec()));
    assert!(text("12", Mode::Strict).is_err() && text("sold", Mode::Strict).is_ok());
}

#[derive(Debug, PartialEq)]
enum Either {
    Text(String),
    Number(i64),
}
impl Decode for Either {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        match cx.pick(Kinds::STRING | Kinds::INTEGER) {
            Some(Kind::String) => Decode::decode(cx).map(Self::Text),
            Some(Kind::Integer) => Decode::decode(cx).map(Self::Number),
            _ => cx.mismatch("a string or an integer"),
        }
    }
}

#[test]
fn unions_by_kind() {
    assert_eq!(strict("\"1\""), Ok(Either::Text("1".into())));
    assert_eq!(strict("1.0"), Ok(Either::Number(1)));
    assert_eq!(strict::<Either>("1.5").unwrap_err(), [" type expected a string or an integer, found a number"]);
    let text = |text| tenon_runtime::decode_text::<Either>(text, Mode::Strict).unwrap();
    assert_eq!(
        (text("12"), text("012"), text("1.0")),
        (Either::Number(12), Either::Text("012".into()), Either::Text("1.0".into()))
    );
}

/// A recursive union that can be decided by trial only.
#[derive(Debug, PartialEq)]
enum Tree {
    Left(Box<Tree>),
    Right(Box<Tree>),
    Leaf(i64),
}
fn under(name: &'static str, cx: &mut Cx<'_>) -> Option<Box<Tree>> {
    let mut object = cx.object()?;
    let child = object.required(name);
    object.end();
    child
}
impl Decode for Tree {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.first_of(&[
            ("Left", &|cx| under("a", cx).map(Self::Left)),
            ("Right", &|cx| under("a", cx).map(Self::Right)),
            ("Leaf", &reads(Self::Leaf)),
        ])
    }
}

#[test]
fn unions_by_trial() {
    assert_eq!(strict(r#"{"a":1}"#), Ok(Tree::Left(Box::new(Tree::Leaf(1)))));
    let errors = strict::<Tree>("true").unwrap_err();
    assert_eq!(
        errors,
        [
            " anyOf no branch fits: Left: expected an object, found a boolean; Right: expected an object, found a boolean; \
          Leaf: expected an integer, found a boolean"
        ]
    );
    // 2^100 combinations: refused, and soon.
    let text = "{\"a\":".repeat(100) + "true" + &"}".repeat(100);
    for mode in [Mode::Strict, Mode::Lenient] {
        assert!(from_slice::<Tree>(text.as_bytes(), mode).is_err());
    }
    let one = |text: &str, mode| {
        struct One(&'static str);
        impl Decode for One {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                cx.one_of(&[
                    ("Number", &|cx| f64::decode(cx).map(|_| Self("number"))),
                    ("Integer", &|cx| i64::decode(cx).map(|_| Self("integer"))),
                    ("Status", &|cx| Status::decode(cx).map(|_| Self("status"))),
                    ("Text", &|cx| String::decode(cx).map(|_| Self("text"))),
                ])
            }
        }
        from_slice::<One>(text.as_bytes(), mode).map(|one| one.0).map_err(|invalid| invalid.to_string())
    };
    assert_eq!(one("1.5", Mode::Strict), Ok("number"));
    assert_eq!(one("1", Mode::Strict), Err("fits more than one branch: Number and Integer".into()));
    assert_eq!(one("1", Mode::Lenient), Ok("number"));
    // An open enum takes any string leniently; the branch that fits strictly comes first.
    assert_eq!(one("\"x\"", Mode::Lenient), Ok("text"));
    assert!(
        one("null", Mode::Strict).unwrap_err().starts_with("no branch fits: Number: expected a number, found null; ")
    );
}

#[test]
fn tags_tuples_and_nothing() {
    #[derive(Debug, PartialEq)]
    struct Tagged((i64, String));
    impl Decode for Tagged {
        fn decode(cx: &mut Cx<'_>) -> Option<Self> {
            if cx.tag("ki/nd").as_deref() != Some("pair") {
                return cx.unknown_tag("ki/nd", &["pair"]);
            }
            assert!(cx.has("pair") && !cx.has("other"));
            let mut object = cx.object()?;
            struct Pair(i64, String);
            impl Decode for Pair {
                fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                    let mut tuple = cx.tuple(2)?;
                    let (first, second) = (tuple.next(), tuple.next());
                    tuple.end();
                    Some(Self(first?, second?))
                }
            }
            let pair = object.required::<Pair>("pair")?;
            object.end();
            Some(Self((pair.0, pair.1)))
        }
    }
    let with = |pair: &str| format!(r#"{{"pair":{pair},"ki\/nd":"pa\u0069r"}}"#);
    assert_eq!(strict(&with("[1,\"a\"]")), Ok(Tagged((1, "a".into()))));
    assert_eq!(strict::<Tagged>(&with("[1]")).unwrap_err(), ["/pair minItems must have 2 items"]);
    assert_eq!(strict::<Tagged>(&with("[1,\"a\",2]")).unwrap_err(), ["/pair items must not have more than 2 items"]);
    assert_eq!(strict::<Tagged>(&with("[\"1\",2]")).unwrap_err().len(), 2);
    assert!(lenient::<Tagged>(&with("[1,\"a\",2]")).is_ok());
    assert_eq!(strict::<Tagged>("{}").unwrap_err(), ["/ki~1nd required the property is missing"]);
    assert_eq!(strict::<Tagged>(r#"{"ki/nd":"x"}"#).unwrap_err(), ["/ki~1nd discriminator must be one of \"pair\""]);
    assert_eq!(strict::<Tagged>(r#"{"ki/nd":1}"#).unwrap_err(), ["/ki~1nd type expected a string, found an integer"]);
    assert_eq!(strict::<Tagged>("1").unwrap_err(), [" type expected an object, found an integer"]);
    assert!(strict::<()>("null").is_ok() && strict::<()>("0").is_err() && to_vec(&()) == b"null");
}

#[test]
fn violations_are_bounded_and_say_nothing_of_values() {
    let text = format!("[{}]", vec!["\"hunter2\""; 1000].join(","));
    let invalid = from_slice::<Vec<i64>>(text.as_bytes(), Mode::Strict).unwrap_err();
    assert_eq!((invalid.violations.len(), invalid.omitted), (100, 900));
    assert_eq!(invalid.violations[99].pointer, "/99");
    assert!(!format!("{invalid:?} {invalid}").contains("hunter2"));
}

#[test]
fn forms_are_read_by_the_same_impls() {
    let mut tape = TextTape::new();
    tape.object().name("na/m~e").text("rex").name("age").text("4").name("tags").array().text("a").text("b").end();
    tape.name("parent").object().name("na/m~e").text("max").name("age").text("05").end().name("x").text("7").end();
    let errors = decode_tape::<Pet>(&tape.finish(), Mode::Strict).unwrap_err();
    assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), ["/parent/age: expected an integer"]);
    let mut tape = TextTape::new();
    tape.object().name("a").array().text("1").text("x").object().name("b").text("true");
    let json = decode_tape::<Json>(&tape.finish(), Mode::Strict).unwrap();
    assert_eq!(json.text(), r#"{"a":[1,"x",{"b":true}]}"#);
    assert_eq!(decode_tape::<String>(&TextTape::new().finish(), Mode::Strict), Ok(String::new()));
}

#[test]
fn shims_read_leniently() {
    let pet = serde_json::from_str::<Pet>(r#"{"na/m~e":"R","age":null,"status":"lost","z":4}"#).unwrap();
    assert_eq!(serde_json::to_string(&pet).unwrap(), r#"{"na/m~e":"R","status":"lost","z":4}"#);
    let value = serde_json::to_value(&pet).unwrap();
    assert_eq!(serde_json::from_value::<Pet>(value).unwrap(), pet);
    let error = serde_json::from_str::<Pet>(r#"{"age":"x"}"#).unwrap_err().to_string();
    assert!(
        error.starts_with("/na~1m~0e: the property is missing; /age: expected an integer, found a string"),
        "{error}"
    );
}

#[test]
fn a_type_that_is_a_list_of_itself() {
    #[derive(Debug)]
    struct Lists(#[expect(dead_code, reason = "only its shape matters")] Vec<Lists>);
    impl Decode for Lists {
        fn decode(cx: &mut Cx<'_>) -> Option<Self> {
            cx.items().map(Self)
        }
    }
    assert!(strict::<Lists>("[[],[[]]]").is_ok());
    assert!(tenon_runtime::decode_text::<Lists>("a", Mode::Strict).is_err());
}

#[test]
fn parts_at_the_same_place() {
    struct Wrapper(Status);
    impl Validate for Wrapper {
        fn validate(&self, c: &mut Checker) {
            c.at("x", |c| c.inner(&self.0));
        }
    }
    let wrapper = Wrapper(lenient("\"lost\"").unwrap());
    assert_eq!(wrapper.violations()[0].pointer, "/x");
}

//! Formats as types: what strict readers refuse, what lenient ones take, and that no digit is lost.
use super::cases::*;
use super::sku::Sku;
use super::{lenient, refused, strict};
use std::net::{Ipv4Addr, Ipv6Addr};
use tenon_runtime::format::{Decimal, Email, Integer};
use tenon_runtime::{Field, to_vec};

fn text(value: &impl tenon_runtime::Encode) -> String {
    String::from_utf8(to_vec(value)).unwrap()
}

#[test]
fn texts_are_checked_by_servers_and_taken_by_clients() {
    use format_texts::types::Contact;
    let good = r#"{"mail":"a@b.example","mails":["δ@ü.example"],"host":"h-1.example","hosts":{"x":"bücher.example"},"home":"urn:a:b","link":"https://h/p","next":"../a","iri":"http://ü/","nextIri":"ü","template":"/{a}","pointer":"/a~1b","relative":"0#","pattern":"^(?=a)","length":"P1DT2H"}"#;
    let contact: Contact = strict(good).unwrap();
    assert_eq!((text(&contact).as_str(), contact.validate().is_ok()), (good, true));
    let bad = r#"{"mail":"a at b","mails":["a"],"host":"-","hosts":{"x":"-"},"home":"/","link":"ftp://h/ p","next":"a b","iri":"ü","nextIri":"\\","template":"{","pointer":"a","relative":"01","pattern":"(","length":"1d"}"#;
    let mut expected = Vec::from(
        ["/mail", "/mails/0", "/host", "/hosts/x", "/home", "/link", "/next", "/iri", "/nextIri"]
            .map(|p| format!("{p} format")),
    );
    expected.extend(["/template", "/pointer", "/relative", "/pattern", "/length"].map(|p| format!("{p} format")));
    assert_eq!(refused::<Contact>(bad), expected);
    let taken: Contact = lenient(bad).unwrap();
    assert_eq!(text(&taken), bad);
    let found: Vec<_> =
        taken.validate().unwrap_err().violations.into_iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect();
    expected.push("/link pattern".to_owned());
    expected.sort();
    let mut found = found;
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn texts_are_made_from_texts() {
    use format_texts::types::Contact;
    let contact = Contact::new("a@b.example").host("h").home("urn:x").next(Some("y"));
    assert_eq!((contact.mail.as_str(), contact.home.clone()), ("a@b.example", Field::Value("urn:x".into())));
    assert_eq!((contact.host_or_default(), Contact::new("a").host_or_default()), ("h", "localhost"));
    assert!(contact.mail.ends_with(".example") && contact.mail == "a@b.example");
    assert!("a@b".parse::<Email>().is_ok() && "a".parse::<Email>().is_err());
    // What stands beside a format holds as well.
    assert_eq!(refused::<Contact>(r#"{"mail":"a@b2345678901.example"}"#), ["/mail maxLength"]);
    assert_eq!(refused::<Contact>(r#"{"mail":"a@b","link":"ftp://h"}"#), ["/link pattern"]);
}

#[test]
fn times_keep_their_offset_and_their_fraction() {
    use format_times::types::Times;
    let good = r#"{"at":"1998-12-31T23:59:60Z","local":"2024-02-29T12:00:00.5","day":"2024-02-29","time":"15:59:60-08:00","clock":"12:00:00","length":"PT36H"}"#;
    let times: Times = strict(good).unwrap();
    assert_eq!(text(&times).replace(".500", ".5"), good);
    assert_eq!(times.length.and_then(|length| length.to_std()).map(|d| d.as_secs()), Some(129_600));
    let bad = r#"{"at":"2024-01-01 00:00:00Z","local":"2024-01-01T00:00:00Z","day":"2023-02-29","time":"12:00:00","clock":"12:00:00Z"}"#;
    assert_eq!(refused::<Times>(bad), ["/at format", "/local format", "/day format", "/time format", "/clock format"]);
    assert_eq!(lenient::<Times>(r#"{"time":"12:00:00"}"#).unwrap().time.map(|time| time.offset), Some(None));
}

#[test]
fn addresses_are_those_of_the_standard_library() {
    use format_addresses::types::{Host, HostEither};
    let host: Host = strict(r#"{"ip":"127.0.0.1","ipv6":"::1","either":"::2","loose":"not a uri"}"#).unwrap();
    assert_eq!((host.ip, host.ipv6), (Ipv4Addr::LOCALHOST, Field::Value(Ipv6Addr::LOCALHOST)));
    assert!(matches!(host.either, Some(HostEither::Ipv6(_))), "{host:?}");
    assert_eq!(host.loose.as_deref(), Some("not a uri"));
    assert_eq!(refused::<Host>(r#"{"ip":"127.0.0.01","ipv6":"::1%eth0"}"#), ["/ip format", "/ipv6 format"]);
}

#[test]
fn integers_have_the_width_that_was_asked_for() {
    use format_integers::types::Integers;
    let good = r#"{"i8":-128,"i16":32767,"i32":-2147483648,"i64":9223372036854775807,"u8":255,"u16":65535,"u32":4294967295,"u64":18446744073709551615,"plain":-9223372036854775808,"whole":3,"positive":18446744073709551615,"wide":170141183460469231731687303715884105727,"wider":340282366920938463463374607431768211456,"any":100000000000000000000000000000000000000000}"#;
    let integers: Integers = strict(good).unwrap();
    assert_eq!(text(&integers), good);
    assert_eq!((integers.u64, integers.wide, integers.u64_or_default()), (Some(u64::MAX), Some(i128::MAX), u64::MAX));
    assert_eq!((Integers::new().i8_or_default(), integers.wider.map(|n| n.to_i128())), (-128, Some(None)));
    let bad = r#"{"i8":128,"i16":-32769,"u8":251,"u16":-1,"u64":18446744073709551616,"whole":1.5,"wide":-9223372036854775810,"wider":340282366920938463463374607431768211457,"any":7}"#;
    let all = refused::<Integers>(bad);
    let narrow = ["/i8 format", "/i16 format", "/u16 format", "/u64 format", "/whole type"];
    let bounds = ["/u8 multipleOf", "/wide minimum", "/wider maximum", "/any exclusiveMinimum"];
    assert_eq!(all, [&narrow[..], &bounds[..]].concat());
    assert_eq!(strict::<Integers>(r#"{"wider":1e3}"#).unwrap().wider, Some(Integer::from(1000)));
    assert_eq!(refused::<Integers>(r#"{"wider":1.5}"#), ["/wider type"]);
}

#[test]
fn decimals_keep_every_digit() {
    use format_decimal::types::Price;
    let good = r#"{"amount":12345678901234567890.12345678901234567890,"text":"19.90","rate":1E-30,"parts":[0.10,100]}"#;
    let price: Price = strict(good).unwrap();
    assert_eq!(text(&price), good);
    assert_eq!(price.text.to_decimal(), "19.9".parse::<Decimal>().ok());
    assert!(price.amount > Decimal::from(1) && price.rate.value().is_some_and(|rate| rate.to_f64() < 1e-29));
    let bad = r#"{"amount":12345678901234567890.12345678901234567891,"text":"1e3","parts":[0.105]}"#;
    assert_eq!(refused::<Price>(bad), ["/text format"]);
    let bad = bad.replace("1e3", "1");
    assert_eq!(refused::<Price>(&bad), ["/amount maximum", "/parts/0 multipleOf"]);
    assert_eq!(refused::<Price>(r#"{"amount":"1","text":1}"#), ["/amount type", "/text type"]);
    assert_eq!(text(&Price::new(5, "0.5").near(0.1)), r#"{"amount":5,"text":"0.5","near":0.1}"#);
}

#[test]
fn bytes_are_read_from_either_alphabet() {
    use format_bytes::types::Bytes;
    let good = r#"{"byte":"+/8=","url":"-_8","encoded":"aGk=","binary":"any"}"#;
    let bytes: Bytes = strict(good).unwrap();
    assert_eq!(bytes.byte.as_ref().map(AsRef::as_ref), bytes.url.as_ref().map(AsRef::as_ref));
    assert_eq!(text(&bytes), good);
    let bad = r#"{"byte":"-_8","url":"+/8=","encoded":"aGk"}"#;
    assert_eq!(refused::<Bytes>(bad), ["/byte contentEncoding", "/url format", "/encoded contentEncoding"]);
    assert_eq!(refused::<Bytes>(r#"{"encoded":"aGVsbG8gd29ybGQ="}"#), ["/encoded maxLength"]);
    assert!(lenient::<Bytes>(r#"{"byte":"+/8"}"#).is_ok());
}

#[test]
fn formats_that_nobody_knows_are_plain() {
    use format_unknown::types::{Star, StarEither};
    let star: Star = strict(r#"{"sign":"lion","mass":1.5,"age":7,"id":"9","either":"9"}"#).unwrap();
    assert_eq!((star.sign.as_deref(), star.either), (Some("lion"), Some(StarEither::String("9".to_owned()))));
}

#[test]
fn types_of_others_stand_for_formats() {
    use formats_replaced::types::Device;
    let good =
        r#"{"address":"[::1]:80","sku":"sku-7","price":1.50,"count":3,"secret":"hush","pair":"a","pairs":["b"]}"#;
    let device: Device = strict(good).unwrap();
    assert_eq!((device.address.port(), &device.sku, device.count.as_deref()), (80, &Sku(7), Some(&3)));
    assert_eq!(text(&device), good);
    assert!(!format!("{device:?}").contains("hush"));
    let bad = r#"{"address":"x","sku":"7","price":"1","count":300,"secret":""}"#;
    assert_eq!(
        refused::<Device>(bad),
        ["/address format", "/sku format", "/price type", "/count format", "/secret format"]
    );
    assert_eq!(refused::<Device>(r#"{"address":"[::1]:80","sku":"7","price":0.5}"#), ["/sku format"]);
    assert_eq!(refused::<Device>(r#"{"address":"[::1]:80","sku":"sku-","price":0.5}"#), ["/sku format"]);
    assert_eq!(refused::<Device>(r#"{"address":"[::1]:80","sku":"sku-7","price":0.5}"#), ["/price minimum"]);
    let made = Device::new(device.address, Sku(1), Decimal::from(2)).count(5).pair("c".to_owned());
    assert_eq!(text(&made), r#"{"address":"[::1]:80","sku":"sku-1","price":2,"count":5,"pair":"c"}"#);
}

//! What types do not say: strict readers refuse it where it is, lenient ones take it, `validate()` finds it.
use super::cases::*;
use super::{lenient, refused, strict};
use http::Request;
use http_body_util::BodyExt;
use std::fmt::Debug;
use tenon_runtime::server::Context;
use tenon_runtime::{Body, Decode, Validate};
use tower::ServiceExt;

/// Strict readers take it, and it is valid when it was made by hand.
#[track_caller]
fn good<T: Decode + Validate + Debug>(json: &str) {
    let value = strict::<T>(json).unwrap_or_else(|invalid| panic!("{json}: {invalid}"));
    assert_eq!(value.violations(), [], "{json}");
}

/// Strict readers refuse it, lenient ones take it, and then `validate()` says the same.
#[track_caller]
fn bad<T: Decode + Validate + Debug>(json: &str, expected: &[&str]) {
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    assert_eq!(sorted(refused::<T>(json)), expected, "{json}");
    let read = lenient::<T>(json).unwrap_or_else(|invalid| panic!("{json}: {invalid}"));
    let found = read.violations().iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect();
    assert_eq!(sorted(found), expected, "{json}");
}

#[test]
fn what_must_not_be() {
    use not::types::Account;
    good::<Account>(r#"{"nick":"ada","age":14}"#);
    good::<Account>(r#"{"nick":"ada","codes":["y-x"],"word":null}"#);
    bad::<Account>(r#"{"nick":"root"}"#, &["/nick not"]);
    bad::<Account>(r#"{"nick":"a","age":26}"#, &["/age not"]);
    bad::<Account>(r#"{"nick":"a","age":1,"codes":["x-","b","x-b"]}"#, &[" not", "/codes/0 not", "/codes/2 not"]);
    bad::<Account>(r#"{"nick":"a","word":"no"}"#, &["/word not"]);
}

#[test]
fn conditions() {
    use if_then_else::types::Address;
    good::<Address>(r#"{"country":"US","zip":"12345"}"#);
    good::<Address>(r#"{"country":"DE","region":"x","zip":"any","house":7}"#);
    bad::<Address>(r#"{"country":"US"}"#, &["/zip required"]);
    bad::<Address>(r#"{"country":"US","zip":"1234"}"#, &["/zip pattern"]);
    bad::<Address>(r#"{"country":"DE","house":11}"#, &["/house multipleOf", "/region required"]);
}

#[test]
fn members_that_demand_others() {
    use dependent_required::types::Payment;
    good::<Payment>("{}");
    good::<Payment>(r#"{"name":"a"}"#);
    good::<Payment>(r#"{"name":"a","credit_card":1,"billing_address":"b"}"#);
    bad::<Payment>(r#"{"credit_card":1}"#, &["/billing_address dependentRequired", "/name dependentRequired"]);
    bad::<Payment>(r#"{"billing_address":"b"}"#, &["/credit_card dependentRequired"]);
}

#[test]
fn members_that_demand_something_of_the_whole() {
    use dependent_schemas::types::Order;
    good::<Order>(r#"{"weight":31}"#);
    good::<Order>(r#"{"express":true,"weight":30.0}"#);
    good::<Order>(r#"{"note":"a","weight":99}"#);
    bad::<Order>(r#"{"express":false}"#, &["/weight required"]);
    bad::<Order>(r#"{"express":true,"weight":30.5}"#, &["/weight maximum"]);
    bad::<Order>(r#"{"express":true,"weight":1,"note":""}"#, &[" maxProperties"]);
}

#[test]
fn items_that_must_be_among_others() {
    use contains::types::Team;
    good::<Team>(r#"{"members":[{"name":"a"},{"name":"b","role":"lead"}],"scores":[1,10,11],"words":["please"]}"#);
    bad::<Team>(r#"{"members":[]}"#, &["/members contains"]);
    bad::<Team>(r#"{"members":[{"name":"a","role":"lead"},{"name":"b","role":"lead"}]}"#, &["/members maxContains"]);
    bad::<Team>(
        r#"{"members":[{"name":"a","role":"lead"}],"scores":[10],"words":["now"]}"#,
        &["/scores minContains", "/words contains"],
    );
}

#[test]
fn names_of_members() {
    use property_names::types::{Labeled, Settings};
    good::<Labeled>(r#"{"labels":{"a-b":"x"}}"#);
    bad::<Labeled>(r#"{"labels":{"A":"x","abcdefghijk":""}}"#, &["/labels/A pattern", "/labels/abcdefghijk maxLength"]);
    good::<Settings>(r#"{"theme":"dark","width":1}"#);
    bad::<Settings>(r#"{"depth":1}"#, &["/depth enum"]);
}

#[test]
fn members_by_pattern() {
    use pattern_properties::types::{Headers, Maps};
    good::<Headers>(r#"{"name":"a","x-a":"12345","n_a":1.0}"#);
    bad::<Headers>(
        r#"{"x-a":"123456","n_a":"1","other":1}"#,
        &["/n_a type", "/other additionalProperties", "/x-a maxLength"],
    );
    good::<Maps>(r#"{"counters":{"c1":1},"loose":{"n_a":1,"b":"any"}}"#);
    bad::<Maps>(r#"{"counters":{"d":1}}"#, &["/counters/d additionalProperties"]);
    bad::<Maps>(r#"{"loose":{"n_a":"1"}}"#, &["/loose/n_a type"]);
}

#[test]
fn members_that_nothing_speaks_of() {
    use unevaluated_properties::types::{Choice, Closed, Rest};
    good::<Closed>(r#"{"id":"a","size":1}"#);
    assert_eq!(refused::<Closed>(r#"{"id":"a","other":1}"#).len(), 1);
    good::<Choice>(r#"{"kind":"k","a":1}"#);
    good::<Choice>(r#"{"a":1,"b":2}"#);
    assert_eq!(refused::<Choice>(r#"{"a":1,"c":2}"#), ["/c unevaluatedProperties"]);
    // A branch that does not hold speaks of nothing.
    assert_eq!(refused::<Choice>(r#"{"a":1,"b":"x"}"#), ["/b unevaluatedProperties"]);
    good::<Rest>(r#"{"kind":"wide","width":1,"more":"text"}"#);
    assert_eq!(refused::<Rest>(r#"{"kind":"narrow","width":1}"#), ["/width type"]);
    assert_eq!(refused::<Rest>(r#"{"kind":"wide","width":"1"}"#), ["/width type"]);
}

#[test]
fn items_that_nothing_speaks_of() {
    use unevaluated_items::types::Lists;
    good::<Lists>(r#"{"pair":["a",1],"found":[1,"a",2]}"#);
    good::<Lists>(r#"{"pair":["a"]}"#);
    bad::<Lists>(r#"{"pair":["a",1,2]}"#, &["/pair/2 items"]);
    bad::<Lists>(r#"{"found":["a",true]}"#, &["/found/1 type"]);
    bad::<Lists>(r#"{"found":[1]}"#, &["/found contains"]);
}

#[test]
fn listed_values_of_any_kind() {
    use const_and_enum_of_any_kind::types::Listed;
    good::<Listed>(r#"{"origin":{"y":[1.50,null],"x":0.0},"ratio":1.0,"unit":["px"]}"#);
    for json in ["\"auto\"", "1.0", "2.5", "true", "null", "[\"a\"]", "{\"b\":\"c\"}"] {
        good::<Listed>(&format!(r#"{{"mixed":{json}}}"#));
    }
    for json in ["\"manual\"", "2", "false", "[]", "{\"b\":\"c\",\"d\":1}"] {
        bad::<Listed>(&format!(r#"{{"mixed":{json}}}"#), &["/mixed enum"]);
    }
    bad::<Listed>(r#"{"origin":{"x":0},"ratio":0.25,"unit":["em"]}"#, &["/origin enum", "/ratio enum", "/unit enum"]);
}

#[test]
fn how_many_members() {
    use min_and_max_properties::types::Patch;
    good::<Patch>(r#"{"name":"a","size":1}"#);
    bad::<Patch>("{}", &[" minProperties"]);
    // Members that are not declared count, too, though nobody keeps them.
    assert!(strict::<Patch>(r#"{"other":1}"#).is_ok());
    assert_eq!(refused::<Patch>(r#"{"name":"a","other":1,"more":2}"#), [" maxProperties"]);
    bad::<Patch>(r#"{"name":"a","size":1,"note":""}"#, &[" maxProperties"]);
}

#[test]
fn a_check_decides_between_branches() {
    use branches_with_checks::types::{Code, Either, Tree};
    assert!(matches!(strict::<Either>("[1,50]").unwrap(), Either::Small(_)));
    assert!(matches!(strict::<Either>("[50,100]").unwrap(), Either::Large(_)));
    assert_eq!(refused::<Either>("[50]"), [" oneOf"]);
    assert_eq!(refused::<Either>("[1,100]"), [" oneOf"]);
    assert!(matches!(lenient::<Either>("[50,100]").unwrap(), Either::Large(_)));
    assert!(lenient::<Either>("[50]").is_ok());
    assert!(matches!(strict::<Code>(r#""abc""#).unwrap(), Code::Short(_)));
    assert!(matches!(strict::<Code>(r#""abcdefghij""#).unwrap(), Code::Long(_)));
    assert_eq!(refused::<Code>(r#""abcd""#), [" anyOf"]);
    assert_eq!(refused::<Code>(r#""abcde fghij""#), [" anyOf"]);
    good::<Tree>(r#"{"nodes":[{"value":1},{"nodes":[{}]}]}"#);
    bad::<Tree>(r#"{"nodes":[{"nodes":[{}]},{"nodes":[]}]}"#, &["/nodes contains", "/nodes/1/nodes contains"]);
}

#[test]
fn requests_hold_what_their_parameters_spell_out() {
    use checks_in_operations::ops::{FindBody, FindRequest};
    use checks_in_operations::types::Filter;
    let places = |request: &FindRequest| -> Vec<String> {
        request.violations().iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect()
    };
    let request = FindRequest::new(6, FindBody::Json(vec![5])).tags(vec!["a".to_owned()]);
    assert_eq!(places(&request), [""; 0]);
    let request = FindRequest::new(7, FindBody::Json(vec![4])).tags(vec!["b".to_owned()]).filter(Filter::new().end(1));
    assert_eq!(
        places(&request),
        ["/query/tags contains", "/header/level not", "/query/filter/start dependentRequired", "/body contains"]
    );
}

struct App;

impl checks_in_operations::server::Operations for App {
    type Error = std::convert::Infallible;
    async fn find(
        &self,
        _: Context<()>,
        _: checks_in_operations::ops::FindRequest,
    ) -> Result<checks_in_operations::ops::FindReply, Self::Error> {
        Ok(checks_in_operations::ops::FindOk::no_content().into())
    }
}

#[tokio::test]
async fn servers_judge_what_requests_spell_out() {
    let send = async |query: &str, level: &str, body: &'static str| {
        let request = Request::post(format!("/find?{query}"))
            .header("level", level)
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap();
        let reply = checks_in_operations::server::service(App).oneshot(request).await.unwrap();
        let status = reply.status().as_u16();
        let body = reply.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    };
    assert_eq!(send("tags=a&filter[start]=1&filter[end]=2", "6", "[5]").await.0, 204);
    for (query, level, body, place) in [
        ("tags=b", "6", "[5]", "tags"),
        ("tags=a", "7", "[5]", "level"),
        ("filter[end]=2", "6", "[5]", "start"),
        ("", "6", "[4]", "body"),
    ] {
        let (status, text) = send(query, level, body).await;
        assert_eq!(status, 400, "{text}");
        assert!(text.contains(place), "{text}");
    }
}

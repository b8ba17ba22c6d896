//! XML: what stands on the wire, what is read from it, what is refused.
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use tenon_runtime::client::{BuildError, Channel, Error};
use tenon_runtime::server::Context;
use tenon_runtime::{Body, BodyError, Field, Json, to_vec};

use super::cases::{xml_bodies, xml_objects, xml_refused, xml_unions};
use super::{at, sent, status_and_text, strict};

/// What begins every document.
const FIRST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// Notes what it was asked, as JSON.
#[derive(Clone, Default)]
struct Rows(Arc<Mutex<String>>);

macro_rules! rows {
    ($($method:ident $request:ident $reply:ident $ok:ident;)*) => {
        impl xml_objects::server::Operations for Rows {
            type Error = Infallible;
            $(
                async fn $method(
                    &self,
                    _: Context<()>,
                    request: xml_objects::ops::$request,
                ) -> Result<xml_objects::ops::$reply, Infallible> {
                    *self.0.lock().unwrap() = Json::of(&request.body).text().to_owned();
                    Ok(xml_objects::ops::$ok::no_content().into())
                }
            )*
        }
    };
}
rows! {
    no_object NoObjectRequest NoObjectReply NoObjectOk;
    basic_array BasicArrayRequest BasicArrayReply BasicArrayOk;
    other_name OtherNameRequest OtherNameReply OtherNameOk;
    namespaces NamespacesRequest NamespacesReply NamespacesOk;
    array_names ArrayNamesRequest ArrayNamesReply ArrayNamesOk;
    wrapped WrappedRequest WrappedReply WrappedOk;
    wrapped_item WrappedItemRequest WrappedItemReply WrappedItemOk;
    both_names BothNamesRequest BothNamesReply BothNamesOk;
    wrapper_name WrapperNameRequest WrapperNameReply WrapperNameOk;
    attributes_and_text AttributesAndTextRequest AttributesAndTextReply AttributesAndTextOk;
    cdata CdataRequest CdataReply CdataOk;
    stored StoredRequest StoredReply StoredOk;
    ordered OrderedRequest OrderedReply OrderedOk;
    report ReportRequest ReportReply ReportOk;
    nulls NullsRequest NullsReply NullsOk;
    references ReferencesRequest ReferencesReply ReferencesOk;
    beside_references BesideReferencesRequest BesideReferencesReply BesideReferencesOk;
}

/// The client writes it, and the server reads it, as the specification has it.
macro_rules! row {
    ($method:ident, $body:ty, $path:literal, $json:literal, $xml:literal) => {{
        let (client, seen) = sent::<_>(204, xml_objects::client::Client::from);
        client.$method().body(strict::<$body>($json).unwrap()).await.unwrap();
        assert_eq!(seen.text().strip_prefix(FIRST).unwrap(), $xml);
        assert_eq!(seen.header("content-type"), "application/xml");
        let app = Rows::default();
        // The specification's examples have white space for people.
        let spread = match $xml.contains("<![") {
            true => $xml.replace("<![", "\n  <![").replace("]]><", "]]>\n<"),
            false => $xml.replace("><", ">\n  <"),
        };
        let request = http::Request::post($path).header("content-type", "application/xml").body(spread.into());
        let reply = status_and_text(xml_objects::server::service(app.clone()), request.unwrap()).await;
        assert_eq!(reply, (204, String::new()));
        assert_eq!(*app.0.lock().unwrap(), $json);
    }};
}

#[tokio::test]
async fn the_examples_of_the_specification() {
    // Numbers have a fraction here, for a `number` is written with one.
    row!(
        no_object,
        xml_objects::types::NoObjectBody,
        "/1",
        r#"{"animals":"dog, cat, hamster"}"#,
        "<document><animals>dog, cat, hamster</animals></document>"
    );
    row!(
        basic_array,
        xml_objects::types::BasicArrayBody,
        "/2",
        r#"{"animals":["dog","cat","hamster"]}"#,
        "<document><animals>dog</animals><animals>cat</animals><animals>hamster</animals></document>"
    );
    row!(
        other_name,
        xml_objects::types::OtherNameBody,
        "/3",
        r#"{"animals":"dog"}"#,
        "<document><animal>dog</animal></document>"
    );
    row!(
        namespaces,
        xml_objects::types::Person,
        "/4",
        r#"{"id":123,"name":"example"}"#,
        r#"<Person id="123"><sample:name xmlns:sample="https://example.com/schema/sample">example</sample:name></Person>"#
    );
    row!(
        array_names,
        xml_objects::types::ArrayNamesBody,
        "/5",
        r#"{"animals":["dog","cat"]}"#,
        "<document><animal>dog</animal><animal>cat</animal></document>"
    );
    row!(
        wrapped,
        xml_objects::types::WrappedBody,
        "/6",
        r#"{"animals":["dog","cat"]}"#,
        "<document><animals><animals>dog</animals><animals>cat</animals></animals></document>"
    );
    row!(
        wrapped_item,
        xml_objects::types::WrappedItemBody,
        "/7",
        r#"{"animals":["dog","cat"]}"#,
        "<document><animals><animal>dog</animal><animal>cat</animal></animals></document>"
    );
    row!(
        both_names,
        xml_objects::types::BothNamesBody,
        "/8",
        r#"{"animals":["dog","cat"]}"#,
        "<document><aliens><animal>dog</animal><animal>cat</animal></aliens></document>"
    );
    row!(
        wrapper_name,
        xml_objects::types::WrapperNameBody,
        "/9",
        r#"{"animals":["dog","cat"]}"#,
        "<document><aliens><aliens>dog</aliens><aliens>cat</aliens></aliens></document>"
    );
    row!(
        attributes_and_text,
        Vec<xml_objects::types::AttributesAndTextBodyItem>,
        "/10",
        r#"[{"kind":"Cat","name":"Fluffy"},{"kind":"Dog","name":"Fido"}]"#,
        r#"<animals><animal kind="Cat">Fluffy</animal><animal kind="Dog">Fido</animal></animals>"#
    );
    row!(
        cdata,
        xml_objects::types::Documentation,
        "/11",
        r#"{"content":"<html><head><title>Awesome Docs</title></head><body></body><html>"}"#,
        "<Documentation><![CDATA[<html><head><title>Awesome Docs</title></head><body></body><html>]]></Documentation>"
    );
    row!(
        stored,
        xml_objects::types::Nodeless,
        "/12",
        r#"{"content":"a"}"#,
        "<StoredDocument><![CDATA[a]]></StoredDocument>"
    );
    row!(
        ordered,
        xml_objects::types::OneTwoThree,
        "/13",
        r#"["Some text",{"unit":"cubits","value":42.5},null]"#,
        r#"<OneTwoThree><One>Some text</One><Two unit="cubits">42.5</Two><Three xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></OneTwoThree>"#
    );
    row!(
        report,
        (String, f64, String),
        "/14",
        r#"["Some preamble text.",42.5,"Some postamble text."]"#,
        "<Report>Some preamble text.<data>42.5</data>Some postamble text.</Report>"
    );
    row!(
        nulls,
        xml_objects::types::Product,
        "/15",
        r#"{"count":null,"description":"Thing","related":null}"#,
        r#"<product><description>Thing</description><related xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></product>"#
    );
    row!(
        nulls,
        xml_objects::types::Product,
        "/15",
        r#"{"count":42.5,"description":"Thing","related":{}}"#,
        r#"<product count="42.5"><description>Thing</description><related/></product>"#
    );
    // Since 3.2 a reference is no node of its own: the component's name is that of the element.
    row!(
        references,
        xml_objects::types::ReferencesBody,
        "/16",
        r#"{"owner":{"id":1},"guests":[{"id":2},{}],"size":{"rooms":3,"area":1.5}}"#,
        r#"<home area="1.5"><Person id="1"/><guests><Person id="2"/><Person/></guests><rooms>3</rooms></home>"#
    );
    row!(
        beside_references,
        xml_objects::types::BesideReferencesBody,
        "/17",
        r#"{"owner":{"id":1},"guest":{"id":2},"street":"s&t"}"#,
        r#"<home street="s&amp;t"><Person id="1"/><guest id="2"/></home>"#
    );
}

/// Answers what it was asked.
#[derive(Clone)]
struct Shop;

impl xml_bodies::server::Operations for Shop {
    type Error = Infallible;
    async fn create_pet(
        &self,
        _: Context<()>,
        request: xml_bodies::ops::CreatePetRequest,
    ) -> Result<xml_bodies::ops::CreatePetReply, Infallible> {
        use xml_bodies::ops::{CreatePet200Body, CreatePetBody, CreatePetError, CreatePetOk};
        let as_output = |pet: &xml_bodies::types::PetInput| strict(core::str::from_utf8(&to_vec(pet)).unwrap());
        Ok(match &request.body {
            CreatePetBody::Xml(pet) if pet.name == "problem" => {
                CreatePetError::bad_request(xml_bodies::types::CreatePet400Body::new("a<b")).into()
            }
            CreatePetBody::Xml(pet) => CreatePetOk::ok(CreatePet200Body::Xml(as_output(pet).unwrap())).into(),
            CreatePetBody::Json(pet) => CreatePetOk::ok(CreatePet200Body::Json(as_output(pet).unwrap())).into(),
        })
    }
    async fn replace_pets(
        &self,
        _: Context<()>,
        request: xml_bodies::ops::ReplacePetsRequest,
    ) -> Result<xml_bodies::ops::ReplacePetsReply, Infallible> {
        let pets = request.body.unwrap_or_default();
        let pets = strict(core::str::from_utf8(&to_vec(&pets)).unwrap()).unwrap();
        Ok(xml_bodies::ops::ReplacePetsOk::ok(pets).into())
    }
}

const PET: &str = r##"{"id":7,"name":"\"<&>'\r\n\t","urls":["]]>","é \ud83d\ude00",""],"tags":[1.5,-2],"owner":{"name":"o","pets":[{"id":8,"name":"p","urls":[]}]},"born":null,"kind":{"other":" x "},"more":{"@a":"b","c":["d",{"#text":"e","@f":"g"}]},"labels":{"a":"1","b":""}}"##;

#[tokio::test]
async fn hostile_text_comes_back_as_it_went() {
    use xml_bodies::ops::{CreatePet200Body, CreatePetBody, CreatePetOk};
    let client = xml_bodies::client::Client::from(at(xml_bodies::server::service(Shop)));
    let pet: xml_bodies::types::PetInput = strict(PET).unwrap();
    assert_eq!(pet.born, Field::Null);
    let reply = client.create_pet(CreatePetBody::Xml(pet.clone())).await.unwrap();
    assert_eq!(reply.headers["content-type"], "application/xml");
    let CreatePetOk::Ok(reply) = reply.into_inner();
    let CreatePet200Body::Xml(read) = reply.body else { panic!("{reply:?}") };
    assert_eq!(Json::parse(core::str::from_utf8(&to_vec(&read)).unwrap()), Json::parse(PET));
    let reply = client.create_pet(CreatePetBody::Json(pet)).await.unwrap();
    let CreatePetOk::Ok(reply) = reply.into_inner();
    assert!(matches!(reply.body, CreatePet200Body::Json(_)));
}

#[tokio::test]
async fn lists_and_failures_travel_too() {
    let client = xml_bodies::client::Client::from(at(xml_bodies::server::service(Shop)));
    let pets: xml_bodies::types::PetsInput =
        strict(r#"[{"id":1,"name":"a","urls":["u"]},{"id":2,"name":"b","urls":[]}]"#).unwrap();
    let reply = client.replace_pets().body(pets).await.unwrap();
    assert_eq!(reply.body().iter().map(|pet| (pet.id, pet.urls.len())).collect::<Vec<_>>(), [(1, 1), (2, 0)]);
    assert_eq!(client.replace_pets().await.unwrap().body().len(), 0);
    let problem = xml_bodies::types::PetInput::new(1, "problem", Vec::new());
    let error = client.create_pet(xml_bodies::ops::CreatePetBody::Xml(problem)).await.unwrap_err();
    let Error::Api(reply) = error else { panic!("{error:?}") };
    assert_eq!(reply.headers["content-type"], "application/problem+xml");
    let xml_bodies::ops::CreatePetError::BadRequest(problem) = reply.into_inner();
    assert_eq!(problem.body.title, "a<b");
}

#[tokio::test]
async fn what_xml_cannot_carry_is_not_sent() {
    let client = xml_bodies::client::Client::from(at(xml_bodies::server::service(Shop)));
    let pet = xml_bodies::types::PetInput::new(1, "a\u{1}b", Vec::new());
    let error = client.create_pet(xml_bodies::ops::CreatePetBody::Xml(pet)).await.unwrap_err();
    assert!(matches!(&error, Error::Build(BuildError::Xml(fault)) if fault.pointer == "/name"), "{error:?}");
}

#[tokio::test]
async fn the_server_refuses_what_the_document_does() {
    let request = |media_type: &str, text: &str| {
        http::Request::post("/pets").header("content-type", media_type).body(Body::from(text.to_owned())).unwrap()
    };
    let post = async |media_type: &str, text: &str| {
        status_and_text(xml_bodies::server::service(Shop), request(media_type, text)).await
    };
    for good in [
        "<pet id='1'><name>a</name></pet>",
        "<?xml version='1.0' encoding='utf-8'?>\r\n<pet id=' 1 '>\n<url>u</url><name>a</name><url>v</url><x y='z'/></pet>",
        "<pet id='1'><name>a</name><tags/></pet>",
        "<pet id='1'><name>a</name><kind>cat</kind></pet>",
        "<pet id='1'><name><![CDATA[a]]></name></pet>",
    ] {
        let (status, text) = post("application/xml", good).await;
        assert_eq!(status, 200, "{good}: {text}");
    }
    for (bad, expected) in [
        ("", r#""keyword":"syntax""#),
        ("<pet id='1'>", r#""keyword":"syntax""#),
        ("<Pet id='1'><name>a</name></Pet>", r#""keyword":"xml""#),
        ("<pet xmlns='urn:x' id='1'><name>a</name></pet>", r#""keyword":"xml""#),
        ("<pet><name>a</name></pet>", r#""pointer":"/id","keyword":"required""#),
        ("<pet id='x'><name>a</name></pet>", r#""pointer":"/id","keyword":"type""#),
        ("<pet id='1' id='2'><name>a</name></pet>", r#""keyword":"syntax""#),
        ("<pet id='1'><name>a</name><name>b</name></pet>", r#""pointer":"/name""#),
        ("<pet id='1'><name>123456789</name></pet>", r#""pointer":"/name","keyword":"maxLength""#),
        ("<pet id='1'><name>a<b/></name></pet>", r#""pointer":"/name","keyword":"xml""#),
        ("<pet id='1'>text<name>a</name></pet>", r#""keyword":"xml""#),
        ("<pet id='1'><name>a</name><tags><tag>x</tag></tags></pet>", r#""pointer":"/tags/0","keyword":"type""#),
        ("<pet id='1'><name>a</name><tags><other/></tags></pet>", r#""pointer":"/tags/0","keyword":"xml""#),
        (
            "<pet id='1'><name>a</name><tags><tag>1</tag><tag>2</tag><tag>3</tag></tags></pet>",
            r#""pointer":"/tags","keyword":"maxItems""#,
        ),
        ("<pet id='1'><name>a</name><kind>cow</kind></pet>", r#""pointer":"/kind","keyword":"enum""#),
        ("<pet id='1'><name>a</name><keeper/></pet>", r#""pointer":"/owner/name","keyword":"required""#),
        ("<!DOCTYPE pet [<!ENTITY a 'b'>]><pet id='1'><name>&a;</name></pet>", r#""keyword":"syntax""#),
        ("<pet id='1'><name>&a;</name></pet>", r#""keyword":"syntax""#),
        ("<?xml version='1.0' encoding='latin1'?><pet id='1'><name>a</name></pet>", r#""keyword":"syntax""#),
    ] {
        let (status, text) = post("application/xml", bad).await;
        assert!(matches!(status, 400 | 422) && text.contains(expected), "{bad}: {status} {text}");
    }
    assert_eq!(post("application/xml; charset=latin1", "<pet id='1'><name>a</name></pet>").await.0, 400);
    assert_eq!(post("text/xml", "<pet id='1'><name>a</name></pet>").await.0, 415);
    let deep = "<more>".repeat(10_000);
    assert_eq!(post("application/xml", &format!("<pet id='1'><name>a</name>{deep}")).await.0, 400);
}

#[tokio::test]
async fn clients_read_what_can_be_understood() {
    for (media_type, text, good) in [
        ("application/xml", "<pet xmlns='urn:x' id='1' z='2'><url/><name>a</name>text<other/></pet>", true),
        ("text/xml; charset=utf-8", "<pet id='1'><name>a</name><kind>cow</kind></pet>", true),
        ("application/vnd.pet+xml", "<pet id='1'><name>a</name></pet>", true),
        ("application/xml; charset=latin1", "<pet id='1'><name>a</name></pet>", false),
        ("application/xml", "<pet><name>a</name></pet>", false),
        ("application/xml", "{}", false),
        ("application/xml", "<!DOCTYPE pet><pet id='1'><name>a</name></pet>", false),
        ("text/html", "<pet id='1'><name>a</name></pet>", false),
    ] {
        let service = tower::service_fn(move |_: http::Request<Body>| async move {
            let reply = http::Response::builder().header("content-type", media_type).body(Body::from(text));
            Ok::<_, BodyError>(reply.unwrap())
        });
        let client = xml_bodies::client::Client::from(Channel::new("http://in.process").transport(service));
        let pet = xml_bodies::types::PetInput::new(1, "a", Vec::new());
        let reply = client.create_pet(xml_bodies::ops::CreatePetBody::Xml(pet)).await;
        assert_eq!(reply.is_ok(), good, "{media_type} {text}: {reply:?}");
    }
}

#[tokio::test]
async fn prefixes_stand_for_one_namespace_each() {
    let (client, seen) = sent::<_>(204, xml_refused::client::Client::from);
    let json = r#"{"a":"1","b":"2","c":"3","d":"4","e":"5","f":"6","lang":"de"}"#;
    client.prefixes().body(strict::<xml_refused::types::Prefixes>(json).unwrap()).await.unwrap();
    let text = concat!(
        r#"<p:Prefixes xmlns:p="urn:a" xmlns:ns="urn:e" ns:e="5" xml:lang="de"><p:a>1</p:a><p:b>2</p:b><c>3</c>"#,
        r#"<p2:d xmlns:p2="urn:d">4</p2:d><ns2:f xmlns:ns2="urn:f">6</ns2:f></p:Prefixes>"#
    );
    assert_eq!(seen.text().strip_prefix(FIRST).unwrap(), text);
}

/// Answers what it was asked.
#[derive(Clone)]
struct Unions;

impl xml_unions::server::Operations for Unions {
    type Error = Infallible;
    async fn post_shape(
        &self,
        _: Context<()>,
        request: xml_unions::ops::PostShapeRequest,
    ) -> Result<xml_unions::ops::PostShapeReply, Infallible> {
        Ok(xml_unions::ops::PostShapeOk::ok(request.body).into())
    }
    async fn post_pet(
        &self,
        _: Context<()>,
        request: xml_unions::ops::PostPetRequest,
    ) -> Result<xml_unions::ops::PostPetReply, Infallible> {
        Ok(xml_unions::ops::PostPetOk::ok(request.body).into())
    }
    async fn post_mixed(
        &self,
        _: Context<()>,
        request: xml_unions::ops::PostMixedRequest,
    ) -> Result<xml_unions::ops::PostMixedReply, Infallible> {
        Ok(xml_unions::ops::PostMixedOk::ok(request.body).into())
    }
}

/// What the server makes of a document, written down again.
async fn echoed(path: &'static str, xml: &str) -> (u16, String) {
    let request = http::Request::post(path).header("content-type", "application/xml").body(Body::from(xml.to_owned()));
    let (status, text) = status_and_text(xml_unions::server::service(Unions), request.unwrap()).await;
    (status, text.strip_prefix(FIRST).unwrap_or(&text).to_owned())
}

#[tokio::test]
async fn unions_and_open_objects() {
    for (path, xml) in [
        ("/shapes", "<Shape><kind>Circle</kind><radius>1.5</radius><label>l</label></Shape>"),
        ("/shapes", "<Shape><kind>Square</kind><side>2</side><label>a</label><label>b</label></Shape>"),
        ("/shapes", "<Shape><kind>Square</kind><side>2</side><label>a</label></Shape>"),
        (
            "/pets",
            r#"<Pet species="Cat"><friends species="Dog" bark="w"/><friends species="Pet"/><lives>9</lives></Pet>"#,
        ),
        ("/mixed", "<Mixed><one>a</one></Mixed>"),
        ("/mixed", "<Mixed><one>a</one><one>b</one><number>5</number><more>1</more></Mixed>"),
        ("/mixed", "<Mixed><one>a</one><grid><grid>1</grid><grid>2</grid></grid><grid/></Mixed>"),
        ("/mixed", "<Mixed><one>a</one><counts><x>1</x><x>2</x><y>3</y></counts><attributes k=\"v\"/></Mixed>"),
        ("/mixed", "<Mixed><one>a</one><object><f>1</f><f>2</f></object><anything><b c=\"d\">e</b></anything></Mixed>"),
        (
            "/mixed",
            "<Mixed><one>a</one><maybe><kind>Circle</kind><radius>1.5</radius></maybe><pair>p</pair><pair>7</pair></Mixed>",
        ),
        (
            "/mixed",
            "<Mixed><one>a</one><wrapped><w>x</w><w xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></wrapped></Mixed>",
        ),
        (
            "/mixed",
            "<Mixed><one>a</one><number xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></Mixed>",
        ),
    ] {
        assert_eq!(echoed(path, xml).await, (200, xml.to_owned()));
    }
    for (path, xml, pointer) in [
        ("/shapes", "<Shape><kind>Oval</kind></Shape>", "/kind"),
        ("/shapes", "<Shape><kind>Circle</kind></Shape>", "/radius"),
        ("/pets", "<Pet species='Dog'/>", "/bark"),
        ("/mixed", "<Mixed><one>a</one><more>x</more></Mixed>", "/more"),
        ("/mixed", "<Mixed><one>a</one><more>1</more><more>2</more></Mixed>", "/more"),
        ("/mixed", "<Mixed><one>a</one><closed><b/></closed></Mixed>", "/closed/b"),
        ("/mixed", "<Mixed><one>a</one><counts><x>y</x></counts></Mixed>", "/counts/x/0"),
        ("/mixed", "<Mixed><one>a</one><pair>p</pair></Mixed>", "/pair"),
    ] {
        let (status, text) = echoed(path, xml).await;
        assert!(status >= 400 && text.contains(&format!("\"pointer\":\"{pointer}\"")), "{xml}: {status} {text}");
    }
}

#[tokio::test]
async fn what_repeats_without_end_is_read_or_refused() {
    for (begin, each, end) in [
        ("<Mixed>", "<a/>", "</Mixed>"),
        ("<Mixed><object>", "<a/>", "</object></Mixed>"),
        ("<Mixed", " a=''", "/>"),
        ("<Mixed>", "&lt;", "</Mixed>"),
        ("<Mixed>", "<![CDATA[]]>", "</Mixed>"),
        ("<Mixed>", "<x xmlns:y='z'/>", "</Mixed>"),
        ("", "<Mixed>", ""),
    ] {
        let mut xml = begin.to_owned();
        for index in 0..(1 << 17) / each.len() {
            let numbered = each.replace("a=", &format!("a{index}="));
            xml.push_str(&numbered);
        }
        xml.push_str(end);
        let status = echoed("/mixed", &xml).await.0;
        assert!(status < 500, "{each}: {status}");
    }
}

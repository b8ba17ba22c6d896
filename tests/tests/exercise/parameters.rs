//! Parameters in every style, place and shape: what travels, and what comes back or is refused.
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http::Request;
use tenon_runtime::Body;
use tenon_runtime::server::Context;

use super::cases::{
    parameter_contents, parameter_extras, parameter_styles, parameter_styles_elsewhere, parameter_unions,
};
use super::{at, sent, status_and_text};

/// Notes what it was asked.
#[derive(Clone)]
struct App<Q>(Arc<Mutex<Vec<Q>>>);

impl<Q> App<Q> {
    fn new() -> Self {
        Self(Arc::default())
    }

    fn one(&self) -> Q {
        let mut all = self.0.lock().unwrap();
        assert_eq!(all.len(), 1, "the implementation is called once");
        all.remove(0)
    }
}

macro_rules! notes {
    ($($case:ident $method:ident $request:ident $reply:ident = $answer:expr;)*) => { $(
        impl $case::server::Operations for App<$case::ops::$request> {
            type Error = Infallible;
            async fn $method(&self, _: Context<()>, request: $case::ops::$request) -> Result<$case::ops::$reply, Infallible> {
                self.0.lock().unwrap().push(request);
                Ok($answer.into())
            }
        }
    )* };
}
notes! {
    parameter_styles get_ms_ma_mo_mea_meo_ls_la_lo_lea_leo_ss_sa_so_seo GetMsMaMoMeaMeoLsLaLoLeaLeoSsSaSoSeoRequest GetMsMaMoMeaMeoLsLaLoLeaLeoSsSaSoSeoReply
        = parameter_styles::ops::GetMsMaMoMeaMeoLsLaLoLeaLeoSsSaSoSeoOk::no_content();
    parameter_styles_elsewhere get GetRequest GetReply = parameter_styles_elsewhere::ops::GetOk::no_content();
    parameter_unions get_m_me_l_le_s_se GetMMeLLeSSeRequest GetMMeLLeSSeReply
        = parameter_unions::ops::GetMMeLLeSSeOk::no_content();
    parameter_contents get_p GetPRequest GetPReply = parameter_contents::ops::GetPOk::Ok(
        parameter_contents::ops::GetP200::new(parameter_contents::types::GetP200XPage::new(3)).x_text("text").x_bare("bare")
    );
}

fn list() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

#[tokio::test]
async fn every_style_of_paths() {
    use parameter_styles::{client::Client, ops, server, types::Color};
    let color = || Color::new(100, 200, 150);
    let call = |client: &Client| {
        client.get_ms_ma_mo_mea_meo_ls_la_lo_lea_leo_ss_sa_so_seo(ops::GetMsMaMoMeaMeoLsLaLoLeaLeoSsSaSoSeoRequired {
            ms: "blue".into(),
            ma: list(),
            mo: color(),
            mea: list(),
            meo: color(),
            ls: "blue".into(),
            la: list(),
            lo: color(),
            lea: list(),
            leo: color(),
            ss: "blue".into(),
            sa: list(),
            so: color(),
            seo: color(),
        })
    };
    let (client, seen) = sent(204, Client::from);
    call(&client).await.unwrap();
    assert_eq!(
        seen.uri().trim_start_matches('/').split('/').collect::<Vec<_>>(),
        [
            ";ms=blue",
            ";ma=blue,black,brown",
            ";mo=R,100,G,200,B,150",
            ";mea=blue;mea=black;mea=brown",
            ";R=100;G=200;B=150",
            ".blue",
            ".blue,black,brown",
            ".R,100,G,200,B,150",
            ".blue.black.brown",
            ".R=100.G=200.B=150",
            "blue",
            "blue,black,brown",
            "R,100,G,200,B,150",
            "R=100,G=200,B=150",
        ]
    );
    let app = App::new();
    call(&Client::from(at(server::service(app.clone())))).await.unwrap();
    let request = app.one();
    assert_eq!((request.ms.as_str(), request.ls.as_str(), request.ss.as_str()), ("blue", "blue", "blue"));
    for found in [request.ma, request.mea, request.la, request.lea, request.sa] {
        assert_eq!(found, list());
    }
    for found in [request.mo, request.meo, request.lo, request.leo, request.so, request.seo] {
        assert_eq!(found, color());
    }
}

#[tokio::test]
async fn every_style_of_queries_headers_and_cookies() {
    use parameter_styles_elsewhere::{client::Client, server, types::Color};
    let color = || Color::new(100, 200, 150);
    let call = |client: &Client| {
        let call = client.get().fs("blue").fa(list()).fo(color()).fea(list()).feo(color());
        let call = call.sa(list()).so(color()).pa(list()).po(color()).deo(color());
        call.hs("blue").ha(list()).ho(color()).heo(color()).cs("blue").ca(list()).co(color())
    };
    let (client, seen) = sent(204, Client::from);
    call(&client).await.unwrap();
    assert_eq!(
        seen.uri().trim_start_matches("/?").split('&').collect::<Vec<_>>(),
        [
            "fs=blue",
            "fa=blue,black,brown",
            "fo=R,100,G,200,B,150",
            "fea=blue",
            "fea=black",
            "fea=brown",
            "R=100",
            "G=200",
            "B=150",
            "sa=blue%20black%20brown",
            "so=R%20100%20G%20200%20B%20150",
            "pa=blue%7Cblack%7Cbrown",
            "po=R%7C100%7CG%7C200%7CB%7C150",
            "deo%5BR%5D=100",
            "deo%5BG%5D=200",
            "deo%5BB%5D=150",
        ]
    );
    let headers = ["hs", "ha", "ho", "heo", "cookie"].map(|name| seen.header(name));
    let cookie = "cs=blue; ca=blue,black,brown; co=R,100,G,200,B,150";
    assert_eq!(headers, ["blue", "blue,black,brown", "R,100,G,200,B,150", "R=100,G=200,B=150", cookie]);
    let app = App::new();
    let client = Client::from(at(server::service(app.clone())));
    call(&client).await.unwrap();
    let r = app.one();
    for found in [&r.fs, &r.hs, &r.cs] {
        assert_eq!(found.as_deref(), Some("blue"));
    }
    for found in [&r.fa, &r.fea, &r.sa, &r.pa, &r.ha, &r.ca] {
        assert_eq!(found.as_ref(), Some(&list()));
    }
    for found in [&r.fo, &r.feo, &r.so, &r.po, &r.deo, &r.ho, &r.heo, &r.co] {
        assert_eq!(found.as_ref(), Some(&color()));
    }
    client.get().await.unwrap();
    assert_eq!(app.one(), parameter_styles_elsewhere::ops::GetRequest::new());
}

#[tokio::test]
async fn unions_in_every_style() {
    use parameter_unions::{
        client::Client,
        ops, server,
        types::{Any, AnyR},
    };
    let app = App::new();
    let client = Client::from(at(server::service(app.clone())));
    let values: [Any; 4] = [
        Any::from(7),
        Any::from(vec!["a".to_owned(), "b".to_owned()]),
        Any::from(AnyR::new(1)),
        Any::from(AnyR::new(1).g("a b")),
    ];
    for value in values {
        let v = || value.clone();
        let required = ops::GetMMeLLeSSeRequired { m: v(), me: v(), l: v(), le: v(), s: v(), se: v() };
        let call = client.get_m_me_l_le_s_se(required).f(v()).fe(v()).p(v()).d(v()).h(v()).c(v());
        call.await.unwrap_or_else(|e| panic!("{value:?}: {e} {e:?}"));
        let r = app.one();
        for found in [r.m, r.me, r.l, r.le, r.s, r.se] {
            assert_eq!(found, value);
        }
        for found in [r.f, r.fe, r.p, r.d, r.h, r.c] {
            assert_eq!(found.as_ref(), Some(&value));
        }
    }
}

#[tokio::test]
async fn parameters_with_a_media_type() {
    use parameter_contents::{client::Client, ops, server, types};
    let call = |client: &Client| {
        let call = client.get_p(vec![1, 2]).q(types::GetPQ::new("b&c")).t(5).x_h(vec!["d, e".to_owned()]);
        call.c(BTreeMap::from([("f".to_owned(), true)])).x(types::GetPX::new().a("<"))
    };
    let (client, seen) = sent(200, Client::from);
    let _ = call(&client).await;
    assert_eq!(seen.uri(), "/%5B1%2C2%5D?q=%7B%22a%22%3A%22b%26c%22%7D&t=5&x=%7B%22a%22%3A%22%3C%22%7D");
    assert_eq!((seen.header("x-h"), seen.header("cookie")), (r#"["d, e"]"#.into(), "c={%22f%22:true}".into()));
    let app = App::new();
    let client = Client::from(at(server::service(app.clone())));
    let reply = call(&client).await.unwrap().into_inner();
    let ops::GetPOk::Ok(reply) = reply;
    assert_eq!((reply.x_page.size, reply.x_text.as_deref(), reply.x_bare.as_deref()), (3, Some("text"), Some("bare")));
    let r = app.one();
    assert_eq!((r.p, r.q.unwrap().a, r.t), (vec![1, 2], "b&c".to_owned(), Some(5)));
    assert_eq!(
        (r.x_h.unwrap(), r.c.unwrap()["f"], r.x.unwrap().a.as_deref()),
        (vec!["d, e".to_owned()], true, Some("<"))
    );
    let get = async |uri: &str| {
        let request = Request::get(uri).body(Body::empty()).unwrap();
        status_and_text(server::service(App::new()), request).await
    };
    assert_eq!(get("/[1]").await.0, 200);
    for (uri, keyword) in
        [("/1,2", "syntax"), ("/%5B1%2C%22%22%5D", "type"), ("/[1]?q=a", "syntax"), ("/[1]?q=%7B%7D", "required")]
    {
        let (status, text) = get(uri).await;
        assert!(status == 400 && text.contains(keyword), "{uri}: {status} {text}");
    }
}

/// Notes what it was asked, and lets everybody in.
impl parameter_extras::server::Auth for App<parameter_extras::ops::GetExtrasRequest> {
    type Principal = ();
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &tenon_runtime::server::Parts,
        _: &'static tenon_runtime::Operation,
        _: parameter_extras::server::Presented<'_>,
    ) -> Result<(), tenon_runtime::server::AuthError<Infallible>> {
        Ok(())
    }
}

impl parameter_extras::server::Operations for App<parameter_extras::ops::GetExtrasRequest> {
    async fn get_extras(
        &self,
        _: Context<()>,
        request: parameter_extras::ops::GetExtrasRequest,
    ) -> Result<parameter_extras::ops::GetExtrasReply, Infallible> {
        self.0.lock().unwrap().push(request);
        Ok(parameter_extras::ops::GetExtrasOk::no_content().into())
    }
}

#[tokio::test]
async fn what_else_parameters_can_be() {
    use parameter_extras::{client::Client, server, types};
    let filter = || {
        let more = BTreeMap::from([("color".to_owned(), "red".to_owned()), ("x y".to_owned(), "&".to_owned())]);
        types::GetExtrasFilter::new().age(3).additional(more)
    };
    let call = |client: &Client| {
        let call = client.get_extras(5).url("https://a/?b=c").filter(filter());
        let call = call.tree(types::GetExtrasTree::new().name("n").kids(vec!["a".to_owned(), "b,".to_owned()]));
        let call = call.rows(vec![types::GetExtrasRowsItem::new(1), types::GetExtrasRowsItem::new(2)]);
        call.expand(vec!["one".to_owned()]).x_ids(vec![1, 2]).maybe(3)
    };
    let (client, seen) = sent(204, |channel| Client::from(channel).key("k&"));
    call(&client).await.unwrap();
    assert_eq!(
        seen.uri().trim_start_matches("/extras?").split('&').collect::<Vec<_>>(),
        [
            "url=https://a/?b=c",
            "limit=5",
            "age=3",
            "color=red",
            "x%20y=%26",
            "tree=name,n,kids,%5B%22a%22%2C%22b%2C%22%5D",
            "rows=%7B%22id%22%3A1%7D",
            "rows=%7B%22id%22%3A2%7D",
            "expand%5B%5D=one",
            "maybe=3",
            "api_key=k%26",
        ]
    );
    let app = App::new();
    call(&Client::from(at(server::service(app.clone()))).key("k")).await.unwrap();
    let r = app.one();
    assert_eq!((r.limit, r.url.as_deref(), r.maybe), (5, Some("https://a/?b=c"), Some(3)));
    // What is another parameter's, a credential's among them, is no member of an object that takes any.
    assert_eq!(r.filter, Some(filter()));
    assert_eq!(r.tree.unwrap().kids.unwrap(), ["a", "b,"]);
    assert_eq!((r.rows.unwrap().len(), r.expand.unwrap(), r.x_ids), (2, vec!["one".to_owned()], Some(vec![1, 2])));
    assert_eq!(
        (r.order, parameter_extras::ops::GetExtrasRequest::new(1).order_or_default()),
        (None, types::GetExtrasOrder::Up)
    );
}

#[tokio::test]
async fn extras_are_read_strictly() {
    use parameter_extras::server;
    let get = async |query: &str, headers: &[(&str, &str)]| {
        let app = App::new();
        let mut request = Request::get(format!("/extras?api_key=k&{query}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let reply = status_and_text(server::service(app.clone()), request.body(Body::empty()).unwrap()).await;
        let mut seen = app.0.lock().unwrap();
        (reply, seen.pop())
    };
    let good = async |query: &str, headers: &[(&str, &str)]| {
        let ((status, text), seen) = get(query, headers).await;
        assert_eq!(status, 204, "{query}: {text}");
        seen.unwrap()
    };
    // `allowEmptyValue`: a text that is empty is a text, and no flag.
    let r = good("limit=1&flag=&text=", &[]).await;
    assert_eq!((r.flag, r.text.as_deref()), (None, Some("")));
    assert_eq!(good("limit=1&flag", &[]).await.flag, None);
    assert_eq!(good("limit=1&flag=true", &[]).await.flag, Some(true));
    // One list in several lines.
    assert_eq!(good("limit=1", &[("x-ids", "1"), ("x-ids", "2, 3")]).await.x_ids, Some(vec![1, 2, 3]));
    assert_eq!(good("limit=1&expand[]=a&expand%5B%5D=b", &[]).await.expand.unwrap().len(), 2);
    assert_eq!(good("limit=1&expand[1]=b&expand[0]=a", &[]).await.expand.unwrap(), ["a", "b"]);
    assert_eq!(good("limit=1&expand=a", &[]).await.expand.unwrap(), ["a"]);
    for (query, headers, expected) in [
        ("", &[][..], r#""name":"limit","pointer":"","keyword":"required""#),
        ("limit=", &[], r#""name":"limit","pointer":"","keyword":"type""#),
        ("limit=0", &[], r#""keyword":"minimum""#),
        ("limit=1&limit=2", &[], r#""keyword":"style""#),
        ("limit=1&order=sideways", &[], r#""keyword":"enum""#),
        ("limit=1&flag=yes", &[], r#""name":"flag""#),
        ("limit=1&age=x", &[], r#""name":"filter","pointer":"/age","keyword":"type""#),
        ("limit=1&tree=name", &[], r#""name":"tree","pointer":"","keyword":"style""#),
        ("limit=1&rows=1", &[], r#""name":"rows","pointer":"/0","keyword":"type""#),
        ("limit=1&rows=%7B%7D", &[], r#""name":"rows","pointer":"/0/id","keyword":"required""#),
        ("limit=1", &[("x-ids", "1,x")], r#""name":"X-Ids","pointer":"/1","keyword":"type""#),
        ("limit=1", &[("x-ids", "1,2,3,4")], r#""keyword":"maxItems""#),
        ("limit=1", &[("x-when", "today")], r#""keyword":"format""#),
        ("limit=1", &[("x-when", "2024-01-01T00:00:00Z"), ("x-when", "2024-01-01T00:00:00Z")], r#""keyword":"style""#),
    ] {
        let ((status, text), _) = get(query, headers).await;
        assert!(status == 400 && text.contains(expected), "{query} {headers:?}: {status} {text}");
    }
}

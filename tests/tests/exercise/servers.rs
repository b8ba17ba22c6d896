//! Base URLs that the document names: what may be chosen in them, and which calls go where.
use super::cases::servers_with_variables::{client::Client, servers};
use http::{Request, Response};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use tenon_runtime::Body;
use tenon_runtime::client::{BuildError, CallOptions, Channel, Error};

/// A client whose requests are noted by URL and all answered with 204.
fn noted(client: Client) -> (Client, Arc<Mutex<Vec<String>>>) {
    let urls = Arc::new(Mutex::new(Vec::new()));
    let seen = urls.clone();
    let transport = tower::service_fn(move |request: Request<Body>| {
        seen.lock().unwrap().push(request.uri().to_string());
        async { Ok::<_, Infallible>(Response::builder().status(204).body(Body::empty()).unwrap()) }
    });
    (client.configure(|channel: Channel| channel.transport(transport)), urls)
}

async fn sent(client: Client) -> Vec<String> {
    let (client, urls) = noted(client);
    client.pets().await.unwrap();
    client.download().await.unwrap();
    client.upload().await.unwrap();
    urls.lock().unwrap().clone()
}

#[test]
fn variables_have_setters_and_defaults() {
    let production = servers::Production::new();
    assert_eq!(production.url(), "https://eu.api.test:443/v3");
    let chosen =
        production.region(servers::ProductionRegion::UsEast).port("8443").version(servers::ProductionVersion::V1);
    assert_eq!(chosen.url(), "https://us-east.api.test:8443/v1");
    let sandbox = servers::SandboxTest::new();
    assert_eq!(sandbox.url(), "http://sandbox.test");
    assert_eq!(sandbox.scheme(servers::SandboxTestScheme::Https).url(), "https://sandbox.test");
    // What has no default is asked for, and so is an origin where there is only a path.
    assert_eq!(servers::TenantApiTest::new("acme").url(), "https://acme.api.test");
    let live = servers::StageStagesTest::new(servers::StageStagesTestStage::Live);
    assert_eq!(live.url(), "https://live.stages.test");
    assert_eq!(servers::V1::new("http://localhost:8080/").url(), "http://localhost:8080/v1");
    assert_eq!(servers::Files::default().area(servers::FilesArea::Private).url(), "https://files.test/private");
}

#[tokio::test]
async fn operations_go_where_the_document_places_them() {
    let own = |base: &str, origin: &str| {
        vec![format!("{base}/pets"), "https://files.test/public/files".to_owned(), format!("{origin}/uploads/files")]
    };
    assert_eq!(sent(Client::default()).await, own("https://eu.api.test:443/v3", "https://eu.api.test:443"));
    let acme = Client::from(servers::TenantApiTest::new("acme"));
    assert_eq!(sent(acme).await, own("https://acme.api.test", "https://acme.api.test"));
}

#[tokio::test]
async fn a_base_url_that_somebody_says_is_for_all_operations() {
    let all = |base: &str| ["pets", "files", "files"].map(|path| format!("{base}/{path}")).to_vec();
    assert_eq!(sent(Client::new("http://localhost:1/x")).await, all("http://localhost:1/x"));
    let (client, urls) = noted(Client::new("http://localhost:1/x"));
    let there = || CallOptions::new().base_url(servers::Files::new().url());
    client.download().options(there()).await.unwrap();
    client.pets().options(CallOptions::new().base_url("/y")).await.unwrap();
    assert_eq!(*urls.lock().unwrap(), ["https://files.test/public/files", "http://localhost:1/y/pets"]);
}

#[tokio::test]
async fn a_value_that_makes_no_url_is_an_error_of_the_call() {
    for tenant in ["a b", "user:secret@evil"] {
        let (client, urls) = noted(servers::TenantApiTest::new(tenant).into());
        assert!(matches!(client.pets().await, Err(Error::Build(BuildError::BaseUrl(_)))), "{tenant}");
        assert!(urls.lock().unwrap().is_empty());
    }
}

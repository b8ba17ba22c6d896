//! A name that is not there is another one.
use api::types::Pet;

async fn client() -> String {
    Pet::new().name_or_default().to_string()
}

async fn server() -> String {
    let read: Pet = tenon_runtime::from_slice(b"{}", tenon_runtime::Mode::Strict).unwrap();
    read.name_or_default().to_string()
}

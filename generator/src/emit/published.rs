//! `docs.rs`: the document as it was published, for servers that show it, behind a feature of its own.
use quote::quote;

use super::docs::Text;
use super::{File, Home};
use crate::ir::Api;

pub(super) fn file<'a>(api: &'a Api, home: &'a Home) -> Option<File<'a>> {
    let published = home.published.as_ref().filter(|_| !api.operations.is_empty())?;
    let json = &published.json;
    let yaml = published.yaml.as_ref().map_or_else(|| quote!(JSON), |yaml| quote!(#yaml));
    let docs = Text::of("The document as it was published, and a page to read it and to try it.");
    let example = format!("{}::docs::router(\"/docs\")", home.path);
    let mount = format!(" let app = tenon_runtime::axum::Router::new().merge({example});");
    let items = quote! {
        /// The document as JSON.
        pub const JSON: &str = #json;

        /// The document as YAML.
        pub const YAML: &str = #yaml;

        /// Routes for the page below a path, and for `openapi.json` and `openapi.yaml` beside it.
        ///
        /// ```
        #[doc = #mount]
        /// # let _: tenon_runtime::axum::Router = app;
        /// ```
        pub fn router(below: &str) -> ::tenon_runtime::axum::Router {
            ::tenon_runtime::server::Docs::new(JSON, YAML).router(below)
        }
    };
    Some(File::new("docs.rs", home, docs.inner(), std::iter::once(items)))
}

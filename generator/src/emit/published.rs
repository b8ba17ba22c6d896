//! `docs.rs`: the document as it was published, for servers that show it, behind a feature of its own.
use quote::quote;

use super::docs::Text;
use super::{File, Home};
use crate::ir::Api;

/// The texts stand beside the module, see [`crate::generate`].
pub(super) fn file<'a>(api: &'a Api, home: &'a Home) -> Option<File<'a>> {
    let docs = Text::of("The document as it was published, and a page to read it and to try it.");
    let example = format!("{}::docs::router(\"/docs\")", home.path);
    let mount = format!(" let app = tenon_runtime::axum::Router::new().merge({example});");
    let items = quote! {
        /// The document as JSON.
        pub const JSON: &str = include_str!("openapi.json");

        /// The document as YAML.
        pub const YAML: &str = include_str!("openapi.yaml");

        /// Routes for the page below a path, and for `openapi.json` and `openapi.yaml` beside it.
        ///
        /// ```
        #[doc = #mount]
        /// # let _: tenon_runtime::axum::Router = app;
        /// ```
        #[must_use]
        pub fn router(below: &str) -> ::tenon_runtime::axum::Router {
            ::tenon_runtime::server::Docs::new(JSON, YAML).router(below)
        }
    };
    let served = !api.operations.is_empty();
    (home.docs && served).then(|| File::new("docs.rs", home, docs.inner(), std::iter::once(items)))
}

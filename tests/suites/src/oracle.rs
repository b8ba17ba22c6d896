//! What the crate `jsonschema` says of the same schemas and instances: where it agrees with the suite and we do not, the
//! fault is ours, and where it does not either, the harness may have one.
use crate::group::{Group, Part};
use crate::remotes::Remote;
use jsonschema::{Draft, Retrieve, Uri};
use serde_json::Value;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

pub(crate) struct Oracle {
    remotes: Remotes,
}

#[derive(Clone)]
struct Remotes(Arc<HashMap<String, Value>>);

impl Retrieve for Remotes {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let known = self.0.get(uri.as_str().trim_end_matches('#')).cloned();
        known.ok_or_else(|| format!("`{uri}` is not among the remotes").into())
    }
}

impl Oracle {
    pub(crate) fn new(remotes: Vec<Remote>) -> Self {
        let read = |remote: Remote| Some((remote.uri, serde_json::from_str(&remote.text).ok()?));
        Self { remotes: Remotes(Arc::new(remotes.into_iter().filter_map(read).collect())) }
    }

    /// Whether each instance is valid; nothing where it cannot tell.
    pub(crate) fn verdicts<'t>(&self, group: &Group, texts: impl Iterator<Item = &'t str>) -> Vec<Option<bool>> {
        let validator = serde_json::from_str(&group.schema).ok().and_then(|schema: Value| {
            let options = jsonschema::options()
                .with_draft(Draft::Draft202012)
                .with_retriever(self.remotes.clone())
                .should_validate_formats(group.part == Part::Format);
            options.build(&schema).ok()
        });
        let say = |text: &str| Some(validator.as_ref()?.is_valid(&serde_json::from_str(text).ok()?));
        texts.map(say).collect()
    }
}

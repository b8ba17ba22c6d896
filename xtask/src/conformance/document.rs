//! What the tools need to know of a document, and the copy that schemathesis gets.
use crate::documents;
use crate::failure::Failure;
use crate::workspace::Spec;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A document, read as it was written.
pub(super) struct Described {
    pub(super) api: String,
    pub(super) path: PathBuf,
    tree: Value,
}

/// What may stand in a path item and is an operation (OpenAPI 3.1, section 4.8.9).
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Described {
    pub(super) fn read(spec: &Spec) -> Result<Self, Failure> {
        let loaded =
            documents::load(&spec.path, &documents::shown(&spec.path), documents::home(&spec.path), None, None)?;
        let tree = loaded.sources.iter().next().map(|source| source.tree.clone());
        match tree.filter(|_| loaded.complete) {
            Some(tree) => Ok(Self { api: spec.api.clone(), path: spec.path.clone(), tree }),
            None => {
                documents::report(&loaded.diagnostics, &loaded.sources);
                Err(Failure::Document)
            }
        }
    }

    /// Every declared status.
    pub(super) fn statuses(&self) -> BTreeSet<String> {
        let paths = self.tree.get("paths").and_then(Value::as_object).into_iter().flatten();
        let operations = paths.flat_map(|(_, item)| METHODS.iter().filter_map(|method| item.get(*method)));
        let replies = operations.filter_map(|operation| operation.get("responses")?.as_object());
        replies.flat_map(|replies| replies.keys().cloned()).collect()
    }

    /// Each security scheme, and the header that carries a token for it.
    pub(super) fn credentials(&self, token: &str) -> Vec<(String, String)> {
        let schemes = self.tree.pointer("/components/securitySchemes").and_then(Value::as_object);
        let schemes = schemes.into_iter().flatten();
        schemes.map(|(name, scheme)| (name.clone(), credential(scheme, token))).collect()
    }

    /// The document with a 401 for each operation that does not declare one: nobody writes down what every operation with
    /// security can answer. Nothing else is changed.
    pub(super) fn with_unauthorized(&self) -> Value {
        let mut tree = self.tree.clone();
        let paths = tree.get_mut("paths").and_then(Value::as_object_mut);
        for item in paths.into_iter().flat_map(|paths| paths.values_mut()) {
            for method in METHODS {
                let replies = item.get_mut(method).and_then(|operation| operation.get_mut("responses"));
                if let Some(replies) = replies.and_then(Value::as_object_mut) {
                    replies.entry("401").or_insert_with(|| json!({"description": "Unauthorized"}));
                }
            }
        }
        tree
    }
}

fn credential(scheme: &Value, token: &str) -> String {
    let text = |key| scheme.get(key).and_then(Value::as_str);
    match (text("in"), text("name")) {
        (Some("header"), Some(name)) => format!("{name}: {token}"),
        _ => format!("Authorization: Bearer {token}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn described() -> Described {
        let tree = json!({
            "paths": {"/a": {
                "parameters": [],
                "get": {"responses": {"200": {"description": "ok"}, "401": {"description": "mine"}}},
                "put": {"responses": {"204": {"description": "ok"}}},
            }},
            "components": {"securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            }},
        });
        Described { api: "a".to_owned(), path: PathBuf::new(), tree }
    }

    #[test]
    fn unauthorized_is_added_where_it_is_missing_and_nowhere_else() {
        let mut expected = described().tree;
        *expected.pointer_mut("/paths/~1a/put/responses").unwrap() =
            json!({"204": {"description": "ok"}, "401": {"description": "Unauthorized"}});
        assert_eq!(described().with_unauthorized(), expected);
    }

    #[test]
    fn statuses_and_credentials_come_from_the_document() {
        assert_eq!(described().statuses().into_iter().collect::<Vec<_>>(), ["200", "204", "401"]);
        let expected = [("bearer", "Authorization: Bearer t"), ("key", "X-Key: t")];
        assert_eq!(described().credentials("t"), expected.map(|(name, header)| (name.to_owned(), header.to_owned())));
    }
}

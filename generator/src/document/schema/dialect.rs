//! `$schema` and `$vocabulary`: which keywords a schema's dialect knows.
//!
//! A dialect that is described among the files is followed as far as its vocabularies are those of JSON Schema 2020-12:
//! what it leaves out is no keyword there, and reported as such. Any other is reported and read as 2020-12.
use super::Identifiers;
use crate::diagnostic::Code;
use crate::document::Reader;
use crate::load::{Pointer, Sources};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// Dialects other than those whose rules hold everywhere, by the schemas that are said to be in them.
#[derive(Debug, Default)]
pub(super) struct Dialects(FxHashMap<Pointer, Dialect>);

#[derive(Debug)]
struct Dialect {
    uri: String,
    /// The word that says so.
    said: Pointer,
    /// What it knows, once that was asked for.
    knows: Option<Vocabularies>,
}

/// Those of JSON Schema 2020-12 that decide anything. Core is in every dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Vocabularies {
    applicator: bool,
    unevaluated: bool,
    validation: bool,
    format: bool,
}

impl Vocabularies {
    const ALL: Self = Self { applicator: true, unevaluated: true, validation: true, format: true };
    const NONE: Self = Self { applicator: false, unevaluated: false, validation: false, format: false };

    /// Whether a word is a keyword, or none of JSON Schema's at all.
    pub(super) fn know(self, key: &str) -> bool {
        match key {
            "prefixItems"
            | "items"
            | "contains"
            | "additionalProperties"
            | "properties"
            | "patternProperties"
            | "dependentSchemas"
            | "propertyNames"
            | "if"
            | "then"
            | "else"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "not" => self.applicator,
            "unevaluatedItems" | "unevaluatedProperties" => self.unevaluated,
            "type" | "const" | "enum" | "multipleOf" | "maximum" | "exclusiveMaximum" | "minimum"
            | "exclusiveMinimum" | "maxLength" | "minLength" | "pattern" | "maxItems" | "minItems" | "uniqueItems"
            | "maxContains" | "minContains" | "maxProperties" | "minProperties" | "required" | "dependentRequired" => {
                self.validation
            }
            "format" => self.format,
            _ => true,
        }
    }
}

impl Dialects {
    /// Takes down that the schemas from a place on are in a dialect; `said` is the word that says so.
    pub(super) fn say(&mut self, from: &Pointer, uri: &str, said: Pointer) {
        let uri = uri.strip_suffix('#').unwrap_or(uri);
        let of_openapi = uri
            .strip_prefix("https://spec.openapis.org/oas/3.")
            .is_some_and(|rest| rest.contains("/dialect/") && rest.starts_with(['1', '2']));
        // The common ones are told apart where there are others.
        if self.0.is_empty() && (uri == "https://json-schema.org/draft/2020-12/schema" || of_openapi) {
            return;
        }
        self.0.insert(
            from.clone(),
            Dialect { uri: uri.to_owned(), said, knows: of_openapi.then_some(Vocabularies::ALL) },
        );
    }

    fn at(&mut self, at: &Pointer) -> Option<&mut Dialect> {
        let place =
            std::iter::successors(Some(at.clone()), Pointer::parent).find(|place| self.0.contains_key(place))?;
        self.0.get_mut(&place)
    }
}

/// What the dialect of a schema knows; reported, once, if that cannot be told.
pub(super) fn vocabularies(cx: &mut Reader<'_, '_>, at: &Pointer) -> Vocabularies {
    if cx.names.dialects.0.is_empty() {
        return Vocabularies::ALL;
    }
    let Some(dialect) = cx.names.dialects.at(at) else { return Vocabularies::ALL };
    if let Some(known) = dialect.knows {
        return known;
    }
    let (uri, said) = (dialect.uri.clone(), dialect.said.clone());
    let described = described(cx.sources, &cx.names, &uri);
    if let Some(dialect) = cx.names.dialects.at(at) {
        dialect.knows = Some(described.unwrap_or(Vocabularies::ALL));
    }
    if described.is_none() {
        let message = format!("`{uri}` is another dialect; the schema is read as JSON Schema 2020-12");
        cx.report(Code::UnknownDialect, &said, message);
    }
    described.unwrap_or(Vocabularies::ALL)
}

/// What a dialect's own description says; `None` without one, or if it demands what is not known here.
fn described(sources: &Sources, names: &Identifiers, uri: &str) -> Option<Vocabularies> {
    if uri == "https://json-schema.org/draft/2020-12/schema" {
        return Some(Vocabularies::ALL);
    }
    let schema = sources.node(names.resource(uri)?)?;
    let mut all = Vocabularies::NONE;
    for (name, demanded) in schema.get("$vocabulary")?.as_object()? {
        match name.strip_prefix("https://json-schema.org/draft/2020-12/vocab/") {
            Some("applicator") => all.applicator = true,
            Some("unevaluated") => all.unevaluated = true,
            Some("validation") => all.validation = true,
            Some("format-annotation") => all.format = true,
            Some("core" | "meta-data" | "content") => {}
            // Formats are types here, where there is a `type` beside them, and remarks where there is none.
            Some("format-assertion") => return None,
            _ if demanded == &Value::Bool(false) => {}
            _ => return None,
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use crate::testing::{facts, said, schemas};

    #[test]
    fn a_dialect_that_is_described_knows_what_it_says() {
        let (api, diagnostics) = schemas(
            "
            Meta:
              $id: https://example.com/no-validation
              $vocabulary:
                https://json-schema.org/draft/2020-12/vocab/core: true
                https://json-schema.org/draft/2020-12/vocab/applicator: true
                https://example.com/vocab/extra: false
            Loose:
              $schema: https://example.com/no-validation#
              properties: {a: {type: string}, b: {$schema: 'https://json-schema.org/draft/2020-12/schema', type: string}}
            Plain: {type: string}
            ",
        );
        let about =
            ["assumed-object /components/schemas/Loose", "unknown-keyword /components/schemas/Loose/properties/a/type"];
        assert_eq!(said(&diagnostics), about);
        assert_eq!(facts(&api, "type Loose."), ["a? any", "b? string"]);
        assert_eq!(facts(&api, "type Plain "), ["string"]);
    }

    #[test]
    fn a_dialect_that_demands_more_is_not_known() {
        let meta = "Meta: {$id: https://example.com/more, $vocabulary: {https://example.com/vocab/extra: true}}";
        let other = "A: {$schema: https://example.com/more, type: string}\nB: {$schema: https://example.com/none, items: {type: string}}";
        let (_, diagnostics) = schemas(&format!("{meta}\n{other}"));
        let unknown: Vec<_> =
            said(&diagnostics).into_iter().filter(|said| said.starts_with("unknown-dialect")).collect();
        let at = ["unknown-dialect /components/schemas/A/$schema", "unknown-dialect /components/schemas/B/$schema"];
        assert_eq!(unknown, at);
    }
}

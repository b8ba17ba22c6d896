//! What a whole schema says of a value, whatever type was made of it: the judge of values for tests.
//!
//! Decided types and their checks are what is to be tested, so they are not asked: this reads the document once more.
use super::Lowering;
use crate::Settings;
use crate::diagnostic::Diagnostics;
use crate::document::{self, MediaType, ParameterContent, Response, schema::SchemaId};
use crate::ir::{Check, CheckId};
use crate::judge::Judging;
use crate::load::{Pointer, Sources};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// Every schema that an operation carries something of, as a check.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    checks: Vec<Check>,
    /// By the object that has the schema, and the media type where it has several.
    places: FxHashMap<(Pointer, String), Place>,
}

/// What is said at one place.
#[derive(Clone, Debug)]
struct Place {
    check: Option<CheckId>,
    examples: Vec<Value>,
}

impl Oracle {
    /// Of a document that was read and decided on before: nothing is reported again.
    pub(crate) fn of(sources: &Sources, settings: &Settings) -> Self {
        let mut diagnostics = Diagnostics::default();
        let Some(document) = document::decode(sources, &mut diagnostics) else { return Self::default() };
        let mut cx = Lowering::new(&document, settings, &mut diagnostics);
        cx.demands_formats = true;
        let mut places = FxHashMap::default();
        for item in document.items() {
            for operation in &item.operations {
                for p in item.parameters.iter().chain(&operation.parameters) {
                    let (schema, of_media) = match &p.content {
                        ParameterContent::Schema(id) => (Some(*id), &[][..]),
                        ParameterContent::Media(m) => (m.schema, &m.examples[..]),
                    };
                    let examples = p.examples.iter().chain(of_media);
                    let place = place(&mut cx, schema, examples.map(|(value, _)| *value));
                    places.insert((p.at.clone(), String::new()), place);
                }
                let body = operation.body.iter().flat_map(|b| b.content.iter().map(|m| (&b.at, m)));
                let replies = operation.responses.iter().flat_map(|r| r.content.iter().map(|m| (&r.at, m)));
                for (at, m) in body.chain(replies) {
                    media(&mut cx, at, m, &mut places);
                }
                operation.responses.iter().for_each(|r| headers(&mut cx, r, &mut places));
            }
        }
        cx.write_checks();
        let checks = std::mem::take(&mut cx.checks);
        Self { checks, places }
    }

    /// A judge of values.
    pub(crate) fn judge(&self) -> Judging<'_> {
        Judging::new(&self.checks)
    }

    /// Whether the schema at a place takes a value. What no schema is known for is taken.
    pub(crate) fn takes(&self, judging: &Judging<'_>, at: &Pointer, media_type: &str, value: &Value) -> bool {
        let place = self.place(at, media_type);
        place.and_then(|place| place.check).is_none_or(|check| judging.value(check, value).is_ok())
    }

    /// Why a value is not taken.
    pub(crate) fn refusal(
        &self,
        judging: &Judging<'_>,
        at: &Pointer,
        media_type: &str,
        value: &Value,
    ) -> Option<String> {
        let check = self.place(at, media_type)?.check?;
        let invalid = judging.value(check, value).err()?;
        let first = invalid.violations.first()?;
        Some(format!("{} {} (`{}`)", first.pointer, first.message, first.keyword))
    }

    /// What is said at a place. JSON may have been meant by a range.
    fn place(&self, at: &Pointer, media_type: &str) -> Option<&Place> {
        let names = [media_type, "*/*", "application/*"];
        names.iter().find_map(|name| self.places.get(&(at.clone(), (*name).to_owned())))
    }

    /// Examples of the document at a place, its schema's last.
    pub(crate) fn examples(&self, at: &Pointer, media_type: &str) -> &[Value] {
        self.place(at, media_type).map_or(&[], |place| &place.examples)
    }
}

fn place<'v>(cx: &mut Lowering<'_, '_>, schema: Option<SchemaId>, examples: impl Iterator<Item = &'v Value>) -> Place {
    let mut examples: Vec<Value> = examples.cloned().collect();
    let document = cx.document;
    let mut behind = schema;
    // The examples of a component are its users', too. Circles of references were cut, and no honest chain is longer.
    for _ in 0..8 {
        let Some(s) = behind.map(|id| document.schemas.get(id)) else { break };
        examples.extend(s.examples.iter().map(|(value, _)| (*value).clone()));
        behind = s.reference.as_ref().and_then(|r| r.target);
    }
    Place { check: schema.map(|id| cx.check(id)), examples }
}

fn media(cx: &mut Lowering<'_, '_>, at: &Pointer, m: &MediaType<'_>, places: &mut FxHashMap<(Pointer, String), Place>) {
    let place = place(cx, m.schema, m.examples.iter().map(|(value, _)| *value));
    places.insert((at.clone(), m.name.to_owned()), place);
}

fn headers(cx: &mut Lowering<'_, '_>, r: &Response<'_>, places: &mut FxHashMap<(Pointer, String), Place>) {
    for h in &r.headers {
        let place = place(cx, Some(h.schema), h.examples.iter().map(|(value, _)| *value));
        places.insert((h.at.clone(), String::new()), place);
    }
}

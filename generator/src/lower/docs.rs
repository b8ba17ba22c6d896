//! Prose: what the document says in words, where it is needed.
use super::Lowering;
use super::schema::Key;
use crate::document::schema::SchemaId;
use crate::document::{Document, Tag};
use crate::ir;

pub(super) fn info(document: &Document<'_>) -> ir::Info {
    let info = &document.info;
    let contact = info.contact.as_ref().map(|c| {
        let parts = [c.name.clone(), c.email.clone(), c.url.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    ir::Info {
        title: info.title.clone(),
        version: info.version.clone(),
        openapi: document.openapi.to_owned(),
        summary: document.summary.map(str::to_owned),
        description: info.description.clone(),
        terms_of_service: info.terms_of_service.clone(),
        contact: contact.filter(|text| !text.is_empty()),
        license: info.license.as_ref().map(|l| l.name.clone()),
        external_docs: document.external_docs.clone(),
        tags: document.tags.iter().filter_map(place).collect(),
    }
}

fn place(tag: &Tag) -> Option<ir::TagPlace> {
    let (name, parent, kind) = (tag.name.clone(), tag.parent.clone(), tag.kind.clone());
    (parent.is_some() || kind.is_some()).then_some(ir::TagPlace { name, parent, kind })
}

/// Prose of a type: of the first schema that has any. A title that only repeats the name says nothing.
pub(super) fn schema(cx: &mut Lowering<'_, '_>, key: &Key) -> ir::Docs {
    of(cx, &key.schemas)
}

/// Prose of a property: its own, not that of the type it refers to.
pub(super) fn property(cx: &mut Lowering<'_, '_>, ids: &[SchemaId]) -> ir::Docs {
    of(cx, ids)
}

fn of(cx: &mut Lowering<'_, '_>, ids: &[SchemaId]) -> ir::Docs {
    let document = cx.document;
    let schemas = || ids.iter().map(|id| document.schemas.get(*id));
    ir::Docs {
        summary: schemas().find_map(|s| s.title).map(str::to_owned),
        description: schemas().find_map(|s| s.description).map(str::to_owned),
        deprecated: schemas().any(|s| s.deprecated),
        examples: cx.texts.shown(schemas().flat_map(|s| &s.examples).map(|(value, _)| *value)),
        external: None,
    }
}

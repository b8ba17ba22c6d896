//! Schemas: one model for JSON Schema 2020-12, with the dialect of OpenAPI 3.0 folded in.
//!
//! A schema is decoded once per place and then known by its [`SchemaId`]. References stay edges; their targets
//! are decoded on demand, wherever they are.
mod circles;
mod conditions;
mod decode;
mod dialect;
mod dynamic;
mod events;
mod identify;
mod model;
mod parts;
mod places;
mod reference;
mod slips;
mod xml;

pub use decode::{beside, decode, text};
pub use events::{Unfolded, unfold};
pub use identify::Identifiers;
pub use model::{
    ArrayWords, Combinators, Conditions, Discriminator, NumberWords, ObjectWords, Reference, Schema, Types,
};
pub use reference::resolve;
pub use xml::{XmlNode, XmlWords};

use crate::load::Pointer;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

/// Index into [`Schemas`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub u32);

/// The arena. The first entry is a schema that allows anything.
#[derive(Debug)]
pub struct Schemas<'a> {
    list: Vec<Schema<'a>>,
    by_place: FxHashMap<Pointer, SchemaId>,
    /// References whose target is not known yet.
    open: Vec<SchemaId>,
    /// What took the place of texts that they describe.
    unfolded: FxHashSet<SchemaId>,
}

impl Default for Schemas<'_> {
    fn default() -> Self {
        let anything = Schema::anything(Pointer::root(crate::load::FileId::default()));
        Self { list: vec![anything], by_place: FxHashMap::default(), open: Vec::new(), unfolded: FxHashSet::default() }
    }
}

impl<'a> Schemas<'a> {
    /// Ids come from this arena only, so the lookup cannot miss.
    #[must_use]
    pub fn get(&self, id: SchemaId) -> &Schema<'a> {
        &self.list[id.0 as usize]
    }

    /// The schema that was decoded at a place, if any was.
    #[must_use]
    pub fn at(&self, place: &Pointer) -> Option<SchemaId> {
        self.by_place.get(place).copied()
    }

    /// Every id, in the order of decoding.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..u32::try_from(self.list.len()).unwrap_or(u32::MAX)).map(SchemaId)
    }

    fn push(&mut self, schema: Schema<'a>) -> SchemaId {
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(schema);
        id
    }
}

/// What stands for a schema inside an `openapiv3` leaf: a reference to the arena.
#[must_use]
pub fn placeholder(id: SchemaId) -> Value {
    json!({ "$ref": format!("#/{}", id.0) })
}

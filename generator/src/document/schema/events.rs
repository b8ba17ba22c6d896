//! The data of server-sent events whose text the document describes with `contentSchema` (OpenAPI 3.2, "Special
//! Considerations for `text/event-stream` Content"): from here on the property `data` is what the text says.
use super::{SchemaId, Schemas};
use rustc_hash::FxHashSet;

/// An event has no more schemas that hold together.
const MOST: usize = 1_000;

/// What the data of an event are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfolded {
    /// As the property says.
    No,
    /// JSON text, all of them.
    All,
    /// JSON text of some events.
    Some,
    /// JSON text of some events; but as text they are described for all of them, and so they stay.
    Refused,
}

/// Takes the `contentSchema` of `data` for the schema of `data`, where nothing else is said of them.
pub fn unfold(schemas: &mut Schemas<'_>, event: SchemaId) -> Unfolded {
    let mut walk = Walk { schemas, seen: FxHashSet::default(), found: Vec::new(), plain: false, refused: false };
    walk.event(event, false);
    let Walk { found, plain, refused, .. } = walk;
    if refused || found.is_empty() {
        return if refused { Unfolded::Refused } else { Unfolded::No };
    }
    for (holder, index, content) in &found {
        schemas.unfolded.insert(*content);
        let object = schemas.list.get_mut(holder.0 as usize).and_then(|schema| schema.object.as_mut());
        if let Some((_, data)) = object.and_then(|object| object.properties.get_mut(*index)) {
            *data = *content;
        }
    }
    if plain { Unfolded::Some } else { Unfolded::All }
}

struct Walk<'s, 'a> {
    schemas: &'s Schemas<'a>,
    seen: FxHashSet<SchemaId>,
    /// Who holds `data`, as which property, and what they are.
    found: Vec<(SchemaId, usize, SchemaId)>,
    /// Some data are text, or whatever their own schema says.
    plain: bool,
    refused: bool,
}

impl Walk<'_, '_> {
    /// `around`: what holds beside this schema says already what the data are.
    fn event(&mut self, id: SchemaId, around: bool) {
        let (mut together, mut open, mut alternatives) = (Vec::new(), vec![id], Vec::new());
        while let Some(id) = open.pop().filter(|_| self.seen.len() < MOST) {
            if self.seen.insert(id) {
                let schema = self.schemas.get(id);
                together.push(id);
                open.extend(schema.reference.as_ref().and_then(|reference| reference.target));
                if let Some(words) = &schema.combinators {
                    open.extend(&words.all_of);
                    alternatives.extend(words.any_of.iter().chain(&words.one_of));
                }
            }
        }
        let (mut plain, before) = (around, self.found.len());
        for holder in together {
            let properties = self.schemas.get(holder).object.iter().flat_map(|object| &object.properties);
            for (index, (_, data)) in properties.enumerate().filter(|(_, (name, _))| *name == "data") {
                match self.schemas.get(*data).content_schema {
                    Some(content) => self.found.push((holder, index, content)),
                    // Unfolded already, for another place of the same event.
                    None if self.schemas.unfolded.contains(data) => self.found.push((holder, index, *data)),
                    None => plain = true,
                }
            }
        }
        self.plain |= plain;
        self.refused |= plain && self.found.len() > before;
        for alternative in alternatives {
            self.event(alternative, plain);
        }
    }
}

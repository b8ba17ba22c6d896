//! Schemas that are written out in several places, word for word: one declaration, and aliases for the other places.
//!
//! Documents repeat what they do not name: an address in each of ten requests, a list of three states in each of fifty
//! replies. Each place keeps its name, and a value fits wherever the same was written. What is declared by a component
//! stays a type of its own, whatever it looks like.
use rustc_hash::FxHashMap;
use std::hash::Hash;

use crate::ir::{Api, Constrained, Docs, Origin, Rest, Shape, TypeDef, TypeId};
use crate::load::FileId;

/// The same API, with an alias in place of each repeated declaration.
#[must_use]
pub fn share(api: &Api) -> Api {
    let mut shared = api.clone();
    for (index, first) in repeated(api) {
        shared.types[index].shape = Shape::Alias(first);
    }
    shared
}

/// The declarations that repeat one that comes before them.
///
/// Types are of one class while nothing tells them apart: first what they say themselves, then, round by round, the
/// classes of what they name. Circles need no care, and the rounds end when no class falls apart any more.
fn repeated(api: &Api) -> Vec<(usize, TypeId)> {
    let mut own = Classes::default();
    let nowhere = Origin::root(FileId::default());
    let mut classes: Vec<usize> = (0..api.types.len()).map(|index| own.of(content(api, index, &nowhere))).collect();
    let parts: Vec<Vec<TypeId>> = api.types.iter().map(|def| def.shape.parts()).collect();
    let mut count = own.len();
    loop {
        let mut next = Classes::default();
        let refined = classes.iter().zip(&parts).map(|(class, parts)| {
            let parts: Vec<usize> = parts.iter().filter_map(|id| classes.get(id.0 as usize).copied()).collect();
            next.of((*class, parts))
        });
        let refined = refined.collect();
        let more = next.len();
        classes = refined;
        if more == count {
            break;
        }
        count = more;
    }

    let mut first = FxHashMap::default();
    let candidates = (0u32..).zip(&classes).filter(|(index, _)| is_candidate(api, *index as usize));
    candidates
        .filter_map(|(index, class)| {
            let first = *first.entry(*class).or_insert(TypeId(index));
            (first != TypeId(index)).then_some((index as usize, first))
        })
        .collect()
}

/// Numbers for values that differ.
struct Classes<K>(FxHashMap<K, usize>);

impl<K> Default for Classes<K> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<K: Hash + Eq> Classes<K> {
    fn of(&mut self, key: K) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

/// Whether the type would be declared for one place only. What is checked by a function of its own stays alone: the
/// function belongs to the place.
fn is_candidate(api: &Api, index: usize) -> bool {
    let Some(def) = api.types.get(index) else { return false };
    let declared = matches!(def.shape, Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_));
    let id = u32::try_from(index).map_or(TypeId(u32::MAX), TypeId);
    def.name.is_some()
        && declared
        && !def.is_component()
        && def.input_of.is_none()
        && def.check.is_none()
        && !api.residues.contains_key(&id)
}

/// What a type says itself, without the types that it names.
#[derive(PartialEq, Eq, Hash)]
enum Content {
    /// Equal to nothing else.
    Alone(usize),
    Said(Box<Said>),
}

#[derive(PartialEq, Eq, Hash)]
struct Said {
    shape: Shape,
    constraints: Constrained,
    /// Of a declaration each alias has its own.
    docs: Option<Docs>,
    secret: bool,
    /// Of a declaration: enums of requests are exhaustive.
    request_only: Option<bool>,
}

fn content(api: &Api, index: usize, nowhere: &Origin) -> Content {
    let Some(def) = api.types.get(index) else { return Content::Alone(index) };
    let candidate = is_candidate(api, index);
    let anonymous = def.name.is_none() && def.check.is_none();
    if !candidate && !anonymous {
        return Content::Alone(index);
    }
    Content::Said(Box::new(Said {
        shape: without_parts(def, nowhere),
        constraints: def.constraints.clone(),
        docs: anonymous.then(|| def.docs.clone()),
        secret: def.secret,
        request_only: candidate.then(|| def.direction.is_request_only()),
    }))
}

/// The shape with all ids and places alike.
fn without_parts(def: &TypeDef, nowhere: &Origin) -> Shape {
    const NONE: TypeId = TypeId(0);
    let mut shape = def.shape.clone();
    match &mut shape {
        Shape::Struct(s) => {
            for field in &mut s.fields {
                field.ty = NONE;
                field.origin.clone_from(nowhere);
            }
            if let Rest::Kept(value) = &mut s.rest {
                *value = NONE;
            }
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| variant.ty = NONE),
        Shape::Map(map) => map.value = NONE,
        Shape::Array(part) | Shape::Nullable(part) | Shape::Alias(part) => *part = NONE,
        Shape::Tuple(parts) => parts.iter_mut().for_each(|part| *part = NONE),
        Shape::Enum(_) | Shape::Scalar(_) | Shape::Null | Shape::Never | Shape::Any(_) => {}
    }
    shape
}

//! Inheritance: a base with a `discriminator` and no `oneOf`, and components that add to it with `allOf`.
//!
//! Whoever refers to the base means any of its family: a union of its children and itself, told apart by the
//! discriminator. Children have the base's members among their own.
use super::{Branch, Look, union};
use crate::diagnostic::Code;
use crate::document::Document;
use crate::document::schema::{SchemaId, Schemas, Types};
use crate::ir::{Shape, TypeId};
use crate::load::Pointer;
use crate::lower::Lowering;
use crate::lower::merge::{Merged, merge};
use crate::lower::schema::Key;
use rustc_hash::{FxHashMap, FxHashSet};

/// Bases that are referred to, and who belongs to them.
#[derive(Debug, Default)]
pub(in crate::lower) struct Families {
    /// Children of children included, in the order of the document.
    children: FxHashMap<SchemaId, Vec<SchemaId>>,
    /// Every component that is somebody's child.
    members: FxHashSet<SchemaId>,
    /// References by which a component adds to what lists it as a branch of its union: the child adds to what stands
    /// beside the union, not to the choice.
    inherit: FxHashSet<SchemaId>,
}

impl Families {
    pub(in crate::lower) fn of(document: &Document<'_>) -> Self {
        let schemas = &document.schemas;
        let mut families = Self::default();
        let (mut bases, mut unions) = (FxHashSet::default(), FxHashMap::default());
        for (_, id) in &document.components {
            let Some(combinators) = &schemas.get(*id).combinators else { continue };
            let branches = combinators.one_of.iter().chain(&combinators.any_of);
            let branches: FxHashSet<SchemaId> = branches.filter_map(|id| target(schemas, *id)).collect();
            match branches.is_empty() {
                true if combinators.discriminator.is_some() => bases.extend([*id]),
                true => {}
                false => drop(unions.insert(*id, branches)),
            }
        }
        if bases.is_empty() && unions.is_empty() {
            return families;
        }
        let mut extends = FxHashSet::default();
        for (_, child) in &document.components {
            for (reference, base) in ancestors(schemas, *child) {
                extends.insert(reference);
                if bases.contains(&base) {
                    families.children.entry(base).or_default().push(*child);
                    families.members.insert(*child);
                }
                if unions.get(&base).is_some_and(|branches| branches.contains(child)) {
                    families.inherit.insert(reference);
                    families.members.insert(*child);
                }
            }
        }
        let extends = |id: &SchemaId| extends.contains(id) || families.inherit.contains(id);
        let referred: FxHashSet<SchemaId> =
            schemas.ids().filter(|id| !extends(id)).filter_map(|id| target(schemas, id)).collect();
        families.children.retain(|base, _| referred.contains(base));
        families
    }

    /// Whether a component adds to a base; then it is a type of its own, even where it adds nothing.
    pub(in crate::lower) fn has_member(&self, id: SchemaId) -> bool {
        self.members.contains(&id)
    }

    /// The children of a base, if these schemas are one.
    pub(in crate::lower) fn family(&self, ids: &[SchemaId]) -> &[SchemaId] {
        match ids {
            [base] => self.children.get(base).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    /// Whether what a reference leads to is meant without its unions.
    pub(in crate::lower) fn inherits(&self, reference: SchemaId) -> bool {
        self.inherit.contains(&reference)
    }
}

fn target(schemas: &Schemas<'_>, id: SchemaId) -> Option<SchemaId> {
    schemas.get(id).reference.as_ref().and_then(|r| r.target)
}

/// What a schema adds to, step by step, and the references by which it does.
fn ancestors(schemas: &Schemas<'_>, child: SchemaId) -> Vec<(SchemaId, SchemaId)> {
    let parts = |id: SchemaId| schemas.get(id).combinators.iter().flat_map(|c| c.all_of.clone()).collect::<Vec<_>>();
    let (mut open, mut seen, mut found) = (parts(child), FxHashSet::default(), Vec::new());
    // `nullable` around one reference is that type or null.
    if schemas.get(child).nullable && schemas.get(child).object.is_none() && open.len() == 1 {
        return found;
    }
    while let Some(part) = open.pop() {
        if !seen.insert(part) {
            continue;
        }
        if let Some(base) = target(schemas, part) {
            found.push((part, base));
            open.extend(parts(base));
        }
        open.extend(parts(part));
    }
    found
}

/// Whether a branch holds all of these by its own `allOf`.
pub(super) fn adds_to(cx: &Lowering<'_, '_>, branch: SchemaId, all: &[SchemaId]) -> bool {
    let (mut open, mut seen) = (vec![branch], FxHashSet::default());
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let s = cx.document.schemas.get(id);
            open.extend(s.reference.as_ref().and_then(|r| r.target));
            open.extend(s.combinators.iter().flat_map(|c| &c.all_of));
        }
    }
    all.iter().all(|id| seen.contains(id))
}

/// The family of a base, if the key is one.
pub(super) fn union_of<'a>(
    cx: &mut Lowering<'a, '_>,
    key: &Key,
    merged: &Merged<'a>,
    hint: &str,
    at: &Pointer,
) -> Option<Shape> {
    let ([base], 0) = (key.schemas.as_slice(), key.plain) else { return None };
    let mut members = cx.families.children.get(base)?.clone();
    members.push(*base);
    let discriminator = merged.discriminator.clone()?;
    let list: Vec<Branch<'a>> = members.iter().map(|id| member(cx, *id, hint)).collect();
    let Some(decision) = super::discriminator::decision(cx, &discriminator, &list) else {
        cx.report(Code::IdleDiscriminator, at, "the discriminator does not tell who adds to this schema");
        return list.last().map(|base| Shape::Alias(base.ty));
    };
    Some(union(&list, decision, false))
}

/// A child or the base itself, as a struct.
fn member<'a>(cx: &mut Lowering<'a, '_>, id: SchemaId, hint: &str) -> Branch<'a> {
    let component = cx.component_names.get(&id).copied();
    let is_base = cx.families.children.contains_key(&id);
    let key = Key { plain: usize::from(is_base), ..Key::new(vec![id]) };
    let name = component.unwrap_or(hint);
    let ty: TypeId = cx.key(&key, &if is_base { format!("{name} base") } else { name.to_owned() });
    let look = Look::of_words(cx, Types::OBJECT, &merge(cx, &key));
    Branch { ty, id: Some(id), name: name.to_owned(), look, format: None, component, reference: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::ir::{Api, Decision, Kind, Shape};
    use crate::testing::{clean, decision, facts, said, schemas, ty};

    const PET: &str = "Pet: {type: object, required: [kind], properties: {kind: {type: string}, name: {type: string}}, discriminator: {propertyName: kindMAPPING}}";
    const CHILDREN: &str = "
        Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
        Dog: {type: object, allOf: [{$ref: '#/components/schemas/Pet'}], properties: {bark: {type: string}}}
        Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {type: object, properties: {age: {type: integer}}}]}
        Stray: {allOf: [{$ref: '#/components/schemas/Pet'}]}";
    const HOME: &str = "Home: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}";

    fn family(mapping: &str, more: &str) -> Api {
        let pet = PET.replace("MAPPING", mapping);
        let children: Vec<_> = CHILDREN.trim().lines().map(str::trim).collect();
        clean(schemas(&format!("{pet}\n{}\n{more}", children.join("\n"))))
    }

    fn values(api: &Api, wire: &str) -> Vec<String> {
        let (Decision::Tag { property, of: Kind::String, values, untagged, .. }, Shape::Union(union)) =
            (decision(api, wire), &ty(api, wire).shape)
        else {
            panic!("{:?}", decision(api, wire))
        };
        assert_eq!((property.as_str(), untagged.len()), ("kind", 0));
        values.iter().map(|(value, i)| format!("{value}={}", union.variants[*i].name.wire)).collect()
    }

    #[test]
    fn whoever_refers_to_the_base_means_any_of_its_family() {
        let api = family("", HOME);
        assert_eq!(values(&api, "Pet"), ["Cat=Cat", "Dog=Dog", "Puppy=Puppy", "Stray=Stray", "Pet=Pet"]);
        assert_eq!(facts(&api, "type Pet anyOf "), ["Cat", "Dog", "Pet.base", "Puppy", "Stray"]);
        assert_eq!(facts(&api, "type Pet.base."), ["kind string", "name? string"]);
        assert_eq!(facts(&api, "type Puppy."), ["age? integer", "bark? string", "kind string", "name? string"]);
        assert_eq!(facts(&api, "type Stray."), ["kind string", "name? string"]);
        assert_eq!(facts(&api, "type Home."), ["pet? Pet"]);
    }

    #[test]
    fn a_mapping_names_by_reference_or_name_and_the_rest_go_by_their_own() {
        let api = family(", mapping: {cat: '#/components/schemas/Cat', tom: Cat, d: Dog}", HOME);
        assert_eq!(values(&api, "Pet"), ["cat=Cat", "tom=Cat", "d=Dog", "Puppy=Puppy", "Stray=Stray", "Pet=Pet"]);
    }

    #[test]
    fn a_base_that_only_children_refer_to_stays_a_struct() {
        let api = family("", "");
        assert_eq!(facts(&api, "type Pet."), ["kind string", "name? string"]);
        let inline = "Home: {type: object, properties: {pet: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {x: {type: string}}}]}}}";
        // Written out in place, it adds to the base and has no name to be told by.
        assert_eq!(facts(&family("", inline), "type Home.pet."), ["kind string", "name? string", "x? string"]);
    }

    #[test]
    fn a_child_may_refer_to_the_base() {
        let owner = "Owner: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}, best: {$ref: '#/components/schemas/Pet'}}}]}";
        for api in [family("", owner), family("", &format!("{HOME}\n{owner}"))] {
            assert_eq!(facts(&api, "type Owner."), ["best? Pet", "kind string", "name? string", "pets? array<Pet>"]);
            let Shape::Union(pet) = &ty(&api, "Pet").shape else { panic!() };
            let boxed: Vec<_> = pet.variants.iter().filter(|v| v.boxed).map(|v| v.name.wire.as_str()).collect();
            assert_eq!(boxed, ["Owner"]);
        }
    }

    #[test]
    fn a_child_may_be_a_base_itself() {
        let api = clean(schemas(
            "
            Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
            Dog: {allOf: [{$ref: '#/components/schemas/Pet'}], discriminator: {propertyName: kind}}
            Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}]}
            Home: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, dog: {$ref: '#/components/schemas/Dog'}}}
            ",
        ));
        assert_eq!(values(&api, "Pet"), ["Dog=Dog", "Puppy=Puppy", "Pet=Pet"]);
        assert_eq!(values(&api, "Dog"), ["Puppy=Puppy", "Dog=Dog"]);
        assert_eq!(facts(&api, "type Home."), ["dog? Dog", "pet? Pet"]);
    }

    #[test]
    fn values_that_children_list_themselves_count() {
        let api = clean(schemas(
            "
            Pet: {type: object, required: [kind], properties: {kind: {type: string, enum: [c, d, p]}}, discriminator: {propertyName: kind}}
            Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {kind: {const: c}}}]}
            Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {kind: {enum: [d]}}}]}
            Home: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}
            ",
        ));
        assert_eq!(values(&api, "Pet"), ["c=Cat", "d=Dog", "p=Pet"]);
    }

    #[test]
    fn nullable_bases_and_wrappers_are_no_children() {
        let api = family(
            "",
            "Maybe: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}\nHome: {type: object, properties: {pet: {$ref: '#/components/schemas/Maybe'}}}",
        );
        assert_eq!(values(&api, "Pet").len(), 5);
    }

    #[test]
    fn one_of_the_children_beside_what_they_add_to() {
        let (api, diagnostics) = schemas(
            "
            Pet:
              type: object
              required: [kind]
              properties: {kind: {type: string}}
              oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
              discriminator: {propertyName: kind}
            Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
            Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: string}}}]}
            ",
        );
        assert_eq!(said(&diagnostics), [""; 0]);
        assert_eq!(values(&api, "Pet"), ["Cat=Cat", "Dog=Dog"]);
        assert_eq!(facts(&api, "type Pet oneOf "), ["Cat", "Dog"]);
        assert_eq!(facts(&api, "type Cat."), ["kind string", "lives? integer"]);
    }
}

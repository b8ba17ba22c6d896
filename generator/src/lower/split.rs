//! `readOnly` and `writeOnly`: what a request carries and what a reply does.
//!
//! A type whose members travel one way only is seen from two sides. Reached from both, it is split: replies keep the
//! name, requests get `...Input`, and so does whatever holds it. Reached from one side, it just loses the members of
//! the other. What no operation reaches stays whole.
use super::direction::{self, parts};
use super::relaxed::Relaxed;
use super::{Lowering, union};
use crate::document::schema::SchemaId;
use crate::ir::{Api, CheckId, Field, Shape, TypeDef, TypeId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Whether a property is `readOnly` and `writeOnly`: as its schemas say, or those that they refer to or put together.
pub(super) fn travels(cx: &Lowering<'_, '_>, ids: &[SchemaId]) -> (bool, bool) {
    let (mut open, mut seen) = (Vec::new(), FxHashSet::default());
    let (mut read_only, mut write_only) = (false, false);
    let mut look = |id: SchemaId, open: &mut Vec<SchemaId>| {
        let s = cx.document.schemas.get(id);
        read_only |= s.read_only;
        write_only |= s.write_only;
        open.extend(s.reference.as_ref().and_then(|r| r.target));
        open.extend(s.combinators.iter().flat_map(|c| &c.all_of));
    };
    // Most lead nowhere.
    ids.iter().for_each(|id| look(*id, &mut open));
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            look(id, &mut open);
        }
    }
    (read_only, write_only)
}

/// The properties of a schema that are `readOnly`, and those that are `writeOnly`.
pub(super) fn one_way(cx: &Lowering<'_, '_>, id: SchemaId) -> (Vec<String>, Vec<String>) {
    let (mut read_only, mut write_only) = (Vec::new(), Vec::new());
    for (name, id) in cx.document.schemas.get(id).object.iter().flat_map(|words| &words.properties) {
        match travels(cx, &[*id]) {
            (true, false) => read_only.push((*name).to_owned()),
            (false, true) => write_only.push((*name).to_owned()),
            _ => {}
        }
    }
    (read_only, write_only)
}

/// From where a type is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Reply,
}

impl Side {
    /// Whether a member does not travel this way.
    fn skips(self, field: &Field) -> bool {
        match self {
            Self::Request => field.read_only,
            Self::Reply => field.write_only,
        }
    }

    /// What a type holds, seen from here.
    fn parts(self, shape: &Shape) -> Vec<TypeId> {
        let mut all = parts(shape);
        if let Shape::Struct(s) = shape {
            let mut skipped = s.fields.iter().map(|f| self.skips(f));
            all.retain(|_| !skipped.next().unwrap_or(false));
        }
        all
    }
}

pub(super) fn split(api: &mut Api) {
    let (mut request, mut reply) = (Relaxed::new(api, Side::Request), Relaxed::new(api, Side::Reply));
    let differs = differing(api, |check| request.differs(check) || reply.differs(check));
    if !differs.contains(&true) {
        return;
    }
    let differs = |id: &TypeId| differs[id.0 as usize];
    let requests: Vec<TypeId> = reached(api, Side::Request).into_iter().filter(differs).collect();
    let replies: Vec<TypeId> = reached(api, Side::Reply).into_iter().filter(differs).collect();
    let both: FxHashSet<TypeId> = replies.iter().copied().collect();
    let mut taken = api.types.iter().filter_map(|t| t.name.as_ref()).map(|n| n.wire.clone()).collect();
    let mut inputs = FxHashMap::default();
    for id in &requests {
        if both.contains(id) {
            inputs.insert(*id, input(api, *id, &mut taken));
        }
    }
    let input = |id: TypeId| inputs.get(&id).copied().unwrap_or(id);
    for id in &requests {
        let id = input(*id);
        see(api, id, &mut request);
        direction::parts_mut(&mut api.types[id.0 as usize].shape).into_iter().for_each(|part| *part = input(*part));
    }
    replies.iter().for_each(|id| see(api, *id, &mut reply));
    for operation in api.all_operations_mut() {
        operation.parameters.iter_mut().for_each(|p| p.ty = input(p.ty));
        for content in operation.body.iter_mut().flat_map(|b| &mut b.contents) {
            content.carrier.types_mut().into_iter().for_each(|ty| *ty = input(*ty));
        }
    }
    // Last: what tells branches apart may have been left out of them.
    for id in requests.into_iter().map(input).chain(replies) {
        union::decide_again(api, id);
    }
}

/// Per type, whether it is another one in requests than in replies, by itself or through what it holds.
fn differing(api: &Api, checked: impl Fn(CheckId) -> bool) -> Vec<bool> {
    let mut differs = vec![false; api.types.len()];
    let one_way = |def: &TypeDef| match &def.shape {
        Shape::Struct(s) if s.fields.iter().any(|f| f.read_only || f.write_only) => true,
        _ => def.check.is_some_and(&checked),
    };
    let mut open: Vec<usize> = (0..api.types.len()).filter(|i| one_way(&api.types[*i])).collect();
    if open.is_empty() {
        return differs;
    }
    let mut holders = vec![Vec::new(); api.types.len()];
    for (index, def) in api.types.iter().enumerate() {
        parts(&def.shape).into_iter().for_each(|part| holders[part.0 as usize].push(index));
    }
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut differs[index], true) {
            open.extend(&holders[index]);
        }
    }
    differs
}

/// What requests or replies carry, in the arena's order.
fn reached(api: &Api, side: Side) -> Vec<TypeId> {
    let (requests, replies) = direction::roots(api);
    let mut open = if side == Side::Request { requests } else { replies };
    let mut seen = vec![false; api.types.len()];
    while let Some(id) = open.pop() {
        let shape = &api.ty(id).shape;
        if !std::mem::replace(&mut seen[id.0 as usize], true) && !matches!(shape, Shape::Scalar(_)) {
            open.extend(side.parts(shape));
        }
    }
    (0..).map(TypeId).zip(seen).filter(|(_, seen)| *seen).map(|(id, _)| id).collect()
}

/// A second type for the requests' side, called `...Input`. A component may have that name already.
fn input(api: &mut Api, of: TypeId, taken: &mut FxHashSet<String>) -> TypeId {
    let id = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let mut def = TypeDef { input_of: Some(of), ..api.ty(of).clone() };
    if let Some(name) = &mut def.name {
        name.wire.push_str("Input");
        let (wanted, mut count) = (name.wire.clone(), 1);
        while !taken.insert(name.wire.clone()) {
            count += 1;
            name.wire = format!("{wanted}{count}");
        }
    }
    api.types.push(def);
    id
}

/// Leaves out the members that do not travel this way, and what is demanded of them.
fn see(api: &mut Api, id: TypeId, side: &mut Relaxed) {
    let def = &mut api.types[id.0 as usize];
    let mut skipped = Vec::new();
    if let Shape::Struct(s) = &mut def.shape {
        let skips = |f: &Field| side.side.skips(f);
        s.skipped.extend(s.fields.iter().filter(|f| skips(f)).map(|f| f.name.wire.clone()));
        s.fields.retain(|f| !skips(f));
        skipped.clone_from(&s.skipped);
    }
    def.check = def.check.map(|check| side.check(&mut api.checks, check, &skipped));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::ir::{Api, Decision, Demand, Shape};
    use crate::testing::{clean, decision, facts, rest, said, ty};

    /// `POST /` that takes the first and answers the second, beside these components.
    fn post(takes: &str, answers: &str, components: &str) -> Api {
        let json = |of: &str| format!("{{application/json: {{schema: {of}}}}}");
        let reference = |of: &str| format!("{{$ref: '#/components/schemas/{of}'}}");
        let (takes, answers) = (json(&reference(takes)), json(&reference(answers)));
        let components: String = components.lines().map(|line| format!("    {}\n", line.trim())).collect();
        clean(rest(&format!(
            "paths: {{/: {{post: {{operationId: o, requestBody: {{required: true, content: {takes}}}, responses: {{'200': {{description: d, content: {answers}}}}}}}}}}}\ncomponents:\n  schemas:\n{components}"
        )))
    }

    const PET: &str = "Pet: {type: object, required: [id, name], properties: {id: {type: integer, readOnly: true}, name: {type: string}, pin: {type: string, writeOnly: true}}}";

    #[test]
    fn a_type_of_both_sides_is_split() {
        let api = post("Pet", "Pet", PET);
        assert_eq!(facts(&api, "type Pet."), ["id integer readOnly", "name string", "pin ignored"]);
        assert_eq!(facts(&api, "type PetInput."), ["id ignored", "name string", "pin? string writeOnly"]);
        assert_eq!(
            [facts(&api, "POST / in body"), facts(&api, "POST / out 200")],
            [[" application/json PetInput"], [" application/json Pet"]]
        );
    }

    #[test]
    fn a_type_of_one_side_loses_the_members_of_the_other_and_keeps_its_name() {
        let note = "Note: {type: object, properties: {text: {type: string}}}";
        let api = post("Pet", "Note", &format!("{PET}\n{note}"));
        assert_eq!(facts(&api, "type Pet."), ["id ignored", "name string", "pin? string writeOnly"]);
        let api = post("Note", "Pet", &format!("{PET}\n{note}"));
        assert_eq!(facts(&api, "type Pet."), ["id integer readOnly", "name string", "pin ignored"]);
        assert_eq!(facts(&api, "type Note."), ["text? string"]);
    }

    #[test]
    fn what_no_operation_reaches_stays_whole() {
        let note = "Note: {type: object, properties: {text: {type: string}}}";
        let api = post("Note", "Note", &format!("{PET}\n{note}"));
        assert_eq!(facts(&api, "type Pet.").len(), 3);
    }

    #[test]
    fn holders_are_split_through_lists_maps_null_and_unions() {
        for holds in [
            "{$ref: '#/components/schemas/Pet'}",
            "{type: array, items: {$ref: '#/components/schemas/Pet'}}",
            "{type: object, additionalProperties: {$ref: '#/components/schemas/Pet'}}",
            "{anyOf: [{$ref: '#/components/schemas/Pet'}, {type: 'null'}]}",
            "{anyOf: [{$ref: '#/components/schemas/Pet'}, {type: string}]}",
            "{type: array, minItems: 2, maxItems: 2, prefixItems: [{type: string}, {$ref: '#/components/schemas/Pet'}]}",
        ] {
            let home = format!("Home: {{type: object, properties: {{pet: {holds}, at: {{type: string}}}}}}");
            let api = post("Home", "Home", &format!("{PET}\n{home}"));
            let (reply, request) = (facts(&api, "type Home.pet? "), facts(&api, "type HomeInput.pet? "));
            assert_eq!((reply.len(), request.len()), (1, 1), "{holds}");
            assert_ne!(reply, request, "{holds}");
        }
    }

    #[test]
    fn what_is_the_same_on_both_sides_is_shared() {
        let home = "Home: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, at: {$ref: '#/components/schemas/Place'}}}";
        let place = "Place: {type: object, properties: {street: {type: string}}}";
        let api = post("Home", "Home", &[PET, home, place].join("\n"));
        assert_eq!(facts(&api, "type HomeInput."), ["at? Place", "pet? PetInput"]);
        assert_eq!(facts(&api, "type PlaceInput."), [""; 0]);
    }

    #[test]
    fn types_that_hold_themselves_are_split_as_one() {
        let node = "Node: {type: object, properties: {id: {type: string, readOnly: true}, next: {$ref: '#/components/schemas/Node'}}}";
        let api = post("Node", "Node", node);
        assert_eq!(facts(&api, "type NodeInput."), ["id ignored", "next? NodeInput"]);
        let Shape::Struct(s) = &ty(&api, "NodeInput").shape else { panic!() };
        assert!(s.fields[0].boxed);
    }

    #[test]
    fn a_type_that_only_a_read_only_member_leads_to_is_of_replies() {
        let owner = "Owner: {type: object, properties: {id: {type: string, readOnly: true}}}";
        let pet = "Pet: {type: object, properties: {owner: {allOf: [{$ref: '#/components/schemas/Owner'}], readOnly: true}, name: {type: string}}}";
        let api = post("Pet", "Pet", &[owner, pet].join("\n"));
        assert_eq!(facts(&api, "type OwnerInput"), [""; 0]);
        assert_eq!(facts(&api, "type PetInput."), ["name? string", "owner ignored"]);
        assert_eq!(facts(&api, "type Owner."), ["id? string readOnly"]);
    }

    #[test]
    fn it_may_stand_beside_a_reference_or_behind_one() {
        let id = "Id: {type: string, readOnly: true}\nTag: {type: string}";
        let pet = "Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Id'}, b: {$ref: '#/components/schemas/Tag', readOnly: true}, c: {$ref: '#/components/schemas/Tag'}}}";
        let api = post("Pet", "Pet", &[id, pet].join("\n"));
        assert_eq!(facts(&api, "type PetInput."), ["a ignored", "b ignored", "c? Tag"]);
    }

    #[test]
    fn a_component_may_have_the_name_already() {
        let input = "PetInput: {type: object, properties: {x: {type: string}}}";
        let api = post("Pet", "Pet", &format!("{PET}\n{input}"));
        let rust = |wire: &str| ty(&api, wire).name.clone().unwrap().rust;
        assert_eq!(facts(&api, "POST / in body"), [" application/json PetInput2"]);
        assert_eq!([rust("PetInput"), rust("PetInput2")], ["PetInput", "PetInput2"]);
    }

    #[test]
    fn branches_are_told_apart_by_what_is_left_of_them() {
        let branches = "Old: {type: object, required: [id, year], properties: {id: {type: string, readOnly: true}, year: {type: integer}}}\nNew: {type: object, properties: {name: {type: string}}}";
        let item = "Item: {anyOf: [{$ref: '#/components/schemas/Old'}, {$ref: '#/components/schemas/New'}]}";
        let api = post("Item", "Item", &[branches, item].join("\n"));
        let by = |name: &str| Decision::Property(vec![(Some(name.to_owned()), 0), (None, 1)]);
        assert_eq!((decision(&api, "Item"), decision(&api, "ItemInput")), (&by("id"), &by("year")));
    }

    #[test]
    fn requests_are_checked_as_if_members_of_replies_were_not_there() {
        let pet = "Pet: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, name: {type: string}, age: {type: integer}}, dependentRequired: {name: [age, id], id: [age]}, not: {required: [id, age]}}";
        let api = post("Pet", "Pet", pet);
        let of = |wire: &str| api.checks[ty(&api, wire).check.unwrap().0 as usize].demands.clone();
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let depend = |demands: &[Demand]| {
            let dependent = demands.iter().filter_map(|demand| match demand {
                Demand::DependentRequired(name, others) => Some((name.clone(), others.clone())),
                _ => None,
            });
            dependent.collect::<Vec<_>>()
        };
        assert_eq!(depend(&of("Pet")), [("name".into(), names(&["age", "id"])), ("id".into(), names(&["age"]))]);
        assert_eq!(depend(&of("PetInput")), [("name".into(), names(&["age"]))]);
        let not = of("PetInput").into_iter().find_map(|demand| match demand {
            Demand::Not(id) => Some(api.checks[id.0 as usize].demands.clone()),
            _ => None,
        });
        assert_eq!(not.unwrap(), [Demand::Required(names(&["age"]))]);
    }

    #[test]
    fn both_at_once_is_a_contradiction() {
        let (api, diagnostics) = crate::testing::schemas(
            "S: {type: object, properties: {v: {type: string, readOnly: true, writeOnly: true}}}",
        );
        assert_eq!(said(&diagnostics), ["contradiction /components/schemas/S/properties/v"]);
        assert_eq!(facts(&api, "type S."), ["v? string"]);
    }
}

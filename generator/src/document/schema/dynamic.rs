//! `$dynamicRef`: where it leads depends on how one came. A schema that is come to in two ways is two schemas.
//!
//! JSON Schema Core 8.2.3.2: of the resources that were entered on the way, the outermost with a `$dynamicAnchor` of that
//! name is meant. What was entered is known when the document is read: from each schema that the envelope holds every way
//! is followed, and a schema below which a `$dynamicRef` leads elsewhere than on the first way is copied.
//! Guarantees for all later stages: `$dynamicRef` is a reference like any other.
use super::{Schema, SchemaId, Schemas};
use crate::diagnostic::Code;
use crate::document::Reader;
use crate::document::schema::Identifiers;
use crate::load::Pointer;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Copies are for generic schemas of an author's own; no document that was written by people has more.
const MOST_COPIES: usize = 5_000;
/// How many steps finding out what must be copied may take.
const MOST_STEPS: usize = 10_000_000;

/// What the anchors that matter lead to, on one way: number of the name → schema.
type Scope = BTreeMap<usize, SchemaId>;

/// Gives every `$dynamicRef` its one target.
pub(super) fn specialise(cx: &mut Reader<'_, '_>) {
    let names = ambiguous(cx);
    if names.is_empty() {
        return;
    }
    let mut ways = Ways::new(cx, &names);
    let roots = ways.roots();
    for root in &roots {
        ways.claim(*root);
    }
    for root in &roots {
        let scope = ways.begin(*root);
        ways.visit(*root, &scope);
    }
    ways.follow();
    let Ways { copies, over, .. } = ways;
    let list = &mut cx.schemas.list;
    for (id, schema) in copies {
        match list.get_mut(id.0 as usize) {
            Some(place) => *place = schema,
            // Copies are numbered from the end of the list on, without a gap.
            None => list.push(schema),
        }
    }
    if over {
        cx.report(
            Code::OverBudget,
            &Pointer::root(crate::load::FileId::default()),
            "there are too many ways through the document's `$dynamicRef`s",
        )
        .help("name what a generic schema is made of with `$ref` instead");
    }
}

/// Names of anchors that may lead to several schemas, and to which. `""` is what `$recursiveRef` looks for.
fn ambiguous<'a>(cx: &Reader<'a, '_>) -> Vec<(&'a str, Vec<SchemaId>)> {
    let references = cx.schemas.list.iter().filter_map(|schema| schema.reference.as_ref());
    let mut names: Vec<_> = references.filter_map(|reference| reference.dynamic).collect();
    names.sort_unstable();
    names.dedup();
    let decoded = |name| cx.names.candidates(name).iter().filter_map(|at| cx.schemas.at(at)).collect::<Vec<_>>();
    names.into_iter().map(|name| (name, decoded(name))).filter(|(_, candidates)| candidates.len() > 1).collect()
}

struct Ways<'s, 'a> {
    schemas: &'s Schemas<'a>,
    /// For each name that matters: who leads to what it names on entering a resource.
    entered: Vec<FxHashMap<Pointer, SchemaId>>,
    numbers: FxHashMap<&'a str, usize>,
    identifiers: &'s Identifiers,
    /// For each name that matters: schemas below which it is looked for.
    looked_for: Vec<FxHashSet<SchemaId>>,
    known: FxHashMap<(SchemaId, Scope), SchemaId>,
    /// Schemas whose own place is taken by the first way to them.
    claimed: FxHashSet<SchemaId>,
    open: Vec<(SchemaId, Scope, SchemaId)>,
    copies: BTreeMap<SchemaId, Schema<'a>>,
    made: usize,
    over: bool,
}

impl<'s, 'a> Ways<'s, 'a> {
    fn new(cx: &'s Reader<'a, '_>, names: &[(&'a str, Vec<SchemaId>)]) -> Self {
        let (schemas, identifiers) = (&cx.schemas, &cx.names);
        let entered = names.iter().map(|(name, candidates)| {
            let of = |id: &SchemaId| (identifiers.scope(name, &schemas.get(*id).at), *id);
            candidates.iter().map(of).collect()
        });
        let entered = entered.collect();
        let (looked_for, over) = looked_for(schemas, names);
        Self {
            schemas,
            entered,
            numbers: names.iter().enumerate().map(|(number, (name, _))| (*name, number)).collect(),
            identifiers,
            looked_for,
            known: FxHashMap::default(),
            claimed: FxHashSet::default(),
            open: Vec::new(),
            copies: BTreeMap::new(),
            made: 0,
            over,
        }
    }

    /// Schemas that stand in no other schema, among those that matter.
    fn roots(&self) -> Vec<SchemaId> {
        let mut inner = FxHashSet::default();
        for schema in &self.schemas.list {
            schema.clone().each_part(|id| {
                inner.insert(*id);
            });
        }
        let matters = |id: &SchemaId| self.looked_for.iter().any(|ids| ids.contains(id));
        self.schemas.ids().filter(|id| !inner.contains(id) && matters(id)).collect()
    }

    /// What is in scope where a root is come to: its file.
    fn begin(&self, root: SchemaId) -> Scope {
        self.entering(&Scope::new(), &Pointer::root(self.schemas.get(root).at.file))
    }

    /// Keeps the place of a root for those who come to it from the envelope.
    fn claim(&mut self, root: SchemaId) {
        let scope = self.at(root, &self.begin(root));
        self.claimed.insert(root);
        self.known.insert((root, scope.clone()), root);
        self.open.push((root, scope, root));
    }

    fn entering(&self, scope: &Scope, at: &Pointer) -> Scope {
        let mut scope = scope.clone();
        for (name, number) in &self.numbers {
            let Some(of_resource) = self.entered.get(*number) else { continue };
            if let Some(id) = of_resource.get(&self.identifiers.scope(name, at)) {
                scope.entry(*number).or_insert(*id);
            }
        }
        scope
    }

    /// What is in scope in a schema, as far as it matters there.
    fn at(&self, id: SchemaId, scope: &Scope) -> Scope {
        let mut scope = self.entering(scope, &self.schemas.get(id).at);
        scope.retain(|number, _| self.looked_for.get(*number).is_some_and(|ids| ids.contains(&id)));
        scope
    }

    /// The schema as it is for those who come to it like that.
    fn visit(&mut self, id: SchemaId, scope: &Scope) -> SchemaId {
        if !self.looked_for.iter().any(|ids| ids.contains(&id)) {
            return id;
        }
        let scope = self.at(id, scope);
        if let Some(known) = self.known.get(&(id, scope.clone())) {
            return *known;
        }
        let own = if self.claimed.insert(id) { id } else { self.copy(id) };
        self.known.insert((id, scope.clone()), own);
        if !self.over {
            self.open.push((id, scope, own));
        }
        own
    }

    fn copy(&mut self, id: SchemaId) -> SchemaId {
        if self.made >= MOST_COPIES || self.over {
            self.over = true;
            return id;
        }
        let copy = self.schemas.list.len() + self.made;
        self.made += 1;
        SchemaId(u32::try_from(copy).unwrap_or(u32::MAX))
    }

    /// Goes on until nobody comes to anything new.
    fn follow(&mut self) {
        while let Some((id, scope, own)) = self.open.pop() {
            let mut schema = self.schemas.get(id).clone();
            schema.each_part(|part| *part = self.visit(*part, &scope));
            if let Some(reference) = &mut schema.reference
                && let Some(target) = reference.target
            {
                let number = reference.dynamic.and_then(|name| self.numbers.get(name));
                let meant = number.and_then(|number| scope.get(number)).copied();
                reference.target = Some(self.visit(meant.unwrap_or(target), &scope));
            }
            self.copies.insert(own, schema);
        }
    }
}

/// For each name, the schemas from which a `$dynamicRef` of that name can be come to; whether that took too long.
fn looked_for(schemas: &Schemas<'_>, names: &[(&str, Vec<SchemaId>)]) -> (Vec<FxHashSet<SchemaId>>, bool) {
    let mut back: FxHashMap<SchemaId, Vec<SchemaId>> = FxHashMap::default();
    for (id, schema) in schemas.ids().zip(&schemas.list) {
        let mut leads_to = Vec::new();
        schema.clone().each_part(|part| leads_to.push(*part));
        if let Some(reference) = &schema.reference {
            leads_to.extend(reference.target);
            let candidates = names.iter().filter(|(name, _)| reference.dynamic == Some(name));
            leads_to.extend(candidates.flat_map(|(_, candidates)| candidates));
        }
        for to in leads_to {
            back.entry(to).or_default().push(id);
        }
    }
    let mut steps = 0;
    let of_name = |(name, _): &(&str, Vec<SchemaId>)| {
        let looks = |id: &SchemaId| schemas.get(*id).reference.as_ref().is_some_and(|r| r.dynamic == Some(name));
        let mut open: Vec<_> = schemas.ids().filter(looks).collect();
        steps += schemas.list.len();
        let mut found = FxHashSet::default();
        while let Some(id) = open.pop().filter(|_| steps < MOST_STEPS) {
            if found.insert(id) {
                let from = back.get(&id).map(Vec::as_slice).unwrap_or_default();
                steps += from.len();
                open.extend(from);
            }
        }
        found
    };
    let found = names.iter().map(of_name).collect();
    (found, steps >= MOST_STEPS)
}

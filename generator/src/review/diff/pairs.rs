//! Pairs of types: what a value was and what it is, walked with a list of what is still to be compared.
//!
//! A pair is compared once for each way that it travels, so recursion ends and what is shared is found once.
use rustc_hash::FxHashMap;

use super::finding::{Anchor, Place, Raw};
use super::level::Levels;
use super::rule::{Flow, Rule};
use crate::ir::{Api, CheckId, Constraints, Docs, Shape, TypeDef, TypeId};
use crate::load::{Pointer, Sources};

/// One of the two documents.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// As decided.
    pub api: &'a Api,
    /// As read.
    pub sources: &'a Sources,
}

/// What leads to a pair.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parent {
    /// A place of an operation.
    Operation(usize),
    /// Another pair.
    Pair(usize),
}

/// Two types that stand for the same value.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) a: TypeId,
    pub(super) b: TypeId,
    pub(super) flow: Flow,
    /// The API sends these requests, and reads the replies.
    pub(super) sent: bool,
    /// The value travels as a text, which takes scalars of all kinds.
    pub(super) text: bool,
    pub(super) place: Place,
    pub(super) anchors: Vec<Anchor>,
    pub(super) parents: Vec<Parent>,
}

/// The comparison as far as it is.
pub(super) struct Comparison<'a> {
    pub(super) base: Side<'a>,
    pub(super) revision: Side<'a>,
    pub(super) pairs: Vec<Pair>,
    seen: FxHashMap<(TypeId, TypeId, Flow, bool, bool), usize>,
    /// Whether what is being compared is sent by the API.
    pub(super) sent: bool,
    pub(super) found: Vec<Raw>,
    /// Base's and revision's name of schemas that have another one.
    pub(super) renamed: Vec<(String, String)>,
}

/// A type with what is around it taken off.
pub(super) struct Peeled<'a> {
    pub(super) id: TypeId,
    pub(super) def: &'a TypeDef,
    pub(super) null: bool,
    pub(super) constraints: &'a Constraints,
    pub(super) checks: Vec<CheckId>,
    /// The outermost named component.
    pub(super) component: Option<TypeId>,
}

/// Takes off what a type is wrapped in: second names and `null`.
pub(super) fn peel(api: &Api, id: TypeId) -> Peeled<'_> {
    let (mut id, mut null, mut checks, mut component) = (id, false, Vec::new(), None);
    let mut constraints = None;
    for _ in 0..64 {
        let def = api.ty(id);
        checks.extend(def.check);
        // What requests have of a component is that component.
        let whole = def.input_of.unwrap_or(id);
        if component.is_none() && api.ty(whole).is_component() {
            component = Some(whole);
        }
        if constraints.is_none() && !def.constraints.is_empty() {
            constraints = Some(&def.constraints);
        }
        match def.shape {
            Shape::Alias(to) => id = to,
            Shape::Nullable(inner) => (id, null) = (inner, true),
            _ => break,
        }
    }
    let def = api.ty(id);
    Peeled { id, def, null, constraints: constraints.unwrap_or(&def.constraints), checks, component }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(base: Side<'a>, revision: Side<'a>) -> Self {
        let (pairs, seen, found, renamed) = (Vec::new(), FxHashMap::default(), Vec::new(), Vec::new());
        Self { base, revision, pairs, seen, sent: false, found, renamed }
    }

    /// Puts a pair on the list, or notes that another way leads to it.
    pub(super) fn pair(&mut self, pair: Pair) {
        let key = (pair.a, pair.b, pair.flow, pair.sent, pair.text);
        match self.seen.get(&key) {
            Some(known) => self.pairs[*known].parents.extend(pair.parents),
            None => {
                self.seen.insert(key, self.pairs.len());
                self.pairs.push(pair);
            }
        }
    }

    /// Compares all that is on the list, and what that leads to.
    pub(super) fn walk(&mut self) {
        let mut next = 0;
        while let Some(pair) = self.pairs.get(next) {
            let pair = self.entered(next, pair.clone());
            self.pairs[next] = pair.clone();
            self.types(next, &pair);
            next += 1;
        }
    }

    /// What is found in a component is found there, not where it is used.
    fn entered(&mut self, node: usize, mut pair: Pair) -> Pair {
        let (a, b) = (peel(self.base.api, pair.a), peel(self.revision.api, pair.b));
        let names = |api: &Api, id: Option<TypeId>| {
            id.and_then(|id| api.ty(id).name.as_ref()).map(|n| (n.wire.clone(), n.rust.clone()))
        };
        let (old, new) = (names(self.base.api, a.component), names(self.revision.api, b.component));
        if let (Some(old), Some(new)) = (&old, &new) {
            pair.place = Place::of(old.0.clone());
            if old.0 != new.0 {
                let known = self.renamed.contains(&(old.0.clone(), new.0.clone()));
                let still = |api: &Api, wire: &str| {
                    api.types.iter().any(|t| t.is_component() && t.name.as_ref().is_some_and(|n| n.wire == wire))
                };
                // A place that uses another schema which both have is no renaming.
                let moved = still(self.revision.api, &old.0) || still(self.base.api, &new.0);
                if !known && !moved {
                    self.renamed.push((old.0.clone(), new.0.clone()));
                    let said = format!("`{}` → `{}`", old.0, new.0);
                    let anchors = [&old.1, &new.1].map(|rust| (rust.clone(), String::new())).to_vec();
                    let at = (Some(a.def.origin.clone()), Some(b.def.origin.clone()));
                    self.found.push(Raw {
                        rule: Rule::SchemaRenamed,
                        place: pair.place.clone(),
                        flow: None,
                        sent: false,
                        said,
                        levels: Levels::default(),
                        base: at.0,
                        revision: at.1,
                        node: Some(node),
                        operation: None,
                        anchors,
                    });
                } else if moved {
                    pair.place = Place { subject: format!("{} → {}", old.0, new.0), path: String::new() };
                }
            }
        }
        pair
    }

    /// Takes down what was found at a pair.
    pub(super) fn say(&mut self, node: usize, rule: Rule, said: String) -> &mut Raw {
        let pair = &self.pairs[node];
        let (a, b) = (peel(self.base.api, pair.a), peel(self.revision.api, pair.b));
        let (wire_client, wire_server) = rule.wire(pair.flow);
        let raw = Raw {
            rule,
            place: pair.place.clone(),
            flow: Some(pair.flow),
            sent: pair.sent,
            said,
            levels: Levels { wire_client, wire_server, ..Levels::default() },
            base: Some(a.def.origin.clone()),
            revision: Some(b.def.origin.clone()),
            node: Some(node),
            operation: None,
            anchors: pair.anchors.clone(),
        };
        self.found.push(raw);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// A pair that a pair leads to.
    pub(super) fn child(&mut self, node: usize, a: TypeId, b: TypeId, part: &str, anchors: Vec<Anchor>) {
        let parent = &self.pairs[node];
        let (flow, sent, text) = (parent.flow, parent.sent, parent.text);
        let place = parent.place.then(part);
        self.pair(Pair { a, b, flow, sent, text, place, anchors, parents: vec![Parent::Pair(node)] });
    }

    /// Prose, and being on its way out, of one thing in both documents.
    pub(super) fn docs(&mut self, template: &Raw, old: &Docs, new: &Docs) {
        if old == new {
            return;
        }
        if old.deprecated != new.deprecated {
            let rule = if new.deprecated { Rule::Deprecated } else { Rule::DeprecationWithdrawn };
            self.found.push(Raw {
                rule,
                said: String::new(),
                flow: None,
                levels: Levels::default(),
                ..template.clone()
            });
        }
        let mut words = Vec::new();
        let mut word = |name: &str, differs: bool| differs.then(|| words.push(format!("`{name}`")));
        word("summary", old.summary != new.summary);
        word("description", old.description != new.description);
        word("examples", old.examples != new.examples);
        word("externalDocs", old.external != new.external);
        if !words.is_empty() {
            let raw = Raw {
                rule: Rule::ProseChanged,
                said: words.join(", "),
                flow: None,
                levels: Levels::default(),
                ..template.clone()
            };
            self.found.push(Raw { anchors: Vec::new(), ..raw });
        }
    }

    /// The operations from which each pair is come to.
    pub(super) fn reached_from(&self, node: usize) -> Vec<usize> {
        let (mut stack, mut seen) = (vec![node], rustc_hash::FxHashSet::default());
        let mut operations = Vec::new();
        while let Some(node) = stack.pop() {
            if !seen.insert(node) {
                continue;
            }
            for parent in &self.pairs[node].parents {
                match parent {
                    Parent::Operation(index) => operations.push(*index),
                    Parent::Pair(index) => stack.push(*index),
                }
            }
        }
        operations.sort_unstable();
        operations.dedup();
        operations
    }

    /// Something at a place that is no pair of types.
    pub(super) fn note(&mut self, rule: Rule, place: Place, flow: Option<Flow>, said: String) -> &mut Raw {
        let (wire_client, wire_server) = flow.map(|flow| rule.wire(flow)).unwrap_or_default();
        let levels = Levels { wire_client, wire_server, ..Levels::default() };
        let (base, revision, node, operation, anchors) = (None, None, None, None, Vec::new());
        let sent = self.sent;
        self.found.push(Raw { rule, place, flow, sent, said, levels, base, revision, node, operation, anchors });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

impl Raw {
    pub(super) fn at(&mut self, base: Option<&Pointer>, revision: Option<&Pointer>) -> &mut Self {
        self.base = base.cloned();
        self.revision = revision.cloned();
        self
    }

    pub(super) fn anchored(&mut self, anchors: impl IntoIterator<Item = Anchor>) -> &mut Self {
        self.anchors.extend(anchors);
        self
    }

    pub(super) fn of(&mut self, operation: usize) -> &mut Self {
        self.operation = Some(operation);
        self
    }

    pub(super) fn then(&mut self, part: &str) -> &mut Self {
        self.place = self.place.then(part);
        self
    }
}

//! Operations: which is which, what each is called, and where it is served.
use std::collections::BTreeMap;

use super::finding::{Anchor, Place, Raw};
use super::level::Wire;
use super::pairs::{Comparison, Pair, Parent, Side};
use super::rule::{Flow, Rule};
use super::scalars::change;
use crate::ir::{Api, Arrival, Operation, Server, TypeId};
use crate::names::nameless;

/// What an operation is called in a report.
pub(super) fn title(o: &Operation) -> String {
    o.title()
}

/// Everything of an operation in the Rust.
pub(super) fn whole(api: &Api, o: &Operation) -> Vec<Anchor> {
    let every = |name: &str| (name.to_owned(), String::new());
    let stem = &o.type_name;
    let mut anchors = vec![
        ("Client".to_owned(), o.name.rust.clone()),
        every(stem),
        every(&format!("{stem}Request")),
        every(&format!("{stem}Required")),
        every(&format!("{stem}Ok")),
        every(&format!("{stem}Error")),
        every(&stem_static(&o.name.rust)),
    ];
    anchors.extend(o.replies.iter().map(|reply| every(&reply.type_name)));
    let members = [o.name.rust.clone(), "trait".to_owned()];
    let tags = api.tags.iter().chain(api.incoming.iter().map(|one| &one.tag));
    anchors.extend(tags.flat_map(|tag| members.clone().map(|member| (tag.name.rust.clone(), member))));
    if o.arrival != Arrival::Path {
        // The first brings the module with it.
        anchors.push(every("Client"));
    }
    // Types that are spelled out within the operation.
    anchors.push((format!("{stem}*"), String::new()));
    anchors
}

/// `DELETE_SECRET`
fn stem_static(name: &str) -> String {
    name.trim_start_matches("r#").to_ascii_uppercase()
}

/// What the API sends is for its users to take or leave: one side waits in vain, the other is sent what it does not know.
fn unexpected(raw: &mut Raw) {
    if raw.sent {
        (raw.levels.wire_client, raw.levels.wire_server) = (Wire::Warn, Wire::Warn);
    }
}

impl Comparison<'_> {
    /// All operations. The index of a finding's operation is that of the base, or behind those one of the revision.
    pub(super) fn operations(&mut self) {
        let (base, revision) = (self.base.api, self.revision.api);
        let [before, after] = [base, revision].map(|api| api.all_operations().collect::<Vec<_>>());
        let mut exact: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        let key = |o: &Operation| match o.arrival {
            Arrival::Path => (o.method.clone(), nameless(&o.path.text)),
            _ => (String::new(), o.key()),
        };
        for (index, o) in after.iter().enumerate() {
            exact.entry(key(o)).or_default().push(index);
        }
        let mut taken = vec![false; after.len()];
        for (index, old) in before.iter().copied().enumerate() {
            self.sent = old.arrival != Arrival::Path;
            let candidates = exact.get(&key(old)).map(Vec::as_slice).unwrap_or_default();
            let same = |i: &&usize| after.get(**i).is_some_and(|o| o.path.text == old.path.text);
            let found = candidates.iter().find(same).or_else(|| candidates.iter().find(|i| !taken[**i])).copied();
            let Some((at, new)) = found.and_then(|at| Some((at, *after.get(at)?))) else {
                let raw = self.note(Rule::OperationRemoved, Place::of(title(old)), Some(Flow::Request), String::new());
                raw.at(Some(&old.origin), None).of(index).anchored(whole(base, old));
                if old.docs.deprecated {
                    raw.said = "was deprecated".to_owned();
                }
                unexpected(raw);
                continue;
            };
            taken[at] = true;
            self.operation(index, old, new);
        }
        for (at, new) in after.iter().copied().enumerate().filter(|(at, _)| !taken[*at]) {
            self.sent = new.arrival != Arrival::Path;
            let raw = self.note(Rule::OperationAdded, Place::of(title(new)), Some(Flow::Request), String::new());
            raw.at(None, Some(&new.origin)).of(before.len() + at).anchored(whole(revision, new));
            unexpected(raw);
        }
        self.sent = false;
        self.servers(None, &base.servers, &revision.servers);
    }

    fn operation(&mut self, index: usize, old: &Operation, new: &Operation) {
        let place = Place::of(title(old));
        let at = (Some(&old.origin), Some(&new.origin));
        let anchors = || whole(self.base.api, old).into_iter().chain(whole(self.revision.api, new)).collect::<Vec<_>>();
        if old.name.wire != new.name.wire {
            let (said, anchors) = (change(Some(&old.name.wire), Some(&new.name.wire)), anchors());
            self.note(Rule::OperationIdChanged, place.clone(), None, said).at(at.0, at.1).of(index).anchored(anchors);
        } else if old.name.rust != new.name.rust {
            let (said, anchors) = (change(Some(&old.name.rust), Some(&new.name.rust)), anchors());
            self.note(Rule::RustChanged, place.clone(), None, said).at(at.0, at.1).of(index).anchored(anchors);
        }
        if old.tags != new.tags {
            let said = change(Some(&old.tags.join(", ")), Some(&new.tags.join(", ")));
            let traits = self.base.api.tags.iter().chain(&self.revision.api.tags);
            let members = [old.name.rust.clone(), "trait".to_owned()];
            let anchors = traits.flat_map(|tag| members.clone().map(|member| (tag.name.rust.clone(), member)));
            let anchors = anchors.collect::<Vec<_>>();
            self.note(Rule::TagsChanged, place.clone(), None, said).at(at.0, at.1).of(index).anchored(anchors);
        }
        if let (Arrival::Callback { callers: x, .. }, Arrival::Callback { callers: y, .. }) =
            (&old.arrival, &new.arrival)
            && x != y
        {
            let said = change(Some(&x.join(", ")), Some(&y.join(", ")));
            self.note(Rule::CallersChanged, place.clone(), None, said).at(at.0, at.1).of(index);
        }
        let template =
            self.note(Rule::ProseChanged, place.clone(), None, String::new()).at(at.0, at.1).of(index).clone();
        self.found.pop();
        self.docs(&template, &old.docs, &new.docs);
        self.keys(&template);
        self.servers(Some((index, old, new)), &old.servers, &new.servers);
        self.security(index, old, new);
        self.parameters(index, old, new);
        self.bodies(index, old, new);
        self.replies(index, old, new);
        self.links(index, old, new);
    }

    /// A value of an operation, to be compared.
    pub(super) fn value(
        &mut self,
        index: usize,
        flow: Flow,
        text: bool,
        place: Place,
        ids: (TypeId, TypeId),
        anchors: Vec<Anchor>,
    ) {
        let parents = vec![Parent::Operation(index)];
        let sent = self.sent;
        self.pair(Pair { a: ids.0, b: ids.1, flow, sent, text, place, anchors, parents });
    }

    fn servers(&mut self, of: Option<(usize, &Operation, &Operation)>, old: &[Server], new: &[Server]) {
        let place = of.map_or_else(|| Place::of("servers"), |(_, o, _)| Place::of(title(o)).then(" servers"));
        let root =
            |side: Side<'_>| side.sources.iter().next().map(|s| crate::load::Pointer::root(s.id).child("servers"));
        let at = match of {
            Some((_, old, new)) => (Some(old.origin.clone()), Some(new.origin.clone())),
            None => (root(self.base), root(self.revision)),
        };
        let mut say = |rule: Rule, server: &Server| {
            // One alone has no type; where there are two, both have.
            let names = old.iter().chain(new).map(|server| (server.name.rust.clone(), String::new()));
            let anchors = names.chain([("Client".to_owned(), "new".to_owned())]);
            let raw = self.note(rule, place.clone(), Some(Flow::Request), format!("`{}`", server.name.wire));
            raw.at(at.0.as_ref(), at.1.as_ref()).anchored(anchors);
            raw.operation = of.map(|(index, _, _)| index);
        };
        old.iter().filter(|x| !new.iter().any(|y| y.is_same(x))).for_each(|x| say(Rule::ServerRemoved, x));
        new.iter().filter(|y| !old.iter().any(|x| x.is_same(y))).for_each(|y| say(Rule::ServerAdded, y));
    }
}

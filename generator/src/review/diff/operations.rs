//! Operations: which is which, what a request carries, who may call.
use std::collections::BTreeMap;

use super::finding::{Anchor, Place, Raw};
use super::level::{Levels, Wire};
use super::pairs::{Comparison, Pair, Parent};
use super::rule::{Flow, Rule};
use super::scalars::change;
use super::types::{kinds, told};
use crate::ir::{Api, Arrival, Kind, Location, Operation, Parameter, Server, Shape, Style, TypeId};

/// How deep a type is looked into for names.
const DEEP: usize = 8;

/// `/pets/{}`: what a path is, whatever its parameters are called.
fn template(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

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

/// How an operation is called, and what implements it.
fn call(o: &Operation) -> Vec<Anchor> {
    vec![("Client".to_owned(), o.name.rust.clone()), (format!("{}Request", o.type_name), "new".to_owned())]
}

fn parameter(api: &Api, o: &Operation, p: &Parameter) -> Vec<Anchor> {
    let name = &p.name.rust;
    let mut anchors = ["Request", "Required", ""].map(|end| (format!("{}{end}", o.type_name), name.clone())).to_vec();
    anchors.push((format!("{}Request", o.type_name), format!("{name}_or_default")));
    if p.required {
        anchors.extend(call(o));
    }
    anchors.push((format!("{}Required", o.type_name), String::new()));
    // An enum or an object that is spelled out at the parameter.
    anchors.extend(spelled_out(api, p.ty, 0).into_iter().map(|name| (name, String::new())));
    anchors
}

/// The types that have a name because something within an operation needs one.
fn spelled_out(api: &Api, id: TypeId, deep: usize) -> Vec<String> {
    let def = api.ty(id);
    match &def.name {
        _ if def.is_component() || deep > DEEP => Vec::new(),
        Some(name) => vec![name.rust.clone(), format!("{}Required", name.rust)],
        None => def.shape.written_out().into_iter().flat_map(|part| spelled_out(api, part, deep + 1)).collect(),
    }
}

impl Comparison<'_> {
    /// All operations. The index of a finding's operation is that of the base, or behind those one of the revision.
    pub(super) fn operations(&mut self) {
        let (base, revision) = (self.base.api, self.revision.api);
        let [before, after] = [base, revision].map(|api| api.all_operations().collect::<Vec<_>>());
        let mut exact: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        let key = |o: &Operation| match o.arrival {
            Arrival::Path => (o.method.clone(), template(&o.path.text)),
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
        let root = |side: super::pairs::Side<'_>| {
            side.sources.iter().next().map(|s| crate::load::Pointer::root(s.id).child("servers"))
        };
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

    fn parameters(&mut self, index: usize, old: &Operation, new: &Operation) {
        let in_path = |o: &Operation| {
            let names = o.path.text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let (old_path, new_path) = (in_path(old), in_path(new));
        let is_same = |x: &Parameter, y: &Parameter| match x.location {
            _ if x.location != y.location => false,
            Location::Path => {
                let place = |names: &[String], p: &Parameter| names.iter().position(|name| *name == p.name.wire);
                place(&old_path, x) == place(&new_path, y)
            }
            Location::Header => x.name.wire.eq_ignore_ascii_case(&y.name.wire),
            Location::Query | Location::Cookie => x.name.wire == y.name.wire,
        };
        for x in &old.parameters {
            match new.parameters.iter().find(|y| is_same(x, y)) {
                Some(y) => self.parameter(index, (old, x), (new, y)),
                None => {
                    let rule = if x.required { Rule::RequiredParameterRemoved } else { Rule::ParameterRemoved };
                    let said = told(self.base.api, x.ty);
                    let anchors = parameter(self.base.api, old, x);
                    let raw = self.note(rule, self::place(old, x), Some(Flow::Request), said);
                    raw.at(Some(&x.origin), Some(&new.origin)).of(index).anchored(anchors).anchored(call(new));
                }
            }
        }
        for y in new.parameters.iter().filter(|y| !old.parameters.iter().any(|x| is_same(x, y))) {
            let rule = if y.required { Rule::RequiredParameterAdded } else { Rule::ParameterAdded };
            let default = y.default.as_ref().map(|text| format!(", default {text}")).unwrap_or_default();
            let said = format!("{}{default}", told(self.revision.api, y.ty));
            let place = Place::of(title(old)).then(&format!(" {}.{}", y.location.word(), y.name.wire));
            let anchors = parameter(self.revision.api, new, y);
            let raw = self.note(rule, place, Some(Flow::Request), said);
            raw.at(Some(&old.origin), Some(&y.origin)).of(index).anchored(anchors).anchored(call(old));
        }
    }

    fn parameter(&mut self, index: usize, (old, x): (&Operation, &Parameter), (new, y): (&Operation, &Parameter)) {
        let place = self::place(old, x);
        let at = (Some(&x.origin), Some(&y.origin));
        let anchors = [parameter(self.base.api, old, x), parameter(self.revision.api, new, y)].concat();
        let mut say = |rule: Rule, said: String| {
            let raw = self.note(rule, place.clone(), Some(Flow::Request), said).at(at.0, at.1).of(index);
            raw.anchored(anchors.clone()).anchored(call(old)).anchored(call(new));
        };
        if x.name.wire != y.name.wire && x.location == Location::Path {
            let stays = |of: &Operation, name: &str| {
                of.parameters.iter().any(|p| p.location == Location::Path && p.name.wire == name)
            };
            let moved = stays(new, &x.name.wire) && stays(old, &y.name.wire);
            let rule = if moved { Rule::PathParameterMoved } else { Rule::PathParameterRenamed };
            say(rule, change(Some(&x.name.wire), Some(&y.name.wire)));
        }
        if x.required != y.required {
            let rule = if y.required { Rule::ParameterBecameRequired } else { Rule::ParameterBecameOptional };
            say(rule, String::new());
        }
        let parts =
            |api: &Api, p: &Parameter| kinds(api, p.ty, 0).iter().any(|k| [Kind::Array, Kind::Object].contains(k));
        let matters = parts(self.base.api, x) && parts(self.revision.api, y);
        let prefixed = x.location == Location::Path;
        let spelled = |p: &Parameter| (p.content.clone(), p.json, p.whole);
        let mut say = |rule: Rule, said: String| {
            let raw = self.note(rule, place.clone(), Some(Flow::Request), said).at(at.0, at.1).of(index);
            raw.anchored(anchors.clone());
        };
        if spelled(x) != spelled(y)
            || (matters || prefixed) && x.style != y.style
            || matters && (x.explode, x.nested) != (y.explode, y.nested)
        {
            let word =
                |p: &Parameter| p.content.clone().unwrap_or_else(|| format!("{:?}, explode {}", p.style, p.explode));
            say(Rule::ParameterStyleChanged, change(Some(&word(x)), Some(&word(y))));
        }
        if x.default != y.default {
            let rule = super::objects::default_rule(x.default.as_deref(), y.default.as_deref());
            say(rule, change(x.default.as_deref(), y.default.as_deref()));
        }
        let template =
            self.note(Rule::ProseChanged, place.clone(), None, String::new()).at(at.0, at.1).of(index).clone();
        self.found.pop();
        self.docs(&template, &x.docs, &y.docs);
        self.keys(&template);
        let text = !x.json && !y.json;
        let all =
            [anchors, if x.required || y.required { [call(old), call(new)].concat() } else { Vec::new() }].concat();
        let list = |api: &Api, p: &Parameter| matches!(super::pairs::peel(api, p.ty).def.shape, Shape::Array(_));
        let (old_list, new_list) = (list(self.base.api, x), list(self.revision.api, y));
        let ids = match (text && old_list != new_list, item(self.base.api, x), item(self.revision.api, y)) {
            // `a=1` is a list of one, too.
            (true, None, Some(inner)) => {
                self.of_one(index, Rule::TypeWidened, (x, y), &place, &all);
                (x.ty, inner)
            }
            (true, Some(inner), None) => {
                self.of_one(index, Rule::TypeNarrowed, (x, y), &place, &all);
                (inner, y.ty)
            }
            _ => (x.ty, y.ty),
        };
        self.value(index, Flow::Request, text, place, ids, all);
    }

    /// A value that became a list of such, or the reverse, where both are spelled alike.
    fn of_one(&mut self, index: usize, rule: Rule, both: (&Parameter, &Parameter), place: &Place, anchors: &[Anchor]) {
        let said = format!("{} → {}", told(self.base.api, both.0.ty), told(self.revision.api, both.1.ty));
        let raw = self.note(rule, place.clone(), Some(Flow::Request), said);
        raw.at(Some(&both.0.origin), Some(&both.1.origin)).of(index).anchored(anchors.to_vec());
    }

    fn security(&mut self, index: usize, old: &Operation, new: &Operation) {
        let told = |api: &Api, o: &Operation| {
            let each = o.security.iter().map(|a| {
                let names = a.requirements.iter().map(|r| {
                    let name = api.schemes.get(r.scheme).map_or_else(String::new, |s| s.name.wire.clone());
                    (name, r.scopes.clone())
                });
                names.collect::<BTreeMap<_, _>>()
            });
            each.collect::<Vec<_>>()
        };
        let (x, y) = (told(self.base.api, old), told(self.revision.api, new));
        if x == y {
            return;
        }
        let place = Place::of(title(old)).then(" security");
        let at = (old.origin.child("security"), new.origin.child("security"));
        let is_open = |all: &[BTreeMap<String, Vec<String>>]| all.is_empty() || all.iter().any(BTreeMap::is_empty);
        let word = |a: &BTreeMap<String, Vec<String>>| {
            if a.is_empty() {
                "`anonymous`".to_owned()
            } else {
                format!("`{}`", a.keys().cloned().collect::<Vec<_>>().join(" and "))
            }
        };
        let methods = self.base.api.tags.iter().chain(&self.revision.api.tags);
        let mut anchors = methods.map(|tag| (tag.name.rust.clone(), old.name.rust.clone())).collect::<Vec<_>>();
        anchors.extend(["Auth", "Presented"].map(|name| (name.to_owned(), String::new())));
        let traits = self.base.api.tags.iter().chain(&self.revision.api.tags);
        anchors.extend(traits.map(|tag| (tag.name.rust.clone(), "trait".to_owned())));
        let mut say = |rule: Rule, said: String, open: bool| {
            let raw = self.note(rule, place.clone(), Some(Flow::Request), said).at(Some(&at.0), Some(&at.1)).of(index);
            raw.anchored(anchors.clone());
            // Who may come without credentials loses and gains nothing by others.
            if open {
                raw.levels = Levels::default();
            }
        };
        match (is_open(&x), is_open(&y)) {
            (true, false) => say(Rule::SecurityAdded, y.iter().map(word).collect::<Vec<_>>().join(" or "), false),
            (false, true) => say(Rule::SecurityRemoved, x.iter().map(word).collect::<Vec<_>>().join(" or "), false),
            (open, _) => {
                let known = |all: &[BTreeMap<String, Vec<String>>], a: &BTreeMap<String, Vec<String>>| {
                    all.iter().any(|b| b.keys().eq(a.keys()))
                };
                for (rule, these, others) in
                    [(Rule::SecurityAlternativeRemoved, &x, &y), (Rule::SecurityAlternativeAdded, &y, &x)]
                {
                    for a in these.iter().filter(|a| !a.is_empty() && !known(others, a)) {
                        say(rule, word(a), open);
                    }
                }
            }
        }
        for a in &x {
            let Some(b) = y.iter().find(|b| b.keys().eq(a.keys())) else { continue };
            for (name, scopes) in a {
                let others = b.get(name).map(Vec::as_slice).unwrap_or_default();
                scopes
                    .iter()
                    .filter(|s| !others.contains(s))
                    .for_each(|s| say(Rule::ScopeRemoved, format!("`{name}`: `{s}`"), false));
                others
                    .iter()
                    .filter(|s| !scopes.contains(s))
                    .for_each(|s| say(Rule::ScopeAdded, format!("`{name}`: `{s}`"), false));
            }
        }
    }
}

/// What a list in a query has, each of whose items is written apart.
fn item(api: &Api, p: &Parameter) -> Option<TypeId> {
    let apart = p.location == Location::Query && p.style == Style::Form && p.explode;
    match super::pairs::peel(api, p.ty).def.shape {
        Shape::Array(item) if apart => Some(item),
        _ => None,
    }
}

/// `GET /pets query.limit`
fn place(o: &Operation, p: &Parameter) -> Place {
    Place::of(title(o)).then(&format!(" {}.{}", p.location.word(), p.name.wire))
}

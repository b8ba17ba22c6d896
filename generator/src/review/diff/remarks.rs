//! What only the document says: extensions, discriminators, defaults that nobody offers, security flows.
use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use super::finding::{Place, Raw};
use super::level::{Levels, Wire};
use super::pairs::{Comparison, Pair, peel};
use super::rule::{Flow, Rule};
use super::scalars::change;
use crate::load::Pointer;

/// What is noted of changed values; longer ones are cut.
const LONGEST: usize = 60;

impl Comparison<'_> {
    /// Of two schemas: those that a pair was made from.
    pub(super) fn remarks(&mut self, node: usize, pair: &Pair) {
        let (a, b) = (peel(self.base.api, pair.a), peel(self.revision.api, pair.b));
        let template = Raw {
            rule: Rule::ProseChanged,
            place: pair.place.clone(),
            flow: Some(pair.flow),
            sent: pair.sent,
            said: String::new(),
            levels: Levels::default(),
            base: Some(a.def.origin.clone()),
            revision: Some(b.def.origin.clone()),
            node: Some(node),
            operation: None,
            anchors: Vec::new(),
        };
        self.docs(&template, &a.def.docs, &b.def.docs);
        self.keys(&template);
    }

    /// Of two objects of the documents.
    pub(super) fn keys(&mut self, template: &Raw) {
        let empty = Map::new();
        let (Some(at), Some(to)) = (&template.base, &template.revision) else { return };
        let old = self.base.sources.node(at).and_then(Value::as_object).unwrap_or(&empty);
        let new = self.revision.sources.node(to).and_then(Value::as_object).unwrap_or(&empty);
        // A reference that one of the documents spells out says the same elsewhere.
        if old.contains_key("$ref") != new.contains_key("$ref") {
            return;
        }
        let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
        let keys = keys.filter(|key| key.starts_with("x-") || *key == "discriminator" || *key == "default");
        let differs = keys.filter(|key| !is_same(old.get(*key), new.get(*key))).cloned().collect::<Vec<_>>();
        for key in differs {
            let (x, y) = (old.get(&key), new.get(&key));
            let rule = match key.as_str() {
                "discriminator" => Rule::DiscriminatorChanged,
                // Only of values that nobody could give a default in Rust.
                "default" if self.has_default(template) => continue,
                "default" => super::objects::default_rule(x.map(|_| ""), y.map(|_| "")),
                _ => Rule::ExtensionChanged,
            };
            let [x, y] = [x, y].map(|v| v.map(short));
            let said = format!("`{key}`: {}", change(x.as_deref(), y.as_deref()));
            let (wire_client, wire_server) = match (template.flow, rule) {
                // Only whoever reads can be led astray.
                (Some(flow), Rule::DiscriminatorChanged) => rule.wire(flow),
                (Some(Flow::Request), _) => rule.wire(Flow::Request),
                _ => (Wire::Ok, Wire::Ok),
            };
            let levels = Levels { wire_client, wire_server, ..Levels::default() };
            self.found.push(Raw { rule, said, levels, ..template.clone() });
        }
    }

    /// Whether the same default was found as that of a property or a parameter.
    fn has_default(&self, template: &Raw) -> bool {
        let own = [Rule::DefaultAdded, Rule::DefaultRemoved, Rule::DefaultChanged];
        self.found.iter().rev().take(64).any(|raw| own.contains(&raw.rule) && raw.place == template.place)
    }

    /// Of everything that has a security scheme's name, and of the document itself.
    pub(super) fn whole(&mut self) {
        let root = |side: super::pairs::Side<'_>| side.sources.iter().next().map(|source| Pointer::root(source.id));
        let (Some(at), Some(to)) = (root(self.base), root(self.revision)) else { return };
        let components = |at: &Pointer, kind: &str| at.child("components").child(kind);
        for kind in ["securitySchemes", "schemas"] {
            let (at, to) = (components(&at, kind), components(&to, kind));
            let names = |side: super::pairs::Side<'_>, at: &Pointer| {
                let members = side.sources.node(at).and_then(Value::as_object);
                members.map(|members| members.keys().cloned().collect::<Vec<_>>()).unwrap_or_default()
            };
            let (old, new) = (names(self.base, &at), names(self.revision, &to));
            let (had, has) = (old.iter().collect::<FxHashSet<_>>(), new.iter().collect::<FxHashSet<_>>());
            let rules = match kind {
                "schemas" => (Rule::SchemaRemoved, Rule::SchemaAdded),
                _ => (Rule::SecuritySchemeRemoved, Rule::SecuritySchemeAdded),
            };
            let renamed = self.renamed.clone();
            for name in old.iter().filter(|name| !has.contains(name)) {
                if !renamed.iter().any(|(before, _)| before == name) {
                    let anchors = scheme_anchors(self.base.api, name, kind);
                    let raw = self.note(rules.0, Place::of(name.as_str()), None, String::new());
                    raw.at(Some(&at.child(name)), Some(&to)).anchored(anchors);
                }
            }
            for name in new.iter().filter(|name| !had.contains(name)) {
                if !renamed.iter().any(|(_, after)| after == name) {
                    let anchors = scheme_anchors(self.revision.api, name, kind);
                    let raw = self.note(rules.1, Place::of(name.as_str()), None, String::new());
                    raw.at(Some(&at), Some(&to.child(name))).anchored(anchors);
                }
            }
        }
        self.security_schemes(&components(&at, "securitySchemes"), &components(&to, "securitySchemes"));
        let template =
            self.note(Rule::ProseChanged, Place::of("document"), None, String::new()).at(Some(&at), Some(&to)).clone();
        self.found.pop();
        self.keys(&template);
        let info = Raw {
            place: Place::of("info"),
            base: Some(at.child("info")),
            revision: Some(to.child("info")),
            ..template
        };
        self.keys(&info);
        let words = |side: super::pairs::Side<'_>| {
            let i = &side.api.info;
            let rest = [&i.summary, &i.description, &i.terms_of_service, &i.contact, &i.license, &i.external_docs];
            (i.title.clone(), rest.map(Clone::clone))
        };
        if words(self.base) != words(self.revision) {
            self.found.push(info);
        }
    }

    /// A scheme as it is written, wherever that is.
    fn scheme(&self, is_base: bool, name: &str, at: &Pointer) -> Option<Value> {
        let side = if is_base { self.base } else { self.revision };
        let known = side.api.schemes.iter().find(|s| s.name.wire == name).map(|s| &s.origin);
        side.sources.node(known.unwrap_or(at)).cloned()
    }

    fn security_schemes(&mut self, at: &Pointer, to: &Pointer) {
        let empty = Map::new();
        let names = self.base.sources.node(at).and_then(Value::as_object).unwrap_or(&empty).keys();
        let names = names.cloned().collect::<Vec<_>>();
        for name in names {
            let (at, to) = (at.child(&name), to.child(&name));
            let (Some(x), Some(y)) = (self.scheme(true, &name, &at), self.scheme(false, &name, &to)) else {
                continue;
            };
            let differs = |key: &&str| x.get(*key) != y.get(*key);
            let travels = ["type", "scheme", "in", "name"].iter().find(|key| differs(key));
            let details = ["flows", "openIdConnectUrl", "bearerFormat"].iter().find(|key| differs(key));
            let (rule, key) = match (travels, details) {
                (Some(key), _) => (Rule::SecuritySchemeChanged, key),
                (_, Some(key)) => (Rule::SecuritySchemeDetailsChanged, key),
                _ => continue,
            };
            let word = |node: &Value| node.get(*key).filter(|v| v.is_string()).map(short);
            let (old, new) = (word(&x), word(&y));
            let said = match (&old, &new) {
                (None, None) => format!("`{key}`"),
                _ => format!("`{key}`: {}", change(old.as_deref(), new.as_deref())),
            };
            let uses = |side: super::pairs::Side<'_>| {
                let mut all = side.api.all_operations().flat_map(|o| &o.security).flat_map(|a| &a.requirements);
                all.any(|r| side.api.schemes.get(r.scheme).is_some_and(|s| s.name.wire == name))
            };
            let used = uses(self.base) || uses(self.revision);
            let flow = (used && rule == Rule::SecuritySchemeChanged).then_some(Flow::Request);
            let anchors = [self.base.api, self.revision.api].map(|api| scheme_anchors(api, &name, "securitySchemes"));
            let raw = self.note(rule, Place::of(name), flow, said).at(Some(&at), Some(&to));
            raw.anchored(anchors.into_iter().flatten());
        }
    }
}

/// What a security scheme or a schema is in the Rust.
fn scheme_anchors(api: &crate::ir::Api, name: &str, kind: &str) -> Vec<super::finding::Anchor> {
    if kind == "schemas" {
        let of = |t: &&crate::ir::TypeDef| t.is_component() && t.name.as_ref().is_some_and(|n| n.wire == name);
        let names = api.types.iter().filter(of).filter_map(|t| t.name.as_ref());
        let all = |n: &crate::ir::Name| [n.rust.clone(), format!("{}Required", n.rust)];
        return names.flat_map(all).map(|name| (name, String::new())).collect();
    }
    let schemes = api.schemes.iter().filter(|s| s.name.wire == name);
    let all = |s: &crate::ir::SecurityScheme| {
        vec![
            ("Client".to_owned(), s.name.rust.clone()),
            (s.name.rust.to_ascii_uppercase(), String::new()),
            ("Presented".to_owned(), s.type_name.clone()),
        ]
    };
    schemes.flat_map(all).collect()
}

fn is_same(old: Option<&Value>, new: Option<&Value>) -> bool {
    old == new
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

//! Who may call an operation: credentials that are asked for, and scopes.
use std::collections::BTreeMap;

use super::finding::Place;
use super::level::Levels;
use super::operations::title;
use super::pairs::Comparison;
use super::rule::{Flow, Rule};
use crate::ir::{Api, Operation};

impl Comparison<'_> {
    /// Alternatives of an operation, and their scopes.
    pub(super) fn security(&mut self, index: usize, old: &Operation, new: &Operation) {
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

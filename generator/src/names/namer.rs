//! Giving names: what the lock says first, then what a thing is called, then the next free one.
use super::Scope;
use super::lock::{Kind, Lock};
use crate::diagnostic::{Code, Diagnostics};
use crate::settings::{Chosen, Rename};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Gives names under a lock, and writes down each.
pub(super) struct Namer<'l> {
    old: &'l Lock,
    renames: &'l [Chosen<Rename>],
    /// What became of each rename: it has not been met, it was followed, the name was taken.
    followed: Vec<Option<bool>>,
    new: Lock,
}

/// A thing that wants a name.
pub(super) struct Wish<'a> {
    /// What it is, in the lock.
    pub(super) thing: &'a str,
    /// What it would be called.
    pub(super) name: String,
}

impl<'l> Namer<'l> {
    pub(super) fn new(old: &'l Lock, renames: &'l [Chosen<Rename>]) -> Self {
        Self { old, renames, followed: vec![None; renames.len()], new: Lock::default() }
    }

    /// Whether things of a kind had names before.
    pub(super) fn knows(&self, kind: Kind) -> bool {
        self.old.has(kind)
    }

    /// The name that somebody chose.
    fn chosen(&mut self, kind: Kind, within: &str, thing: &str, scope: &mut Scope) -> Option<String> {
        let is_meant = |r: &Rename| (r.kind, r.within.as_str(), r.what.as_str()) == (kind, within, thing);
        let index = self.renames.iter().position(|rename| is_meant(&rename.value))?;
        let to = &self.renames.get(index)?.value.to;
        let free = scope.take(to);
        *self.followed.get_mut(index)? = Some(free);
        free.then(|| to.clone())
    }

    /// Names for things that stand in one scope, in the order of their rights. A name that the lock has is kept, unless the
    /// scope needs it for itself by now; one that was in use once is given to nothing else.
    pub(super) fn all(&mut self, kind: Kind, within: &str, mut scope: Scope, wishes: &[Wish<'_>]) -> Vec<String> {
        let chosen: Vec<Option<String>> =
            wishes.iter().map(|wish| self.chosen(kind, within, wish.thing, &mut scope)).collect();
        let kept: Vec<Option<String>> = wishes
            .iter()
            .zip(chosen)
            .map(|(wish, chosen)| {
                chosen.or_else(|| {
                    self.old.get(kind, within, wish.thing).filter(|name| scope.take(name)).map(str::to_owned)
                })
            })
            .collect();
        for (_, name) in self.old.within(kind, within) {
            scope.take(name);
        }
        let names: Vec<String> =
            kept.into_iter().zip(wishes).map(|(kept, wish)| kept.unwrap_or_else(|| scope.claim(&wish.name))).collect();
        for (wish, name) in wishes.iter().zip(&names) {
            self.new.insert(kind, within, wish.thing, name);
        }
        names
    }

    /// The same for members that stand side by side: one whose wire name is its Rust name has the first right to it, the
    /// others follow in the order of their wire names, so the document's order does not matter.
    pub(super) fn members(
        &mut self,
        kind: Kind,
        within: &str,
        reserved: &[&str],
        wires: &[&str],
        wanted: impl Fn(&str) -> String,
    ) -> Vec<String> {
        self.scoped(kind, within, Scope::new(reserved), wires, wanted)
    }

    pub(super) fn scoped(
        &mut self,
        kind: Kind,
        within: &str,
        scope: Scope,
        wires: &[&str],
        wanted: impl Fn(&str) -> String,
    ) -> Vec<String> {
        let things = told_apart(wires);
        let wishes = wires.iter().zip(&things).map(|(wire, thing)| Wish { thing, name: wanted(wire) });
        let mut wishes: Vec<(usize, Wish<'_>)> = wishes.enumerate().collect();
        wishes.sort_by_cached_key(|(i, wish)| (wish.name != wires[*i], wires[*i].to_owned(), *i));
        let (places, wishes): (Vec<usize>, Vec<Wish<'_>>) = wishes.into_iter().unzip();
        let given = self.all(kind, within, scope, &wishes);
        let mut names = vec![String::new(); wires.len()];
        for (place, name) in places.into_iter().zip(given) {
            names[place] = name;
        }
        names
    }

    /// Places in a row that was frozen once: what the lock knows keeps its order, what is new follows.
    pub(super) fn row(&mut self, kind: Kind, within: &str, things: &[&str]) -> Vec<usize> {
        let known = |thing: &str| self.old.get(kind, within, thing).and_then(|n| n.parse::<usize>().ok());
        let mut order: Vec<usize> = (0..things.len()).collect();
        order.sort_by_key(|i| (known(things[*i]).unwrap_or(usize::MAX), *i));
        for (place, i) in order.iter().enumerate() {
            self.new.insert(kind, within, things[*i], &place.to_string());
        }
        order
    }

    /// What is to be committed: every name given, and those that are no longer used.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) -> Lock {
        for (rename, followed) in self.renames.iter().zip(&self.followed) {
            let Rename { kind, within, what, to } = &rename.value;
            let place = if within.is_empty() { String::new() } else { format!(" in `{within}`") };
            match followed {
                Some(true) => {}
                Some(false) => {
                    let message = format!("`{to}` is taken; `{what}`{place} cannot be called so");
                    rename.report(diagnostics, Code::InvalidSettings, message);
                }
                None => {
                    let message = format!("there is no {} `{what}`{place}", kind.word());
                    rename.report(diagnostics, Code::UnusedSetting, message).help(
                        "`names.lock` has what can be renamed: kind, within and what are its first three columns",
                    );
                }
            }
        }
        self.new.retire(self.old);
        self.new
    }
}

/// Branches of a union may be called alike: `list`, `list#2`.
fn told_apart<'a>(wires: &[&'a str]) -> Vec<Cow<'a, str>> {
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    let each = wires.iter().map(|wire| {
        let seen = seen.entry(wire).or_default();
        *seen += 1;
        if *seen == 1 { Cow::Borrowed(*wire) } else { Cow::Owned(format!("{wire}#{seen}")) }
    });
    each.collect()
}

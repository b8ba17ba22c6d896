//! From what was found to a report: the same thing found twice is one, Rust lines go to the findings that explain them.
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::finding::{Bumps, Finding, Place, Raw, Report, Spot};
use super::level::{Bump, Levels, Source};
use super::operations::title;
use super::pairs::{Comparison, Side};
use super::rule::{Flow, Rule};
use super::rust::{self, Change};

/// A finding before its places are looked up.
struct Merged {
    raw: Raw,
    request: bool,
    reply: bool,
    operations: Vec<usize>,
    before: Vec<String>,
    after: Vec<String>,
}

impl Comparison<'_> {
    /// Whether the Rust is the same, so that nobody has to look: no fact differs, and every name is as it was.
    pub(super) fn is_only_words(&self) -> bool {
        let words = [Rule::ProseChanged, Rule::ExtensionChanged, Rule::KeywordChanged];
        self.found.iter().all(|raw| words.contains(&raw.rule))
            && self.base.api.names == self.revision.api.names
            && crate::review::http_outline(self.base.api) == crate::review::http_outline(self.revision.api)
    }
}

pub(super) fn made(comparison: &Comparison<'_>, api: &str, outlines: Option<(&str, &str)>) -> Report {
    let (base, revision) = (comparison.base, comparison.revision);
    let mut merged = merged(comparison);
    let mut types = Bump::None;
    if let Some((old, new)) = outlines {
        let changes = rust::changes(old, new, (base.api, revision.api));
        let shared = changes.iter().filter(|change| change.is_shared());
        types = shared.map(|c| c.client.max(c.server).bump()).max().unwrap_or_default();
        explain(&mut merged, &changes);
    }
    merged.iter_mut().for_each(|one| of_itself(&mut one.raw));
    let mut findings = merged.into_iter().map(|one| finished(one, base, revision)).collect::<Vec<_>>();
    findings.sort_by(|x, y| {
        let of = |f: &Finding| (std::cmp::Reverse(f.severity()), f.rule == Rule::ProseChanged);
        of(x).cmp(&of(y)).then_with(|| (x.place(), x.rule, &x.said).cmp(&(y.place(), y.rule, &y.said)))
    });
    let version = |side: Side<'_>| side.api.info.version.clone();
    let mut report =
        Report { api: api.to_owned(), findings, versions: (version(base), version(revision)), bumps: Bumps::default() };
    report.bumps = bumps(&report.findings, types);
    report
}

/// Versions by the worst that was found.
pub(super) fn bumps(findings: &[Finding], types: Bump) -> Bumps {
    let highest = |of: fn(&Finding) -> Bump| findings.iter().map(of).max().unwrap_or_default();
    let least = if findings.is_empty() { Bump::None } else { Bump::Patch };
    let prose = |f: &Finding| matches!(f.rule, Rule::ProseChanged | Rule::ExtensionChanged | Rule::KeywordChanged);
    let document = findings.iter().map(|f| {
        let wire = Levels { source_client: Source::None, source_server: Source::None, ..f.levels }.bump();
        let only_rust = matches!(f.rule, Rule::RustAdded | Rule::RustChanged | Rule::RustRemoved);
        if prose(f) || only_rust { wire } else { wire.max(Bump::Minor) }
    });
    Bumps {
        document: document.max().unwrap_or_default(),
        types: types.max(least),
        client: highest(|f| f.levels.source_client.bump()),
        server: highest(|f| f.levels.source_server.bump()),
    }
}

fn merged(comparison: &Comparison<'_>) -> Vec<Merged> {
    let mut known: FxHashMap<(Rule, Place, String), usize> = FxHashMap::default();
    let mut reached: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut all: Vec<Merged> = Vec::new();
    for raw in &comparison.found {
        let mut operations = raw.operation.into_iter().collect::<Vec<_>>();
        if let Some(node) = raw.node {
            operations.extend(reached.entry(node).or_insert_with(|| comparison.reached_from(node)).iter().copied());
        }
        let mut raw = raw.clone();
        if raw.sent {
            // The axes are about the API's users: what these serve, old clients are old servers of.
            let levels = &mut raw.levels;
            std::mem::swap(&mut levels.wire_client, &mut levels.wire_server);
        }
        let (request, reply) = (raw.flow == Some(Flow::Request), raw.flow == Some(Flow::Reply));
        let at = *known.entry((raw.rule, raw.place.clone(), raw.said.clone())).or_insert(all.len());
        match all.get_mut(at) {
            Some(one) => {
                one.raw.levels = one.raw.levels.max(raw.levels);
                one.raw.anchors.extend(raw.anchors.iter().cloned());
                one.operations.extend(operations);
                one.request |= request;
                one.reply |= reply;
            }
            None => {
                let (before, after) = (Vec::new(), Vec::new());
                all.push(Merged { raw, request, reply, operations, before, after });
            }
        }
    }
    for one in &mut all {
        one.operations.sort_unstable();
        one.operations.dedup();
    }
    all
}

/// Gives each change of the Rust to the findings whose place it is; what nobody explains is found by itself.
fn explain(merged: &mut Vec<Merged>, changes: &[Change<'_>]) {
    let mut anchors: FxHashMap<String, Vec<(String, usize)>> = FxHashMap::default();
    for (index, one) in merged.iter().enumerate() {
        for (owner, member) in &one.raw.anchors {
            anchors.entry(owner.clone()).or_default().push((member.clone(), index));
        }
    }
    let renamed = renamings(merged);
    let mut left: BTreeMap<String, Vec<&Change<'_>>> = BTreeMap::new();
    for change in changes {
        let mut found = Vec::new();
        for line in change.lines() {
            let of = anchors.get(line.owner).map(Vec::as_slice).unwrap_or_default();
            found.extend(of.iter().filter(|(m, _)| m == line.member).map(|(_, index)| *index));
        }
        if found.is_empty() {
            found.extend(by_new_names(change, &renamed));
        }
        if found.is_empty() {
            for line in change.lines() {
                let of = anchors.get(line.owner).map(Vec::as_slice).unwrap_or_default();
                found.extend(of.iter().filter(|(m, _)| m.is_empty()).map(|(_, index)| *index));
            }
        }
        if found.is_empty() {
            // `GetPets*`: what begins like this; the longest beginning knows best.
            for line in change.lines() {
                let ends = (1..=line.owner.len()).rev().filter(|end| line.owner.is_char_boundary(*end));
                let of = ends.filter_map(|end| anchors.get(&format!("{}*", line.owner.get(..end)?))).next();
                found.extend(of.into_iter().flatten().map(|(_, index)| *index));
            }
        }
        found.sort_unstable();
        found.dedup();
        let harmless = change.only_names
            && found.iter().all(|index| {
                merged
                    .get(*index)
                    .is_some_and(|m| matches!(m.raw.rule, Rule::PathParameterRenamed | Rule::SchemaRenamed))
            })
            && !found.is_empty();
        for index in &found {
            if let Some(one) = merged.get_mut(*index) {
                told(one, change, harmless);
            }
        }
        if found.is_empty() {
            let owner = change.lines().next().map(|line| line.owner.to_owned()).unwrap_or_default();
            left.entry(owner).or_default().push(change);
        }
    }
    for (owner, changes) in left {
        let rule = match (changes.iter().all(|c| c.before.is_none()), changes.iter().all(|c| c.after.is_none())) {
            (true, _) => Rule::RustAdded,
            (_, true) => Rule::RustRemoved,
            _ => Rule::RustChanged,
        };
        let raw = Raw {
            rule,
            place: Place::of(owner),
            flow: None,
            sent: false,
            said: String::new(),
            levels: Levels::default(),
            base: None,
            revision: None,
            node: None,
            operation: None,
            anchors: Vec::new(),
        };
        let (before, after, operations) = (Vec::new(), Vec::new(), Vec::new());
        let mut one = Merged { raw, request: false, reply: false, operations, before, after };
        changes.iter().for_each(|change| told(&mut one, change, false));
        merged.push(one);
    }
}

fn told(one: &mut Merged, change: &Change<'_>, harmless: bool) {
    one.before.extend(change.before.as_ref().map(|line| line.text.to_owned()));
    one.after.extend(change.after.as_ref().map(|line| line.text.to_owned()));
    if !harmless {
        let levels = &mut one.raw.levels;
        levels.source_client = levels.source_client.max(change.client);
        levels.source_server = levels.source_server.max(change.server);
    }
}

/// Old and new Rust names of what has another name, and the finding that says so.
fn renamings(merged: &[Merged]) -> Vec<(String, String, usize)> {
    let renames = merged.iter().enumerate().filter(|(_, one)| one.raw.rule == Rule::SchemaRenamed);
    let pairs = renames.filter_map(|(index, one)| match one.raw.anchors.as_slice() {
        [(old, _), (new, _), ..] => Some((old.clone(), new.clone(), index)),
        _ => None,
    });
    pairs.collect()
}

/// The renamings after which both lines are one.
fn by_new_names(change: &Change<'_>, renamed: &[(String, String, usize)]) -> Vec<usize> {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return Vec::new() };
    let mut text = before.text.to_owned();
    let mut used = Vec::new();
    for (old, new, index) in renamed {
        let replaced = words_replaced(&text, old, new);
        if replaced != text {
            used.push(*index);
            text = replaced;
        }
    }
    if text == after.text { used } else { Vec::new() }
}

fn words_replaced(text: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            out.push_str(if word == old { new } else { &word });
            word.clear();
            out.push(c);
        }
    }
    out.pop();
    out
}

/// What no line of an outline shows.
fn of_itself(raw: &mut Raw) {
    let (client, server) = match raw.rule {
        Rule::DefaultChanged if !raw.anchors.is_empty() => (Source::Silent, Source::Silent),
        Rule::PathParameterMoved => (Source::Silent, Source::Silent),
        // The same code calls something else, or is no longer let in.
        Rule::LinkChanged | Rule::SecurityAdded | Rule::ScopeAdded | Rule::SecurityAlternativeRemoved => {
            (Source::Silent, Source::None)
        }
        _ => return,
    };
    raw.levels.source_client = raw.levels.source_client.max(client);
    raw.levels.source_server = raw.levels.source_server.max(server);
}

fn finished(one: Merged, base: Side<'_>, revision: Side<'_>) -> Finding {
    let Merged { raw, request, reply, operations, mut before, mut after } = one;
    let all = base.api.all_operations().chain(revision.api.all_operations()).collect::<Vec<_>>();
    [&mut before, &mut after].into_iter().for_each(|lines| {
        lines.sort();
        lines.dedup();
    });
    let mut spots = (
        raw.base.and_then(|at| Spot::find(base.sources, &at)),
        raw.revision.and_then(|at| Spot::find(revision.sources, &at)),
    );
    if let (Some(x), Some(y)) = (&mut spots.0, &mut spots.1) {
        // Where something is new or gone, the other side has only what is around it.
        let is_around = |x: &Spot, y: &Spot| y.pointer.len() > x.pointer.len() && y.pointer.starts_with(&x.pointer);
        if is_around(x, y) {
            x.excerpt.clear();
        } else if is_around(y, x) {
            y.excerpt.clear();
        }
    }
    Finding {
        rule: raw.rule,
        subject: raw.place.subject,
        path: raw.place.path,
        said: raw.said,
        levels: raw.levels,
        request,
        reply,
        operations: operations.into_iter().filter_map(|index| all.get(index).map(|o| title(o))).collect(),
        base: spots.0,
        revision: spots.1,
        rust_before: before,
        rust_after: after,
        accepted: Vec::new(),
    }
}

//! The Rust outlines, line by line: what code that was written against the base meets.
//!
//! A line that is gone or different is a compile error for whoever used it, one that is new is not, unless somebody has to
//! implement or match it. Names of arguments are no part of a call: where only they differ, a call compiles and means
//! something else.
use rustc_hash::{FxHashMap, FxHashSet};

use super::level::Source;
use crate::ir::{Api, Direction};

/// A line of the outline: `types struct Pet.name: String`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    module: &'a str,
    kind: &'a str,
    pub(super) owner: &'a str,
    /// A field, a method, a variant; `trait` for the trait itself.
    pub(super) member: &'a str,
    tail: &'a str,
}

impl<'a> Line<'a> {
    fn parse(text: &'a str) -> Self {
        let (module, rest) = text.split_once(' ').unwrap_or((text, ""));
        let (kind, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let end = rest.find([':', '(', '=', ' ', '.']).unwrap_or(rest.len());
        let (owner, rest) = rest.split_at(end);
        let inner = rest.strip_prefix("::").or_else(|| rest.strip_prefix('.'));
        let (member, tail) = match inner {
            Some(inner) => inner.split_at(inner.find(['(', ':', ' ']).unwrap_or(inner.len())),
            None if kind == "trait" => ("trait", rest),
            None => ("", rest),
        };
        Self { text, module, kind, owner, member, tail }
    }

    /// `client` of `webhooks::client`, too.
    fn half(&self) -> &'a str {
        self.module.rsplit("::").next().unwrap_or(self.module)
    }

    fn is_bare(&self) -> bool {
        self.kind == "struct" && self.member.is_empty() && self.tail.is_empty()
    }

    fn key(&self) -> (&'a str, &'a str, &'a str, &'a str) {
        (self.module, self.kind, self.owner, self.member)
    }
}

/// What became of one thing that the base or the revision offers.
#[derive(Clone, Debug)]
pub(super) struct Change<'a> {
    pub(super) before: Option<Line<'a>>,
    pub(super) after: Option<Line<'a>>,
    pub(super) client: Source,
    pub(super) server: Source,
    /// Arguments are called differently and nothing else: harmless where they mean the same.
    pub(super) only_names: bool,
}

impl<'a> Change<'a> {
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.before.iter().chain(&self.after)
    }

    /// Whether it is in what both halves share.
    pub(super) fn is_shared(&self) -> bool {
        self.lines().any(|line| !["client", "server"].contains(&line.half()))
    }
}

/// All that differs between two outlines.
pub(super) fn changes<'a>(old: &'a str, new: &'a str, apis: (&Api, &Api)) -> Vec<Change<'a>> {
    let (before, after) = (old.lines().collect::<FxHashSet<_>>(), new.lines().collect::<FxHashSet<_>>());
    let parsed = |text: &'a str, others: &FxHashSet<&str>| {
        text.lines().filter(|line| !others.contains(line)).map(Line::parse).collect::<Vec<_>>()
    };
    let (mut gone, mut come) = (parsed(old, &after), parsed(new, &before));
    // A struct without fields is a line that is not there where it has some.
    let structs = |text: &'a str| {
        text.lines()
            .map(Line::parse)
            .filter(|l| l.kind == "struct")
            .map(|l| (l.module, l.owner))
            .collect::<FxHashSet<_>>()
    };
    if gone.iter().chain(&come).any(Line::is_bare) {
        let (had, has) = (structs(old), structs(new));
        gone.retain(|l| !(l.is_bare() && has.contains(&(l.module, l.owner))));
        come.retain(|l| !(l.is_bare() && had.contains(&(l.module, l.owner))));
    }
    if gone.is_empty() && come.is_empty() {
        return Vec::new();
    }
    let known = Known::of(old, apis);
    let mut partners: FxHashMap<_, Vec<Line<'_>>> = FxHashMap::default();
    for line in come.iter().rev() {
        partners.entry(line.key()).or_default().push(line.clone());
    }
    let mut changes = Vec::new();
    for line in gone {
        let partner = partners.get_mut(&line.key()).and_then(Vec::pop);
        changes.push(known.judged(Some(line), partner));
    }
    let mut left = partners.into_values().flatten().collect::<Vec<_>>();
    left.sort_by_key(|line| line.text);
    changes.extend(left.into_iter().map(|line| known.judged(None, Some(line))));
    changes
}

/// What the lines do not say of themselves.
struct Known<'a> {
    owners: FxHashSet<&'a str>,
    directions: FxHashMap<String, Direction>,
    /// Structs of arguments.
    arguments: FxHashSet<String>,
}

impl<'a> Known<'a> {
    fn of(old: &'a str, apis: (&Api, &Api)) -> Self {
        let owners = old.lines().map(|line| Line::parse(line).owner).collect();
        let (mut directions, mut arguments): (FxHashMap<String, Direction>, _) = Default::default();
        let mut add = |name: String, direction: Direction| {
            let known = directions.entry(name).or_default();
            known.request |= direction.request;
            known.reply |= direction.reply;
        };
        let (request, reply) = (Direction { request: true, reply: false }, Direction { request: false, reply: true });
        for api in [apis.0, apis.1] {
            for def in &api.types {
                let Some(name) = &def.name else { continue };
                let required = match def.required_name.as_str() {
                    "" => format!("{}Required", name.rust),
                    given => given.to_owned(),
                };
                add(name.rust.clone(), def.direction);
                add(required.clone(), def.direction);
                arguments = inserted(arguments, required);
            }
            for o in api.all_operations() {
                add(format!("{}Request", o.type_name), request);
                add(format!("{}Required", o.type_name), request);
                arguments = inserted(arguments, format!("{}Required", o.type_name));
                o.replies.iter().for_each(|r| add(r.type_name.clone(), reply));
            }
        }
        Self { owners, directions, arguments }
    }

    fn judged<'l>(&self, before: Option<Line<'l>>, after: Option<Line<'l>>) -> Change<'l> {
        let (mut client, mut server, mut only_names) = (Source::None, Source::None, false);
        if let Some(line) = before.as_ref().or(after.as_ref()) {
            let direction = self.directions.get(line.owner).copied().unwrap_or_default();
            let by = |level: Source, direction: Direction| {
                let pick = |yes: bool| if yes { level } else { Source::Additive };
                (pick(direction.request), pick(direction.reply))
            };
            let makes = line.member == "new" || self.arguments.contains(line.owner);
            let existed = self.owners.contains(line.owner);
            (client, server) = match (&before, &after) {
                (Some(x), Some(y)) => {
                    let level = if x.kind == "fn" { called(x, y) } else { Source::Loud };
                    only_names = level == Source::Silent && !permuted(x, y);
                    if makes { by(level, direction) } else { halves(line.half(), level) }
                }
                (Some(_), None) if makes => by(Source::Loud, direction),
                (Some(_), None) => halves(line.half(), Source::Loud),
                (None, _) if line.half() == "server" && ["fn", "trait"].contains(&line.kind) => {
                    (Source::None, Source::Loud)
                }
                // A value must be told that nobody told before.
                (None, _) if makes && existed => by(Source::Loud, direction),
                (None, _) if line.kind == "enum" && line.module == "types" && existed => match direction {
                    Direction { request: true, reply: false } => (Source::Additive, Source::Loud),
                    Direction { request: true, reply: true } => (Source::Additive, Source::Silent),
                    _ => (Source::Additive, Source::Additive),
                },
                // The constructor of a reply takes it.
                (None, _) if line.module == "ops" && existed && direction.reply && line.is_required() => {
                    (Source::Additive, Source::Loud)
                }
                (None, _) => halves(line.half(), Source::Additive),
            };
        }
        Change { before, after, client, server, only_names }
    }
}

impl Line<'_> {
    /// Whether it is a field that is always there.
    fn is_required(&self) -> bool {
        self.kind == "struct" && !self.member.is_empty() && !self.tail.starts_with(": Option<")
    }
}

fn inserted(mut set: FxHashSet<String>, name: String) -> FxHashSet<String> {
    set.insert(name);
    set
}

/// Whom a line concerns.
fn halves(module: &str, level: Source) -> (Source, Source) {
    match module {
        "client" => (level, Source::None),
        "server" => (Source::None, level),
        _ => (level, level),
    }
}

/// What a call of a function becomes whose line is different.
fn called(x: &Line<'_>, y: &Line<'_>) -> Source {
    let ((old, old_tail), (new, new_tail)) = (arguments(x), arguments(y));
    let types = |of: &[(&str, &str)]| of.iter().map(|(_, ty)| ty.to_string()).collect::<Vec<_>>();
    if old_tail == new_tail && types(&old) == types(&new) { Source::Silent } else { Source::Loud }
}

/// Whether the same names stand in another order.
fn permuted(x: &Line<'_>, y: &Line<'_>) -> bool {
    let names = |line: &Line<'_>| {
        let (all, _) = arguments(line);
        let mut names = all.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
        names.sort();
        names
    };
    names(x) == names(y)
}

/// `(key: impl Into<String>) -> DeleteSecret` as names with types, and what is behind them.
fn arguments<'a>(line: &Line<'a>) -> (Vec<(&'a str, &'a str)>, &'a str) {
    let Some(inner) = line.tail.strip_prefix('(') else { return (Vec::new(), line.tail) };
    let (mut depth, mut start, mut all) = (0i32, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        let ends = match c {
            '(' | '<' => {
                depth += 1;
                false
            }
            // The arrow of what is returned.
            '>' if inner.get(..at).is_some_and(|head| head.ends_with('-')) => false,
            ')' if depth == 0 => true,
            ')' | '>' => {
                depth -= 1;
                false
            }
            ',' => depth == 0,
            _ => false,
        };
        if ends {
            let one = inner.get(start..at).unwrap_or_default().trim();
            all.extend((!one.is_empty()).then(|| one.split_once(": ").unwrap_or(("", one))));
            start = at + 1;
            if c == ')' {
                return (all, inner.get(start..).unwrap_or_default());
            }
        }
    }
    (all, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        let line = Line::parse("types fn Error::new(error: impl Into<String>, of: Map<String, u8>) -> Error");
        assert_eq!((line.module, line.kind, line.owner, line.member), ("types", "fn", "Error", "new"));
        let (names, tail) = arguments(&line);
        assert_eq!(names, [("error", "impl Into<String>"), ("of", "Map<String, u8>")]);
        assert_eq!(tail, " -> Error");
        let line = Line::parse("server trait Secrets: Auth");
        assert_eq!((line.owner, line.member, line.tail), ("Secrets", "trait", ": Auth"));
        let line = Line::parse("ops struct DeleteSecret404.body: Error");
        assert_eq!((line.owner, line.member, line.tail), ("DeleteSecret404", "body", ": Error"));
    }
}

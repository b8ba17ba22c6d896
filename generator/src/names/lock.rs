//! `names.lock`: what a thing is and where → its Rust name, so that a change of the document never renames its neighbours.
//!
//! A line a name: kind, where, what, name, with tabs between. A line that begins with `-` is a name that is no longer
//! used and that nothing else gets. Sorted, so that a change touches its own lines only.
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A declared type.
    Type,
    /// The struct of what a type requires: `PetRequired`.
    Required,
    /// A field of a struct.
    Field,
    /// The place of a required field among the arguments of `new`.
    Argument,
    /// A variant of an enum or a union.
    Variant,
    /// A method of the client and of a server's trait.
    Operation,
    /// The stem of an operation's types.
    Call,
    /// A parameter of an operation.
    Parameter,
    /// The place of a required parameter among the arguments of a call.
    Order,
    /// A variant of a body of several media types.
    Body,
    /// A header of a reply.
    Header,
    /// A security scheme.
    Scheme,
    /// The trait of a tag.
    Tag,
    /// The module of a tag.
    Module,
    /// The type of a base URL.
    Server,
    /// The enum of what a variable of a base URL may be.
    ServerVariable,
    /// A link of a reply.
    Link,
}

const KINDS: &[(Kind, &str)] = &[
    (Kind::Type, "type"),
    (Kind::Required, "required"),
    (Kind::Field, "field"),
    (Kind::Argument, "argument"),
    (Kind::Variant, "variant"),
    (Kind::Operation, "operation"),
    (Kind::Call, "call"),
    (Kind::Parameter, "parameter"),
    (Kind::Order, "order"),
    (Kind::Body, "body"),
    (Kind::Header, "header"),
    (Kind::Scheme, "scheme"),
    (Kind::Tag, "tag"),
    (Kind::Module, "module"),
    (Kind::Server, "server"),
    (Kind::ServerVariable, "server-variable"),
    (Kind::Link, "link"),
];

impl Kind {
    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// Whether it is a name, and not a place in a row.
    #[must_use]
    pub fn is_name(self) -> bool {
        !matches!(self, Self::Argument | Self::Order)
    }

    /// The kind that is written so.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// What a thing is and where: the kind, what holds it, and the thing.
type Key = (Kind, String, String);

/// Every name that was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    names: BTreeMap<Key, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    retired: bool,
}

/// Why a `names.lock` cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockError {
    /// From 1.
    pub line: usize,
    /// What is wrong there.
    pub message: &'static str,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LockError {}

const HEAD: &str =
    "# Names given by `cargo xtask generate`, so that a change of the document never renames its neighbours.
# Commit this file. Lines that begin with `-` are names that are no longer used.
";

impl Lock {
    /// Reads a `names.lock`.
    ///
    /// # Errors
    /// Names the first line that is none: after a merge, a marker of a conflict perhaps.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut names = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |message| LockError { line: index + 1, message };
            let (retired, entry) = line.strip_prefix('-').map_or((false, line), |rest| (true, rest));
            let parts: Vec<&str> = entry.split('\t').collect();
            let [kind, within, thing, name] = parts.as_slice() else {
                return Err(wrong("a line is a kind, a place, a thing and a name, with tabs between"));
            };
            let kind = Kind::from_word(kind).ok_or_else(|| wrong("this kind of name is not known"))?;
            let key = (kind, unescaped(within), unescaped(thing));
            if names.insert(key, Entry { name: (*name).to_owned(), retired }).is_some() {
                return Err(wrong("the same thing has a name already"));
            }
        }
        Ok(Self { names })
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::from(HEAD);
        for ((kind, within, thing), entry) in &self.names {
            let retired = if entry.retired { "-" } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{retired}{}\t{}\t{}\t{}", kind.word(), escaped(within), escaped(thing), entry.name);
        }
        out
    }

    /// The name of a thing, also of one that is back after it was gone.
    #[must_use]
    pub fn get(&self, kind: Kind, within: &str, thing: &str) -> Option<&str> {
        self.names.get(&(kind, within.to_owned(), thing.to_owned())).map(|entry| entry.name.as_str())
    }

    /// Every name that was given within a place.
    pub fn within(&self, kind: Kind, within: &str) -> impl Iterator<Item = (&str, &str)> {
        let from = (kind, within.to_owned(), String::new());
        self.names
            .range(from..)
            .take_while(move |((k, w, _), _)| *k == kind && w == within)
            .map(|((_, _, thing), entry)| (thing.as_str(), entry.name.as_str()))
    }

    /// Whether anything of a kind is in use.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.names.iter().any(|((k, ..), entry)| *k == kind && !entry.retired)
    }

    /// The modules of tags, sorted; none where an API is one module.
    #[must_use]
    pub fn modules(&self) -> Vec<String> {
        let used = self.names.iter().filter(|((kind, ..), entry)| *kind == Kind::Module && !entry.retired);
        let mut modules: Vec<String> = used.map(|(_, entry)| entry.name.clone()).collect();
        modules.sort_unstable();
        modules
    }

    /// The lock of a document whose operations are these (`GET /pets/{id}`): what was written down of an operation is kept
    /// when nothing but the names of its path's parameters are others, since it is the same operation
    /// (OpenAPI 3.1.1, section 4.8.8.1: such templates are identical).
    pub(super) fn following(&self, operations: &[String]) -> Cow<'_, Self> {
        let is_known = |key: &str| self.names.contains_key(&(Kind::Operation, String::new(), key.to_owned()));
        if self.names.is_empty() || operations.iter().all(|key| is_known(key)) {
            return Cow::Borrowed(self);
        }
        let here: BTreeSet<&str> = operations.iter().map(String::as_str).collect();
        let mut gone: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (key, _) in self.within(Kind::Operation, "").filter(|(key, _)| !here.contains(key)) {
            gone.entry(nameless(key)).or_default().push(key);
        }
        let moves: BTreeMap<&str, &str> = here
            .iter()
            .filter(|key| !is_known(key))
            .filter_map(|new| match gone.remove(&nameless(new))?.as_slice() {
                [old] => Some((*old, *new)),
                _ => None,
            })
            .collect();
        if moves.is_empty() {
            return Cow::Borrowed(self);
        }
        // A key is an operation, and what `keys` puts behind it.
        let moved = |text: &str| {
            let ends = text.match_indices([' ', '|', '#']).map(|(at, _)| at).chain([text.len()]);
            let mut parts = ends.filter_map(|at| text.split_at_checked(at));
            let found = parts.find_map(|(operation, rest)| Some(format!("{}{rest}", moves.get(operation)?)));
            found.unwrap_or_else(|| text.to_owned())
        };
        let entries = self.names.iter().map(|((kind, within, thing), entry)| {
            let thing = if within.is_empty() { moved(thing) } else { thing.clone() };
            ((*kind, moved(within), thing), entry.clone())
        });
        Cow::Owned(Self { names: entries.collect() })
    }

    pub(super) fn insert(&mut self, kind: Kind, within: &str, thing: &str, name: &str) {
        let entry = Entry { name: name.to_owned(), retired: false };
        self.names.insert((kind, within.to_owned(), thing.to_owned()), entry);
    }

    /// Keeps what another lock has and this one has not, as names that are no longer used. Places in a row mean nothing
    /// without their neighbours and are not kept.
    pub(super) fn retire(&mut self, old: &Self) {
        for (key, entry) in old.names.iter().filter(|((kind, ..), _)| kind.is_name()) {
            self.names.entry(key.clone()).or_insert_with(|| Entry { name: entry.name.clone(), retired: true });
        }
    }
}

/// A path's text without what its parameters are called.
pub(crate) fn nameless(key: &str) -> String {
    let mut inside = false;
    key.chars()
        .filter(|c| {
            let was_inside = inside;
            inside = *c == '{' || (inside && *c != '}');
            !was_inside || *c == '}'
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut lock = Lock::default();
        lock.insert(Kind::Type, "", "Pet", "Pet");
        lock.insert(Kind::Field, "Pet", "a\tb\\n\n", "a_b");
        let mut old = lock.clone();
        old.insert(Kind::Type, "", "Dog", "Dog");
        lock.retire(&old);
        assert!(lock.text().contains("\n-type\t\tDog\tDog\n"), "{}", lock.text());
        assert_eq!(Lock::parse(&lock.text()), Ok(lock));
    }

    #[test]
    fn an_operation_is_the_same_when_parameters_of_its_path_have_other_names() {
        let mut lock = Lock::default();
        for key in ["GET /a/{x}", "GET /a/{x}/b", "PUT /a/{x}"] {
            lock.insert(Kind::Operation, "", key, key);
            lock.insert(Kind::Type, "", &format!("{key} 200 text"), "Type");
            lock.insert(Kind::Body, &format!("{key} 200"), key, "Body");
        }
        let keys = ["GET /a/{y}", "PUT /a/{x}", "GET /new/{x}"].map(str::to_owned);
        let after = lock.following(&keys);
        assert_eq!(after.get(Kind::Operation, "", "GET /a/{y}"), Some("GET /a/{x}"));
        assert_eq!(after.get(Kind::Operation, "", "GET /a/{x}"), None);
        assert_eq!(after.get(Kind::Operation, "", "GET /a/{x}/b"), Some("GET /a/{x}/b"));
        assert_eq!(after.get(Kind::Type, "", "GET /a/{y} 200 text"), Some("Type"));
        assert_eq!(after.get(Kind::Body, "GET /a/{y} 200", "GET /a/{x}"), Some("Body"));
        assert_eq!(after.text().lines().count(), lock.text().lines().count());
        // Of paths below each other, too, whatever stands behind their keys.
        lock.insert(Kind::Type, "", "GET /a/{x}|wire", "Wire");
        let keys = ["GET /a/{y}", "GET /a/{y}/b"].map(str::to_owned);
        assert_eq!(lock.following(&keys).get(Kind::Type, "", "GET /a/{y}|wire"), Some("Wire"));
        // Which of two it was nobody knows.
        lock.insert(Kind::Operation, "", "GET /a/{z}", "z");
        assert_eq!(*lock.following(&keys[..1]), lock);
    }

    #[test]
    fn what_cannot_be_read_is_named_by_line() {
        for (text, line) in [("<<<<<<< HEAD\n", 1), ("# x\nthing\ta\tb\tc\n", 2), ("type\t\tA\tA\n-type\t\tA\tB\n", 2)]
        {
            assert_eq!(Lock::parse(text).unwrap_err().line, line, "{text}");
        }
    }
}

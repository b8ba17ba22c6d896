//! Findings: what has changed, where, and what that means to whom.
use super::level::{Axis, Bump, Levels, Severity};
use super::rule::{Flow, Rule};
use crate::load::{Pointer, Sources};
use crate::review::words;

/// One thing that has changed.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is about.
    pub rule: Rule,
    /// The operation (`GET /pets`) or the schema (`Pet`) that it is found at; empty: the whole document.
    pub subject: String,
    /// Where in that: `query.limit`, `200 application/json.name`; may be empty.
    pub path: String,
    /// What it was and what it is, in words.
    pub said: String,
    /// What it means on each axis.
    pub levels: Levels,
    /// The ways that values of the place travel; both flags are false where nothing travels.
    pub request: bool,
    /// See [`request`](Self::request).
    pub reply: bool,
    /// The operations that it reaches, in the order of the document.
    pub operations: Vec<String>,
    /// Where the base says it.
    pub base: Option<Spot>,
    /// Where the revision says it.
    pub revision: Option<Spot>,
    /// Lines of the base's Rust outline that are gone.
    pub rust_before: Vec<String>,
    /// Lines of the revision's Rust outline that are new.
    pub rust_after: Vec<String>,
    /// The reason for which it is accepted, if it is; by axis.
    pub accepted: Vec<(Axis, String)>,
}

impl Finding {
    /// The worst over the axes. A value that lands in a branch for the unknown is told, and is no error.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let worst = Axis::ALL.into_iter().map(|axis| self.severity_on(axis)).max();
        worst.unwrap_or_default()
    }

    /// How bad it is on one axis.
    #[must_use]
    pub fn severity_on(&self, axis: Axis) -> Severity {
        let severity = self.levels.severity(axis);
        let unknown = self.rule == Rule::EnumValueAdded && self.levels.word(axis) == "silent";
        if unknown { Severity::Warning } else { severity }
    }

    /// `GET /pets query.limit`
    #[must_use]
    pub fn place(&self) -> String {
        match (self.subject.as_str(), self.path.as_str()) {
            ("", path) => path.to_owned(),
            (subject, "") => subject.to_owned(),
            (subject, path) if path.starts_with(['.', '[']) => format!("{subject}{path}"),
            (subject, path) => format!("{subject} {path}"),
        }
    }

    /// What stays the same when words change: FNV-1a over rule, place and what is new.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let flow = format!("{}{}", u8::from(self.request), u8::from(self.reply));
        format!("{:016x}", words::hash([self.rule.id(), &self.place(), &flow, self.value()]))
    }

    /// The value, name or line that it is about, where the place alone does not tell findings apart.
    fn value(&self) -> &str {
        self.said.split_once(": ").map_or(self.said.as_str(), |(_, value)| value)
    }
}

/// A place in a document, as people find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file, as shown to people.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// RFC 6901.
    pub pointer: String,
    /// The first lines of the node, as written; empty where only what is around it is there.
    pub excerpt: String,
}

/// How many lines of a document are shown.
const EXCERPT: usize = 6;

impl Spot {
    /// Looks a place up; that of what is around it where it is not written.
    #[must_use]
    pub(super) fn find(sources: &Sources, at: &Pointer) -> Option<Self> {
        let written = sources.written(at);
        let source = sources.get(written.file)?;
        let mut node = Some(written.clone());
        let place = loop {
            let at = node?;
            match source.place(&at) {
                Some(place) => break place,
                None => node = at.parent(),
            }
        };
        let start = place.key.as_ref().map_or(place.value.start, |key| key.start);
        let (line, _) = source.line_column(start);
        let text = source.text.get(start..place.value.end.max(start)).unwrap_or_default();
        let head = source.text.get(..start).unwrap_or_default();
        let indent = head.len() - head.rfind('\n').map_or(0, |at| at + 1);
        let lines = text.lines().take(EXCERPT).enumerate().map(|(index, line)| match index {
            0 => line,
            _ => line.get(indent..).filter(|_| line.get(..indent).is_some_and(|i| i.trim().is_empty())).unwrap_or(line),
        });
        let mut excerpt = lines.map(str::trim_end).collect::<Vec<_>>().join("\n");
        if text.lines().count() > EXCERPT {
            excerpt.push_str("\n…");
        }
        Some(Self { file: source.name.clone(), line, pointer: written.as_str().to_owned(), excerpt })
    }
}

/// All that has changed between two documents.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What the API is called.
    pub api: String,
    /// Worst first, then by place.
    pub findings: Vec<Finding>,
    /// `info.version` of both.
    pub versions: (String, String),
    /// What the change asks for.
    pub bumps: Bumps,
}

/// The next version of each part that has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bumps {
    /// The document, by what travels: `info.version`.
    pub document: Bump,
    /// The emitted types, by themselves.
    pub types: Bump,
    /// The client half.
    pub client: Bump,
    /// The server half.
    pub server: Bump,
}

impl Bumps {
    /// The highest, which a crate that holds all of it needs.
    #[must_use]
    pub fn all(self) -> Bump {
        self.document.max(self.types).max(self.client).max(self.server)
    }
}

impl Report {
    /// How many findings an axis has at least that bad.
    #[must_use]
    pub fn count(&self, axis: Axis, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity_on(axis) >= severity).count()
    }

    /// The worst of all.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.findings.iter().map(Finding::severity).max()
    }

    /// The version that what travels asks for; below 1.0 the second number counts what breaks. The base's where it is none.
    #[must_use]
    pub fn next_version(&self) -> String {
        let Some([major, minor, patch]) = numbers(&self.versions.0) else { return self.versions.0.clone() };
        match (self.bumps.document, major) {
            (Bump::None, _) => self.versions.0.clone(),
            (Bump::Major, 0) => format!("0.{}.0", minor + 1),
            (Bump::Major, _) => format!("{}.0.0", major + 1),
            (Bump::Minor, 1..) => format!("{major}.{}.0", minor + 1),
            (Bump::Minor | Bump::Patch, _) => format!("{major}.{minor}.{}", patch + 1),
        }
    }

    /// Whether `info.version` went up at least as far as what travels asks for; `None` where it is no version.
    #[must_use]
    pub fn version_suffices(&self) -> Option<bool> {
        let (old, new) = (numbers(&self.versions.0)?, numbers(&self.versions.1)?);
        // Words alone need no number.
        if self.bumps.document <= Bump::Patch {
            return Some(true);
        }
        let first = (0..3).find(|at| new[*at] != old[*at]);
        let raised = match first {
            Some(at) if new[at] > old[at] => match (at, old[0]) {
                (0, _) | (1, 0) => Bump::Major,
                (1, _) | (_, 0) => Bump::Minor,
                _ => Bump::Patch,
            },
            _ => Bump::None,
        };
        Some(raised >= self.bumps.document)
    }
}

/// `v1.2.3-rc` as three numbers.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut numbers = [0; 3];
    let core = version.strip_prefix('v').unwrap_or(version).split(['-', '+']).next().unwrap_or_default();
    // A day, or a number of another kind.
    if !core.contains('.') {
        return None;
    }
    for (index, part) in core.split('.').enumerate() {
        *numbers.get_mut(index)? = part.parse().ok()?;
    }
    Some(numbers)
}

/// Where and what, before places are looked up.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) rule: Rule,
    pub(super) place: Place,
    /// `None`: nothing travels.
    pub(super) flow: Option<Flow>,
    /// The API sends these requests: its users are the servers.
    pub(super) sent: bool,
    pub(super) said: String,
    pub(super) levels: Levels,
    pub(super) base: Option<Pointer>,
    pub(super) revision: Option<Pointer>,
    /// The pair of types that it was found at, for the operations that it reaches.
    pub(super) node: Option<usize>,
    pub(super) operation: Option<usize>,
    /// What it concerns in the Rust: owner and member; a member that is empty stands for all.
    pub(super) anchors: Vec<Anchor>,
}

/// An item of the Rust and one of its parts.
pub(super) type Anchor = (String, String);

/// Where something is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) subject: String,
    pub(super) path: String,
}

impl Place {
    pub(super) fn of(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), path: String::new() }
    }

    /// A part of it; `part` brings its own separator.
    pub(super) fn then(&self, part: &str) -> Self {
        let path =
            if self.path.is_empty() { part.trim_start_matches(' ').to_owned() } else { format!("{}{part}", self.path) };
        Self { subject: self.subject.clone(), path }
    }
}

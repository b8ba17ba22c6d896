//! Choosing operations: which of a document's are generated.
//!
//! A selector is `tag:pets`, `GET /pets/*`, `/pets/*`, `webhook:pet.*`, `callback:paid` or an `operationId` such as `list*`; `*`
//! stands for any text. A callback goes with the operations that ask for it, unless it is named itself.
use crate::settings::Chosen;
use std::fmt;

/// Operations to include and to leave out. An empty `include` means all; what is left out is out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these.
    pub include: Vec<Chosen<Selector>>,
    /// Never these.
    pub exclude: Vec<Chosen<Selector>>,
}

impl Selection {
    /// Whether nothing is chosen: everything is generated.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// Whether an operation is generated.
    #[must_use]
    pub fn takes(&self, operation: &Candidate<'_>) -> bool {
        (self.include.is_empty() || self.names(operation)) && !self.leaves_out(operation)
    }

    /// Whether an operation is among those to include.
    #[must_use]
    pub fn names(&self, operation: &Candidate<'_>) -> bool {
        self.include.iter().any(|selector| selector.value.matches(operation))
    }

    /// Whether an operation is among those to leave out.
    #[must_use]
    pub fn leaves_out(&self, operation: &Candidate<'_>) -> bool {
        self.exclude.iter().any(|selector| selector.value.matches(operation))
    }
}

/// What a selector looks at.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// `operationId`.
    pub id: Option<&'a str>,
    /// In any case: `get`.
    pub method: &'a str,
    /// As written.
    pub path: &'a str,
    /// All of its tags.
    pub tags: &'a [&'a str],
    /// What the API sends has no path: `webhook` or `callback`, and its name.
    pub incoming: Option<(&'a str, &'a str)>,
}

/// One line of a [`Selection`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    text: String,
    by: By,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum By {
    Tag(String),
    Path { method: Option<String>, path: String },
    Incoming { kind: &'static str, name: String },
    Id(String),
}

impl Selector {
    /// Reads a selector; any text is one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let incoming = ["webhook", "callback"].into_iter().find_map(|kind| {
            let name = text.strip_prefix(kind)?.strip_prefix(':')?.trim().to_owned();
            Some(By::Incoming { kind, name })
        });
        if let Some(by) = incoming {
            return Self { text: text.to_owned(), by };
        }
        let by = match (text.strip_prefix("tag:"), text.split_once(' ')) {
            (Some(tag), _) => By::Tag(tag.trim().to_owned()),
            (None, Some((method, path))) if path.trim_start().starts_with('/') => {
                By::Path { method: Some(method.to_ascii_lowercase()), path: path.trim().to_owned() }
            }
            _ if text.starts_with('/') => By::Path { method: None, path: text.to_owned() },
            _ => By::Id(text.to_owned()),
        };
        Self { text: text.to_owned(), by }
    }

    /// A selector from the command line.
    #[must_use]
    pub fn given(text: &str) -> Chosen<Self> {
        Chosen { value: Self::new(text), place: None }
    }

    /// Whether it means this operation.
    #[must_use]
    pub fn matches(&self, operation: &Candidate<'_>) -> bool {
        match &self.by {
            By::Tag(tag) => operation.tags.iter().any(|own| glob(tag, own)),
            By::Path { method, path } => {
                method.as_ref().is_none_or(|m| m == "*" || m.eq_ignore_ascii_case(operation.method))
                    && glob(path, operation.path)
            }
            By::Incoming { kind, name } => operation.incoming.is_some_and(|(of, own)| of == *kind && glob(name, own)),
            By::Id(id) => operation.id.is_some_and(|own| glob(id, own)),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a text is the pattern with any text in place of each `*`: greedy from the left, in linear time a part.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text, yes) in [
            ("/pets", "/pets", true),
            ("/pets", "/pets/1", false),
            ("/pets*", "/pets/1", true),
            ("/a/*/c", "/a/b/b/c", true),
            ("*b*", "abc", true),
            ("*b*b*", "abc", false),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(glob(pattern, text), yes, "{pattern} {text}");
        }
    }

    #[test]
    fn operations_are_chosen_by_tag_path_or_id() {
        let sent = |kind, name| Candidate {
            id: Some("sold"),
            method: "post",
            path: "",
            tags: &["pets"],
            incoming: Some((kind, name)),
        };
        let webhook = sent("webhook", "pet.sold");
        for selector in ["webhook:pet.*", "webhook: pet.sold", "tag:pets", "sold"] {
            assert!(Selector::new(selector).matches(&webhook), "{selector}");
        }
        for selector in ["callback:pet.sold", "webhook:pet", "/*", "POST /*", "webhook"] {
            assert!(!Selector::new(selector).matches(&webhook), "{selector}");
        }
        assert!(Selector::new("callback:*").matches(&sent("callback", "pet.sold")));
        let pets =
            Candidate { id: Some("listPets"), method: "get", path: "/pets", tags: &["pets", "all"], incoming: None };
        let chosen = |list: &[&str]| list.iter().map(|s| Selector::given(s)).collect();
        let selection =
            |include: &[&str], exclude: &[&str]| Selection { include: chosen(include), exclude: chosen(exclude) };
        for (include, exclude, taken) in [
            (&[][..], &[][..], true),
            (&["tag:pets"], &[], true),
            (&["tag:dogs"], &[], false),
            (&["GET /pets"], &[], true),
            (&["post /pets"], &[], false),
            (&["/p*"], &["list*"], false),
            (&[], &["tag:all"], false),
            (&["list*"], &["DELETE /pets"], true),
        ] {
            assert_eq!(selection(include, exclude).takes(&pets), taken, "{include:?} {exclude:?}");
        }
    }
}

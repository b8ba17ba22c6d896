//! `tests/breadth.ledger`: which documents are known to be invalid, and by which errors.
use crate::failure::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Codes of the errors of each document that is known to be invalid.
#[derive(Debug, Default)]
pub(super) struct Ledger(BTreeMap<String, BTreeSet<String>>);

impl Ledger {
    /// The lines for documents below one directory; none if there is no ledger.
    pub(super) fn read(file: &Path, directory: &str) -> Result<Self, Failure> {
        match std::fs::read_to_string(file) {
            Ok(text) => Ok(Self::of(&text, directory)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Failure::Read { path: file.to_owned(), error }),
        }
    }

    fn of(text: &str, directory: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let entries = lines.filter_map(|line| {
            let (document, rest) = line.split_once(": ")?;
            let (codes, _) = rest.split_once(": ")?;
            let below = document.strip_prefix(directory)?.strip_prefix('/')?;
            Some((below.to_owned(), codes.split(", ").map(str::to_owned).collect()))
        });
        Self(entries.collect())
    }

    /// Whether a document is known to have errors of these kinds, and no others.
    pub(super) fn knows(&self, document: &str, errors: &BTreeMap<String, usize>) -> bool {
        self.0.get(document).is_some_and(|codes| codes.iter().eq(errors.keys()))
    }

    /// Documents of lines that do not hold: there is no such document, or it has other errors. `errors`: of each document
    /// that was generated.
    pub(super) fn stale<'l>(
        &'l self,
        documents: &BTreeSet<&str>,
        errors: &BTreeMap<&str, &BTreeMap<String, usize>>,
    ) -> Vec<&'l str> {
        let holds = |document: &str| match errors.get(document) {
            Some(errors) => self.knows(document, errors),
            // It is there, and was not asked for.
            None => documents.contains(document),
        };
        self.0.keys().map(String::as_str).filter(|document| !holds(document)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_for_one_directory_and_for_what_they_say() {
        let text = "# a: b: c\nall/a.yaml: x: reason\nall/b.yaml: x, y: reason\nother/c.yaml: x: reason\n";
        let ledger = Ledger::of(text, "all");
        let errors = |codes: &[&str]| codes.iter().map(|code| ((*code).to_owned(), 2)).collect::<BTreeMap<_, _>>();
        let (one, two, none) = (errors(&["x"]), errors(&["x", "y"]), errors(&[]));
        assert!(ledger.knows("a.yaml", &one) && ledger.knows("b.yaml", &two));
        assert!(!ledger.knows("a.yaml", &two) && !ledger.knows("c.yaml", &one) && !ledger.knows("a.yaml", &none));

        let there = BTreeSet::from(["a.yaml", "b.yaml"]);
        assert_eq!(ledger.stale(&there, &BTreeMap::from([("a.yaml", &one), ("b.yaml", &two)])), [""; 0]);
        assert_eq!(ledger.stale(&there, &BTreeMap::from([("a.yaml", &one)])), [""; 0]);
        assert_eq!(ledger.stale(&there, &BTreeMap::from([("a.yaml", &none), ("b.yaml", &one)])), ["a.yaml", "b.yaml"]);
        assert_eq!(ledger.stale(&BTreeSet::new(), &BTreeMap::new()), ["a.yaml", "b.yaml"]);
    }
}

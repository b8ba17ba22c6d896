//! `load`: bytes → [`Source`], a tree of values with its text.
//!
//! Assumes nothing. Guarantees: the tree is within the [`Budgets`], no object has a key twice,
//! JSON was read as JSON. Knows YAML (`serde_yaml`), JSON (`serde_json`) and documentation pages
//! that embed a document; knows nothing of OpenAPI.
mod budget;
mod bundle;
mod digits;
mod edits;
mod json;
mod lines;
mod neighbours;
pub mod page;
mod pointer;
mod quoted;
mod read;
mod spans;
mod tree;
mod yaml;

pub use budget::Budgets;
pub use edits::Edit;
use lines::Lines;
pub(crate) use neighbours::Absence;
use neighbours::Neighbours;
pub use pointer::{FileId, Pointer};
pub use read::read;

use quoted::Quotes;
use read::{Problem, Reading, char_offset, floor_char, without_position};
use serde_json::Value;
pub use spans::Place;
use spans::Spans;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 8259.
    Json,
    /// YAML, as far as its values are JSON's.
    Yaml,
}

/// One file, read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its own index in [`Sources`].
    pub id: FileId,
    /// As shown to people: a path relative to where they stand.
    pub name: String,
    /// The document's text: of a page, only what is in the fenced block.
    pub text: String,
    /// The line of the file on which `text` begins, from 1; more than 1 for a document embedded in a page.
    pub first_line: usize,
    /// How `text` is to be read.
    pub format: Format,
    /// The document as values; null if the text is no tree.
    pub tree: Value,
    /// Made when a place is asked for, which is when something is reported.
    spans: OnceLock<Arc<Spans>>,
    /// The same.
    lines: OnceLock<Lines>,
    /// Made when a scalar is missed.
    quotes: OnceLock<Quotes>,
}

impl Source {
    /// Where in the text a node stands; the first of several if a key is there twice.
    #[must_use]
    pub fn place(&self, at: &Pointer) -> Option<Place> {
        self.spans().find(&self.text, at)
    }

    /// Where in the text a node stands, once for each time that its key is there.
    #[must_use]
    pub fn places(&self, at: &Pointer) -> Vec<Place> {
        self.spans().find_all(&self.text, at)
    }

    /// The text of a scalar as it was meant: without quotes, escapes and folding, but with every digit of a number,
    /// so `1.10` and `18446744073709551617`. The first call reads the file a second time, later ones do not.
    #[must_use]
    pub fn scalar(&self, at: &Pointer) -> Option<Cow<'_, str>> {
        self.spans().scalar(&self.text, at)
    }

    /// Line and column of a byte of `text`, both from 1, as an editor shows them for the file.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let (line, column) = self.lines().line_column(&self.text, floor_char(&self.text, offset));
        (self.first_line + line - 1, column)
    }

    /// The whole lines that a range of bytes of `text` is in, without the last line break.
    pub(crate) fn lines_around(&self, range: &Range<usize>) -> Range<usize> {
        self.lines().around(&self.text, range)
    }

    /// The number or the boolean that a string of the tree spells. The first call looks through the whole tree.
    #[must_use]
    pub fn unquoted(&self, text: &str) -> Option<&Value> {
        self.quotes().without(text)
    }

    /// The string that a number or a boolean of the tree spells. The first call looks through the whole tree.
    #[must_use]
    pub fn quoted(&self, scalar: &Value) -> Option<&Value> {
        self.quotes().with(&scalar.to_string())
    }

    fn quotes(&self) -> &Quotes {
        self.quotes.get_or_init(|| Quotes::of(&self.tree))
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    fn spans(&self) -> &Spans {
        self.spans.get_or_init(|| Arc::new(Spans::new(&self.text, self.format)))
    }
}

/// The files of one document; the first one is where it begins.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// What was changed since the files were read.
    edits: Vec<Edit>,
    /// Where the others were looked for.
    neighbours: Neighbours,
}

impl Sources {
    /// Adds a file; its id says where it landed.
    pub fn push(&mut self, source: Source) -> FileId {
        let id = self.next_id();
        self.files.push(Source { id, ..source });
        id
    }

    /// Lets go of the trees; the texts stay, and with them every place. What had no tree still has none.
    pub fn forget_trees(&mut self) {
        for source in self.files.iter_mut().filter(|source| !source.tree.is_null()) {
            source.tree = Value::Bool(true);
        }
    }

    /// Reads a file and adds it, even if its text is no tree, so that the report can show that text.
    ///
    /// `None` when there is nothing to go on with; it is reported.
    pub fn read(
        &mut self,
        name: &str,
        bytes: &[u8],
        budgets: &Budgets,
        diagnostics: &mut crate::diagnostic::Diagnostics,
    ) -> Option<FileId> {
        let (source, complete) = read::attempt(self.next_id(), name, bytes, budgets, diagnostics);
        let id = self.push(source);
        complete.then_some(id)
    }

    /// Adds a text that is no document, so that reports can show its lines.
    pub fn push_text(&mut self, name: &str, text: &str) -> FileId {
        self.push(read::text(name, text))
    }

    /// The id that the next pushed file gets.
    #[must_use]
    pub fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    /// The file of that id, if there is one.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    /// The files, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The node at a place, if there is one.
    #[must_use]
    pub fn node(&self, at: &Pointer) -> Option<&Value> {
        self.get(at.file)?.tree.pointer(at.as_str())
    }
}

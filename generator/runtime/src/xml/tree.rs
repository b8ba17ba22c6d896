//! Text → tree: XML 1.0 with namespaces, checked, in two flat lists.
//!
//! `quick-xml` tells elements, texts and references apart, matches ends and binds prefixes; what it does not look at
//! (characters, names, what stands outside the root, duplicate attributes) is checked here. Nothing is expanded but the five
//! entities of XML and references to characters, so a tree is never larger than a constant times its text.
use std::collections::{HashMap, HashSet};

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};

use super::names::{is_char, is_name, is_space};
use crate::json::{Limits, SyntaxError};

/// Longer texts are not taken: places have 31 bits, and names may be longer than those that they stand for.
const MOST: usize = 1 << 28;
/// Prefixes in scope at once: each name looks through them.
const BINDINGS: usize = 256;

/// A document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Piece>,
    /// Local names and namespaces, each once; the first is empty.
    words: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
    /// All values of attributes and all texts, one after the other.
    text: String,
}

/// An element, an attribute or a text. Attributes, then all else that an element has, follow it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    sort: Sort,
    local: u32,
    namespace: u32,
    /// Of attributes and texts: where the text begins.
    start: u32,
    /// Of attributes and texts: where it ends. Of elements: the index behind all that it has.
    end: u32,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Element,
    Attribute,
    Text,
    CData,
}

type Read<T> = Result<T, SyntaxError>;

impl Tree {
    /// Reads a document.
    pub(super) fn parse(content: &[u8], limits: Limits) -> Read<Self> {
        let text = core::str::from_utf8(content)
            .map_err(|error| SyntaxError { offset: error.valid_up_to(), message: "not UTF-8" })?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if text.len() >= MOST {
            return Err(SyntaxError { offset: MOST, message: "the text is too long" });
        }
        if let Some((offset, _)) = text.char_indices().find(|(_, character)| !is_char(*character)) {
            return Err(SyntaxError { offset, message: "a character that XML does not have" });
        }
        let mut tree = Self::default();
        tree.word("");
        let mut building =
            Building { tree, open: Vec::new(), depth: limits.depth as usize, done: false, first: true, joins: false };
        let mut reader = NsReader::from_str(text);
        reader.config_mut().check_comments = true;
        reader.resolver_mut().set_max_namespace_bindings(BINDINGS);
        loop {
            let before = offset(reader.buffer_position());
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(fault(offset(reader.error_position()), &error)),
            };
            let is_end = matches!(event, Event::Eof);
            building.event(&reader, &event).map_err(|message| SyntaxError { offset: before, message })?;
            if is_end {
                return Ok(building.tree);
            }
        }
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(index) = self.known.get(word) {
            return *index;
        }
        let index = narrow(self.words.len());
        self.words.push(word.into());
        self.known.insert(word.into(), index);
        index
    }

    fn piece(&self, at: usize) -> Piece {
        let nothing = Piece { sort: Sort::Text, local: 0, namespace: 0, start: 0, end: 0 };
        self.nodes.get(at).copied().unwrap_or(nothing)
    }

    pub(super) fn sort(&self, at: usize) -> Sort {
        self.piece(at).sort
    }

    pub(super) fn local(&self, at: usize) -> &str {
        self.words.get(self.piece(at).local as usize).map_or("", |word| word)
    }

    pub(super) fn namespace(&self, at: usize) -> &str {
        self.words.get(self.piece(at).namespace as usize).map_or("", |word| word)
    }

    /// The value of an attribute, or a text.
    pub(super) fn text(&self, at: usize) -> &str {
        let piece = self.piece(at);
        self.text.get(piece.start as usize..piece.end as usize).unwrap_or_default()
    }

    /// What an element has: attributes first.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let end = if self.sort(at) == Sort::Element { (self.piece(at).end as usize).min(self.nodes.len()) } else { 0 };
        let mut next = at + 1;
        core::iter::from_fn(move || {
            let child = next;
            if child >= end {
                return None;
            }
            next = if self.sort(child) == Sort::Element {
                (self.piece(child).end as usize).max(child + 1)
            } else {
                child + 1
            };
            Some(child)
        })
    }
}

struct Building {
    tree: Tree,
    /// The elements around.
    open: Vec<usize>,
    depth: usize,
    /// The outermost element has ended.
    done: bool,
    /// Nothing was read yet.
    first: bool,
    /// A text that references and comments interrupt is one text.
    joins: bool,
}

type Checked<T> = Result<T, &'static str>;

impl Building {
    fn event(&mut self, reader: &NsReader<&[u8]>, event: &Event<'_>) -> Checked<()> {
        let first = core::mem::replace(&mut self.first, false);
        match event {
            Event::Start(start) => self.start(reader, start),
            Event::Empty(start) => self.start(reader, start).map(|()| self.end()),
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                if text.contains("]]>") {
                    return Err("`]]>` must be escaped");
                }
                self.push_text(&text, Sort::Text)
            }
            Event::CData(text) if self.open.is_empty() => drop_text(text),
            Event::CData(text) => self.push_text(&text.xml10_content(), Sort::CData),
            Event::GeneralRef(reference) => {
                let character = resolved(reference)?;
                self.push_text(character.encode_utf8(&mut [0; 4]), Sort::Text)
            }
            Event::DocType(_) => Err("a document type is not allowed"),
            Event::Decl(_) if !first => Err("an XML declaration must come first"),
            Event::Decl(declaration) => match declaration.encoding() {
                None => Ok(()),
                Some(Ok(name)) if is_utf8(&name) => Ok(()),
                Some(_) => Err("the text says that it is not in UTF-8"),
            },
            Event::PI(_) | Event::Comment(_) => Ok(()),
            Event::Eof if self.done && self.open.is_empty() => Ok(()),
            Event::Eof => Err("the text ends too early"),
        }
    }

    fn start(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Checked<()> {
        if self.done {
            return Err("there must be one outermost element");
        }
        if self.open.len() >= self.depth {
            return Err("nested too deeply");
        }
        self.joins = false;
        let (local, namespace) = self.name(reader, start.name(), false)?;
        self.open.push(self.tree.nodes.len());
        self.tree.nodes.push(Piece { sort: Sort::Element, local, namespace, start: 0, end: 0 });
        let mut seen = HashSet::new();
        // Looking for duplicates among the attributes would take the square of their number.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| "an attribute is not well written")?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (local, namespace) = self.name(reader, attribute.key, true)?;
            if !seen.insert((local, namespace)) {
                return Err("an attribute occurs twice");
            }
            if attribute.value.contains('<') {
                return Err("`<` must be escaped");
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|_| "a reference that is not known")?;
            self.push(&value, Sort::Attribute, local, namespace)?;
        }
        Ok(())
    }

    fn name(&mut self, reader: &NsReader<&[u8]>, name: QName<'_>, attribute: bool) -> Checked<(u32, u32)> {
        let (found, local) = match attribute {
            true => reader.resolver().resolve_attribute(name),
            false => reader.resolver().resolve_element(name),
        };
        let local = local.into_inner();
        if !is_name(local) || name.prefix().is_some_and(|prefix| !is_name(prefix.into_inner())) {
            return Err("this is not a name");
        }
        let namespace = match found {
            ResolveResult::Bound(namespace) => self.tree.word(namespace.into_inner()),
            ResolveResult::Unbound => 0,
            ResolveResult::Unknown(_) => return Err("a prefix that is not declared"),
        };
        Ok((self.tree.word(local), namespace))
    }

    fn end(&mut self) {
        self.joins = false;
        let past = narrow(self.tree.nodes.len());
        if let Some(open) = self.open.pop().and_then(|at| self.tree.nodes.get_mut(at)) {
            open.end = past;
        }
        self.done = self.open.is_empty();
    }

    fn push_text(&mut self, text: &str, sort: Sort) -> Checked<()> {
        if self.open.is_empty() {
            return if is_space(text) && sort == Sort::Text {
                Ok(())
            } else {
                Err("text outside of the outermost element")
            };
        }
        let joins = core::mem::replace(&mut self.joins, sort == Sort::Text) && sort == Sort::Text;
        if let Some(last) = self.tree.nodes.last_mut().filter(|_| joins) {
            self.tree.text.push_str(text);
            last.end = narrow(self.tree.text.len());
            return Ok(());
        }
        self.push(text, sort, 0, 0)
    }

    fn push(&mut self, text: &str, sort: Sort, local: u32, namespace: u32) -> Checked<()> {
        if text.chars().any(|character| !is_char(character)) {
            return Err("a character that XML does not have");
        }
        let start = narrow(self.tree.text.len());
        self.tree.text.push_str(text);
        self.tree.nodes.push(Piece { sort, local, namespace, start, end: narrow(self.tree.text.len()) });
        Ok(())
    }
}

fn drop_text<T>(_: T) -> Checked<()> {
    Err("text outside of the outermost element")
}

fn resolved(reference: &BytesRef<'_>) -> Checked<char> {
    let known = || resolve_xml_entity(reference).and_then(|text| text.chars().next());
    let character = reference.resolve_char_ref().map_err(|_| "a reference to no character")?.or_else(known);
    match character {
        Some(character) if is_char(character) => Ok(character),
        Some(_) => Err("a character that XML does not have"),
        None => Err("a reference that is not known"),
    }
}

fn is_utf8(name: &str) -> bool {
    name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii")
}

fn fault(offset: usize, error: &quick_xml::Error) -> SyntaxError {
    let message = match error {
        quick_xml::Error::IllFormed(_) => "an end that fits no beginning, or a name that is missing",
        quick_xml::Error::Namespace(_) => "namespaces that are not well declared",
        _ => "not well written",
    };
    SyntaxError { offset, message }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Texts are shorter than [`MOST`], and have fewer pieces than bytes.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

//! A tree → a tape of texts.
use super::names::{is_space, trimmed};
use super::tree::{Sort, Tree};
use super::{Content, Kind, Member, Node, Shape, XSI, Xml};
use crate::json::{Decode, Limits, Mode, TextTape, decode_tape, push_pointer};
use crate::validate::{Invalid, Violation};

/// Reads an XML document.
///
/// # Errors
/// The text is not well formed, or its elements are not what `xml` describes; else what `T` demands. Pointers are those of
/// the value.
pub fn decode<T: Decode>(xml: &Xml, content: &[u8], mode: Mode) -> Result<T, Invalid> {
    let tree = Tree::parse(content, Limits::default())?;
    let (strict, pointer) = (mode == Mode::Strict, String::new());
    let mut reading = Reading { tree: &tree, xml, strict, tape: TextTape::new(), pointer, violations: Vec::new() };
    reading.root();
    let Reading { tape, violations, .. } = reading;
    if violations.is_empty() {
        return decode_tape(&tape.finish(), mode).map_err(|violations| Invalid::new(violations, 0));
    }
    Err(Invalid::new(violations, 0))
}

/// Violations beyond these are not told.
const KEPT: usize = 100;

pub(super) struct Reading<'t> {
    pub(super) tree: &'t Tree,
    xml: &'t Xml,
    strict: bool,
    pub(super) tape: TextTape,
    pointer: String,
    violations: Vec<Violation>,
}

impl Reading<'_> {
    fn root(&mut self) {
        let root = self.xml.root;
        let fits = |exact| root.name.is_empty() || self.takes(&root, 0, "", exact);
        if !fits(true) && (self.strict || !fits(false)) {
            return self.violation("expected another outermost element");
        }
        self.value(&root, 0, "");
    }

    fn violation(&mut self, message: &'static str) {
        if self.violations.len() < KEPT {
            let pointer = self.pointer.clone();
            self.violations.push(Violation { pointer, keyword: "xml", message: message.into() });
        }
    }

    /// Reads what is below a member or an item.
    fn below(&mut self, name: &str, read: impl FnOnce(&mut Self)) {
        let before = self.pointer.len();
        push_pointer(&mut self.pointer, name);
        read(self);
        self.pointer.truncate(before);
    }

    /// Whether a piece is what a node describes. `around` is the namespace of what has no prefix. Where it must not be
    /// `exact`, any namespace does.
    fn takes(&self, node: &Node, at: usize, around: &str, exact: bool) -> bool {
        let tree = self.tree;
        let is_named = |attribute: bool| {
            let (local, namespace) = (tree.local(at), tree.namespace(at));
            let implied = namespace.is_empty() || (!attribute && namespace == around);
            let within = if node.namespace.is_empty() { implied } else { namespace == node.namespace };
            local == node.name && (within || !exact)
        };
        match (node.kind, tree.sort(at)) {
            (Kind::Element, Sort::Element) => is_named(false),
            (Kind::Attribute, Sort::Attribute) => is_named(true),
            (Kind::Text | Kind::CData, Sort::Text | Sort::CData) => true,
            (Kind::None, _) => self.xml.shape_of(node).is_some_and(|shape| self.has(&shape, at, around, exact)),
            _ => false,
        }
    }

    /// Whether a piece belongs to what a shape describes, where that has no element of its own.
    fn has(&self, shape: &Shape, at: usize, around: &str, exact: bool) -> bool {
        let items = shape.first.iter().chain(&shape.items);
        let members = shape.members.unwrap_or_default().iter().map(|member| &member.node);
        items.chain(members).any(|node| self.takes(node, at, around, exact))
    }

    /// A piece's value.
    fn value(&mut self, node: &Node, at: usize, around: &str) {
        let around = if node.kind == Kind::Element && !node.namespace.is_empty() && node.prefix.is_empty() {
            node.namespace
        } else {
            around
        };
        match self.tree.sort(at) {
            Sort::Element if self.is_nil(at) => self.null(),
            Sort::Element => self.content(node.content, at, around),
            Sort::Attribute | Sort::Text | Sort::CData => {
                let text = self.tree.text(at);
                self.tape.text(if self.is_token(node.content) { trimmed(text) } else { text });
            }
        }
    }

    pub(super) fn null(&mut self) {
        self.tape.null();
    }

    pub(super) fn is_nil(&self, at: usize) -> bool {
        let is_nil = |at: &usize| {
            self.tree.sort(*at) == Sort::Attribute && self.tree.local(*at) == "nil" && self.tree.namespace(*at) == XSI
        };
        let nil = self.tree.children(at).take_while(|at| self.tree.sort(*at) == Sort::Attribute).find(is_nil);
        nil.is_some_and(|at| matches!(trimmed(self.tree.text(at)), "true" | "1"))
    }

    fn is_token(&self, content: Content) -> bool {
        match content {
            Content::Token => true,
            Content::Of(index) => self.xml.shape(index).text == Some(Content::Token),
            Content::Text | Content::Any => false,
        }
    }

    /// What is in an element.
    fn content(&mut self, content: Content, at: usize, around: &str) {
        let shape = match content {
            Content::Any => return self.any(at),
            Content::Text | Content::Token => return self.text(content, at),
            Content::Of(index) => self.xml.shape(index),
        };
        let tree = self.tree;
        let elements = tree.children(at).filter(|child| tree.sort(*child) == Sort::Element);
        let attributes =
            tree.children(at).any(|child| tree.sort(child) == Sort::Attribute && !is_passed_over(tree, child));
        let has_parts = elements.clone().next().is_some() || (attributes && shape.members.is_some());
        let is_list = |exact| elements.clone().any(|child| self.has_item(&shape, child, around, exact));
        match shape.text {
            Some(text) if !has_parts => self.text(text, at),
            _ if shape.is_list && (shape.members.is_none() || is_list(true)) => {
                let parts = tree.children(at).filter(|child| tree.sort(*child) != Sort::Attribute).collect::<Vec<_>>();
                self.list(&shape, &parts, around);
            }
            _ if shape.members.is_some() => self.object(&shape, at, around),
            _ => self.text(shape.text.unwrap_or(Content::Text), at),
        }
    }

    fn has_item(&self, shape: &Shape, at: usize, around: &str, exact: bool) -> bool {
        shape.first.iter().chain(&shape.items).any(|node| self.takes(node, at, around, exact))
    }

    fn text(&mut self, content: Content, at: usize) {
        if self.strict && self.tree.children(at).any(|child| self.tree.sort(child) == Sort::Element) {
            self.violation("expected a text, found elements");
        }
        let text = self.joined(&self.texts(at));
        self.tape.text(if content == Content::Token { trimmed(&text) } else { &text });
    }

    pub(super) fn texts(&self, at: usize) -> Vec<usize> {
        self.tree.children(at).filter(|child| matches!(self.tree.sort(*child), Sort::Text | Sort::CData)).collect()
    }

    pub(super) fn joined(&self, texts: &[usize]) -> String {
        texts.iter().map(|at| self.tree.text(*at)).collect()
    }

    /// An element with members: each of its pieces belongs to a member, or to none.
    fn object(&mut self, shape: &Shape, at: usize, around: &str) {
        let members = shape.members.unwrap_or_default();
        let pieces = self.tree.children(at).collect::<Vec<_>>();
        let mixed = pieces.iter().any(|piece| self.tree.sort(*piece) == Sort::Element);
        let (mut found, mut others) = (vec![Vec::new(); members.len()], Vec::new());
        for piece in pieces {
            let is_text = matches!(self.tree.sort(piece), Sort::Text | Sort::CData);
            // White space between elements, and around sections, is for people.
            let blank = is_text && is_space(self.tree.text(piece));
            let index = |exact| members.iter().position(|member| self.takes(&member.node, piece, around, exact));
            let index = index(true).or_else(|| if self.strict { None } else { index(false) });
            match index.and_then(|index| found.get_mut(index)) {
                Some(_) if blank && mixed => {}
                Some(list) => list.push(piece),
                None if blank => {}
                None => others.push(piece),
            }
        }
        self.tape.object();
        self.members(members, &found, around);
        self.others(shape, &others, around);
        self.tape.end();
    }

    fn members(&mut self, members: &[Member], found: &[Vec<usize>], around: &str) {
        for (member, pieces) in members.iter().zip(found) {
            let before = self.pointer.len();
            push_pointer(&mut self.pointer, member.name);
            self.member(member, pieces, around);
            self.pointer.truncate(before);
        }
    }

    fn member(&mut self, member: &Member, pieces: &[usize], around: &str) {
        let node = &member.node;
        match node.kind {
            Kind::Element | Kind::Attribute => {
                for piece in pieces {
                    self.tape.name(member.name);
                    self.value(node, *piece, around);
                }
                if pieces.is_empty() && node.kind == Kind::Attribute && member.null {
                    self.tape.name(member.name);
                    self.null();
                }
            }
            Kind::Text | Kind::CData if pieces.is_empty() && !(member.required && node.content == Content::Text) => {}
            Kind::Text | Kind::CData => {
                let sections = pieces.iter().filter(|at| self.tree.sort(**at) == Sort::CData);
                let sections = sections.copied().collect::<Vec<_>>();
                let blank = |at: &usize| self.tree.sort(*at) == Sort::CData || is_space(self.tree.text(*at));
                // What stands around a section is no part of it.
                let only = node.kind == Kind::CData && !sections.is_empty() && pieces.iter().all(blank);
                let text = self.joined(if only { &sections } else { pieces });
                let text = if self.is_token(node.content) { trimmed(&text) } else { &text };
                self.tape.name(member.name).text(text);
            }
            Kind::None if pieces.is_empty() && !member.required => {}
            Kind::None => {
                let Some(shape) = self.xml.shape_of(node) else { return };
                self.tape.name(member.name);
                match (shape.members, pieces) {
                    (Some(members), _) => self.inlined(members, pieces, around),
                    (None, [one]) if shape.text.is_some() => {
                        self.value(&shape.items.unwrap_or(*node), *one, around);
                    }
                    _ => self.list(&shape, pieces, around),
                }
            }
        }
    }

    /// An object whose members stand among those of the object around it.
    fn inlined(&mut self, members: &'static [Member], pieces: &[usize], around: &str) {
        let mut found = vec![Vec::new(); members.len()];
        for piece in pieces {
            let index = |exact| members.iter().position(|member| self.takes(&member.node, *piece, around, exact));
            let index = index(true).or_else(|| if self.strict { None } else { index(false) });
            if let Some(list) = index.and_then(|index| found.get_mut(index)) {
                list.push(*piece);
            }
        }
        self.tape.object();
        self.members(members, &found, around);
        self.tape.end();
    }

    /// What belongs to no member: members by any name, where there are such.
    fn others(&mut self, shape: &Shape, pieces: &[usize], around: &str) {
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        let tree = self.tree;
        for piece in pieces.iter().copied().filter(|piece| !is_passed_over(tree, *piece)) {
            if matches!(self.tree.sort(piece), Sort::Text | Sort::CData) {
                if self.strict {
                    self.violation("text is not expected here");
                }
                continue;
            }
            let name = self.name_of(shape, piece);
            let place = *places.entry(name.clone()).or_insert_with(|| {
                groups.push((name, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, list)) = groups.get_mut(place) {
                list.push(piece);
            }
        }
        for (name, pieces) in &groups {
            self.below(name, |reading| reading.other(shape, name, pieces, around));
        }
    }

    /// Members by the same name that is nobody's.
    fn other(&mut self, shape: &Shape, name: &str, pieces: &[usize], around: &str) {
        let kind = if name.starts_with('@') { Kind::Attribute } else { Kind::Element };
        let rest = shape
            .rest
            .filter(|rest| rest.kind == Kind::None || (rest.kind == Kind::Attribute) == (kind == Kind::Attribute));
        let Some(rest) = rest else {
            // They are shown to readers that refuse them.
            if self.strict {
                self.tape.name(name);
                self.any_of(pieces);
            }
            return;
        };
        let name = if rest.kind == Kind::Attribute { name.trim_start_matches('@') } else { name };
        let list = self.xml.shape_of(&rest).filter(|shape| rest.kind == Kind::None && shape.is_list);
        match (list, pieces, rest.content) {
            (Some(shape), [one], _) if shape.text.is_some() => {
                self.tape.name(name);
                self.value(&shape.items.unwrap_or(rest), *one, around);
            }
            (Some(shape), ..) => {
                self.tape.name(name).array();
                for (index, piece) in pieces.iter().enumerate() {
                    let item = shape.first.get(index).copied().or(shape.items).unwrap_or(rest);
                    self.below(&index.to_string(), |reading| reading.value(&item, *piece, around));
                }
                self.tape.end();
            }
            (None, _, Content::Any) => {
                self.tape.name(name);
                self.any_of(pieces);
            }
            (None, ..) => {
                for piece in pieces {
                    self.tape.name(name);
                    self.value(&rest, *piece, around);
                }
            }
        }
    }

    /// What a member that nothing describes is called. One that would be taken for another is told apart.
    fn name_of(&self, shape: &Shape, at: usize) -> String {
        let local = self.tree.local(at);
        if self.tree.sort(at) == Sort::Attribute {
            return format!("@{local}");
        }
        let known = shape.members.unwrap_or_default().iter().any(|member| member.name == local);
        if known { format!("<{local}>") } else { local.to_owned() }
    }

    /// The items of a list, each a piece.
    fn list(&mut self, shape: &Shape, pieces: &[usize], around: &str) {
        self.tape.array();
        let mut pieces = pieces.iter().copied().peekable();
        let mut index = 0;
        for node in shape.first {
            let is_text = |at: usize| matches!(self.tree.sort(at), Sort::Text | Sort::CData);
            if matches!(node.kind, Kind::Text | Kind::CData) {
                let mut run = Vec::new();
                while let Some(piece) = pieces.next_if(|piece| is_text(*piece)) {
                    run.push(piece);
                }
                let text = self.joined(&run);
                self.tape.text(if self.is_token(node.content) { trimmed(&text) } else { &text });
                index += 1;
                continue;
            }
            while pieces.next_if(|piece| is_text(*piece) && is_space(self.tree.text(*piece))).is_some() {}
            match pieces.next() {
                Some(piece) if self.takes(node, piece, around, self.strict) => {
                    self.below(&index.to_string(), |reading| reading.value(node, piece, around));
                    index += 1;
                }
                Some(_) => {
                    self.below(&index.to_string(), |reading| reading.violation("expected another element"));
                    break;
                }
                None => break,
            }
        }
        for piece in pieces {
            let blank = self.tree.sort(piece) != Sort::Element && is_space(self.tree.text(piece));
            match shape.items {
                Some(items) if self.takes(&items, piece, around, self.strict) => {
                    self.below(&index.to_string(), |reading| reading.value(&items, piece, around));
                    index += 1;
                }
                _ if blank || !self.strict => {}
                _ => self.below(&index.to_string(), |reading| reading.violation("expected another element")),
            }
        }
        self.tape.end();
    }
}

/// Attributes that speak of the document and not of what is in it.
pub(super) fn is_passed_over(tree: &Tree, at: usize) -> bool {
    tree.sort(at) == Sort::Attribute && matches!(tree.namespace(at), XSI | super::XML)
}

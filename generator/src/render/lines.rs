//! Items, line by line: what fits on a line is written as it is, the rest goes through `syn` and `prettyplease`.
//!
//! The text is what `prettyplease` would make of everything, at a fraction of the cost: parsing and laying out took
//! most of the generator's time. Whether it is the same is what every golden file of this repository says.
use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, TokenTree};
use std::iter::Peekable;

use super::flat::Flat;
use super::layout::{self, Place};
use super::{INDENT, NOT_RUST, WIDTH};
use crate::emit::LINE_END;

type Trees = Peekable<IntoIter>;

/// What lines stand in, as far as it matters to those who parse them.
#[derive(Clone, Copy, Debug)]
enum Within {
    Module,
    Impl,
    Trait,
    Struct,
    Enum,
    Function,
    Match,
}

impl Within {
    fn opening(self) -> &'static str {
        match self {
            Self::Module => "mod m {",
            Self::Impl => "impl S {",
            Self::Trait => "trait T {",
            Self::Struct => "struct S {",
            Self::Enum => "enum E {",
            Self::Function => "fn f() {",
            Self::Match => "fn f() { match m {",
        }
    }
}

/// Which item it is, as far as it matters where it ends and what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unknown,
    /// `const` may still begin a function.
    Const,
    /// Ends with a semicolon.
    Line,
    Struct,
    Enum,
    Function,
    Impl,
    Trait,
    Module,
    /// A macro.
    Other,
}

impl Kind {
    fn of(word: &str, before: Self) -> Self {
        match (before, word) {
            (Self::Unknown | Self::Const, "fn") => Self::Function,
            (Self::Unknown, "const") => Self::Const,
            (Self::Unknown, "pub" | "async" | "unsafe") => Self::Unknown,
            (Self::Const, _) | (Self::Unknown, "type" | "static" | "use") => Self::Line,
            (Self::Unknown, "struct") => Self::Struct,
            (Self::Unknown, "enum") => Self::Enum,
            (Self::Unknown, "impl") => Self::Impl,
            (Self::Unknown, "trait") => Self::Trait,
            (Self::Unknown, "mod") => Self::Module,
            (Self::Unknown, _) => Self::Other,
            (known, _) => known,
        }
    }
}

/// The lines of the next item; `None` when there is none.
pub(super) fn next_item(trees: &mut Trees) -> Option<String> {
    trees.peek()?;
    let mut lines = Lines { out: String::new() };
    lines.item(trees, 0, Within::Module);
    Some(lines.out)
}

struct Lines {
    out: String,
}

impl Lines {
    fn item(&mut self, trees: &mut Trees, depth: usize, within: Within) {
        self.attributes(trees, depth);
        let (mut head, mut kind) = (Flat::new(), Kind::Unknown);
        for tree in trees.by_ref() {
            match tree {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let body = match kind {
                        Kind::Struct | Kind::Enum | Kind::Function | Kind::Impl | Kind::Trait | Kind::Module => group,
                        _ => {
                            head.push(TokenTree::Group(group));
                            if kind == Kind::Other {
                                break;
                            }
                            continue;
                        }
                    };
                    return self.body(head, kind, body, depth, within);
                }
                TokenTree::Punct(sign) if sign.as_char() == ';' => {
                    if kind == Kind::Other {
                        head.odd();
                    }
                    return self.line(head, ";", depth, within);
                }
                TokenTree::Ident(ident) if matches!(kind, Kind::Unknown | Kind::Const) => {
                    kind = Kind::of(&ident.to_string(), kind);
                    head.push(TokenTree::Ident(ident));
                }
                tree => {
                    if kind == Kind::Unknown && matches!(tree, TokenTree::Punct(_)) {
                        kind = Kind::Other;
                    }
                    head.push(tree);
                }
            }
        }
        head.odd();
        self.line(head, "", depth, within);
    }

    /// An item with braces.
    fn body(&mut self, head: Flat, kind: Kind, body: Group, depth: usize, within: Within) {
        let (text, plain, _) = head.end();
        let stream = body.stream();
        drop(body);
        let empty = stream.is_empty();
        let before = self.out.len();
        self.indent(depth);
        let brace = if empty { " {}" } else { " {" };
        let laid_out = match kind {
            _ if !plain => None,
            _ if depth * INDENT + text.len() + brace.len() <= WIDTH => {
                self.out.push_str(&text);
                Some(())
            }
            Kind::Function => layout::signature(&text, depth * INDENT, brace.len(), &mut self.out),
            Kind::Impl => layout::implementation(&text, depth * INDENT, &mut self.out),
            _ => None,
        };
        if laid_out.is_some() {
            self.out.push_str(brace);
            self.out.push('\n');
        } else {
            self.out.truncate(before);
            self.parsed(&(text + "{}"), depth, within);
            if !empty {
                self.out.truncate(self.out.trim_end_matches(['}', '\n']).len());
                self.out.push('\n');
            }
        }
        if empty {
            return;
        }
        let mut trees = stream.into_iter().peekable();
        let below = depth + 1;
        match kind {
            Kind::Struct => self.list(&mut trees, below, Within::Struct),
            Kind::Enum => self.list(&mut trees, below, Within::Enum),
            Kind::Function => self.statements(trees.collect(), below),
            _ => {
                let within = match kind {
                    Kind::Impl => Within::Impl,
                    Kind::Trait => Within::Trait,
                    _ => Within::Module,
                };
                while trees.peek().is_some() {
                    self.item(&mut trees, below, within);
                }
            }
        }
        self.indent(depth);
        self.out.push_str("}\n");
    }

    /// Fields or variants.
    fn list(&mut self, trees: &mut Trees, depth: usize, within: Within) {
        while trees.peek().is_some() {
            self.attributes(trees, depth);
            let mut flat = Flat::new();
            for tree in trees.by_ref() {
                match tree {
                    TokenTree::Punct(sign) if sign.as_char() == ',' && flat.is_level() => break,
                    tree => flat.push(tree),
                }
            }
            self.line(flat, ",", depth, within);
        }
    }

    /// Up to a semicolon or a block each. What ends with a block that is not known is laid out together with what follows.
    fn statements(&mut self, trees: Vec<TokenTree>, depth: usize) {
        let mut flat = Flat::new();
        let mut trees = trees.into_iter().peekable();
        while let Some(tree) = trees.next() {
            match tree {
                TokenTree::Punct(sign) if sign.as_char() == ';' => {
                    self.line(std::mem::replace(&mut flat, Flat::new()), ";", depth, Within::Function);
                }
                TokenTree::Group(group) => match Block::of(&flat, &group, trees.peek(), depth) {
                    Some(block) => {
                        let (head, ..) = std::mem::replace(&mut flat, Flat::new()).end();
                        self.block(&head, block, group, depth);
                        if trees.next_if(is_semicolon).is_some() {
                            self.out.truncate(self.out.trim_end_matches('\n').len());
                            self.out.push_str(";\n");
                        }
                    }
                    None => flat.push(TokenTree::Group(group)),
                },
                tree => flat.push(tree),
            }
        }
        if !flat.is_empty() {
            // A semicolon is added to some.
            if !flat.is_value() {
                flat.odd();
            }
            self.line(flat, "", depth, Within::Function);
        }
    }

    fn block(&mut self, head: &str, block: Block, group: Group, depth: usize) {
        let mut trees = alone(group);
        if let Block::Closure = block {
            return self.closure(head, trees, depth);
        }
        let (open, close) = match block {
            Block::Match | Block::Condition => (" {\n", "}\n"),
            Block::Future | Block::Closure => ("(async move {\n", "})\n"),
        };
        self.indent(depth);
        self.out.push_str(head);
        self.out.push_str(open);
        match block {
            Block::Match => self.arms(trees, depth + 1),
            Block::Condition => self.statements(trees, depth + 1),
            Block::Future | Block::Closure => {
                if let Some(TokenTree::Group(body)) = trees.pop() {
                    self.statements(alone(body), depth + 1);
                }
            }
        }
        self.indent(depth);
        self.out.push_str(close);
    }

    /// A call whose last argument is a closure with a block: an argument a line.
    fn closure(&mut self, head: &str, trees: Vec<TokenTree>, depth: usize) {
        let mut arguments = Flat::new();
        let mut body = None;
        for tree in trees {
            match tree {
                tree if body.is_some() && is_sign(&tree, ',') => {}
                tree if is_steps(&tree) => body = Some(tree),
                tree => arguments.push(tree),
            }
        }
        let Some(TokenTree::Group(body)) = body else { return };
        let (text, plain, forced) = arguments.end();
        let pipe = text.find('|').unwrap_or_default();
        // It may be borrowed: `&|v, c|`.
        let begin = text[..pipe].rfind(", ").map_or(0, |comma| comma + 2);
        let (others, parameters) = text.split_at(begin);
        let indent = (depth + 1) * INDENT;
        let others = layout::parts(others.trim_end_matches(", ")).filter(|others| {
            let fit = others.iter().all(|other| indent + other.len() < WIDTH);
            fit && plain && !forced && begin > 0 && parameters.ends_with("| ") && indent + parameters.len() < WIDTH
        });
        let Some(others) = others else {
            let whole = [head, "(", &text, " ", &body.to_string(), ")"].concat();
            self.parsed(&whole, depth, Within::Function);
            return;
        };
        self.indent(depth);
        self.out.push_str(head);
        self.out.push_str("(\n");
        for other in others {
            self.indent(depth + 1);
            self.out.push_str(other);
            self.out.push_str(",\n");
        }
        self.indent(depth + 1);
        self.out.push_str(parameters);
        self.out.push_str("{\n");
        self.statements(alone(body), depth + 2);
        self.indent(depth + 1);
        self.out.push_str("},\n");
        self.indent(depth);
        self.out.push_str(")\n");
    }

    /// The arms of a `match`.
    fn arms(&mut self, trees: Vec<TokenTree>, depth: usize) {
        let indent = depth * INDENT;
        let mut trees = trees.into_iter().peekable();
        while trees.peek().is_some() {
            let mut pattern = Flat::new();
            while let Some(tree) = trees.next() {
                if is_sign(&tree, '=') && trees.next_if(|next| is_sign(next, '>')).is_some() {
                    break;
                }
                pattern.push(tree);
            }
            let (pattern, plain, _) = pattern.end();
            let fits = plain && indent + pattern.len() + 5 <= WIDTH;
            // A block of several steps; what is in a block alone is a value.
            if let Some(TokenTree::Group(group)) = trees.next_if(|tree| fits && is_steps(tree)) {
                self.indent(depth);
                self.out.push_str(&pattern);
                self.out.push_str(" => {\n");
                self.statements(alone(group), depth + 1);
                self.indent(depth);
                self.out.push_str("}\n");
                let _ = trees.next_if(|tree| is_sign(tree, ','));
                continue;
            }
            let mut body = Flat::new();
            let mut block = false;
            while let Some(tree) = trees.next() {
                if is_sign(&tree, ',') && body.is_level() {
                    break;
                }
                let brace = matches!(&tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
                block |= brace && body.is_empty();
                let last = brace && (block || body.is_control());
                body.push(tree);
                if last {
                    let _ = trees.next_if(|tree| is_sign(tree, ','));
                    break;
                }
            }
            if !body.is_value() {
                body.odd();
            }
            let (text, plain, forced) = body.end();
            let before = self.out.len();
            let laid_out = fits && plain && text != "()" && {
                self.indent(depth);
                self.out.push_str(&pattern);
                self.out.push_str(" => ");
                if !forced && indent + pattern.len() + 4 + text.len() <= WIDTH {
                    self.out.push_str(&text);
                    self.out.push_str(",\n");
                    true
                } else {
                    self.out.push_str("{\n");
                    self.indent(depth + 1);
                    let place = Place { indent: indent + INDENT, at: indent + INDENT, after: 0 };
                    let laid_out = layout::value(&text, place, &mut self.out).is_some();
                    self.out.push('\n');
                    self.indent(depth);
                    self.out.push_str("}\n");
                    laid_out
                }
            };
            if !laid_out {
                self.out.truncate(before);
                self.parsed(&[&pattern, " => ", &text, ","].concat(), depth, Within::Match);
            }
        }
    }

    fn line(&mut self, flat: Flat, end: &str, depth: usize, within: Within) {
        let (text, plain, forced) = flat.end();
        let indent = depth * INDENT;
        let before = self.out.len();
        if plain {
            self.indent(depth);
            if !forced && indent + text.len() + end.len() <= WIDTH {
                self.out.push_str(&text);
                self.out.push_str(end);
                self.out.push('\n');
                return;
            }
            if let Within::Trait = within {
                if text.starts_with("fn ") && layout::signature(&text, indent, end.len(), &mut self.out).is_some() {
                    self.out.push_str(end);
                    self.out.push('\n');
                } else {
                    self.out.truncate(before);
                    self.parsed(&[&text, end].concat(), depth, within);
                }
                return;
            }
            let start = match within {
                Within::Struct => text.find(": ").map_or(0, |at| at + 2),
                _ => layout::assigned(&text),
            };
            self.out.push_str(text.get(..start).unwrap_or_default());
            let rest = text.get(start..).unwrap_or_default();
            let place = Place { indent, at: indent + start, after: end.len() };
            // A name alone may end where it wants to.
            let is_within = place.at <= WIDTH || !text.contains(['<', '(']);
            if is_within && layout::value(rest, place, &mut self.out).is_some() {
                self.out.push_str(end);
                self.out.push('\n');
                return;
            }
            self.out.truncate(before);
        }
        self.parsed(&[&text, end].concat(), depth, within);
    }

    fn attributes(&mut self, trees: &mut Trees, depth: usize) {
        while trees.next_if(|tree| matches!(tree, TokenTree::Punct(sign) if sign.as_char() == '#')).is_some() {
            let Some(TokenTree::Group(group)) = trees.next() else { return };
            let stream = group.stream();
            drop(group);
            let (text, plain, _) = Flat::of(stream).end();
            if let Some(doc) = text.strip_prefix("doc = ").and_then(unquoted)
                && !doc.starts_with('/')
                && !doc.contains('\n')
            {
                self.comment(&doc, depth);
            } else if plain && depth * INDENT + text.len() + 3 <= WIDTH {
                self.indent(depth);
                self.out.push_str(&["#[", &text, "]\n"].concat());
            } else {
                self.parsed(&["#[", &text, "] fn f() {}"].concat(), depth, Within::Module);
                self.out.truncate(self.out.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1));
            }
        }
    }

    /// See [`LINE_END`].
    fn comment(&mut self, doc: &str, depth: usize) {
        for line in doc.trim_end_matches(' ').split(LINE_END) {
            self.indent(depth);
            self.out.push_str("///");
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    /// Has the text laid out, in as many blocks as it stands in.
    fn parsed(&mut self, text: &str, depth: usize, within: Within) {
        let outer = depth.saturating_sub(if matches!(within, Within::Match) { 2 } else { 1 });
        let opening = if depth > 0 { within.opening() } else { "" };
        let mut whole = Within::Module.opening().repeat(outer);
        whole.push_str(opening);
        whole.push_str(text);
        whole.push_str(&"}".repeat(depth));
        let Ok(file) = syn::parse_str::<syn::File>(&whole) else {
            self.out.push_str(NOT_RUST);
            return;
        };
        let laid_out = prettyplease::unparse(&file);
        let lines: Vec<&str> = laid_out.lines().collect();
        for line in lines.get(depth..lines.len().saturating_sub(depth)).unwrap_or_default() {
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n(' ', depth * INDENT));
    }
}

/// A block whose contents are laid out by themselves.
#[derive(Clone, Copy, Debug)]
enum Block {
    Match,
    /// `if` and `for`.
    Condition,
    /// `Box::pin(async move { … })`.
    Future,
    /// `c.at("name", |c| { … })`.
    Closure,
}

impl Block {
    /// What a group is behind the beginning of a statement, and before what follows.
    fn of(head: &Flat, group: &Group, next: Option<&TokenTree>, depth: usize) -> Option<Self> {
        let ends = next.is_none_or(is_semicolon);
        let found = match group.delimiter() {
            Delimiter::Parenthesis if ends && head.reads("Box::pin", "pin").is_some() => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let words = inside.iter().take(2).map(ToString::to_string).collect::<Vec<_>>();
                let is_future = inside.len() == 3 && words == ["async", "move"] && inside.last().is_some_and(is_steps);
                is_future.then_some(Self::Future)
            }
            Delimiter::Parenthesis if ends && head.reads("c.", "").is_some() => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let last = inside.iter().rev().find(|tree| !is_sign(tree, ','));
                last.is_some_and(is_steps).then_some(Self::Closure)
            }
            Delimiter::Brace if head.reads("match ", "").is_some() => {
                let is_value = next.is_some_and(|next| matches!(next, TokenTree::Punct(_)));
                (!is_value && !group.stream().is_empty()).then_some(Self::Match)
            }
            Delimiter::Brace if head.reads("if ", "").or(head.reads("for ", "")).is_some() => {
                let goes_on = next.is_some_and(|next| match next {
                    TokenTree::Ident(word) => word == "else",
                    next => matches!(next, TokenTree::Punct(_)),
                });
                (!goes_on && has_steps(group)).then_some(Self::Condition)
            }
            _ => None,
        };
        found.filter(|_| head.reads("", "").is_some_and(|text| depth * INDENT + text.len() + 16 <= WIDTH))
    }
}

fn is_sign(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_semicolon(tree: &TokenTree) -> bool {
    is_sign(tree, ';')
}

/// A block with a semicolon.
fn is_steps(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && has_steps(group))
}

fn has_steps(group: &Group) -> bool {
    group.stream().into_iter().any(|tree| is_semicolon(&tree))
}

/// The trees of a group that nobody else holds: they need not be copied.
fn alone(group: Group) -> Vec<TokenTree> {
    let stream = group.stream();
    drop(group);
    stream.into_iter().collect()
}

/// What a string literal stands for.
fn unquoted(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let inner = raw.trim_matches('#');
        return Some(inner.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut parts = inner.split('\\');
    let mut out = String::with_capacity(inner.len());
    out.push_str(parts.next()?);
    while let Some(part) = parts.next() {
        let mut chars = part.chars();
        match chars.next() {
            // Two of them: what follows is no escape.
            None => {
                out.push('\\');
                out.push_str(parts.next()?);
            }
            Some('"') => out.push('"'),
            Some('\'') => out.push('\''),
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('0') => out.push('\0'),
            Some('u') => {
                let (digits, rest) = chars.as_str().strip_prefix('{')?.split_once('}')?;
                out.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?);
                chars = rest.chars();
            }
            Some(_) => return None,
        }
        out.push_str(chars.as_str());
    }
    Some(out)
}

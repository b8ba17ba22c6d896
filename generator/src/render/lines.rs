//! Items, line by line: what fits on a line is written as it is, the rest goes through `syn` and `prettyplease`.
//!
//! The text is what `prettyplease` would make of everything, at a fraction of the cost: parsing and laying out took
//! most of the generator's time. `tests` compares the two.
use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, TokenTree};
use std::iter::Peekable;

use super::flat::Flat;
use super::kind::{Kind, Within};
use super::layout::{self, Place};
use super::{INDENT, NOT_RUST, WIDTH};
use crate::emit::LINE_END;

type Trees = Peekable<IntoIter>;

/// The lines of the next item; `None` when there is none.
///
/// Where it was taken apart at the wrong place, parts of it are no Rust by themselves: then all of it is parsed, together
/// with what follows if it ended too early.
pub(super) fn next_item(trees: &mut Trees) -> Option<String> {
    trees.peek()?;
    let mut lines = Lines { out: String::new(), torn: false };
    lines.item(trees, 0, Within::Module);
    while lines.torn {
        if let Ok(file) = syn::parse_str::<syn::File>(&lines.out) {
            return Some(prettyplease::unparse(&file));
        }
        if trees.peek().is_none() {
            return Some(NOT_RUST.to_owned());
        }
        lines.item(trees, 0, Within::Module);
    }
    Some(lines.out)
}

/// Lines in the making.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) out: String,
    /// Whether something is no Rust by itself: it stands there as it is.
    torn: bool,
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
        // Of `{}` the first counts.
        let brace = if empty { " {}" } else { " {" };
        let laid_out = match kind {
            _ if !plain => None,
            _ if depth * INDENT + text.len() + 2 <= WIDTH => {
                self.out.push_str(&text);
                Some(())
            }
            Kind::Function => layout::signature(&text, depth * INDENT, 2, &mut self.out),
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

    pub(super) fn line(&mut self, flat: Flat, end: &str, depth: usize, within: Within) {
        let (text, plain, forced) = flat.end();
        let indent = depth * INDENT;
        let before = self.out.len();
        if plain {
            self.indent(depth);
            // The fields of a variant are no literal.
            let forced = forced && !matches!(within, Within::Enum);
            if !forced && indent + text.len() + end.len() <= WIDTH {
                self.out.push_str(&text);
                self.out.push_str(end);
                self.out.push('\n');
                return;
            }
            if self.broken(&text, Place { indent, at: indent, after: end.len() }, within).is_some() {
                self.out.push_str(end);
                self.out.push('\n');
                return;
            }
            self.out.truncate(before);
        }
        self.parsed(&[&text, end].concat(), depth, within);
    }

    /// A line that is too long, on several.
    fn broken(&mut self, text: &str, place: Place, within: Within) -> Option<()> {
        let start = match within {
            Within::Trait if text.starts_with("fn ") => {
                return layout::signature(text, place.indent, place.after, &mut self.out);
            }
            Within::Trait => return None,
            Within::Struct => text.find(": ").map_or(0, |at| at + 2),
            _ => layout::assigned(text),
        };
        let (head, rest) = text.split_at_checked(start)?;
        let at = place.at + start;
        // Of the names of a list as many are on a line as fit.
        if (at > WIDTH && text.contains(['<', '('])) || head.starts_with("let [") {
            return None;
        }
        self.out.push_str(head);
        layout::value(rest, Place { at, ..place }, &mut self.out)
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
            } else if self.parsed(&["#[", &text, "] fn f() {}"].concat(), depth, Within::Module) {
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

    /// Has the text laid out, in as many blocks as it stands in; whether it is Rust there.
    pub(super) fn parsed(&mut self, text: &str, depth: usize, within: Within) -> bool {
        let outer = depth.saturating_sub(if matches!(within, Within::Match) { 2 } else { 1 });
        let opening = if depth > 0 { within.opening() } else { "" };
        let mut whole = Within::Module.opening().repeat(outer);
        whole.push_str(opening);
        whole.push_str(text);
        whole.push_str(&"}".repeat(depth));
        let Ok(file) = syn::parse_str::<syn::File>(&whole) else {
            self.torn = true;
            self.out.push_str(text);
            self.out.push('\n');
            return false;
        };
        let laid_out = prettyplease::unparse(&file);
        let lines: Vec<&str> = laid_out.lines().collect();
        for line in lines.get(depth..lines.len().saturating_sub(depth)).unwrap_or_default() {
            self.out.push_str(line);
            self.out.push('\n');
        }
        true
    }

    pub(super) fn indent(&mut self, depth: usize) {
        self.out.extend(std::iter::repeat_n(' ', depth * INDENT));
    }
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

//! Steps of a function: statements, and the blocks in them whose contents are laid out by themselves.
use proc_macro2::{Delimiter, Group, TokenTree};

use super::flat::Flat;
use super::kind::Within;
use super::layout::{self, Place};
use super::lines::Lines;
use super::{INDENT, WIDTH};

impl Lines {
    /// Up to a semicolon or a block each. What ends with a block that is not known is laid out together with what follows.
    pub(super) fn statements(&mut self, trees: Vec<TokenTree>, depth: usize) {
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
        if let Block::Else = block {
            return self.otherwise(head, trees, depth);
        }
        let (open, close) = match block {
            Block::Match | Block::Condition | Block::Else => (" {\n", "}\n"),
            Block::Future | Block::Closure => ("(async move {\n", "})\n"),
        };
        self.indent(depth);
        self.out.push_str(head);
        self.out.push_str(open);
        match block {
            Block::Match => self.arms(trees, depth + 1),
            Block::Condition | Block::Else => self.statements(trees, depth + 1),
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

    /// `let (Some(a), Some(b)) = (a, b) else { … }`: what does not fit gets a line each.
    fn otherwise(&mut self, head: &str, trees: Vec<TokenTree>, depth: usize) {
        let indent = depth * INDENT;
        let tuples = head.strip_prefix("let (").and_then(|rest| rest.strip_suffix(") else")?.split_once(") = ("));
        let Some((names, values)) = tuples else { return };
        self.indent(depth);
        self.out.push_str("let (");
        let after = ") = (".len();
        // The parenthesis behind it opens what is broken by itself.
        let at = if indent + "let (".len() + names.len() + ") = ".len() <= WIDTH {
            self.out.push_str(names);
            indent + "let (".len() + names.len()
        } else {
            self.tuple(names, depth);
            indent
        };
        self.out.push_str(") = (");
        let end = at + after + values.len() + 1;
        let fits = end <= WIDTH;
        if fits {
            self.out.push_str(values);
        } else {
            self.tuple(values, depth);
        }
        self.out.push(')');
        if fits && end + " else ".len() > WIDTH {
            self.out.push('\n');
            self.indent(depth);
        } else {
            self.out.push(' ');
        }
        self.out.push_str("else {\n");
        self.statements(trees, depth + 1);
        self.indent(depth);
        self.out.push_str("}\n");
    }

    /// A part a line.
    fn tuple(&mut self, parts: &str, depth: usize) {
        self.out.push('\n');
        for part in parts.split(", ") {
            self.indent(depth + 1);
            let indent = (depth + 1) * INDENT;
            let start = self.out.len();
            if layout::value(part, Place { indent, at: indent, after: 1 }, &mut self.out).is_none() {
                self.out.truncate(start);
                self.out.push_str(part);
            }
            self.out.push_str(",\n");
        }
        self.indent(depth);
    }

    /// The arms of a `match`.
    fn arms(&mut self, trees: Vec<TokenTree>, depth: usize) {
        let indent = depth * INDENT;
        let mut trees = trees.into_iter().peekable();
        while trees.peek().is_some() {
            let (mut pattern, mut arrow) = (Flat::new(), false);
            while let Some(tree) = trees.next() {
                arrow = is_sign(&tree, '=') && trees.next_if(|next| is_sign(next, '>')).is_some();
                if arrow {
                    break;
                }
                pattern.push(tree);
            }
            let (pattern, plain, _) = pattern.end();
            if !arrow {
                // The rest of a value with a comma.
                self.parsed(&pattern, depth, Within::Match);
                break;
            }
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
                let goes_on = trees.peek().is_some_and(|next| is_word(next, "else"));
                let last = brace && (block || body.is_control() && !goes_on);
                body.push(tree);
                if last {
                    let _ = trees.next_if(|tree| is_sign(tree, ','));
                    break;
                }
            }
            self.arm(&pattern, body, fits, depth);
        }
    }

    /// An arm with one value.
    fn arm(&mut self, pattern: &str, body: Flat, fits: bool, depth: usize) {
        let is_value = body.is_value();
        let (text, plain, forced) = body.end();
        let (indent, before) = (depth * INDENT, self.out.len());
        let mut laid_out = false;
        if fits && plain && is_value && text != "()" {
            self.indent(depth);
            self.out.push_str(pattern);
            if !forced && indent + pattern.len() + 4 + text.len() <= WIDTH {
                self.out.push_str(&[" => ", &text, ",\n"].concat());
                return;
            }
            self.out.push_str(" => {\n");
            self.indent(depth + 1);
            let place = Place { indent: indent + INDENT, at: indent + INDENT, after: 0 };
            laid_out = layout::value(&text, place, &mut self.out).is_some();
            self.out.push('\n');
            self.indent(depth);
            self.out.push_str("}\n");
        }
        if !laid_out {
            self.out.truncate(before);
            self.parsed(&[pattern, " => ", &text, ","].concat(), depth, Within::Match);
        }
    }
}

/// A block whose contents are laid out by themselves.
#[derive(Clone, Copy, Debug)]
enum Block {
    Match,
    /// `if` and `for`.
    Condition,
    /// `let (Some(a), Some(b)) = (a, b) else { … }`
    Else,
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
            Delimiter::Parenthesis if ends && head.reads("c.", "").is_some_and(|text| !text.contains('(')) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let last = inside.iter().rev().find(|tree| !is_sign(tree, ','));
                last.is_some_and(is_steps).then_some(Self::Closure)
            }
            Delimiter::Brace if head.reads("match ", "").is_some() => {
                let is_value = next.is_some_and(|next| matches!(next, TokenTree::Punct(_)));
                (!is_value && !group.stream().is_empty()).then_some(Self::Match)
            }
            Delimiter::Brace if head.reads("let (", ") else").is_some() => {
                // However wide.
                return has_steps(group).then_some(Self::Else);
            }
            Delimiter::Brace if head.reads("if ", "").or(head.reads("for ", "")).is_some() => {
                let goes_on = next.is_some_and(|next| is_word(next, "else") || matches!(next, TokenTree::Punct(_)));
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

fn is_word(tree: &TokenTree, word: &str) -> bool {
    matches!(tree, TokenTree::Ident(ident) if ident == word)
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

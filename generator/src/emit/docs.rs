//! Documentation comments: what the document says, and what only the generator knows.
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::markdown;
use super::rust_type::Scope;
use crate::ir::{Constraints, Docs, Part, Shape, TypeId};

/// Lines of one documentation comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    lines: Vec<String>,
}

impl Text {
    /// Lines that are Markdown already.
    pub(super) fn lines(lines: Vec<String>) -> Self {
        Self { lines }
    }

    /// Begins with a line of our own, already Markdown.
    pub(super) fn of(line: impl Into<String>) -> Self {
        Self { lines: vec![line.into()] }
    }

    /// Everything that the document says, or our own line where it says nothing.
    pub(super) fn documented(docs: &Docs, otherwise: impl FnOnce() -> String) -> Self {
        let mut text = Self::default();
        let summary = docs.summary.as_deref().map(str::trim).unwrap_or_default();
        let description = docs.description.as_deref().map(str::trim).unwrap_or_default();
        if !description.starts_with(summary) {
            text.prose(summary);
        }
        text.prose(description);
        if text.lines.is_empty() {
            text.line(otherwise());
        }
        if docs.deprecated {
            text.paragraph("**Deprecated.**");
        }
        if let Some(url) = &docs.external {
            text.paragraph("See");
            text.lines.extend(markdown::lines(url));
        }
        for example in docs.examples.iter().take(2) {
            text.example("Example:", example);
        }
        text
    }

    /// Of a property, a parameter or a header: with what is demanded of its value.
    pub(super) fn member(scope: &Scope<'_>, docs: &Docs, ty: TypeId, default: Option<&str>) -> Self {
        let def = scope.api.ty(ty);
        // A type without a name shows its documentation where it is used.
        let own =
            if def.name.is_none() && docs.summary.is_none() && docs.description.is_none() { &def.docs } else { docs };
        let mut text = Self::documented(own, || kind_line(scope, ty));
        text.deprecate(docs.deprecated && !own.deprecated);
        text.demands(&def.constraints);
        if let Some(default) = default {
            text.paragraph(format!("Default: {}.", markdown::code(default)));
        }
        text
    }

    /// Of a part of a multipart body.
    pub(super) fn part(scope: &Scope<'_>, part: &Part) -> Self {
        match part.content.ty() {
            Some(ty) => Self::member(scope, &part.docs, ty, None),
            None => Self::documented(&part.docs, || "A file.".to_owned()),
        }
    }

    fn deprecate(&mut self, deprecated: bool) {
        if deprecated {
            self.paragraph("**Deprecated.**");
        }
    }

    /// A line of our own.
    pub(super) fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// A paragraph of our own.
    pub(super) fn paragraph(&mut self, line: impl Into<String>) {
        self.gap();
        self.lines.push(line.into());
    }

    /// Paragraphs of the document.
    pub(super) fn prose(&mut self, text: &str) {
        if !text.is_empty() {
            self.gap();
            self.lines.extend(markdown::lines(text));
        }
    }

    /// Lines that stand by themselves: a table, a code block.
    pub(super) fn block(&mut self, lines: impl IntoIterator<Item = String>) {
        self.gap();
        self.lines.extend(lines);
    }

    /// A JSON text, indented, unless it is too long to be read.
    pub(super) fn example(&mut self, title: &str, json: &str) {
        let value = serde_json::from_str::<serde_json::Value>(json).ok();
        let pretty = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
        let pretty = pretty.unwrap_or_else(|| json.to_owned());
        if pretty.lines().count() <= 60 && pretty.len() <= 6_000 {
            self.paragraph(title);
            self.block(markdown::fenced("json", &pretty));
        }
    }

    /// What a valid value must satisfy.
    pub(super) fn demands(&mut self, constraints: &Constraints) {
        let demands = demands(constraints);
        if !demands.is_empty() {
            self.paragraph(format!("Valid: {}.", demands.join(", ")));
        }
    }

    /// As inner documentation, `//!`.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#![doc = #lines])*)
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn spaced(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
    }
}

/// Stands between the lines of one documentation comment: one attribute is much cheaper to parse and to print than one
/// a line. [`render`](crate::render) puts the lines back; no line has this character, for controls are removed.
pub(crate) const LINE_END: char = '\u{1}';

impl ToTokens for Text {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mut lines = String::new();
        for (index, line) in self.spaced().enumerate() {
            if index > 0 {
                lines.push(LINE_END);
            }
            lines.push_str(&line);
        }
        tokens.extend(quote!(#[doc = #lines]));
    }
}

/// What is said of a member that the document says nothing of.
fn kind_line(scope: &Scope<'_>, ty: TypeId) -> String {
    match scope.shape(ty) {
        Shape::Any(_) => "Any JSON; the document gives no type.".to_owned(),
        Shape::Null => "Always `null`.".to_owned(),
        Shape::Never => "Never there: nothing is valid here.".to_owned(),
        _ => "Not described by the document.".to_owned(),
    }
}

fn demands(c: &Constraints) -> Vec<String> {
    let mut all = Vec::new();
    let mut range = |least: Option<u64>, most: Option<u64>, one: &str, many: &str| match (least, most) {
        (Some(a), Some(b)) if a == b => all.push(format!("exactly {}", count(a, one, many))),
        (Some(a), Some(b)) => all.push(format!("{a} to {}", count(b, one, many))),
        (Some(a), None) => all.push(format!("at least {}", count(a, one, many))),
        (None, Some(b)) => all.push(format!("at most {}", count(b, one, many))),
        (None, None) => {}
    };
    range(c.min_length, c.max_length, "character", "characters");
    range(c.min_items, c.max_items, "item", "items");
    range(c.min_properties, c.max_properties, "member", "members");
    let bounds = [("≥", &c.minimum), (">", &c.exclusive_minimum), ("≤", &c.maximum), ("<", &c.exclusive_maximum)];
    all.extend(bounds.into_iter().filter_map(|(sign, bound)| bound.as_ref().map(|b| format!("`{sign} {b}`"))));
    all.extend(c.multiple_of.iter().map(|n| format!("a multiple of `{n}`")));
    all.extend(c.pattern.iter().map(|p| format!("matches {}", markdown::code(p))));
    all.extend(c.unique_items.then(|| "no item twice".to_owned()));
    all
}

fn count(n: u64, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

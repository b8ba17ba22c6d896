//! What is said of a value that is not taken apart: its kind, its values, strings, numbers.
use core::fmt::Write as _;

use super::Judge;
use crate::format::TextFormat;
use crate::json::numbers::Decimal;
use crate::json::{Kind, Node, equals_text};
use crate::validate::{NumberRule, StringRule};

/// How long a list of what is allowed may get.
const ALLOWED: usize = 200;

impl Judge {
    /// `type`. An integer is a number without a fraction, however it is written; integers are numbers.
    pub fn kinds(&mut self, v: Node<'_>, kinds: &[Kind]) {
        if !self.goes_on(v, 0) || kinds.iter().any(|kind| is(v, *kind)) {
            return;
        }
        let mut expected = String::new();
        for (index, kind) in kinds.iter().enumerate() {
            let _ = write!(expected, "{}{}", if index == 0 { "" } else { " or " }, kind.describe());
        }
        self.refuse(v, "type", format_args!("expected {expected}, found {}", v.kind().describe()));
    }

    /// `enum` and `const`: JSON texts, of which the value must be one. `1` and `1.0` are the same value, and the order
    /// of members does not matter.
    pub fn values(&mut self, v: Node<'_>, texts: &[&str]) {
        let (view, at) = v.parts();
        let cost = if matches!(v.kind(), Kind::Array | Kind::Object) { texts.len() } else { texts.len() / 16 };
        if !self.goes_on(v, cost) || texts.iter().any(|text| equals_text(view, at, text)) {
            return;
        }
        if self.trial.as_ref().is_some_and(|trial| !trial.wants_reason) {
            return self.refuse(v, "enum", format_args!(""));
        }
        let mut allowed = String::new();
        for (index, text) in texts.iter().enumerate() {
            if allowed.len() + text.len() > ALLOWED {
                let _ = write!(allowed, "{} {} more", if index == 0 { "" } else { " and" }, texts.len() - index);
                break;
            }
            let _ = write!(allowed, "{} {text}", if index == 0 { "" } else { "," });
        }
        let one_of = if texts.len() == 1 { "" } else { " one of" };
        self.refuse(v, "enum", format_args!("must be{one_of}{allowed}"));
    }

    /// `minLength`, `maxLength`, `pattern`.
    pub fn string(&mut self, v: Node<'_>, rule: &StringRule<'_>) {
        if !self.goes_on(v, 0) {
            return;
        }
        if let Some(text) = v.string() {
            rule.check(&text, &mut |keyword, message| self.refuse(v, keyword, message));
        }
    }

    /// `format`, where it is to be more than an annotation.
    pub fn format(&mut self, v: Node<'_>, format: TextFormat) {
        if self.goes_on(v, 0) && v.string().is_some_and(|text| !format.admits(&text)) {
            self.refuse(v, "format", format_args!("{}", format.expected()));
        }
    }

    /// `minimum`, `exclusiveMinimum`, `maximum`, `exclusiveMaximum`, `multipleOf`, exactly.
    pub fn number(&mut self, v: Node<'_>, rule: &NumberRule<'_>) {
        if !self.goes_on(v, 0) {
            return;
        }
        if let Some(text) = v.number() {
            rule.check(text, &mut |keyword, message| self.refuse(v, keyword, message));
        }
    }
}

/// Whether a value is of a JSON type.
fn is(v: Node<'_>, kind: Kind) -> bool {
    match (v.kind(), kind) {
        (Kind::Integer, Kind::Number) | (Kind::Text, Kind::String) => true,
        (Kind::Number, Kind::Integer) => v.number().is_some_and(|text| Decimal::parse(text).is_integer()),
        (one, other) => one == other,
    }
}

//! What is said of a value by putting schemas together.
use core::fmt::Write as _;

use super::{Demand, Judge};
use crate::json::{Node, Noted, pointer};

/// How long all that is told of branches may get, and what is told of one.
const REASONS: usize = 400;
const REASON: usize = 120;

impl Judge {
    /// `$ref`, or a part of `allOf`: the demand holds for the same value.
    pub fn holds(&mut self, v: Node<'_>, demand: Demand<'_>) {
        if self.goes_on(v, 0) {
            self.apply(v, self.keyword, demand);
        }
    }

    /// `not`.
    pub fn not(&mut self, v: Node<'_>, demand: Demand<'_>) {
        if !self.goes_on(v, 0) {
            return;
        }
        let mark = self.mark(v);
        if self.fits(v, demand) {
            self.forget(v, mark);
            self.refuse(v, "not", format_args!("is what must not be"));
        }
    }

    /// `anyOf`.
    pub fn any_of(&mut self, v: Node<'_>, branches: &[Demand<'_>]) {
        if !self.goes_on(v, 0) {
            return;
        }
        let wants_reasons = self.wants_reasons();
        let asks_all = self.evaluated_of(v).is_some();
        let (mut found, mut reasons) = (false, Vec::new());
        for demand in branches {
            match self.attempt(v, *demand, wants_reasons) {
                Ok(()) => found = true,
                Err(reason) => reasons.push(reason),
            }
            if found && !asks_all {
                break;
            }
        }
        if !found {
            self.no_branch(v, "anyOf", reasons);
        }
    }

    /// `oneOf`.
    pub fn one_of(&mut self, v: Node<'_>, branches: &[Demand<'_>]) {
        if !self.goes_on(v, 0) {
            return;
        }
        let wants_reasons = self.wants_reasons();
        let (mut found, mut reasons) = (None, Vec::new());
        for (index, demand) in branches.iter().enumerate() {
            match (self.attempt(v, *demand, wants_reasons), found) {
                (Ok(()), None) => found = Some(index + 1),
                (Ok(()), Some(first)) => {
                    let second = index + 1;
                    self.refuse(v, "oneOf", format_args!("fits more than one branch: ({first}) and ({second})"));
                    return;
                }
                (Err(reason), _) => reasons.push(reason),
            }
        }
        if found.is_none() {
            self.no_branch(v, "oneOf", reasons);
        }
    }

    /// `if`, `then`, `else`.
    pub fn when(&mut self, v: Node<'_>, test: Demand<'_>, then: Option<Demand<'_>>, otherwise: Option<Demand<'_>>) {
        if !self.goes_on(v, 0) {
            return;
        }
        let (keyword, demand) = if self.fits(v, test) { ("then", then) } else { ("else", otherwise) };
        if let Some(demand) = demand.filter(|_| !self.is_over) {
            self.apply(v, keyword, demand);
        }
    }

    /// `false`: nothing is valid. What refuses is the keyword whose schema this is.
    pub fn never(&mut self, v: Node<'_>) {
        if !self.goes_on(v, 0) {
            return;
        }
        let message = match self.keyword {
            "properties" | "patternProperties" | "additionalProperties" | "unevaluatedProperties" => {
                "the property is not allowed"
            }
            "prefixItems" | "items" | "unevaluatedItems" => "the item is not allowed",
            "propertyNames" => "no property is allowed",
            _ => "nothing is valid here",
        };
        self.refuse(v, self.keyword, format_args!("{message}"));
    }

    fn no_branch(&mut self, v: Node<'_>, keyword: &'static str, reasons: Vec<Option<Noted>>) {
        let (view, at) = v.parts();
        let mut message = String::from("no branch fits");
        let base = if reasons.iter().any(Option::is_some) { pointer(view, at) } else { String::new() };
        let count = reasons.len();
        for (index, noted) in reasons.into_iter().enumerate() {
            let Some(noted) = noted else { continue };
            if message.len() > REASONS {
                let _ = write!(message, "; and {} more", count - index);
                break;
            }
            let place = pointer(view, noted.at) + &noted.below;
            let place = place.strip_prefix(&base).unwrap_or(&place);
            let colon = if place.is_empty() { "" } else { ": " };
            let mut reason = format!("{place}{colon}{}", noted.message);
            shorten(&mut reason);
            let separator = if index == 0 { ": " } else { "; " };
            let _ = write!(message, "{separator}({}) {reason}", index + 1);
        }
        self.refuse(v, keyword, format_args!("{message}"));
    }
}

fn shorten(text: &mut String) {
    let end = (0..=REASON.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    text.truncate(end.unwrap_or(0));
}

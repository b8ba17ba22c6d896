//! Unions: trying branches where nothing else decides.
use core::fmt::Debug;
use std::borrow::Cow;
use std::fmt::Write as _;

use super::cx::{Cx, Mode};
use super::decode::Decode;
use super::report::{Report, pointer};

/// A branch of a union: its name for messages, and how it is decoded.
pub(super) type Branch<'b, T> = (&'static str, &'b dyn Fn(&mut Cx<'_>) -> Option<T>);

/// How a branch is decoded that is nothing but a value of its type. Emitted code would need a closure for each.
pub fn reads<T: Decode, U>(wrap: impl Fn(T) -> U) -> impl Fn(&mut Cx<'_>) -> Option<U> {
    move |cx| T::decode(cx).map(&wrap)
}

/// How long a branch's reason may get in the union's message.
const REASON: usize = 200;

impl Cx<'_> {
    /// `anyOf`: the first branch that fits. A lenient reader looks first for one that fits strictly.
    pub fn first_of<T>(&mut self, branches: &[Branch<'_, T>]) -> Option<T> {
        self.first("anyOf", branches)
    }

    /// `oneOf`: strict readers demand that exactly one branch fits; lenient ones read as [`Cx::first_of`].
    pub fn one_of<T>(&mut self, branches: &[Branch<'_, T>]) -> Option<T> {
        if !self.is_strict() {
            return self.first("oneOf", branches);
        }
        let mut found: Option<(&'static str, T)> = None;
        let mut reasons = Reasons::default();
        for &(name, decode) in branches {
            match (self.attempt(decode, Mode::Strict)?, &found) {
                (Ok(_), Some((first, _))) => {
                    return self.violation("oneOf", format!("fits more than one branch: {first} and {name}"));
                }
                (Ok(value), None) => found = Some((name, value)),
                (Err(report), _) => self.note(&mut reasons, name, &report),
            }
        }
        match found {
            Some((_, value)) => Some(value),
            None => self.no_branch("oneOf", reasons),
        }
    }

    fn first<T>(&mut self, keyword: &'static str, branches: &[Branch<'_, T>]) -> Option<T> {
        let mut reasons = Reasons::default();
        if !self.is_strict() {
            for &(_, decode) in branches {
                if let Ok(value) = self.attempt(decode, Mode::Strict)? {
                    return Some(value);
                }
            }
        }
        for &(name, decode) in branches {
            match self.attempt(decode, self.mode)? {
                Ok(value) => return Some(value),
                Err(report) => self.note(&mut reasons, name, &report),
            }
        }
        self.no_branch(keyword, reasons)
    }

    fn no_branch<T>(&mut self, keyword: &'static str, reasons: Reasons) -> Option<T> {
        let message = if reasons.0.is_empty() { Cow::Borrowed("no branch fits") } else { reasons.0.into() };
        self.violation(keyword, message)
    }

    /// Tries one branch; what it reports is handed back. `None`: reported that too much was tried already, which
    /// only a text made for that purpose reaches (unions within unions cost a power of their depth).
    pub(super) fn attempt<T>(
        &mut self,
        decode: impl FnOnce(&mut Self) -> Option<T>,
        mode: Mode,
    ) -> Option<Result<T, Report>> {
        self.work += self.view.next(self.at) - self.at;
        if self.work > 250_000 + 32 * self.view.tokens.len() {
            return self.violation("anyOf", "too many combinations of branches to try");
        }
        let outer = core::mem::replace(&mut self.mode, mode);
        self.trials += 1;
        let result = self.apart(decode);
        self.trials -= 1;
        self.mode = outer;
        Some(result)
    }

    /// Reads a value whose reports are handed back instead of being made.
    pub(super) fn apart<T>(&mut self, decode: impl FnOnce(&mut Self) -> Option<T>) -> Result<T, Report> {
        let (outer, here) = (core::mem::take(&mut self.report), self.at);
        let value = decode(self);
        let report = core::mem::replace(&mut self.report, outer);
        self.at = here;
        value.filter(|_| report.total == 0).ok_or(report)
    }

    /// Reads without reporting; `None` if there was anything to report.
    pub(super) fn quietly<T>(&mut self, decode: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.apart(decode).ok()
    }

    /// Adds a branch's first reason to the union's message. A union within a union says only that no branch fits:
    /// hostile texts make it say so very often.
    fn note(&self, reasons: &mut Reasons, name: &str, report: &Report) {
        if self.trials > 0 || !self.report.has_room() {
            return;
        }
        let out = &mut reasons.0;
        out.push_str(if out.is_empty() { "no branch fits: " } else { "; " });
        out.push_str(name);
        let Some(first) = report.noted.first() else {
            return;
        };
        out.push_str(": ");
        let place = pointer(self.view, first.at) + &first.below;
        let base = pointer(self.view, self.at);
        let place = place.strip_prefix(&base).unwrap_or(&place);
        let mut reason = String::new();
        if !place.is_empty() {
            let _ = write!(reason, "{place}: ");
        }
        reason.push_str(&first.message);
        let end = (0..=REASON.min(reason.len())).rev().find(|&end| reason.is_char_boundary(end));
        out.push_str(reason.get(..end.unwrap_or(0)).unwrap_or_default());
    }
}

#[derive(Default)]
struct Reasons(String);

/// `must be one of "a", "b"`; long lists are cut.
pub(crate) fn one_of_these<T: Debug>(allowed: &[T]) -> String {
    let mut message = String::from("must be one of");
    for (index, value) in allowed.iter().take(20).enumerate() {
        let _ = write!(message, "{} {value:?}", if index == 0 { "" } else { "," });
    }
    if allowed.len() > 20 {
        let _ = write!(message, " and {} more", allowed.len() - 20);
    }
    message
}

//! Violations while decoding. Only the place on the tape is noted; pointers are written when they are asked for.
use std::borrow::Cow;

use super::kind::Kind;
use super::scan::push_pointer;
use super::tape::View;
use crate::validate::{Invalid, Violation};

/// How many violations are kept; more are counted.
pub(crate) const KEPT: usize = 100;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Noted {
    /// The token of the value at fault.
    pub(crate) at: usize,
    /// What to append to its pointer.
    pub(crate) below: Cow<'static, str>,
    pub(crate) keyword: &'static str,
    pub(crate) message: Cow<'static, str>,
}

#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) noted: Vec<Noted>,
    pub(crate) total: usize,
}

impl Report {
    /// Whether another violation would be kept: messages nobody will see need not be composed.
    pub(crate) fn has_room(&self) -> bool {
        self.noted.len() < KEPT
    }

    pub(crate) fn push(&mut self, noted: Noted) {
        self.total += 1;
        if self.has_room() {
            self.noted.push(noted);
        }
    }

    pub(crate) fn into_invalid(self, view: View<'_>) -> Invalid {
        let omitted = self.total - self.noted.len();
        let violations = self.noted.into_iter().map(|noted| {
            let mut pointer = pointer(view, noted.at);
            pointer.push_str(&noted.below);
            Violation { pointer, keyword: noted.keyword, message: noted.message }
        });
        Invalid::new(violations.collect(), omitted)
    }
}

/// The JSON Pointer of the value at `target`.
pub(crate) fn pointer(view: View<'_>, target: usize) -> String {
    let mut pointer = String::new();
    let mut at = 0;
    'down: while at != target {
        let is_object = match view.kind(at) {
            Kind::Object => true,
            Kind::Array => false,
            _ => break,
        };
        let mut child = at + 2;
        for index in 0..view.count(at) {
            let value = child + usize::from(is_object);
            let next = view.next(value);
            if target < next {
                if is_object {
                    push_pointer(&mut pointer, &view.string(child));
                } else {
                    push_pointer(&mut pointer, &index.to_string());
                }
                at = value;
                continue 'down;
            }
            child = next;
        }
        break;
    }
    pointer
}

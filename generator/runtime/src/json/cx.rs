//! What a type's `decode` sees: one value, the mode, and where to report.
use std::borrow::Cow;

use super::decode::Decode;
use super::kind::{Kind, Kinds};
use super::numbers::{self, Decimal};
use super::object::ObjectReader;
use super::report::{Noted, Report};
use super::tape::View;
use super::value::Json;
use crate::validate::{Checker, Invalid, Validate};

/// With which eyes values are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Mode {
    /// What the schema refuses is refused, and every violation is reported. Servers read like this.
    Strict,
    /// What can be understood is taken: `null` for absent, enum values and members that are not known. Clients
    /// read like this.
    Lenient,
}

/// A value about to be decoded. Emitted code calls it; see [`Decode`].
///
/// Methods that return `Option` have reported a violation when they return `None`.
#[derive(Debug)]
pub struct Cx<'a> {
    pub(super) view: View<'a>,
    pub(super) at: usize,
    pub(super) mode: Mode,
    pub(super) report: Report,
    /// Tokens read again by unions that had to try their branches.
    pub(super) work: usize,
    /// Steps that were taken to judge values.
    pub(super) steps: usize,
    /// How many unions are being tried around the value.
    pub(super) trials: usize,
    /// The text that is being read as a list of one.
    pub(super) lone: Option<usize>,
    checker: Checker,
}

impl<'a> Cx<'a> {
    pub(super) fn new(view: View<'a>, mode: Mode) -> Self {
        Self {
            view,
            at: 0,
            mode,
            report: Report::default(),
            work: 0,
            steps: 0,
            trials: 0,
            lone: None,
            checker: Checker::shallow(),
        }
    }

    /// Decodes the outermost value, and collects what was reported.
    #[inline]
    pub(super) fn run<T: Decode>(view: View<'a>, mode: Mode) -> Result<T, Invalid> {
        let mut cx = Self::new(view, mode);
        match T::decode(&mut cx) {
            Some(value) if cx.report.total == 0 => Ok(value),
            _ => Err(cx.refusal()),
        }
    }

    #[cold]
    fn refusal(&mut self) -> Invalid {
        if self.report.total == 0 {
            self.violation::<()>("type", "the value cannot be read");
        }
        core::mem::take(&mut self.report).into_invalid(self.view)
    }

    /// Decodes the value at `at`, then returns to where it was.
    #[inline]
    pub(super) fn child<T: Decode>(&mut self, at: usize) -> Option<T> {
        let here = core::mem::replace(&mut self.at, at);
        let value = T::decode(self);
        self.at = here;
        value
    }

    /// With which eyes the value is read.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether what the schema refuses is refused.
    #[must_use]
    #[inline]
    pub fn is_strict(&self) -> bool {
        self.mode == Mode::Strict
    }

    /// What the value is.
    #[must_use]
    #[inline]
    pub fn kind(&self) -> Kind {
        self.view.kind(self.at)
    }

    /// Which of the given kinds the value has.
    ///
    /// `1.0` is an integer if integers are asked for, else a number; an integer is a number where only numbers are
    /// asked for (JSON Schema 2020-12, 6.1.1). Text is the most specific kind that it can be read as: integer,
    /// number, boolean, string, and `null` only when the text is `null` and strings are not asked for.
    #[must_use]
    pub fn pick(&self, among: Kinds) -> Option<Kind> {
        let kind = self.kind();
        let integer = |fits: bool| (fits && among.contains(Kind::Integer)).then_some(Kind::Integer);
        let number = |fits: bool| (fits && among.contains(Kind::Number)).then_some(Kind::Number);
        match kind {
            Kind::Integer => integer(true).or_else(|| number(true)),
            Kind::Number => integer(Decimal::parse(self.view.content(self.at)).is_integer()).or_else(|| number(true)),
            Kind::Text => {
                let text = self.view.content(self.at);
                let one = |kind, fits: bool| (fits && among.contains(kind)).then_some(kind);
                integer(numbers::is_integer_text(text))
                    .or_else(|| number(numbers::is_number_text(text)))
                    .or_else(|| one(Kind::Boolean, matches!(text, "true" | "false")))
                    .or_else(|| one(Kind::String, true))
                    .or_else(|| one(Kind::Null, text == "null"))
            }
            kind => among.contains(kind).then_some(kind),
        }
    }

    /// The members of an object.
    #[inline]
    pub fn object(&mut self) -> Option<ObjectReader<'_, 'a>> {
        if self.kind() != Kind::Object {
            return self.mismatch("an object");
        }
        Some(ObjectReader::new(self))
    }

    /// Reports that the value is not what was `expected` (with its article, e.g. `"an object"`).
    #[cold]
    pub fn mismatch<T>(&mut self, expected: &'static str) -> Option<T> {
        let message = match self.kind() {
            _ if !self.report.has_room() => Cow::Borrowed(""),
            Kind::Text => Cow::Owned(format!("expected {expected}")),
            found => Cow::Owned(format!("expected {expected}, found {}", found.describe())),
        };
        self.violation("type", message)
    }

    /// Reports a violation at this value. The message must not repeat anything of the value.
    #[cold]
    pub fn violation<T>(&mut self, keyword: &'static str, message: impl Into<Cow<'static, str>>) -> Option<T> {
        self.violation_at(self.at, Cow::Borrowed(""), keyword, message.into())
    }

    #[cold]
    pub(super) fn violation_at<T>(
        &mut self,
        at: usize,
        below: Cow<'static, str>,
        keyword: &'static str,
        message: Cow<'static, str>,
    ) -> Option<T> {
        self.report.push(Noted { at, below, keyword, message });
        None
    }

    /// A string's or a text's value.
    #[inline]
    pub fn string(&mut self) -> Option<Cow<'a, str>> {
        match self.kind() {
            Kind::String | Kind::Text => Some(self.view.string(self.at)),
            _ => self.mismatch("a string"),
        }
    }

    /// A boolean.
    pub fn boolean(&mut self) -> Option<bool> {
        match (self.kind(), self.view.content(self.at)) {
            (Kind::Boolean | Kind::Text, "true") => Some(true),
            (Kind::Boolean | Kind::Text, "false") => Some(false),
            _ => self.mismatch("a boolean"),
        }
    }

    /// `null`.
    pub fn null(&mut self) -> Option<()> {
        if self.is_null() { Some(()) } else { self.mismatch("null") }
    }

    /// Whether the value is `null`, or the text `null`.
    #[must_use]
    #[inline]
    pub fn is_null(&self) -> bool {
        match self.kind() {
            Kind::Null => true,
            Kind::Text => self.view.content(self.at) == "null",
            _ => false,
        }
    }

    /// An integer as written without fraction and exponent: what nearly every integer is.
    #[inline]
    pub(super) fn plain_integer(&self) -> Option<&'a str> {
        (self.kind() == Kind::Integer).then(|| self.view.content(self.at))
    }

    /// Any integer between two bounds. In JSON `1.0` and `1e2` are integers; in text they are not.
    pub(super) fn integer(&mut self, least: i128, most: i128, outside: &'static str) -> Option<i128> {
        let text = self.view.content(self.at);
        let is_integer = match self.kind() {
            Kind::Integer => true,
            Kind::Number => Decimal::parse(text).is_integer(),
            Kind::Text => numbers::is_integer_text(text),
            _ => false,
        };
        if !is_integer {
            return self.mismatch("an integer");
        }
        let value = Decimal::parse(text).to_i128().filter(|value| (least..=most).contains(value));
        value.or_else(|| self.violation("format", outside))
    }

    /// A number as the nearest 64-bit float.
    pub(super) fn float(&mut self) -> Option<f64> {
        let text = self.view.content(self.at);
        let is_number = match self.kind() {
            Kind::Integer | Kind::Number => true,
            Kind::Text => numbers::is_number_text(text),
            _ => false,
        };
        if !is_number {
            return self.mismatch("a number");
        }
        if let Some(value) = numbers::short_float(text) {
            return Some(value);
        }
        let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
        value.or_else(|| self.violation("format", "out of the range of a 64-bit float"))
    }

    /// Any value, as its text. Text becomes a number or a boolean when it is written as one, else a string.
    pub fn json(&mut self) -> Json {
        Json::from_view(self.view, self.at)
    }

    /// In strict mode checks what the type itself demands; its parts were checked when they were decoded.
    #[inline]
    pub fn checked<T: Validate>(&mut self, value: T) -> Option<T> {
        if self.is_strict() {
            value.validate(&mut self.checker);
            if self.checker.found() {
                for violation in self.checker.take() {
                    let below = Cow::Owned(violation.pointer);
                    self.violation_at::<()>(self.at, below, violation.keyword, violation.message);
                }
            }
        }
        Some(value)
    }
}

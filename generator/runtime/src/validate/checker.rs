//! Walking a value and collecting what is wrong.
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::invalid::{Invalid, Violation};
use super::judge::{Demand, judge};
use crate::field::Field;
use crate::json::{Encode, Json, Tape, push_pointer};

/// A type whose schema may demand more than its Rust type says.
pub trait Validate {
    /// Reports what is wrong; nothing, unless something is demanded.
    fn validate(&self, _: &mut Checker) {}

    /// Everything that is wrong, parts included; at most 100.
    fn violations(&self) -> Vec<Violation> {
        let mut checker = Checker::deep();
        self.validate(&mut checker);
        checker.take()
    }
}

/// Collects violations with their places.
#[derive(Debug)]
pub struct Checker {
    path: Vec<Step>,
    is_deep: bool,
    found: Vec<Violation>,
    omitted: usize,
}

#[derive(Debug)]
enum Step {
    Name(&'static str),
    Key(String),
    Index(usize),
}

const KEPT: usize = 100;

impl Checker {
    fn new(is_deep: bool) -> Self {
        Self { path: Vec::new(), is_deep, found: Vec::new(), omitted: 0 }
    }

    /// Descends into parts: for values that were made by hand.
    pub(crate) fn deep() -> Self {
        Self::new(true)
    }

    /// Checks one type only: its parts were checked when they were decoded.
    pub(crate) fn shallow() -> Self {
        Self::new(false)
    }

    pub(crate) fn found(&self) -> bool {
        !self.found.is_empty()
    }

    pub(crate) fn take(&mut self) -> Vec<Violation> {
        self.omitted = 0;
        core::mem::take(&mut self.found)
    }

    pub(crate) fn into_result(self) -> Result<(), Invalid> {
        if self.found.is_empty() { Ok(()) } else { Err(Invalid::new(self.found, self.omitted)) }
    }

    fn below(&mut self, step: Step, f: impl FnOnce(&mut Self)) {
        self.path.push(step);
        f(self);
        self.path.pop();
    }

    /// Checks a part with its own `validate`.
    pub fn child(&mut self, name: &'static str, value: &impl Validate) {
        if self.is_deep {
            self.below(Step::Name(name), |c| value.validate(c));
        }
    }

    /// Checks a part that is the whole value in JSON, e.g. a union's branch, with its own `validate`.
    pub fn inner(&mut self, value: &impl Validate) {
        if self.is_deep {
            value.validate(self);
        }
    }

    /// Demands of a value that was made by hand what its type does not say; one that was decoded was judged then.
    pub fn judged(&mut self, value: &impl Encode, demand: Demand<'_>) {
        if self.is_deep {
            self.encoded(value, demand);
        }
    }

    /// Demands of a value what its type does not say, on its JSON.
    pub fn encoded(&mut self, value: &impl Encode, demand: Demand<'_>) {
        self.judge(&Json::of(value), demand);
    }

    fn judge(&mut self, json: &Json, demand: Demand<'_>) {
        let Some(tape) = Tape::of(json) else {
            return self.violation("limit", "the value is too deep to check");
        };
        let Err(invalid) = judge(tape.root(), demand) else { return };
        self.omitted += invalid.omitted;
        for violation in invalid.violations {
            self.violation_below(&violation.pointer, violation.keyword, violation.message);
        }
    }

    /// Checks of the type at hand that concern one item of a tuple.
    pub fn index(&mut self, index: usize, f: impl FnOnce(&mut Self)) {
        self.below(Step::Index(index), f);
    }

    /// Checks of the type at hand that concern one member.
    pub fn at(&mut self, name: &'static str, f: impl FnOnce(&mut Self)) {
        self.below(Step::Name(name), f);
    }

    /// Checks of the type at hand that concern each item.
    pub fn each<T>(&mut self, items: &[T], mut f: impl FnMut(&mut Self, &T)) {
        for (index, item) in items.iter().enumerate() {
            self.below(Step::Index(index), |c| f(c, item));
        }
    }

    /// Checks of the type at hand that concern each value of a map.
    pub fn each_value<T>(&mut self, map: &BTreeMap<String, T>, mut f: impl FnMut(&mut Self, &T)) {
        for (key, value) in map {
            self.below(Step::Key(key.clone()), |c| f(c, value));
        }
    }

    /// Reports a violation at the place at hand. The message must not repeat anything of the value.
    #[cold]
    pub fn violation(&mut self, keyword: &'static str, message: impl Into<Cow<'static, str>>) {
        self.violation_below("", keyword, message.into());
    }

    fn violation_below(&mut self, below: &str, keyword: &'static str, message: Cow<'static, str>) {
        if self.found.len() >= KEPT {
            self.omitted += 1;
            return;
        }
        let mut pointer = String::new();
        for step in &self.path {
            match step {
                Step::Name(name) => push_pointer(&mut pointer, name),
                Step::Key(key) => push_pointer(&mut pointer, key),
                Step::Index(index) => push_pointer(&mut pointer, &index.to_string()),
            }
        }
        pointer.push_str(below);
        let violation = Violation { pointer, keyword, message };
        if !self.found.contains(&violation) {
            self.found.push(violation);
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, c: &mut Checker) {
        if let Some(value) = self {
            value.validate(c);
        }
    }
}

impl<T: Validate> Validate for Field<T> {
    fn validate(&self, c: &mut Checker) {
        if let Self::Value(value) = self {
            value.validate(c);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, c: &mut Checker) {
        (**self).validate(c);
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, c: &mut Checker) {
        c.each(self, |c, item| item.validate(c));
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, c: &mut Checker) {
        c.each_value(self, |c, value| value.validate(c));
    }
}

/// JSON has no text for what is not finite.
impl Validate for f64 {
    fn validate(&self, c: &mut Checker) {
        if !self.is_finite() {
            c.violation("type", "must be finite");
        }
    }
}

macro_rules! nothing {
    ($($type:ty),*) => { $(
        impl Validate for $type {
            fn validate(&self, _: &mut Checker) {}
        }
    )* };
}
nothing!((), bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, String, Json);

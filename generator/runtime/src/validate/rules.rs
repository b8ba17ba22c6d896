//! The keywords of JSON Schema's validation vocabulary that Rust types do not express.
use core::fmt;
use std::collections::HashSet;

use super::checker::Checker;
use super::pattern::Pattern;
use crate::json::numbers::Decimal;
use crate::json::{Encode, Json};

/// What a string must be. Lengths count Unicode scalar values.
#[derive(Clone, Copy, Debug, Default)]
pub struct StringRule<'r> {
    /// `minLength`
    pub min: Option<u64>,
    /// `maxLength`
    pub max: Option<u64>,
    /// `pattern`
    pub pattern: Option<&'r Pattern>,
}

/// What a number must be. Bounds are JSON number texts and are compared exactly.
#[derive(Clone, Copy, Debug, Default)]
pub struct NumberRule<'r> {
    /// `minimum`
    pub minimum: Option<&'r str>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<&'r str>,
    /// `maximum`
    pub maximum: Option<&'r str>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<&'r str>,
    /// `multipleOf`
    pub multiple_of: Option<&'r str>,
}

/// What an array must be.
#[derive(Clone, Copy, Debug, Default)]
pub struct ItemsRule {
    /// `minItems`
    pub min: Option<u64>,
    /// `maxItems`
    pub max: Option<u64>,
    /// `uniqueItems`
    pub unique: bool,
}

/// What an object must be.
#[derive(Clone, Copy, Debug, Default)]
pub struct PropertiesRule {
    /// `minProperties`
    pub min: Option<u64>,
    /// `maxProperties`
    pub max: Option<u64>,
}

/// Rules are put together from nothing: `StringRule::NONE.min(1).max(5)`.
macro_rules! built {
    ($($rule:ty { $($part:ident: $of:ty, $keyword:literal;)+ })+) => { $(
        impl<'r> $rule {
            /// Demands nothing.
            pub const NONE: Self = Self { $($part: None,)+ };
            $(
                #[doc = concat!("The same with `", $keyword, "`.")]
                #[must_use]
                pub const fn $part(mut self, $part: $of) -> Self {
                    self.$part = Some($part);
                    self
                }
            )+
        }
    )+ };
}
built! {
    StringRule<'r> { min: u64, "minLength"; max: u64, "maxLength"; pattern: &'r Pattern, "pattern"; }
    NumberRule<'r> {
        minimum: &'r str, "minimum";
        exclusive_minimum: &'r str, "exclusiveMinimum";
        maximum: &'r str, "maximum";
        exclusive_maximum: &'r str, "exclusiveMaximum";
        multiple_of: &'r str, "multipleOf";
    }
}
impl ItemsRule {
    /// Demands nothing.
    pub const NONE: Self = Self { min: None, max: None, unique: false };

    /// The same with `minItems`.
    #[must_use]
    pub const fn min(self, min: u64) -> Self {
        Self { min: Some(min), ..self }
    }

    /// The same with `maxItems`.
    #[must_use]
    pub const fn max(self, max: u64) -> Self {
        Self { max: Some(max), ..self }
    }

    /// The same with `uniqueItems`.
    #[must_use]
    pub const fn unique(self) -> Self {
        Self { unique: true, ..self }
    }
}

impl PropertiesRule {
    /// Demands nothing.
    pub const NONE: Self = Self { min: None, max: None };

    /// The same with `minProperties`.
    #[must_use]
    pub const fn min(self, min: u64) -> Self {
        Self { min: Some(min), ..self }
    }

    /// The same with `maxProperties`.
    #[must_use]
    pub const fn max(self, max: u64) -> Self {
        Self { max: Some(max), ..self }
    }
}

/// Where what is wrong is said: the keyword, and what it demands. Nobody may want to know, so it is no text yet.
pub(super) type Faults<'f> = &'f mut dyn FnMut(&'static str, fmt::Arguments<'_>);

impl StringRule<'_> {
    pub(super) fn check(&self, value: &str, faults: Faults<'_>) {
        if self.min.is_some() || self.max.is_some() {
            let length = value.chars().count() as u64;
            if let Some(min) = self.min.filter(|&min| length < min) {
                faults("minLength", format_args!("must have at least {min} characters"));
            }
            if let Some(max) = self.max.filter(|&max| length > max) {
                faults("maxLength", format_args!("must have at most {max} characters"));
            }
        }
        if let Some(pattern) = self.pattern.filter(|pattern| !pattern.matches(value)) {
            faults("pattern", format_args!("must match {}", pattern.source()));
        }
    }
}

impl NumberRule<'_> {
    pub(super) fn check(&self, text: &str, faults: Faults<'_>) {
        let value = Decimal::parse(text);
        let against = |bound: &str| value.compare(&Decimal::parse(bound));
        if let Some(bound) = self.minimum.filter(|bound| against(bound).is_lt()) {
            faults("minimum", format_args!("must be at least {bound}"));
        }
        if let Some(bound) = self.exclusive_minimum.filter(|bound| against(bound).is_le()) {
            faults("exclusiveMinimum", format_args!("must be greater than {bound}"));
        }
        if let Some(bound) = self.maximum.filter(|bound| against(bound).is_gt()) {
            faults("maximum", format_args!("must be at most {bound}"));
        }
        if let Some(bound) = self.exclusive_maximum.filter(|bound| against(bound).is_ge()) {
            faults("exclusiveMaximum", format_args!("must be less than {bound}"));
        }
        if let Some(divisor) = self.multiple_of.filter(|text| !value.is_multiple_of(&Decimal::parse(text))) {
            faults("multipleOf", format_args!("must be a multiple of {divisor}"));
        }
    }
}

impl ItemsRule {
    pub(super) fn check(&self, count: usize, has_duplicates: impl FnOnce() -> bool, faults: Faults<'_>) {
        let count = count as u64;
        if let Some(min) = self.min.filter(|&min| count < min) {
            faults("minItems", format_args!("must have at least {min} items"));
        }
        if let Some(max) = self.max.filter(|&max| count > max) {
            faults("maxItems", format_args!("must have at most {max} items"));
        }
        if self.unique && count > 1 && has_duplicates() {
            faults("uniqueItems", format_args!("must not have two equal items"));
        }
    }
}

impl PropertiesRule {
    pub(super) fn check(&self, count: usize, faults: Faults<'_>) {
        let count = count as u64;
        if let Some(min) = self.min.filter(|&min| count < min) {
            faults("minProperties", format_args!("must have at least {min} properties"));
        }
        if let Some(max) = self.max.filter(|&max| count > max) {
            faults("maxProperties", format_args!("must have at most {max} properties"));
        }
    }
}

impl Checker {
    /// Checks a string.
    pub fn string(&mut self, value: &str, rule: &StringRule<'_>) {
        rule.check(value, &mut |keyword, message| self.violation(keyword, message.to_string()));
    }

    /// Checks an integer.
    pub fn integer(&mut self, value: impl Into<i128>, rule: &NumberRule<'_>) {
        self.number(itoa::Buffer::new().format(value.into()), rule);
    }

    /// Checks a number; its value is the shortest text that reads back as the same float.
    pub fn float(&mut self, value: f64, rule: &NumberRule<'_>) {
        if value.is_finite() {
            self.number(zmij::Buffer::new().format_finite(value), rule);
        } else {
            self.violation("type", "must be finite");
        }
    }

    pub(crate) fn number(&mut self, text: &str, rule: &NumberRule<'_>) {
        rule.check(text, &mut |keyword, message| self.violation(keyword, message.to_string()));
    }

    /// Checks an array. Items are equal when their JSON is; finding out costs one hash an item.
    pub fn items<T: Encode>(&mut self, value: &[T], rule: &ItemsRule) {
        let has_duplicates = || has_duplicates(value);
        rule.check(value.len(), has_duplicates, &mut |keyword, message| self.violation(keyword, message.to_string()));
    }

    /// Checks the number of members of an object.
    pub fn properties(&mut self, count: usize, rule: &PropertiesRule) {
        rule.check(count, &mut |keyword, message| self.violation(keyword, message.to_string()));
    }
}

fn has_duplicates<T: Encode>(items: &[T]) -> bool {
    let mut seen = HashSet::with_capacity(items.len());
    !items.iter().all(|item| seen.insert(Json::of(item)))
}

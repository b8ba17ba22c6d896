//! The keywords of JSON Schema's validation vocabulary that Rust types do not express.
use std::collections::HashSet;

use super::checker::Checker;
use super::pattern::Pattern;
use crate::json::numbers::Decimal;
use crate::json::{Encode, Json};

/// What a string must be. Lengths count Unicode scalar values.
#[derive(Clone, Copy, Debug, Default)]
pub struct StringRule {
    /// `minLength`
    pub min: Option<u64>,
    /// `maxLength`
    pub max: Option<u64>,
    /// `pattern`
    pub pattern: Option<&'static Pattern>,
}

/// What a number must be. Bounds are JSON number texts and are compared exactly.
#[derive(Clone, Copy, Debug, Default)]
pub struct NumberRule {
    /// `minimum`
    pub minimum: Option<&'static str>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<&'static str>,
    /// `maximum`
    pub maximum: Option<&'static str>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<&'static str>,
    /// `multipleOf`
    pub multiple_of: Option<&'static str>,
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

/// Rules that demand nothing, for `Rule { min: Some(1), ..Rule::NONE }`.
macro_rules! none {
    ($($rule:ident { $($part:ident: $nothing:expr),+ })+) => { $(
        impl $rule {
            /// Demands nothing.
            pub const NONE: Self = Self { $($part: $nothing),+ };
        }
    )+ };
}
none! {
    StringRule { min: None, max: None, pattern: None }
    NumberRule { minimum: None, exclusive_minimum: None, maximum: None, exclusive_maximum: None, multiple_of: None }
    ItemsRule { min: None, max: None, unique: false }
    PropertiesRule { min: None, max: None }
}

impl Checker {
    /// Checks a string.
    pub fn string(&mut self, value: &str, rule: &StringRule) {
        if rule.min.is_some() || rule.max.is_some() {
            let length = value.chars().count() as u64;
            if let Some(min) = rule.min.filter(|&min| length < min) {
                self.violation("minLength", format!("must have at least {min} characters"));
            }
            if let Some(max) = rule.max.filter(|&max| length > max) {
                self.violation("maxLength", format!("must have at most {max} characters"));
            }
        }
        if let Some(pattern) = rule.pattern.filter(|pattern| !pattern.matches(value)) {
            self.violation("pattern", format!("must match {}", pattern.source()));
        }
    }

    /// Checks an integer.
    pub fn integer(&mut self, value: impl Into<i128>, rule: &NumberRule) {
        self.number(itoa::Buffer::new().format(value.into()), rule);
    }

    /// Checks a number; its value is the shortest text that reads back as the same float.
    pub fn float(&mut self, value: f64, rule: &NumberRule) {
        if value.is_finite() {
            self.number(ryu::Buffer::new().format_finite(value), rule);
        } else {
            self.violation("type", "must be finite");
        }
    }

    pub(crate) fn number(&mut self, text: &str, rule: &NumberRule) {
        let value = Decimal::parse(text);
        let against = |bound: &'static str| value.compare(&Decimal::parse(bound));
        if let Some(bound) = rule.minimum.filter(|bound| against(bound).is_lt()) {
            self.violation("minimum", format!("must be at least {bound}"));
        }
        if let Some(bound) = rule.exclusive_minimum.filter(|bound| against(bound).is_le()) {
            self.violation("exclusiveMinimum", format!("must be greater than {bound}"));
        }
        if let Some(bound) = rule.maximum.filter(|bound| against(bound).is_gt()) {
            self.violation("maximum", format!("must be at most {bound}"));
        }
        if let Some(bound) = rule.exclusive_maximum.filter(|bound| against(bound).is_ge()) {
            self.violation("exclusiveMaximum", format!("must be less than {bound}"));
        }
        if let Some(divisor) = rule.multiple_of.filter(|text| !value.is_multiple_of(&Decimal::parse(text))) {
            self.violation("multipleOf", format!("must be a multiple of {divisor}"));
        }
    }

    /// Checks an array. Items are equal when their JSON is; finding out costs one hash an item.
    pub fn items<T: Encode>(&mut self, value: &[T], rule: &ItemsRule) {
        let count = value.len() as u64;
        if let Some(min) = rule.min.filter(|&min| count < min) {
            self.violation("minItems", format!("must have at least {min} items"));
        }
        if let Some(max) = rule.max.filter(|&max| count > max) {
            self.violation("maxItems", format!("must have at most {max} items"));
        }
        if rule.unique && has_duplicates(value) {
            self.violation("uniqueItems", "must not have two equal items");
        }
    }

    /// Checks the number of members of an object.
    pub fn properties(&mut self, count: usize, rule: &PropertiesRule) {
        let count = count as u64;
        if let Some(min) = rule.min.filter(|&min| count < min) {
            self.violation("minProperties", format!("must have at least {min} properties"));
        }
        if let Some(max) = rule.max.filter(|&max| count > max) {
            self.violation("maxProperties", format!("must have at most {max} properties"));
        }
    }
}

fn has_duplicates<T: Encode>(items: &[T]) -> bool {
    let mut seen = HashSet::with_capacity(if items.len() < 2 { 0 } else { items.len() });
    items.len() > 1 && !items.iter().all(|item| seen.insert(Json::of(item)))
}

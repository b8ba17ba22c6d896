//! What JSON Schema demands beyond types, checked on values.

mod checker;
mod ecma;
mod invalid;
mod judge;
mod pattern;
mod rules;
mod within;

pub use checker::{Checker, Validate};
pub use invalid::{Invalid, Violation};
pub use judge::{Demand, Judge, judge};
pub use pattern::Pattern;
pub(crate) use pattern::compiles;
pub use rules::{ItemsRule, NumberRule, PropertiesRule, StringRule};
pub use within::{Each, Item, Rule};

/// Checks a value and all that it contains.
///
/// # Errors
/// Everything that its schema refuses.
pub fn validate(value: &impl Validate) -> Result<(), Invalid> {
    let mut checker = Checker::deep();
    value.validate(&mut checker);
    checker.into_result()
}

//! Rules reach the values that they are about through what holds them: an optional member, the items of a list.
//!
//! Emitted code says where a value is held and what is demanded. A closure for each of them would cost whoever
//! compiles it as much as a method.
use std::collections::BTreeMap;

use super::checker::{Checker, Validate};
use super::rules::{ItemsRule, NumberRule, PropertiesRule, StringRule};
use crate::field::Field;
use crate::json::Encode;

/// What is demanded of values of a type.
pub trait Rule<T: ?Sized> {
    /// Reports what is wrong with a value, at the place at hand.
    fn apply(&self, value: &T, c: &mut Checker);
}

/// What is demanded of each item of an array, or of each value of a map.
#[derive(Clone, Copy, Debug)]
pub struct Each<'r, R>(pub &'r R);

/// What is demanded of one item of a tuple.
#[derive(Clone, Copy, Debug)]
pub struct Item<'r, const INDEX: usize, R>(pub &'r R);

impl Rule<String> for StringRule<'_> {
    fn apply(&self, value: &String, c: &mut Checker) {
        c.string(value, self);
    }
}

macro_rules! integers {
    ($($type:ty)*) => { $(
        impl Rule<$type> for NumberRule<'_> {
            fn apply(&self, value: &$type, c: &mut Checker) {
                c.integer(*value, self);
            }
        }
    )* };
}
integers!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

impl Rule<f64> for NumberRule<'_> {
    fn apply(&self, value: &f64, c: &mut Checker) {
        c.float(*value, self);
    }
}

impl<T: Encode> Rule<Vec<T>> for ItemsRule {
    fn apply(&self, value: &Vec<T>, c: &mut Checker) {
        c.items(value, self);
    }
}

impl<T> Rule<BTreeMap<String, T>> for PropertiesRule {
    fn apply(&self, value: &BTreeMap<String, T>, c: &mut Checker) {
        c.properties(value.len(), self);
    }
}

impl<T, R: Rule<T>> Rule<Option<T>> for R {
    fn apply(&self, value: &Option<T>, c: &mut Checker) {
        if let Some(value) = value {
            self.apply(value, c);
        }
    }
}

impl<T, R: Rule<T>> Rule<Field<T>> for R {
    fn apply(&self, value: &Field<T>, c: &mut Checker) {
        if let Field::Value(value) = value {
            self.apply(value, c);
        }
    }
}

impl<T, R: Rule<T>> Rule<Vec<T>> for Each<'_, R> {
    fn apply(&self, value: &Vec<T>, c: &mut Checker) {
        c.each(value, |c, item| self.0.apply(item, c));
    }
}

impl<T, R: Rule<T>> Rule<BTreeMap<String, T>> for Each<'_, R> {
    fn apply(&self, value: &BTreeMap<String, T>, c: &mut Checker) {
        c.each_value(value, |c, value| self.0.apply(value, c));
    }
}

impl Checker {
    /// Demands something of the value at hand.
    pub fn rule<T: ?Sized>(&mut self, value: &T, rule: &impl Rule<T>) {
        rule.apply(value, self);
    }

    /// Demands something of a member.
    pub fn member<T: ?Sized>(&mut self, name: &'static str, value: &T, rule: &impl Rule<T>) {
        self.at(name, |c| rule.apply(value, c));
    }

    /// Demands something of a parameter: a member of `path`, `query`, `header` or `cookie`.
    pub fn parameter<T: ?Sized>(&mut self, location: &'static str, name: &'static str, value: &T, rule: &impl Rule<T>) {
        self.at(location, |c| c.member(name, value, rule));
    }

    /// Checks a parameter with its own `validate`.
    pub fn parameter_child(&mut self, location: &'static str, name: &'static str, value: &impl Validate) {
        self.at(location, |c| c.child(name, value));
    }
}

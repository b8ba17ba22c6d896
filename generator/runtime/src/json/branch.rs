//! Unions whose branch is decided before it is read: looking ahead.
use core::fmt::Debug;
use std::borrow::Cow;

use super::cx::Cx;
use super::decode::Decode;
use super::kind::{Kind, Kinds};
use super::numbers::Decimal;
use super::report::Report;
use super::scan::push_pointer;
use super::union::{Branch, one_of_these};

/// A value that names a branch.
pub trait TagValue: Debug + 'static {
    /// What such values are, with the article.
    const EXPECTED: &'static str;
    /// The kinds that such values have.
    const KINDS: Kinds;
}

impl TagValue for &'static str {
    const EXPECTED: &'static str = "a string";
    const KINDS: Kinds = Kinds::STRING;
}

impl TagValue for i64 {
    const EXPECTED: &'static str = "an integer";
    const KINDS: Kinds = Kinds::INTEGER.or(Kinds::NUMBER);
}

impl TagValue for bool {
    const EXPECTED: &'static str = "a boolean";
    const KINDS: Kinds = Kinds::BOOLEAN;
}

/// How long a message may be to which the branch is still added.
const READABLE: usize = 160;

impl<'a> Cx<'a> {
    fn member(&self, property: &str) -> Option<usize> {
        if self.kind() != Kind::Object {
            return None;
        }
        let mut key = self.at + 2;
        for _ in 0..self.view.count(self.at) {
            if self.view.name_is(key, property) {
                return Some(key + 1);
            }
            key = self.view.next(key + 1);
        }
        None
    }

    /// The string that the object at hand has as `property`; looks only.
    #[must_use]
    pub fn tag(&self, property: &str) -> Option<Cow<'a, str>> {
        let value = self.member(property)?;
        matches!(self.view.kind(value), Kind::String | Kind::Text).then(|| self.view.string(value))
    }

    /// The integer that the object at hand has as `property`; looks only.
    #[must_use]
    pub fn tag_integer(&self, property: &str) -> Option<i64> {
        let value = self.member(property)?;
        let text = self.view.content(value);
        match self.view.kind(value) {
            Kind::Text => text.parse().ok(),
            Kind::Integer | Kind::Number => Decimal::parse(text).to_i128()?.try_into().ok(),
            _ => None,
        }
    }

    /// The boolean that the object at hand has as `property`; looks only.
    #[must_use]
    pub fn tag_boolean(&self, property: &str) -> Option<bool> {
        let value = self.member(property)?;
        match (self.view.kind(value), self.view.content(value)) {
            (Kind::Boolean | Kind::Text, "true") => Some(true),
            (Kind::Boolean | Kind::Text, "false") => Some(false),
            _ => None,
        }
    }

    /// Whether the object at hand has a member called `property`; looks only.
    #[must_use]
    pub fn has(&self, property: &str) -> bool {
        self.member(property).is_some()
    }

    /// Whether the value is an object without a member called `property`; looks only.
    #[must_use]
    pub fn lacks(&self, property: &str) -> bool {
        self.kind() == Kind::Object && !self.has(property)
    }

    /// Reports why [`Cx::tag`] and its like did not select a branch: no object, no such property, another kind of
    /// value, or none of `allowed`.
    #[cold]
    pub fn unknown_tag<T, V: TagValue>(&mut self, property: &'static str, allowed: &[V]) -> Option<T> {
        if self.kind() != Kind::Object {
            return self.mismatch("an object");
        }
        let Some(value) = self.member(property) else {
            let mut below = String::new();
            push_pointer(&mut below, property);
            return self.violation_at(self.at, below.into(), "required", "the property is missing".into());
        };
        let kind = self.view.kind(value);
        if kind != Kind::Text && !V::KINDS.contains(kind) {
            let message = format!("expected {}, found {}", V::EXPECTED, kind.describe());
            return self.violation_at(value, "".into(), "type", message.into());
        }
        self.violation_at(value, "".into(), "discriminator", one_of_these(allowed).into())
    }

    /// Reads the branch that was decided for. What is reported says which one it was.
    pub fn branch<T: Decode, U>(&mut self, name: &'static str, wrap: impl FnOnce(T) -> U) -> Option<U> {
        self.branch_by(name, |cx| T::decode(cx)).map(wrap)
    }

    /// The same where more is asked of the branch than its type.
    pub fn branch_by<T>(&mut self, name: &'static str, decode: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.report.noted.len();
        let value = decode(self);
        if self.report.noted.len() > before {
            self.report.read_as(before, name);
        }
        value
    }

    /// The branch of the first of `properties` that is there, else `rest`. Where that one does not fit, the others are
    /// tried: a branch that does not ask for a property may have it all the same. For the same reason a strict reader
    /// of an `exclusive` union (`oneOf`) makes sure that no other fits, of those that may.
    pub fn by_property<T>(
        &mut self,
        exclusive: bool,
        properties: &[(&str, usize)],
        rest: Option<usize>,
        branches: &[Branch<'_, T>],
    ) -> Option<T> {
        if self.kind() != Kind::Object {
            return self.mismatch("an object");
        }
        // Any other lacks what it requires.
        let there = properties.iter().filter(|(name, _)| self.has(name)).map(|(_, index)| *index).chain(rest);
        let there: Vec<&Branch<'_, T>> = there.filter_map(|index| branches.get(index)).collect();
        let Some((&&(name, decode), others)) = there.split_first() else {
            let names = properties.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("`, `");
            return self.violation("required", format!("expected one of the properties `{names}`"));
        };
        let mut fits = match self.apart(decode) {
            Ok(value) if !exclusive || !self.is_strict() => return Some(value),
            Ok(value) => Ok((name, value)),
            Err(report) => Err(report),
        };
        for &&(other, decode) in others {
            match (&fits, self.attempt(decode, self.mode)?) {
                (Ok((first, _)), Ok(_)) => {
                    return self.violation("oneOf", format!("fits more than one branch: {first} and {other}"));
                }
                (Err(_), Ok(value)) if !exclusive || !self.is_strict() => return Some(value),
                (Err(_), Ok(value)) => fits = Ok((other, value)),
                (_, Err(_)) => {}
            }
        }
        match fits {
            Ok((_, value)) => Some(value),
            Err(report) => {
                let before = self.report.noted.len();
                self.report.adopt(report);
                self.report.read_as(before, name);
                None
            }
        }
    }
}

impl Report {
    /// Adds what was reported apart.
    fn adopt(&mut self, other: Self) {
        let omitted = other.total - other.noted.len();
        other.noted.into_iter().for_each(|noted| self.push(noted));
        self.total += omitted;
    }

    /// Says of the reports from an index on in which branch of a union they were made. Unions in unions name each
    /// branch on the way, as far as that can be read.
    #[cold]
    fn read_as(&mut self, from: usize, name: &str) {
        for noted in self.noted.get_mut(from..).into_iter().flatten() {
            if noted.message.len() <= READABLE {
                noted.message = Cow::Owned(format!("as {name}: {}", noted.message));
            }
        }
    }
}

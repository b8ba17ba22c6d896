//! A value on a tape, for code that looks at values of any type.
use std::borrow::Cow;

use super::kind::Kind;
use super::tape::View;

/// A value on a [`Tape`](super::Tape).
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    view: View<'a>,
    at: usize,
}

impl<'a> Node<'a> {
    pub(crate) fn new(view: View<'a>, at: usize) -> Self {
        Self { view, at }
    }

    pub(crate) fn parts(&self) -> (View<'a>, usize) {
        (self.view, self.at)
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.view.kind(self.at)
    }

    /// A string's value, without quotes and escapes; a text as it is. `None` for other kinds.
    #[must_use]
    pub fn string(&self) -> Option<Cow<'a, str>> {
        matches!(self.kind(), Kind::String | Kind::Text).then(|| self.view.string(self.at))
    }

    /// A number as it is written.
    #[must_use]
    pub fn number(&self) -> Option<&'a str> {
        matches!(self.kind(), Kind::Integer | Kind::Number).then(|| self.view.content(self.at))
    }

    /// The value of a boolean.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        (self.kind() == Kind::Boolean).then(|| self.view.content(self.at) == "true")
    }

    /// How a scalar is written in a URL, a header or a form: a string without its quotes, a number or a boolean as
    /// it is. `None` for `null`, arrays and objects.
    #[must_use]
    pub fn scalar_text(&self) -> Option<Cow<'a, str>> {
        match self.kind() {
            Kind::String | Kind::Text => Some(self.view.string(self.at)),
            Kind::Integer | Kind::Number | Kind::Boolean => Some(Cow::Borrowed(self.view.content(self.at))),
            Kind::Null | Kind::Array | Kind::Object => None,
        }
    }

    /// The JSON text of what was parsed from JSON.
    pub(crate) fn raw(&self) -> &'a str {
        self.view.raw(self.at)
    }

    /// The items of an array; nothing for other kinds.
    #[must_use]
    pub fn items(&self) -> Items<'a> {
        let is_array = self.kind() == Kind::Array;
        Items { view: self.view, at: self.at + 2, left: if is_array { self.view.count(self.at) } else { 0 } }
    }

    /// The members of an object in the order of the text, duplicates included; nothing for other kinds.
    #[must_use]
    pub fn members(&self) -> Members<'a> {
        let is_object = self.kind() == Kind::Object;
        Members { view: self.view, at: self.at + 2, left: if is_object { self.view.count(self.at) } else { 0 } }
    }
}

/// The items of an array.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    view: View<'a>,
    at: usize,
    left: usize,
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        self.left = self.left.checked_sub(1)?;
        let item = Node::new(self.view, self.at);
        self.at = self.view.next(self.at);
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

/// The members of an object.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    view: View<'a>,
    at: usize,
    left: usize,
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let member = (self.view.string(self.at), Node::new(self.view, self.at + 1));
        self.at = self.view.next(self.at + 1);
        Some(member)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

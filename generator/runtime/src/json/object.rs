//! Reading an object's members by name.
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::cx::Cx;
use super::decode::Decode;
use super::kind::Kind;
use super::scan::push_pointer;
use super::tape::mark;
use crate::field::Field;

/// The members of an object. Each name is asked for once; then [`ObjectReader::end`] or
/// [`ObjectReader::end_closed`] is called.
///
/// Of a name that occurs twice, which value is taken is not specified; strict readers refuse the object.
#[derive(Debug)]
pub struct ObjectReader<'c, 'a> {
    cx: &'c mut Cx<'a>,
    first: usize,
    count: usize,
    /// Where the next search begins: documents mostly keep the schema's order.
    key: usize,
    ordinal: usize,
    taken: Taken,
    steps: usize,
    /// The [`mark`]s of all names, once one was not where it was looked for; until then all. Tells most absent names.
    marks: u64,
    /// Boxed because it is rare, and a small reader is cheaper to return.
    index: Option<Box<Index<'a>>>,
}

/// Name → its token, and the member's place.
type Index<'a> = HashMap<Cow<'a, str>, (usize, usize)>;

/// Which members were asked for, by their place in the object.
#[derive(Debug, Default)]
struct Taken {
    count: usize,
    low: u64,
    more: Vec<u64>,
}

impl Taken {
    #[inline]
    fn set(&mut self, ordinal: usize) {
        self.count += 1;
        if ordinal < 64 {
            self.low |= 1 << ordinal;
            return;
        }
        let word = ordinal / 64 - 1;
        if self.more.len() <= word {
            self.more.resize(word + 1, 0);
        }
        if let Some(bits) = self.more.get_mut(word) {
            *bits |= 1 << (ordinal % 64);
        }
    }

    fn has(&self, ordinal: usize) -> bool {
        let bits = if ordinal < 64 { self.low } else { self.more.get(ordinal / 64 - 1).copied().unwrap_or(0) };
        bits >> (ordinal % 64) & 1 == 1
    }
}

/// Objects with more members than this get an index once searching has cost more than a few rounds.
const SMALL: usize = 32;

impl<'c, 'a> ObjectReader<'c, 'a> {
    #[inline]
    pub(super) fn new(cx: &'c mut Cx<'a>) -> Self {
        let first = cx.at + 2;
        let count = cx.view.count(cx.at);
        Self {
            cx,
            first,
            count,
            key: first,
            ordinal: 0,
            taken: Taken::default(),
            steps: 0,
            marks: u64::MAX,
            index: None,
        }
    }

    /// The index of the value of the member called `name`, which now counts as asked for.
    ///
    /// Inlined, so that the mark of a literal is one too.
    #[inline(always)]
    fn find(&mut self, name: &str) -> Option<usize> {
        let mark = mark(name.as_bytes());
        if self.taken.count >= self.count || self.marks & mark == 0 { None } else { self.look(name, mark) }
    }

    /// As [`Self::find`], if it may be there.
    fn look(&mut self, name: &str, mark: u64) -> Option<usize> {
        if self.ordinal < self.count && self.cx.view.name_is(self.key, name) {
            return Some(self.take(self.key, self.ordinal));
        }
        self.search(name, mark)
    }

    /// The value of the member at `key`; the next search begins after it.
    #[inline]
    fn take(&mut self, key: usize, ordinal: usize) -> usize {
        self.taken.set(ordinal);
        (self.key, self.ordinal) = (self.cx.view.next(key + 1), ordinal + 1);
        key + 1
    }

    /// As [`Self::look`], where the name is not the next.
    fn search(&mut self, name: &str, mark: u64) -> Option<usize> {
        if self.index.is_none() && self.count > SMALL && self.steps > 4 * self.count {
            self.build_index();
        }
        if let Some(index) = &self.index {
            let &(key, ordinal) = index.get(name)?;
            self.taken.set(ordinal);
            return Some(key + 1);
        }
        let view = self.cx.view;
        if self.marks == u64::MAX && self.count <= SMALL {
            self.marks = self.keys().fold(0, |marks, key| marks | view.name_mark(key));
            if self.marks & mark == 0 {
                return None;
            }
        }
        let (mut key, mut ordinal) = (self.key, self.ordinal);
        for step in 0..self.count {
            if ordinal >= self.count {
                (key, ordinal) = (self.first, 0);
            }
            if view.name_is(key, name) {
                self.steps += step;
                return Some(self.take(key, ordinal));
            }
            (key, ordinal) = (view.next(key + 1), ordinal + 1);
        }
        self.steps += self.count;
        None
    }

    #[cold]
    fn build_index(&mut self) {
        let mut index = HashMap::with_capacity(self.count);
        for (ordinal, key) in self.keys().enumerate() {
            index.entry(self.cx.view.string(key)).or_insert((key, ordinal));
        }
        self.index = Some(Box::new(index));
    }

    fn keys(&self) -> impl Iterator<Item = usize> + use<'a> {
        let view = self.cx.view;
        let first = self.first;
        core::iter::successors(Some(first), move |&key| Some(view.next(key + 1))).take(self.count)
    }

    /// A member that must be there.
    #[inline]
    pub fn required<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        match self.find(name) {
            Some(value) => self.cx.child(value),
            None => self.missing(name),
        }
    }

    #[cold]
    fn missing<T>(&mut self, name: &str) -> Option<T> {
        let mut below = String::new();
        push_pointer(&mut below, name);
        self.cx.violation_at(self.cx.at, below.into(), "required", Cow::Borrowed("the property is missing"))
    }

    /// A member that may be absent. Lenient readers take `null` for absent, unless it is a value of `T`; in strict mode `T`
    /// decides.
    #[inline]
    pub fn optional<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        self.find(name).and_then(|value| self.present(value))
    }

    fn present<T: Decode>(&mut self, value: usize) -> Option<T> {
        if !T::TAKES_NULL && self.cx.view.kind(value) == Kind::Null && !self.cx.is_strict() {
            return None;
        }
        self.cx.child(value)
    }

    /// A member that may be absent or `null`, and the two are different.
    pub fn field<T: Decode>(&mut self, name: &'static str) -> Field<T> {
        match self.find(name) {
            None => Field::Absent,
            Some(value) => self.cx.child::<Option<T>>(value).map_or(Field::Absent, Field::from),
        }
    }

    /// Reads over a member that only travels the other way, as if it was not there.
    pub fn skip(&mut self, name: &'static str) {
        self.find(name);
    }

    /// The members that were not asked for.
    pub fn rest<T: Decode>(&mut self) -> BTreeMap<String, T> {
        let mut rest = BTreeMap::new();
        for (ordinal, key, is_repeated) in self.others() {
            self.taken.set(ordinal);
            let name = self.cx.view.string(key);
            if is_repeated || (self.cx.is_strict() && rest.contains_key(name.as_ref())) {
                self.repeated(key);
            } else if let Some(value) = self.cx.child(key + 1) {
                rest.insert(name.into_owned(), value);
            }
        }
        rest
    }

    /// Ends reading. In strict mode a name that was asked for and occurs twice is a violation.
    #[inline]
    pub fn end(self) {
        if self.taken.count < self.count && self.cx.is_strict() {
            self.end_strictly(false);
        }
    }

    /// Ends reading an object that allows no other members: in strict mode each is a violation.
    #[inline]
    pub fn end_closed(self) {
        if self.taken.count < self.count && self.cx.is_strict() {
            self.end_strictly(true);
        }
    }

    #[cold]
    fn end_strictly(mut self, closed: bool) {
        for (_, key, is_repeated) in self.others() {
            if is_repeated {
                self.repeated(key);
            } else if closed {
                let message = Cow::Borrowed("the property is not allowed");
                self.cx.violation_at::<()>(key + 1, Cow::Borrowed(""), "additionalProperties", message);
            }
        }
    }

    #[cold]
    fn repeated(&mut self, key: usize) {
        if self.cx.is_strict() {
            let message = Cow::Borrowed("the property occurs twice");
            self.cx.violation_at::<()>(key + 1, Cow::Borrowed(""), "duplicate", message);
        }
    }

    /// The members not asked for: place, name's token, and whether the name was asked for.
    fn others(&self) -> Vec<(usize, usize, bool)> {
        if self.taken.count >= self.count {
            return Vec::new();
        }
        let view = self.cx.view;
        let (taken, others) = self.keys().enumerate().partition::<Vec<_>, _>(|&(ordinal, _)| self.taken.has(ordinal));
        let asked = taken.into_iter().map(|(_, key)| view.string(key)).collect::<HashSet<_>>();
        others.into_iter().map(|(ordinal, key)| (ordinal, key, asked.contains(&view.string(key)))).collect()
    }
}

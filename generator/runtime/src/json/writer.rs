//! Writing JSON text.
use std::collections::BTreeMap;

use super::encode::Encode;
use super::scan;
use super::value::Json;
use crate::field::Field;

/// JSON text under construction. Every method but [`Writer::into_bytes`] and [`Writer::into_text`] writes one value.
///
/// ```
/// use tenon_runtime::Writer;
/// let mut w = Writer::new();
/// let mut object = w.object();
/// object.member("name", &"Rex");
/// object.member("ages", &vec![1_i64, 2]);
/// object.end();
/// assert_eq!(w.into_bytes(), br#"{"name":"Rex","ages":[1,2]}"#);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Writer {
    out: String,
}

impl Writer {
    /// Nothing written yet.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self { out: String::with_capacity(128) }
    }

    /// What was written.
    #[must_use]
    #[inline]
    pub fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// What was written, as text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.out
    }

    /// Begins an object; its [`ObjectWriter::end`] completes it.
    #[inline]
    pub fn object(&mut self) -> ObjectWriter<'_> {
        self.out.push('{');
        ObjectWriter { writer: self, is_empty: true }
    }

    /// Begins an array; its [`ArrayWriter::end`] completes it.
    #[inline]
    pub fn array(&mut self) -> ArrayWriter<'_> {
        self.out.push('[');
        ArrayWriter { writer: self, is_empty: true }
    }

    /// A string.
    pub fn string(&mut self, value: &str) {
        // Most strings need no escape: with room for both quotes the text grows once at most.
        self.out.reserve(value.len() + 2);
        self.out.push('"');
        let bytes = value.as_bytes();
        let mut start = 0;
        loop {
            let at = scan::special(bytes, start);
            self.out.push_str(value.get(start..at).unwrap_or_default());
            let Some(&byte) = bytes.get(at) else { break };
            self.escape(byte);
            start = at + 1;
        }
        self.out.push('"');
    }

    #[cold]
    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            _ => {
                self.out.push_str("\\u00");
                for nibble in [byte >> 4, byte & 15] {
                    self.out.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
                }
                return;
            }
        };
        self.out.push_str(short);
    }

    /// An integer.
    pub fn i64(&mut self, value: i64) {
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    /// An integer.
    pub fn u64(&mut self, value: u64) {
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    /// A number: the shortest text that reads back as the same value. `null` if it is not finite.
    pub fn f64(&mut self, value: f64) {
        if value.is_finite() {
            self.out.push_str(zmij::Buffer::new().format_finite(value));
        } else {
            self.null();
        }
    }

    /// `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    /// `null`.
    pub fn null(&mut self) {
        self.out.push_str("null");
    }

    /// A value as it was read.
    pub fn raw(&mut self, value: &Json) {
        self.out.push_str(value.text());
    }

    /// A number's checked text.
    pub(crate) fn number(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A value's checked text.
    pub(crate) fn raw_text(&mut self, text: &str) {
        self.out.push_str(text);
    }
}

/// An object under construction.
#[derive(Debug)]
pub struct ObjectWriter<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
}

impl ObjectWriter<'_> {
    /// The name of a member: `name` as it stands between quotes, escapes and all.
    fn name(&mut self, name: &str) {
        let out = &mut self.writer.out;
        if core::mem::replace(&mut self.is_empty, false) {
            out.push('"');
        } else {
            out.push_str(",\"");
        }
        out.push_str(name);
        out.push_str("\":");
    }

    /// A member whose name is known when this is compiled. `name` is written as it is, so that nobody has to look for what
    /// must be escaped in it (RFC 8259, section 7): `a"b` is given as `a\"b`. [`ObjectWriter::entry`] escapes.
    pub fn member(&mut self, name: &'static str, value: &(impl Encode + ?Sized)) {
        self.name(name);
        value.encode(self.writer);
    }

    /// A [`member`](Self::member), unless it is absent.
    #[inline]
    pub fn optional(&mut self, name: &'static str, value: &Option<impl Encode>) {
        if let Some(value) = value {
            self.member(name, value);
        }
    }

    /// A [`member`](Self::member), unless it is absent; it may be `null`.
    pub fn field(&mut self, name: &'static str, value: &Field<impl Encode>) {
        match value {
            Field::Absent => {}
            Field::Null => {
                self.name(name);
                self.writer.null();
            }
            Field::Value(value) => self.member(name, value),
        }
    }

    /// A member of any name.
    pub fn entry(&mut self, name: &str, value: &(impl Encode + ?Sized)) {
        if !core::mem::replace(&mut self.is_empty, false) {
            self.writer.out.push(',');
        }
        self.writer.string(name);
        self.writer.out.push(':');
        value.encode(self.writer);
    }

    /// Members of any names.
    pub fn rest(&mut self, rest: &BTreeMap<String, impl Encode>) {
        for (name, value) in rest {
            self.entry(name, value);
        }
    }

    /// Completes the object.
    #[inline]
    pub fn end(self) {
        self.writer.out.push('}');
    }
}

/// An array under construction.
#[derive(Debug)]
pub struct ArrayWriter<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
}

impl ArrayWriter<'_> {
    /// An item.
    pub fn item(&mut self, value: &(impl Encode + ?Sized)) {
        if !core::mem::replace(&mut self.is_empty, false) {
            self.writer.out.push(',');
        }
        value.encode(self.writer);
    }

    /// Completes the array.
    #[inline]
    pub fn end(self) {
        self.writer.out.push(']');
    }
}

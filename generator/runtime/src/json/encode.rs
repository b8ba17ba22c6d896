//! `Encode`, its entry points, and the impls for types of the standard library.
use std::collections::BTreeMap;

use super::scan;
use super::value::Json;
use super::writer::Writer;

/// A type that can be written as JSON.
pub trait Encode {
    /// Writes exactly one value.
    fn encode(&self, w: &mut Writer);
}

/// Writes a value as JSON text.
///
/// ```
/// assert_eq!(tenon_runtime::to_vec(&vec![Some(1.5), None]), b"[1.5,null]");
/// ```
pub fn to_vec(value: &(impl Encode + ?Sized)) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_bytes()
}

/// How a scalar is written in a URL, a header or a form: a string without quotes and escapes, numbers and booleans
/// as in JSON. `None` for `null`, arrays and objects.
///
/// ```
/// use tenon_runtime::text_of;
/// assert_eq!(text_of("a\"b").as_deref(), Some("a\"b"));
/// assert_eq!(text_of(&5_i64).as_deref(), Some("5"));
/// assert_eq!(text_of(&vec![5_i64]), None);
/// ```
pub fn text_of(value: &(impl Encode + ?Sized)) -> Option<String> {
    let mut writer = Writer::default();
    value.encode(&mut writer);
    let mut text = writer.into_text();
    match text.as_bytes().first()? {
        b'n' | b'[' | b'{' => None,
        b'"' => {
            text.pop();
            text.remove(0);
            if text.contains('\\') { Some(scan::unescape(&text).into_owned()) } else { Some(text) }
        }
        _ => Some(text),
    }
}

impl Encode for str {
    fn encode(&self, w: &mut Writer) {
        w.string(self);
    }
}

impl Encode for String {
    fn encode(&self, w: &mut Writer) {
        w.string(self);
    }
}

impl Encode for bool {
    fn encode(&self, w: &mut Writer) {
        w.bool(*self);
    }
}

/// `null`.
impl Encode for () {
    fn encode(&self, w: &mut Writer) {
        w.null();
    }
}

macro_rules! integers {
    ($($type:ty)*) => { $(
        impl Encode for $type {
            fn encode(&self, w: &mut Writer) {
                w.number(itoa::Buffer::new().format(*self));
            }
        }
    )* };
}
integers!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

impl Encode for f64 {
    fn encode(&self, w: &mut Writer) {
        w.f64(*self);
    }
}

impl Encode for Json {
    fn encode(&self, w: &mut Writer) {
        w.raw(self);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, w: &mut Writer) {
        (**self).encode(w);
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, w: &mut Writer) {
        (**self).encode(w);
    }
}

/// The value or `null`.
impl<T: Encode> Encode for Option<T> {
    fn encode(&self, w: &mut Writer) {
        match self {
            Some(value) => value.encode(w),
            None => w.null(),
        }
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, w: &mut Writer) {
        let mut array = w.array();
        for item in self {
            array.item(item);
        }
        array.end();
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, w: &mut Writer) {
        self.as_slice().encode(w);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.rest(self);
        object.end();
    }
}

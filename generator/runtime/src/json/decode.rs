//! `Decode`, its entry points, and the impls for types of the standard library.
use std::collections::BTreeMap;

use super::cx::{Cx, Mode};
use super::kind::Kind;
use super::tape::{Limits, Tape, Token, View};
use super::value::Json;
use super::{numbers, parse, tape};
use crate::validate::{Invalid, Violation};

/// A type that can be read from JSON, and if it is a scalar, from text.
///
/// `None` means that a violation was reported. `Some` does not mean that none was: the entry points
/// ([`from_slice`], [`decode_text`], [`decode_tape`]) look at what was reported.
///
/// ```
/// use tenon_runtime::{Cx, Decode, Mode, from_slice};
/// struct Pet { name: String, age: Option<i64> }
/// impl Decode for Pet {
///     fn decode(cx: &mut Cx<'_>) -> Option<Self> {
///         let mut object = cx.object()?;
///         let name = object.required("name");
///         let age = object.optional("age");
///         object.end();
///         Some(Self { name: name?, age })
///     }
/// }
/// let error = from_slice::<Pet>(br#"{"age": "7"}"#, Mode::Strict).err().unwrap();
/// assert_eq!(error.violations[0].pointer, "/name");
/// assert_eq!(error.violations[1].message, "expected an integer, found a string");
/// ```
pub trait Decode: Sized {
    /// Whether `null` is one of its values, so that nobody takes it for absent.
    const TAKES_NULL: bool = false;

    /// Reads the value at hand.
    fn decode(cx: &mut Cx<'_>) -> Option<Self>;
}

/// Reads a JSON text.
///
/// # Errors
/// The text is not JSON, or not what `T` demands.
pub fn from_slice<T: Decode>(text: &[u8], mode: Mode) -> Result<T, Invalid> {
    let input = tape::utf8(text)?;
    let mut room = parse::Room::new();
    parse::tokens(input, Limits::default(), &mut room.0)?;
    Cx::run(View { input, tokens: &room.0 }, mode)
}

/// Reads a tape, e.g. one of text scalars.
///
/// # Errors
/// What was found, each with a pointer from the tape's root.
pub fn decode_tape<T: Decode>(tape: &Tape<'_>, mode: Mode) -> Result<T, Vec<Violation>> {
    Cx::run(tape.view(), mode).map_err(|invalid| invalid.violations)
}

/// Reads one text scalar by the grammar that `T` has for text. Does not allocate unless `T` does.
///
/// # Errors
/// What was found; the pointers are empty.
///
/// ```
/// use tenon_runtime::{Mode, decode_text};
/// assert_eq!(decode_text::<i64>("5", Mode::Strict), Ok(5));
/// assert!(decode_text::<i64>("+5", Mode::Strict).is_err());
/// ```
pub fn decode_text<T: Decode>(text: &str, mode: Mode) -> Result<T, Vec<Violation>> {
    let tokens = [Token::text(0, text.len().min(tape::MOST))];
    Cx::run(View { input: text, tokens: &tokens }, mode).map_err(|invalid| invalid.violations)
}

impl Decode for String {
    #[inline]
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.string().map(std::borrow::Cow::into_owned)
    }
}

impl Decode for bool {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.boolean()
    }
}

/// `null`.
impl Decode for () {
    const TAKES_NULL: bool = true;

    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.null()
    }
}

macro_rules! integers {
    ($($type:ty, $outside:literal;)*) => { $(
        impl Decode for $type {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                let short = cx.plain_integer().and_then(numbers::short_integer);
                if let Some(value) = short.and_then(|value| <$type>::try_from(value).ok()) {
                    return Some(value);
                }
                let value = cx.integer(<$type>::MIN.into(), <$type>::MAX.into(), $outside)?;
                <$type>::try_from(value).ok()
            }
        }
    )* };
}
integers! {
    i8, "out of the range of an 8-bit integer";
    i16, "out of the range of a 16-bit integer";
    i32, "out of the range of a 32-bit integer";
    i64, "out of the range of a 64-bit integer";
    i128, "out of the range of a 128-bit integer";
    u8, "out of the range of an unsigned 8-bit integer";
    u16, "out of the range of an unsigned 16-bit integer";
    u32, "out of the range of an unsigned 32-bit integer";
    u64, "out of the range of an unsigned 64-bit integer";
}

impl Decode for f64 {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.float()
    }
}

impl Decode for Json {
    const TAKES_NULL: bool = true;

    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        Some(cx.json())
    }
}

impl<T: Decode> Decode for Box<T> {
    const TAKES_NULL: bool = T::TAKES_NULL;

    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        T::decode(cx).map(Self::new)
    }
}

/// The value or `null`. The text `null` is null only if `T` cannot read it.
impl<T: Decode> Decode for Option<T> {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        match cx.kind() {
            Kind::Null => Some(None),
            Kind::Text if cx.is_null() => Some(cx.quietly(T::decode)),
            _ => T::decode(cx).map(Some),
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.items()
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.map()
    }
}

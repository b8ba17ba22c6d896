//! Any JSON, as its text.
use core::fmt;
use core::hash::{Hash, Hasher};
use std::borrow::Cow;

use super::encode::Encode;
use super::kind::Kind;
use super::node::Node;
use super::numbers;
use super::serde::ConvertError;
use super::tape::{Limits, SyntaxError, Tape, View};
use super::writer::Writer;

/// Any JSON value, kept as its text, so that no number is ever rounded.
///
/// Two are equal when their values are: the order of members, escapes and the spelling of numbers do not matter;
/// of a member that occurs twice the last counts.
///
/// ```
/// use tenon_runtime::Json;
/// let json = Json::parse(r#"{"a": 9007199254740993}"#)?;
/// assert_eq!(json, Json::parse(r#" {"\u0061":9007199254740993.0} "#)?);
/// assert_ne!(json, Json::parse(r#"{"a": 9007199254740992}"#)?);
/// # Ok::<(), tenon_runtime::SyntaxError>(())
/// ```
#[derive(Clone)]
pub struct Json {
    text: Cow<'static, str>,
}

impl Json {
    /// `null`
    #[must_use]
    pub const fn null() -> Self {
        Self { text: Cow::Borrowed("null") }
    }

    /// Checks a text and keeps it.
    ///
    /// # Errors
    /// As [`Tape::parse`], with its default limits.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        Tape::parse_str(text, Limits::default())?;
        Ok(Self { text: Cow::Owned(text.trim_matches([' ', '\n', '\r', '\t']).to_owned()) })
    }

    /// The JSON text of what can be encoded.
    pub fn of(value: &(impl Encode + ?Sized)) -> Self {
        let mut writer = Writer::default();
        value.encode(&mut writer);
        Self { text: Cow::Owned(writer.into_text()) }
    }

    /// The JSON of what `serde` can serialize. Numbers that are not finite become `null`.
    ///
    /// # Errors
    /// The type cannot be JSON: a map's key is no scalar, or its own `Serialize` fails.
    pub fn from_serialize(value: &(impl ::serde::Serialize + ?Sized)) -> Result<Self, ConvertError> {
        let mut writer = Writer::default();
        value.serialize(super::serde::ser::To(&mut writer))?;
        Ok(Self { text: Cow::Owned(writer.into_text()) })
    }

    /// Reads it as another type.
    ///
    /// # Errors
    /// What `T` says about it.
    pub fn to<T: ::serde::de::DeserializeOwned>(&self) -> Result<T, ConvertError> {
        let tape = Tape::parse_str(&self.text, Limits::default()).map_err(::serde::de::Error::custom)?;
        T::deserialize(super::serde::de::From(tape.root()))
    }

    /// From a text that was written by this crate.
    pub(super) fn from_written(text: String) -> Self {
        Self { text: Cow::Owned(text) }
    }

    /// The value at `at` of a tape.
    pub(super) fn from_view(view: View<'_>, at: usize) -> Self {
        // A tape of texts has no JSON text of its own.
        if !view.is_text(at) {
            return Self { text: Cow::Owned(view.raw(at).to_owned()) };
        }
        let mut writer = Writer::default();
        Texts(Node::new(view, at)).encode(&mut writer);
        Self { text: Cow::Owned(writer.into_text()) }
    }

    /// The JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.text.as_bytes().first() {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'n') | None => Kind::Null,
            Some(b't' | b'f') => Kind::Boolean,
            Some(_) if self.text.contains(['.', 'e', 'E']) => Kind::Number,
            Some(_) => Kind::Integer,
        }
    }

    /// The string's value, if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<Cow<'_, str>> {
        let inner = self.text.strip_prefix('"')?.strip_suffix('"')?;
        Some(super::scan::unescape(inner))
    }

    /// The JSON text; another name for [`Json::text`].
    #[must_use]
    pub fn as_str_text(&self) -> &str {
        &self.text
    }
}

/// What a value of texts is in JSON: numbers and booleans where they are written as such, else strings. JSON that it
/// holds stays as it is.
struct Texts<'a>(Node<'a>);

impl Encode for Texts<'_> {
    fn encode(&self, w: &mut Writer) {
        let (view, at) = self.0.parts();
        match self.0.kind() {
            _ if !view.is_text(at) => w.raw_text(view.raw(at)),
            Kind::Array => {
                let mut array = w.array();
                for item in self.0.items() {
                    array.item(&Texts(item));
                }
                array.end();
            }
            Kind::Object => {
                let mut object = w.object();
                for (name, value) in self.0.members() {
                    object.entry(&name, &Texts(value));
                }
                object.end();
            }
            _ => match view.string(at) {
                text if matches!(&*text, "true" | "false") || numbers::is_number_text(&text) => w.raw_text(&text),
                text => w.string(&text),
            },
        }
    }
}

impl Default for Json {
    fn default() -> Self {
        Self::null()
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

macro_rules! from {
    ($($type:ty),*) => { $(
        impl From<$type> for Json {
            fn from(value: $type) -> Self {
                Self::of(&value)
            }
        }
    )* };
}
from!(bool, i32, i64, u32, u64, f64, &str, String);

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        super::equal::texts_equal(&self.text, &other.text)
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        super::equal::feed_text(&self.text, state);
    }
}

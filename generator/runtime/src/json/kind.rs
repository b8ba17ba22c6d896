//! Kinds of values, and sets of them.
use core::ops::{BitOr, BitOrAssign};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number written without fraction and exponent.
    Integer,
    /// A number written with a fraction or an exponent; its value may be an integer all the same.
    Number,
    /// A JSON string.
    String,
    /// A JSON array.
    Array,
    /// A JSON object.
    Object,
    /// Text from a URL, a header or a form: what it is depends on who reads it.
    Text,
}

impl Kind {
    /// The kind with its article, for messages.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
            Self::Text => "text",
        }
    }
}

/// A set of [`Kind`]s.
///
/// ```
/// use tenon_runtime::Kinds;
/// const EITHER: Kinds = Kinds::STRING.or(Kinds::INTEGER);
/// assert_eq!(EITHER, Kinds::STRING | Kinds::INTEGER);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self::of(Kind::Null);
    /// `true` and `false`
    pub const BOOLEAN: Self = Self::of(Kind::Boolean);
    /// Numbers whose value is an integer.
    pub const INTEGER: Self = Self::of(Kind::Integer);
    /// All numbers.
    pub const NUMBER: Self = Self::of(Kind::Number);
    /// Strings.
    pub const STRING: Self = Self::of(Kind::String);
    /// Arrays.
    pub const ARRAY: Self = Self::of(Kind::Array);
    /// Objects.
    pub const OBJECT: Self = Self::of(Kind::Object);
    /// Every kind of JSON value.
    pub const ALL: Self = Self(0x7f);

    /// The set of one kind.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    /// The union of two sets, for constants; elsewhere `|` does the same.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `kind` is among these.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }
}

impl BitOr for Kinds {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl BitOrAssign for Kinds {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.or(other);
    }
}

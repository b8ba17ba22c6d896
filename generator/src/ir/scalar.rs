//! Values without parts: what `type` and `format` say together.
use super::Kind;
use tenon_runtime::format::TextFormat;

/// A value without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `boolean`.
    Boolean,
    /// `integer`, or `number` with a format of integers.
    Integer(Width),
    /// `number`: binary64.
    Float,
    /// A number with all of its digits.
    Decimal,
    /// `string`.
    String,
    /// A string in a grammar: a type of its own around the text.
    Text(TextFormat),
    /// `uuid`, RFC 9562.
    Uuid,
    /// `date-time`, RFC 3339.
    DateTime,
    /// `date-time-local`: without an offset.
    DateTimeLocal,
    /// `date`: `full-date` of RFC 3339.
    Date,
    /// `time`: `full-time` of RFC 3339, a time of day with its offset.
    Time,
    /// `time-local`: without an offset.
    TimeLocal,
    /// `ipv4`.
    Ipv4,
    /// `ipv6`.
    Ipv6,
    /// `format: byte` or `contentEncoding: base64`: bytes, as base64 in JSON.
    Base64,
    /// `format: base64url`: bytes, as base64url in JSON.
    Base64Url,
    /// `format: binary`: bytes as they are, outside JSON.
    Binary,
    /// A type that `tenon.toml` names for the format, and what its values are in JSON.
    Foreign(ForeignId, Kind),
}

impl Scalar {
    /// What its values are in JSON.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Boolean => Kind::Boolean,
            Self::Integer(_) => Kind::Integer,
            Self::Float | Self::Decimal => Kind::Number,
            Self::Foreign(_, kind) => kind,
            _ => Kind::String,
        }
    }
}

/// How large an integer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Width {
    /// `int8`
    I8,
    /// `int16`
    I16,
    /// `int32`
    I32,
    /// `int64`, and where nothing is said.
    I64,
    /// Bounds beyond 64 bits.
    I128,
    /// `uint8`
    U8,
    /// `uint16`
    U16,
    /// `uint32`
    U32,
    /// `uint64`, and bounds that ask for it.
    U64,
    /// Bounds beyond 128 bits: all digits are kept.
    Any,
}

impl Width {
    /// Least and most; `None` where there are none.
    #[must_use]
    pub const fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::I8 => (i8::MIN as i128, i8::MAX as i128),
            Self::I16 => (i16::MIN as i128, i16::MAX as i128),
            Self::I32 => (i32::MIN as i128, i32::MAX as i128),
            Self::I64 => (i64::MIN as i128, i64::MAX as i128),
            Self::I128 => (i128::MIN, i128::MAX),
            Self::U8 => (0, u8::MAX as i128),
            Self::U16 => (0, u16::MAX as i128),
            Self::U32 => (0, u32::MAX as i128),
            Self::U64 => (0, u64::MAX as i128),
            Self::Any => return None,
        })
    }

    /// The format that says so: `int8`; empty where nothing needs to be said.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::I8 => "int8",
            Self::I16 => "int16",
            Self::I32 => "int32",
            Self::I64 => "",
            Self::I128 => "int128",
            Self::U8 => "uint8",
            Self::U16 => "uint16",
            Self::U32 => "uint32",
            Self::U64 => "uint64",
            Self::Any => "any size",
        }
    }
}

/// Index into [`Api::foreign`](super::Api::foreign).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ForeignId(pub u32);

/// A type that is not ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The format that it stands for.
    pub format: String,
    /// What its values are in JSON: strings, integers or numbers.
    pub kind: Kind,
    /// A Rust path, checked to be one: `::my::Email`, `::std::sync::Arc<::my::Email>`.
    pub path: String,
}

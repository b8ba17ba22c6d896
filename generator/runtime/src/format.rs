//! Formats that have a type: `uuid`, `date-time`, `date`, `time`, `byte`.
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Timelike as _};
use uuid::Uuid;

use crate::json::{Cx, Decode, Encode, Writer};
use crate::validate::{Checker, Validate};

/// Bytes that JSON carries as base64 (RFC 4648, section 4). Lenient readers do without the padding.
///
/// ```
/// use tenon_runtime::{Base64, Mode, from_slice, to_vec};
/// let bytes = from_slice::<Base64>(br#""SGk=""#, Mode::Strict)?;
/// assert_eq!(bytes.as_ref(), b"Hi");
/// assert_eq!(to_vec(&bytes), br#""SGk=""#);
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// The bytes to carry.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

const PADDED: GeneralPurpose = GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new());
const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Decode for Base64 {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let engine = if cx.is_strict() { &PADDED } else { &ANY_PADDING };
        let text = cx.string()?;
        let bytes = engine.decode(text.as_bytes()).ok();
        bytes.map(Self).or_else(|| cx.violation("contentEncoding", "must be base64"))
    }
}

impl Encode for Base64 {
    fn encode(&self, w: &mut Writer) {
        w.string(&PADDED.encode(&self.0));
    }
}

/// Only the form with hyphens; RFC 9562 knows no other.
impl Decode for Uuid {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string()?;
        let uuid = (text.len() == 36).then(|| Self::try_parse(&text).ok()).flatten();
        uuid.or_else(|| cx.violation("format", "must be a UUID"))
    }
}

impl Encode for Uuid {
    fn encode(&self, w: &mut Writer) {
        w.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

/// Whether bytes are as a picture of them: `0` stands for any digit, everything else for itself.
fn looks_like(bytes: &[u8], picture: &[u8]) -> bool {
    let like = |(&byte, &sign): (&u8, &u8)| {
        if sign == b'0' { byte.is_ascii_digit() } else { byte == sign }
    };
    bytes.len() == picture.len() && bytes.iter().zip(picture).all(like)
}

/// `date-time` of RFC 3339, section 5.6.
impl Decode for DateTime<FixedOffset> {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string()?;
        let start = text.as_bytes().first_chunk::<11>();
        let looks = start.is_some_and(|start| {
            matches!(start.last(), Some(b'T' | b't')) && looks_like(start.get(..10).unwrap_or_default(), b"0000-00-00")
        });
        let time = looks.then(|| Self::parse_from_rfc3339(&text).ok()).flatten();
        time.or_else(|| cx.violation("format", "must be a date-time (RFC 3339)"))
    }
}

impl Encode for DateTime<FixedOffset> {
    fn encode(&self, w: &mut Writer) {
        w.string(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

/// `full-date` of RFC 3339, section 5.6.
impl Decode for NaiveDate {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string()?;
        let looks = looks_like(text.as_bytes(), b"0000-00-00");
        let date = looks.then(|| text.parse::<Self>().ok()).flatten();
        date.or_else(|| cx.violation("format", "must be a date (RFC 3339)"))
    }
}

impl Encode for NaiveDate {
    fn encode(&self, w: &mut Writer) {
        w.string(&self.format("%Y-%m-%d").to_string());
    }
}

/// `partial-time` of RFC 3339, section 5.6: without an offset, which this type has no place for. A time with one
/// is refused.
impl Decode for NaiveTime {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string()?;
        let bytes = text.as_bytes();
        let (clock, fraction) = bytes.split_at(bytes.len().min(8));
        let looks = looks_like(clock, b"00:00:00")
            && match fraction {
                [] => true,
                [b'.', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
                _ => false,
            };
        let time = looks.then(|| Self::parse_from_str(&text, "%H:%M:%S%.f").ok()).flatten();
        time.or_else(|| cx.violation("format", "must be a time without offset (RFC 3339)"))
    }
}

impl Encode for NaiveTime {
    fn encode(&self, w: &mut Writer) {
        let format = if self.nanosecond().is_multiple_of(1_000_000_000) { "%H:%M:%S" } else { "%H:%M:%S%.f" };
        w.string(&self.format(format).to_string());
    }
}

macro_rules! nothing_to_validate {
    ($($type:ty),*) => { $(
        impl Validate for $type {
            fn validate(&self, _: &mut Checker) {}
        }
    )* };
}
nothing_to_validate!(Base64, Uuid, DateTime<FixedOffset>, NaiveDate, NaiveTime);

//! Dates, times and UUIDs: types of `chrono` and `uuid`, and a time of day that may have an offset.
use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Timelike as _};
use uuid::Uuid;

use super::grammar::time;
use super::known::TextFormat;
use super::text::FormatError;
use crate::json::{Cx, Decode, Encode, Writer};
use crate::validate::{Checker, Validate};

/// Only the form with hyphens; RFC 9562 knows no other.
impl Decode for Uuid {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let text = cx.string()?;
        let uuid = (text.len() == 36).then(|| Self::try_parse(&text).ok()).flatten();
        uuid.or_else(|| cx.violation("format", TextFormat::Uuid.expected()))
    }
}

impl Encode for Uuid {
    fn encode(&self, w: &mut Writer) {
        w.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

/// A time of day, with an offset from UTC as RFC 3339 demands of a `full-time`, or without.
///
/// Strict readers and `validate()` refuse one without, lenient ones take it.
///
/// ```
/// use tenon_runtime::format::Time;
/// use tenon_runtime::{Mode, from_slice, to_vec};
/// let time = from_slice::<Time>(br#""08:30:06.5+01:00""#, Mode::Strict)?;
/// assert_eq!(time.time.to_string(), "08:30:06.500");
/// assert_eq!(to_vec(&time), br#""08:30:06.500+01:00""#);
/// assert!(from_slice::<Time>(br#""08:30:06""#, Mode::Strict).is_err());
/// assert_eq!(from_slice::<Time>(br#""08:30:06""#, Mode::Lenient)?.offset, None);
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// What a clock shows.
    pub time: NaiveTime,
    /// Which clock it is.
    pub offset: Option<FixedOffset>,
}

impl Time {
    /// A time of a clock that is so far from UTC.
    #[must_use]
    pub const fn new(time: NaiveTime, offset: FixedOffset) -> Self {
        Self { time, offset: Some(offset) }
    }
}

impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Self {
        Self { time, offset: None }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Clock(self.time))?;
        match self.offset {
            Some(offset) if offset.local_minus_utc() == 0 => f.write_str("Z"),
            Some(offset) => write!(f, "{offset}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Time {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let (time, offset) = time::time(text).ok_or(FormatError::of(TextFormat::Time))?;
        Ok(Self { time, offset })
    }
}

impl Decode for Time {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let read = cx.string()?.parse::<Self>().ok().filter(|time| time.offset.is_some() || !cx.is_strict());
        read.or_else(|| cx.violation("format", TextFormat::Time.expected()))
    }
}

impl Encode for Time {
    fn encode(&self, w: &mut Writer) {
        w.string(&self.to_string());
    }
}

impl Validate for Time {
    fn validate(&self, c: &mut Checker) {
        if self.offset.is_none() {
            c.violation("format", TextFormat::Time.expected());
        }
    }
}

/// `12:00:00`, or with as many digits of a second as it takes.
struct Clock(NaiveTime);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.nanosecond().is_multiple_of(1_000_000_000);
        write!(f, "{}", self.0.format(if whole { "%H:%M:%S" } else { "%H:%M:%S%.f" }))
    }
}

macro_rules! chrono {
    ($($type:ty, $format:ident, $read:expr, $write:expr;)*) => { $(
        impl Decode for $type {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                let read: fn(&str) -> Option<Self> = $read;
                let value = read(&cx.string()?);
                value.or_else(|| cx.violation("format", TextFormat::$format.expected()))
            }
        }

        impl Encode for $type {
            fn encode(&self, w: &mut Writer) {
                let write: fn(&Self) -> String = $write;
                w.string(&write(self));
            }
        }
    )* };
}
chrono! {
    DateTime<FixedOffset>, DateTime, time::date_time, |time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    NaiveDate, Date, time::date, |date| date.format("%Y-%m-%d").to_string();
    NaiveDateTime, DateTimeLocal, time::date_time_local, |at| format!("{}T{}", at.date().format("%Y-%m-%d"), Clock(at.time()));
    NaiveTime, TimeLocal, |text| time::time(text).filter(|(_, offset)| offset.is_none()).map(|(time, _)| time), |time| Clock(*time).to_string();
}

macro_rules! nothing_to_validate {
    ($($type:ty),*) => { $(
        impl Validate for $type {
            fn validate(&self, _: &mut Checker) {}
        }
    )* };
}
nothing_to_validate!(Uuid, DateTime<FixedOffset>, NaiveDate, NaiveDateTime, NaiveTime);

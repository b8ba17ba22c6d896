//! Dates and times: RFC 3339, section 5.6 and appendix A.
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _};

/// `full-date`.
pub(in crate::format) fn date(text: &str) -> Option<NaiveDate> {
    let b = text.as_bytes();
    if b.len() != 10 || b.get(4) != Some(&b'-') || b.get(7) != Some(&b'-') {
        return None;
    }
    let year = i32::try_from(number(b, 0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(b, 5, 2)?, number(b, 8, 2)?)
}

/// `full-time`, or without an offset `partial-time`.
pub(in crate::format) fn time(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let (time, rest) = partial_time(text)?;
    let offset = if rest.is_empty() { None } else { Some(offset(rest)?) };
    leaps_at_midnight(time, offset).then_some((time, offset))
}

/// `date-time`.
pub(in crate::format) fn date_time(text: &str) -> Option<DateTime<FixedOffset>> {
    let (date, after) = day(text)?;
    let (time, rest) = partial_time(after)?;
    let offset = offset(rest)?;
    let whole = leaps_at_midnight(time, Some(offset)).then(|| NaiveDateTime::new(date, time))?;
    offset.from_local_datetime(&whole).single()
}

/// `full-date "T" partial-time`.
pub(in crate::format) fn date_time_local(text: &str) -> Option<NaiveDateTime> {
    let (date, after) = day(text)?;
    let (time, rest) = partial_time(after)?;
    (rest.is_empty() && leaps_at_midnight(time, None)).then(|| NaiveDateTime::new(date, time))
}

/// A date and what is behind its `T`.
fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let date = date(text.get(..10)?)?;
    Some((date, text.get(10..)?.strip_prefix(['T', 't'])?))
}

/// Two or four digits.
fn number(bytes: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digit = |value: u32, byte: &u8| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'));
    bytes.get(at..at + digits)?.iter().try_fold(0, digit)
}

/// Hour, minute, second and fraction, and what is behind them. Beyond nanoseconds the fraction is cut off.
fn partial_time(text: &str) -> Option<(NaiveTime, &str)> {
    let b = text.as_bytes();
    if b.get(2) != Some(&b':') || b.get(5) != Some(&b':') {
        return None;
    }
    let (hour, minute, second) = (number(b, 0, 2)?, number(b, 3, 2)?, number(b, 6, 2)?);
    let rest = text.get(8..)?;
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(after) => after.split_at(after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len()),
        None => ("0", rest),
    };
    let nanoseconds = fraction.bytes().chain(core::iter::repeat(b'0')).take(9);
    let nanoseconds = nanoseconds.fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    // chrono keeps a leap second as the 59th with more than a second of nanoseconds.
    let (second, leap) = if second == 60 { (59, 1_000_000_000) } else { (second, 0) };
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds + leap)?;
    (!fraction.is_empty()).then_some((time, rest))
}

/// `Z`, or hours and minutes.
fn offset(text: &str) -> Option<FixedOffset> {
    if matches!(text, "Z" | "z") {
        return FixedOffset::east_opt(0);
    }
    let b = text.as_bytes();
    let (hours, minutes) = (number(b, 1, 2)?, number(b, 4, 2)?);
    if b.len() != 6 || b.get(3) != Some(&b':') || hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    match b.first()? {
        b'+' => FixedOffset::east_opt(seconds),
        b'-' => FixedOffset::west_opt(seconds),
        _ => None,
    }
}

/// Leap seconds are inserted before midnight of UTC (section 5.7); without an offset any whole minute may be that.
fn leaps_at_midnight(time: NaiveTime, offset: Option<FixedOffset>) -> bool {
    use chrono::Timelike as _;
    let Some(offset) = offset.filter(|_| time.nanosecond() >= 1_000_000_000) else { return true };
    let minute = i64::from(time.num_seconds_from_midnight() / 60) - i64::from(offset.local_minus_utc() / 60);
    minute.rem_euclid(24 * 60) == 24 * 60 - 1
}

/// Weeks, or a date and a time, each part with its letter, and none left out between two.
pub(in crate::format) fn duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    if let Some(weeks) = rest.strip_suffix('W') {
        return is_digits(weeks);
    }
    match rest.split_once('T') {
        Some((date, time)) => (date.is_empty() || parts(date, "YMD")) && parts(time, "HMS"),
        None => parts(rest, "YMD"),
    }
}

/// One part or more, with letters that follow each other.
fn parts(text: &str, letters: &str) -> bool {
    let mut rest = text;
    let mut last: Option<usize> = None;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        let Some(place) = after.chars().next().and_then(|letter| letters.find(letter)) else { return false };
        if number.is_empty() || last.is_some_and(|last| place != last + 1) {
            return false;
        }
        last = Some(place);
        rest = after.get(1..).unwrap_or_default();
    }
    last.is_some()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

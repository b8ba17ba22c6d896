//! Strings: of a length, of a pattern, of a format.
use super::{FAR, Fullness, Samples};
use crate::ir::{Constraints, Scalar};
use regex_syntax::hir::{Class, Hir, HirKind};
use tenon_runtime::Pattern;
use tenon_runtime::format::TextFormat;

/// Repetitions without an end stop this much above their least.
const MORE: u32 = 3;
/// Throws for one of an exact length.
const THROWS: usize = 8;

impl Samples<'_> {
    /// A string of a length at or between the limits; one that the pattern matches where there is a pattern.
    pub(super) fn string(&mut self, c: &Constraints, fullness: Fullness) -> String {
        if let Some(pattern) = &c.pattern {
            return self.matching(pattern, c);
        }
        let least = c.min_length.unwrap_or(0).min(FAR);
        let most = c.max_length.unwrap_or(least + 8).clamp(least, least + FAR);
        let length = match (fullness, self.dice.u8(..4)) {
            (Fullness::Least, _) | (_, 0) => least,
            (_, 1) => most,
            _ => self.dice.u64(least..=most.min(least + 8)),
        };
        let letters = ['a', 'b', 'Z', '0', ' ', '"', '\\', '/', 'é', '\u{1F600}', '\n', '%', '&', '+'];
        (0..length).map(|_| self.dice.choice(letters).unwrap_or('a')).collect()
    }

    /// A string of exactly that length which the pattern matches, whatever else is said of lengths.
    pub(crate) fn of_length(&mut self, c: &Constraints, count: u64) -> Option<String> {
        let exact = Constraints { min_length: Some(count), max_length: Some(count), ..c.clone() };
        let pattern = Pattern::from(c.pattern.clone()?);
        (0..THROWS)
            .map(|_| self.string(&exact, Fullness::Some))
            .find(|text| text.chars().count() as u64 == count && pattern.matches(text))
    }

    /// Several throws, for a pattern says nothing of lengths.
    fn matching(&mut self, pattern: &str, c: &Constraints) -> String {
        let Ok(hir) = regex_syntax::parse(&ascii(&without_looks(pattern))) else { return String::new() };
        // What looks ahead or behind makes nothing, and what is a space differs: what was made is held against the whole.
        let whole = Pattern::from(pattern.to_owned());
        let fits = |text: &str| {
            let length = text.chars().count() as u64;
            c.min_length.is_none_or(|min| length >= min)
                && c.max_length.is_none_or(|max| length <= max)
                && whole.matches(text)
        };
        let mut last = String::new();
        for extra in 0..24 {
            last.clear();
            self.pattern(&hir, extra, &mut last);
            if fits(&last) {
                break;
            }
        }
        last
    }

    fn pattern(&mut self, hir: &Hir, extra: u32, out: &mut String) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(Class::Unicode(class)) => {
                let ranges = class.ranges();
                if let Some(range) = self.dice.choice(ranges) {
                    let (from, to) =
                        (u32::from(range.start()), u32::from(range.end()).min(u32::from(range.start()) + 90));
                    out.extend(char::from_u32(self.dice.u32(from..=to)).or(Some(range.start())));
                }
            }
            HirKind::Class(Class::Bytes(class)) => {
                out.extend(class.ranges().first().map(|range| char::from(range.start())));
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(repetition.min + MORE + extra).min(repetition.min + MORE + extra);
                for _ in 0..self.dice.u32(repetition.min.min(400)..=most.clamp(repetition.min.min(400), 400)) {
                    self.pattern(&repetition.sub, extra, out);
                }
            }
            HirKind::Capture(capture) => self.pattern(&capture.sub, extra, out),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.pattern(part, extra, out)),
            HirKind::Alternation(parts) => {
                if let Some(part) = self.dice.choice(parts) {
                    self.pattern(part, extra, out);
                }
            }
        }
    }

    /// A text in the grammar of a type that is written as one.
    pub(super) fn formatted(&mut self, scalar: Scalar, c: &Constraints) -> String {
        let format = match scalar {
            Scalar::Text(format) => Some(format),
            Scalar::Uuid => Some(TextFormat::Uuid),
            Scalar::DateTime => Some(TextFormat::DateTime),
            Scalar::DateTimeLocal => Some(TextFormat::DateTimeLocal),
            Scalar::Date => Some(TextFormat::Date),
            Scalar::Time => Some(TextFormat::Time),
            Scalar::TimeLocal => Some(TextFormat::TimeLocal),
            Scalar::Ipv4 => Some(TextFormat::Ipv4),
            Scalar::Ipv6 => Some(TextFormat::Ipv6),
            Scalar::Base64 => Some(TextFormat::Byte),
            Scalar::Base64Url => Some(TextFormat::Base64Url),
            _ => None,
        };
        self.text(format, c)
    }

    /// A text of a format; one that keeps the limits, if there is one.
    pub(super) fn text(&mut self, format: Option<TextFormat>, c: &Constraints) -> String {
        let texts: &[&str] = match format {
            Some(TextFormat::Uuid) => &["00000000-0000-0000-0000-000000000000", "6f9619ff-8b86-4011-b42d-00cf4fc964ff"],
            Some(TextFormat::DateTime) => {
                &["1985-04-12T23:20:50.520Z", "1996-12-19T16:39:57-08:00", "2024-02-29T00:00:00.000000001+14:00"]
            }
            Some(TextFormat::DateTimeLocal) => &["1985-04-12T23:20:50.520", "2024-02-29T00:00:00"],
            Some(TextFormat::Date) => &["1970-01-01", "2024-02-29", "9999-12-31"],
            Some(TextFormat::Time) => &["00:00:00Z", "23:59:59.999+01:00"],
            Some(TextFormat::TimeLocal) => &["00:00:00", "23:59:59.999"],
            Some(TextFormat::Duration) => &["P1Y2M3DT4H5M6S", "PT36H", "P2W"],
            Some(TextFormat::Email | TextFormat::IdnEmail) => &["a@b.example", "\"a b\"@[127.0.0.1]"],
            Some(TextFormat::Hostname | TextFormat::IdnHostname) => &["localhost", "a-1.xn--bcher-kva.example"],
            Some(TextFormat::Ipv4) => &["0.0.0.0", "192.168.0.255"],
            Some(TextFormat::Ipv6) => &["::", "2001:db8::1"],
            Some(TextFormat::Uri | TextFormat::Iri) => &["urn:x:y", "http://a@[::1]:80/b%20c?d=/e?#f"],
            Some(TextFormat::UriReference | TextFormat::IriReference) => &["", "../a?b#c", "//h/p"],
            Some(TextFormat::UriTemplate) => &["", "/a/{b,c:3}{?d*}"],
            Some(TextFormat::JsonPointer) => &["", "/a~1b/~0/0"],
            Some(TextFormat::RelativeJsonPointer) => &["0#", "2/a/b"],
            Some(TextFormat::Regex) => &["", "^(?<n>[a-z])\\k<n>$"],
            Some(TextFormat::Byte) => &["", "AA==", "aGVsbG8=", "+/8="],
            Some(TextFormat::Base64Url) => &["", "AA", "-_8"],
            Some(TextFormat::Decimal) => &["0", "-19.90", "123456789012345678901234567890.5"],
            _ => &["text"],
        };
        let pattern = c.pattern.clone().map(Pattern::from);
        let fits = |text: &&&str| {
            let length = text.chars().count() as u64;
            c.min_length.is_none_or(|min| length >= min)
                && c.max_length.is_none_or(|max| length <= max)
                && pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
        };
        let fitting = texts.iter().filter(fits).collect::<Vec<_>>();
        let drawn = self.dice.choice(fitting).or_else(|| self.dice.choice(texts));
        drawn.map_or_else(String::new, |text| (*text).to_owned())
    }
}

/// A pattern without its groups that look ahead or behind.
fn without_looks(pattern: &str) -> String {
    const LOOKS: [&str; 4] = ["(?=", "(?!", "(?<=", "(?<!"];
    let (mut out, mut rest) = (String::with_capacity(pattern.len()), pattern);
    // Within how many groups of a group that is left out; whether within a class.
    let (mut depth, mut class) = (0_u32, false);
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '\\' => taken += rest.chars().nth(1).map_or(0, char::len_utf8),
            '[' => class = true,
            ']' => class = false,
            '(' if !class && (depth > 0 || LOOKS.iter().any(|look| rest.starts_with(look))) => depth += 1,
            ')' if !class && depth > 0 => {
                depth -= 1;
                rest = rest.get(taken..).unwrap_or_default();
                continue;
            }
            _ => {}
        }
        let (one, after) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        if depth == 0 {
            out.push_str(one);
        }
        rest = after;
    }
    out
}

/// The classes of ECMA-262, which are of ASCII, spelled out.
fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match (c, if c == '\\' { characters.next() } else { None }) {
            (_, Some('d')) => out.push_str("[0-9]"),
            (_, Some('w')) => out.push_str("[0-9A-Za-z_]"),
            (_, Some('s')) => out.push_str("[ ]"),
            (c, Some(escaped)) => out.extend([c, escaped]),
            (c, None) => out.push(c),
        }
    }
    out
}

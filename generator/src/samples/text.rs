//! Strings: of a length, of a pattern, of a format.
use super::{FAR, Fullness, Samples};
use crate::ir::{Constraints, Scalar};
use regex_syntax::hir::{Class, Hir, HirKind};

/// Repetitions without an end stop this much above their least.
const MORE: u32 = 3;

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

    /// Several throws, for a pattern says nothing of lengths.
    fn matching(&mut self, pattern: &str, c: &Constraints) -> String {
        let Ok(hir) = regex_syntax::parse(pattern) else { return String::new() };
        let fits = |text: &str| {
            let length = text.chars().count() as u64;
            c.min_length.is_none_or(|min| length >= min) && c.max_length.is_none_or(|max| length <= max)
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
    pub(super) fn formatted(&mut self, scalar: Scalar) -> String {
        let texts: &[&str] = match scalar {
            Scalar::Uuid => &["00000000-0000-0000-0000-000000000000", "6f9619ff-8b86-4011-b42d-00cf4fc964ff"],
            Scalar::DateTime => {
                &["1985-04-12T23:20:50.520Z", "1996-12-19T16:39:57-08:00", "2024-02-29T00:00:00.000000001+14:00"]
            }
            Scalar::Date => &["1970-01-01", "2024-02-29", "9999-12-31"],
            Scalar::Time => &["00:00:00Z", "23:59:59.999+01:00"],
            Scalar::Base64 => &["", "AA==", "aGVsbG8=", "+/8="],
            _ => &["text"],
        };
        self.dice.choice(texts).map_or_else(String::new, |text| (*text).to_owned())
    }
}

//! Lines and columns of a text, looked up in a table that is made once: a report may be about any byte of it.
use std::iter;
use std::ops::Range;

/// Bytes between two counts of characters.
const STEP: usize = 1024;

/// Where lines begin, and how many characters stand before each [`STEP`]: a document may be one long line.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    characters: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let starts = iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        for chunk in text.as_bytes().chunks(STEP) {
            characters.push(characters.last().copied().unwrap_or_default() + count(chunk));
        }
        Self { starts, characters }
    }

    /// Both from 1, of a byte of the text that the table was made from.
    pub(super) fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        (line, self.before(text, offset) - self.before(text, start) + 1)
    }

    /// The whole lines that a range is in, without the last line break.
    pub(super) fn around(&self, text: &str, range: &Range<usize>) -> Range<usize> {
        let before = |offset: usize| self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(before(range.start).saturating_sub(1)).copied().unwrap_or_default();
        let end = self.starts.get(before(range.end)).map_or(text.len(), |next| next - 1);
        start..end
    }

    /// Characters before a byte.
    fn before(&self, text: &str, offset: usize) -> usize {
        let step = offset / STEP;
        let rest = text.as_bytes().get(step * STEP..offset).unwrap_or_default();
        self.characters.get(step).copied().unwrap_or_default() + count(rest)
    }
}

/// Characters of UTF-8 that begin in these bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_counting_says() {
        let long = "é".repeat(STEP) + "\n" + &"xé".repeat(STEP);
        for text in ["", "a", "\n", "a\nbé\n\nc", "é\r\nb\n", &long, &"a".repeat(2 * STEP), &"\n".repeat(STEP)] {
            let lines = Lines::new(text);
            for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let before = &text[..offset];
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                assert_eq!(lines.line_column(text, offset), (line, column), "{offset}");
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
                assert_eq!(lines.around(text, &(offset..offset)), start..end, "{offset}");
            }
        }
    }
}

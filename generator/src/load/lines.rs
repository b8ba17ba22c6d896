//! Lines and columns of a text, looked up in a table that is made once: a report may be about any byte of it.
use std::ops::Range;

/// Bytes between two rows of the table.
const STEP: usize = 1024;

/// What stands before each [`STEP`]: a document may be one long line, or all line breaks.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    rows: Vec<Row>,
}

/// Line breaks and characters before a byte.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    breaks: usize,
    characters: usize,
}

impl Row {
    /// Behind some more bytes.
    fn behind(self, bytes: &[u8]) -> Self {
        Self {
            breaks: self.breaks + count(bytes, |byte| byte == b'\n'),
            // Characters of UTF-8 that begin there.
            characters: self.characters
                + if bytes.is_ascii() { bytes.len() } else { count(bytes, |byte| byte & 0xC0 != 0x80) },
        }
    }
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let mut row = Row::default();
        let mut rows = vec![row];
        rows.extend(text.as_bytes().chunks(STEP).map(|chunk| {
            row = row.behind(chunk);
            row
        }));
        Self { rows }
    }

    /// Both from 1, of a byte of the text that the table was made from.
    pub(super) fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let here = self.before(text, offset);
        let start = self.before(text, self.start(text, here));
        (here.breaks + 1, here.characters - start.characters + 1)
    }

    /// The whole lines that a range is in, without the last line break.
    pub(super) fn around(&self, text: &str, range: &Range<usize>) -> Range<usize> {
        let end = self.line_break(text, self.before(text, range.end).breaks + 1);
        self.start(text, self.before(text, range.start))..end.unwrap_or(text.len())
    }

    /// Where the line of a byte begins, by what is before the byte.
    fn start(&self, text: &str, here: Row) -> usize {
        self.line_break(text, here.breaks).map_or(0, |at| at + 1)
    }

    /// Where the line break of that number is, from 1.
    fn line_break(&self, text: &str, number: usize) -> Option<usize> {
        let step = self.rows.partition_point(|row| row.breaks < number).checked_sub(1)?;
        let further = number - self.rows.get(step)?.breaks;
        let bytes = text.as_bytes().get(step * STEP..)?.iter().take(STEP).enumerate();
        let mut breaks = bytes.filter(|(_, byte)| **byte == b'\n');
        breaks.nth(further - 1).map(|(at, _)| step * STEP + at)
    }

    fn before(&self, text: &str, offset: usize) -> Row {
        let step = offset / STEP;
        let rest = text.as_bytes().get(step * STEP..offset).unwrap_or_default();
        self.rows.get(step).copied().unwrap_or_default().behind(rest)
    }
}

/// How many bytes are such: few at a time, for processors add up bytes much faster than words.
fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    let few = bytes.chunks(usize::from(u8::MAX));
    few.map(|few| usize::from(few.iter().map(|byte| u8::from(is_such(*byte))).sum::<u8>())).sum()
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

//! YAML: the events of `saphyr-parser`, whose marks count characters.
use super::{Builder, NodeId};
use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use std::ops::Range;

/// Complaints about indentation that are worked around, each at the cost of reading the text again.
const MOST_ATTEMPTS: usize = 64;

/// Reads as far as it can.
pub(super) fn parse(text: &str) -> Builder {
    let offsets = Offsets::new(text);
    let mut builder = Builder::default();
    let mut outcome = events(text, text, &offsets, &mut builder);
    let mut joined: Vec<char> = Vec::new();
    for _ in 0..MOST_ATTEMPTS {
        let Err(error) = outcome else { break };
        if joined.is_empty() {
            joined = text.chars().collect();
        }
        if !error.info().starts_with("invalid indentation") || !super::indent::join(&mut joined, error.marker().index())
        {
            break;
        }
        builder = Builder::default();
        outcome = events(text, &joined.iter().collect::<String>(), &offsets, &mut builder);
    }
    builder
}

/// Reads `input`, which differs from `text` only in spaces.
fn events(text: &str, input: &str, offsets: &Offsets, builder: &mut Builder) -> Result<(), ScanError> {
    let mut anchors: FxHashMap<usize, NodeId> = FxHashMap::default();
    for event in Parser::new_from_str(input) {
        let (event, span) = event?;
        let bytes = offsets.range(text, &span);
        let (anchor, node) = match event {
            Event::Scalar(value, style, anchor, _) => {
                // A block scalar ends with the line break behind it, a plain one may.
                let bytes = match style {
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => bytes,
                    _ => trim(text, bytes),
                };
                let anchored = anchor > 0;
                let node = if anchored {
                    builder.anchored(text, bytes, &value)
                } else {
                    builder.scalar(text, bytes, Some(value))
                };
                (anchor, node)
            }
            Event::SequenceStart(anchor, _) => (anchor, builder.open(bytes.start, false)),
            Event::MappingStart(anchor, _) => (anchor, builder.open(bytes.start, true)),
            Event::SequenceEnd | Event::MappingEnd => {
                // Only a flow collection has a bracket to end with.
                let bracket = text.get(bytes.clone()).is_some_and(|t| t.ends_with([']', '}']));
                builder.close(bracket.then_some(bytes.end));
                continue;
            }
            Event::Alias(anchor) => {
                builder.alias(text, bytes, anchors.get(&anchor).copied());
                continue;
            }
            Event::DocumentEnd => return Ok(()),
            _ => continue,
        };
        // Anchors are numbered from 1; 0 says that there is none.
        if anchor > 0 {
            anchors.insert(anchor, node);
        }
    }
    Ok(())
}

fn trim(text: &str, bytes: Range<usize>) -> Range<usize> {
    let kept = text.get(bytes.clone()).unwrap_or_default().trim_end().len();
    bytes.start..bytes.start + kept
}

/// Characters → bytes: the byte offset of every 256th character; none for ASCII, where they are the same.
struct Offsets {
    marks: Option<Vec<usize>>,
}

const STEP: usize = 256;

impl Offsets {
    fn new(text: &str) -> Self {
        let marks = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).step_by(STEP).collect());
        Self { marks }
    }

    fn byte(&self, text: &str, index: usize) -> usize {
        let Some(marks) = &self.marks else { return index.min(text.len()) };
        let Some(base) = marks.get(index / STEP) else { return text.len() };
        let rest = text.get(*base..).unwrap_or_default();
        rest.char_indices().nth(index % STEP).map_or(text.len(), |(at, _)| base + at)
    }

    fn range(&self, text: &str, span: &Span) -> Range<usize> {
        let start = self.byte(text, span.start.index());
        start..self.byte(text, span.end.index()).max(start)
    }
}

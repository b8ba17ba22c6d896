//! Texts that are a little too short or too long, and texts that a pattern does not match, of which nothing else is wrong.
use super::edges::Edge;
use crate::ir::Constraints;
use crate::samples::Samples;
use serde_json::Value;
use tenon_runtime::Pattern;
use tenon_runtime::format::TextFormat;

/// A text is not made longer than this.
const LENGTHY: u64 = 5_000;

/// Texts of another length that the pattern matches all the same, and texts of the same length that it does not match.
pub(super) fn changed(
    samples: &mut Samples<'_>,
    c: &Constraints,
    format: Option<TextFormat>,
    text: &str,
    own: &mut Vec<Edge>,
) {
    let pattern = c.pattern.as_ref().map(|source| Pattern::from(source.clone()));
    let matches = |text: &str| pattern.as_ref().is_none_or(|pattern| pattern.matches(text));
    let fits = |text: &str| matches(text) && format.is_none_or(|format| format.admits(text));
    let (min, max) = (c.min_length.filter(|n| *n < LENGTHY), c.max_length.filter(|n| *n < LENGTHY));
    let counts = [min, min.and_then(|n| n.checked_sub(1)), max, max.map(|n| n + 1)].into_iter().flatten();
    for count in counts {
        let long = usize::try_from(count).unwrap_or(usize::MAX);
        let mut each = stretched(text, long);
        let plain = each.first().cloned().filter(|_| format.is_none());
        let good = each.iter().position(|text| fits(text)).map(|index| each.swap_remove(index));
        let good = good.or_else(|| if format.is_none() { samples.of_length(c, count) } else { None });
        let Some(value) = good.or(plain) else { continue };
        own.push((format!("{count} characters"), value.into()).into());
    }
    if pattern.is_some() {
        for (why, value) in mistyped(text, &|text| !matches(text)) {
            own.push((why, Value::from(value)).into());
        }
        own.push(("another pattern", Value::from(format!("{text}\u{7f}{text}"))).into());
        own.push(("another pattern in front", Value::from(format!("\u{7f}{text}"))).into());
    }
}

/// Texts of an exact length that are much like a text: shorter, or with more of the same at one end, or within.
fn stretched(text: &str, count: usize) -> Vec<String> {
    let own = text.chars().count();
    let last = text.chars().last().unwrap_or('a');
    let padded = |by: char| text.chars().chain(std::iter::repeat(by)).take(count).collect::<String>();
    let mut all = vec![padded(last), padded('a')];
    if let (Some(more), Some((name, host))) = (count.checked_sub(own), text.split_once('@')) {
        // No label of a host, and no name of a mailbox, may be long.
        all.push(format!("{}{name}@{}{host}", "a".repeat(more % 2), "b.".repeat(more / 2)));
    }
    all
}

/// What stands in place of a character that a pattern asks for, where it can stand everywhere in a message.
const MISTYPED: [char; 8] = ['~', '!', '_', 'a', 'Z', '0', '\u{e9}', '\u{7f}'];

/// The text with other characters: all of them, the first, the last.
fn mistyped(text: &str, is_other: &dyn Fn(&str) -> bool) -> Vec<(&'static str, String)> {
    let count = text.chars().count();
    let at = |which: &dyn Fn(usize) -> bool| {
        let replaced =
            |by: char| text.chars().enumerate().map(|(index, c)| if which(index) { by } else { c }).collect();
        MISTYPED.into_iter().map(replaced).find(|text: &String| is_other(text))
    };
    let each = [
        ("of other characters", at(&|_| true)),
        ("one other character", MISTYPED.into_iter().map(String::from).find(|text| is_other(text))),
        ("another first character", at(&|index| index == 0)),
        ("another last character", at(&|index| index + 1 == count)),
    ];
    each.into_iter().filter_map(|(why, text)| Some((why, text?))).collect()
}

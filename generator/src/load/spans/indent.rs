//! Flow collections that are indented less than YAML 1.2 asks for.
//!
//! `serde_yaml` takes them and real documents have them; the span-aware parser does not. Inside of a flow collection
//! a line break is only a space, so putting one in its place changes neither the meaning nor any position.

/// Lines joined for one complaint.
const MOST_LINES: usize = 1000;

/// Joins the line of this character with the one before it, and so on up to the line that closes the collection.
///
/// Returns whether there was anything to join.
pub(super) fn join(text: &mut [char], index: usize) -> bool {
    let before = text.get(..index).unwrap_or_default();
    let Some(mut end) = before.iter().rposition(|c| *c == '\n') else { return false };
    for _ in 0..MOST_LINES {
        blank_comment(text, end);
        if let Some(c) = text.get_mut(end) {
            *c = ' ';
        }
        let rest = text.get(end..).unwrap_or_default();
        let length = rest.iter().position(|c| *c == '\n').unwrap_or(rest.len());
        let first = rest.iter().take(length).find(|c| !c.is_ascii_whitespace());
        if first.is_none_or(|c| matches!(c, '}' | ']')) || end + length >= text.len() {
            break;
        }
        end += length;
    }
    true
}

/// Removes the comment, or what looks like one, that ends at this line break: it would swallow the line that follows.
fn blank_comment(text: &mut [char], end: usize) {
    let Some(line) = text.get_mut(..end) else { return };
    let start = line.iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
    let Some(line) = line.get_mut(start..) else { return };
    let mut pairs = line.windows(2).enumerate().rev();
    let hash = pairs.find(|(_, pair)| matches!(pair, [' ' | '\t', '#'])).map(|(at, _)| at + 1);
    if let Some(comment) = hash.and_then(|at| line.get_mut(at..)) {
        comment.fill(' ');
    }
}

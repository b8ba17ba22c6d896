//! Calls, lists, generics and literals of structs that do not fit on a line: one part a line, as `prettyplease` breaks them.
//!
//! Works on lines of [`Flat`](super::flat::Flat), which are spaced already. `None` means that somebody else has to look.
use super::{INDENT, WIDTH};
use std::ops::Range;

/// A literal of a struct is broken if it is wider, even where there is room.
pub(super) const WIDEST_LITERAL: usize = 34;

/// A place on a line.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// How far the line's block is indented.
    pub(super) indent: usize,
    /// The column.
    pub(super) at: usize,
    /// Characters that are to follow on the same line.
    pub(super) after: usize,
}

/// Appends a value.
pub(super) fn value(text: &str, place: Place, out: &mut String) -> Option<()> {
    let Place { indent, at, after } = place;
    if let Some(rest) = text.strip_prefix('&') {
        out.push('&');
        return value(rest, Place { at: at + 1, ..place }, out);
    }
    if let Some(rest) = text.strip_prefix("impl ") {
        out.push_str("impl ");
        return value(rest, Place { at: at + 5, ..place }, out);
    }
    if let Some(tried) = text.strip_suffix('?') {
        value(tried, Place { after: after + 1, ..place }, out)?;
        out.push('?');
        return Some(());
    }
    let Some((open, close)) = last_group(text) else { return atom(text, place, out) };
    let (head, inner) = (text.get(..open)?, text.get(open + 1..close)?.trim());
    let bracket = text.as_bytes().get(open)?;
    // What is empty cannot be broken.
    let known = is_path(head.trim_end()) && !(head.is_empty() && *bracket == b'(');
    if inner.is_empty() || !known || (*bracket == b'[' && !head.is_empty()) {
        return atom(text, place, out);
    }
    let parts = parts(inner)?;
    if let ([one], b'(') = (parts.as_slice(), bracket)
        && is_block(one)
    {
        out.push_str(text.get(..=open)?);
        value(one, Place { indent, at: at + open + 1, after: after + 1 }, out)?;
        out.push(')');
        return Some(());
    }
    let simple =
        |part: &&str| part.starts_with(|c: char| c.is_ascii_digit() || c == '\'') || matches!(*part, "true" | "false");
    let narrow = *bracket != b'{' || close <= WIDEST_LITERAL;
    if narrow && place.fits(text) && !is_forced(inner) {
        out.push_str(text);
        return Some(());
    }
    if *bracket == b'[' && parts.iter().all(simple) {
        // As many on a line as fit.
        return None;
    }
    out.push_str(text.get(..=open)?);
    out.push('\n');
    let last = parts.len() - 1;
    for (index, part) in parts.into_iter().enumerate() {
        out.extend(std::iter::repeat_n(' ', indent + INDENT));
        let name = match bracket {
            b'{' => part.split_once(": ").filter(|(name, _)| is_name(name)).map_or(0, |(name, _)| name.len() + 2),
            _ => 0,
        };
        out.push_str(part.get(..name)?);
        value(
            part.get(name..)?,
            Place { indent: indent + INDENT, at: indent + INDENT + name, after: usize::from(index < last) },
            out,
        )?;
        out.push_str(",\n");
    }
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str(text.get(close..)?);
    Some(())
}

impl Place {
    fn fits(self, text: &str) -> bool {
        self.at + text.len() + self.after <= WIDTH
    }
}

/// The signature of a function that is too long: a parameter a line.
pub(super) fn signature(text: &str, indent: usize, after: usize, out: &mut String) -> Option<()> {
    let name = text.find("fn ")? + 3;
    let open = name + open_at(text.get(name..)?)?;
    let (groups, _) = groups(text);
    let close = groups.iter().find(|group| group.start == open)?.end;
    let (inner, rest) = (text.get(open + 1..close)?, text.get(close..)?);
    // Where the parameters fit, up to the next place to break at, the type of what is returned is broken.
    let next = rest.find(['<', '[', '+']).map_or(rest.len() + after, |at| at + 1);
    let fits = indent + open + 1 + inner.len() + next <= WIDTH;
    if fits || inner.is_empty() || indent + open + 1 > WIDTH {
        return None;
    }
    out.push_str(text.get(..=open)?);
    out.push('\n');
    let parts = parts(inner)?;
    let last = parts.len() - 1;
    for (index, part) in parts.into_iter().enumerate() {
        out.extend(std::iter::repeat_n(' ', indent + INDENT));
        let ty = part.find(": ").map_or(0, |at| at + 2);
        out.push_str(part.get(..ty)?);
        let place = Place { indent: indent + INDENT, at: indent + INDENT + ty, after: usize::from(index < last) };
        value(part.get(ty..)?, place, out)?;
        out.push_str(",\n");
    }
    out.extend(std::iter::repeat_n(' ', indent));
    if indent + rest.len() + after <= WIDTH {
        out.push_str(rest);
        return Some(());
    }
    out.push_str(") -> ");
    let ty = rest.strip_prefix(") -> ")?;
    let (ty, more) = ty.strip_suffix(" + Send").map_or((ty, ""), |ty| (ty, " + Send"));
    value(ty, Place { indent, at: indent + 5, after: more.len() + after }, out)?;
    out.push_str(more);
    Some(())
}

/// The first `impl X for Y` whose `for` begins a line of its own.
pub(super) fn implementation(text: &str, indent: usize, out: &mut String) -> Option<()> {
    let (of, ty) = text.split_once(" for ")?;
    if ty.contains('<') || indent + of.len() > WIDTH || indent + ty.len() + 6 > WIDTH {
        return None;
    }
    out.push_str(of);
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str("for ");
    out.push_str(ty);
    Some(())
}

/// Where the value of `let x = …`, `const X: T = …` or `x.y = …` begins.
pub(super) fn assigned(text: &str) -> usize {
    let (_, signs) = groups(text);
    signs.map_or(0, |at| at + 3)
}

/// What cannot be broken stands on its line, however long that gets.
fn atom(text: &str, place: Place, out: &mut String) -> Option<()> {
    let whole = is_path(text) || is_string(text);
    if (place.fits(text) || whole) && !is_forced(text) {
        out.push_str(text);
        return Some(());
    }
    None
}

/// What stands behind `(` of a call without a line break, if it is the only argument.
fn is_block(argument: &str) -> bool {
    argument.starts_with(['[', '(', '|']) || argument.ends_with('}')
}

/// Whether there is a literal of a struct that must be broken.
fn is_forced(text: &str) -> bool {
    text.contains('{')
        && groups(text).0.iter().any(|group| {
            let is_literal = text.as_bytes().get(group.start) == Some(&b'{') && group.len() > 1;
            let head = text.get(..group.start).unwrap_or_default().trim_end();
            let path = head.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':')).len();
            is_literal && group.end - path > WIDEST_LITERAL
        })
}

fn is_path(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '#')
}

fn is_string(text: &str) -> bool {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.is_some_and(|inside| !inside.replace("\\\\", "").replace("\\\"", "").contains('"'))
}

/// The brackets that end the text: where they open and close.
fn last_group(text: &str) -> Option<(usize, usize)> {
    let close = text.len().checked_sub(1)?;
    if !text.ends_with([')', ']', '}', '>']) {
        return None;
    }
    groups(text).0.iter().find(|group| group.end == close).map(|group| (group.start, close))
}

/// The first `(` that is in no other bracket.
fn open_at(text: &str) -> Option<usize> {
    let outermost = |at: &Range<usize>, all: &[Range<usize>]| !all.iter().any(|o| o.start < at.start && at.end < o.end);
    let (all, _) = groups(text);
    let parens = all.iter().filter(|group| text.as_bytes().get(group.start) == Some(&b'('));
    parens.filter(|group| outermost(group, &all)).map(|group| group.start).min()
}

/// What the commas part that are in no bracket.
pub(super) fn parts(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, sign) in signs(text) {
        match sign {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => {
                parts.push(text.get(start..at)?.trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..)?.trim());
    Some(parts)
}

/// All brackets, from the one that opens to the one that closes, and where the first ` = ` stands that is in none.
fn groups(text: &str) -> (Vec<Range<usize>>, Option<usize>) {
    let (mut open, mut found, mut assigned) = (Vec::new(), Vec::new(), None);
    for (at, sign) in signs(text) {
        match sign {
            b'(' | b'[' | b'{' | b'<' => open.push(at),
            b')' | b']' | b'}' | b'>' => found.extend(open.pop().map(|start| start..at)),
            b'=' if open.is_empty() && assigned.is_none() => assigned = at.checked_sub(1),
            _ => {}
        }
    }
    (found, assigned)
}

/// Brackets, commas and `=` outside of strings. The `>` of an arrow is none.
fn signs(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut string, mut escaped, mut before) = (false, false, b' ');
    text.bytes().enumerate().filter(move |(_, byte)| {
        let arrow = *byte == b'>' && before == b'-';
        before = *byte;
        if string {
            string = *byte != b'"' || escaped;
            escaped = *byte == b'\\' && !escaped;
            return false;
        }
        string = *byte == b'"';
        matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b',' | b'=') && !arrow
    })
}

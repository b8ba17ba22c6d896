//! JSON: text → tree, by `serde_json`.
use super::budget::Budgets;
use super::tree::Build;
use super::{FileId, Problem, Reading};
use serde::de::DeserializeSeed;

/// A tree, or why there is none.
pub(super) fn read(file: FileId, text: &str, budgets: &Budgets) -> Result<Reading, Problem> {
    let mut build = Build::new(budgets, text, false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // The seed counts levels itself and gives up before the stack does.
    deserializer.disable_recursion_limit();
    let tree = build.root().deserialize(&mut deserializer).and_then(|tree| deserializer.end().map(|()| tree));
    match tree {
        Ok(tree) => Ok((tree, build.findings(file).collect())),
        Err(error) => {
            let offset = offset(text, error.line(), error.column());
            Err(build
                .excess()
                .map_or_else(|| explain(text, &error, offset), |excess| Problem::Over(excess, Some(offset))))
        }
    }
}

fn explain(text: &str, error: &serde_json::Error, offset: usize) -> Problem {
    let message = super::without_position(&error.to_string());
    if message == "number out of range" {
        return Problem::Number { offset };
    }
    let help = match message.as_str() {
        "trailing comma" => Some("remove the comma before the closing bracket"),
        "key must be a string" if text[offset..].starts_with('\'') => Some("JSON strings stand in double quotes"),
        "key must be a string" => {
            Some("put the key in double quotes; a file that starts with `{` is read as JSON, not as YAML")
        }
        "expected value" if text[offset..].starts_with(['/', '#']) => Some("JSON has no comments"),
        "trailing characters" => Some("the document ends before this; remove the rest"),
        _ if error.is_eof() => Some("the text ends too early: a bracket or quote is not closed"),
        _ => None,
    };
    Problem::Syntax { message, offset, help }
}

/// `serde_json` counts lines from 1 and bytes in the line from 1; at the end of a line the column may be 0.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        _ => line_start(text, line - 1),
    };
    super::floor_char(text, start + column.saturating_sub(1))
}

/// Where the line with this many lines before it begins.
fn line_start(text: &str, before: usize) -> usize {
    text.bytes().enumerate().filter(|(_, b)| *b == b'\n').nth(before - 1).map_or(text.len(), |(at, _)| at + 1)
}

//! YAML: text → tree, by `serde_yaml`, which is asked only what it can answer in bounded time and memory.
use super::budget::{Budgets, Excess};
use super::tree::Build;
use super::{FileId, Problem, Reading};
use saphyr_parser::{Event, Parser};
use serde::de::DeserializeSeed;
use serde_json::Value;

/// Brackets of flow collections up to which `serde_yaml`, quadratic in their depth, is fast all the same.
const FEW_BRACKETS: usize = 4096;
/// `%TAG` directives; each is compared with each.
const MOST_DIRECTIVES: usize = 16;

/// A tree, or why there is none.
pub(super) fn read(file: FileId, text: &str, budgets: &Budgets) -> Result<Reading, Problem> {
    let budgets = Budgets { depth: budgets.depth.min(Budgets::YAML_DEPTH), ..*budgets };
    survey(text, &budgets)?;
    let mut build = Build::new(&budgets, text, true);
    let mut documents = serde_yaml::Deserializer::from_str(text);
    // There is always a first one: a file without any text is null.
    let first = documents.next().map_or(Ok(Value::Null), |first| build.root().deserialize(first));
    match first {
        Ok(tree) if documents.next().is_none() => Ok((tree, build.findings(file).collect())),
        Ok(_) => Err(Problem::Syntax {
            message: "a second YAML document begins here".to_owned(),
            offset: second_document(text),
            help: Some("put each document into its own file"),
        }),
        Err(error) => {
            let offset = error.location().map(|l| super::floor_char(text, l.index()));
            Err(match build.excess() {
                Some(excess) => Problem::Over(excess, offset),
                None => explain(text, &error, offset, &budgets),
            })
        }
    }
}

fn explain(text: &str, error: &serde_yaml::Error, offset: Option<usize>, budgets: &Budgets) -> Problem {
    let message = super::without_position(&error.to_string());
    match message.as_str() {
        "recursion limit exceeded" => return Problem::Over(Excess::Depth(budgets.depth), offset),
        "repetition limit exceeded" => return Problem::Over(Excess::Repeats, offset),
        _ => {}
    }
    let offset = offset.unwrap_or_default();
    let next = text[offset..].chars().next();
    let help = match next {
        Some('\t') => Some("YAML is indented with spaces, not tabs"),
        Some('@' | '`' | '%' | '*' | '&' | '!') => Some("put the value in quotes"),
        _ if message.starts_with("mapping values are not allowed") => Some("put a value that contains `: ` in quotes"),
        _ if message.starts_with("did not find expected key") => {
            Some("check the indentation of this line and of those before it")
        }
        _ if message.contains("a key that is text") => Some("a key must be text or a number"),
        _ => None,
    };
    Problem::Syntax { message, offset, help }
}

/// Looks at the text before `serde_yaml` does, which reads all of it into memory before it hands out anything.
///
/// Counting bytes is enough for all but strange documents; those are parsed, without a tree, by a parser that
/// stops as soon as it is told to.
fn survey(text: &str, budgets: &Budgets) -> Result<(), Problem> {
    let bytes = text.as_bytes();
    let directives = text.lines().take_while(|l| l.starts_with(['%', '#']) || l.trim().is_empty());
    if directives.filter(|l| l.starts_with('%')).count() > MOST_DIRECTIVES {
        return Err(Problem::Over(Excess::Directives, None));
    }
    // What can stand before the opening bracket of a flow collection.
    let before = |b: u8| b.is_ascii_whitespace() || matches!(b, b'[' | b'{' | b',' | b':' | b'?');
    let opens = |pair: &&[u8]| matches!(pair, [x, b'[' | b'{'] if before(*x));
    let brackets = bytes.windows(2).filter(opens).count();
    let marks = bytes.iter().filter(|b| matches!(b, b'\n' | b',' | b':' | b'-' | b'?' | b'[' | b'{')).count();
    if brackets <= FEW_BRACKETS && marks <= budgets.nodes {
        return Ok(());
    }
    let (mut depth, mut nodes) = (0_usize, 0_usize);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let offset = super::char_offset(text, error.marker().index());
            match error.info() {
                "recursion limit exceeded" => Problem::Over(Excess::Depth(budgets.depth), Some(offset)),
                info => Problem::Syntax { message: info.to_owned(), offset, help: None },
            }
        })?;
        let at = || Some(super::char_offset(text, span.start.index()));
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            Event::Scalar(..) | Event::Alias(_) => {}
            _ => continue,
        }
        nodes += 1;
        if depth > budgets.depth {
            return Err(Problem::Over(Excess::Depth(budgets.depth), at()));
        }
        // Keys are events, too, and collections end in one.
        if nodes / 2 > budgets.nodes {
            return Err(Problem::Over(Excess::Nodes(budgets.nodes), at()));
        }
    }
    Ok(())
}

/// Where the second document begins.
fn second_document(text: &str) -> usize {
    let starts =
        Parser::new_from_str(text).map_while(Result::ok).filter(|(event, _)| matches!(event, Event::DocumentStart(_)));
    starts.into_iter().nth(1).map_or(0, |(_, span)| super::char_offset(text, span.start.index()))
}

//! Documentation pages (Markdown) that embed an OpenAPI document in a fenced block.
//!
//! Fences as in CommonMark 0.31, section 4.5: three or more backticks or tildes, an info string, and a closing fence
//! of the same kind that is no shorter.

/// A document in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedded<'a> {
    /// What stands between the fences, unchanged.
    pub text: &'a str,
    /// What stands behind the opening fence: `yaml /openapi.yaml DELETE /v1/secrets/{secret_id}`.
    pub info: &'a str,
    /// The line of the page on which `text` begins, from 1.
    pub line: usize,
}

/// The first fenced block that holds an OpenAPI document.
///
/// ```
/// let page = "# Delete\n\n```yaml openapi.yaml\nopenapi: 3.1.0\n```\n";
/// let embedded = tenon::load::page::extract(page).unwrap();
/// assert_eq!((embedded.text, embedded.line), ("openapi: 3.1.0\n", 4));
/// ```
#[must_use]
pub fn extract(text: &str) -> Option<Embedded<'_>> {
    blocks(text).find(|block| is_document(block.text))
}

/// Every fenced block, in order. One that is not closed ends with the page.
fn blocks(text: &str) -> impl Iterator<Item = Embedded<'_>> {
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let mut number = 0;
    std::iter::from_fn(move || {
        loop {
            let (start, line) = lines.next()?;
            number += 1;
            let Some((fence, info)) = opening(line) else { continue };
            let first = number + 1;
            let from = start + line.len();
            let mut to = text.len();
            for (start, line) in lines.by_ref() {
                number += 1;
                if closes(line, fence) {
                    to = start;
                    break;
                }
            }
            return Some(Embedded { text: &text[from..to], info, line: first });
        }
    })
}

/// The fence and the info string, if the line opens a block. Components of pages indent at will; so may a fence.
fn opening(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let fence = line.get(..line.len() - info.len()).filter(|fence| fence.len() >= 3)?;
    (mark == '~' || !info.contains('`')).then_some((fence, info.trim()))
}

fn closes(line: &str, fence: &str) -> bool {
    let line = line.trim();
    line.starts_with(fence) && line.trim_start_matches(fence.chars().next().unwrap_or('`')).is_empty()
}

/// Whether `openapi` is a key at the outermost level, as far as one can tell without parsing.
fn is_document(text: &str) -> bool {
    let key = |line: &str| {
        let line = line.trim_start_matches(['"', '\'']);
        line.strip_prefix("openapi")
            .map(|rest| rest.trim_start_matches(['"', '\'']).trim_start())
            .is_some_and(|r| r.starts_with(':'))
    };
    let body = text.trim_start();
    if body.starts_with('{') {
        return body.match_indices("\"openapi\"").next().is_some_and(|(at, _)| key(&body[at..]));
    }
    let lines =
        || text.lines().filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#') && l.trim() != "---");
    let indent = lines().next().map_or(0, |l| l.len() - l.trim_start().len());
    lines().filter_map(|l| l.get(indent..)).any(key)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn takes_the_text_unchanged_and_says_where() {
        let page = "> index\n\n# Title\r\n\n````yaml /v1.json delete /v1/{x}\nopenapi: 3.1.0\ninfo: |\n  ```\n  code\n  ```\n\n````\nmore";
        let found = extract(page).unwrap();
        assert_eq!(found.text, "openapi: 3.1.0\ninfo: |\n  ```\n  code\n  ```\n\n");
        assert_eq!(found.info, "yaml /v1.json delete /v1/{x}");
        assert_eq!(found.line, 6);
    }

    #[test]
    fn skips_blocks_that_are_no_document() {
        let page = "```sh\ncurl openapi: x\n```\n```json\n{\"a\": {}}\n```\n~~~json\n{\n  \"openapi\": \"3.0.0\"}\n~~~";
        assert_eq!(extract(page).map(|e| (e.info, e.line)), Some(("json", 8)));
    }

    #[test]
    fn knows_yaml_with_quotes_comments_and_indentation() {
        for text in ["# c\n---\n'openapi': 3.0.0", "info: {}\n\"openapi\" : 3.0.0", "  info: {}\n  openapi: 3.0.0\n"] {
            assert!(extract(&format!("```\n{text}\n```\n")).is_some(), "{text}");
        }
    }

    #[test]
    fn a_page_without_a_document_has_none() {
        for page in
            ["", "# Title\n", "```\ninfo:\n  openapi: 3.1.0\n```\n", "`` openapi: 3", "```yaml\n", "openapi: 3.1.0\n"]
        {
            assert_eq!(extract(page), None, "{page}");
        }
    }

    #[test]
    fn a_block_that_is_not_closed_ends_with_the_page() {
        assert_eq!(extract("```\nopenapi: 3.1.0").map(|e| e.text), Some("openapi: 3.1.0"));
    }
}

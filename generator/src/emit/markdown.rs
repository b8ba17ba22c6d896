//! Prose from documents as Markdown that rustdoc takes as prose.
//!
//! Kept: paragraphs, lists, tables, emphasis, headings, fenced code, web links. Made harmless: HTML, intra-doc links,
//! bare URLs, code blocks that rustdoc would compile, characters that hide text or change its direction.

use super::inline::inline;

/// A document's text as lines for `///`.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut page = Page::default();
    for line in text.split(['\n', '\u{2028}', '\u{2029}']) {
        page.line(&visible(line));
    }
    page.end()
}

/// The first paragraph's first line, for a cell of a table.
pub(super) fn cell(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    inline(&visible(line)).replace('|', "\\|")
}

/// A code span, its text taken literally.
pub(super) fn code(text: &str) -> String {
    let text = visible(&text.replace(['\n', '\r'], " "));
    let text = if text.trim().is_empty() { "\" \"".to_owned() } else { text };
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    match text.starts_with('`') || text.ends_with('`') {
        true => format!("{ticks} {text} {ticks}"),
        false => format!("{ticks}{text}{ticks}"),
    }
}

/// A fenced block.
pub(super) fn fenced(language: &str, text: &str) -> Vec<String> {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let mut lines = vec![format!("{fence}{language}")];
    lines.extend(text.lines().map(visible));
    lines.push(fence);
    lines
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// Without controls, zero-width characters and those that change the direction of text; tabs as spaces.
fn visible(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What the lines so far have opened.
#[derive(Default)]
struct Page {
    out: Vec<String>,
    /// An open fence: its character, its length, its indentation.
    fence: Option<(char, usize, usize)>,
    /// An indented block that became a fenced one.
    block: bool,
    /// Columns where the contents of the open list items begin.
    items: Vec<usize>,
    /// The last line was text of a paragraph.
    text: bool,
}

impl Page {
    fn line(&mut self, line: &str) {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if let Some((mark, length, base)) = self.fence {
            return self.fenced(line, body, mark, length, base);
        }
        if self.block {
            if body.is_empty() || indent >= 4 {
                return self.out.push(line.get(4..).unwrap_or_default().to_owned());
            }
            self.close_block();
        }
        if body.is_empty() {
            self.text = false;
            return self.out.push(String::new());
        }
        self.placed(line, body, indent);
        self.text = true;
    }

    /// A line outside of code: finds its place in the open lists first.
    fn placed(&mut self, line: &str, body: &str, indent: usize) {
        let marked = marker(body, self.text && self.items.is_empty()).is_some();
        if marked || !self.text {
            while self.items.last().is_some_and(|column| indent < *column) {
                self.items.pop();
            }
        }
        let column = self.items.last().copied();
        if column.is_none() && !self.text && indent >= 4 {
            self.block = true;
            self.out.push("```text".to_owned());
            return self.out.push(line.get(4..).unwrap_or_default().to_owned());
        }
        let most = column.unwrap_or(0);
        let indent = if marked && indent <= most + 3 { indent } else { indent.min(most) };
        self.content(body, " ".repeat(indent));
    }

    /// List markers, then a fence, a quotation or plain text.
    fn content(&mut self, mut body: &str, mut prefix: String) {
        let mut interrupts = self.text && self.items.is_empty();
        while let Some((mark, rest)) = marker(body, interrupts) {
            prefix.push_str(mark);
            prefix.push(' ');
            self.items.push(prefix.len());
            body = rest;
            interrupts = false;
        }
        let mark = body.chars().next().unwrap_or(' ');
        let length = body.chars().take_while(|c| *c == mark).count();
        let info = body.get(length * mark.len_utf8()..).unwrap_or_default();
        if matches!(mark, '`' | '~') && length >= 3 && !info.contains('`') {
            self.fence = Some((mark, length, prefix.chars().count()));
            self.out.push(format!("{prefix}{}{}", body.get(..length).unwrap_or_default(), language(info)));
        } else if mark == '>' {
            let text = body.trim_start_matches(['>', ' ']);
            let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            // No fences within: their lines would not all be found.
            let text = text.trim_start_matches("```").trim_start_matches("~~~");
            self.out.push(format!("{prefix}> {}", inline(text)).trim_end().to_owned());
        } else {
            self.out.push(format!("{prefix}{}", inline(body)));
        }
    }

    /// A line inside a fence; never left of the list item that the fence stands in, for that would end both.
    fn fenced(&mut self, line: &str, body: &str, mark: char, length: usize, base: usize) {
        let closes = body.chars().count() >= length && body.chars().all(|c| c == mark);
        if closes {
            self.fence = None;
            self.text = false;
            self.out.push(format!("{}{body}", " ".repeat(base)));
        } else if line.is_empty() {
            self.out.push(String::new());
        } else {
            let indent = (line.len() - body.len()).max(base);
            self.out.push(format!("{}{body}", " ".repeat(indent)));
        }
    }

    fn close_block(&mut self) {
        let blank = self.out.iter().rev().take_while(|l| l.is_empty()).count();
        self.out.truncate(self.out.len() - blank);
        self.out.push("```".to_owned());
        self.out.extend(std::iter::repeat_n(String::new(), blank));
        self.block = false;
    }

    fn end(mut self) -> Vec<String> {
        if self.block {
            self.close_block();
        }
        if let Some((mark, length, base)) = self.fence {
            self.out.push(format!("{}{}", " ".repeat(base), mark.to_string().repeat(length)));
        }
        let blank = self.out.iter().rev().take_while(|l| l.is_empty()).count();
        self.out.truncate(self.out.len() - blank);
        let blank = self.out.iter().take_while(|l| l.is_empty()).count();
        self.out.drain(..blank);
        self.out
    }
}

/// A list item's marker and what follows. Inside a paragraph only `1.` begins a numbered list.
fn marker(body: &str, inside_paragraph: bool) -> Option<(&str, &str)> {
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    let length = match digits {
        0 if body.starts_with(['-', '*', '+']) => 1,
        1..=9 if inside_paragraph && body.get(..digits) != Some("1") => return None,
        1..=9 if body[digits..].starts_with(['.', ')']) => digits + 1,
        _ => return None,
    };
    let (mark, rest) = body.split_at_checked(length)?;
    let text = rest.trim_start_matches(' ');
    (text.len() < rest.len() && !text.is_empty()).then_some((mark, text))
}

/// The language of a fence. What rustdoc could take for Rust becomes `text`.
fn language(info: &str) -> &'static str {
    const KNOWN: [&str; 34] = [
        "bash",
        "c",
        "cpp",
        "cs",
        "csharp",
        "css",
        "csv",
        "curl",
        "diff",
        "go",
        "graphql",
        "html",
        "http",
        "ini",
        "java",
        "javascript",
        "js",
        "json",
        "jsonc",
        "kotlin",
        "markdown",
        "php",
        "python",
        "ruby",
        "sh",
        "shell",
        "sql",
        "swift",
        "toml",
        "ts",
        "typescript",
        "xml",
        "yaml",
        "yml",
    ];
    let word = info.trim().split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    KNOWN.iter().find(|known| **known == word).copied().unwrap_or("text")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        lines(source).join("\n")
    }

    #[test]
    fn prose_keeps_its_markdown() {
        assert_eq!(text("# A\n\n- *b*\n  - `c<d>`\n\n| x | y |"), "# A\n\n- *b*\n  - `c<d>`\n\n| x | y |");
    }

    #[test]
    fn urls_become_links() {
        assert_eq!(text("see https://a.example/b_c."), "see <https://a.example/b_c>.");
        assert_eq!(
            text("[docs](https://a.example) <https://b.example>"),
            "[docs](https://a.example) <https://b.example>"
        );
        assert_eq!(text("[x](#y) [z]"), "\\[x\\](#y) \\[z\\]");
    }

    #[test]
    fn html_is_text() {
        assert_eq!(text("a<br/>b <b>c</b> 1 < 2"), "a b \\<b>c\\</b> 1 \\< 2");
    }

    #[test]
    fn no_code_is_compiled() {
        assert_eq!(text("```\nfn x() {}\n```"), "```text\nfn x() {}\n```");
        assert_eq!(text("```rust\nx"), "```text\nx\n```");
        assert_eq!(text("a:\n\n    indented\n\nb"), "a:\n\n```text\nindented\n```\n\nb");
        assert_eq!(text("a\n    lazy"), "a\nlazy");
        assert_eq!(text("> ```\n> x"), ">\n> x");
    }

    #[test]
    fn a_fence_stays_in_its_list_item() {
        assert_eq!(text("- ```json\n{}\n  ```\nafter"), "- ```json\n  {}\n  ```\nafter");
        assert_eq!(text("- a\n\n        deep"), "- a\n\n  deep");
    }

    #[test]
    fn nothing_hides() {
        assert_eq!(text("a\u{202e}b\u{200b}c\u{7}"), "abc");
    }

    #[test]
    fn code_spans_hold_anything() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "`\" \"`");
    }

    #[test]
    fn lone_ticks_are_escaped() {
        assert_eq!(text("a ` b"), "a \\` b");
    }
}

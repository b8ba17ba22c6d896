//! What would change, for people to read.
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// Lines shown of one file.
const MOST_LINES: usize = 200;
/// Beyond this many bytes a file's lines are not compared, only counted.
const LARGEST: usize = 4 << 20;

/// A unified diff of one file; `None` stands for a file that is not there.
pub(crate) fn unified(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let side =
        |letter: char, text: Option<&str>| text.map_or_else(|| "/dev/null".to_owned(), |_| format!("{letter}/{path}"));
    let mut out = format!("\u{1b}[1m--- {}\n+++ {}\u{1b}[0m\n", side('a', old), side('b', new));
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    if old.len().saturating_add(new.len()) > LARGEST {
        let _ = writeln!(out, "{} lines become {}; too many to compare here", old.lines().count(), new.lines().count());
        return out;
    }
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        lines.push(format!("\u{1b}[36m{}\u{1b}[0m", hunk.header()));
        for change in hunk.iter_changes() {
            let text = change.value().trim_end_matches(['\n', '\r']);
            lines.push(match change.tag() {
                ChangeTag::Delete => format!("\u{1b}[31m-{text}\u{1b}[0m"),
                ChangeTag::Insert => format!("\u{1b}[32m+{text}\u{1b}[0m"),
                ChangeTag::Equal => format!(" {text}"),
            });
        }
    }
    for line in lines.iter().take(MOST_LINES) {
        out.push_str(line);
        out.push('\n');
    }
    if let Some(more) = lines.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
        let _ = writeln!(out, "... and {more} more lines");
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn shows_what_changes_with_three_lines_around() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let shown = plain(&unified("a.rs", Some(old), Some(&old.replace('5', "five"))));
        assert_eq!(shown, "--- a/a.rs\n+++ b/a.rs\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    #[test]
    fn a_new_and_a_removed_file_say_so() {
        assert_eq!(plain(&unified("a", None, Some("x\n"))), "--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x\n");
        assert_eq!(plain(&unified("a", Some("x\n"), None)), "--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
    }

    #[test]
    fn long_differences_are_cut() {
        let new: String = (0..1000).map(|i| format!("{i}\n")).collect();
        assert!(plain(&unified("a", None, Some(&new))).ends_with("... and 801 more lines\n"));
        let large = "x\n".repeat(LARGEST / 2 + 1);
        assert!(unified("a", None, Some(&large)).len() < 200);
    }
}

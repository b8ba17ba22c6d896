//! `pattern`: compiled once, when it is first used.
use std::borrow::Cow;
use std::sync::OnceLock;

use super::ecma;

/// How far back-tracking may go before a text counts as not matching: some patterns cost a power of the length.
const BACKTRACKS: usize = 100_000;

/// A pattern in the syntax of ECMA-262, as JSON Schema demands.
///
/// `regex`, which never takes longer than the text is long, matches what it can express; look-around and
/// back-references go to `fancy-regex` with a limit.
///
/// ```
/// use tenon_runtime::Pattern;
/// static ZIP: Pattern = Pattern::new("^\\d{5}$");
/// assert!(ZIP.matches("12345"));
/// assert!(!ZIP.matches("١٢٣٤٥")); // `\d` is ASCII in ECMA-262
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: Cow<'static, str>,
    compiled: OnceLock<Option<Compiled>>,
}

#[derive(Debug)]
enum Compiled {
    Linear(regex::Regex),
    Backtracking(Box<fancy_regex::Regex>),
}

fn compile(source: &str) -> Option<Compiled> {
    let (translated, backtracks) = ecma::translate(source);
    if backtracks {
        let regex = fancy_regex::RegexBuilder::new(&translated).backtrack_limit(BACKTRACKS).build();
        return regex.ok().map(|regex| Compiled::Backtracking(Box::new(regex)));
    }
    regex::Regex::new(&translated).ok().map(Compiled::Linear)
}

/// Whether a pattern can be compiled.
pub(crate) fn compiles(source: &str) -> bool {
    compile(source).is_some()
}

impl Pattern {
    /// For a `static`.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self { source: Cow::Borrowed(source), compiled: OnceLock::new() }
    }

    /// The pattern as the document has it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    fn compiled(&self) -> Option<&Compiled> {
        self.compiled.get_or_init(|| compile(&self.source)).as_ref()
    }

    /// Whether the pattern can be compiled.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        self.compiled().is_some()
    }

    /// Whether the pattern occurs in `text`. A pattern that cannot be compiled refuses nothing; a text that takes
    /// too long to decide does not match.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        match self.compiled() {
            None => true,
            Some(Compiled::Linear(regex)) => regex.is_match(text),
            Some(Compiled::Backtracking(regex)) => regex.is_match(text).unwrap_or(false),
        }
    }
}

impl From<String> for Pattern {
    fn from(source: String) -> Self {
        Self { source: Cow::Owned(source), compiled: OnceLock::new() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::Pattern;

    fn check(source: &'static str, good: &[&str], bad: &[&str]) {
        let pattern = Pattern::new(source);
        assert!(pattern.is_supported(), "{source}: {:?}", super::ecma::translate(source));
        for text in good {
            assert!(pattern.matches(text), "{source} should match {text:?}");
        }
        for text in bad {
            assert!(!pattern.matches(text), "{source} should not match {text:?}");
        }
    }

    #[test]
    fn classes_are_ascii() {
        check(r"^\d+$", &["123"], &["١٢٣", "12a", "123\n"]);
        check(r"^\w+$", &["aZ_9"], &["é", "a-b"]);
        check(r"^\W$", &["é", "-"], &["a"]);
        check(r"^[^\w]$", &["é"], &["a"]);
        check(r"^[\D]$", &["x", "١"], &["1"]);
        check(r"^\s$", &[" ", "\u{feff}", "\u{a0}", "\u{2028}"], &["x", "\u{85}"]);
        check(r"^\S$", &["x", "\u{85}"], &["\u{feff}"]);
        check(r"\bcat\b", &["a cat"], &["concat", "cat_"]);
        check(r"\Bcat", &["concat"], &["cat"]);
    }

    #[test]
    fn a_pattern_is_not_anchored() {
        check("b", &["abc"], &["ac"]);
        check("", &["", "x"], &[]);
    }

    #[test]
    fn brackets_have_no_set_operations() {
        check(r"^[[]$", &["["], &["]"]);
        check(r"^[a&&b]+$", &["a&b"], &["c"]);
        check(r"^[a~~b]+$", &["a~b"], &["c"]);
        check(r"^[\w-]+$", &["a-b"], &["a b"]);
        check(r"^[-a]+$", &["-a"], &["b"]);
        check(r"^[\w-.]+$", &["a-.b"], &["/"]);
        check(r"^[a-f\]]+$", &["c]"], &["g"]);
        check(r"^[^]$", &["\n", "x"], &[""]);
        check(r"[]", &[], &["", "x"]);
        check(r"^[\b]$", &["\u{8}"], &["b"]);
    }

    #[test]
    fn escapes() {
        check(r"^\/\-\.$", &["/-."], &["/-x"]);
        check(r"^\u0041\x42\cJ$", &["AB\n"], &["AB"]);
        check(r"^\ud83d\ude00$", &["😀"], &["x"]);
        check(r"^[\u{1F600}-\u{1F602}]$", &["😁"], &["😃"]);
        check(r"^\p{Lu}\P{Lu}$", &["Äa"], &["aA"]);
        check(r"^\p{Script=Greek}+$", &["αβ"], &["ab"]);
        check(r"^a\0$", &["a\0"], &["a"]);
        check(r"^\e$", &["e"], &[]);
    }

    #[test]
    fn braces_that_are_no_quantifier() {
        check(r"^{a}$", &["{a}"], &["a"]);
        check(r"^a{2,3}?$", &["aa", "aaa"], &["a"]);
        check(r"^x{,3}$", &["x{,3}"], &["xx"]);
        check(r"^]$", &["]"], &["x"]);
    }

    #[test]
    fn dots_and_lines() {
        check("^.$", &["x", "\u{85}", "😀"], &["\n", "\r", "\u{2028}"]);
        check("^a$", &["a"], &["a\n", "b\na"]);
    }

    #[test]
    fn look_around_and_references() {
        check(r"^(?=.*\d)(?!.*x)\w+$", &["a1"], &["a", "1x"]);
        check(r"^(a|b)\1$", &["aa", "bb"], &["ab"]);
        check(r"^(?<q>['\x22]).*\k<q>$", &["'a'", "\"a\""], &["'a\""]);
        check(r"(?<=a)b", &["ab"], &["cb"]);
    }

    #[test]
    fn time_is_bounded() {
        let text = "a".repeat(40) + "!";
        assert!(!Pattern::new(r"^(?=a)(a+)+$").matches(&text));
        assert!(!Pattern::new(r"^(a+)+$").matches(&text));
    }

    #[test]
    fn what_cannot_be_compiled_refuses_nothing() {
        let pattern = Pattern::new("(");
        assert!(!pattern.is_supported() && pattern.matches("x"));
    }
}

//! Text within a line of Markdown: what rustdoc would act on is escaped.

/// Text between blocks: code spans and web links stay, all else that Markdown or rustdoc would act on is escaped.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (taken, written) = match c {
            '`' => span(rest),
            '<' => angle(rest),
            '[' => link(rest),
            ']' => (1, "\\]".to_owned()),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => bare(rest),
            '\\' => escaped(rest),
            c => (c.len_utf8(), c.to_string()),
        };
        out.push_str(&written);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

fn span(rest: &str) -> (usize, String) {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let after = &rest[ticks..];
    let mut from = 0;
    while let Some(at) = after[from..].find('`').map(|at| at + from) {
        let run = after[at..].len() - after[at..].trim_start_matches('`').len();
        if run == ticks {
            let end = ticks + at + run;
            return (end, rest[..end].to_owned());
        }
        from = at + run;
    }
    (ticks, "\\`".repeat(ticks))
}

/// `<https://...>` stays, `<br>` is a space, any other `<` is text.
fn angle(rest: &str) -> (usize, String) {
    let Some(end) = rest.find('>') else { return (1, "\\<".to_owned()) };
    let inside = &rest[1..end];
    if is_web(inside) && url_length(inside) == inside.len() {
        return (end + 1, rest[..=end].to_owned());
    }
    match inside.trim_end_matches(['/', ' ']).eq_ignore_ascii_case("br") {
        true => (end + 1, " ".to_owned()),
        false => (1, "\\<".to_owned()),
    }
}

/// `[text](https://...)` stays; other targets would be looked up among Rust's items.
fn link(rest: &str) -> (usize, String) {
    let kept = || {
        let (text, after) = rest[1..].split_once("](")?;
        let url = &after[..after.find([')', ' '])?];
        let closed = after[url.len()..].starts_with(')');
        let plain = !text.is_empty() && !text.contains(['[', ']', '`', '<', '\\']);
        let whole = is_web(url) && url_length(url) == url.len();
        (closed && plain && whole).then(|| (text.len() + url.len() + 4, format!("[{text}]({url})")))
    };
    kept().unwrap_or_else(|| (1, "\\[".to_owned()))
}

fn bare(rest: &str) -> (usize, String) {
    let url = &rest[..url_length(rest)];
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', ')', ']']);
    match url.trim_end_matches('/').ends_with(':') {
        true => (4, "http".to_owned()),
        false => (url.len(), format!("<{url}>")),
    }
}

fn escaped(rest: &str) -> (usize, String) {
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => (2, rest[..2].to_owned()),
        Some(_) => (1, "\\".to_owned()),
        None => (1, String::new()),
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// How many bytes of the text can belong to a URL.
fn url_length(text: &str) -> usize {
    text.find(|c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '`' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '\\' | '^')
    })
    .unwrap_or(text.len())
}

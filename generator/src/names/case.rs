//! Words and cases.

/// `PrimeIntellect`, from anything; `fallback` where nothing is left.
#[must_use]
pub fn upper_camel(text: &str, fallback: &str) -> String {
    let name: String = words(text).iter().map(|word| capitalised(word)).collect();
    identifier(name, fallback, "N")
}

/// `PRIME_INTELLECT`, of a name. Letters whose capital is two (`ß`) stay, so that different names stay different.
pub(crate) fn capitals(name: &str) -> String {
    let upper = |c: char| {
        let mut all = c.to_uppercase();
        if all.len() == 1 { all.next().unwrap_or(c) } else { c }
    };
    name.chars().map(upper).collect()
}

/// `prime_intellect`, from anything; a keyword gets a `_` behind it.
#[must_use]
pub fn snake(text: &str, fallback: &str) -> String {
    let name = if is_snake(text) { text.to_owned() } else { words(text).join("_") };
    let name = identifier(name, fallback, "n");
    if is_keyword(&name) { format!("{name}_") } else { name }
}

/// Whether the words of a text, with `_` between, are the text: most names of parameters and members.
fn is_snake(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let edges = [bytes.first(), bytes.last()].into_iter().any(|edge| edge.is_none_or(|byte| *byte == b'_'));
    !edges && bytes.iter().all(plain) && !text.contains("__")
}

/// A variant for a value: its words, or its characters by name where there is no word.
#[must_use]
pub(super) fn variant(text: &str) -> String {
    if text.is_empty() {
        return "Empty".to_owned();
    }
    if let Some(number) = number(text) {
        return number;
    }
    if let Some(positive) = text.strip_prefix('-')
        && positive.starts_with(|c: char| c.is_ascii_digit())
    {
        return upper_camel(&format!("minus {positive}"), "Value");
    }
    if words(text).is_empty() {
        let spelled: Vec<&str> = text.chars().map(symbol).collect();
        return upper_camel(&spelled.join(" "), "Value");
    }
    if let Some(lead @ ('+' | '-' | '<' | '>' | '!' | '=' | '~')) = text.chars().next() {
        return upper_camel(&format!("{} {}", symbol(lead), &text[1..]), "Value");
    }
    upper_camel(text, "Value")
}

/// `1.5` → `N1_5`, `-0.5` → `Minus0_5`: without the point it would be another number.
fn number(text: &str) -> Option<String> {
    let (prefix, digits) = text.strip_prefix('-').map_or(("N", text), |digits| ("Minus", digits));
    let mut parts = digits.split('.');
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    (parts.clone().count() > 1 && parts.all(is_number)).then(|| format!("{prefix}{}", digits.replace('.', "_")))
}

fn symbol(c: char) -> &'static str {
    match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '=' => "equals",
        '!' => "not",
        '<' => "less",
        '>' => "greater",
        '~' => "tilde",
        '&' => "and",
        '|' => "or",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '^' => "caret",
        '?' => "question",
        '_' => "underscore",
        ' ' => "space",
        _ => "symbol",
    }
}

/// Splits at everything that is no letter or digit, before a capital after a small letter (`secretId`), and before
/// the last capital of a run that a small letter follows (`HTTPError`). All in lower case.
fn words(text: &str) -> Vec<String> {
    // Two spellings that are one word to everybody.
    let joined =
        (text.contains("OAuth") || text.contains("IPv")).then(|| text.replace("OAuth", "Oauth").replace("IPv", "Ipv"));
    let chars: Vec<char> = joined.as_deref().unwrap_or(text).chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::with_capacity(16);
    for (i, &c) in chars.iter().enumerate() {
        if !(unicode_ident::is_xid_continue(c) && c != '_') || is_format(c) {
            // An apostrophe joins: `don't` is one word.
            if c != '\'' && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            continue;
        }
        let before = i.checked_sub(1).and_then(|p| chars.get(p)).copied().unwrap_or(' ');
        let after = chars.get(i + 1).copied().unwrap_or(' ');
        let starts = c.is_uppercase()
            && (before.is_lowercase() || before.is_ascii_digit() || (before.is_uppercase() && after.is_lowercase()));
        if starts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.extend(c.to_lowercase());
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Zero-width joiners and the like continue an identifier in Unicode, and deceive readers.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}')
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Makes sure that a name begins as one may.
fn identifier(name: String, fallback: &str, prefix: &str) -> String {
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    }
}

/// Whether a text is an identifier that can stand without `r#`.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| unicode_ident::is_xid_start(c) || c == '_')
        && chars.all(unicode_ident::is_xid_continue)
        && text != "_"
        && !is_keyword(text)
}

/// The Rust Reference, "Keywords": strict, reserved, and weak ones that hurt.
fn is_keyword(text: &str) -> bool {
    matches!(
        text,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "Self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_every_spelling() {
        for (text, camel, under) in [
            ("HTTPValidationError", "HttpValidationError", "http_validation_error"),
            ("secretId", "SecretId", "secret_id"),
            ("Response_NoneType_", "ResponseNoneType", "response_none_type"),
            ("X-API-KEY", "XApiKey", "x_api_key"),
            ("io.net", "IoNet", "io_net"),
            ("type", "Type", "type_"),
            ("2fa", "N2fa", "n2fa"),
            ("", "Fallback", "fallback"),
            ("OAuth2Token", "Oauth2Token", "oauth2_token"),
        ] {
            assert_eq!(upper_camel(text, "Fallback"), camel, "{text}");
            assert_eq!(snake(text, "fallback"), under, "{text}");
        }
    }

    #[test]
    fn values_without_words_are_spelled_out() {
        for (text, name) in [
            ("", "Empty"),
            ("-1", "Minus1"),
            ("*", "Star"),
            ("+1", "Plus1"),
            ("<=", "LessEquals"),
            ("a b", "AB"),
            ("1.5", "N1_5"),
            ("-0.5", "Minus0_5"),
            ("15", "N15"),
        ] {
            assert_eq!(variant(text), name, "{text}");
        }
    }

    #[test]
    fn deceiving_characters_do_not_reach_names() {
        assert_eq!(upper_camel("pass\u{200b}word", "X"), "PassWord");
        assert!(!is_identifier("self") && !is_identifier("_") && is_identifier("self_"));
    }
}

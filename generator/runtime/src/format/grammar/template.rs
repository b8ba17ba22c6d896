//! URI Template (RFC 6570, section 2).

pub(in crate::format) fn uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literal, expression)) = rest.split_once('{') {
        let Some((inside, after)) = expression.split_once('}') else { return false };
        if !is_literal(literal) || !is_expression(inside) {
            return false;
        }
        rest = after;
    }
    is_literal(rest)
}

/// Section 2.1. The apostrophe is in the erratum that everybody follows.
fn is_literal(text: &str) -> bool {
    let forbidden = |c: char| c.is_control() || " \"<>\\^`{|}".contains(c);
    !text.contains(forbidden) && super::uri::percents_are_whole(text)
}

/// Sections 2.2 to 2.4: an operator, then variables with commas between.
fn is_expression(text: &str) -> bool {
    let variables = text.strip_prefix(['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|']).unwrap_or(text);
    variables.split(',').all(|variable| {
        let (name, modified) = match variable.split_once(':') {
            Some((name, length)) => (name, is_length(length)),
            None => (variable.strip_suffix('*').unwrap_or(variable), true),
        };
        modified && name.split('.').all(is_name)
    })
}

fn is_length(text: &str) -> bool {
    (1..=4).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '%');
    !text.is_empty() && text.chars().all(known) && super::uri::percents_are_whole(text)
}

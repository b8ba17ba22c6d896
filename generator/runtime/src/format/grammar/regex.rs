//! Patterns: ECMA-262 with the `u` flag, as far as the engine that runs them can tell.
use crate::validate::compiles;

pub(in crate::format) fn regex(text: &str) -> bool {
    escapes_are_known(text) && groups_are_known(text) && compiles(text)
}

/// With the `u` flag a letter behind a backslash means something, or is wrong.
fn escapes_are_known(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let after = if c == '\\' { chars.next() } else { Some('.') };
        if after.is_none_or(|c| c.is_ascii_alphabetic() && !"bBcdDfknpPrsStuvwWx".contains(c)) {
            return false;
        }
    }
    true
}

/// Behind `(?` stands a colon, a look-around, a name, or flags for the group alone.
fn groups_are_known(text: &str) -> bool {
    let escaped = text.replace("\\\\", "").replace("\\(", "");
    escaped.split("(?").skip(1).all(|after| {
        let flags = after.trim_start_matches(['i', 'm', 's', '-']);
        after.starts_with(['=', '!', '<']) || flags.starts_with(':')
    })
}

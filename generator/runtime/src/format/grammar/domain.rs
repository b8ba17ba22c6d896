//! Host names: RFC 1123, section 2.1, and internationalised ones, RFC 5890.
use super::{idna, punycode};

/// Letters, digits and hyphens; labels that IDNA has written in ASCII must mean something.
pub(in crate::format) fn hostname(text: &str) -> bool {
    text.is_ascii() && host(text, text.split('.'))
}

/// The same, or the labels that it stands for. Other full stops separate, too (RFC 3490, section 3.1).
pub(in crate::format) fn idn_hostname(text: &str) -> bool {
    host(text, text.split(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']))
}

fn host<'t>(text: &str, labels: impl Iterator<Item = &'t str> + Clone) -> bool {
    // A domain with one label from right to left is held to its order as a whole (RFC 5893, section 1.4).
    let mixed = !text.is_ascii() && labels.clone().any(idna::is_right_to_left);
    let mut length = 0;
    let mut whole = true;
    for label in labels {
        let Some(ascii) = ascii_length(label) else { return false };
        length += ascii + 1;
        whole &= !mixed || idna::keeps_direction(label);
    }
    whole && length <= 254
}

/// How long a label is in ASCII; `None` where it is none.
fn ascii_length(label: &str) -> Option<usize> {
    let hyphens = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let reserved = label.as_bytes().get(2..4) == Some(b"--");
    let (length, valid) = if !label.is_ascii() {
        (punycode::encode(label)?.len() + 4, !reserved && hyphens(label) && idna::is_u_label(label))
    } else if reserved {
        let rest = label.get(..4).filter(|prefix| prefix.eq_ignore_ascii_case("xn--")).and(label.get(4..))?;
        (label.len(), means_something(rest))
    } else {
        (label.len(), hyphens(label) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
    };
    (valid && (1..=63).contains(&length)).then_some(length)
}

/// Whether Punycode stands for a label that has to be written so.
fn means_something(encoded: &str) -> bool {
    let lower = encoded.to_ascii_lowercase();
    punycode::decode(&lower).is_some_and(|label| {
        let reserved = label.chars().skip(2).take(2).eq("--".chars());
        !label.is_ascii()
            && !reserved
            && !label.starts_with('-')
            && !label.ends_with('-')
            && idna::is_u_label(&label)
            && (!idna::is_right_to_left(&label) || idna::keeps_direction(&label))
            && punycode::encode(&label).is_some_and(|again| again == lower)
    })
}

//! Mailboxes: RFC 5321, section 4.1.2, and its extension to Unicode, RFC 6531, section 3.3.
use super::domain;
use core::net::{Ipv4Addr, Ipv6Addr};

pub(in crate::format) fn email(text: &str) -> bool {
    text.is_ascii() && mailbox(text, domain::hostname)
}

pub(in crate::format) fn idn_email(text: &str) -> bool {
    mailbox(text, |name| domain::hostname(name) || unchecked_domain(name))
}

/// A mail server takes U-labels as they come (RFC 6531, section 3.3); what IDNA thinks of them is for the lookup.
fn unchecked_domain(name: &str) -> bool {
    let label = |label: &str| {
        let known = |c: char| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii();
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(known)
    };
    name.len() <= 255 && name.split('.').all(label)
}

fn mailbox(text: &str, is_domain: impl Fn(&str) -> bool) -> bool {
    // A quoted local part may contain `@`; a domain cannot.
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_local = match local.strip_prefix('"').and_then(|inside| inside.strip_suffix('"')) {
        Some(inside) if local.len() > 1 => is_quoted(inside),
        _ => local.split('.').all(is_atom),
    };
    let is_address = match domain.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')) {
        Some(literal) => is_literal(literal),
        None => is_domain(domain),
    };
    // RFC 5321, section 4.5.3.1.1.
    local.len() <= 64 && is_local && is_address
}

fn is_atom(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii();
    !text.is_empty() && text.chars().all(known)
}

/// Printable characters; a quote or a backslash stands behind a backslash.
fn is_quoted(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let taken = if c == '\\' { chars.next() } else { Some(c).filter(|c| *c != '"') };
        if !taken.is_some_and(|c| matches!(c, ' '..='~') || !c.is_ascii()) {
            return false;
        }
    }
    true
}

/// `address-literal`: IPv4, `IPv6:` and an address, or another tag and printable characters.
fn is_literal(text: &str) -> bool {
    let Some((tag, content)) = text.split_once(':') else { return text.parse::<Ipv4Addr>().is_ok() };
    if tag.eq_ignore_ascii_case("ipv6") {
        return content.parse::<Ipv6Addr>().is_ok();
    }
    let is_tag = tag.ends_with(|c: char| c.is_ascii_alphanumeric())
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let content_is_printable = content.chars().all(|c| matches!(c, '!'..='Z' | '^'..='~'));
    is_tag && !content.is_empty() && content_is_printable
}

//! Whether two bodies say the same, each as what its media type says it is.
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::pairs::{pairs, same_pairs};
use super::parts::same_parts;
use super::values::{difference, same_text};
use super::{Message, Same};
use crate::media_type;

pub(super) fn same_content(wanted: &Message, sent: &Message, open: bool) -> Same {
    let (declared, actual) = (wanted.text(&CONTENT_TYPE), sent.text(&CONTENT_TYPE));
    if !media_type::essence(declared).eq_ignore_ascii_case(media_type::essence(actual)) {
        return Err(format!("`Content-Type: {actual}` in place of `{declared}`"));
    }
    let texts = || (String::from_utf8_lossy(&wanted.content), String::from_utf8_lossy(&sent.content));
    let essence = media_type::essence(declared).to_ascii_lowercase();
    let same = if wanted.content == sent.content {
        true
    } else if media_type::is_json(&essence) {
        let (a, b) = texts();
        match (serde_json::from_str(&a), serde_json::from_str(&b)) {
            (Ok(a), Ok(b)) => match difference(&a, &b, open) {
                None => true,
                Some(differs) => return Err(format!("the content at {differs}")),
            },
            _ => false,
        }
    } else if let Some((a, b)) = both_as_xml(&essence, &wanted.content, &sent.content) {
        match difference(&a, &b, open) {
            None => true,
            Some(differs) => return Err(format!("the content at {differs}")),
        }
    } else if essence == "application/x-www-form-urlencoded" {
        let (a, b) = texts();
        let (mut wanted, sent) = (pairs(&a, '&'), pairs(&b, '&'));
        wanted.retain(|(name, _)| !open || sent.iter().any(|(known, _)| known == name));
        for ((name, a), (other, b)) in wanted.iter_mut().zip(&sent).filter(|_| open) {
            if name == other && is_within(a, b) {
                a.clone_from(b);
            }
        }
        return same_pairs("the form", &wanted, &sent);
    } else if essence.starts_with("multipart/") {
        return same_parts(wanted, sent);
    } else {
        let (a, b) = texts();
        same_text(&a, &b) || same_items(&a, &b, open)
    };
    let (a, b) = texts();
    let short = |text: &str| text.chars().take(400).collect::<String>();
    if same { Ok(()) } else { Err(format!("the content {} in place of {}", short(&b), short(&a))) }
}

/// Whether two encoded texts are JSON, the second with less members.
fn is_within(wanted: &str, sent: &str) -> bool {
    let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let json = |text: &str| serde_json::from_str::<Value>(&plain(text)).ok();
    json(wanted).zip(json(sent)).is_some_and(|(a, b)| difference(&a, &b, true).is_none())
}

/// Two contents that are XML.
#[cfg(feature = "xml")]
pub(super) fn both_as_xml(essence: &str, a: &[u8], b: &[u8]) -> Option<(Value, Value)> {
    let read = |content| crate::contract::xml::value(core::str::from_utf8(content).ok()?);
    essence.ends_with("xml").then(|| read(a).zip(read(b)))?
}

/// Nobody here reads XML.
#[cfg(not(feature = "xml"))]
pub(super) fn both_as_xml(_: &str, _: &[u8], _: &[u8]) -> Option<(Value, Value)> {
    None
}

/// Whether two sequences, of JSON or of events, are the same line by line.
fn same_items(wanted: &str, sent: &str, open: bool) -> bool {
    let item = |line: &str| {
        let json = line.trim_start_matches('\u{1e}');
        serde_json::from_str::<Value>(json.strip_prefix("data: ").unwrap_or(json)).ok()
    };
    let same = |(a, b): (&str, &str)| match (item(a), item(b)) {
        (Some(a), Some(b)) => difference(&a, &b, open).is_none(),
        _ => a == b,
    };
    let (a, b): (Vec<_>, Vec<_>) = (wanted.lines().collect(), sent.lines().collect());
    a.len() == b.len() && a.into_iter().zip(b).all(same)
}

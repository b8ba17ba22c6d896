//! What the specification forbids though it has a reading: told, and carried.
use super::{Node, Reader, Version};
use crate::diagnostic::Code;

/// Whether a parameter can have that name where it stands; reported.
pub(super) fn name<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, place: &str, name: &str) -> bool {
    let can = match place {
        "header" => is_token(name),
        "cookie" => !name.is_empty() && !name.contains([';', '=', ',']) && name.bytes().all(|b| b.is_ascii_graphic()),
        _ => return true,
    };
    if !can {
        let message = format!("no {place} can be called {name:?}");
        cx.report(Code::InvalidValue, &node.at.child("name"), message);
    }
    can
}

/// Whether a reply can have a header of that name; else it is left out, which is reported.
pub(super) fn header_name<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, name: &str) -> bool {
    if !is_token(name) {
        cx.report(Code::Deviation, &node.at, format!("no header can be called {name:?}; it is left out")).on_key();
    }
    is_token(name)
}

/// RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// A key of `content` that is neither a media type nor a range of them.
pub(super) fn media_type<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, name: &str) {
    let essence = name.split(';').next().unwrap_or(name).trim();
    let is = essence.split_once('/').is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype));
    if !is {
        let message = format!("{name:?} is no media type; it is carried as it is");
        cx.report(Code::Deviation, &node.at, message).on_key();
    }
}

/// `allowReserved` where nothing is percent-encoded, or nothing may be left as it is.
pub(super) fn reserved<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, place: &str) {
    let Some(flag) = node.get("allowReserved") else { return };
    let plain = node.get("style").is_some_and(|style| style.value == "cookie");
    let message = match place {
        "query" => return,
        "path" | "cookie" if cx.version >= Version::V3_2 && !plain => return,
        _ if cx.version < Version::V3_2 => {
            format!("`allowReserved` is for queries; it changes nothing in a {place} parameter")
        }
        _ => "nothing is percent-encoded here; `allowReserved` changes nothing".to_owned(),
    };
    cx.report(Code::Deviation, &flag.at, message).on_key();
}

/// Two keys of which one rules out the other.
pub(super) fn either<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, one: &str, other: &str, message: &str) {
    if let Some(other) = node.get(other).filter(|_| node.has(one)) {
        cx.report(Code::Deviation, &other.at, message).on_key();
    }
}

/// A document of nothing.
pub(super) fn contents<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>) {
    if cx.version > Version::V3_0 && !["paths", "components", "webhooks"].iter().any(|key| root.has(key)) {
        let message = "one of `paths`, `components`, `webhooks` must be there; the document is read as empty";
        cx.report(Code::Deviation, &root.at, message);
    }
}

//! Whether two multipart bodies have the same parts.
use http::header::CONTENT_TYPE;

use super::content::both_as_xml;
use super::values::{difference, same_text};
use super::{Message, Same};
use crate::media_type;

/// A part: its name, whether it is a file, its media type if it says one, its content.
#[derive(Debug, PartialEq)]
struct Part {
    name: String,
    file: bool,
    headers: Vec<(String, String)>,
    content: Vec<u8>,
}

fn parts(of: &Message) -> Option<Vec<Part>> {
    let stated = of.text(&CONTENT_TYPE);
    let (_, boundary) = media_type::parameters(stated).find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    let line = format!("--{boundary}");
    let whole = [b"\r\n".as_slice(), &of.content].concat();
    let pieces = split(&whole, format!("\r\n{line}").as_bytes());
    let mut out = Vec::new();
    for piece in pieces.into_iter().skip(1) {
        if piece.starts_with(b"--") {
            break;
        }
        let piece = piece.strip_prefix(b"\r\n".as_slice())?;
        let at = piece.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(piece.get(..at)?).into_owned();
        let mut part =
            Part { name: String::new(), file: false, headers: Vec::new(), content: piece.get(at + 4..)?.to_vec() };
        for line in head.split("\r\n") {
            let (name, value) = line.split_once(':')?;
            let (name, value) = (name.to_ascii_lowercase(), value.trim());
            if name == "content-disposition" {
                for (key, value) in media_type::parameters(value) {
                    match key {
                        "name" => part.name = value.into_owned(),
                        _ => part.file |= key.starts_with("filename"),
                    }
                }
            } else {
                part.headers.push((name, value.to_owned()));
            }
        }
        out.push(part);
    }
    Some(out)
}

fn split<'b>(whole: &'b [u8], by: &[u8]) -> Vec<&'b [u8]> {
    let (mut out, mut start, mut at) = (Vec::new(), 0, 0);
    while at + by.len() <= whole.len() {
        if whole.get(at..at + by.len()) == Some(by) {
            out.extend(whole.get(start..at));
            at += by.len();
            start = at;
        } else {
            at += 1;
        }
    }
    out.extend(whole.get(start..));
    out
}

fn same_xml(a: &Part, b: &Part) -> bool {
    let stated = a.headers.iter().find(|(name, _)| name == "content-type");
    let essence = stated.map(|(_, value)| media_type::essence(value).to_ascii_lowercase()).unwrap_or_default();
    let both = both_as_xml(&essence, &a.content, &b.content);
    both.is_some_and(|(a, b)| difference(&a, &b, false).is_none())
}

pub(super) fn same_parts(wanted: &Message, sent: &Message) -> Same {
    let (Some(mut a), Some(mut b)) = (parts(wanted), parts(sent)) else {
        return Err("parts that cannot be read".to_owned());
    };
    // Which of two names comes first says nothing, which of two parts of one name does (RFC 7578, section 5.2).
    a.sort_by(|a, b| a.name.cmp(&b.name));
    b.sort_by(|a, b| a.name.cmp(&b.name));
    let content = |part: &Part| String::from_utf8_lossy(&part.content).into_owned();
    let same = |a: &Part, b: &Part| {
        let header = |(name, value): &(String, String)| {
            let own = b.headers.iter().find(|(other, _)| other == name);
            own.is_some_and(|(_, own)| own == value || same_text(own, value)) || name == "content-type"
        };
        a.name == b.name
            && a.file == b.file
            && a.headers.iter().all(header)
            && (a.content == b.content || same_text(&content(a), &content(b)) || same_xml(a, b))
    };
    if a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(a, b)) {
        Ok(())
    } else {
        Err(format!("the parts {b:?} in place of {a:?}"))
    }
}

//! The headers of a part, both ways (RFC 7578, section 4; the WHATWG's `multipart/form-data` for names).
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::MultipartError;
use crate::media_type;

/// How many headers a part may have.
const HEADERS: usize = 32;

/// What stands above a part's content.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) headers: HeaderMap,
}

impl Head {
    /// Reads the lines of a head, each with its end. `place`: what it is called where its place is its name.
    pub(super) fn parse(lines: &[u8], place: Option<usize>) -> Result<Self, MultipartError> {
        let malformed = MultipartError::Malformed;
        let mut headers = HeaderMap::new();
        let text = core::str::from_utf8(lines).map_err(|_| malformed("a part's headers are not UTF-8"))?;
        for line in text.split_terminator("\r\n") {
            let (name, value) = line.split_once(':').ok_or(malformed("a part has a line that is no header"))?;
            // Folded lines begin with a space, so that they have no name either.
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed("a header of a part has no name"))?;
            let value = value.trim_matches([' ', '\t']);
            let value = HeaderValue::from_bytes(value.as_bytes());
            let value = value.map_err(|_| malformed("a header of a part has control characters"))?;
            if headers.len() == HEADERS {
                return Err(MultipartError::TooLarge("the head of a part"));
            }
            let single = name == CONTENT_DISPOSITION || name == CONTENT_TYPE;
            if headers.append(name, value) && single {
                return Err(malformed("a part says twice what it is"));
            }
        }
        let disposition = headers.get(CONTENT_DISPOSITION).and_then(text_of).unwrap_or_default();
        let (mut name, mut file_name, mut extended) = (None, None, None);
        for (parameter, value) in media_type::parameters_escaped(disposition, &['"']) {
            let slot = match () {
                () if parameter.eq_ignore_ascii_case("name") => &mut name,
                () if parameter.eq_ignore_ascii_case("filename") => &mut file_name,
                () if parameter.eq_ignore_ascii_case("filename*") => &mut extended,
                () => continue,
            };
            if slot.replace(unescaped(&value)).is_some() {
                return Err(malformed("a part has two names"));
            }
        }
        let name = match place {
            Some(place) => place.to_string(),
            None => name.ok_or(malformed("a part has no name"))?,
        };
        let extended = extended.and_then(|value| rfc_8187(&value));
        Ok(Self { name, file_name: extended.or(file_name), headers })
    }

    /// Its `Content-Type`.
    pub(super) fn media_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE).and_then(text_of)
    }
}

/// Headers of parts are UTF-8, which `to_str` would refuse.
fn text_of(value: &HeaderValue) -> Option<&str> {
    core::str::from_utf8(value.as_bytes()).ok()
}

/// The WHATWG's escapes in names, and no others: `%` stands for itself elsewhere.
fn unescaped(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other => out.push(other),
        }
    }
    out
}

/// `UTF-8''na%C3%AFve.txt`, which RFC 7578 forbids and some senders write.
fn rfc_8187(value: &str) -> Option<String> {
    let mut pieces = value.splitn(3, '\'');
    let charset = pieces.next()?;
    let text = pieces.nth(1)?;
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8().ok()?;
    charset.eq_ignore_ascii_case("utf-8").then(|| decoded.into_owned())
}

/// The lines above a part's content, the empty one that ends them included. `None`: a header cannot hold what it should.
/// A part without a name is known by its place.
pub(super) fn lines(
    name: Option<&str>,
    file_name: Option<&str>,
    media_type: Option<&str>,
    more: &[(&'static str, HeaderValue)],
) -> Option<Vec<u8>> {
    let fits = |text: &str| !text.chars().any(|c| c.is_control() && c != '\t');
    let file = file_name.map(|file_name| format!("; filename=\"{}\"", escaped(file_name)));
    let disposition = match (name, &file) {
        (Some(name), _) => Some(format!("form-data; name=\"{}\"", escaped(name))),
        (None, Some(_)) => Some("attachment".to_owned()),
        (None, None) => None,
    };
    let disposition = disposition.map(|kind| format!("Content-Disposition: {kind}{}", file.unwrap_or_default()));
    // Somebody has to say something: a head without lines looks like none.
    let media_type = media_type.or(disposition.is_none().then_some("text/plain"));
    let said = media_type.map(|media_type| format!("Content-Type: {media_type}"));
    let all: Vec<String> = disposition.into_iter().chain(said).collect();
    if !all.iter().all(|line| fits(line)) {
        return None;
    }
    let out = all.join("\r\n");
    let mut out = out.into_bytes();
    for (name, value) in more {
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
    }
    out.extend_from_slice(b"\r\n\r\n");
    Some(out)
}

/// The boundary that a `Content-Type` names (RFC 2046, section 5.1.1).
pub(crate) fn boundary_of(content_type: &str) -> Option<String> {
    let mut all = media_type::parameters(content_type).filter(|(name, _)| name.eq_ignore_ascii_case("boundary"));
    let (_, boundary) = all.next()?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
    let good =
        !boundary.is_empty() && boundary.len() <= 70 && boundary.bytes().all(allowed) && !boundary.ends_with(' ');
    (good && all.next().is_none()).then(|| boundary.into_owned())
}

//! Holds the parts of a body, as they arrive, against their description.
use core::fmt;
use std::collections::HashSet;

use bytes::{Bytes, BytesMut};

use super::describe::{MultipartDescription, OtherParts, PartDescription, PartKind};
use super::head::Head;
use super::part::{Content, PartReader};
use super::split::Splitter;
use super::wire::{Observer, Wire};
use super::{MultipartError, at, missing};
use crate::body::Body;
use crate::json::{Json, Mode};
use crate::media_type;
use crate::param::form_field;
use crate::validate::Violation;

/// How many parts there may be.
const PARTS: usize = 1000;

const FULL: MultipartError = MultipartError::TooLarge("what is no file");

/// A body whose parts are read one by one.
pub(crate) struct Reader {
    wire: Wire,
    description: &'static MultipartDescription,
    mode: Mode,
    /// How many more bytes of values are held in memory.
    room: usize,
    counts: Vec<usize>,
    /// Of parts that are known by their place: how many there were.
    place: Option<usize>,
    /// What was seen of lists whose items differ.
    seen: HashSet<(usize, Json)>,
    /// Parts that are read when all have arrived, by their description: name and text.
    later: Vec<(usize, String, String)>,
    violations: Vec<Violation>,
    done: bool,
    failed: bool,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("description", &self.description).finish_non_exhaustive()
    }
}

impl Reader {
    /// `room`: the most bytes of values that are held in memory.
    pub(crate) fn new(
        body: Body,
        boundary: &str,
        description: &'static MultipartDescription,
        mode: Mode,
        room: usize,
        observer: Option<Observer>,
    ) -> Self {
        Self {
            wire: Wire::new(Splitter::new(body, boundary), observer),
            description,
            mode,
            room,
            counts: vec![0; description.parts.len()],
            place: None,
            seen: HashSet::new(),
            later: Vec::new(),
            violations: Vec::new(),
            done: false,
            failed: false,
        }
    }

    /// The same, of parts that are known by their place.
    pub(crate) fn by_place(mut self, by_place: bool) -> Self {
        self.place = by_place.then_some(0);
        self
    }

    pub(super) fn is_strict(&self) -> bool {
        self.mode == Mode::Strict
    }

    pub(super) fn is_refused(&self) -> bool {
        !self.violations.is_empty()
    }

    /// Notes violations; they are told with the next file, or at the end.
    pub(super) fn refuse(&mut self, violations: Vec<Violation>) {
        let room = 100_usize.saturating_sub(self.violations.len());
        self.violations.extend(violations.into_iter().take(room));
    }

    pub(super) async fn next(&mut self) -> Result<Option<PartReader>, MultipartError> {
        if self.failed {
            return Err(super::split::refused());
        }
        let next = self.next_part().await;
        self.failed = next.is_err();
        self.wire.told(next)
    }

    async fn next_part(&mut self) -> Result<Option<PartReader>, MultipartError> {
        while !self.done {
            let lines = self.wire.head().await?;
            let Some(lines) = lines else {
                self.done = true;
                self.complete();
                break;
            };
            if self.wire.begin() > PARTS {
                return Err(MultipartError::TooLarge("the number of parts"));
            }
            self.take(lines.len())?;
            let head = Head::parse(&lines, self.place)?;
            let index = self.index(&head);
            self.place = self.place.map(|place| place + 1);
            if let Some(part) = self.part(index, head).await? {
                return Ok(Some(part));
            }
        }
        if !self.violations.is_empty() {
            return Err(MultipartError::Invalid(core::mem::take(&mut self.violations)));
        }
        Ok(self.form_part())
    }

    /// What a part is called in reports: its place, where it has no name.
    fn called(&self, index: usize, part: &PartDescription) -> String {
        if self.place.is_some() { index.to_string() } else { part.name.to_owned() }
    }

    /// Takes up memory.
    fn take(&mut self, bytes: usize) -> Result<(), MultipartError> {
        self.room = self.room.checked_sub(bytes).ok_or(FULL)?;
        Ok(())
    }

    /// Which part of the description a part is.
    fn index(&self, head: &Head) -> Option<usize> {
        let parts = self.description.parts;
        match self.place {
            None => parts.iter().position(|part| is_of(part, &head.name)),
            Some(place) => {
                let own = parts.get(place).filter(|part| !part.list).map(|_| place);
                own.or_else(|| parts.iter().position(|part| part.list))
            }
        }
    }

    /// `None`: it is passed over.
    async fn part(&mut self, index: Option<usize>, head: Head) -> Result<Option<PartReader>, MultipartError> {
        let parts = self.description.parts;
        let Some(index) = index else {
            return match self.description.other {
                OtherParts::Kept(kind) => self.content(parts.len(), kind, &[], head, 0).await,
                OtherParts::Refused if self.is_strict() => {
                    self.refuse(vec![at(&head.name, "additionalProperties", "the part is not allowed")]);
                    Ok(None)
                }
                _ => Ok(None),
            };
        };
        let Some(part) = parts.get(index) else { return Ok(None) };
        let count = self.counts.get_mut(index).map_or(0, |count| {
            *count += 1;
            *count
        });
        let most = if part.list { part.max.unwrap_or(usize::MAX) } else { 1 };
        if part.kind != PartKind::Form && count > most {
            // A client takes what it can read: the first of them.
            if self.is_strict() && count == most.saturating_add(1) {
                self.refuse(vec![match part.list {
                    true => at(&self.called(index, part), "maxItems", "has too many items"),
                    false => at(part.name, "duplicate", "the part is there twice"),
                }]);
            }
            return Ok(None);
        }
        let read = self.content(index, part.kind, part.media_types, head, count - 1).await?;
        match read {
            Some(read) if part.unique && self.is_strict() => Ok(self.unlike_others(index, part, read)),
            read => Ok(read),
        }
    }

    fn unlike_others(&mut self, index: usize, part: &PartDescription, read: PartReader) -> Option<PartReader> {
        let Content::Whole(content) = read.content() else { return Some(read) };
        let text = String::from_utf8_lossy(content);
        let value = if part.kind == PartKind::Json { Json::parse(&text).ok() } else { None };
        if self.seen.insert((index, value.unwrap_or_else(|| Json::from(&*text)))) {
            return Some(read);
        }
        self.refuse(vec![at(part.name, "uniqueItems", "has an item twice")]);
        None
    }

    async fn content(
        &mut self,
        index: usize,
        kind: PartKind,
        declared: &[&str],
        head: Head,
        count: usize,
    ) -> Result<Option<PartReader>, MultipartError> {
        if self.is_strict()
            && let Some(message) = unfit(kind, declared, &head)
        {
            self.refuse(vec![at(&head.name, "contentType", message)]);
            return Ok(None);
        }
        let is_list = self.description.parts.get(index).is_some_and(|part| part.list);
        let pointer = Violation::pointer_to(&head.name, (is_list && self.place.is_none()).then_some(count));
        match kind {
            PartKind::File if !self.violations.is_empty() => {
                Err(MultipartError::Invalid(core::mem::take(&mut self.violations)))
            }
            PartKind::File => {
                let body = self.wire.body();
                Ok(Some(PartReader::new(index, head, Content::Stream(body), pointer, self.mode)))
            }
            PartKind::Text | PartKind::Json | PartKind::Xml => {
                let content = self.whole().await?;
                Ok(Some(PartReader::new(index, head, Content::Whole(content), pointer, self.mode)))
            }
            PartKind::Form => {
                let content = self.whole().await?;
                match String::from_utf8(content.into()) {
                    Ok(text) => self.later.push((index, head.name, text)),
                    Err(_) => self.refuse(vec![at(&head.name, "syntax", "the text is not UTF-8")]),
                }
                Ok(None)
            }
        }
    }

    /// The part at hand, in memory.
    async fn whole(&mut self) -> Result<Bytes, MultipartError> {
        let mut first = Bytes::new();
        let mut rest = BytesMut::new();
        while let Some(chunk) = self.wire.content().await? {
            self.take(chunk.len())?;
            match first.is_empty() {
                true => first = chunk,
                false => {
                    if rest.is_empty() {
                        rest.extend_from_slice(&first);
                    }
                    rest.extend_from_slice(&chunk);
                }
            }
        }
        // What lies in the buffer of the body would hold on to all of that.
        Ok(if rest.is_empty() { Bytes::copy_from_slice(&first) } else { rest.freeze() })
    }

    /// What has to be there and is not.
    fn complete(&mut self) {
        if !self.is_strict() {
            return;
        }
        for (index, (part, count)) in self.description.parts.iter().zip(self.counts.clone()).enumerate() {
            let name = self.called(index, part);
            match part.list {
                false if part.required && count == 0 => self.refuse(vec![missing(&name)]),
                true if count < part.min && (count > 0 || part.required) => {
                    self.refuse(vec![at(&name, "minItems", "has too few items")]);
                }
                _ => {}
            }
        }
    }

    /// The next of the parts that are read at the end.
    fn form_part(&mut self) -> Option<PartReader> {
        let (index, ..) = *self.later.first()?;
        let of = core::mem::take(&mut self.later);
        let (of, others) = of.into_iter().partition::<Vec<_>, _>(|(other, ..)| *other == index);
        self.later = others;
        let part = self.description.parts.get(index)?;
        let pairs = of.iter().map(|(_, name, text)| (name.as_str(), text.as_str()));
        let content = Content::Form(form_field(&part.parameter, pairs));
        Some(PartReader::of_form(index, part.name, content, self.mode))
    }
}

/// Whether a part by that name belongs to the description.
fn is_of(part: &PartDescription, name: &str) -> bool {
    let deep = || name.strip_prefix(part.name).is_some_and(|rest| rest.starts_with('['));
    part.name == name || (part.kind == PartKind::Form && (deep() || part.parameter.members.contains(&name)))
}

/// Why a part with this head cannot be what the document says.
fn unfit(kind: PartKind, declared: &[&str], head: &Head) -> Option<&'static str> {
    let encoding = head.headers.get("content-transfer-encoding").map(http::HeaderValue::as_bytes);
    if encoding.is_some_and(|it| ![&b"7bit"[..], b"8bit", b"binary"].iter().any(|plain| it.eq_ignore_ascii_case(plain)))
    {
        return Some("is encoded for transfer, which parts must not be");
    }
    // Most senders do not say what their texts are.
    let actual = head.media_type()?;
    let fits = match kind {
        _ if !declared.is_empty() => media_type::choose(actual, declared).is_some(),
        PartKind::File => media_type::halves(actual).is_some(),
        PartKind::Json => media_type::is_json(media_type::essence(actual)) && media_type::is_readable(actual),
        PartKind::Xml => media_type::is_xml(media_type::essence(actual)),
        PartKind::Text | PartKind::Form => media_type::choose(actual, &["text/*"]).is_some(),
    };
    (!fits).then_some("has another media type than its own")
}

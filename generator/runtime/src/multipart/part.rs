//! One part: what emitted code reads it from, and writes it to.
use bytes::Bytes;
use http::HeaderValue;

use super::describe::{MultipartDescription, PartDescription};
use super::file::File;
use super::head::{self, Head};
use crate::body::Body;
use crate::json::{Decode, Encode, Mode, decode_text, from_slice, text_of, to_vec};
use crate::media_type;
use crate::param::{self, Fault, FormValue, Parameter, Source};
use crate::validate::{Checker, Validate, Violation};

/// What a part holds.
#[derive(Debug)]
pub(super) enum Content {
    Whole(Bytes),
    Stream(Body),
    Form(FormValue),
    Taken,
}

/// A part being read. `None` from a method means that something is wrong and was noted.
#[derive(Debug)]
pub struct PartReader {
    index: usize,
    head: Head,
    content: Content,
    pointer: String,
    mode: Mode,
    violations: Vec<Violation>,
}

impl PartReader {
    pub(super) fn new(index: usize, head: Head, content: Content, pointer: String, mode: Mode) -> Self {
        Self { index, head, content, pointer, mode, violations: Vec::new() }
    }

    pub(super) fn of_form(index: usize, name: &str, content: Content, mode: Mode) -> Self {
        let head = Head { name: name.to_owned(), file_name: None, headers: http::HeaderMap::new() };
        Self::new(index, head, content, Violation::pointer_to(name, None), mode)
    }

    pub(super) fn content(&self) -> &Content {
        &self.content
    }

    /// Which of the described parts it is; behind them all: one that the document does not name.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.head.name.clone()
    }

    /// A file, as it arrives.
    pub fn file(&mut self) -> Option<File> {
        let content = match core::mem::replace(&mut self.content, Content::Taken) {
            Content::Stream(body) => body,
            Content::Whole(content) => Body::full(content),
            Content::Form(_) | Content::Taken => Body::empty(),
        };
        let media_type = self.head.media_type().map(str::to_owned);
        Some(File { content, name: self.head.file_name.take(), media_type })
    }

    /// A text.
    pub fn text<T: Decode>(&mut self) -> Option<T> {
        let content = self.whole();
        match core::str::from_utf8(&content) {
            Ok(text) => self.noted(decode_text(text, self.mode)),
            Err(_) => self.noted(Err(vec![Fault::Utf8.into()])),
        }
    }

    /// A JSON text.
    pub fn json<T: Decode>(&mut self) -> Option<T> {
        let content = self.whole();
        self.noted(from_slice(&content, self.mode).map_err(|invalid| invalid.violations))
    }

    /// An XML document.
    #[cfg(feature = "xml")]
    pub fn xml<T: Decode>(&mut self, xml: &crate::xml::Xml) -> Option<T> {
        let content = self.whole();
        self.noted(crate::xml::decode(xml, &content, self.mode).map_err(|invalid| invalid.violations))
    }

    /// One or several texts, as in a form.
    pub fn form<T: Decode>(&mut self) -> Option<T> {
        let Content::Form(value) = core::mem::replace(&mut self.content, Content::Taken) else {
            return self.noted(Err(vec![Fault::Missing.into()]));
        };
        self.noted(value.read(self.mode))
    }

    /// A header of the part that the document requires.
    pub fn header<T: Decode>(&mut self, parameter: &Parameter) -> Option<T> {
        let found = self.find(parameter);
        let found = found.and_then(|found| found.ok_or_else(|| vec![Fault::Missing.into()]));
        self.noted_at_header(parameter, found)
    }

    /// A header of the part that need not be there.
    pub fn header_optional<T: Decode>(&mut self, parameter: &Parameter) -> Option<T> {
        match self.find(parameter) {
            // As with replies: it is not worth the part.
            Err(_) if self.mode == Mode::Lenient => None,
            found => self.noted_at_header(parameter, found).flatten(),
        }
    }

    fn find<T: Decode>(&self, parameter: &Parameter) -> Result<Option<T>, Vec<Violation>> {
        let headers = &self.head.headers;
        param::decode(parameter, &Source { capture: None, query: "", headers, mode: self.mode })
    }

    fn whole(&mut self) -> Bytes {
        match core::mem::replace(&mut self.content, Content::Taken) {
            Content::Whole(content) => content,
            _ => Bytes::new(),
        }
    }

    fn noted<T>(&mut self, read: Result<T, Vec<Violation>>) -> Option<T> {
        let below = String::new();
        self.noted_below(&below, read)
    }

    fn noted_at_header<T>(&mut self, parameter: &Parameter, read: Result<T, Vec<Violation>>) -> Option<T> {
        let mut below = String::from("/headers");
        crate::json::push_pointer(&mut below, parameter.name);
        self.noted_below(&below, read)
    }

    fn noted_below<T>(&mut self, below: &str, read: Result<T, Vec<Violation>>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(violations) => {
                let pointer = &self.pointer;
                self.violations.extend(violations.into_iter().map(|violation| Violation {
                    pointer: format!("{pointer}{below}{}", violation.pointer),
                    ..violation
                }));
                None
            }
        }
    }

    /// Whether the part is all that its own type demands.
    pub(super) fn holds(&mut self, part: &impl Validate) -> bool {
        let mut checker = Checker::shallow();
        part.validate(&mut checker);
        let found = checker.take();
        let holds = found.is_empty();
        self.noted::<()>(if holds { Ok(()) } else { Err(found) });
        holds
    }

    pub(super) fn end<P>(self, part: Option<P>) -> Result<P, Vec<Violation>> {
        match part {
            Some(part) if self.violations.is_empty() => Ok(part),
            _ => Err(self.violations),
        }
    }
}

/// A part under construction. What cannot be written is remembered.
#[derive(Debug)]
pub struct PartWriter {
    description: &'static MultipartDescription,
    /// Head, and content.
    pub(super) parts: Vec<(Vec<u8>, Body)>,
    headers: Vec<(&'static str, HeaderValue)>,
    pub(super) problem: Option<(String, Fault)>,
    /// Of parts that are known by their place: how many there were.
    place: Option<usize>,
}

impl PartWriter {
    /// `place`: how many parts there were, if that says which one is which.
    pub(super) fn new(description: &'static MultipartDescription, place: Option<usize>) -> Self {
        Self { description, parts: Vec::new(), headers: Vec::new(), problem: None, place }
    }

    /// The description of the part to be written. One that has a place is written there or not at all.
    fn part(&mut self, index: usize) -> Option<&'static PartDescription> {
        let part = self.description.parts.get(index)?;
        if let Some(place) = &mut self.place {
            let is_there = if part.list { *place >= index } else { *place == index };
            *place += 1;
            if !is_there {
                self.fail(part.name, Fault::Place);
                return None;
            }
        }
        Some(part)
    }

    /// Says a header of the part that comes next.
    pub fn header(&mut self, parameter: &Parameter, value: &(impl Encode + ?Sized)) {
        match param::encode_header(parameter, value) {
            Ok(Some(value)) => self.headers.push((parameter.name, value)),
            Ok(None) => {}
            Err(fault) => self.fail(parameter.name, fault),
        }
    }

    /// The same for one that need not be there.
    pub fn header_optional<T: Encode>(&mut self, parameter: &Parameter, value: Option<&T>) {
        if let Some(value) = value {
            self.header(parameter, value);
        }
    }

    /// A file under the name of the described part.
    pub fn file(&mut self, index: usize, file: File) {
        let Some(part) = self.part(index) else { return };
        self.file_as(part.name, part.media_types, file);
    }

    /// A file under a name of its own.
    pub fn other_file(&mut self, name: &str, file: File) {
        self.file_as(name, &[], file);
    }

    fn file_as(&mut self, name: &str, declared: &[&'static str], file: File) {
        let usual = declared.iter().find(|one| !one.contains('*')).copied().unwrap_or("application/octet-stream");
        let media_type = file.media_type.as_deref().unwrap_or(usual);
        if !declared.is_empty() && media_type::choose(media_type, declared).is_none() {
            return self.fail(name, Fault::MediaType);
        }
        let file_name = file.name.as_deref().or(self.place.is_none().then_some(name));
        self.push(name, file_name, Some(media_type), file.content);
    }

    /// A text under the name of the described part.
    pub fn text(&mut self, index: usize, value: &(impl Encode + ?Sized)) {
        let Some(part) = self.part(index) else { return };
        self.text_as(part.name, part.media_types.first().map(|first| media_type::concrete(first)), value);
    }

    /// A text under a name of its own.
    pub fn other_text(&mut self, name: &str, value: &(impl Encode + ?Sized)) {
        self.text_as(name, None, value);
    }

    fn text_as(&mut self, name: &str, media_type: Option<&str>, value: &(impl Encode + ?Sized)) {
        match text_of(value) {
            Some(text) => self.push(name, None, media_type, text.into()),
            // `null` is nothing.
            None => self.headers.clear(),
        }
    }

    /// A JSON text under the name of the described part.
    pub fn json(&mut self, index: usize, value: &(impl Encode + ?Sized)) {
        let Some(part) = self.part(index) else { return };
        let media_type = part.media_types.first().map_or("application/json", |first| media_type::concrete(first));
        self.push(part.name, None, Some(media_type), to_vec(value).into());
    }

    /// A JSON text under a name of its own.
    pub fn other_json(&mut self, name: &str, value: &(impl Encode + ?Sized)) {
        self.push(name, None, Some("application/json"), to_vec(value).into());
    }

    /// An XML document under the name of the described part.
    #[cfg(feature = "xml")]
    pub fn xml(&mut self, index: usize, value: &(impl Encode + ?Sized), xml: &crate::xml::Xml) {
        let Some(part) = self.part(index) else { return };
        let media_type = part.media_types.first().map_or("application/xml", |first| media_type::concrete(first));
        match crate::xml::encode(xml, value) {
            Ok(text) => self.push(part.name, None, Some(media_type), text.into()),
            Err(_) => self.fail(part.name, Fault::Xml),
        }
    }

    /// One or several texts, as in a form.
    pub fn form(&mut self, index: usize, value: &(impl Encode + ?Sized)) {
        let Some(part) = self.part(index) else { return };
        match param::form_pairs(&part.parameter, value) {
            Ok(pairs) => pairs.into_iter().for_each(|(name, text)| self.push(&name, None, None, text.into())),
            Err(fault) => self.fail(part.name, fault),
        }
    }

    fn push(&mut self, name: &str, file_name: Option<&str>, media_type: Option<&str>, content: Body) {
        let headers = core::mem::take(&mut self.headers);
        let named = self.place.is_none().then_some(name);
        match head::lines(named, file_name, media_type, &headers) {
            Some(lines) => self.parts.push((lines, content)),
            None => self.fail(name, Fault::Header),
        }
    }

    fn fail(&mut self, name: &str, fault: Fault) {
        self.problem.get_or_insert_with(|| (name.to_owned(), fault));
    }
}

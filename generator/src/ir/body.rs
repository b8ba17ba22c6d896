//! Bodies: media types, and how the value of each travels.
use super::{Docs, Multipart, Name, Origin, Style, TypeId, Xml};
use std::sync::Arc;

/// Request Body Object.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether a request must have one.
    pub required: bool,
    /// Description.
    pub docs: Docs,
    /// At least one. With several, the body is an enum with a variant for each.
    pub contents: Vec<Content>,
    /// Name of that enum when there are several.
    pub enum_name: Option<String>,
    /// The Request Body Object.
    pub origin: Origin,
}

/// One media type and how it travels.
#[derive(Clone, Debug)]
pub struct Content {
    /// As declared: `application/json; charset=utf-8`, `text/*`.
    pub media_type: String,
    /// The media type leaves something open (`image/*`): which one it is travels with the value.
    pub open: bool,
    /// Variant's name where there are several contents.
    pub variant: Name,
    /// How values of this media type become bytes.
    pub carrier: Carrier,
    /// JSON texts, three at most.
    pub examples: Vec<Arc<str>>,
}

/// How a body travels.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// `application/json`, `+json`.
    Json(TypeId),
    /// `application/x-www-form-urlencoded`.
    Form(Form),
    /// `application/xml`, `text/xml`, `+xml`.
    Xml(Box<Xml>),
    /// `multipart/*`: parts with names, files among them as they arrive.
    Multipart(Box<Multipart>),
    /// A sequence of items, each read or written by itself.
    Items(Items),
    /// `text/*`: a string, or a scalar that is written as text; `None`: any text.
    Text(Option<TypeId>),
    /// Anything else in a failure, which is read whole so that it can be kept and shown: bytes.
    Bytes,
    /// Anything else, `application/octet-stream` first of all: bytes as they arrive.
    Stream,
}

impl Carrier {
    /// The type of the document that travels as a whole.
    #[must_use]
    pub fn ty(&self) -> Option<TypeId> {
        match self {
            Self::Json(ty) | Self::Text(Some(ty)) => Some(*ty),
            Self::Form(form) => Some(form.ty),
            Self::Xml(xml) => Some(xml.ty),
            Self::Multipart(_) | Self::Items(_) | Self::Text(None) | Self::Bytes | Self::Stream => None,
        }
    }

    /// The type of the document that each item of a sequence is, or has as its data.
    #[must_use]
    pub fn item(&self) -> Option<TypeId> {
        match self {
            Self::Items(items) => Some(items.ty),
            _ => None,
        }
    }

    /// Every type of the document that travels by itself.
    #[must_use]
    pub fn types(&self) -> Vec<TypeId> {
        match self {
            Self::Multipart(multipart) => multipart.types(),
            Self::Items(items) => vec![items.ty],
            _ => self.ty().into_iter().collect(),
        }
    }

    /// The same, to be replaced by others.
    pub fn types_mut(&mut self) -> Vec<&mut TypeId> {
        match self {
            Self::Json(ty) | Self::Text(Some(ty)) => vec![ty],
            Self::Form(form) => vec![&mut form.ty],
            Self::Xml(xml) => vec![&mut xml.ty],
            Self::Multipart(multipart) => multipart.types_mut(),
            Self::Items(items) => vec![&mut items.ty],
            Self::Text(None) | Self::Bytes | Self::Stream => Vec::new(),
        }
    }

    /// What travels as XML: all of it, or parts of it.
    #[must_use]
    pub fn xml(&self) -> Vec<&Xml> {
        match self {
            Self::Xml(xml) => vec![xml],
            Self::Multipart(multipart) => multipart.parts.iter().filter_map(|part| part.content.xml()).collect(),
            _ => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn xml_mut(&mut self) -> Vec<&mut Xml> {
        match self {
            Self::Xml(xml) => vec![xml],
            Self::Multipart(multipart) => {
                multipart.parts.iter_mut().filter_map(|part| part.content.xml_mut()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the content is handed on as it arrives: it can be read once, and not be compared or copied.
    #[must_use]
    pub fn is_streamed(&self) -> bool {
        matches!(self, Self::Stream | Self::Multipart(_) | Self::Items(_))
    }
}

/// Items that follow each other, each taken by itself.
#[derive(Clone, Copy, Debug)]
pub struct Items {
    /// Type of an item; of an event that is no item as a whole, of its data.
    pub ty: TypeId,
    /// How they follow each other.
    pub framing: Framing,
}

/// How items follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// A line each: `application/x-ndjson`, `application/jsonl`.
    Lines,
    /// RFC 7464: `application/json-seq`.
    Sequence,
    /// `text/event-stream`.
    Events {
        /// What its data are.
        data: EventData,
        /// The item is an object with the members `event`, `data`, `id` and `retry`; else it is the data.
        whole: bool,
    },
}

/// What the data of an event are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventData {
    /// Text as it is.
    Text,
    /// JSON text.
    Json,
    /// JSON text of some events, text of others.
    Either,
}

/// An object as names and texts.
#[derive(Clone, Debug)]
pub struct Form {
    /// A struct, a map, or a union of such.
    pub ty: TypeId,
    /// How each property travels; others, if the type has them, as the specification has it by default.
    pub fields: Vec<FormField>,
}

/// A property of a form: it travels as a parameter of a query would.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Its name.
    pub wire: String,
    /// Types of the value: several where the branches of a union disagree, so that only the text says what it is.
    pub types: Vec<TypeId>,
    /// How arrays and objects become text.
    pub style: Style,
    /// Whether each item or member is written apart.
    pub explode: bool,
    /// RFC 3986 reserved characters are not percent-encoded.
    pub allow_reserved: bool,
    /// How what the style table does not know becomes text.
    pub texts: FieldTexts,
    /// Parts that the style has no spelling for travel as JSON text.
    pub nested: bool,
}

impl FormField {
    /// The type of the value, if there is but one.
    #[must_use]
    pub fn ty(&self) -> Option<TypeId> {
        self.types.first().copied().filter(|_| self.types.len() == 1)
    }
}

/// What the texts of a form's field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldTexts {
    /// As the style has it.
    Styled,
    /// Scalars as they are, JSON for what has parts of its own; a list repeats the name.
    Nested,
    /// JSON; a list repeats the name, and each of its items is JSON.
    Json,
}

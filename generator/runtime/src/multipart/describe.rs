//! What the document says about the parts of a multipart body.
use crate::param::Parameter;

/// The parts of a multipart body, in the order of the document.
#[derive(Clone, Copy, Debug)]
pub struct MultipartDescription {
    /// Those that have a name in the document.
    pub parts: &'static [PartDescription],
    /// The others.
    pub other: OtherParts,
}

/// What becomes of parts that the document does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherParts {
    /// They are passed over.
    Ignored,
    /// They are refused.
    Refused,
    /// They are all of one kind, and kept.
    Kept(PartKind),
}

/// How a part travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A text.
    Text,
    /// A JSON text.
    Json,
    /// An XML document.
    Xml,
    /// Bytes, as they arrive.
    File,
    /// One or several texts, as a property of a form: [`PartDescription::parameter`] says how.
    Form,
}

/// A part that has a name in the document.
///
/// ```
/// # use tenon_runtime::multipart::PartDescription;
/// const PICTURES: PartDescription = PartDescription::file("pictures").list(1, Some(3)).media_types(&["image/*"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PartDescription {
    /// The property's name.
    pub name: &'static str,
    /// How it travels.
    pub kind: PartKind,
    /// It has to be there. A list without items is there, too.
    pub required: bool,
    /// The property is a list: each item is a part.
    pub list: bool,
    /// Fewest items.
    pub min: usize,
    /// Most items.
    pub max: Option<usize>,
    /// No two items are equal.
    pub unique: bool,
    /// `contentType` of the property's encoding; empty: what its kind implies.
    pub media_types: &'static [&'static str],
    /// Of a [`PartKind::Form`]: how it travels.
    pub parameter: Parameter,
}

impl PartDescription {
    const fn new(name: &'static str, kind: PartKind) -> Self {
        let parameter = Parameter::query(name);
        Self { name, kind, required: false, list: false, min: 0, max: None, unique: false, media_types: &[], parameter }
    }

    /// A text.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, PartKind::Text)
    }

    /// A JSON text.
    pub const fn json(name: &'static str) -> Self {
        Self::new(name, PartKind::Json)
    }

    /// An XML document.
    pub const fn xml(name: &'static str) -> Self {
        Self::new(name, PartKind::Xml)
    }

    /// Bytes, as they arrive.
    pub const fn file(name: &'static str) -> Self {
        Self::new(name, PartKind::File)
    }

    /// As a property of a form.
    pub const fn form(parameter: Parameter) -> Self {
        Self { parameter, ..Self::new(parameter.name, PartKind::Form) }
    }

    /// It has to be there.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Any number of parts by that name, within bounds.
    pub const fn list(mut self, min: usize, max: Option<usize>) -> Self {
        self.list = true;
        self.min = min;
        self.max = max;
        self
    }

    /// No two items are equal.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Which media types it may have.
    pub const fn media_types(mut self, media_types: &'static [&'static str]) -> Self {
        self.media_types = media_types;
        self
    }
}

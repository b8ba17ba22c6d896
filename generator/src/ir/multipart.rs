//! Multipart bodies: parts by name.
use super::{Docs, FormField, Name, Origin, ReplyHeader, TypeId, Xml};

/// A body of several parts.
#[derive(Clone, Debug)]
pub struct Multipart {
    /// In the order of the document.
    pub parts: Vec<Part>,
    /// What becomes of others.
    pub other: OtherParts,
    /// Parts have no names: which one is which, its place says. A list comes last.
    pub by_place: bool,
    /// The enum of all parts: `UploadPart`. Filled by `names`.
    pub part_name: String,
    /// The struct of all parts: `UploadForm`. Filled by `names`.
    pub form_name: String,
    /// What its constructor takes where there are many: `UploadFormParts`. Filled by `names`.
    pub required_name: String,
}

impl Multipart {
    /// Every type that travels by itself, in one of the parts or its headers.
    pub fn types_mut(&mut self) -> Vec<&mut TypeId> {
        let other = match &mut self.other {
            OtherParts::Kept(kept) => Some(&mut kept.content),
            OtherParts::Ignored | OtherParts::Refused => None,
        };
        let mut types: Vec<&mut TypeId> = other.into_iter().filter_map(PartContent::ty_mut).collect();
        for part in &mut self.parts {
            types.extend(part.content.ty_mut());
            types.extend(part.headers.iter_mut().map(|header| &mut header.ty));
        }
        types
    }

    /// The same, to look at.
    #[must_use]
    pub fn types(&self) -> Vec<TypeId> {
        let other = match &self.other {
            OtherParts::Kept(kept) => kept.content.ty(),
            OtherParts::Ignored | OtherParts::Refused => None,
        };
        let parts =
            self.parts.iter().flat_map(|part| part.content.ty().into_iter().chain(part.headers.iter().map(|h| h.ty)));
        other.into_iter().chain(parts).collect()
    }
}

/// A property of the body's schema.
#[derive(Clone, Debug)]
pub struct Part {
    /// `wire`: the part's name; `rust`: snake case, the field's name.
    pub name: Name,
    /// The variant's name. Filled by `names`.
    pub variant: String,
    /// The struct of content and headers where there are headers: `UploadPictureContent`. Filled by `names`.
    pub type_name: String,
    /// Prose of the property.
    pub docs: Docs,
    /// It must be there.
    pub required: bool,
    /// The property is a list, each of whose items is a part.
    pub list: Option<PartList>,
    /// What each part holds.
    pub content: PartContent,
    /// `contentType` of its encoding, taken apart at commas; empty: what the content implies.
    pub media_types: Vec<String>,
    /// Headers of each part, but those that say what it is.
    pub headers: Vec<ReplyHeader>,
    /// Its place among the arguments of the struct's constructor, if it is one; filled by `names`.
    pub place: u32,
    /// The property's schema.
    pub origin: Origin,
}

/// How many items a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartList {
    /// Fewest.
    pub min: u64,
    /// Most.
    pub max: Option<u64>,
    /// No two are equal.
    pub unique: bool,
}

/// What a part holds.
#[derive(Clone, Debug)]
pub enum PartContent {
    /// A scalar as its text.
    Text(TypeId),
    /// JSON.
    Json(TypeId),
    /// An XML document.
    Xml(Xml),
    /// Bytes, as they arrive.
    File,
    /// One or several texts, as a property of a form.
    Form(TypeId, FormField),
}

impl PartContent {
    /// The type of the document, if it is not bytes.
    #[must_use]
    pub fn ty(&self) -> Option<TypeId> {
        match self {
            Self::Text(ty) | Self::Json(ty) | Self::Form(ty, _) => Some(*ty),
            Self::Xml(xml) => Some(xml.ty),
            Self::File => None,
        }
    }

    pub(super) fn xml(&self) -> Option<&Xml> {
        match self {
            Self::Xml(xml) => Some(xml),
            _ => None,
        }
    }

    pub(super) fn xml_mut(&mut self) -> Option<&mut Xml> {
        match self {
            Self::Xml(xml) => Some(xml),
            _ => None,
        }
    }

    fn ty_mut(&mut self) -> Option<&mut TypeId> {
        match self {
            Self::Text(ty) | Self::Json(ty) | Self::Form(ty, _) => Some(ty),
            Self::Xml(xml) => Some(&mut xml.ty),
            Self::File => None,
        }
    }
}

/// Parts that are no property of the schema.
#[derive(Clone, Debug)]
pub enum OtherParts {
    /// Passed over.
    Ignored,
    /// `additionalProperties: false`.
    Refused,
    /// All of one kind.
    Kept(KeptParts),
}

/// Parts by any name.
#[derive(Clone, Debug)]
pub struct KeptParts {
    /// What each holds; never [`PartContent::Form`] or [`PartContent::Xml`].
    pub content: PartContent,
    /// The struct's field: `other`. Filled by `names`.
    pub field: String,
    /// The enum's variant: `Other`. Filled by `names`.
    pub variant: String,
}

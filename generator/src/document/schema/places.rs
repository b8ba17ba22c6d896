//! Where schemas stand in a document, and where in a schema other schemas stand.
use serde_json::Value;

/// What a node is, as far as schemas may be below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// OpenAPI Object
    Document,
    /// Components Object
    Components,
    /// Path Item Object
    PathItem,
    /// Operation Object
    Operation,
    /// Parameter Object, Header Object
    Parameter,
    /// Request Body Object, Response Object
    Body,
    /// Media Type Object
    MediaType,
    /// Encoding Object
    Encoding,
    /// Schema Object
    Schema,
    /// An object or array of one kind of thing, under names of the author's.
    Many(Thing),
}

/// What there may be many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    PathItem,
    Operation,
    Callback,
    Parameter,
    Body,
    MediaType,
    Encoding,
    Schema,
}

impl Thing {
    fn place(self) -> Place {
        match self {
            Self::PathItem => Place::PathItem,
            Self::Operation => Place::Operation,
            Self::Callback => Place::Many(Self::PathItem),
            Self::Parameter => Place::Parameter,
            Self::Body => Place::Body,
            Self::MediaType => Place::MediaType,
            Self::Encoding => Place::Encoding,
            Self::Schema => Place::Schema,
        }
    }
}

impl Place {
    /// What the member of that name is; `None`: no schema can be in it.
    pub(super) fn member(self, key: &str, value: &Value) -> Option<Self> {
        Some(match (self, key) {
            // A property may be named like an extension.
            (Self::Many(thing), _) if thing == Thing::Schema || !key.starts_with("x-") => thing.place(),
            (Self::Document, "components") => Self::Components,
            (Self::Document, "paths" | "webhooks" | "x-webhooks") | (Self::Components, "pathItems") => {
                Self::Many(Thing::PathItem)
            }
            (Self::Components, "schemas") => Self::Many(Thing::Schema),
            (Self::Components, "responses" | "requestBodies") | (Self::Operation, "responses") => {
                Self::Many(Thing::Body)
            }
            (Self::Components, "parameters" | "headers")
            | (Self::PathItem | Self::Operation, "parameters")
            | (Self::Body | Self::Encoding, "headers") => Self::Many(Thing::Parameter),
            (Self::Components | Self::Operation, "callbacks") => Self::Many(Thing::Callback),
            (Self::Components, "mediaTypes") | (Self::Parameter | Self::Body, "content") => {
                Self::Many(Thing::MediaType)
            }
            (Self::PathItem, "additionalOperations") => Self::Many(Thing::Operation),
            (Self::PathItem, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query") => {
                Self::Operation
            }
            (Self::Operation, "requestBody") => Self::Body,
            (Self::Parameter | Self::MediaType, "schema") | (Self::MediaType, "itemSchema") => Self::Schema,
            (Self::MediaType, "encoding") => Self::Many(Thing::Encoding),
            (Self::Schema, key) => return in_schema(key, value),
            _ => return None,
        })
    }

    /// What the items of an array are.
    pub(super) fn item(self) -> Option<Self> {
        match self {
            Self::Many(thing) => Some(thing.place()),
            _ => None,
        }
    }
}

/// JSON Schema Core 10 and 8.2.4, and the older words that still hold schemas.
fn in_schema(key: &str, value: &Value) -> Option<Place> {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" | "dependencies"
        | "allOf" | "anyOf" | "oneOf" | "prefixItems" => Some(Place::Many(Thing::Schema)),
        "not"
        | "if"
        | "then"
        | "else"
        | "items"
        | "additionalProperties"
        | "propertyNames"
        | "contains"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema"
            if value.is_object() =>
        {
            Some(Place::Schema)
        }
        _ => None,
    }
}

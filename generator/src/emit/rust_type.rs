//! From a type's id to how it is written in Rust.
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Home, failures, homes, ident};
use crate::ir::{self, Api, Operation, Scalar, Shape, Tag, TypeDef, TypeId, Width};
use tenon_runtime::format::TextFormat;

/// The place that types are written from.
#[derive(Clone)]
pub(super) struct Scope<'a> {
    pub(super) api: &'a Api,
    pub(super) home: &'a Home,
    /// The tag whose module it is in.
    pub(super) tag: Option<&'a Tag>,
    recursive: Rc<FxHashSet<TypeId>>,
    /// Where types are declared, see [`homes`].
    homes: Rc<Vec<Option<usize>>>,
    /// Which operations fail as others do, see [`failures`].
    failures: Rc<FxHashMap<&'a str, &'a Operation>>,
    /// What leads to the module of types: nothing, or `types::`.
    prefix: TokenStream,
    /// What leads to the module of operations: nothing, or `ops::`.
    operations: TokenStream,
}

impl<'a> Scope<'a> {
    /// Inside of the module of types.
    pub(super) fn new(api: &'a Api, home: &'a Home) -> Self {
        let scope = Self {
            api,
            home,
            tag: None,
            recursive: Rc::new(ir::recursive(api)),
            homes: Rc::new(homes::homes(api)),
            failures: Rc::default(),
            prefix: TokenStream::new(),
            operations: TokenStream::new(),
        };
        Self { failures: Rc::new(failures::shared(&scope)), ..scope }
    }

    /// The operation that declares the failures of this one, if that is another.
    pub(super) fn fails_as(&self, operation: &Operation) -> Option<&'a Operation> {
        self.failures.get(operation.type_name.as_str()).copied()
    }

    /// Inside of the module of operations.
    pub(super) fn operations(&self) -> Self {
        Self { prefix: quote!(types::), ..self.clone() }
    }

    /// In one of the halves.
    pub(super) fn half(&self) -> Self {
        Self { prefix: quote!(types::), operations: quote!(ops::), ..self.clone() }
    }

    /// In one of the halves, whatever that imports.
    pub(super) fn of_both(&self) -> Self {
        let up = self.up();
        Self { prefix: quote!(#up::types::), operations: quote!(#up::ops::), ..self.clone() }
    }

    /// The same place in a tag's module.
    pub(super) fn within(&self, tag: &'a Tag) -> Self {
        Self { tag: Some(tag), ..self.clone() }
    }

    /// Whether the operations are further down, in the modules of their tags.
    pub(super) fn is_over_tags(&self) -> bool {
        self.tag.is_none() && self.api.is_by_tag()
    }

    /// The operations that belong here.
    pub(super) fn own(&self) -> Vec<&'a Operation> {
        match self.tag {
            Some(tag) => self.api.of_tag(tag).collect(),
            None => self.api.operations.iter().collect(),
        }
    }

    /// Whether a type is declared here: in the module of the tag that alone has it, or in the module of all types.
    pub(super) fn declares(&self, id: TypeId) -> bool {
        let home = self.homes.get(id.0 as usize).copied().flatten();
        home.and_then(|index| self.api.tags.get(index)).map(|tag| &tag.name) == self.tag.map(|tag| &tag.name)
    }

    /// Whether it is in a module within the API's: a tag's, or one of what the API sends.
    fn is_below(&self) -> bool {
        self.tag.is_some() || self.api.inside.is_some()
    }

    /// The path of the module that the halves are in, for those who use it: `generated::quiva::webhooks`.
    pub(super) fn path(&self) -> String {
        let path = &self.home.path;
        self.api.inside.as_ref().map_or_else(|| path.clone(), |inside| format!("{path}::{}", inside.module))
    }

    /// What leads from a file here to the API's module.
    pub(super) fn up(&self) -> TokenStream {
        if self.is_below() { quote!(super::super) } else { quote!(super) }
    }

    /// The same for a link in documentation.
    pub(super) fn up_in_text(&self) -> &'static str {
        if self.is_below() { "super::super" } else { "super" }
    }

    /// `ops.rs`, or `repos/ops.rs` in a tag's module.
    pub(super) fn file(&self, name: &str) -> String {
        let module = self.tag.map(|tag| &tag.module).or(self.api.inside.as_ref().map(|inside| &inside.module));
        module.map_or_else(|| name.to_owned(), |module| format!("{module}/{name}"))
    }

    /// A type of the module of operations.
    pub(super) fn of_operations(&self, name: &str) -> TokenStream {
        let (prefix, name) = (&self.operations, ident(name));
        quote!(#prefix #name)
    }

    /// Whether values of the type are judged by its own code, not by whoever holds them.
    pub(super) fn judges_itself(&self, id: TypeId) -> bool {
        self.api.judges_itself(id, &self.recursive)
    }

    /// The type in Rust.
    pub(super) fn rust(&self, id: TypeId) -> TokenStream {
        let def = self.api.ty(id);
        match &def.name {
            Some(name) => {
                let (prefix, name) = (&self.prefix, ident(&name.rust));
                quote!(#prefix #name)
            }
            None => self.spelled(def),
        }
    }

    /// The type written out, its own name not used.
    pub(super) fn spelled(&self, def: &TypeDef) -> TokenStream {
        match &def.shape {
            Shape::Array(item) => {
                let item = self.rust(*item);
                quote!(Vec<#item>)
            }
            Shape::Map(map) => self.map(map.value),
            Shape::Tuple(items) => {
                let items = items.iter().map(|item| self.rust(*item));
                quote!((#(#items,)*))
            }
            Shape::Nullable(inner) => {
                let inner = self.rust(*inner);
                quote!(Option<#inner>)
            }
            Shape::Alias(other) => self.rust(*other),
            Shape::Scalar(scalar) => self::scalar(self.api, *scalar),
            Shape::Null => quote!(()),
            Shape::Never => quote!(::tenon_runtime::Never),
            // Structs, unions and enums always have a name.
            Shape::Any(_) | Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_) => quote!(::tenon_runtime::Json),
        }
    }

    /// A map from names to values of the given type.
    pub(super) fn map(&self, value: TypeId) -> TokenStream {
        let value = self.rust(value);
        quote!(::std::collections::BTreeMap<String, #value>)
    }

    /// Whether the type has a declaration of its own with implementations of its own.
    pub(super) fn is_declared(&self, id: TypeId) -> bool {
        let def = self.api.ty(id);
        let own = matches!(def.shape, Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_));
        def.name.is_some() && (own || self.is_wrapped(id))
    }

    /// Whether the type is a struct around a value because its alias would not end.
    pub(super) fn is_wrapped(&self, id: TypeId) -> bool {
        self.recursive.contains(&id) && self.api.ty(id).name.is_some()
    }

    /// The type behind aliases.
    pub(super) fn plain(&self, mut id: TypeId) -> TypeId {
        while let Shape::Alias(next) = self.api.ty(id).shape {
            if self.is_wrapped(id) {
                break;
            }
            id = next;
        }
        id
    }

    /// The definition behind aliases. A wrapped alias is what stands here.
    pub(super) fn shape(&self, id: TypeId) -> &'a Shape {
        &self.api.ty(self.plain(id)).shape
    }

    /// `T` of a nullable type.
    pub(super) fn nullable(&self, id: TypeId) -> Option<TypeId> {
        let plain = self.plain(id);
        match self.api.ty(plain).shape {
            Shape::Nullable(inner) if !self.is_wrapped(plain) => Some(inner),
            _ => None,
        }
    }

    /// Whether values must not be shown: the type, or one that it is another name for, is secret.
    pub(super) fn is_secret(&self, id: TypeId) -> bool {
        let mut id = id;
        loop {
            let def = self.api.ty(id);
            match def.shape {
                _ if def.secret => return true,
                Shape::Alias(next) | Shape::Nullable(next) if !self.is_wrapped(id) => id = next,
                _ => return false,
            }
        }
    }

    /// Whether any of the types is or holds one that is declared in the module of types.
    pub(super) fn names_any(&self, types: impl IntoIterator<Item = TypeId>) -> bool {
        types.into_iter().any(|id| self.names_one(id))
    }

    fn names_one(&self, id: TypeId) -> bool {
        let def = self.api.ty(id);
        if def.name.is_some() {
            return true;
        }
        match &def.shape {
            Shape::Array(inner) | Shape::Nullable(inner) | Shape::Alias(inner) => self.names_one(*inner),
            Shape::Map(map) => self.names_one(map.value),
            Shape::Tuple(items) => items.iter().any(|item| self.names_one(*item)),
            _ => false,
        }
    }

    /// The type with all aliases replaced: the same text means the same type in Rust.
    pub(super) fn canonical(&self, id: TypeId) -> String {
        let def = self.api.ty(id);
        match (&def.name, &def.shape) {
            (Some(name), _) if self.is_declared(id) => name.rust.clone(),
            (_, Shape::Alias(inner)) => self.canonical(*inner),
            (_, Shape::Array(item)) => format!("Vec<{}>", self.canonical(*item)),
            (_, Shape::Map(map)) => format!("Map<{}>", self.canonical(map.value)),
            (_, Shape::Nullable(inner)) => format!("Option<{}>", self.canonical(*inner)),
            (_, Shape::Tuple(items)) => items.iter().map(|item| format!("({})", self.canonical(*item))).collect(),
            _ => self.spelled(def).to_string(),
        }
    }
}

/// The type of a value without parts.
fn scalar(api: &Api, scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Boolean => quote!(bool),
        Scalar::Integer(width) => integer(width),
        Scalar::Float => quote!(f64),
        Scalar::Decimal => quote!(::tenon_runtime::format::Decimal),
        Scalar::String => quote!(String),
        Scalar::Text(format) => text(format),
        Scalar::Uuid => quote!(::tenon_runtime::uuid::Uuid),
        Scalar::DateTime => quote!(::tenon_runtime::chrono::DateTime<::tenon_runtime::chrono::FixedOffset>),
        Scalar::DateTimeLocal => quote!(::tenon_runtime::chrono::NaiveDateTime),
        Scalar::Date => quote!(::tenon_runtime::chrono::NaiveDate),
        Scalar::Time => quote!(::tenon_runtime::format::Time),
        Scalar::TimeLocal => quote!(::tenon_runtime::chrono::NaiveTime),
        Scalar::Ipv4 => quote!(::core::net::Ipv4Addr),
        Scalar::Ipv6 => quote!(::core::net::Ipv6Addr),
        Scalar::Base64 => quote!(::tenon_runtime::Base64),
        Scalar::Base64Url => quote!(::tenon_runtime::format::Base64Url),
        Scalar::Binary => quote!(::tenon_runtime::bytes::Bytes),
        // The path was checked when the settings were read.
        Scalar::Foreign(id, _) => {
            let path = api.foreign.get(id.0 as usize).and_then(|foreign| foreign.path.parse().ok());
            path.unwrap_or_else(|| quote!(::tenon_runtime::Json))
        }
    }
}

fn integer(width: Width) -> TokenStream {
    match width {
        Width::I8 => quote!(i8),
        Width::I16 => quote!(i16),
        Width::I32 => quote!(i32),
        Width::I64 => quote!(i64),
        Width::I128 => quote!(i128),
        Width::U8 => quote!(u8),
        Width::U16 => quote!(u16),
        Width::U32 => quote!(u32),
        Width::U64 => quote!(u64),
        Width::Any => quote!(::tenon_runtime::format::Integer),
    }
}

fn text(format: TextFormat) -> TokenStream {
    let name = ident(match format {
        TextFormat::Duration => "Duration",
        TextFormat::Email => "Email",
        TextFormat::IdnEmail => "IdnEmail",
        TextFormat::Hostname => "Hostname",
        TextFormat::IdnHostname => "IdnHostname",
        TextFormat::Uri => "Uri",
        TextFormat::UriReference => "UriReference",
        TextFormat::Iri => "Iri",
        TextFormat::IriReference => "IriReference",
        TextFormat::UriTemplate => "UriTemplate",
        TextFormat::JsonPointer => "JsonPointer",
        TextFormat::RelativeJsonPointer => "RelativeJsonPointer",
        TextFormat::Regex => "Regex",
        TextFormat::Decimal => "DecimalString",
        // The others have types that are no texts.
        _ => return quote!(String),
    });
    quote!(::tenon_runtime::format::#name)
}

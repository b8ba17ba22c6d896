//! `lower`: [`Document`] → [`ir::Api`]: every decision.
//!
//! Assumes a decoded document whose references are edges. Guarantees: what is in the result can be emitted;
//! whatever could not be carried was reported at its node. `None` from a lowering function means: already reported.
mod body;
mod bounds;
mod check;
mod circles;
mod decided;
mod direction;
mod docs;
mod enums;
mod examples;
mod fits;
mod form;
mod format;
pub(crate) mod gather;
mod glance;
mod graph;
mod incoming;
mod items;
mod keep;
mod leftover;
mod links;
mod merge;
mod multipart;
mod null;
mod object;
mod operation;
pub(crate) mod oracle;
mod parameter;
mod path;
mod places;
mod recursion;
mod rejection;
mod relaxed;
mod reply;
mod residue;
mod scalar;
mod schema;
mod security;
mod server;
mod split;
mod style;
mod texts;
mod unevaluated;
mod union;
mod untyped;
mod vacuous;
mod whole;
mod xml;

use crate::Settings;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, schema::SchemaId};
use crate::ir;
use crate::load::Pointer;
use rustc_hash::{FxHashMap, FxHashSet};

/// Decides everything about an API that may be reported; `module` is its name in Rust. [`complete`] decides the rest.
pub fn lower(document: &Document<'_>, module: &str, settings: &Settings, diagnostics: &mut Diagnostics) -> ir::Api {
    let mut cx = Lowering::new(document, settings, diagnostics);
    examples::judge(&mut cx);
    let schemes = security::schemes(&mut cx);
    // With a choice of operations, only what these need is made.
    if settings.operations.is_everything() {
        for (_, id) in &document.components {
            cx.component_type(*id);
        }
    }
    let operations = operation::operations(&mut cx);
    let incoming = incoming::incoming(&mut cx);
    let tags = operation::tags(document, &operations);
    cx.write_checks();
    scalar::report_strangers(&cx.strangers, cx.diagnostics);
    scalar::report_unused(&mut cx);
    let servers = server::servers(&mut cx, &document.servers);
    let places_of_links = links::servers(&mut cx);
    let mut api = ir::Api {
        module: module.to_owned(),
        info: docs::info(document),
        servers,
        types: cx.types,
        checks: cx.checks,
        xml: cx.xml.into_shapes(),
        foreign: cx.foreign,
        residues: std::collections::BTreeMap::new(),
        operations,
        incoming,
        inside: None,
        tags,
        schemes,
        names: crate::names::Lock::default(),
    };
    schema::flatten_null(&mut api);
    split::split(&mut api);
    vacuous::prune(&mut api);
    keep::keep(&mut api);
    leftover::drop(document, &mut api);
    recursion::break_cycles(&mut api, diagnostics);
    untyped::report(&mut api, diagnostics);
    links::resolve(document, &places_of_links, &mut api, diagnostics);
    api
}

/// What is decided for the sake of emission, and reports nothing.
pub fn complete(api: &mut ir::Api) {
    direction::directions(api);
    rejection::choose(api);
    gather::gather(api);
    xml::prune(api);
}

/// What lowering carries along.
pub(crate) struct Lowering<'a, 'd> {
    document: &'a Document<'a>,
    settings: &'d Settings,
    diagnostics: &'d mut Diagnostics,
    types: Vec<ir::TypeDef>,
    checks: Vec<ir::Check>,
    /// The checks of schemas that were asked for.
    known_checks: FxHashMap<(SchemaId, check::Extent), ir::CheckId>,
    /// Those that are not written down yet.
    open_checks: Vec<(SchemaId, check::Extent, ir::CheckId)>,
    /// Whether checks demand formats, too.
    demands_formats: bool,
    /// The texts of examples.
    texts: texts::Texts<'a>,
    /// Schemas whose default does not fit.
    invalid_defaults: FxHashSet<SchemaId>,
    /// Whether null satisfies a schema, as far as it was asked.
    null_known: FxHashMap<SchemaId, bool>,
    /// What was lowered already: recursion ends here.
    known: FxHashMap<schema::Key, ir::TypeId>,
    /// Types whose shape is being decided: they are referred to, but not looked into.
    pending: FxHashSet<ir::TypeId>,
    /// How many types are being decided, one for the sake of the other.
    depth: usize,
    /// Types that were met too far down; they are decided, under these hints, when the way back up was made.
    later: Vec<(schema::Key, String, ir::TypeId)>,
    /// Keys of `components/schemas`.
    component_names: FxHashMap<SchemaId, &'a str>,
    /// Errors in types: they make a part of a type any JSON, and refuse no operation.
    type_errors: usize,
    /// How values travel as XML, as far as any do.
    xml: xml::Spelled,
    /// Types that the settings name, as far as they are used.
    foreign: Vec<ir::Foreign>,
    /// Schemas whose lists of values were held against their own bounds.
    judged_lists: FxHashSet<SchemaId>,
    /// Formats that nobody knows.
    strangers: scalar::Strangers<'a>,
    /// Bases with a discriminator, and the components that add to them.
    families: union::Families,
}

impl<'a, 'd> Lowering<'a, 'd> {
    fn new(document: &'a Document<'a>, settings: &'d Settings, diagnostics: &'d mut Diagnostics) -> Self {
        let component_names = document.components.iter().map(|(name, id)| (*id, name.as_ref())).collect();
        Self {
            document,
            settings,
            checks: Vec::new(),
            known_checks: FxHashMap::default(),
            open_checks: Vec::new(),
            demands_formats: false,
            texts: texts::Texts::default(),
            invalid_defaults: FxHashSet::default(),
            null_known: FxHashMap::default(),
            diagnostics,
            types: Vec::with_capacity(document.schemas.ids().size_hint().0),
            known: FxHashMap::default(),
            pending: FxHashSet::default(),
            depth: 0,
            later: Vec::new(),
            component_names,
            type_errors: 0,
            xml: xml::Spelled::default(),
            foreign: Vec::new(),
            judged_lists: FxHashSet::default(),
            strangers: scalar::Strangers::default(),
            families: union::Families::of(document),
        }
    }

    /// The default of the first of these schemas that has one which fits.
    fn default(&self, ids: &[SchemaId]) -> Option<String> {
        let fitting = ids.iter().filter(|id| !self.invalid_defaults.contains(id));
        fitting.filter_map(|id| self.document.schemas.get(*id).default).next().map(ToString::to_string)
    }

    fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report(code, at, message)
    }

    /// How many errors were reported so far outside of types.
    fn refusals(&self) -> usize {
        self.diagnostics.errors() - self.type_errors
    }

    /// The type of what an operation carries.
    fn carried(&mut self, id: SchemaId, hint: &str) -> ir::TypeId {
        let (errors, before) = (self.diagnostics.errors(), self.type_errors);
        let ty = self.schema(id, hint);
        self.type_errors = before + self.diagnostics.errors() - errors;
        ty
    }

    /// Takes a place in the arena; what it holds is said later with [`Self::define`].
    fn reserve(&mut self, at: &Pointer) -> ir::TypeId {
        let id = ir::TypeId(u32::try_from(self.types.len()).unwrap_or(u32::MAX));
        let unconstrained = ir::Shape::Any(ir::UntypedReason::Unconstrained);
        self.types.push(ir::TypeDef::anonymous(unconstrained, at.clone()));
        id
    }

    fn define(&mut self, id: ir::TypeId) -> &mut ir::TypeDef {
        &mut self.types[id.0 as usize]
    }

    /// An anonymous type.
    fn shape(&mut self, shape: ir::Shape, at: &Pointer) -> ir::TypeId {
        let id = self.reserve(at);
        self.define(id).shape = shape;
        id
    }

    fn ty(&self, id: ir::TypeId) -> &ir::TypeDef {
        &self.types[id.0 as usize]
    }

    /// The definition behind aliases.
    fn resolved(&self, id: ir::TypeId) -> (ir::TypeId, &ir::TypeDef) {
        let id = ir::resolved(&self.types, id);
        (id, self.ty(id))
    }
}

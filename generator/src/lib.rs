//! Tenon reads an OpenAPI document and cuts both halves of the joint in Rust: the typed client and the server stub.
//!
//! The pipeline is [`analyse`] (load → document → resolve → lower → names) and [`generate`] (… → emit → render).
//! This crate does no I/O beyond what it is handed; the command line is `cargo xtask`.
pub mod contract;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod ir;
mod judge;
pub mod load;
pub mod lower;
pub mod names;
pub mod overlay;
pub mod render;
pub mod resolve;
pub mod review;
pub mod samples;
pub mod select;
pub mod settings;
#[cfg(test)]
mod testing;

use diagnostic::Diagnostics;
use load::Sources;
pub use settings::Settings;

/// What an API is called and where its code will live.
#[derive(Clone, Debug)]
pub struct Options {
    /// The Rust module: `prime_intellect`.
    pub module: String,
    /// Path of that module for those who use it, as in the examples of its documentation: `generated::prime_intellect`.
    pub path: String,
    /// What it is made from, for the header of each file: `specs/prime_intellect/openapi.yaml`.
    pub source: String,
    /// What the names of its tags' features begin with, if it has any: `prime_intellect-`, or nothing.
    pub features: String,
    /// Choices beside the document.
    pub settings: Settings,
    /// Whether [`contract()`] will be asked for: it looks at the documents again.
    pub contract: bool,
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative to the module's folder: `types.rs`.
    pub path: String,
    /// All of it, as formatted Rust.
    pub text: String,
}

/// What became of a document. `files` is empty when a diagnostic is an error, unless the settings say to keep going.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The module's files; see [`generate`].
    pub files: Vec<OutputFile>,
    /// The decided API, for outlines; `None` when there was nothing to decide on.
    pub api: Option<ir::Api>,
    /// The files that were read, for places in reports.
    pub sources: Sources,
    /// What every stage had to say, in order.
    pub diagnostics: Diagnostics,
}

/// Document → decisions: every stage that can report. The reports of loading are in `diagnostics` already.
pub fn analyse(sources: &Sources, module: &str, settings: &Settings, diagnostics: &mut Diagnostics) -> Option<ir::Api> {
    decide(sources, module, settings, diagnostics, |api, diagnostics| named(api, settings, diagnostics))
}

/// Document → reports: all of [`analyse`] that may report. Of names only those are told of that somebody chose.
pub fn check(sources: &Sources, module: &str, settings: &Settings, diagnostics: &mut Diagnostics) {
    decide(sources, module, settings, diagnostics, |api, diagnostics| {
        if !settings.renames.is_empty() {
            named(api, settings, diagnostics);
        }
    });
}

fn named(api: &mut ir::Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    lower::complete(api);
    api.names = names::name(api, settings, diagnostics);
}

fn decide(
    sources: &Sources,
    module: &str,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
    name: impl FnOnce(&mut ir::Api, &mut Diagnostics),
) -> Option<ir::Api> {
    // A first file that could not be read was reported, and there is nothing to decide on.
    if diagnostics.has_errors() && sources.iter().next().is_none_or(|first| first.tree.is_null()) {
        diagnostics.settle(sources);
        return None;
    }
    let document = document::decode(sources, diagnostics);
    let api = document.map(|document| {
        let mut api = lower::lower(&document, module, settings, diagnostics);
        name(&mut api, diagnostics);
        settings::accept(settings, diagnostics);
        api
    });
    diagnostics.settle(sources);
    api
}

/// Document → files: one module with `mod.rs`, `types.rs`, `ops.rs`, `client.rs`, `server.rs`, and `checks.rs` where there is
/// something that no type says; and a module of these for webhooks, and one for callbacks, where there are any.
#[must_use]
pub fn generate(sources: Sources, diagnostics: Diagnostics, options: &Options) -> Outcome {
    let (mut sources, mut diagnostics) = (sources, diagnostics);
    let api = analyse(&sources, &options.module, &options.settings, &mut diagnostics);
    let files = match &api {
        Some(api) if options.settings.keep_going || !diagnostics.has_errors() => {
            let published = options.settings.docs.unwrap_or(false).then(|| published(&sources)).flatten();
            if !options.contract {
                // All is decided; a large document's tree is as large as all that is emitted.
                sources.forget_trees();
            }
            emitted(api, options, published)
        }
        _ => Vec::new(),
    };
    Outcome { files, api, sources, diagnostics }
}

/// The exchanges that both halves of an outcome must agree on, and what plays them: `contract.rs` and `contract.json`, which
/// stand beside the API's module at the root of its crate, and the same below `contract/` for what the API sends. Nothing where
/// no operation is served.
#[must_use]
pub fn contract(outcome: &Outcome, options: &Options) -> Vec<OutputFile> {
    let (Some(api), false) = (&outcome.api, outcome.files.is_empty()) else { return Vec::new() };
    let (mut shared, mut api) = (emit::share(api), api.clone());
    let home = home(options);
    let mut files = Vec::new();
    for index in 0..=shared.incoming.len() {
        // First the API itself, then what it sends.
        if let Some(inside) = index.checked_sub(1) {
            shared.turn_inside(inside);
            api.turn_inside(inside);
        }
        let code =
            emit::contract(&shared, &home).map(|file| OutputFile { path: file.name.clone(), text: render::file(file) });
        let Some(code) = code else { continue };
        if !api.operations.is_empty() {
            let text = contract::Contract::of(&api, &outcome.sources, &options.settings).text();
            files.push(OutputFile { path: code.path.replace(".rs", ".json"), text });
        }
        files.push(code);
    }
    files
}

fn home(options: &Options) -> emit::Home {
    let (path, source, features) = (options.path.clone(), options.source.clone(), options.features.clone());
    emit::Home { path, source, features, published: None }
}

fn emitted(api: &ir::Api, options: &Options, published: Option<emit::Published>) -> Vec<OutputFile> {
    let home = emit::Home { published, ..home(options) };
    let mut shared = emit::share(api);
    let mut files = rendered(&shared, &home);
    for index in 0..shared.incoming.len() {
        shared.turn_inside(index);
        files.extend(rendered(&shared, &home));
    }
    files
}

fn rendered(shared: &ir::Api, home: &emit::Home) -> Vec<OutputFile> {
    let files = emit::api(shared, home).into_iter();
    files.map(|file| OutputFile { path: file.name.clone(), text: render::file(file) }).collect()
}

/// The document as JSON and as YAML: what was published as it is, and the other made from it. JSON is YAML, too. Of several
/// files one is made.
fn published(sources: &Sources) -> Option<emit::Published> {
    let first = sources.iter().next()?;
    if let Some(whole) = sources.bundled() {
        return Some(emit::Published { json: whole.to_string(), yaml: None });
    }
    let is_json = first.text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let is_yaml = !is_json && (first.name.ends_with(".yaml") || first.name.ends_with(".yml"));
    let json = if is_json { first.text.clone() } else { first.tree.to_string() };
    Some(emit::Published { json, yaml: is_yaml.then(|| first.text.clone()) })
}

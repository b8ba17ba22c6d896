//! `tenon.toml` → [`Settings`]. Unknown keys are errors: a choice that is misspelt would be a choice not made.
use super::{Accepted, Chosen, Place, Rename, Replacement, Settings};
use crate::diagnostic::{Code, Diagnostics};
use crate::load::{FileId, Pointer, Sources};
use crate::names::{Kind, is_identifier};
use crate::select::{Selection, Selector};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    assume_types: Option<bool>,
    modules_by_tag: Option<bool>,
    docs: Option<bool>,
    #[serde(default)]
    overlays: Vec<Spanned<String>>,
    #[serde(default)]
    formats: BTreeMap<String, Spanned<Replacement>>,
    #[serde(default)]
    dependencies: BTreeMap<String, Spanned<Dependency>>,
    #[serde(default)]
    operations: Operations,
    #[serde(default)]
    rename: Vec<Spanned<Renamed>>,
    #[serde(default)]
    accept: Vec<Spanned<Accept>>,
}

/// What it says is for Cargo to judge: the text is carried over as it is.
#[derive(Debug)]
struct Dependency;

impl<'de> Deserialize<'de> for Dependency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Operations {
    #[serde(default)]
    include: Vec<Spanned<String>>,
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Renamed {
    kind: Spanned<String>,
    #[serde(default)]
    within: String,
    what: String,
    to: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    code: Spanned<String>,
    at: String,
    reason: Spanned<String>,
}

/// Reads the text of a `tenon.toml`, which becomes one of the sources. What is wrong is reported, and the rest holds.
pub fn read(sources: &mut Sources, name: &str, text: &str, diagnostics: &mut Diagnostics) -> Settings {
    let file = sources.push_text(name, text);
    match toml::from_str::<File>(text) {
        Ok(read) => settings(read, text, file, diagnostics),
        Err(error) => {
            let report = diagnostics.report(Code::InvalidSettings, &Pointer::root(file), error.message().to_owned());
            report.at_offset(error.span().map_or(0, |span| span.start));
            Settings::default()
        }
    }
}

fn settings(read: File, text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Settings {
    let mut settings = Settings::default();
    settings.assume_types = read.assume_types.unwrap_or(settings.assume_types);
    settings.modules_by_tag = read.modules_by_tag;
    settings.docs = read.docs;
    settings.overlays = read.overlays.into_iter().map(|path| chosen(path, file)).collect();
    settings.operations = Selection {
        include: read.operations.include.into_iter().map(|s| selector(s, file)).collect(),
        exclude: read.operations.exclude.into_iter().map(|s| selector(s, file)).collect(),
    };
    for (format, types) in read.formats {
        let types = chosen(types, file);
        match types.value.wrong() {
            None => drop(settings.formats.insert(format, types)),
            Some(path) => {
                let message = format!("`{path}` is no path of a Rust type");
                types.report(diagnostics, Code::InvalidSettings, message).help(
                    "emitted code has to find it from anywhere: `::my_crate::Email`, or `crate::Email` for one of the generated crate's own",
                );
            }
        }
    }
    let dependencies =
        read.dependencies.into_iter().filter_map(|(name, d)| dependency(name, &d, text, file, diagnostics));
    settings.dependencies = dependencies.collect();
    settings.renames = read.rename.into_iter().filter_map(|r| rename(r, file, diagnostics)).collect();
    settings.accepted = read.accept.into_iter().filter_map(|a| accepted(a, file, diagnostics)).collect();
    settings
}

fn chosen<T>(value: Spanned<T>, file: FileId) -> Chosen<T> {
    let place = Some(Place { file, offset: value.span().start });
    Chosen { value: value.into_inner(), place }
}

/// A dependency in the words of Cargo.toml, on one line.
fn dependency(
    name: String,
    value: &Spanned<Dependency>,
    text: &str,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<(String, Chosen<String>)> {
    let written = text.get(value.span()).unwrap_or_default().to_owned();
    let place = Some(Place { file, offset: value.span().start });
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let chosen = Chosen { value: written, place };
    if is_name && chosen.value.starts_with(['"', '\'', '{']) {
        return Some((name, chosen));
    }
    let message = format!("`{name}` is not written as a dependency");
    chosen
        .report(diagnostics, Code::InvalidSettings, message)
        .help("on one line, as in Cargo.toml: `lettre = \"0.11\"` or `lettre = { version = \"0.11\" }`");
    None
}

fn selector(text: Spanned<String>, file: FileId) -> Chosen<Selector> {
    let Chosen { value, place } = chosen(text, file);
    Chosen { value: Selector::new(&value), place }
}

fn rename(read: Spanned<Renamed>, file: FileId, diagnostics: &mut Diagnostics) -> Option<Chosen<Rename>> {
    let Chosen { value, place } = chosen(read, file);
    let (kind, to) = (chosen(value.kind, file), chosen(value.to, file));
    let Some(known) = Kind::from_word(&kind.value).filter(|kind| kind.is_name()) else {
        let message = format!("`{}` is no kind of name", kind.value);
        kind.report(diagnostics, Code::InvalidSettings, message).help("the first column of `names.lock` has the kinds");
        return None;
    };
    if !is_identifier(&to.value) {
        let message = format!("`{}` is no identifier that can be used in Rust", to.value);
        to.report(diagnostics, Code::InvalidSettings, message);
        return None;
    }
    Some(Chosen { value: Rename { kind: known, within: value.within, what: value.what, to: to.value }, place })
}

fn accepted(read: Spanned<Accept>, file: FileId, diagnostics: &mut Diagnostics) -> Option<Chosen<Accepted>> {
    let Chosen { value, place } = chosen(read, file);
    let (code, reason) = (chosen(value.code, file), chosen(value.reason, file));
    let Some(known) = Code::from_id(&code.value) else {
        let message = format!("`{}` is no code of a report", code.value);
        code.report(diagnostics, Code::InvalidSettings, message).help("`cargo xtask explain` lists them");
        return None;
    };
    if known.severity() == crate::diagnostic::Severity::Error {
        let message = format!("`{}` is an error: nothing is generated while it is there", code.value);
        code.report(diagnostics, Code::InvalidSettings, message).help("only warnings and notes can be accepted");
        return None;
    }
    if reason.value.trim().is_empty() {
        reason.report(diagnostics, Code::InvalidSettings, "say why the report is in order".to_owned());
        return None;
    }
    Some(Chosen { value: Accepted { code: known, at: value.at, reason: reason.value }, place })
}

//! `tenon.toml` → [`Settings`].
use super::{Replacement, Settings, path};
use crate::diagnostic::{Code, Diagnostics};
use crate::load::{FileId, Pointer, Sources};
use crate::select::{Selection, Selector};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// The file, as it may be written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    assume_types: bool,
    formats: BTreeMap<String, Replacement>,
    operations: Operations,
    dependencies: BTreeMap<String, Spanned<Dependency>>,
}

impl Default for File {
    fn default() -> Self {
        let Settings { assume_types, formats, .. } = Settings::default();
        Self { assume_types, formats, operations: Operations::default(), dependencies: BTreeMap::new() }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Operations {
    include: Vec<String>,
    exclude: Vec<String>,
}

/// What Cargo thinks of it is for Cargo to say: the text is carried over as it is.
struct Dependency;

impl<'de> Deserialize<'de> for Dependency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl<'de> Deserialize<'de> for Replacement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Types;

        impl<'de> Visitor<'de> for Types {
            type Value = Replacement;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the path of a Rust type, or one for each of `string`, `integer` and `number`")
            }

            fn visit_str<E: Error>(self, path: &str) -> Result<Replacement, E> {
                Ok(Replacement::all(path))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Replacement, A::Error> {
                const KINDS: &[&str] = &["string", "integer", "number"];
                let mut types = Replacement::default();
                while let Some(kind) = members.next_key::<String>()? {
                    let place = match kind.as_str() {
                        "string" => &mut types.string,
                        "integer" => &mut types.integer,
                        "number" => &mut types.number,
                        other => return Err(A::Error::unknown_field(other, KINDS)),
                    };
                    *place = Some(members.next_value()?);
                }
                Ok(types)
            }
        }

        deserializer.deserialize_any(Types)
    }
}

/// Reads a settings file and adds it to the sources, so that reports can show its lines. It comes after the document,
/// which is the first file.
///
/// `None` when something is wrong with it; that is reported.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Settings> {
    let id = sources.settings(name, String::from_utf8_lossy(bytes).into_owned());
    let root = Pointer::root(id);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            diagnostics
                .report(Code::UnreadableFile, &root, "the file is not UTF-8 text")
                .at_offset(error.valid_up_to());
            return None;
        }
    };
    let file = match toml::from_str::<File>(text) {
        Ok(file) => file,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            diagnostics.report(Code::InvalidSettings, &root, error.message().trim()).at_offset(offset);
            return None;
        }
    };
    let paths_are_good = check_paths(&file.formats, id, diagnostics);
    let dependencies = dependencies(&file.dependencies, text, id, diagnostics);
    let selectors = |list: Vec<String>| list.iter().map(|text| Selector::new(text)).collect();
    let operations =
        Selection { include: selectors(file.operations.include), exclude: selectors(file.operations.exclude) };
    paths_are_good.then_some(Settings {
        assume_types: file.assume_types,
        formats: file.formats,
        operations,
        dependencies: dependencies?,
        file: Some(id),
        ..Settings::default()
    })
}

fn check_paths(formats: &BTreeMap<String, Replacement>, file: FileId, diagnostics: &mut Diagnostics) -> bool {
    let mut good = true;
    for (format, types) in formats {
        let at = Pointer::new(file, "/formats").child(format);
        let named = [("string", &types.string), ("integer", &types.integer), ("number", &types.number)];
        let wrong = |(_, path): &(&str, &Option<String>)| path.as_ref().is_some_and(|path| !path::is_type(path));
        if let Some((kind, Some(path))) = named.into_iter().find(wrong) {
            good = false;
            let one = *types == Replacement::all(path);
            let at = if one { at } else { at.child(kind) };
            diagnostics.report(Code::InvalidSettings, &at, format!("`{path}` is no path of a Rust type")).help(
                "generated code names it from anywhere: write `::my_crate::Email` or, for the generated crate's own, `crate::Email`",
            );
        }
    }
    good
}

fn dependencies(
    listed: &BTreeMap<String, Spanned<Dependency>>,
    text: &str,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for (name, value) in listed {
        let written = text.get(value.span()).unwrap_or_default();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if !is_name || !written.starts_with(['"', '\'', '{']) {
            let at = Pointer::new(file, "/dependencies").child(name);
            diagnostics
                .report(Code::InvalidSettings, &at, format!("`{name}` is not written as a dependency"))
                .help("on one line, as in Cargo.toml: `lettre = \"0.11\"` or `lettre = { version = \"0.11\" }`");
            return None;
        }
        all.insert(name.clone(), written.to_owned());
    }
    Some(all)
}

//! The groups of the suite: a schema, and instances with what is to be said of them. Descriptions are not read.
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Which part of the suite a group belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Required,
    /// Groups of the required part that state no type, once more for each type that their instances have: a schema
    /// without a type becomes any JSON with a check, and typed code is what is tested.
    Typed,
    Optional,
    Format,
}

impl Part {
    pub(crate) const ALL: [Self; 4] = [Self::Required, Self::Typed, Self::Optional, Self::Format];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Typed => "with a type",
            Self::Optional => "optional",
            Self::Format => "optional/format",
        }
    }

    /// Whether wrong verdicts fail.
    pub(crate) fn must_be_right(self) -> bool {
        matches!(self, Self::Required | Self::Typed)
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Required => "",
            Self::Typed => "typed/",
            Self::Optional => "optional/",
            Self::Format => "optional/format/",
        }
    }
}

/// One schema and its instances.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) part: Part,
    file: String,
    pub(crate) index: usize,
    /// As the suite has it, every digit included; with an `$id` of its own, so that `#` is this schema.
    pub(crate) schema: String,
    /// The one `type` that the schema states.
    pub(crate) stated: Option<String>,
    pub(crate) cases: Vec<Case>,
}

/// An instance.
#[derive(Debug)]
pub(crate) struct Case {
    /// As the suite has it.
    pub(crate) text: String,
    pub(crate) valid: bool,
}

impl Group {
    /// `optional/format/date`
    pub(crate) fn file(&self) -> String {
        format!("{}{}", self.part.prefix(), self.file)
    }

    /// `optional_format_date_3`
    pub(crate) fn module(&self) -> String {
        let name = format!("{}_{}", self.file(), self.index);
        name.replace(|c: char| !c.is_ascii_alphanumeric(), "_").to_lowercase()
    }
}

#[derive(Deserialize)]
struct Written {
    schema: Box<RawValue>,
    tests: Vec<WrittenCase>,
}

#[derive(Deserialize)]
struct WrittenCase {
    data: Box<RawValue>,
    valid: bool,
}

/// Every group, file by file.
pub(crate) fn read(suite: &Path) -> Result<Vec<Group>, String> {
    let mut groups = Vec::new();
    for part in [Part::Required, Part::Optional, Part::Format] {
        let mut files = list(&suite.join(part.prefix()))?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        for path in files {
            let text =
                fs::read_to_string(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
            let written: Vec<Written> =
                serde_json::from_str(&text).map_err(|error| format!("`{}` is no suite: {error}", path.display()))?;
            let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            for (index, written) in written.iter().enumerate() {
                groups.push(group(part, &file, index, written));
                // A type makes a format more than a remark, and `type` is no word of a dialect without validation.
                if part == Part::Required && !["content", "format", "vocabulary"].contains(&file.as_str()) {
                    typed(&file, index, written, &mut groups);
                }
            }
        }
    }
    Ok(groups)
}

/// What is in a folder, sorted.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot list `{}`: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    Ok(paths)
}

fn group(part: Part, file: &str, index: usize, written: &Written) -> Group {
    let mut cases = cases(written);
    let text = written.schema.get();
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let mut stated = value.get("type").and_then(Value::as_str).map(str::to_owned);
    let mut added = Vec::new();
    if value.is_object() && value.get("$id").is_none() {
        added.push(format!("\"$id\":\"https://suite.invalid/{}{file}/{index}\"", part.prefix()));
    }
    // A format is a remark unless it is a string's type; that it says nothing of other values is not asked.
    if part == Part::Format && stated.is_none() {
        added.push("\"type\":\"string\"".to_owned());
        stated = Some("string".to_owned());
        cases.retain(|case| kind(&case.text) == "string");
    }
    Group { part, file: file.to_owned(), index, schema: with_members(text, &added), stated, cases }
}

fn cases(written: &Written) -> Vec<Case> {
    written.tests.iter().map(|case| Case { text: case.data.get().to_owned(), valid: case.valid }).collect()
}

/// The group with each type that its instances have; those of another type are not valid then.
fn typed(file: &str, index: usize, written: &Written, groups: &mut Vec<Group>) {
    let text = written.schema.get();
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    if !value.is_object() || value.get("type").is_some() {
        return;
    }
    let kinds: BTreeSet<_> = written.tests.iter().map(|case| kind(case.data.get())).collect();
    for stated in kinds {
        let file = format!("{stated}/{file}");
        let mut added = vec![format!("\"type\":\"{stated}\"")];
        if value.get("$id").is_none() {
            added.push(format!("\"$id\":\"https://suite.invalid/typed/{file}/{index}\""));
        }
        let mut cases = cases(written);
        for case in &mut cases {
            case.valid &= kind(&case.text) == stated;
        }
        let schema = with_members(text, &added);
        groups.push(Group { part: Part::Typed, file, index, schema, stated: Some(stated.to_owned()), cases });
    }
}

/// A schema with these members before its own.
fn with_members(schema: &str, added: &[String]) -> String {
    match schema.trim_start().strip_prefix('{').filter(|_| !added.is_empty()) {
        Some(rest) if rest.trim_start().starts_with('}') => format!("{{{}{rest}", added.join(",")),
        Some(rest) => format!("{{{},{rest}", added.join(",")),
        None => schema.to_owned(),
    }
}

/// The type of a JSON text.
fn kind(text: &str) -> &'static str {
    match text.bytes().next() {
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b'"') => "string",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        _ => "number",
    }
}

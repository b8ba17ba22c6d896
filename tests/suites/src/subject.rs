//! A group's schema, generated: its files, or why there are none.
use crate::group::Group;
use tenon::diagnostic::{Code, Diagnostics, Severity};
use tenon::ir::{self, Shape};
use tenon::load::{Budgets, Source, Sources};
use tenon::{OutputFile, Settings};

/// What became of a group.
#[derive(Debug)]
pub(crate) enum Subject {
    /// A report says that the generated code would not do what the schema says.
    Refused(Code),
    /// Generated, and what was said of each instance, once it was.
    Generated {
        files: Vec<OutputFile>,
        /// No type could be given to it: any JSON, with a check.
        untyped: bool,
        /// What the compiler said, if it did not compile.
        broken: Option<String>,
        verdicts: Vec<Verdict>,
    },
}

/// What the emitted code said of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepted,
    /// Where, and by which keyword.
    Refused(String),
    /// Decoded, and then something else went wrong with the value.
    Odd(String),
}

/// Codes of reports beside errors after which the code does less than the schema says.
const NOT_EXACT: &[Code] = &[Code::UnsupportedKeyword, Code::UnknownDialect];

/// The type that is decoded: an object with the subject as its one member.
pub(crate) const HOLDER: &str = "Holder";

pub(crate) fn generate(group: &Group, remotes: &[Source]) -> Subject {
    let module = group.module();
    let document = format!(
        r##"{{"openapi":"3.1.0","info":{{"title":"{module}","version":"1"}},"paths":{{}},"components":{{"schemas":{{
        "Subject":{},
        "{HOLDER}":{{"type":"object","required":["value"],"properties":{{"value":{{"$ref":"#/components/schemas/Subject"}}}}}}}}}}}}"##,
        group.schema
    );
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    if sources.read("subject.json", document.as_bytes(), &Budgets::default(), &mut diagnostics).is_none() {
        return Subject::Refused(diagnostics.iter().next().map_or(Code::SyntaxError, |first| first.code));
    }
    for remote in remotes {
        sources.push(remote.clone());
    }
    let options = tenon::Options {
        path: format!("suite::{module}"),
        module,
        source: format!("{} {}", group.file(), group.index),
        features: String::new(),
        settings: Settings { assume_types: false, ..Settings::default() },
        contract: false,
    };
    let outcome = tenon::generate(sources, diagnostics, &options);
    let refusal = outcome.diagnostics.iter().find(|d| d.severity == Severity::Error || NOT_EXACT.contains(&d.code));
    if let Some(refusal) = refusal {
        return Subject::Refused(refusal.code);
    }
    let untyped = outcome.api.as_ref().is_none_or(is_untyped);
    Subject::Generated { files: outcome.files, untyped, broken: None, verdicts: Vec::new() }
}

/// Whether the holder's member is any JSON.
fn is_untyped(api: &ir::Api) -> bool {
    let holder = api.types.iter().find(|ty| ty.name.as_ref().is_some_and(|name| name.wire == HOLDER));
    let Some(Shape::Struct(holder)) = holder.map(|ty| &ty.shape) else { return true };
    let below = |id| match api.types[ir::resolved(&api.types, id).0 as usize].shape {
        Shape::Nullable(inner) => ir::resolved(&api.types, inner),
        _ => ir::resolved(&api.types, id),
    };
    let ty = holder.fields.first().map(|field| below(field.ty));
    ty.is_none_or(|ty| matches!(api.types[ty.0 as usize].shape, Shape::Any(_)))
}

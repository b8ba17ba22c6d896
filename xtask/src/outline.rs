//! `outline`: what a document becomes, for reading.
use crate::arguments::Outline;
use crate::documents::{self, Loaded};
use crate::failure::Failure;
use crate::workspace;

pub(crate) fn run(arguments: &Outline) -> Result<(), Failure> {
    let module = workspace::module_name(arguments.name.as_deref(), &arguments.file)?;
    let file = &arguments.file;
    let Loaded { sources, mut diagnostics, complete, settings } = documents::load(
        file,
        &documents::shown(file),
        documents::home(file),
        arguments.settings.as_deref(),
        arguments.within.as_deref(),
    )?;
    let api = if complete { tenon::analyse(&sources, &module, &settings, &mut diagnostics) } else { None };
    documents::report(&diagnostics, &sources);
    match api {
        Some(api) if !diagnostics.has_errors() => {
            if !arguments.rust {
                anstream::print!("{}", tenon::review::http_outline(&api));
            }
            if !arguments.http {
                anstream::print!("{}", tenon::review::rust_outline(&api));
            }
            Ok(())
        }
        _ => Err(Failure::Document),
    }
}

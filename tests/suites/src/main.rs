//! The JSON-Schema-Test-Suite against emitted code: `cargo xtask schema-suite DIR`.
//!
//! Each group of the suite becomes a document with one component, generated on its own, for groups use the same `$id`s;
//! all are compiled into one crate, which decodes every instance strictly, validates what it decoded, and reads again
//! what it encoded. A group that is refused with a reason is not compiled; the ledger lists it.
mod compose;
mod cross;
mod emitted;
mod group;
mod ledger;
mod oracle;
mod remotes;
mod report;
mod subject;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// What can be typed.
#[derive(Debug, Parser)]
#[command(name = "schema-suite", bin_name = "cargo xtask schema-suite")]
pub(crate) struct Arguments {
    /// The suite of one draft, with its `remotes/`.
    directory: PathBuf,
    /// The workspace.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Groups of these files only: `ref`, `optional/format/date`. The ledger is left alone.
    #[arg(long, value_name = "FILE")]
    only: Vec<String>,
    /// Write the ledger instead of holding the groups against it.
    #[arg(long, conflicts_with = "only")]
    bless: bool,
    /// Ask every group about the instances of all groups as well, and compare with what `jsonschema` says.
    #[arg(long)]
    cross: bool,
    /// Ask that many groups that are put together from two of the suite's, instead of these.
    #[arg(long, value_name = "COUNT", conflicts_with_all = ["only", "bless", "cross"])]
    compose: Option<usize>,
    /// Which ones.
    #[arg(long, default_value_t = 1, requires = "compose")]
    seed: u64,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(why) => {
            anstream::eprintln!("error: {why}");
            ExitCode::from(3)
        }
    }
}

/// Whether all is as it should be; why nothing can be said.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let remotes = remotes::read(&arguments.directory.join("remotes"))?;
    let mut groups = group::read(&arguments.directory)?;
    if !arguments.only.is_empty() {
        groups.retain(|group| arguments.only.iter().any(|file| *file == group.file()));
    }
    let sources = remotes::sources(&remotes)?;
    let oracle = oracle::Oracle::new(remotes);
    if let Some(count) = arguments.compose {
        groups = compose::groups(&groups, arguments.seed, count, &oracle);
    }
    let mut subjects: Vec<_> = groups.iter().map(|group| subject::generate(group, &sources)).collect();
    let called = if arguments.compose.is_some() { "composed" } else { "subjects" };
    let place = emitted::Place::of(&arguments.root, called)?;
    emitted::judge(&place, &groups, &mut subjects)?;
    let rows: Vec<_> =
        groups.iter().zip(&subjects).map(|(group, subject)| report::row(group, subject, &oracle)).collect();
    let fine = report::print(&rows);
    if arguments.cross {
        cross::compare(&groups, &subjects, &emitted::answers(&place, true)?, &oracle);
    }
    if !arguments.only.is_empty() || arguments.compose.is_some() {
        return Ok(fine);
    }
    let file = arguments.root.join("tests/suites/json-schema-2020-12.ledger");
    Ok(ledger::hold(&file, &rows, arguments.bless)? && fine)
}

//! `diff`, and what its rules are made and tried with.
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Tell what a change of a document does, and to whom: on the wire and in Rust, for clients and for servers.
///
/// Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 usage, 3 a document cannot be read, 4 an exemption is stale.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// A document, `-`, `REVISION:path`, or a revision of this repository, which stands for every API under specs/.
    #[arg(value_name = "BASE")]
    pub(crate) base: String,
    /// The same; by default what is on the disk.
    #[arg(value_name = "REVISION")]
    pub(crate) revision: Option<String>,
    /// Compare with the commit at which the branch of BASE was left.
    #[arg(long)]
    pub(crate) merge_base: bool,
    /// How to report, and where to; several are possible.
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text")]
    pub(crate) format: Vec<String>,
    /// What makes the answer no.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
    /// What the API is called; by default as the file.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What has been accepted; by default `accepted.toml` beside the revision.
    #[arg(long, value_name = "FILE")]
    pub(crate) accepted: Option<PathBuf>,
}

/// What makes `diff` answer no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Somebody is harmed.
    Error,
    /// Somebody should look.
    Warning,
    /// Anything has changed.
    Note,
    /// Nothing does.
    Never,
}

/// Begin a new rule of `diff`: a line in its list, and the example's documents to be filled in.
#[derive(Args, Debug)]
pub(crate) struct DiffRule {
    /// What it is called: `property-removed`.
    pub(crate) id: String,
}

/// Ask the compiler whether `diff` is right about code: probes made from each base are compiled against its revision.
///
/// The changes are the examples of all rules, and changes of the documents under specs/ that dice make.
#[derive(Args, Debug)]
pub(crate) struct DiffOracle {
    /// How many changes by dice.
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) mutations: usize,
    /// What the dice begin with.
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) seed: u64,
    /// Asks `cargo-semver-checks` as well, where it is installed.
    #[arg(long)]
    pub(crate) semver_checks: bool,
}

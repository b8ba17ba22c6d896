//! Trials of what was emitted: by the tools of others, by the suite of JSON Schema, by many documents at once.
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Try other people's tools on what was emitted: schemathesis on the servers, Prism as the server for the clients.
///
/// Beside the APIs under specs/ there is `petshop`, a server that keeps what it is given (tests/petshop). Both tools are installed below target/conformance/, which takes Python, Node and their package registries.
#[derive(Args, Debug)]
pub(crate) struct Conformance {
    /// APIs under specs/, or `petshop` (default: all).
    #[arg(value_name = "API")]
    pub(crate) apis: Vec<String>,
    /// One tool alone.
    #[arg(long, value_enum, value_name = "TOOL")]
    pub(crate) only: Option<Tool>,
    /// Another document that the pet shop fits: schemathesis alone tries what is generated from it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["apis", "only"])]
    pub(crate) shop: Option<PathBuf>,
    /// Exchanges that `breadth DIR --loopback --record` has kept: Prism, as a proxy, holds each against its document.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["apis", "only", "shop"])]
    pub(crate) recorded: Option<PathBuf>,
}

/// A tool that `conformance` runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tool {
    /// Tries the emitted servers.
    Schemathesis,
    /// Serves the documents to the emitted clients.
    Prism,
}

/// Hold emitted code against the JSON-Schema-Test-Suite: each schema is generated and compiled, each instance decoded.
#[derive(Args, Debug)]
pub(crate) struct SchemaSuite {
    /// The suite of one draft, with its `remotes/`; and what the program of tests/suites takes beside it, as `--bless`.
    #[arg(value_name = "DIR", required = true, num_args = 1.., allow_hyphen_values = true)]
    pub(crate) arguments: Vec<std::ffi::OsString>,
}

/// Generate and compile both halves of every document below a directory, and print a table.
///
/// Everything stays below target/breadth/, so that a run that was cut short goes on where it was, and the next one
/// compiles what changed. Documents with errors are generated as far as the errors do not reach; those that
/// tests/breadth.ledger lists as invalid fail nothing, and lines of it that do not hold fail.
#[derive(Args, Debug)]
pub(crate) struct Breadth {
    /// Where the documents are, at any depth.
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// How many to generate or compile at once; by default as many as there are cores.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Only documents whose path has this in it, or one of these.
    #[arg(long, value_name = "SUBSTRING")]
    pub(crate) only: Vec<String>,
    /// Generate, and compile nothing.
    #[arg(long)]
    pub(crate) no_compile: bool,
    /// Try every operation: the emitted client talks to the emitted server about values at and around all limits.
    #[arg(long, conflicts_with = "no_compile")]
    pub(crate) loopback: bool,
    /// Keep every exchange as a file, for `conformance --recorded`.
    #[arg(long, requires = "loopback")]
    pub(crate) record: bool,
}

/// What `breadth` starts for each document.
#[derive(Args, Debug)]
pub(crate) struct BreadthOne {
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) runtime: String,
    #[arg(long)]
    pub(crate) within: PathBuf,
    /// With contract tests.
    #[arg(long)]
    pub(crate) contract: bool,
}

//! What can be typed.
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Tenon: typed Rust clients and server stubs from OpenAPI documents.
///
/// Exit codes: 0 fine, 1 the answer is no, 2 usage, 3 a document is unreadable or unsupported,
/// or a tool cannot be installed.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// The workspace; by default the one around the current directory.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Add(Add),
    Generate(Generate),
    Check(Check),
    Explain(Explain),
    Outline(Outline),
    Diff(Diff),
    DiffRule(DiffRule),
    DiffOracle(DiffOracle),
    Conformance(Conformance),
    SchemaSuite(SchemaSuite),
    Breadth(Breadth),
    Bench(Bench),
    Fuzz(Fuzz),
    #[command(hide = true)]
    FuzzBatch(FuzzBatch),
    #[command(hide = true)]
    BreadthOne(BreadthOne),
}

/// Take a document, or a documentation page that embeds one in a fenced block, into specs/.
#[derive(Args, Debug)]
pub(crate) struct Add {
    /// The document (.yaml, .json) or the page (.md).
    pub(crate) file: PathBuf,
    /// What the API is called; by default as the file.
    #[arg(long)]
    pub(crate) name: Option<String>,
}

/// Every document under specs/ → generated/, or any document → a crate of its own.
#[derive(Args, Debug, Default)]
pub(crate) struct Generate {
    /// APIs under specs/ (default: all); with --out: one document.
    #[arg(value_name = "API|FILE")]
    pub(crate) targets: Vec<String>,
    /// Write nothing; show what is stale, and fail if anything is.
    #[arg(long, conflicts_with = "watch")]
    pub(crate) check: bool,
    /// Only these operations: `tag:NAME`, `METHOD /path`, `/path`, an `operationId`; `*` stands for any text.
    #[arg(long, value_name = "SELECTOR", requires = "out")]
    pub(crate) include: Vec<String>,
    /// Never these operations.
    #[arg(long, value_name = "SELECTOR", requires = "out")]
    pub(crate) exclude: Vec<String>,
    /// Generate again whenever a document changes.
    #[arg(long)]
    pub(crate) watch: bool,
    /// Write a complete crate into this directory.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// What the crate and its module are called; by default as the file.
    #[arg(long, requires = "out")]
    pub(crate) name: Option<String>,
    /// Where the crate finds tenon-runtime: a directory, or a version requirement.
    #[arg(long, requires = "out", value_name = "PATH|VERSION")]
    pub(crate) runtime: Option<String>,
    /// Choices about the document; by default `tenon.toml` beside it.
    #[arg(long, requires = "out", value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// The folder that the files it refers to may be in; by default the document's own.
    #[arg(long, value_name = "DIR", requires = "out")]
    pub(crate) within: Option<PathBuf>,
    /// Generate what errors do not reach; they are reported all the same.
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Put contract tests beside the crate: exchanges that the document allows and forbids, for both halves, for the
    /// server that you write, and for a mock of it.
    #[arg(long, requires = "out")]
    pub(crate) with_tests: bool,
    /// Put the document into the crate, for the server to show behind the feature `docs`; as `docs = true` in `tenon.toml`.
    #[arg(long, requires = "out")]
    pub(crate) with_docs: bool,
}

/// Report everything about documents, and write nothing.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Documents, or pages that embed one.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Whatever is wrong with the document is an error, even where it can be carried.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Fail for these, too.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Choices about the documents; by default `tenon.toml` beside each.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// The folder that the files it refers to may be in; by default the document's own.
    #[arg(long, value_name = "DIR")]
    pub(crate) within: Option<PathBuf>,
}

/// What `check` does not let pass beside errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Everything but notes.
    Warnings,
    /// Everything.
    Notes,
}

/// Tell what a code of a report means and how to mend it.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// `unknown-reference`; without it, all codes with a sentence each.
    pub(crate) code: Option<String>,
}

/// How `check` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the lines of the document.
    Text,
    /// One line each: `path:line:column: error[code]: message`.
    Short,
    /// An array of objects.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Print what a document becomes: what travels and what the Rust says, one fact a line.
#[derive(Args, Debug)]
pub(crate) struct Outline {
    /// The document, or a page that embeds one.
    pub(crate) file: PathBuf,
    /// What the API is called; by default as the file.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Choices about the document; by default `tenon.toml` beside it.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// What travels, and nothing else.
    #[arg(long, conflicts_with = "rust")]
    pub(crate) http: bool,
    /// What the Rust says, and nothing else.
    #[arg(long)]
    pub(crate) rust: bool,
    /// The folder that the files it refers to may be in; by default the document's own.
    #[arg(long, value_name = "DIR")]
    pub(crate) within: Option<PathBuf>,
}

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

/// Measure what generating, compiling and running take. Machines are shared and noisy: look at ratios, not at seconds.
#[derive(Args, Debug)]
pub(crate) struct Bench {
    #[command(subcommand)]
    pub(crate) what: Measured,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Measured {
    Codec(BenchCodec),
    Compile(BenchCompile),
    Generate(BenchGenerate),
    Mutants(BenchMutants),
}

/// Make mistakes in emitted code, one at a time, and count those that the contract tests notice.
///
/// Of the crates that `cargo xtask breadth DIR --loopback` has left behind. The answer is no below 95%.
#[derive(Args, Debug)]
pub(crate) struct BenchMutants {
    /// What was given to `breadth`.
    #[arg(value_name = "DIR", required = true)]
    pub(crate) directories: Vec<PathBuf>,
    /// How many.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) count: usize,
    /// Which.
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Only crates whose name has this in it, or one of these.
    #[arg(long, value_name = "SUBSTRING")]
    pub(crate) only: Vec<String>,
}

/// Read and write JSON with emitted types and with serde's derives, in turn.
#[derive(Args, Debug)]
pub(crate) struct BenchCodec {}

/// Compile emitted types and the same types with serde's derives, in turn.
#[derive(Args, Debug)]
pub(crate) struct BenchCompile {
    /// How many structs of 12 properties.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) structs: usize,
    /// How many of the 12 are required.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) required: usize,
    /// How often; medians are shown.
    #[arg(long, value_name = "N", default_value = "3")]
    pub(crate) runs: NonZeroUsize,
    /// `cargo build` in place of `cargo check`.
    #[arg(long)]
    pub(crate) build: bool,
}

/// Generate documents of twice, four times, ... as many operations.
#[derive(Args, Debug)]
pub(crate) struct BenchGenerate {
    /// How many operations the smallest has.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) operations: usize,
    /// How often the number is doubled.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub(crate) doublings: u32,
    /// How often each is generated; medians are shown.
    #[arg(long, value_name = "N", default_value = "3")]
    pub(crate) runs: NonZeroUsize,
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

/// Try documents and texts that nobody wrote, made from those that somebody did.
///
/// What is tried follows from a number. What panics, crashes, takes too long or is not Rust is left below target/fuzz/ and told.
#[derive(Args, Debug)]
pub(crate) struct Fuzz {
    /// Documents, or folders of them, to start from (default: specs/ and tests/features/).
    #[arg(value_name = "FILE|DIR")]
    pub(crate) inputs: Vec<PathBuf>,
    /// What is tried (default: all).
    #[arg(long, value_enum, value_name = "TARGET")]
    pub(crate) target: Vec<FuzzTarget>,
    /// How many of each.
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub(crate) runs: u64,
    /// The first number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// How many processes; by default as many as there are cores.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Of the documents, compiles what this many come to, from the first number on.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) compile: usize,
}

/// What `fuzz` tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FuzzTarget {
    /// Trees changed node by node, through all stages.
    Documents,
    /// Texts changed byte by byte, through all stages.
    Texts,
    /// Pieces of JSON, through the runtime's reader and that of `serde_json`.
    Json,
}

impl FuzzTarget {
    pub(crate) const ALL: [Self; 3] = [Self::Documents, Self::Texts, Self::Json];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Texts => "texts",
            Self::Json => "json",
        }
    }
}

/// Some tries of `fuzz`, in a process of their own.
#[derive(Args, Debug)]
pub(crate) struct FuzzBatch {
    /// The files to start from, as JSON.
    pub(crate) list: PathBuf,
    pub(crate) home: PathBuf,
    pub(crate) target: FuzzTarget,
    pub(crate) from: u64,
    pub(crate) to: u64,
}

/// A tool that `conformance` runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tool {
    /// Tries the emitted servers.
    Schemathesis,
    /// Serves the documents to the emitted clients.
    Prism,
}

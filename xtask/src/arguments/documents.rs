//! Commands about documents: taking them in, generating from them, telling what is in them.
use clap::{Args, ValueEnum};
use std::path::PathBuf;

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

/// Tell what a code of a report means and how to mend it.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// `unknown-reference`; without it, all codes with a sentence each.
    pub(crate) code: Option<String>,
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

//! What can be typed: a file for each group of commands.
mod bench;
mod diff;
mod documents;
mod fuzz;
mod trials;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

pub(crate) use bench::{Bench, BenchCodec, BenchCompile, BenchGenerate, BenchMutants, Measured};
pub(crate) use diff::{Diff, DiffOracle, DiffRule, FailOn};
pub(crate) use documents::{Add, Check, Deny, Explain, Format, Generate, Outline};
pub(crate) use fuzz::{Fuzz, FuzzBatch, FuzzTarget};
pub(crate) use trials::{Breadth, BreadthOne, Conformance, SchemaSuite, Tool};

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

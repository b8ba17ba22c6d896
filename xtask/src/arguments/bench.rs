//! `bench`: what is measured.
use clap::{Args, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;

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
    /// Only kinds of mistakes whose name has this in it, or one of these.
    #[arg(long, value_name = "SUBSTRING")]
    pub(crate) kind: Vec<String>,
}

//! `fuzz`: what is tried that nobody wrote.
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

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

//! `bench`: what generating costs, what compiling the output costs, and what the output does for it.
//!
//! Everything is below `target/bench/`.
mod codec;
mod compile;
mod documents;
mod generate;
mod mutants;

use crate::arguments::{Bench, BenchCodec, Measured};
use crate::failure::Failure;
use crate::measure::Usage;
use crate::workspace::Root;

pub(crate) fn run(root: &Root, arguments: &Bench) -> Result<(), Failure> {
    let home = root.target()?.join("bench");
    match &arguments.what {
        Measured::Compile(compile) => compile::run(root, &home.join("compile"), compile),
        Measured::Codec(BenchCodec {}) => codec::run(root, &home.join("codec")),
        Measured::Mutants(mutants) => mutants::run(root, mutants),
        Measured::Generate(generate) => generate::run(root, &home.join("generate"), generate),
    }
}

/// The median of seconds, and of megabytes.
fn median(runs: &[Usage]) -> Usage {
    let middle = |of: fn(&Usage) -> f64| {
        let mut all: Vec<f64> = runs.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    Usage { seconds: middle(|u| u.seconds), megabytes: middle(|u| u.megabytes) }
}

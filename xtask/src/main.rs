//! The command line: `cargo xtask ...`. Thin: all input and output is here, all decisions are in `tenon`.
mod add;
mod arguments;
mod bench;
mod breadth;
mod check;
mod conformance;
mod crates;
mod diff;
mod differences;
mod documents;
mod explain;
mod failure;
mod fuzz;
mod generate;
mod lock;
mod measure;
mod neighbours;
mod outline;
mod package;
mod plan;
mod sarif;
mod suite;
mod watch;
mod workspace;

use arguments::{Arguments, Command};
use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(code) = measure::wrap() {
        return code;
    }
    // clap answers `--help` and wrong usage itself, with 2.
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.code())
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    let root = workspace::Root::find(arguments.root.as_deref());
    match arguments.command {
        Command::Add(add) => add::run(&root?, &add),
        Command::Generate(generate) => generate::run(&root, &generate),
        Command::Check(check) => check::run(&check),
        Command::Explain(explain) => explain::run(&explain),
        Command::Outline(outline) => outline::run(&outline),
        Command::Diff(diff) => diff::run(&root, &diff),
        Command::DiffRule(rule) => diff::rule::run(&root?, &rule),
        Command::DiffOracle(oracle) => diff::oracle::run(&root?, &oracle),
        Command::Conformance(conformance) => conformance::run(&root?, &conformance),
        Command::SchemaSuite(suite) => suite::run(&root?, &suite),
        Command::Bench(bench) => bench::run(&root?, &bench),
        Command::Fuzz(fuzz) => fuzz::run(&root?, &fuzz),
        Command::FuzzBatch(batch) => fuzz::run_batch(&batch),
        Command::Breadth(breadth) => breadth::run(&root?, &breadth),
        Command::BreadthOne(one) => breadth::run_one(&one),
    }
}

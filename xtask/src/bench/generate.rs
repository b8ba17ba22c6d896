//! Whether generating stays linear: documents of twice, four times, ... as many operations.
use super::{documents, median};
use crate::arguments::BenchGenerate;
use crate::breadth;
use crate::crates::write;
use crate::failure::Failure;
use crate::measure::Usage;
use crate::workspace::Root;
use std::path::Path;

pub(super) fn run(root: &Root, home: &Path, arguments: &BenchGenerate) -> Result<(), Failure> {
    anstream::println!("{:>10} {:>8} {:>8} {:>8} {:>10}", "operations", "MB", "CPU s", "peak MB", "to half");
    let mut before: Option<Usage> = None;
    for doubling in 0..=arguments.doublings {
        let operations = arguments.operations << doubling;
        let text = documents::operations(operations).to_string();
        let document = home.join(format!("operations{operations}.json"));
        write(&document, &text)?;
        let mut runs = Vec::new();
        for _ in 0..arguments.runs.get() {
            let usage = breadth::usage(&document, "operations", &home.join("crates"), &root.runtime())?;
            runs.push(usage.unwrap_or_default());
        }
        let usage = median(&runs);
        let to_half = before.map_or_else(String::new, |half| format!("{:.2} x", usage.seconds / half.seconds));
        let megabytes = text.len() / 1_000_000;
        anstream::println!(
            "{operations:>10} {megabytes:>8} {:>8.2} {:>8.0} {to_half:>10}",
            usage.seconds,
            usage.megabytes
        );
        before = Some(usage);
    }
    Ok(())
}

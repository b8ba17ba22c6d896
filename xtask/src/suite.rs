//! `schema-suite`: starts the program of tests/suites, which is apart so that nothing else waits for what it is built from.
use crate::arguments::SchemaSuite;
use crate::failure::Failure;
use crate::workspace::{self, Root};
use std::path::Path;

pub(crate) fn run(root: &Root, arguments: &SchemaSuite) -> Result<(), Failure> {
    let mut cargo = workspace::cargo();
    let status = cargo
        .args(["run", "--quiet", "--package", "suites", "--manifest-path"])
        .arg(root.directory().join("Cargo.toml"))
        .arg("--")
        .arg("--root")
        .arg(root.directory())
        .args(&arguments.arguments)
        .status()
        .map_err(Failure::disk("run", Path::new(cargo.get_program())))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(2) => Err(Failure::Usage("`schema-suite` was not called like that; see above".to_owned())),
        Some(3) => Err(Failure::Document),
        _ => Err(Failure::No),
    }
}

//! Types as they are emitted against the same types with serde's derives: how fast they are read and written.
use super::compile::{self, DERIVES, EMITTED};
use crate::crates::write;
use crate::failure::Failure;
use crate::workspace::Root;
use std::path::Path;

const RACE: &str = "race";

pub(super) fn run(root: &Root, home: &Path) -> Result<(), Failure> {
    // Enough structs for one that holds others.
    compile::workspace(root, home, 8, 0)?;
    let runtime = compile::runtime(root, &home.join(RACE))?;
    let dependencies = format!(
        "{EMITTED} = {{ path = \"../{EMITTED}\" }}\n{DERIVES} = {{ path = \"../{DERIVES}\" }}\nserde_json = \"1\"\n{runtime}"
    );
    write(&home.join(RACE).join("Cargo.toml"), &compile::manifest(RACE, &dependencies))?;
    write(&home.join(RACE).join("src/main.rs"), include_str!("race/main.rs"))?;
    compile::members(home, &[EMITTED, DERIVES, RACE])?;
    compile::cargo(home, "run", &["--release", "--package", RACE])
}

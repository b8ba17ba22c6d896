//! The pet shop: an API that keeps what it is given, so that calls can follow each other, as the document links them.
use super::document::Described;
use super::{Places, Row, schemathesis};
use crate::arguments::Generate;
use crate::failure::Failure;
use crate::package;
use crate::workspace::{Root, Spec};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Its module, and what it is called on the command line.
pub(super) const NAME: &str = "petshop";

/// What the server takes beside what every emitted crate does.
const TOKIO: &str = "tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }\n";

fn home(root: &Root) -> PathBuf {
    root.directory().join("tests").join(NAME)
}

/// The document of our own; `conformance_server` serves it.
pub(super) fn spec(root: &Root) -> Spec {
    Spec { api: NAME.to_owned(), path: home(root).join("openapi.yaml") }
}

/// Another document that the shop fits: a crate is generated from it, the shop is put in, and schemathesis tries it.
pub(super) fn other(root: &Root, places: &Places, tool: &Path, document: &Path) -> Result<Row, Failure> {
    let out = places.home.join("another_shop");
    let arguments = Generate {
        targets: vec![document.to_string_lossy().into_owned()],
        name: Some(NAME.to_owned()),
        out: Some(out.clone()),
        ..Generate::default()
    };
    package::plan(Some(root), &arguments, &out)?.apply()?;
    for file in ["main.rs", "shop.rs"] {
        let (from, to) = (home(root).join(file), out.join("src").join(file));
        fs::copy(&from, &to).map_err(Failure::disk("copy", &from))?;
    }
    let manifest = out.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(Failure::disk("read", &manifest))?;
    let text = text.replacen("[dependencies]\n", &format!("[dependencies]\n{TOKIO}"), 1);
    fs::write(&manifest, text).map_err(Failure::disk("write", &manifest))?;
    // The versions that everything else is tried with.
    let lock = out.join("Cargo.lock");
    fs::copy(root.directory().join("Cargo.lock"), &lock).map_err(Failure::disk("copy", &lock))?;

    let target = root.target()?;
    let mut build = root.cargo();
    build.args(["build", "--quiet", "--manifest-path"]).arg(&manifest).arg("--target-dir").arg(&target);
    if !build.status().map_err(Failure::disk("run", Path::new("cargo")))?.success() {
        return Err(Failure::No);
    }
    let api = Described::read(&Spec { api: "another_shop".to_owned(), path: document.to_owned() })?;
    schemathesis::run(places, tool, &api, Command::new(target.join("debug").join(NAME)))
}

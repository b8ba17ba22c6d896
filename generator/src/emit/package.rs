//! What stands around the modules: a crate of its own for one document, or the workspace's crate of all of them.
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where a package finds the runtime.
#[derive(Clone, Debug)]
pub enum Runtime {
    /// A directory, as the manifest shall spell it.
    Path(String),
    /// A version requirement.
    Version(String),
}

/// What a generated crate depends on beside the runtime: names, and what Cargo.toml says of each.
pub type Dependencies = BTreeMap<String, String>;

fn lines(dependencies: &Dependencies) -> String {
    dependencies.iter().map(|(name, value)| format!("{name} = {value}\n")).collect()
}

/// `Cargo.toml` and `src/lib.rs` of a crate with one API in `src/<module>/`.
#[must_use]
pub fn package(
    name: &str,
    version: &str,
    module: &str,
    runtime: &Runtime,
    dependencies: &Dependencies,
) -> Vec<(&'static str, String)> {
    let runtime = match runtime {
        Runtime::Path(path) => format!("path = {}", quoted(path)),
        Runtime::Version(version) => format!("version = {}", quoted(version)),
    };
    let manifest = format!(
        r#"# Made by `cargo xtask generate`; do not edit.
[package]
name = {name}
version = {version}
edition = "2024"
rust-version = "1.88"

[features]
default = ["client", "server"]
client = ["tenon-runtime/client", "tenon-runtime/hyper"]
server = ["tenon-runtime/server"]
# `Serialize` and `Deserialize` for the types.
serde = []

[dependencies]
tenon-runtime = {{ {runtime}, default-features = false }}
{dependencies}"#,
        dependencies = lines(dependencies),
        name = quoted(name),
        version = quoted(version),
    );
    let lib = format!(
        "//! A typed client and a server stub, made by `cargo xtask generate`; do not edit.\n#![forbid(unsafe_code)]\n\n#[rustfmt::skip]\npub mod {module};\n\npub use tenon_runtime;\n"
    );
    vec![("Cargo.toml", manifest), ("src/lib.rs", lib)]
}

/// `Cargo.toml` and `src/lib.rs` of the workspace's crate: one feature and one module for each API.
/// `apis`: module and title.
#[must_use]
pub fn workspace(apis: &[(String, String)], dependencies: &Dependencies) -> Vec<(&'static str, String)> {
    let all = apis.iter().map(|(module, _)| format!("\"{module}\"")).collect::<Vec<_>>().join(", ");
    let comma = if apis.is_empty() { "" } else { ", " };
    let mut features = format!("default = [{all}{comma}\"client\", \"server\"]\n");
    features.push_str(
        "client = [\"tenon-runtime/client\", \"tenon-runtime/hyper\"]\nserver = [\"tenon-runtime/server\"]\n# `Serialize` and `Deserialize` for the types.\nserde = []\n",
    );
    let mut lib = String::from(
        "//! Typed clients and server stubs, one module for each API, each behind a feature of its own.\n#![forbid(unsafe_code)]\n\n",
    );
    for (module, title) in apis {
        let title = super::markdown::cell(title);
        // Writing to a string cannot fail.
        let _ = writeln!(features, "{module} = []");
        let _ = writeln!(lib, "/// {title}\n#[cfg(feature = \"{module}\")]\n#[rustfmt::skip]\npub mod {module};");
    }
    lib.push_str("\npub use tenon_runtime;\n");
    let manifest = format!(
        r#"# Made by `cargo xtask generate`; do not edit.
[package]
name = "generated"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish = false

[features]
{features}
[dependencies]
tenon-runtime.workspace = true
{dependencies}"#,
        dependencies = lines(dependencies)
    );
    vec![("Cargo.toml", manifest), ("src/lib.rs", lib)]
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

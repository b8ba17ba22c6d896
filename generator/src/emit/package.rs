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

/// What else a crate holds beside its API's module.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// The files of [`crate::contract()`].
    pub contract: bool,
    /// The document, in the module.
    pub docs: bool,
    /// Bodies of XML.
    pub xml: bool,
}

/// What a generated crate depends on beside the runtime: names, and what Cargo.toml says of each.
pub type Dependencies = BTreeMap<String, String>;

fn lines(dependencies: &Dependencies) -> String {
    dependencies.iter().map(|(name, value)| format!("{name} = {value}\n")).collect()
}

/// The name of the feature of a tag's module: `repos`, `github-repos`, `code-scanning`.
pub(super) fn feature(prefix: &str, module: &str) -> String {
    // Keywords have a `_` behind them.
    format!("{prefix}{}", module.trim_end_matches('_').replace('_', "-"))
}

/// `Cargo.toml` and `src/lib.rs` of a crate with one API in `src/<module>/`. `tags`: the modules of its tags, if they have any,
/// see [`Lock::modules`](crate::names::Lock::modules).
#[must_use]
pub fn package(
    name: &str,
    version: &str,
    module: &str,
    tags: &[String],
    runtime: &Runtime,
    dependencies: &Dependencies,
    Beside { contract, docs, xml }: Beside,
) -> Vec<(&'static str, String)> {
    let tags = tags.iter().map(|tag| feature("", tag)).collect::<Vec<_>>();
    let halves = ["client".to_owned(), "server".to_owned()];
    let default = list(halves.iter().chain(&tags));
    let (feature, test) = match contract {
        true => {
            let runtime = ["tenon-runtime/contract".to_owned()];
            let all = list(halves.iter().chain(&tags).chain(&runtime));
            let feature = format!(
                "# The document's exchanges, tried on both halves or on your own server: see `contract`.\ncontract = {all}\n"
            );
            (feature, "\n[[test]]\nname = \"contract\"\nrequired-features = [\"contract\"]\n")
        }
        false => (String::new(), ""),
    };
    let docs = if docs { DOCS } else { "" };
    let tags = match &tags[..] {
        [] => String::new(),
        _ => format!("# The operations of each tag.\n{}", empty(&tags)),
    };
    let runtime = match runtime {
        Runtime::Path(path) => format!("path = {}", quoted(path)),
        Runtime::Version(version) => format!("version = {}", quoted(version)),
    };
    let xml = if xml { XML } else { "" };
    let manifest = format!(
        r#"# Made by `cargo xtask generate`; do not edit.
[package]
name = {name}
version = {version}
edition = "2024"
rust-version = "1.88"

[features]
default = {default}
client = ["tenon-runtime/client", "tenon-runtime/hyper"]
server = ["tenon-runtime/server"]
# `Serialize` and `Deserialize` for the types.
serde = []
{docs}{feature}{tags}
[dependencies]
tenon-runtime = {{ {runtime}, default-features = false{xml} }}
{dependencies}{test}"#,
        dependencies = lines(dependencies),
        name = quoted(name),
        version = quoted(version),
    );
    let own = match contract {
        true => "\n#[cfg(feature = \"contract\")]\n#[rustfmt::skip]\npub mod contract;\n",
        false => "",
    };
    let lib = format!(
        "//! A typed client and a server stub, made by `cargo xtask generate`; do not edit.\n#![forbid(unsafe_code)]\n\n#[rustfmt::skip]\npub mod {module};\n{own}\npub use tenon_runtime;\n"
    );
    let mut files = vec![("Cargo.toml", manifest), ("src/lib.rs", lib)];
    if contract {
        files.push(("tests/contract.rs", TESTS.replace("NAME", name)));
    }
    files
}

/// The feature behind which the document itself is.
const DOCS: &str = "# The document, and a page to read it and to try it, for a server to show.\ndocs = [\"server\"]\n";

/// What the runtime is asked for where bodies travel as XML.
const XML: &str = ", features = [\"xml\"]";

/// Runs the contract of a crate called `NAME`.
const TESTS: &str = r#"//! What the document says, tried. Made by `cargo xtask generate`; do not edit.
use NAME::contract;
use NAME::tenon_runtime::contract::Target;

#[test]
fn both_halves_keep_the_contract() {
    contract::both_halves().assert();
}

#[test]
fn the_server_at_a_url_keeps_the_contract() {
    match std::env::var("TENON_CONTRACT_URL") {
        Ok(url) => contract::server(&Target::url(&url)).assert(),
        Err(_) => println!("skipped: TENON_CONTRACT_URL is not set"),
    }
}
"#;

/// An array of TOML: on one line, or one line each where there are many.
fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names = names.map(|name| quoted(name)).collect::<Vec<_>>();
    match names.len() > MANY {
        true => format!("[\n{}]", names.iter().map(|name| format!("    {name},\n")).collect::<String>()),
        false => format!("[{}]", names.join(", ")),
    }
}

const MANY: usize = 12;

/// Features that enable nothing else.
fn empty(names: &[String]) -> String {
    names.iter().map(|name| format!("{} = []\n", key(name))).collect()
}

/// A key of TOML.
fn key(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { name.to_owned() } else { quoted(name) }
}

/// One of the APIs of the workspace's crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its module, and its feature.
    pub module: String,
    /// What the document calls it.
    pub title: String,
    /// The modules of its tags, if they have any, see [`Lock::modules`](crate::names::Lock::modules).
    pub tags: Vec<String>,
    /// The document itself is part of it.
    pub docs: bool,
    /// It has bodies of XML.
    pub xml: bool,
}

impl Listed {
    /// The features of the API: one, or all of it, what its tags have in common, and each of them.
    fn features(&self) -> String {
        let module = &self.module;
        if self.tags.is_empty() {
            return format!("{module} = []\n");
        }
        let tags = self.tags.iter().map(|tag| feature(&format!("{module}-"), tag)).collect::<Vec<_>>();
        let common = self.gate();
        let each = tags.iter().map(|tag| format!("{} = [{}]\n", key(tag), quoted(&common)));
        format!("{module} = {}\n{common} = []\n{}", list(tags.iter()), each.collect::<String>())
    }

    /// The feature that the module is behind. No tag's module is called `types`.
    fn gate(&self) -> String {
        if self.tags.is_empty() { self.module.clone() } else { format!("{}-types", self.module) }
    }
}

/// `Cargo.toml` and `src/lib.rs` of the workspace's crate: one feature and one module for each API, and one feature for
/// each tag that has a module.
#[must_use]
pub fn workspace(apis: &[Listed], dependencies: &Dependencies) -> Vec<(&'static str, String)> {
    let halves = ["client".to_owned(), "server".to_owned()];
    let default = apis.iter().map(|api| quoted(&api.module)).chain(halves.iter().map(|half| quoted(half)));
    let mut features = format!("default = [{}]\n", default.collect::<Vec<_>>().join(", "));
    features.push_str(
        "client = [\"tenon-runtime/client\", \"tenon-runtime/hyper\"]\nserver = [\"tenon-runtime/server\"]\n# `Serialize` and `Deserialize` for the types.\nserde = []\n",
    );
    if apis.iter().any(|api| api.docs) {
        features.push_str(DOCS);
    }
    let mut lib = String::from(
        "//! Typed clients and server stubs, one module for each API, each behind a feature of its own.\n#![forbid(unsafe_code)]\n\n",
    );
    for api in apis {
        let (module, gate, title) = (&api.module, api.gate(), super::markdown::cell(&api.title));
        features.push_str(&api.features());
        // Writing to a string cannot fail.
        let _ = writeln!(lib, "/// {title}\n#[cfg(feature = \"{gate}\")]\n#[rustfmt::skip]\npub mod {module};");
    }
    lib.push_str("\npub use tenon_runtime;\n");
    let runtime = match apis.iter().any(|api| api.xml) {
        true => format!("tenon-runtime = {{ workspace = true{XML} }}"),
        false => "tenon-runtime.workspace = true".to_owned(),
    };
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
{runtime}
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

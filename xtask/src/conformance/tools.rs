//! The tools: which versions, and how they are installed below `target/conformance/`.
use crate::failure::Failure;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A tool at the version that it was tried with.
pub(super) struct Pinned {
    pub(super) name: &'static str,
    package: &'static str,
    version: &'static str,
}

/// From the Python package index.
pub(super) const SCHEMATHESIS: Pinned =
    Pinned { name: "schemathesis", package: "schemathesis==4.32.5", version: "4.32.5" };
/// From the npm registry.
pub(super) const PRISM: Pinned = Pinned { name: "prism", package: "@stoplight/prism-cli@5.14.2", version: "5.14.2" };

/// The command `schemathesis`, in a virtual environment of its own.
pub(super) fn schemathesis(home: &Path) -> Result<PathBuf, Failure> {
    let (bin, python) = if cfg!(windows) { ("Scripts", "python") } else { ("bin", "python3") };
    let environment = install(home, &SCHEMATHESIS, "Python 3.10 or newer", |directory| {
        let mut create = Command::new(python);
        create.args(["-m", "venv"]).arg(directory);
        let mut install = Command::new(directory.join(bin).join("python"));
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS.package]);
        [create, install]
    })?;
    Ok(environment.join(bin).join("schemathesis"))
}

/// The script of Prism's command line, to be run by `node`.
pub(super) fn prism(home: &Path) -> Result<PathBuf, Failure> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let directory = install(home, &PRISM, "Node 18.20 or newer", |directory| {
        let mut install = Command::new(npm);
        install.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(directory).arg(PRISM.package);
        let mut node = Command::new("node");
        node.arg("--version");
        [node, install]
    })?;
    Ok(directory.join("node_modules").join("@stoplight").join("prism-cli").join("dist").join("index.js"))
}

/// Runs the commands unless they have all succeeded before; what a run that was cut short left behind is removed.
fn install(
    home: &Path,
    tool: &Pinned,
    needs: &str,
    commands: impl Fn(&Path) -> [Command; 2],
) -> Result<PathBuf, Failure> {
    let directory = home.join(format!("{}-{}", tool.name, tool.version));
    let done = directory.join("installed");
    if done.is_file() {
        return Ok(directory);
    }
    anstream::eprintln!("installing {} {} into `{}`", tool.name, tool.version, directory.display());
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(Failure::disk("remove", &directory))?;
    }
    fs::create_dir_all(&directory).map_err(Failure::disk("create", &directory))?;
    for mut command in commands(&directory) {
        let ran = command.stdin(Stdio::null()).output();
        let why = match ran {
            Ok(output) if output.status.success() => continue,
            Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            Err(error) => format!("`{}`: {error}", command.get_program().to_string_lossy()),
        };
        return Err(Failure::Tool { name: tool.package, needs: needs.to_owned(), why });
    }
    fs::write(&done, "").map_err(Failure::disk("write", &done))?;
    Ok(directory)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn fails_to_start(_: &Path) -> [Command; 2] {
        [Command::new("no-such-program-as-this"), Command::new("no-such-program-as-this")]
    }

    #[test]
    fn a_tool_that_cannot_be_installed_says_what_it_needs() {
        let home = tempfile::tempdir().unwrap();
        let failure = install(home.path(), &PRISM, "Node 18", fails_to_start).unwrap_err();
        assert_eq!(failure.code(), 3);
        let text = failure.text().unwrap();
        assert!(text.contains(PRISM.package) && text.contains("Node 18") && text.contains("no-such-program"), "{text}");
    }

    #[test]
    fn what_is_installed_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join(format!("{}-{}", PRISM.name, PRISM.version));
        fs::create_dir(&directory).unwrap();
        assert!(install(home.path(), &PRISM, "", fails_to_start).is_err(), "cut short");
        fs::write(directory.join("installed"), "").unwrap();
        assert_eq!(install(home.path(), &PRISM, "", fails_to_start).unwrap(), directory);
    }
}

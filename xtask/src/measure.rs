//! What a process took: CPU time and the most memory that it held at once.
//!
//! Cargo is told to run the compiler by way of this program ([`wrap`]), which then sees what that one compiler took.
use crate::failure::Failure;
use crate::workspace;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Says that this program runs as a wrapper of the compiler, and where it leaves what it saw.
const VARIABLE: &str = "TENON_BREADTH_USAGE";

/// Nothing where the system cannot tell.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Usage {
    /// User and system time.
    pub(crate) seconds: f64,
    /// Peak resident set.
    pub(crate) megabytes: f64,
}

/// What this process took itself so far.
pub(crate) fn own() -> Option<Usage> {
    usage(false)
}

#[cfg(unix)]
fn usage(of_children: bool) -> Option<Usage> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let who = if of_children { UsageWho::RUSAGE_CHILDREN } else { UsageWho::RUSAGE_SELF };
    let usage = getrusage(who).ok()?;
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    let per_megabyte = if cfg!(target_vendor = "apple") { 1_048_576.0 } else { 1024.0 };
    Some(Usage { seconds: micros as f64 / 1e6, megabytes: usage.max_rss() as f64 / per_megabyte })
}

#[cfg(not(unix))]
fn usage(_: bool) -> Option<Usage> {
    None
}

/// A cargo that runs the compiler by way of this program, which leaves what that took in `directory`.
pub(crate) fn cargo(directory: &Path) -> Result<Command, Failure> {
    let program = std::env::current_exe().map_err(Failure::disk("find", Path::new("xtask")))?;
    let mut cargo = workspace::cargo();
    cargo.env("RUSTC_WORKSPACE_WRAPPER", program).env(VARIABLE, directory);
    Ok(cargo)
}

/// If cargo started us in place of the compiler: runs it, and leaves what it took under the name of its crate.
pub(crate) fn wrap() -> Option<ExitCode> {
    let directory = std::env::var_os(VARIABLE)?;
    let mut arguments = std::env::args_os().skip(1);
    let compiler = arguments.next()?;
    let rest: Vec<OsString> = arguments.collect();
    let status = match Command::new(&compiler).args(&rest).status() {
        Ok(status) => status,
        Err(error) => {
            Failure::disk("run", Path::new(&compiler))(error).print();
            return Some(ExitCode::FAILURE);
        }
    };
    let named = rest.iter().position(|a| a == "--crate-name").and_then(|at| rest.get(at + 1)?.to_str());
    // `___` is cargo asking the compiler about itself.
    if let Some((name, usage)) = named.filter(|name| *name != "___").zip(usage(true))
        && let Ok(text) = serde_json::to_string(&usage)
    {
        // A figure that is missing shows in the table.
        let _ = fs::write(file(Path::new(&directory), name), text);
    }
    Some(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// What the compiler took for a crate when it was last compiled.
pub(crate) fn recorded(directory: &Path, name: &str) -> Option<Usage> {
    serde_json::from_slice(&fs::read(file(directory, name)).ok()?).ok()
}

fn file(directory: &Path, name: &str) -> PathBuf {
    directory.join(format!("{name}.json"))
}

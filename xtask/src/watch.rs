//! `--watch`: again, whenever something changes.
use crate::failure::Failure;
use notify::{EventKind, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// Editors write a file in several steps; this long nothing must happen before we look.
const QUIET: Duration = Duration::from_millis(200);

/// Does it once, and again after each change below the paths. Its failures are printed; only the watching can fail.
pub(crate) fn repeat(paths: &[PathBuf], mut once: impl FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading the documents is no change.
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            // Nobody listens any more: we are about to end.
            let _ = sender.send(());
        }
    })
    .map_err(Failure::Watch)?;
    for path in paths {
        // A file is replaced when it is saved; its directory stays.
        let watched = if path.is_dir() {
            path
        } else {
            path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
        };
        watcher.watch(watched, RecursiveMode::Recursive).map_err(Failure::Watch)?;
    }
    loop {
        if let Err(failure) = once() {
            failure.print();
        }
        anstream::eprintln!("waiting for changes; Ctrl-C ends");
        if events.recv().is_err() {
            return Ok(());
        }
        while events.recv_timeout(QUIET).is_ok() {}
    }
}

//! Exchanges as files, for those who want to look at them or hold them against something else.
use core::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::compare::Message;
use super::exchanges::Operation;

/// Writes the request and the reply of each exchange as HTTP/1.1 has them, into the directory that `TENON_CONTRACT_RECORD`
/// names.
#[derive(Default)]
pub(super) struct Recorder {
    directory: Option<PathBuf>,
    count: AtomicUsize,
}

impl Recorder {
    pub(super) fn from_environment() -> Self {
        let directory = std::env::var_os("TENON_CONTRACT_RECORD").map(PathBuf::from);
        Self { directory, count: AtomicUsize::new(0) }
    }

    /// `allowed`: by the document.
    pub(super) fn keep(&self, operation: &Operation, why: &str, allowed: bool, request: &Message, reply: &Message) {
        let Some(directory) = &self.directory else { return };
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let letters = operation.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
        let name: String = letters.take(60).collect();
        let name = format!("{count:06}-{}-{name}", if allowed { "allowed" } else { "refused" });
        let line = format!("{} {} HTTP/1.1\r\nhost: contract.example\r\n", request.method, request.target);
        // What cannot be written is looked for in vain, and whoever looks says so.
        let _ = std::fs::create_dir_all(directory);
        let _ = std::fs::write(directory.join(format!("{name}.request")), message(&line, request));
        let line = format!("HTTP/1.1 {}\r\n", reply.status);
        let _ = std::fs::write(directory.join(format!("{name}.reply")), message(&line, reply));
        let _ = std::fs::write(directory.join(format!("{name}.why")), why);
    }
}

fn message(first: &str, message: &Message) -> Vec<u8> {
    let mut head = first.to_owned();
    for (name, value) in &message.headers {
        // Writing to a string cannot fail.
        let _ = write!(head, "{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
    }
    let _ = write!(head, "content-length: {}\r\n\r\n", message.content.len());
    let mut out = head.into_bytes();
    out.extend_from_slice(&message.content);
    out
}

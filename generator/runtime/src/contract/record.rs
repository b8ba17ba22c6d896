//! Exchanges as files, for those who want to look at them or hold them against something else.
use core::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::compare::Message;
use super::exchanges::Operation;

/// Writes each exchange as the text of HTTP/1.1, into the directory that `TENON_CONTRACT_RECORD` names.
pub(super) struct Recorder {
    directory: Option<PathBuf>,
    count: AtomicUsize,
}

impl Recorder {
    pub(super) fn from_environment() -> Self {
        let directory = std::env::var_os("TENON_CONTRACT_RECORD").map(PathBuf::from);
        Self { directory, count: AtomicUsize::new(0) }
    }

    pub(super) fn keep(&self, operation: &Operation, why: &str, request: &Message, reply: &Message) {
        let Some(directory) = &self.directory else { return };
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut out = Vec::new();
        let line = format!("{} {} HTTP/1.1\r\nhost: contract.example\r\n", request.method, request.target);
        message(&mut out, &line, request);
        message(&mut out, &format!("HTTP/1.1 {}\r\n", reply.status), reply);
        let name: String =
            operation.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(60).collect();
        // A sentence of what is special about it stands where it disturbs nobody.
        let _ = std::fs::create_dir_all(directory);
        let _ = std::fs::write(directory.join(format!("{count:06}-{name}.http")), out);
        let _ = std::fs::write(directory.join(format!("{count:06}-{name}.txt")), why);
    }
}

fn message(out: &mut Vec<u8>, first: &str, message: &Message) {
    let mut head = first.to_owned();
    for (name, value) in &message.headers {
        // Writing to a string cannot fail.
        let _ = write!(head, "{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
    }
    let _ = write!(head, "content-length: {}\r\n\r\n", message.content.len());
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(&message.content);
    out.extend_from_slice(b"\r\n");
}

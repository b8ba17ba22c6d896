//! Servers in processes of their own, which end with us.
use crate::failure::Failure;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a server may take until it says where it listens.
const START: Duration = Duration::from_secs(60);

/// A server that runs. It is killed when this goes; were we killed ourselves, its standard input ends, and so does it.
pub(super) struct Server {
    child: Child,
    pub(super) url: String,
}

impl Server {
    /// Waits for a line with the URL that the server listens on.
    pub(super) fn start(mut command: Command) -> Result<Self, Failure> {
        let program = Path::new(command.get_program()).to_owned();
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
        let mut child = spawned.map_err(Failure::disk("start", &program))?;
        let output = child.stdout.take();
        // From here on every way out ends the child.
        let mut server = Self { child, url: String::new() };
        let (found, url) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(
                output.map_or_else(|| Box::new(std::io::empty()) as Box<dyn Read + Send>, |o| Box::new(o)),
            );
            let mut line = String::new();
            // Read on to the end: a full pipe would stop the server.
            while output.read_line(&mut line).is_ok_and(|read| read > 0) {
                if let Some(url) = listening(&line) {
                    let _ = found.send(url.to_owned());
                }
                line.clear();
            }
        });
        server.url = url.recv_timeout(START).map_err(|_| Failure::Silent(program))?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The URL of a line that is nothing else, or that says `listening on URL`.
fn listening(line: &str) -> Option<&str> {
    let line = line.trim();
    let url = line.rsplit_once("listening on ").map_or(line, |(_, url)| url);
    (url.starts_with("http://") && !url.contains(' ')).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_says_where() {
        assert_eq!(listening("http://127.0.0.1:80\n"), Some("http://127.0.0.1:80"));
        assert_eq!(listening("[1:2] › start  Prism is listening on http://127.0.0.1:1"), Some("http://127.0.0.1:1"));
        assert_eq!(listening("info  DELETE  http://127.0.0.1:1/secrets/est"), None);
    }
}

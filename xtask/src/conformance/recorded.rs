//! Exchanges that were recorded, sent once more: Prism stands between and holds both messages against the document.
use super::process::Server;
use super::{Places, Row, prism, tools};
use crate::breadth::Recorded;
use crate::failure::Failure;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Says which exchange it is; Prism hands it on.
const NAME: &str = "x-tenon-exchange";
/// How long a body may pause that was announced.
const PAUSE: Duration = Duration::from_millis(500);
/// Disagreements that are told.
const TOLD: usize = 6;

pub(super) fn run(places: &Places, prism: &Path, of: &Recorded, known: &Explained) -> Result<Row, Failure> {
    let exchanges = exchanges(&of.exchanges)?;
    let replies = exchanges.iter().map(|(name, (_, reply))| (name.clone(), reply.clone())).collect();
    let upstream = serve(replies).map_err(Failure::disk("listen", Path::new("127.0.0.1")))?;

    let until = places.home.join("until_stdin_ends.cjs");
    fs::write(&until, prism::UNTIL).map_err(Failure::disk("write", &until))?;
    let mut command = Command::new("node");
    command.arg("--require").arg(&until).arg(prism).args(["proxy", "--errors", "--port", "0"]);
    command.arg(&of.document).arg(&upstream);
    let row = |failures, how, trouble| Row {
        tool: tools::PRISM.name,
        api: of.shown.chars().take(16).collect(),
        how,
        cases: exchanges.len() as u64,
        failures,
        trouble,
    };
    let Ok(proxy) = Server::start(command) else {
        return Ok(row(0, "proxy".to_owned(), Some("Prism does not take the document".to_owned())));
    };
    let address = proxy.url.trim_start_matches("http://").trim_end_matches('/').to_owned();

    let (mut failures, mut told, mut beyond) = (0, Vec::new(), 0);
    for (name, (request, reply)) in &exchanges {
        let wanted = status(reply);
        let answer = sent(&address, name, request);
        let said = answer.as_deref().map(status).unwrap_or_default();
        if said != wanted || said == 0 {
            let answer = answer.unwrap_or_default();
            let answer = String::from_utf8_lossy(&answer);
            let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            if is_beyond(body, request, reply) || known.knows(&of.shown, operation(name)) {
                beyond += 1;
                continue;
            }
            failures += 1;
            if told.len() < TOLD {
                let body: String = body.chars().take(500).collect();
                told.push(format!("{name}: {said} in place of {wanted} {}", body.replace('\n', " ")));
            }
        }
    }
    let how = if beyond == 0 { "proxy".to_owned() } else { format!("proxy, {beyond} beyond it") };
    Ok(row(failures, how, (!told.is_empty()).then(|| told.join("\n  "))))
}

/// Whether all that Prism finds wrong is what it cannot tell.
fn is_beyond(said: &str, request: &[u8], reply: &[u8]) -> bool {
    let (request, reply) = (Sides::of(request), Sides::of(reply));
    // Of a reply without a body it misses the body, and has nowhere to say so.
    if said.is_empty() {
        return request.first.starts_with("HEAD ");
    }
    let report: Value = serde_json::from_str(said).unwrap_or_default();
    let found = report.get("validation").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    !found.is_empty() && found.iter().all(|one| is_its_own(one, &request, &reply))
}

/// What matters of a message.
struct Sides {
    first: String,
    media_type: String,
    content: String,
}

impl Sides {
    fn of(message: &[u8]) -> Self {
        let text = String::from_utf8_lossy(message);
        let (head, content) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let named = head.lines().find_map(|line| line.strip_prefix("content-type:"));
        let essence = named.and_then(|value| value.split(';').next()).unwrap_or_default();
        Self {
            first: head.lines().next().unwrap_or_default().to_owned(),
            media_type: essence.trim().to_ascii_lowercase(),
            content: content.to_owned(),
        }
    }
}

/// Whether one finding is a limit of Prism's.
fn is_its_own(found: &Value, request: &Sides, reply: &Sides) -> bool {
    let text = |key: &str| found.get(key).and_then(Value::as_str).unwrap_or_default();
    let (code, message) = (text("code"), text("message"));
    let place: Vec<&str> =
        found.get("location").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    match (code, &place[..]) {
        // Numbers are those of JavaScript.
        ("minimum" | "maximum", _) => message.ends_with("9007199254740991"),
        // A text of another media type is taken for a value of JSON.
        ("type" | "oneOf", ["response", "body"]) => is_other(&reply.media_type),
        ("type" | "oneOf", ["body"]) => is_other(&request.media_type),
        // A list of one item in a form is taken for the item, an object in one, which is JSON there, for a text.
        ("type", ["body", _, ..]) => {
            let form = ["multipart/form-data", "application/x-www-form-urlencoded"];
            let kind = message.ends_with("must be array") || message.ends_with("must be object");
            kind && form.contains(&request.media_type.as_str())
        }
        // An empty value is taken for none.
        ("required", ["query"]) => {
            let target = request.first.split(' ').nth(1).unwrap_or_default().to_ascii_lowercase();
            let query = target.split_once('?').map(|(_, query)| query).unwrap_or_default();
            let empty = |pair: &str| {
                pair.strip_suffix('=').is_some_and(|name| message.to_ascii_lowercase().ends_with(&format!("'{name}'")))
            };
            query.split('&').any(empty)
        }
        // So is a body that is false to JavaScript.
        ("required", []) => {
            message == "Body parameter is required"
                && matches!(request.content.as_str(), "null" | "0" | "false" | "\"\"")
        }
        _ => false,
    }
}

/// Neither JSON nor a form.
fn is_other(media_type: &str) -> bool {
    !media_type.ends_with("/json") && !media_type.ends_with("+json") && !media_type.contains("form")
}

/// Operations of documents, spelled as in the names of files, that Prism reads in another way than the specification.
#[derive(Debug, Default)]
pub(super) struct Explained(BTreeSet<(String, String)>);

impl Explained {
    /// `document: operation: reason`; nothing if there is no such file.
    pub(super) fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_default();
        let entry = |line: &str| {
            let mut words = line.splitn(3, ": ");
            Some((words.next()?.to_owned(), words.next()?.to_owned()))
        };
        Self(text.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect())
    }

    fn knows(&self, document: &str, operation: &str) -> bool {
        self.0.contains(&(document.to_owned(), operation.to_owned()))
    }
}

/// `000012-allowed-listPets`
fn operation(name: &str) -> &str {
    name.splitn(3, '-').nth(2).unwrap_or_default()
}

type Exchanges = BTreeMap<String, (Vec<u8>, Vec<u8>)>;

/// Those that the document allows.
fn exchanges(directory: &Path) -> Result<Exchanges, Failure> {
    let mut found = Exchanges::new();
    for entry in fs::read_dir(directory).map_err(Failure::disk("list", directory))? {
        let path = entry.map_err(Failure::disk("list", directory))?.path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|e| e == "request") && name.contains("-allowed-") {
            let reply = path.with_extension("reply");
            let read = |path: &Path| fs::read(path).map_err(Failure::disk("read", path));
            found.insert(name, (read(&path)?, read(&reply)?));
        }
    }
    Ok(found)
}

/// The status in a first line.
fn status(message: &[u8]) -> u16 {
    let line = message.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

/// A server that answers with what was recorded, whatever it is asked.
fn serve(replies: BTreeMap<String, Vec<u8>>) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let replies = Arc::new(replies);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let replies = Arc::clone(&replies);
            thread::spawn(move || answer(stream, &replies));
        }
    });
    Ok(url)
}

fn answer(mut stream: TcpStream, replies: &BTreeMap<String, Vec<u8>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut name, mut length, mut chunked) = (String::new(), 0, false);
    let mut line = String::new();
    while reader.read_line(&mut line).ok()? > 2 {
        let (key, value) = line.split_once(':').unwrap_or_default();
        match key.to_ascii_lowercase().as_str() {
            NAME => value.trim().clone_into(&mut name),
            "content-length" => length = value.trim().parse().ok()?,
            "transfer-encoding" => chunked = true,
            _ => {}
        }
        line.clear();
    }
    // Prism says how long a body is that it does not send on if it is `null`, `0`, `false` or `""`.
    stream.set_read_timeout(Some(PAUSE)).ok()?;
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    while chunked && !line.starts_with("0\r") {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            break;
        }
    }
    let reply = replies.get(&name)?;
    // A reason phrase and the end of the connection are all that is added.
    let text = String::from_utf8_lossy(reply.split(|byte| *byte == b'\r').next()?).into_owned();
    let rest = reply.get(text.len()..)?;
    stream.write_all(format!("{text} Recorded\r\nconnection: close").as_bytes()).ok()?;
    stream.write_all(rest).ok()
}

/// Sends a request as it was recorded, and reads to the end.
fn sent(address: &str, name: &str, request: &[u8]) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let end = request.windows(2).position(|two| two == b"\r\n")?;
    stream.write_all(request.get(..end)?).ok()?;
    stream.write_all(format!("\r\n{NAME}: {name}\r\nconnection: close").as_bytes()).ok()?;
    stream.write_all(request.get(end..)?).ok()?;
    let mut out = Vec::new();
    // What came before the time was over is looked at, too.
    let _ = stream.read_to_end(&mut out);
    Some(out)
}

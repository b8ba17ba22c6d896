//! Exchanges that were recorded, sent once more: Prism stands between and holds both messages against the document.
use super::process::Server;
use super::{Places, Row, prism, tools};
use crate::breadth::Recorded;
use crate::failure::Failure;
use serde_json::Value;
use std::collections::BTreeMap;
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
/// Disagreements that are told.
const TOLD: usize = 6;

pub(super) fn run(places: &Places, prism: &Path, of: &Recorded) -> Result<Row, Failure> {
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
            if is_beyond(body, request, reply) {
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

/// Whether all that Prism finds wrong is what it cannot tell: it reads numbers as JavaScript has them, takes a text of
/// another media type for a value of JSON, an empty value for none, and a list of one item in a form for the item.
fn is_beyond(said: &str, request: &[u8], reply: &[u8]) -> bool {
    let report: Value = serde_json::from_str(said).unwrap_or_default();
    let Some(found) = report.get("validation").and_then(Value::as_array).filter(|found| !found.is_empty()) else {
        return false;
    };
    let head = |message: &[u8]| {
        let text = String::from_utf8_lossy(message).into_owned();
        text.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase()
    };
    let (request_head, reply_head) = (head(request), head(reply));
    let json = |head: &str| {
        head.lines().any(|line| line.starts_with("content-type:") && (line.contains("/json") || line.contains("+json")))
    };
    let content = String::from_utf8_lossy(request).split("\r\n\r\n").nth(1).unwrap_or_default().to_owned();
    let target = request_head.split(' ').nth(1).unwrap_or_default().to_owned();
    found.iter().all(|one| {
        let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        let place = one.pointer("/location/0").and_then(Value::as_str).unwrap_or_default();
        let (code, message) = (text("code"), text("message"));
        let number = message.contains("9007199254740991");
        let other = place == "response" && !json(&reply_head) || place == "body" && !json(&request_head);
        let empty = code == "required" && place == "query" && target.contains("=&") | target.ends_with('=');
        let nothing =
            message == "Body parameter is required" && matches!(content.as_str(), "null" | "0" | "false" | "\"\"");
        number || other || empty || nothing
    })
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
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
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

//! Tries, one after the other, in a process that may die of them.
use super::{Said, text, tree};
use crate::arguments::{FuzzBatch, FuzzTarget};
use crate::failure::Failure;
use crate::measure;
use fastrand::Rng;
use serde_json::Value;
use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Instant;
use tenon::diagnostic::Diagnostics;
use tenon::load::{Budgets, Sources};
use tenon::{Options, Settings};
use tenon_runtime::format::TextFormat;
use tenon_runtime::{Json, Limits, Mode, Tape, decode_text, from_slice, to_vec};

/// Files that a process makes its tries from: each is read once.
const FILES: usize = 6;
/// Larger files are taken seldom.
const SMALL: u64 = 150_000;
/// As deep as both readers of JSON go.
const DEPTH: u32 = 100;

thread_local! {
    /// What the last panic said.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

pub(super) fn run(arguments: &FuzzBatch) -> Result<(), Failure> {
    std::panic::set_hook(Box::new(|panic| PANIC.with(|last| *last.borrow_mut() = panic.to_string())));
    let files = fs::read(&arguments.list).map_err(Failure::disk("read", &arguments.list))?;
    let files: Vec<PathBuf> = serde_json::from_slice(&files).unwrap_or_default();
    for number in arguments.from..arguments.to {
        let made = made(&files, arguments.target, number);
        let path = arguments.home.join(format!("{}-{number}.txt", arguments.target.name()));
        // If this process dies, it is there to be looked at.
        fs::write(&path, &made).map_err(Failure::disk("write", &path))?;
        let start = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| tried(arguments.target, &made)));
        let took = start.elapsed().as_secs_f64() * 1000.0;
        let why = match ended {
            Ok(Ok(())) => None,
            Ok(Err(why)) => Some(why),
            Err(_) => Some(PANIC.with(RefCell::take)),
        };
        match why {
            None => {
                fs::remove_file(&path).map_err(Failure::disk("remove", &path))?;
                say(&Said::Fine { number, took });
            }
            Some(why) => say(&Said::Find { number, why }),
        }
    }
    say(&Said::Done(measure::own()));
    Ok(())
}

fn say(said: &Said) {
    // Nobody listens any more: nothing to do about it here.
    let _ = writeln!(std::io::stdout(), "{}", serde_json::to_string(said).unwrap_or_default());
}

/// What this number stands for: follows from the number and the files alone.
pub(super) fn made(files: &[PathBuf], target: FuzzTarget, number: u64) -> Vec<u8> {
    let mut rng = Rng::with_seed(number);
    let bytes = read(files, number, &mut rng);
    match target {
        FuzzTarget::Documents => {
            let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
            sources.read("input", &bytes, &Budgets::default(), &mut diagnostics);
            let mut tree = sources.iter().next().map_or(Value::Null, |source| source.tree.clone());
            tree::mutate(&mut tree, &mut rng);
            tree.to_string().into_bytes()
        }
        FuzzTarget::Texts => {
            let mut made = bytes;
            text::mutate(&mut made, &mut rng);
            made
        }
        FuzzTarget::Json => {
            let start = rng.usize(0..=bytes.len());
            let mut made = bytes.get(start..(start + 300).min(bytes.len())).unwrap_or_default().to_vec();
            let open = made.iter().position(|byte| b"{[\"".contains(byte)).unwrap_or(0);
            made.drain(..open);
            text::mutate(&mut made, &mut rng);
            made
        }
    }
}

/// One of the few files that this number's batch may take.
fn read(files: &[PathBuf], number: u64, rng: &mut Rng) -> Vec<u8> {
    let mut choice = Rng::with_seed(number / super::BATCH);
    let few: Vec<usize> = (0..FILES).map(|_| choice.usize(0..files.len().max(1))).collect();
    for _ in 0..20 {
        let path = files.get(few.get(rng.usize(0..FILES)).copied().unwrap_or(0));
        let size = path.and_then(|path| fs::metadata(path).ok()).map_or(0, |data| data.len());
        if size <= SMALL || rng.u8(0..40) == 0 {
            return path.and_then(|path| fs::read(path).ok()).unwrap_or_default();
        }
    }
    Vec::new()
}

fn tried(target: FuzzTarget, made: &[u8]) -> Result<(), String> {
    match target {
        FuzzTarget::Documents | FuzzTarget::Texts => generated(made),
        FuzzTarget::Json => read_both_ways(made),
    }
}

/// Through all stages, past every error; what comes out is Rust.
fn generated(bytes: &[u8]) -> Result<(), String> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    sources.read("input", bytes, &Budgets::default(), &mut diagnostics);
    let options = Options {
        module: "api".to_owned(),
        path: "home::api".to_owned(),
        source: "input".to_owned(),
        features: String::new(),
        settings: Settings { keep_going: true, ..Settings::default() },
        contract: false,
    };
    let outcome = tenon::generate(sources, diagnostics, &options);
    // Reports have places, and outlines are made of whatever was decided.
    let _ = tenon::diagnostic::render(&outcome.diagnostics, &outcome.sources, true);
    if let Some(api) = &outcome.api {
        let _ = (tenon::review::http_outline(api), tenon::review::rust_outline(api));
    }
    let wrong = outcome.files.iter().find(|file| !tenon::render::is_rust(&file.text));
    wrong.map_or(Ok(()), |file| Err(format!("`{}` is not Rust", file.path)))
}

/// Our reader of JSON takes what `serde_json` takes, and what it took is written as the same value.
fn read_both_ways(bytes: &[u8]) -> Result<(), String> {
    let theirs = serde_json::from_slice::<Value>(bytes);
    let ours = Tape::parse(bytes, Limits::default().depth(DEPTH));
    let too_deep = ours.as_ref().is_err_and(|error| error.message == "nested too deeply");
    if theirs.is_ok() != ours.is_ok() && !too_deep {
        return Err(format!("serde_json says {:?}, the tape {:?}", theirs.err(), ours.err()));
    }
    for mode in [Mode::Strict, Mode::Lenient] {
        if let (Ok(json), Ok(value)) = (from_slice::<Json>(bytes, mode), &theirs)
            && serde_json::from_slice::<Value>(&to_vec(&json)).ok().as_ref() != Some(value)
        {
            return Err("what was read is written as another value".to_owned());
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = (decode_text::<i64>(&text, Mode::Strict), decode_text::<f64>(&text, Mode::Strict));
    let _ = TextFormat::ALL.iter().filter(|format| format.admits(&text)).count();
    Ok(())
}

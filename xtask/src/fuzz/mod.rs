//! `fuzz`: documents and texts that nobody wrote, made from those that somebody did, to see whether anything gives way.
//!
//! What is tried follows from a number alone, so that each try can be made again. Tries are made in a process of their own
//! ([`batch`]): this one looks on, goes on behind a crash, and ends what takes too long. Finds stay below `target/fuzz/`.
mod batch;
mod compile;
mod text;
mod tree;

use crate::arguments::{Fuzz, FuzzBatch, FuzzTarget};
use crate::breadth;
use crate::failure::Failure;
use crate::measure::Usage;
use crate::workspace::Root;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// What takes longer than this never ends: the slowest try is told, and that is what to look at.
const PATIENCE: Duration = Duration::from_secs(180);
/// Tries of one process: few enough that what it reads is soon something else.
const BATCH: u64 = 200;

/// What a process says, a line each.
#[derive(Debug, Deserialize, Serialize)]
enum Said {
    /// A try ended well; in milliseconds.
    Fine { number: u64, took: f64 },
    /// A try did not.
    Find { number: u64, why: String },
    /// All were made.
    Done(Option<Usage>),
}

/// What all processes found together.
#[derive(Debug, Default)]
struct Total {
    tries: u64,
    slowest: Option<(f64, u64)>,
    seconds: f64,
    megabytes: f64,
    finds: Vec<(u64, String)>,
}

pub(crate) fn run(root: &Root, arguments: &Fuzz) -> Result<(), Failure> {
    let files = files(root, &arguments.inputs)?;
    let home = root.target()?.join("fuzz");
    fs::create_dir_all(&home).map_err(Failure::disk("create", &home))?;
    let list = home.join("files.json");
    let text = serde_json::to_string(&files).unwrap_or_default();
    fs::write(&list, text).map_err(Failure::disk("write", &list))?;

    let targets = if arguments.target.is_empty() { FuzzTarget::ALL.to_vec() } else { arguments.target.clone() };
    let mut finds = 0;
    for target in targets {
        let total = Mutex::new(Total::default());
        let (next, end) = (AtomicU64::new(arguments.seed), arguments.seed.saturating_add(arguments.runs));
        let bar = bar(arguments.runs, target);
        let jobs = arguments.jobs.map_or_else(breadth::cores, std::num::NonZeroUsize::get);
        std::thread::scope(|scope| {
            let work = || -> Result<(), Failure> {
                loop {
                    let from = next.fetch_add(BATCH, Ordering::Relaxed);
                    if from >= end {
                        return Ok(());
                    }
                    watch(&list, &home, target, from..end.min(from + BATCH), &total, &bar)?;
                }
            };
            let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or(Err(Failure::No)))
        })?;
        bar.finish_and_clear();
        let total = total.into_inner().unwrap_or_default();
        finds += total.finds.len();
        show(target, &total, &home);
    }
    if arguments.compile > 0 {
        finds += compile::run(root, &home, &files, arguments.seed, arguments.compile)?;
    }
    if finds == 0 { Ok(()) } else { Err(Failure::No) }
}

pub(crate) fn run_batch(arguments: &FuzzBatch) -> Result<(), Failure> {
    batch::run(arguments)
}

/// The documents that others are made from.
fn files(root: &Root, inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let own = [root.directory().join("specs"), root.directory().join("tests/features")];
    let inputs = if inputs.is_empty() { &own } else { inputs };
    let mut files = Vec::new();
    for input in inputs {
        if input.is_dir() {
            files.extend(breadth::candidates(input)?.into_iter().map(|candidate| candidate.path));
        } else {
            files.push(input.clone());
        }
    }
    let absolute = |file: PathBuf| fs::canonicalize(&file).map_err(Failure::disk("find", &file));
    let files: Vec<PathBuf> = files.into_iter().map(absolute).collect::<Result<_, _>>()?;
    if files.is_empty() { Err(Failure::Usage("there is no document there".to_owned())) } else { Ok(files) }
}

/// Lets processes make these tries, one after the other: the next begins behind what ended the last.
fn watch(
    list: &Path,
    home: &Path,
    target: FuzzTarget,
    mut numbers: Range<u64>,
    total: &Mutex<Total>,
    bar: &ProgressBar,
) -> Result<(), Failure> {
    while !numbers.is_empty() {
        let (mut child, lines) = start(list, home, target, &numbers)?;
        let mut done = false;
        let why = loop {
            match lines.recv_timeout(PATIENCE) {
                Ok(said) => {
                    let Ok(mut total) = total.lock() else { return Err(Failure::No) };
                    done = total.add(said, &mut numbers, bar);
                }
                Err(RecvTimeoutError::Timeout) => break format!("it took more than {} s", PATIENCE.as_secs()),
                Err(RecvTimeoutError::Disconnected) => break "the process crashed".to_owned(),
            }
        };
        // It may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        if !done && let Ok(mut total) = total.lock() {
            total.add(Said::Find { number: numbers.start, why }, &mut numbers, bar);
        }
    }
    Ok(())
}

impl Total {
    /// Whether that was the last.
    fn add(&mut self, said: Said, numbers: &mut Range<u64>, bar: &ProgressBar) -> bool {
        let number = match said {
            Said::Done(usage) => {
                let usage = usage.unwrap_or_default();
                self.seconds += usage.seconds;
                self.megabytes = self.megabytes.max(usage.megabytes);
                numbers.start = numbers.end;
                return true;
            }
            Said::Fine { number, took } => {
                if self.slowest.is_none_or(|(most, _)| took > most) {
                    self.slowest = Some((took, number));
                }
                number
            }
            Said::Find { number, why } => {
                self.finds.push((number, why));
                number
            }
        };
        self.tries += 1;
        numbers.start = number + 1;
        bar.inc(1);
        false
    }
}

fn start(
    list: &Path,
    home: &Path,
    target: FuzzTarget,
    numbers: &Range<u64>,
) -> Result<(Child, Receiver<Said>), Failure> {
    let program = std::env::current_exe().map_err(Failure::disk("find", Path::new("xtask")))?;
    let mut child = Command::new(&program)
        .arg("fuzz-batch")
        .arg(list)
        .arg(home)
        .args([target.name(), &numbers.start.to_string(), &numbers.end.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Failure::disk("run", &program))?;
    let (sender, receiver) = channel();
    if let Some(out) = child.stdout.take() {
        std::thread::spawn(move || {
            let said = BufReader::new(out).lines().map_while(Result::ok);
            // Ends when nobody listens any more.
            let _ = said.filter_map(|line| serde_json::from_str(&line).ok()).try_for_each(|said| sender.send(said));
        });
    }
    Ok((child, receiver))
}

fn show(target: FuzzTarget, total: &Total, home: &Path) {
    let (took, number) = total.slowest.unwrap_or_default();
    anstream::println!(
        "{}: {} tries in {:.0} s of CPU, the slowest {took:.0} ms (number {number}), at most {:.0} MB, {} finds",
        target.name(),
        total.tries,
        total.seconds,
        total.megabytes,
        total.finds.len()
    );
    for (number, why) in &total.finds {
        anstream::println!("  {number}: {why}");
    }
    if !total.finds.is_empty() {
        anstream::println!("what was tried is below `{}`; `--seed NUMBER --runs 1` tries it again", home.display());
    }
}

fn bar(length: u64, target: FuzzTarget) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}");
    ProgressBar::new(length)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(target.name())
}

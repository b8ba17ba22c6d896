//! The crate of all groups: written, compiled, and asked.
use crate::group::Group;
use crate::subject::{HOLDER, Subject, Verdict};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the crate is.
pub(crate) struct Place {
    /// The crate is `schema-suite-<called>`.
    called: &'static str,
    /// The crate, below the target directory.
    home: PathBuf,
    runtime: PathBuf,
    lock: PathBuf,
    target: PathBuf,
}

impl Place {
    pub(crate) fn of(root: &Path, called: &'static str) -> Result<Self, String> {
        let found = |path: PathBuf| fs::canonicalize(&path).map_err(|error| format!("`{}`: {error}", path.display()));
        let root = found(root.to_owned())?;
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        fs::create_dir_all(&target).map_err(|error| format!("`{}`: {error}", target.display()))?;
        let target = found(target)?;
        let home = target.join("schema-suite").join(called);
        Ok(Self { called, home, runtime: root.join("generator/runtime"), lock: root.join("Cargo.lock"), target })
    }

    fn write(&self, path: &str, text: &str) -> Result<(), String> {
        let file = self.home.join(path);
        let folder = file.parent().unwrap_or(&self.home);
        // What did not change is left alone, for cargo looks at the time.
        if fs::read_to_string(&file).is_ok_and(|known| known == text) {
            return Ok(());
        }
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&file, text))
            .map_err(|error| format!("cannot write `{}`: {error}", file.display()))
    }
}

/// What every group's instances are put to.
const ASKED: &str = r#"
use tenon_runtime::{Decode, Encode, Invalid, Mode, Validate, from_slice, to_vec, validate};

type Ask = fn(&str) -> String;

fn ask<T: Decode + Encode + Validate + PartialEq>(text: &str) -> String {
    let why = |invalid: &Invalid| {
        let first = invalid.violations.first();
        first.map(|v| format!("{} at `{}`: {}", v.keyword, v.pointer, v.message)).unwrap_or_default()
    };
    let value = match from_slice::<T>(text.as_bytes(), Mode::Strict) {
        Ok(value) => value,
        Err(invalid) => return format!("refused {}", why(&invalid)),
    };
    if let Err(invalid) = validate(&value) {
        return format!("odd decoded, and then not valid: {}", why(&invalid));
    }
    if let Err(invalid) = from_slice::<T>(text.as_bytes(), Mode::Lenient) {
        return format!("odd a client cannot read it: {}", why(&invalid));
    }
    match from_slice::<T>(&to_vec(&value), Mode::Strict) {
        Ok(again) if again == value => "accepted".to_owned(),
        Ok(_) => "odd another value once it was encoded".to_owned(),
        Err(invalid) => format!("odd refused once it was encoded: {}", why(&invalid)),
    }
}

/// The instances of each group, or those of all of them.
fn main() {
    let every: Vec<&str> = GROUPS.iter().flat_map(|(_, _, cases)| cases.iter().copied()).collect();
    let cross = std::env::args().any(|argument| argument == "--cross");
    for (group, ask, cases) in GROUPS {
        for (index, case) in if cross { &every[..] } else { *cases }.iter().enumerate() {
            println!("{group} {index} {}", ask(case).replace('\n', " "));
        }
    }
}
"#;

/// Compiles what was generated, and asks about every instance. What does not compile is left out, and said to.
pub(crate) fn judge(place: &Place, groups: &[Group], subjects: &mut [Subject]) -> Result<(), String> {
    manifest(place)?;
    for (group, subject) in groups.iter().zip(subjects.iter()) {
        if let Subject::Generated { files, .. } = subject {
            for file in files {
                place.write(&format!("src/{}/{}", group.module(), file.path), &file.text)?;
            }
        }
    }
    loop {
        place.write("src/main.rs", &program(groups, subjects))?;
        let broken = build(place)?;
        if broken.is_empty() {
            break;
        }
        let mut any = false;
        for (group, subject) in groups.iter().zip(subjects.iter_mut()) {
            if let (Some(said), Subject::Generated { broken, .. }) = (broken.get(&group.module()), subject) {
                any |= broken.replace(format!("it does not compile: {said}")).is_none();
            }
        }
        if !any {
            return Err(format!("the crate does not compile: {broken:?}"));
        }
    }
    let mut said = answers(place, false)?;
    for (group, subject) in groups.iter().zip(subjects) {
        if let Subject::Generated { verdicts, .. } = subject {
            *verdicts = said.remove(&group.module()).unwrap_or_default();
        }
    }
    Ok(())
}

fn manifest(place: &Place) -> Result<(), String> {
    let runtime = place.runtime.to_string_lossy().replace('\\', "/");
    place.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"schema-suite-{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [features]\nclient = []\nserde = []\nserver = []\n\n\
             [dependencies]\ntenon-runtime = {{ path = {runtime:?}, default-features = false }}\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n",
            place.called
        ),
    )?;
    let lock =
        fs::read_to_string(&place.lock).map_err(|error| format!("cannot read `{}`: {error}", place.lock.display()))?;
    // Cargo strikes out what is not needed, so the file is written once and then left to it.
    if place.home.join("Cargo.lock").is_file() { Ok(()) } else { place.write("Cargo.lock", &lock) }
}

fn program(groups: &[Group], subjects: &[Subject]) -> String {
    let (mut modules, mut table) = (String::new(), String::new());
    for (group, subject) in groups.iter().zip(subjects) {
        if let Subject::Generated { broken: None, .. } = subject {
            let module = group.module();
            // Writing to a string cannot fail.
            let _ = writeln!(modules, "#[allow(dead_code)]\nmod {module};");
            let cases: Vec<String> =
                group.cases.iter().map(|case| format!("{:?}", format!("{{\"value\":{}}}", case.text))).collect();
            let _ = writeln!(table, "    (\"{module}\", ask::<{module}::types::{HOLDER}>, &[{}]),", cases.join(", "));
        }
    }
    format!(
        "//! Made by `cargo xtask schema-suite`.\n{modules}\nstatic GROUPS: &[(&str, Ask, &[&str])] = &[\n{table}];\n{ASKED}"
    )
}

/// Compiles; the first error of each module that has one.
fn build(place: &Place) -> Result<BTreeMap<String, String>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(&place.home)
        .args(["build", "--quiet", "--offline", "--message-format=short", "--target-dir"])
        .arg(&place.target)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if output.status.success() {
        return Ok(BTreeMap::new());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut broken = BTreeMap::new();
    for line in said.lines().filter(|line| line.contains(": error")) {
        let module = line.strip_prefix("src/").and_then(|rest| rest.split_once('/')).map(|(module, _)| module);
        if let Some(module) = module {
            broken.entry(module.to_owned()).or_insert_with(|| line.to_owned());
        }
    }
    if broken.is_empty() { Err(format!("the crate does not compile:\n{said}")) } else { Ok(broken) }
}

/// What the crate says, by module and in the order of the instances; of every group's with `--cross`.
pub(crate) fn answers(place: &Place, cross: bool) -> Result<BTreeMap<String, Vec<Verdict>>, String> {
    let program = place.target.join("debug").join(format!("schema-suite-{}", place.called));
    let output = Command::new(&program)
        .args(cross.then_some("--cross"))
        .output()
        .map_err(|error| format!("cannot run `{}`: {error}", program.display()))?;
    let mut said: BTreeMap<String, Vec<Verdict>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut words = line.splitn(4, ' ');
        let (Some(module), Some(_), Some(word)) = (words.next(), words.next(), words.next()) else { continue };
        let why = words.next().unwrap_or_default().to_owned();
        said.entry(module.to_owned()).or_default().push(match word {
            "accepted" => Verdict::Accepted,
            "refused" => Verdict::Refused(why),
            _ => Verdict::Odd(why),
        });
    }
    if !output.status.success() {
        // What comes after it was not asked, and that is said of each group.
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        anstream::eprintln!("the crate ended early, with {}: {}", output.status, why.trim());
    }
    Ok(said)
}

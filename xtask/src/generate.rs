//! `generate`: every document under specs/ → generated/.
use crate::arguments::Generate;
use crate::documents::{self, Loaded};
use crate::failure::Failure;
use crate::plan::Plan;
use crate::workspace::{Root, Spec};
use crate::{package, watch};
use std::path::{Path, PathBuf};
use tenon::emit;
use tenon::names::Lock;

/// The workspace's crate of all APIs.
const GENERATED: &str = "generated";

pub(crate) fn run(root: &Result<Root, Failure>, arguments: &Generate) -> Result<(), Failure> {
    let once = || match &arguments.out {
        Some(out) => package::plan(root.as_ref().ok(), arguments, out).map(|plan| (plan, documents::shown(out))),
        None => plan(known(root)?, &arguments.targets, arguments.keep_going).map(|plan| (plan, String::new())),
    };
    if arguments.watch {
        let watched = match &arguments.out {
            Some(_) => arguments.targets.iter().map(PathBuf::from).chain(arguments.settings.clone()).collect(),
            None => vec![known(root)?.specs()],
        };
        return watch::repeat(&watched, || once().and_then(|(plan, shown)| apply(&plan, &shown)));
    }
    let (plan, shown) = once()?;
    if arguments.check { compare(&plan, &shown) } else { apply(&plan, &shown) }
}

fn known(root: &Result<Root, Failure>) -> Result<&Root, Failure> {
    root.as_ref().map_err(|failure| Failure::Usage(failure.text().unwrap_or_default()))
}

fn apply(plan: &Plan, shown: &str) -> Result<(), Failure> {
    let changes = plan.apply()?;
    for change in &changes {
        anstream::eprintln!("{:>8} {}", change.word(), change.shown(shown));
    }
    if changes.is_empty() {
        let what = if shown.is_empty() { "generated" } else { shown };
        anstream::eprintln!("`{what}` is up to date");
    }
    Ok(())
}

/// Shows what is stale; the answer is no if anything is.
fn compare(plan: &Plan, shown: &str) -> Result<(), Failure> {
    let changes = plan.changes()?;
    for change in &changes {
        anstream::print!("{}", change.diff(shown));
    }
    match changes.len() {
        0 => Ok(()),
        count => {
            let files = if count == 1 { "file is" } else { "files are" };
            anstream::eprintln!("{count} {files} stale\n  = help: run `cargo xtask generate`");
            Err(Failure::No)
        }
    }
}

/// What generated/ should hold. Errors in any document stop it, after all were read.
fn plan(root: &Root, targets: &[String], keep_going: bool) -> Result<Plan, Failure> {
    let specs = root.documents()?;
    let chosen = chosen(&specs, targets)?;
    let mut plan = Plan::new(root.directory().to_owned(), true);
    let mut listed = Vec::new();
    let mut dependencies = emit::Dependencies::new();
    let mut broken = false;
    for spec in &specs {
        let name = spec.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let source = format!("specs/{}/{name}", spec.api);
        let written = root.generated().join("src").join(&spec.api).join("mod.rs").is_file();
        let is_chosen = chosen.contains(&spec);
        if !is_chosen && !written {
            continue;
        }
        let loaded = documents::load(&spec.path, &source, documents::home(&spec.path), None, None)?;
        add_dependencies(&mut dependencies, &spec.api, &loaded)?;
        let title = title(&loaded.sources, &spec.api);
        let docs = loaded.settings.docs.unwrap_or(false);
        let tags = loaded.settings.names.modules();
        let xml = root.generated().join("src").join(&spec.api).join("xml.rs").is_file();
        let mut api = emit::Listed { module: spec.api.clone(), title, tags, docs, xml };
        if !is_chosen {
            listed.push(api);
            continue;
        }
        let options = tenon::Options {
            module: spec.api.clone(),
            path: format!("generated::{}", spec.api),
            source,
            features: format!("{}-", spec.api),
            settings: tenon::Settings { keep_going, ..loaded.settings.clone() },
            contract: false,
        };
        let outcome = generated(loaded, &options, false);
        broken |= outcome.is_err();
        let module = PathBuf::from(GENERATED).join("src").join(&spec.api);
        plan.only(&module);
        if let Ok(made) = outcome {
            api.xml = made.files.iter().any(|file| file.path == "xml.rs");
            made.files.into_iter().for_each(|file| plan.file(module.join(file.path), file.text));
            api.tags = made.names.modules();
            plan.file(PathBuf::from("specs").join(&spec.api).join(documents::NAMES), made.names.text());
        }
        listed.push(api);
    }
    if broken {
        anstream::eprintln!("nothing was written");
        return Err(Failure::Document);
    }
    if targets.is_empty() {
        // What has no document any more goes, too.
        plan.only(Path::new(GENERATED).join("src"));
    }
    for (path, text) in emit::workspace(&listed, &dependencies) {
        plan.file(Path::new(GENERATED).join(path), text);
    }
    Ok(plan)
}

/// What a document became.
pub(crate) struct Made {
    /// The module's files.
    pub(crate) files: Vec<tenon::OutputFile>,
    /// Its `names.lock`.
    pub(crate) names: Lock,
    /// What tries it, if that was asked for.
    pub(crate) contract: Vec<tenon::OutputFile>,
}

/// One crate has one version of each of its dependencies.
fn add_dependencies(all: &mut emit::Dependencies, api: &str, loaded: &documents::Loaded) -> Result<(), Failure> {
    for (name, wanted) in loaded.settings.dependencies() {
        match all.get(&name) {
            Some(other) if *other != wanted => {
                return Err(Failure::Usage(format!(
                    "`specs/{api}/tenon.toml` wants `{name} = {wanted}`, another one `{other}`\n  = help: say the same in both"
                )));
            }
            _ => all.insert(name, wanted),
        };
    }
    Ok(())
}

/// Generates and prints the reports; what is to be written, or that errors forbid it.
pub(crate) fn generated(loaded: Loaded, options: &tenon::Options, contract: bool) -> Result<Made, Failure> {
    if !loaded.complete {
        documents::report(&loaded.diagnostics, &loaded.sources);
        return Err(Failure::Document);
    }
    let outcome = tenon::generate(loaded.sources, loaded.diagnostics, options);
    documents::report(&outcome.diagnostics, &outcome.sources);
    let contract = if contract { tenon::contract(&outcome, options) } else { Vec::new() };
    match outcome.api {
        Some(api) if !outcome.files.is_empty() => Ok(Made { files: outcome.files, names: api.names, contract }),
        _ => Err(Failure::Document),
    }
}

pub(crate) fn chosen<'a>(specs: &'a [Spec], targets: &[String]) -> Result<Vec<&'a Spec>, Failure> {
    for target in targets {
        if specs.iter().any(|spec| spec.api == *target) {
            continue;
        }
        let names: Vec<&str> = specs.iter().map(|spec| spec.api.as_str()).collect();
        let help = if PathBuf::from(target).is_file() {
            "to make a crate from a file, say `--out DIR`".to_owned()
        } else if names.is_empty() {
            "there is none yet; `cargo xtask add FILE` adds one".to_owned()
        } else {
            format!("there are {}", names.join(", "))
        };
        return Err(Failure::Usage(format!("there is no API `{target}` under specs/\n  = help: {help}")));
    }
    Ok(specs.iter().filter(|spec| targets.is_empty() || targets.contains(&spec.api)).collect())
}

fn title(sources: &tenon::load::Sources, api: &str) -> String {
    let title = sources.iter().next().and_then(|s| s.tree.pointer("/info/title")).and_then(|t| t.as_str());
    title.unwrap_or(api).to_owned()
}

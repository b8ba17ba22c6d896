//! `add`: a document, or a page that embeds one, into specs/.
use crate::arguments::Add;
use crate::documents::{self, Loaded};
use crate::failure::Failure;
use crate::plan::Plan;
use crate::workspace::{DOCUMENTS, Root, module_name};
use std::fmt::Write;
use std::fs;
use tenon::diagnostic::Code;
use tenon::load::{Format, Pointer, Source, page};

pub(crate) fn run(root: &Root, arguments: &Add) -> Result<(), Failure> {
    let file = &arguments.file;
    let name = module_name(arguments.name.as_deref(), file)?;
    let Loaded { sources, mut diagnostics, complete, .. } =
        documents::load(file, &documents::shown(file), documents::home(file), None, None)?;
    let source = sources.iter().next();
    if let Some(source) = source.filter(|_| complete)
        && source.tree.get("openapi").is_none()
    {
        diagnostics.report(
            Code::NotOpenApi,
            &Pointer::root(source.id),
            "this is not an OpenAPI document: it has no `openapi`",
        );
    }
    documents::report(&diagnostics, &sources);
    let Some(source) = source.filter(|_| complete && !diagnostics.has_errors()) else { return Err(Failure::Document) };

    let document = if source.format == Format::Json { "openapi.json" } else { "openapi.yaml" };
    let directory = root.specs().join(&name);
    for other in DOCUMENTS.iter().filter(|other| **other != document).map(|other| directory.join(other)) {
        if other.exists() {
            return Err(Failure::Usage(format!(
                "`{}` is there already\n  = help: remove it first",
                documents::shown(&other)
            )));
        }
    }
    let read = |error| Failure::Read { path: file.clone(), error };
    let whole = String::from_utf8_lossy(&fs::read(file).map_err(read)?).into_owned();
    let mut plan = Plan::new(directory, true);
    // A page's block as it is; a file byte for byte, whatever it begins with.
    let text = if source.first_line > 1 { source.text.clone() } else { whole.clone() };
    plan.file(document, text);
    let stem = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    plan.file("SOURCE.md", provenance(document, &stem, &whole, source));
    let changes = plan.apply()?;
    for change in &changes {
        anstream::eprintln!("{:>8} specs/{name}/{}", change.word(), documents::shown(&change.path));
    }
    if changes.is_empty() {
        anstream::eprintln!("`specs/{name}` is up to date");
    } else {
        anstream::eprintln!("  = help: `cargo xtask generate {name}` makes the code");
    }
    Ok(())
}

/// SOURCE.md: what the document says of itself, and what the page says around it.
fn provenance(document: &str, file: &str, whole: &str, source: &Source) -> String {
    let info = |key| source.scalar(&Pointer::root(source.id).child("info").child(key)).map(|text| one_line(&text));
    let mut out = format!("# Where `{document}` comes from\n\n");
    // Writing to a string cannot fail.
    let _ = match page::extract(whole).filter(|_| source.first_line > 1) {
        Some(embedded) => {
            let _ = writeln!(
                out,
                "Taken by `cargo xtask add`, unchanged, from the fenced block in the documentation page `{file}`.\n"
            );
            let before = || whole.lines().take(embedded.line.saturating_sub(2));
            for url in before().filter(|line| line.starts_with('>')).flat_map(urls) {
                let _ = writeln!(out, "- Documentation: <{url}>");
            }
            if let Some(title) = before().find_map(|line| line.strip_prefix("# ")) {
                let _ = writeln!(out, "- Page: {}", one_line(title));
            }
            writeln!(out, "- Block: `{}`", one_line(embedded.info))
        }
        None => writeln!(out, "Taken by `cargo xtask add`, unchanged, from the file `{file}`.\n"),
    };
    if let (Some(title), Some(version)) = (info("title"), info("version")) {
        let _ = writeln!(out, "- Document: {title}, version {version}");
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn urls(line: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"' | '`');
    line.split(ends).filter(|word| word.starts_with("https://") || word.starts_with("http://"))
}

//! Another checker's pairs of documents, with what it finds in them: what is called differently here, and why.
use super::report;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tenon::review::diff::{self, Axis, Report, Rule};
use tests::root;

/// `tests/suites/breaking-changes.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// The suite's ids, and the rules that find the same.
    rules: BTreeMap<String, Vec<String>>,
    /// What is as bad or as harmless as the suite has it is not listed.
    judged: Vec<Judged>,
    /// Changes that are found by another rule than usual.
    otherwise: Vec<Otherwise>,
    /// Pairs in which the suite expects nothing, and something travels differently.
    more: Vec<More>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    ids: Vec<String>,
    level: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Otherwise {
    cases: Vec<String>,
    ids: Vec<String>,
    rules: Vec<String>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct More {
    cases: Vec<String>,
    rules: Vec<String>,
    why: String,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    base: String,
    revision: String,
    expected: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    id: String,
    level: String,
}

fn table() -> Table {
    let text = fs::read_to_string(root().join("tests/suites/breaking-changes.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

#[test]
fn the_table_names_rules_and_gives_reasons() {
    let table = table();
    let named =
        table.rules.values().chain(table.otherwise.iter().map(|o| &o.rules)).chain(table.more.iter().map(|m| &m.rules));
    for rule in named.flatten() {
        assert!(Rule::from_id(rule).is_some(), "`{rule}` is no rule");
    }
    let reasons = table.judged.iter().map(|j| &j.why).chain(table.otherwise.iter().map(|o| &o.why));
    assert!(reasons.chain(table.more.iter().map(|m| &m.why)).all(|why| why.len() > 20));
}

#[test]
fn what_others_find_is_found() {
    let Ok(suites) = std::env::var("TENON_SUITES") else {
        return eprintln!("skipped: TENON_SUITES is not set");
    };
    let folder = root().join(suites).join("breaking-changes");
    let cases: Vec<Case> = serde_json::from_slice(&fs::read(folder.join("cases.json")).unwrap()).unwrap();
    let table = table();
    let (mut usual, mut other, mut total, mut wrong) = (0, 0, 0, Vec::new());
    let mut used = BTreeSet::new();
    for case in &cases {
        let report = of(&folder, case);
        let back = of(&folder, &Case { base: case.revision.clone(), revision: case.base.clone(), ..named(case) });
        if super::laws::wire(&report, true) != super::laws::wire(&back, false) {
            wrong.push(format!(
                "{}: undone, it is not the mirror image:\n{}\n{}",
                case.name,
                diff::text(&report),
                diff::text(&back)
            ));
        }
        for expected in &case.expected {
            total += 1;
            let of = |rules: &[String]| report.findings.iter().any(|f| rules.iter().any(|r| r == f.rule.id()));
            let rules = table.rules.get(&expected.id).cloned().unwrap_or_default();
            let otherwise =
                table.otherwise.iter().position(|o| o.cases.contains(&case.name) && o.ids.contains(&expected.id));
            match otherwise {
                _ if of(&rules) => {
                    usual += 1;
                    wrong.extend(misjudged(case, expected, &report, &rules, &table));
                }
                Some(at) if table.otherwise.get(at).is_some_and(|o| of(&o.rules)) => {
                    other += 1;
                    used.insert((at, case.name.clone()));
                }
                _ => wrong.push(format!("{}: `{}` is not found:\n{}", case.name, expected.id, diff::text(&report))),
            }
        }
        if case.expected.is_empty() {
            wrong.extend(more(case, &report, &table));
        }
    }
    for (at, entry) in table.otherwise.iter().enumerate() {
        wrong.extend(
            entry.cases.iter().filter(|c| !used.contains(&(at, (*c).clone()))).map(|c| format!("{c}: listed in vain")),
        );
    }
    eprintln!("{total} changes: {usual} found by the usual rule, {other} by another one, for a reason");
    assert!(wrong.is_empty(), "{}\n{} wrong", wrong.join("\n"), wrong.len());
}

fn named(case: &Case) -> Case {
    Case { name: case.name.clone(), base: String::new(), revision: String::new(), expected: Vec::new() }
}

fn of(folder: &Path, case: &Case) -> Report {
    let [base, revision] =
        [&case.base, &case.revision].map(|name| fs::read(folder.join("documents").join(name)).unwrap());
    report("a.json", &base, &revision).unwrap_or_else(|| panic!("{}: there is nothing to compare", case.name))
}

/// How bad the worst finding of some rules is to old clients, in the suite's words.
fn level(report: &Report, rules: &[String]) -> Option<&'static str> {
    let found = report.findings.iter().filter(|f| rules.iter().any(|r| r == f.rule.id()));
    found.map(|f| f.levels.severity(Axis::WireClient)).max().map(|severity| match severity {
        diff::Severity::Error => "error",
        diff::Severity::Warning => "warning",
        diff::Severity::Note => "info",
    })
}

fn misjudged(case: &Case, expected: &Expected, report: &Report, rules: &[String], table: &Table) -> Option<String> {
    let ours = level(report, rules)?;
    let known = table.judged.iter().any(|j| j.ids.contains(&expected.id) && j.level == ours);
    let fine = ours == expected.level || known;
    (!fine).then(|| format!("{}: `{}` is `{ours}` here, and `{}` there", case.name, expected.id, expected.level))
}

fn more(case: &Case, report: &Report, table: &Table) -> Vec<String> {
    let entry = table.more.iter().find(|m| m.cases.contains(&case.name));
    let harmful = report.findings.iter().filter(|f| f.levels.severity(Axis::WireClient) > diff::Severity::Note);
    let unknown = harmful.filter(|f| !entry.is_some_and(|m| m.rules.iter().any(|r| r == f.rule.id())));
    unknown.map(|f| format!("{}: `{}` at {} is not expected", case.name, f.rule.id(), f.place())).collect()
}

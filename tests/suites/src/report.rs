//! What is printed: a table of the parts, and everything that is wrong.
use crate::group::{Case, Group, Part};
use crate::oracle::Oracle;
use crate::subject::{Subject, Verdict};
use std::collections::BTreeMap;
use tenon::diagnostic::Code;

/// What became of a group.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) part: Part,
    pub(crate) file: String,
    pub(crate) index: usize,
    pub(crate) refused: Option<Code>,
    cases: usize,
    /// Any JSON, with a check.
    untyped: bool,
    /// One line for each instance of which something wrong was said.
    wrong: Vec<String>,
    /// What is wrong with the group as a whole.
    faults: Vec<String>,
    /// Instances of which `jsonschema` says otherwise than the suite.
    doubted: usize,
}

impl Row {
    /// How many instances are judged wrong.
    pub(crate) fn wrong(&self) -> usize {
        if self.faults.is_empty() { self.wrong.len() } else { self.cases }
    }

    fn exact(&self) -> usize {
        if self.refused.is_some() { 0 } else { self.cases - self.wrong() }
    }
}

pub(crate) fn row(group: &Group, subject: &Subject, oracle: &Oracle) -> Row {
    let doubts = oracle.verdicts(group, group.cases.iter().map(|case| case.text.as_str()));
    let differs = |(case, said): (&Case, &Option<bool>)| said.is_some_and(|said| said != case.valid);
    let mut row = Row {
        part: group.part,
        file: group.file(),
        index: group.index,
        refused: None,
        cases: group.cases.len(),
        untyped: matches!(subject, Subject::Generated { untyped: true, .. }),
        wrong: Vec::new(),
        faults: Vec::new(),
        doubted: group.cases.iter().zip(&doubts).filter(|pair| differs(*pair)).count(),
    };
    match subject {
        Subject::Refused(code) => row.refused = Some(*code),
        Subject::Generated { untyped, broken, verdicts, .. } => {
            row.faults.extend(broken.clone());
            if broken.is_none() && verdicts.len() != group.cases.len() {
                row.faults.push("not every instance was answered".to_owned());
            }
            row.faults.extend(
                (*untyped && group.stated.is_some()).then(|| "it states one `type` and is any JSON".to_owned()),
            );
            // What is expected where a type was added is a guess: the type may hold for parts as well, by `$ref: '#'`.
            let doubtful = |oracle: Option<bool>, case: &Case| group.part == Part::Typed && oracle != Some(case.valid);
            for ((case, verdict), oracle) in group.cases.iter().zip(verdicts).zip(&doubts) {
                let said = match (verdict, case.valid) {
                    _ if doubtful(*oracle, case) => continue,
                    (Verdict::Accepted, true) | (Verdict::Refused(_), false) => continue,
                    (Verdict::Accepted, false) => "accepted".to_owned(),
                    (Verdict::Refused(why), true) => format!("refused: {why}"),
                    (Verdict::Odd(why), _) => why.clone(),
                };
                let doubt = if *oracle == Some(case.valid) {
                    ""
                } else {
                    " (`jsonschema` does not agree with the suite either)"
                };
                row.wrong
                    .push(format!("{} is {said}{doubt}", case.text.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        }
    }
    row
}

/// Prints everything; whether the required part is as it should be.
pub(crate) fn print(rows: &[Row]) -> bool {
    for row in rows.iter().filter(|row| row.wrong() > 0) {
        anstream::println!("{} {}:", row.file, row.index);
        for line in row.faults.iter().chain(&row.wrong) {
            anstream::println!("    {}", shortened(line));
        }
    }
    anstream::println!(
        "\n{:16} {:>7} {:>8} {:>7} {:>7} {:>7} {:>7} {:>8}",
        "part",
        "groups",
        "any JSON",
        "cases",
        "exact",
        "refused",
        "wrong",
        "doubted"
    );
    for part in Part::ALL {
        let rows: Vec<_> = rows.iter().filter(|row| row.part == part).collect();
        let sum = |count: fn(&Row) -> usize| rows.iter().map(|row| count(row)).sum::<usize>();
        anstream::println!(
            "{:16} {:>7} {:>8} {:>7} {:>7} {:>7} {:>7} {:>8}",
            part.word(),
            rows.len(),
            sum(|row| usize::from(row.untyped)),
            sum(|row| row.cases),
            sum(Row::exact),
            sum(|row| if row.refused.is_some() { row.cases } else { 0 }),
            sum(Row::wrong),
            sum(|row| row.doubted),
        );
    }
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for code in rows.iter().filter_map(|row| row.refused) {
        *codes.entry(code.id()).or_default() += 1;
    }
    for (code, groups) in codes {
        anstream::println!("{groups} groups are refused: {code}");
    }
    rows.iter().all(|row| !row.part.must_be_right() || row.wrong() == 0)
}

pub(crate) fn shortened(line: &str) -> String {
    let most = 300;
    if line.chars().count() <= most { line.to_owned() } else { line.chars().take(most).chain(['…']).collect() }
}

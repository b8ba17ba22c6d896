//! Every group asked about the instances of all: what the suite's authors did not think of asking.
use crate::group::{Group, Part};
use crate::oracle::Oracle;
use crate::report::shortened;
use crate::subject::{Subject, Verdict};
use std::collections::BTreeMap;

/// Lines that are printed of one group.
const MOST: usize = 5;

/// Prints where the emitted code and `jsonschema` disagree; either may be wrong.
pub(crate) fn compare(groups: &[Group], subjects: &[Subject], said: &BTreeMap<String, Vec<Verdict>>, oracle: &Oracle) {
    let compiled = |(_, subject): &(&Group, &Subject)| matches!(subject, Subject::Generated { broken: None, .. });
    let asked: Vec<_> = groups.iter().zip(subjects).filter(compiled).map(|(group, _)| group).collect();
    let every: Vec<&str> = asked.iter().flat_map(|group| &group.cases).map(|case| case.text.as_str()).collect();
    let (mut all, mut different) = (0, 0);
    for group in asked.iter().filter(|group| group.part != Part::Format) {
        let verdicts = said.get(&group.module()).map(Vec::as_slice).unwrap_or_default();
        let expected = oracle.verdicts(group, every.iter().copied());
        let mut lines = Vec::new();
        for ((text, verdict), expected) in every.iter().zip(verdicts).zip(expected) {
            all += 1;
            let line = match (verdict, expected) {
                (Verdict::Accepted, Some(true)) | (Verdict::Refused(_), Some(false)) | (_, None) => continue,
                (Verdict::Accepted, _) => "accepted".to_owned(),
                (Verdict::Refused(why), _) => format!("refused: {why}"),
                (Verdict::Odd(why), _) => why.clone(),
            };
            lines.push(format!("{text} is {line}"));
        }
        different += lines.len();
        if !lines.is_empty() {
            anstream::println!("{} {}: {} differ", group.file(), group.index, lines.len());
            lines.iter().take(MOST).for_each(|line| anstream::println!("    {}", shortened(line)));
        }
    }
    anstream::println!("{different} of {all} differ from `jsonschema`");
}

//! The ledger: what is known not to be exact. It names files and indexes of the suite, and never its words.
use crate::report::Row;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const HEAD: &str = "\
# Groups of the JSON-Schema-Test-Suite that are not exact: file, index of the group, and the code with which it is refused.
# `wrong` is for the optional parts alone. Made by `cargo xtask schema-suite DIR --bless`; a line that is stale fails.
";

/// Holds the groups against the ledger, or writes it; whether it was as it should be.
pub(crate) fn hold(file: &Path, rows: &[Row], bless: bool) -> Result<bool, String> {
    let found: Vec<String> = rows.iter().filter_map(line).collect();
    if bless {
        let text = found.iter().fold(HEAD.to_owned(), |text, line| text + line + "\n");
        fs::write(file, text).map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
        return Ok(true);
    }
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
    let known: BTreeSet<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    for line in known.difference(&found) {
        anstream::eprintln!("stale in the ledger: {line}");
    }
    for line in found.difference(&known) {
        anstream::eprintln!("not in the ledger: {line}");
    }
    Ok(known == found)
}

/// What the ledger has to say of a group.
fn line(row: &Row) -> Option<String> {
    let code = match row.refused {
        Some(code) => code.id(),
        None if !row.part.must_be_right() && row.wrong() > 0 => "wrong",
        None => return None,
    };
    Some(format!("{} {} {code}", row.file, row.index))
}

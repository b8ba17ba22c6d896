//! Which types of emitted code an operation carries: a mistake in another one is in nobody's request and in nobody's reply.
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where in `types.rs` the types stand that nothing in the other files leads to.
pub(super) fn orphans(types: &str, others: &[String]) -> Vec<Range<usize>> {
    let (Ok(owner), Ok(word)) = (Regex::new(OWNER), Regex::new(r"[A-Z]\w*")) else { return Vec::new() };
    // Docs name types without having them.
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = |text: &str| text.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    let words =
        |text: &str| word.find_iter(&code(text)).map(|found| found.as_str().to_owned()).collect::<BTreeSet<_>>();
    let items: Vec<(Range<usize>, String)> = items(types)
        .into_iter()
        .filter_map(|range| {
            let found = owner.captures(types.get(range.clone())?)?;
            Some((range, found.iter().skip(1).flatten().next()?.as_str().to_owned()))
        })
        .collect();
    let mut leads: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (range, name) in &items {
        leads.entry(name).or_default().extend(words(types.get(range.clone()).unwrap_or_default()));
    }
    let mut open: Vec<String> = others.iter().flat_map(|text| words(text)).collect();
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(next) = leads.get(name.as_str())
            && reached.insert(name)
        {
            open.extend(next.iter().cloned());
        }
    }
    items.into_iter().filter(|(_, name)| !reached.contains(name)).map(|(range, _)| range).collect()
}

/// Whose an item is.
const OWNER: &str =
    r"(?m)^pub (?:struct|enum|type) (\w+)|^(?:impl\b.*|)\bfor (\w+)|^impl (\w+) |^    (?:open|closed) (\w+) \{";

/// Items begin behind a blank line, at the margin.
fn items(text: &str) -> Vec<Range<usize>> {
    let begins = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
    let mut starts: Vec<usize> = text.match_indices("\n\n").map(|(at, _)| at + 2).filter(|at| begins(*at)).collect();
    starts.push(text.len());
    starts.windows(2).map(|two| two[0]..two[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_leads_to_is_found() {
        let types = "//! Types.\n\npub struct A {\n    pub b: Option<B>,\n}\n\nimpl ::x::Decode for A {\n\n    fn a() {}\n}\n\n\
            pub enum B {}\n\nx! {\n    open B { C = \"c\" }\n}\n\n/// Of an [`A`].\npub struct D {}\n\nx! {\n    open D { C = \"c\" }\n}\n";
        let found = orphans(types, &["use super::types;\nfn f(a: types::A) {}".to_owned()]);
        let starts: Vec<&str> = found.into_iter().map(|range| types[range].trim_end()).collect();
        assert_eq!(starts, ["/// Of an [`A`].\npub struct D {}", "x! {\n    open D { C = \"c\" }\n}"]);
    }
}

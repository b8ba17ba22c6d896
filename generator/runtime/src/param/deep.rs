//! `deepObject`: `name[member]=text`, and what is common beyond the style table, `name[a][b]=x` and `name[a][]=x`.
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Fault, percent};
use crate::json::{Tape, TextTape};

/// How many brackets a name may have.
const DEPTH: usize = 32;

enum Tree<'a> {
    Texts(Vec<Cow<'a, str>>),
    Members(BTreeMap<String, Self>),
}

/// The object called `name` among a query's pairs; `None` if it has no member.
pub(super) fn object<'a>(
    name: &str,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Option<Tape<'static>>, Fault> {
    let mut root = BTreeMap::new();
    for (raw, text) in pairs {
        // Names that are not well encoded are none of ours.
        let Ok(whole) = percent::decode(raw, true) else {
            continue;
        };
        let Some(path) = whole.strip_prefix(name).filter(|path| path.starts_with('[')) else {
            continue;
        };
        insert(&mut root, path, percent::decode(text, true)?)?;
    }
    if root.is_empty() {
        return Ok(None);
    }
    let mut tape = TextTape::new();
    write(&mut tape, &Tree::Members(root));
    Ok(Some(tape.finish()))
}

/// One text, or several as a list.
pub(super) fn list(tape: &mut TextTape, texts: &[Cow<'_, str>]) {
    if let [text] = texts {
        tape.text(text);
        return;
    }
    tape.array();
    for text in texts {
        tape.text(text);
    }
    tape.end();
}

fn insert<'a>(root: &mut BTreeMap<String, Tree<'a>>, path: &str, text: Cow<'a, str>) -> Result<(), Fault> {
    let inner = path.strip_prefix('[').and_then(|path| path.strip_suffix(']')).ok_or(Fault::Style)?;
    let mut names = inner.split("][").collect::<Vec<_>>();
    // `[]` at the end says what repetition says anyway.
    if names.len() > 1 && names.last() == Some(&"") {
        names.pop();
    }
    let Some((last, outer)) = names.split_last() else {
        return Err(Fault::Style);
    };
    if names.len() > DEPTH {
        return Err(Fault::Nested);
    }
    let mut at = root;
    for name in outer {
        let next = at.entry((*name).to_owned()).or_insert_with(|| Tree::Members(BTreeMap::new()));
        let Tree::Members(members) = next else {
            return Err(Fault::Style);
        };
        at = members;
    }
    match at.entry((*last).to_owned()).or_insert_with(|| Tree::Texts(Vec::new())) {
        Tree::Texts(texts) => texts.push(text),
        Tree::Members(_) => return Err(Fault::Style),
    }
    Ok(())
}

fn write(tape: &mut TextTape, tree: &Tree<'_>) {
    match tree {
        Tree::Texts(texts) => list(tape, texts),
        Tree::Members(members) => {
            tape.object();
            for (name, member) in members {
                write(tape.name(name), member);
            }
            tape.end();
        }
    }
}

//! `deepObject`: `name[member]=text`, and what is common beyond the style table: `name[a][b]=x`, and lists as
//! `name[]=x`, `name[0]=x` or a name that is there several times.
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Fault, percent};
use crate::json::{Tape, TextTape};

/// How many brackets a name may have.
const DEPTH: usize = 32;

#[derive(Default)]
enum Tree<'a> {
    #[default]
    Nothing,
    Texts(Vec<Cow<'a, str>>),
    /// Texts that were said to be a list: `[]`.
    List(Vec<Cow<'a, str>>),
    Members(BTreeMap<Cow<'a, str>, Self>),
}

/// The object or list called `name` among a query's pairs; `None` if it has no member. `is_object`: it is no list, even
/// if its members are called `0`, `1`, `2`.
pub(super) fn value<'a>(
    name: &str,
    is_object: bool,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Option<Tape<'static>>, Fault> {
    let mut root = Tree::Nothing;
    for (raw, text) in pairs {
        // Names that are not well encoded are none of ours.
        let Ok(whole) = percent::decode(raw, true) else {
            continue;
        };
        let path = match whole {
            Cow::Borrowed(whole) => whole.strip_prefix(name).map(Cow::Borrowed),
            Cow::Owned(whole) => whole.strip_prefix(name).map(|path| Cow::Owned(path.to_owned())),
        };
        let Some(path) = path.filter(|path| path.starts_with('[')) else {
            continue;
        };
        let text = percent::decode(text, true)?;
        match &path {
            Cow::Borrowed(path) => insert(&mut root, path, text, Cow::Borrowed)?,
            Cow::Owned(path) => insert(&mut root, path, text, |name| Cow::Owned(name.to_owned()))?,
        }
    }
    if matches!(root, Tree::Nothing) {
        return Ok(None);
    }
    let mut tape = TextTape::new();
    match root {
        Tree::Members(members) if is_object => object(&mut tape, members),
        root => write(&mut tape, root),
    }
    Ok(Some(tape.finish()))
}

/// One text, or several as a list.
pub(super) fn list(tape: &mut TextTape, texts: &[Cow<'_, str>]) {
    match texts {
        [text] => {
            tape.text(text);
        }
        _ => whole_list(tape, texts),
    }
}

fn whole_list(tape: &mut TextTape, texts: &[Cow<'_, str>]) {
    tape.array();
    for text in texts {
        tape.text(text);
    }
    tape.end();
}

fn insert<'a, 'p>(
    root: &mut Tree<'a>,
    path: &'p str,
    text: Cow<'a, str>,
    keep: impl Fn(&'p str) -> Cow<'a, str>,
) -> Result<(), Fault> {
    let inner = path.strip_prefix('[').and_then(|path| path.strip_suffix(']')).ok_or(Fault::Style)?;
    let mut names = inner.split("][").collect::<Vec<_>>();
    if names.len() > DEPTH {
        return Err(Fault::Nested);
    }
    // `[]` at the end says that it is a list; elsewhere it does not say of what.
    let is_list = names.last() == Some(&"");
    if is_list {
        names.pop();
    }
    let mut at = root;
    for name in names {
        if name.is_empty() {
            return Err(Fault::Style);
        }
        if matches!(at, Tree::Nothing) {
            *at = Tree::Members(BTreeMap::new());
        }
        let Tree::Members(members) = at else {
            return Err(Fault::Style);
        };
        at = members.entry(keep(name)).or_default();
    }
    match at {
        Tree::Nothing if is_list => *at = Tree::List(vec![text]),
        Tree::Nothing => *at = Tree::Texts(vec![text]),
        Tree::List(texts) if is_list => texts.push(text),
        Tree::Texts(texts) if !is_list => texts.push(text),
        _ => return Err(Fault::Style),
    }
    Ok(())
}

fn write(tape: &mut TextTape, tree: Tree<'_>) {
    match tree {
        Tree::Nothing => {}
        Tree::Texts(texts) => list(tape, &texts),
        Tree::List(texts) => whole_list(tape, &texts),
        Tree::Members(members) => match indexed(members) {
            Ok(items) => {
                tape.array();
                items.into_iter().for_each(|item| write(tape, item));
                tape.end();
            }
            Err(members) => object(tape, members),
        },
    }
}

fn object(tape: &mut TextTape, members: BTreeMap<Cow<'_, str>, Tree<'_>>) {
    tape.object();
    for (name, member) in members {
        write(tape.name(&name), member);
    }
    tape.end();
}

/// Members called `0`, `1`, `2` and so on are a list, whatever order they came in.
fn indexed<'a>(
    mut members: BTreeMap<Cow<'a, str>, Tree<'a>>,
) -> Result<Vec<Tree<'a>>, BTreeMap<Cow<'a, str>, Tree<'a>>> {
    let names = (0..members.len()).map(|index| index.to_string()).collect::<Vec<_>>();
    if names.iter().any(|name| !members.contains_key(name.as_str())) {
        return Err(members);
    }
    Ok(names.iter().filter_map(|name| members.remove(name.as_str())).collect())
}

//! Judging any JSON value: what a schema says that no type says, asked of the value itself.
//!
//! Each method of [`Judge`] is a keyword (JSON Schema 2020-12). It looks at values of its kind and lets all others
//! pass, reports at the deepest place that is wrong, and takes the schemas below it as functions. A *trial* asks
//! whether a schema holds without reporting what is wrong; `anyOf`, `not`, `if` and `contains` are made of trials.

mod array;
mod evaluated;
mod logic;
mod object;
mod scalar;
#[cfg(test)]
mod tests;

use core::fmt;
use std::borrow::Cow;

use super::invalid::Invalid;
use crate::json::{Node, Noted, Report, View};
use evaluated::Evaluated;

/// What a schema demands of a value.
pub type Demand<'d> = &'d dyn Fn(Node<'_>, &mut Judge);

/// How many demands may stand within each other, be it of one value or of values within values: the stack has an end.
const DEEPEST: usize = 1024;

/// Steps that any value may take, and those for each of its tokens. Schemas that lead back to themselves in several
/// branches cost a power of a value's depth; only values made for that purpose get here.
const STEPS: usize = 1_000_000;
const STEPS_EACH: usize = 256;

/// Judges a value; pointers begin at the root of its tape.
///
/// # Errors
/// Everything that `demand` refuses.
///
/// ```
/// use tenon_runtime::{Demand, Kind, Limits, Tape, judge};
/// let tape = Tape::parse(br#"{"tags": ["a", 5]}"#, Limits::default())?;
/// let tags: Demand<'_> = &|v, c| c.tuple(v, &[], Some(&|v, c| c.kinds(v, &[Kind::String])));
/// let invalid = judge(tape.root(), &|v, c| c.members(v, &[("tags", tags)], &[], None)).unwrap_err();
/// assert_eq!(invalid.to_string(), "/tags/1: expected a string, found an integer");
/// # Ok::<(), tenon_runtime::SyntaxError>(())
/// ```
pub fn judge(v: Node<'_>, demand: Demand<'_>) -> Result<(), Invalid> {
    let mut judge = Judge::new(0);
    judge.ask(v, demand);
    match judge.report.total {
        0 => Ok(()),
        _ => Err(judge.report.into_invalid(v.parts().0)),
    }
}

/// Collects what is wrong with a value, with its places; at most 100 are kept.
#[derive(Debug)]
pub struct Judge {
    report: Report,
    /// What is found out about one schema, if that is all that is asked.
    trial: Option<Trial>,
    /// What `unevaluatedProperties` and `unevaluatedItems` on the way to the value want to know, the innermost last.
    evaluated: Vec<Evaluated>,
    /// The keyword whose schema is being judged: where that is `false`, it is the one that refuses.
    keyword: &'static str,
    /// The member whose name is being judged.
    member: Option<usize>,
    depth: usize,
    steps: usize,
    /// It was too much: the value is refused, whatever trials say.
    is_over: bool,
}

/// One question: does the schema hold?
#[derive(Debug, Default)]
struct Trial {
    refused: bool,
    /// The first thing that is wrong, if somebody will read it.
    reason: Option<Noted>,
    wants_reason: bool,
}

impl Judge {
    /// For a value that is judged after so many steps for the sake of others.
    pub(crate) fn new(steps: usize) -> Self {
        Self {
            report: Report::default(),
            trial: None,
            evaluated: Vec::new(),
            keyword: "not",
            member: None,
            depth: 0,
            steps,
            is_over: false,
        }
    }

    /// Judges the outermost value.
    pub(crate) fn ask(&mut self, v: Node<'_>, demand: Demand<'_>) {
        self.apply(v, "not", demand);
    }

    /// What was found, and the steps that were taken.
    pub(crate) fn into_report(self) -> (Report, usize) {
        (self.report, self.steps)
    }

    /// Whether there is anything left to find out, after work of the given size.
    fn goes_on(&mut self, v: Node<'_>, cost: usize) -> bool {
        if self.is_over || self.trial.as_ref().is_some_and(|trial| trial.refused) {
            return false;
        }
        self.steps += 1 + cost;
        if self.steps > STEPS + STEPS_EACH * v.parts().0.tokens.len() {
            self.give_up(v, "the value takes too many steps to check");
        }
        !self.is_over
    }

    /// Demands of a value what a schema below a keyword says.
    fn apply(&mut self, v: Node<'_>, keyword: &'static str, demand: Demand<'_>) {
        if self.depth >= DEEPEST {
            self.give_up(v, "the value takes too deep a recursion to check");
            return;
        }
        let outer = core::mem::replace(&mut self.keyword, keyword);
        self.depth += 1;
        demand(v, self);
        self.depth -= 1;
        self.keyword = outer;
    }

    /// Whether a value is what a schema says. Only then it counts what the schema has evaluated.
    fn fits(&mut self, v: Node<'_>, demand: Demand<'_>) -> bool {
        self.attempt(v, demand, false).is_ok()
    }

    /// The same, and why not, if that is asked for.
    fn attempt(&mut self, v: Node<'_>, demand: Demand<'_>, wants_reason: bool) -> Result<(), Option<Noted>> {
        let mark = self.mark(v);
        let outer = self.trial.replace(Trial { wants_reason, ..Trial::default() });
        self.apply(v, "not", demand);
        let trial = core::mem::replace(&mut self.trial, outer).unwrap_or_default();
        if !trial.refused && !self.is_over {
            return Ok(());
        }
        self.forget(v, mark);
        Err(trial.reason)
    }

    /// Whether somebody will read why branches were refused.
    fn wants_reasons(&self) -> bool {
        self.trial.is_none() && self.report.has_room()
    }

    /// How many violations there are, for finding out whether there are more.
    fn refusals(&self) -> usize {
        self.trial.as_ref().map_or(self.report.total, |trial| usize::from(trial.refused))
    }

    /// Refuses the value for good.
    #[cold]
    fn give_up(&mut self, v: Node<'_>, message: &'static str) {
        if !core::mem::replace(&mut self.is_over, true) {
            let at = v.parts().1;
            self.report.push(Noted { at, below: "".into(), keyword: "limit", message: message.into() });
        }
    }

    /// Reports a violation at a value.
    fn refuse(&mut self, v: Node<'_>, keyword: &'static str, message: fmt::Arguments<'_>) {
        self.refuse_below(v, Cow::Borrowed(""), keyword, message);
    }

    /// Reports a violation at a place that is not there.
    #[cold]
    fn refuse_below(
        &mut self,
        v: Node<'_>,
        below: Cow<'static, str>,
        keyword: &'static str,
        message: fmt::Arguments<'_>,
    ) {
        if self.is_over {
            return;
        }
        let at = self.member.unwrap_or(v.parts().1);
        let noted = |message: Cow<'static, str>| Noted { at, below, keyword, message };
        let text = || message.as_str().map_or_else(|| Cow::Owned(message.to_string()), Cow::Borrowed);
        match &mut self.trial {
            Some(trial) => {
                if trial.wants_reason && !trial.refused {
                    trial.reason = Some(noted(text()));
                }
                trial.refused = true;
            }
            None if self.report.has_room() => {
                let noted = noted(text());
                // Schemas that hold together may say the same twice.
                if !self.report.noted.contains(&noted) {
                    self.report.push(noted);
                }
            }
            None => self.report.push(noted(Cow::Borrowed(""))),
        }
    }
}

/// The members of an object: the tokens of name and value.
fn members<'a>(v: Node<'a>) -> impl Iterator<Item = (usize, Node<'a>)> + Clone + use<'a> {
    let (view, at) = v.parts();
    let count = if v.kind() == crate::Kind::Object { view.count(at) } else { 0 };
    let mut key = at + 2;
    (0..count).map(move |_| {
        let member = (key, Node::new(view, key + 1));
        key = view.next(key + 1);
        member
    })
}

/// Whether an object has a member of a name.
fn has(view: View<'_>, v: Node<'_>, name: &str) -> bool {
    members(v).any(|(key, _)| view.name_is(key, name))
}

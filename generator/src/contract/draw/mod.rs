//! Which values travel in an operation's requests and replies, valid ones and others.
mod pool;
mod replies;
mod requests;

use super::edges::Seen;
use super::shown::Shown;
use crate::ir::Api;
use crate::judge::Judging;
use crate::lower::oracle::Oracle;
use crate::samples::Samples;
pub(super) use pool::Carried;

/// What drawing carries along.
pub(super) struct Drawing<'a> {
    pub(super) api: &'a Api,
    pub(super) oracle: &'a Oracle,
    judging: Judging<'a>,
    pub(super) samples: Samples<'a>,
    /// What of the operation at hand there is no value for.
    pub(super) untried: Option<String>,
    /// What was tried of the bodies of requests, of replies, and of this operation's parameters.
    pub(super) seen: [Seen; 3],
    /// What their values have shown.
    shown: [Shown; 3],
}

/// Who tries: each changes a type once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    RequestBodies,
    Replies,
    Parameters,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(api: &'a Api, oracle: &'a Oracle, samples: Samples<'a>) -> Self {
        Self {
            api,
            oracle,
            judging: oracle.judge(),
            samples,
            untried: None,
            seen: Default::default(),
            shown: Default::default(),
        }
    }

    /// The next operation begins.
    pub(super) fn start(&mut self) {
        self.seen[Whose::Parameters as usize] = Seen::default();
        self.shown[Whose::Parameters as usize] = Shown::default();
        self.untried = None;
    }

    /// One number below another, as the dice fall.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.samples.below_count(count)
    }
}

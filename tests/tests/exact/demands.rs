//! Checks, judged.
use tenon::ir::{Api, CheckId};
use tenon::judge::Judging;

/// Whether a value passes a check.
pub(crate) fn pass(api: &Api, check: CheckId, text: &str) -> bool {
    Judging::new(&api.checks).text(check, text).is_ok()
}

pub(crate) fn compiled(source: &str) -> tenon_runtime::Pattern {
    tenon_runtime::Pattern::from(source.to_owned())
}

//! Where decoding and [`judge`](crate::judge) meet: the value as it was sent is judged, on the tape.
use super::cx::Cx;
use super::encode::Encode;
use super::node::Node;
use super::report::{Noted, Report};
use super::tape::Tape;
use super::value::Json;
use crate::validate::{Demand, Judge};

impl Cx<'_> {
    /// In strict mode demands of the value what its type does not say. What was reported before is not repeated.
    #[inline]
    pub fn judged<T: Encode>(&mut self, value: T, demand: Demand<'_>) -> Option<T> {
        if self.is_strict() {
            self.judge(&|| Json::of(&value), demand);
        }
        Some(value)
    }

    /// Text says nothing of kinds: there, what it was read as is judged, as JSON.
    fn judge(&mut self, json: &dyn Fn() -> Json, demand: Demand<'_>) {
        if self.view.is_text(self.at) {
            let json = json();
            let Some(tape) = Tape::of(&json) else {
                self.violation::<()>("limit", "the value is too deep to check");
                return;
            };
            let report = self.judge_at(tape.root(), demand);
            for violation in report.into_invalid(tape.view()).violations {
                self.violation_at::<()>(self.at, violation.pointer.into(), violation.keyword, violation.message);
            }
            return;
        }
        let report = self.judge_at(Node::new(self.view, self.at), demand);
        let before = self.report.noted.len();
        self.report.total += report.total - report.noted.len();
        for noted in report.noted {
            let is_same = |n: &Noted| (n.at, &n.below, n.keyword) == (noted.at, &noted.below, noted.keyword);
            if !self.report.noted.iter().take(before).any(is_same) {
                self.report.push(noted);
            }
        }
    }

    fn judge_at(&mut self, node: Node<'_>, demand: Demand<'_>) -> Report {
        let mut judge = Judge::new(self.steps);
        judge.ask(node, demand);
        let (report, steps) = judge.into_report();
        self.steps = steps;
        report
    }
}

impl<'a> Tape<'a> {
    /// A value that was made by hand. `None`: it is deeper than a stack is.
    pub(crate) fn of(json: &'a Json) -> Option<Self> {
        Self::parse_str(json.text(), super::Limits::default().depth(1024)).ok()
    }
}

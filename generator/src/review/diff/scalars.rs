//! Values without parts: formats, listed values, bounds.
use rustc_hash::FxHashSet;
use std::cmp::Ordering;

use super::pairs::{Comparison, Pair, Peeled};
use super::rule::{Flow, Rule};
use crate::ir::{Constraints, Enum, Kind, Name, Scalar};

impl Comparison<'_> {
    pub(super) fn scalars(&mut self, node: usize, x: Scalar, y: Scalar, pair: &Pair) {
        let rule = match (x, y) {
            // Numbers of foreign types differ between the documents.
            _ if self.foreign(x, y) => return,
            (Scalar::Integer(x), Scalar::Integer(y)) => match (x.range(), y.range()) {
                (Some(x), Some(y)) if x.0 <= y.0 && y.1 <= x.1 => Rule::IntegerNarrowed,
                (Some(x), Some(y)) if y.0 <= x.0 && x.1 <= y.1 => Rule::IntegerWidened,
                (None, _) => Rule::IntegerNarrowed,
                (_, None) => Rule::IntegerWidened,
                _ => Rule::FormatChanged,
            },
            (Scalar::String, y) if y.kind() == Kind::String => Rule::FormatAdded,
            (x, Scalar::String) if x.kind() == Kind::String => Rule::FormatRemoved,
            (Scalar::Float, Scalar::Decimal) => Rule::FormatAdded,
            (Scalar::Decimal, Scalar::Float) => Rule::FormatRemoved,
            (x, y) if x.kind() == y.kind() => Rule::FormatChanged,
            (x, y) if x.kind() == Kind::Integer && y.kind() == Kind::Number => Rule::TypeWidened,
            (x, y) if x.kind() == Kind::Number && y.kind() == Kind::Integer => Rule::TypeNarrowed,
            (_, Scalar::String) if pair.text => Rule::TypeWidened,
            (Scalar::String, _) if pair.text => Rule::TypeNarrowed,
            _ => Rule::TypeChanged,
        };
        self.differs(node, rule, pair);
    }

    /// Whether nothing differs.
    fn foreign(&self, x: Scalar, y: Scalar) -> bool {
        match (x, y) {
            (Scalar::Foreign(x, a), Scalar::Foreign(y, b)) => {
                let [x, y] = [(self.base.api, x), (self.revision.api, y)]
                    .map(|(api, id)| api.foreign.get(id.0 as usize).map(|f| f.format.clone()));
                a == b && x == y
            }
            (x, y) => x == y,
        }
    }

    pub(super) fn enums(&mut self, node: usize, x: &Enum, y: &Enum, a: &Peeled<'_>, b: &Peeled<'_>) {
        let (old, new) = (x.values.texts(), y.values.texts());
        let named = |at: usize, names: &[(&Name, Option<&str>)]| names.get(at).map(|(n, _)| n.rust.clone());
        let (old_names, new_names) = (x.values.names(), y.values.names());
        let owner = |of: &Peeled<'_>| of.def.name.as_ref().map(|n| n.rust.clone());
        let (old_set, new_set) = (old.iter().collect::<FxHashSet<_>>(), new.iter().collect::<FxHashSet<_>>());
        for (at, text) in old.iter().enumerate().filter(|(_, text)| !new_set.contains(text)) {
            let anchor = owner(a).zip(named(at, &old_names));
            let raw = self.say(node, Rule::EnumValueRemoved, format!("`{text}`")).anchored(anchor);
            forgiven(raw, x.extensible || y.extensible);
        }
        for (at, text) in new.iter().enumerate().filter(|(_, text)| !old_set.contains(text)) {
            let anchor = owner(b).zip(named(at, &new_names));
            let raw = self.say(node, Rule::EnumValueAdded, format!("`{text}`")).anchored(anchor);
            forgiven(raw, x.extensible || y.extensible);
        }
        if x.extensible != y.extensible {
            let rule = if y.extensible { Rule::ValuesNoLongerListed } else { Rule::ValuesListed };
            self.say(node, rule, String::new());
        }
    }

    /// What values must satisfy beside their shape.
    pub(super) fn limits(&mut self, node: usize, x: &Constraints, y: &Constraints) {
        if x == y {
            return;
        }
        let count = |v: Option<u64>| v.map(|v| v.to_string());
        let bounds = [
            ("minLength", count(x.min_length), count(y.min_length), true, Rule::LengthTightened),
            ("maxLength", count(x.max_length), count(y.max_length), false, Rule::LengthTightened),
            ("minItems", count(x.min_items), count(y.min_items), true, Rule::ItemCountTightened),
            ("maxItems", count(x.max_items), count(y.max_items), false, Rule::ItemCountTightened),
            ("minProperties", count(x.min_properties), count(y.min_properties), true, Rule::MemberCountTightened),
            ("maxProperties", count(x.max_properties), count(y.max_properties), false, Rule::MemberCountTightened),
            ("minimum", x.minimum.clone(), y.minimum.clone(), true, Rule::RangeTightened),
            ("exclusiveMinimum", x.exclusive_minimum.clone(), y.exclusive_minimum.clone(), true, Rule::RangeTightened),
            ("maximum", x.maximum.clone(), y.maximum.clone(), false, Rule::RangeTightened),
            ("exclusiveMaximum", x.exclusive_maximum.clone(), y.exclusive_maximum.clone(), false, Rule::RangeTightened),
        ];
        for (keyword, old, new, is_least, tightened) in bounds {
            let rule = match (&old, &new) {
                (Some(old), Some(new)) => match compared(old, new) {
                    Ordering::Equal => continue,
                    // A least value that went up, or a most that went down.
                    order if (order == Ordering::Less) == is_least => tightened,
                    _ => tightened.mirror(),
                },
                (None, Some(_)) => tightened,
                (Some(_), None) => tightened.mirror(),
                (None, None) => continue,
            };
            self.say(node, rule, format!("`{keyword}`: {}", change(old.as_deref(), new.as_deref())));
        }
        let texts = [
            (x.pattern.as_deref(), y.pattern.as_deref(), Rule::PatternAdded, Rule::PatternChanged),
            (x.multiple_of.as_deref(), y.multiple_of.as_deref(), Rule::MultipleOfAdded, Rule::MultipleOfChanged),
        ];
        for (old, new, added, changed) in texts {
            let rule = match (old, new) {
                (old, new) if old == new => continue,
                (Some(_), Some(_)) => changed,
                (None, _) => added,
                (_, None) => added.mirror(),
            };
            self.say(node, rule, change(old, new));
        }
        if x.unique_items != y.unique_items {
            let rule = if y.unique_items { Rule::UniqueItemsAdded } else { Rule::UniqueItemsRemoved };
            self.say(node, rule, String::new());
        }
    }

    /// What is demanded that no type says.
    pub(super) fn checks(&mut self, node: usize, a: &Peeled<'_>, b: &Peeled<'_>) {
        let told = |api, checks: &[crate::ir::CheckId]| {
            let mut lines = Vec::new();
            checks.iter().for_each(|check| crate::review::checks::of_check(api, *check, &mut lines));
            lines
        };
        if a.checks.is_empty() && b.checks.is_empty() {
            return;
        }
        let (old, new) = (told(self.base.api, &a.checks), told(self.revision.api, &b.checks));
        let gone = old.iter().filter(|line| !new.contains(line)).collect::<Vec<_>>();
        let come = new.iter().filter(|line| !old.contains(line)).collect::<Vec<_>>();
        // What is told by the same words up to its values has changed.
        let head = |line: &str| line.split(['(', '=', ',']).next().unwrap_or_default().to_owned();
        for line in &come {
            match gone.iter().find(|old| head(old) == head(line)) {
                Some(old) => self.say(node, Rule::ConditionChanged, format!("`{old}` → `{line}`")),
                None => self.say(node, Rule::ConditionAdded, format!("`{line}`")),
            };
        }
        for line in gone.iter().filter(|line| !come.iter().any(|new| head(new) == head(line))) {
            self.say(node, Rule::ConditionRemoved, format!("`{line}`"));
        }
    }
}

/// Other texts are taken all the same.
fn forgiven(raw: &mut super::finding::Raw, extensible: bool) {
    if extensible && raw.flow == Some(Flow::Request) {
        raw.levels = super::level::Levels::default();
    }
}

pub(super) fn change(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => format!("`{old}` → `{new}`"),
        (None, Some(new)) => format!("none → `{new}`"),
        (Some(old), None) => format!("`{old}` → none"),
        (None, None) => String::new(),
    }
}

/// Numbers as texts; what floats cannot tell apart is told by its text.
fn compared(old: &str, new: &str) -> Ordering {
    let [x, y] = [old, new].map(|text| text.parse::<f64>().unwrap_or_default());
    x.partial_cmp(&y).unwrap_or(Ordering::Equal)
}

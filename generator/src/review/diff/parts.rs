//! What a change of a multipart body means: part by part.
use super::bodies::Around;
use super::finding::Place;
use super::pairs::Comparison;
use super::rule::Rule;
use super::scalars::change;
use crate::ir::{Multipart, OtherParts, Part, PartContent};

impl Comparison<'_> {
    pub(super) fn multipart(&mut self, around: &Around<'_>, place: &Place, a: &Multipart, b: &Multipart) {
        let flow = Some(around.flow);
        let anchors = |of: &Multipart, part: &Part| {
            let names =
                [(of.form_name.clone(), part.name.rust.clone()), (of.required_name.clone(), part.name.rust.clone())];
            let more = [(of.part_name.clone(), part.variant.clone()), (of.form_name.clone(), "new".to_owned())];
            names.into_iter().chain(more).collect::<Vec<_>>()
        };
        for x in &a.parts {
            let place = place.then(&format!(".{}", x.name.wire));
            let Some(y) = b.parts.iter().find(|y| y.name.wire == x.name.wire) else {
                let rule = if x.required { Rule::RequiredPropertyRemoved } else { Rule::PropertyRemoved };
                let raw = self.note(rule, place, flow, String::new()).at(Some(&x.origin), Some(around.at.1));
                raw.of(around.index).anchored(anchors(a, x));
                continue;
            };
            let both = [anchors(a, x), anchors(b, y)].concat();
            let mut say = |rule: Rule, said: String| {
                let raw = self.note(rule, place.clone(), flow, said).at(Some(&x.origin), Some(&y.origin));
                raw.of(around.index).anchored(both.clone());
            };
            if x.required != y.required {
                let rule = if y.required { Rule::PropertyBecameRequired } else { Rule::PropertyBecameOptional };
                say(rule, String::new());
            }
            if x.media_types != y.media_types {
                say(Rule::EncodingChanged, change(Some(&x.media_types.join(", ")), Some(&y.media_types.join(", "))));
            }
            if x.list.is_some() != y.list.is_some() {
                let rule = if y.list.is_some() { Rule::TypeWidened } else { Rule::TypeNarrowed };
                say(rule, String::new());
            } else if let (Some(old), Some(new)) = (x.list, y.list)
                && old != new
            {
                let tighter = new.min > old.min || new.max.unwrap_or(u64::MAX) < old.max.unwrap_or(u64::MAX);
                say(if tighter { Rule::ItemCountTightened } else { Rule::ItemCountLoosened }, String::new());
            }
            match (&x.content, &y.content) {
                (PartContent::File, PartContent::File) => {}
                (PartContent::Xml(old), PartContent::Xml(new)) => {
                    for (below, said) in self.spelled_otherwise(old, new) {
                        let raw = self.note(Rule::EncodingChanged, place.then(&below), flow, said);
                        raw.at(Some(&x.origin), Some(&y.origin)).of(around.index).anchored(both.clone());
                    }
                    self.value(around.index, around.flow, true, place, (old.ty, new.ty), both);
                }
                (old, new) => match (old.ty(), new.ty()) {
                    (Some(old), Some(new)) => {
                        let text = !matches!((&x.content, &y.content), (PartContent::Json(_), PartContent::Json(_)));
                        self.value(around.index, around.flow, text, place, (old, new), both);
                    }
                    _ => say(Rule::TypeChanged, String::new()),
                },
            }
        }
        for y in b.parts.iter().filter(|y| !a.parts.iter().any(|x| x.name.wire == y.name.wire)) {
            let rule = if y.required { Rule::RequiredPropertyAdded } else { Rule::PropertyAdded };
            let raw = self.note(rule, place.then(&format!(".{}", y.name.wire)), flow, String::new());
            raw.at(Some(around.at.0), Some(&y.origin)).of(around.index).anchored(anchors(b, y));
        }
        let refused = |m: &Multipart| matches!(m.other, OtherParts::Refused);
        if refused(a) != refused(b) {
            let rule = if refused(b) { Rule::OtherPropertiesRefused } else { Rule::OtherPropertiesAllowed };
            let raw = self.note(rule, place.clone(), flow, String::new());
            raw.at(Some(around.at.0), Some(around.at.1)).of(around.index);
        }
    }
}

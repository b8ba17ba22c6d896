//! Objects: properties, which of them must be there, and what becomes of others.
use rustc_hash::FxHashMap;

use super::finding::{Anchor, Raw};
use super::level::{Levels, Wire};
use super::pairs::{Comparison, Peeled};
use super::rule::{Flow, Rule};
use super::types::told;
use crate::ir::{Field, Rest, Shape, Struct, TypeDef};

/// Properties, what becomes of others, and which travel the other way.
struct Members<'a> {
    fields: &'a [Field],
    rest: Rest,
    skipped: &'a [String],
}

fn members(shape: &Shape) -> Members<'_> {
    match shape {
        Shape::Struct(Struct { fields, rest, skipped }) => Members { fields, rest: *rest, skipped },
        Shape::Map(map) => Members { fields: &[], rest: Rest::Kept(map.value), skipped: &[] },
        _ => Members { fields: &[], rest: Rest::Ignored, skipped: &[] },
    }
}

/// What a field is in the Rust: itself, and what takes it to make the struct.
fn anchors(def: &TypeDef, field: &Field) -> Vec<Anchor> {
    let Some(name) = &def.name else { return Vec::new() };
    let field = &field.name.rust;
    let mut anchors = vec![(name.rust.clone(), field.clone()), (arguments_of(def, name), field.clone())];
    anchors.push((name.rust.clone(), format!("{field}_or_default")));
    anchors.push((arguments_of(def, name), String::new()));
    anchors.push((name.rust.clone(), "new".to_owned()));
    anchors
}

/// The struct of a constructor's arguments, where there are many.
fn arguments_of(def: &TypeDef, name: &crate::ir::Name) -> String {
    match def.required_name.as_str() {
        "" => format!("{}Required", name.rust),
        given => given.to_owned(),
    }
}

impl Comparison<'_> {
    pub(super) fn objects(&mut self, node: usize, a: &Peeled<'_>, b: &Peeled<'_>) {
        let (old, new) = (members(&a.def.shape), members(&b.def.shape));
        let by_name = |fields: &[Field]| -> FxHashMap<String, usize> {
            fields.iter().enumerate().map(|(index, f)| (f.name.wire.clone(), index)).collect()
        };
        let (old_names, new_names) = (by_name(old.fields), by_name(new.fields));
        for x in old.fields {
            match new_names.get(&x.name.wire).and_then(|index| new.fields.get(*index)) {
                Some(y) => self.fields(node, (a.def, x), (b.def, y)),
                None => self.gone(node, (a.def, x), &new),
            }
        }
        for y in new.fields.iter().filter(|y| !old_names.contains_key(&y.name.wire)) {
            self.come(node, (b.def, y), &old);
        }
        self.skipped(node, &old, &new, (&old_names, &new_names));
        match (old.rest, new.rest) {
            (Rest::Kept(x), Rest::Kept(y)) => {
                let name = [a.def, b.def].into_iter().filter_map(|def| def.name.as_ref());
                let anchors = name.map(|n| (n.rust.clone(), "additional".to_owned())).collect();
                self.child(node, x, y, ".*", anchors);
            }
            (x, y) if x == y => {}
            (_, Rest::Refused) => _ = self.say(node, Rule::OtherPropertiesRefused, String::new()),
            (Rest::Refused, _) => _ = self.say(node, Rule::OtherPropertiesAllowed, String::new()),
            (Rest::Ignored, Rest::Kept(y)) => {
                let said = format!("→ {}", told(self.revision.api, y));
                self.rest(
                    node,
                    Rule::OtherPropertiesTyped,
                    said,
                    a,
                    b,
                    matches!(self.revision.api.ty(y).shape, Shape::Any(_)),
                );
            }
            (Rest::Kept(x), Rest::Ignored) => {
                let said = format!("{} →", told(self.base.api, x));
                self.rest(
                    node,
                    Rule::OtherPropertiesUntyped,
                    said,
                    a,
                    b,
                    matches!(self.base.api.ty(x).shape, Shape::Any(_)),
                );
            }
            _ => {}
        }
    }

    /// Properties that only travel the other way, of which this side reads over: nothing happens here.
    fn skipped(
        &mut self,
        node: usize,
        old: &Members<'_>,
        new: &Members<'_>,
        fields: (&FxHashMap<String, usize>, &FxHashMap<String, usize>),
    ) {
        let gone = old.skipped.iter().filter(|name| !new.skipped.contains(name) && !fields.1.contains_key(*name));
        let come = new.skipped.iter().filter(|name| !old.skipped.contains(name) && !fields.0.contains_key(*name));
        let each = gone.map(|n| (n, Rule::PropertyRemoved)).chain(come.map(|n| (n, Rule::PropertyAdded)));
        for (name, rule) in each {
            let raw = self.say(node, rule, "travels the other way only".to_owned()).then(&format!(".{name}"));
            raw.levels = Levels::default();
        }
    }

    fn rest(&mut self, node: usize, rule: Rule, said: String, a: &Peeled<'_>, b: &Peeled<'_>, any: bool) {
        let names = [a.def, b.def].into_iter().filter_map(|def| def.name.as_ref());
        let anchors = names.map(|name| (name.rust.clone(), String::new())).collect::<Vec<_>>();
        let raw = self.say(node, rule, said).anchored(anchors);
        // Any value at all, kept: nothing else travels.
        if any {
            raw.levels = Levels::default();
        }
    }

    fn fields(&mut self, node: usize, (a, x): (&TypeDef, &Field), (b, y): (&TypeDef, &Field)) {
        let part = format!(".{}", x.name.wire);
        let mut both = anchors(a, x);
        both.extend(anchors(b, y));
        if x.required != y.required {
            let rule = if y.required { Rule::PropertyBecameRequired } else { Rule::PropertyBecameOptional };
            let default = y.default.as_ref().or(x.default.as_ref());
            let said = default.map(|text| format!("default {text}")).unwrap_or_default();
            self.say(node, rule, said).then(&part).at(Some(&x.origin), Some(&y.origin)).anchored(both.clone());
        }
        let access = [
            (x.read_only, y.read_only, Rule::PropertyBecameReadOnly),
            (x.write_only, y.write_only, Rule::PropertyBecameWriteOnly),
        ];
        for (old, new, rule) in access {
            if old != new {
                let rule = if new { rule } else { rule.mirror() };
                self.say(node, rule, told(self.base.api, x.ty))
                    .then(&part)
                    .at(Some(&x.origin), Some(&y.origin))
                    .anchored(both.clone());
            }
        }
        if x.default != y.default {
            let rule = default_rule(x.default.as_deref(), y.default.as_deref());
            let said = super::scalars::change(x.default.as_deref(), y.default.as_deref());
            self.say(node, rule, said).then(&part).at(Some(&x.origin), Some(&y.origin)).anchored(both.clone());
        }
        let place = self.pairs[node].place.then(&part);
        let template = self.template(node, place, Some(&x.origin), Some(&y.origin));
        self.docs(&template, &x.docs, &y.docs);
        self.keys(&template);
        self.child(node, x.ty, y.ty, &part, both);
    }

    /// A finding at a place within a pair, to be filled in.
    fn template(
        &self,
        node: usize,
        place: super::finding::Place,
        base: Option<&crate::load::Pointer>,
        revision: Option<&crate::load::Pointer>,
    ) -> Raw {
        Raw {
            rule: Rule::ProseChanged,
            place,
            flow: Some(self.pairs[node].flow),
            sent: self.pairs[node].sent,
            said: String::new(),
            levels: Levels::default(),
            base: base.cloned(),
            revision: revision.cloned(),
            node: Some(node),
            operation: None,
            anchors: Vec::new(),
        }
    }

    fn gone(&mut self, node: usize, (a, x): (&TypeDef, &Field), new: &Members<'_>) {
        let (part, at) = (format!(".{}", x.name.wire), Some(x.origin.clone()));
        let flow = self.pairs[node].flow;
        let around = self.pairs[node].b;
        let place = super::pairs::peel(self.revision.api, around).def.origin.clone();
        let rule = match (x.required, flow) {
            // It is there, and travels the other way.
            _ if new.skipped.contains(&x.name.wire) => match flow {
                Flow::Request => Rule::PropertyBecameReadOnly,
                Flow::Reply => Rule::PropertyBecameWriteOnly,
            },
            (true, _) => Rule::RequiredPropertyRemoved,
            (false, _) => Rule::PropertyRemoved,
        };
        let said = told(self.base.api, x.ty);
        let raw = self.say(node, rule, said).then(&part).at(at.as_ref(), Some(&place)).anchored(anchors(a, x));
        // Servers refuse what is not declared.
        if new.rest == Rest::Refused && flow == Flow::Request && rule != Rule::PropertyBecameReadOnly {
            raw.levels.wire_client = Wire::Break;
        }
        if rule == Rule::PropertyBecameWriteOnly && x.required {
            raw.levels.wire_client = Wire::Break;
        }
    }

    fn come(&mut self, node: usize, (b, y): (&TypeDef, &Field), old: &Members<'_>) {
        let part = format!(".{}", y.name.wire);
        let flow = self.pairs[node].flow;
        let around = self.pairs[node].a;
        let place = super::pairs::peel(self.base.api, around).def.origin.clone();
        let rule = match (y.required, flow) {
            _ if old.skipped.contains(&y.name.wire) => match flow {
                Flow::Request => Rule::PropertyNoLongerReadOnly,
                Flow::Reply => Rule::PropertyNoLongerWriteOnly,
            },
            (true, _) => Rule::RequiredPropertyAdded,
            (false, _) => Rule::PropertyAdded,
        };
        let default = y.default.as_ref().map(|text| format!(", default {text}")).unwrap_or_default();
        let said = format!("{}{default}", told(self.revision.api, y.ty));
        let raw = self.say(node, rule, said).then(&part).at(Some(&place), Some(&y.origin)).anchored(anchors(b, y));
        if old.rest == Rest::Refused && flow == Flow::Request && rule != Rule::PropertyNoLongerReadOnly {
            raw.levels.wire_server = Wire::Break;
        }
        if rule == Rule::PropertyNoLongerWriteOnly && y.required {
            raw.levels.wire_server = Wire::Break;
        }
    }
}

pub(super) fn default_rule(old: Option<&str>, new: Option<&str>) -> Rule {
    match (old, new) {
        (None, _) => Rule::DefaultAdded,
        (_, None) => Rule::DefaultRemoved,
        _ => Rule::DefaultChanged,
    }
}

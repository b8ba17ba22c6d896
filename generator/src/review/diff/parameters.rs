//! Parameters: which is which, how each is written, and what its values are.
use super::finding::{Anchor, Place};
use super::operations::title;
use super::pairs::{Comparison, peel};
use super::rule::{Flow, Rule};
use super::scalars::change;
use super::types::{kinds, told};
use crate::ir::{Api, Kind, Location, Operation, Parameter, Shape, Style, TypeId};

/// How deep a type is looked into for names.
const DEEP: usize = 8;

/// How an operation is called, and what implements it.
fn call(o: &Operation) -> Vec<Anchor> {
    vec![("Client".to_owned(), o.name.rust.clone()), (format!("{}Request", o.type_name), "new".to_owned())]
}

fn parameter(api: &Api, o: &Operation, p: &Parameter) -> Vec<Anchor> {
    let name = &p.name.rust;
    let mut anchors = ["Request", "Required", ""].map(|end| (format!("{}{end}", o.type_name), name.clone())).to_vec();
    anchors.push((format!("{}Request", o.type_name), format!("{name}_or_default")));
    if p.required {
        anchors.extend(call(o));
    }
    anchors.push((format!("{}Required", o.type_name), String::new()));
    // An enum or an object that is spelled out at the parameter.
    anchors.extend(spelled_out(api, p.ty, 0).into_iter().map(|name| (name, String::new())));
    anchors
}

/// The types that have a name because something within an operation needs one.
fn spelled_out(api: &Api, id: TypeId, deep: usize) -> Vec<String> {
    let def = api.ty(id);
    match &def.name {
        _ if def.is_component() || deep > DEEP => Vec::new(),
        Some(name) => vec![name.rust.clone(), format!("{}Required", name.rust)],
        None => def.shape.written_out().into_iter().flat_map(|part| spelled_out(api, part, deep + 1)).collect(),
    }
}

impl Comparison<'_> {
    /// The parameters of an operation, paired by place and name; those of a path by where they stand in it.
    pub(super) fn parameters(&mut self, index: usize, old: &Operation, new: &Operation) {
        let in_path = |o: &Operation| {
            let names = o.path.text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let (old_path, new_path) = (in_path(old), in_path(new));
        let is_same = |x: &Parameter, y: &Parameter| match x.location {
            _ if x.location != y.location => false,
            Location::Path => {
                let place = |names: &[String], p: &Parameter| names.iter().position(|name| *name == p.name.wire);
                place(&old_path, x) == place(&new_path, y)
            }
            Location::Header => x.name.wire.eq_ignore_ascii_case(&y.name.wire),
            Location::Query | Location::Cookie => x.name.wire == y.name.wire,
        };
        for x in &old.parameters {
            match new.parameters.iter().find(|y| is_same(x, y)) {
                Some(y) => self.parameter(index, (old, x), (new, y)),
                None => {
                    let rule = if x.required { Rule::RequiredParameterRemoved } else { Rule::ParameterRemoved };
                    let said = told(self.base.api, x.ty);
                    let anchors = parameter(self.base.api, old, x);
                    let raw = self.note(rule, self::place(old, x), Some(Flow::Request), said);
                    raw.at(Some(&x.origin), Some(&new.origin)).of(index).anchored(anchors).anchored(call(new));
                }
            }
        }
        for y in new.parameters.iter().filter(|y| !old.parameters.iter().any(|x| is_same(x, y))) {
            let rule = if y.required { Rule::RequiredParameterAdded } else { Rule::ParameterAdded };
            let default = y.default.as_ref().map(|text| format!(", default {text}")).unwrap_or_default();
            let said = format!("{}{default}", told(self.revision.api, y.ty));
            let place = Place::of(title(old)).then(&format!(" {}.{}", y.location.word(), y.name.wire));
            let anchors = parameter(self.revision.api, new, y);
            let raw = self.note(rule, place, Some(Flow::Request), said);
            raw.at(Some(&old.origin), Some(&y.origin)).of(index).anchored(anchors).anchored(call(old));
        }
    }

    fn parameter(&mut self, index: usize, (old, x): (&Operation, &Parameter), (new, y): (&Operation, &Parameter)) {
        let place = self::place(old, x);
        let at = (Some(&x.origin), Some(&y.origin));
        let anchors = [parameter(self.base.api, old, x), parameter(self.revision.api, new, y)].concat();
        let mut say = |rule: Rule, said: String| {
            let raw = self.note(rule, place.clone(), Some(Flow::Request), said).at(at.0, at.1).of(index);
            raw.anchored(anchors.clone()).anchored(call(old)).anchored(call(new));
        };
        if x.name.wire != y.name.wire && x.location == Location::Path {
            let stays = |of: &Operation, name: &str| {
                of.parameters.iter().any(|p| p.location == Location::Path && p.name.wire == name)
            };
            let moved = stays(new, &x.name.wire) && stays(old, &y.name.wire);
            let rule = if moved { Rule::PathParameterMoved } else { Rule::PathParameterRenamed };
            say(rule, change(Some(&x.name.wire), Some(&y.name.wire)));
        }
        if x.required != y.required {
            let rule = if y.required { Rule::ParameterBecameRequired } else { Rule::ParameterBecameOptional };
            say(rule, String::new());
        }
        let parts =
            |api: &Api, p: &Parameter| kinds(api, p.ty, 0).iter().any(|k| [Kind::Array, Kind::Object].contains(k));
        let matters = parts(self.base.api, x) && parts(self.revision.api, y);
        let prefixed = x.location == Location::Path;
        let spelled = |p: &Parameter| (p.content.clone(), p.json, p.whole);
        let mut say = |rule: Rule, said: String| {
            let raw = self.note(rule, place.clone(), Some(Flow::Request), said).at(at.0, at.1).of(index);
            raw.anchored(anchors.clone());
        };
        if spelled(x) != spelled(y)
            || (matters || prefixed) && x.style != y.style
            || matters && (x.explode, x.nested) != (y.explode, y.nested)
        {
            let word =
                |p: &Parameter| p.content.clone().unwrap_or_else(|| format!("{:?}, explode {}", p.style, p.explode));
            say(Rule::ParameterStyleChanged, change(Some(&word(x)), Some(&word(y))));
        }
        if x.default != y.default {
            let rule = super::objects::default_rule(x.default.as_deref(), y.default.as_deref());
            say(rule, change(x.default.as_deref(), y.default.as_deref()));
        }
        let template =
            self.note(Rule::ProseChanged, place.clone(), None, String::new()).at(at.0, at.1).of(index).clone();
        self.found.pop();
        self.docs(&template, &x.docs, &y.docs);
        self.keys(&template);
        let text = !x.json && !y.json;
        let all =
            [anchors, if x.required || y.required { [call(old), call(new)].concat() } else { Vec::new() }].concat();
        let list = |api: &Api, p: &Parameter| matches!(peel(api, p.ty).def.shape, Shape::Array(_));
        let (old_list, new_list) = (list(self.base.api, x), list(self.revision.api, y));
        let ids = match (text && old_list != new_list, item(self.base.api, x), item(self.revision.api, y)) {
            // `a=1` is a list of one, too.
            (true, None, Some(inner)) => {
                self.of_one(index, Rule::TypeWidened, (x, y), &place, &all);
                (x.ty, inner)
            }
            (true, Some(inner), None) => {
                self.of_one(index, Rule::TypeNarrowed, (x, y), &place, &all);
                (inner, y.ty)
            }
            _ => (x.ty, y.ty),
        };
        self.value(index, Flow::Request, text, place, ids, all);
    }

    /// A value that became a list of such, or the reverse, where both are spelled alike.
    fn of_one(&mut self, index: usize, rule: Rule, both: (&Parameter, &Parameter), place: &Place, anchors: &[Anchor]) {
        let said = format!("{} → {}", told(self.base.api, both.0.ty), told(self.revision.api, both.1.ty));
        let raw = self.note(rule, place.clone(), Some(Flow::Request), said);
        raw.at(Some(&both.0.origin), Some(&both.1.origin)).of(index).anchored(anchors.to_vec());
    }
}

/// What a list in a query has, each of whose items is written apart.
fn item(api: &Api, p: &Parameter) -> Option<TypeId> {
    let apart = p.location == Location::Query && p.style == Style::Form && p.explode;
    match peel(api, p.ty).def.shape {
        Shape::Array(item) if apart => Some(item),
        _ => None,
    }
}

/// `GET /pets query.limit`
fn place(o: &Operation, p: &Parameter) -> Place {
    Place::of(title(o)).then(&format!(" {}.{}", p.location.word(), p.name.wire))
}

//! What is said of objects.
use super::{Demand, Judge, has, members};
use crate::json::{Kind, Node, push_pointer};
use crate::validate::{Pattern, PropertiesRule};

impl Judge {
    /// `minProperties`, `maxProperties`.
    pub fn properties(&mut self, v: Node<'_>, rule: &PropertiesRule) {
        let (view, at) = v.parts();
        if v.kind() == Kind::Object && self.goes_on(v, 0) {
            rule.check(view.count(at), &mut |keyword, message| self.refuse(v, keyword, message));
        }
    }

    /// `required`.
    pub fn required(&mut self, v: Node<'_>, names: &[&str]) {
        let (view, at) = v.parts();
        // Members mostly come in the order of the names: each is looked for behind the one before it, then from the start.
        let mut rest = members(v);
        for name in names {
            if v.kind() != Kind::Object || !self.goes_on(v, view.count(at) / 16) {
                continue;
            }
            let before = rest.clone();
            let is_it = |(key, _): (usize, Node<'_>)| view.name_is(key, name);
            if rest.any(is_it) {
                continue;
            }
            rest = members(v);
            if !rest.any(is_it) {
                rest = before;
                self.refuse_below(v, below(name), "required", format_args!("the property is missing"));
            }
        }
    }

    /// `dependentRequired` of one member: where it is present, the others must be.
    pub fn dependent_required(&mut self, v: Node<'_>, name: &str, names: &[&str]) {
        if !self.has(v, name) {
            return;
        }
        for other in names {
            if self.lacks(v, other) {
                let message = format_args!("the property is missing, and `{name}` demands it");
                self.refuse_below(v, below(other), "dependentRequired", message);
            }
        }
    }

    /// `dependentSchemas` of one member: where it is present, the demand holds for the object.
    pub fn dependent(&mut self, v: Node<'_>, name: &str, demand: Demand<'_>) {
        if self.has(v, name) {
            self.apply(v, "dependentSchemas", demand);
        }
    }

    /// `properties`, `patternProperties` and `additionalProperties` of one schema.
    pub fn members(
        &mut self,
        v: Node<'_>,
        properties: &[(&str, Demand<'_>)],
        patterns: &[(&Pattern, Demand<'_>)],
        additional: Option<Demand<'_>>,
    ) {
        let view = v.parts().0;
        if v.kind() != Kind::Object || !self.goes_on(v, 0) {
            return;
        }
        // Members mostly come in the order of the properties: each is looked for behind the one before it, then from the start.
        let mut behind = 0;
        for (key, value) in members(v) {
            if !self.goes_on(value, (properties.len() + patterns.len()) / 16) {
                return;
            }
            let mut is_spoken_of = false;
            let (passed, rest) = properties.split_at(behind);
            let is_it = |(name, _): &(&str, Demand<'_>)| view.name_is(key, name);
            let found =
                rest.iter().position(is_it).map(|index| behind + index).or_else(|| passed.iter().position(is_it));
            if let Some((index, (_, demand))) = found.and_then(|index| Some((index, properties.get(index)?))) {
                behind = index + 1;
                is_spoken_of = true;
                self.apply(value, "properties", *demand);
            }
            for (pattern, demand) in patterns {
                if pattern.matches(&view.string(key)) {
                    is_spoken_of = true;
                    self.apply(value, "patternProperties", *demand);
                }
            }
            if let Some(demand) = additional.filter(|_| !is_spoken_of) {
                is_spoken_of = true;
                self.apply(value, "additionalProperties", demand);
            }
            if let Some(evaluated) = self.evaluated_of(v).filter(|_| is_spoken_of) {
                evaluated.members.push(key);
            }
        }
    }

    /// `propertyNames`: the demand is made of each name; what is wrong is reported at the member.
    pub fn names(&mut self, v: Node<'_>, demand: Demand<'_>) {
        let view = v.parts().0;
        for (key, value) in members(v) {
            if !self.goes_on(value, 0) {
                return;
            }
            let outer = self.member.replace(key + 1);
            self.apply(Node::new(view, key), "propertyNames", demand);
            self.member = outer;
        }
    }

    fn has(&mut self, v: Node<'_>, name: &str) -> bool {
        let (view, at) = v.parts();
        v.kind() == Kind::Object && self.goes_on(v, view.count(at) / 16) && has(view, v, name)
    }

    fn lacks(&mut self, v: Node<'_>, name: &str) -> bool {
        let (view, at) = v.parts();
        v.kind() == Kind::Object && self.goes_on(v, view.count(at) / 16) && !has(view, v, name)
    }
}

fn below(name: &str) -> std::borrow::Cow<'static, str> {
    let mut below = String::new();
    push_pointer(&mut below, name);
    below.into()
}

//! Values that no schema describes: attributes are `@name`, text beside them is `#text`, what repeats is a list.
use std::collections::HashMap;

use super::names::is_space;
use super::read::{Reading, is_passed_over};
use super::tree::Sort;

/// What the text of an element is called that has attributes or elements, too.
pub(super) const TEXT: &str = "#text";

impl Reading<'_> {
    /// One value, or a list of several.
    pub(super) fn any_of(&mut self, pieces: &[usize]) {
        if let [one] = pieces {
            return self.any(*one);
        }
        self.tape.array();
        for piece in pieces {
            self.any(*piece);
        }
        self.tape.end();
    }

    /// An element, or the text of an attribute.
    pub(super) fn any(&mut self, at: usize) {
        if self.tree.sort(at) != Sort::Element {
            self.tape.text(self.tree.text(at));
            return;
        }
        if self.is_nil(at) {
            return self.null();
        }
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        let mut places = HashMap::new();
        for child in self.tree.children(at) {
            let name = match self.tree.sort(child) {
                Sort::Attribute if is_passed_over(self.tree, child) => continue,
                Sort::Attribute => format!("@{}", self.tree.local(child)),
                Sort::Element => self.tree.local(child).to_owned(),
                Sort::Text | Sort::CData => continue,
            };
            let place = *places.entry(name.clone()).or_insert_with(|| {
                groups.push((name, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, list)) = groups.get_mut(place) {
                list.push(child);
            }
        }
        let text = self.joined(&self.texts(at));
        if groups.is_empty() {
            self.tape.text(&text);
            return;
        }
        self.tape.object();
        for (name, children) in &groups {
            self.tape.name(name);
            self.any_of(children);
        }
        if !is_space(&text) {
            self.tape.name(TEXT).text(&text);
        }
        self.tape.end();
    }
}

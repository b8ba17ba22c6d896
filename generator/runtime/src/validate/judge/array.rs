//! What is said of arrays.
use super::{Demand, Judge};
use crate::json::{Kind, Node, has_equal_items};
use crate::validate::ItemsRule;

impl Judge {
    /// `minItems`, `maxItems`, `uniqueItems`.
    pub fn items(&mut self, v: Node<'_>, rule: &ItemsRule) {
        let (view, at) = v.parts();
        if v.kind() != Kind::Array {
            return;
        }
        // Comparing all items reads all tokens of the array.
        let cost = if rule.unique { view.next(at) - at } else { 0 };
        if self.goes_on(v, cost) {
            let has_duplicates = || has_equal_items(view, at);
            rule.check(view.count(at), has_duplicates, &mut |keyword, message| self.refuse(v, keyword, message));
        }
    }

    /// `prefixItems`, and `items` for those behind them.
    pub fn tuple(&mut self, v: Node<'_>, prefix: &[Demand<'_>], rest: Option<Demand<'_>>) {
        if v.kind() != Kind::Array || !self.goes_on(v, 0) {
            return;
        }
        for (index, item) in v.items().enumerate() {
            let (keyword, demand) = match (prefix.get(index), rest) {
                (Some(demand), _) => ("prefixItems", *demand),
                (None, Some(demand)) => ("items", demand),
                (None, None) => break,
            };
            if !self.goes_on(item, 0) {
                return;
            }
            self.apply(item, keyword, demand);
        }
        let count = if rest.is_some() { usize::MAX } else { prefix.len() };
        if let Some(evaluated) = self.evaluated_of(v) {
            evaluated.first = evaluated.first.max(count);
        }
    }

    /// `contains`, `minContains`, `maxContains`.
    pub fn contains(&mut self, v: Node<'_>, demand: Demand<'_>, min: u64, max: Option<u64>) {
        if v.kind() != Kind::Array || !self.goes_on(v, 0) {
            return;
        }
        let asks_which = self.evaluated_of(v).is_some();
        let mut count = 0;
        for (index, item) in v.items().enumerate() {
            let is_decided = max.map_or(count >= min, |max| count > max);
            if (is_decided && !asks_which) || !self.goes_on(item, 0) {
                break;
            }
            if self.fits(item, demand) {
                count += 1;
                if let Some(evaluated) = self.evaluated_of(v) {
                    evaluated.items.push(index);
                }
            }
        }
        match min {
            _ if count >= min => {}
            1 => self.refuse(v, "contains", format_args!("must have an item of the kind that is demanded")),
            _ => self.refuse(
                v,
                "minContains",
                format_args!("must have at least {min} items of the kind that is demanded"),
            ),
        }
        if let Some(max) = max.filter(|&max| count > max) {
            self.refuse(v, "maxContains", format_args!("must have at most {max} items of the kind that is counted"));
        }
    }
}

//! Links of replies. Nothing of them travels; code that follows one does.
use super::finding::Place;
use super::operations::title;
use super::pairs::Comparison;
use super::rule::{Flow, Rule};
use super::scalars::change;
use crate::ir::{Api, Link, Operation};

impl Comparison<'_> {
    /// The links of all replies of an operation.
    pub(super) fn links(&mut self, index: usize, old: &Operation, new: &Operation) {
        let method = |o: &Operation, link: &Link| {
            let side = if link.success { "Ok" } else { "Error" };
            (format!("{}{side}", o.type_name), link.name.rust.clone())
        };
        let is_same = |x: &Link, y: &Link| x.name.wire == y.name.wire && x.success == y.success;
        let place = |link: &Link| Place::of(title(old)).then(&format!(" link {}", link.name.wire));
        let mut matched = vec![false; new.links.len()];
        for x in &old.links {
            let found = new.links.iter().enumerate().find(|(at, y)| matched.get(*at) == Some(&false) && is_same(x, y));
            let Some((partner, y)) = found else {
                let said = told(self.base.api, x);
                let raw = self.note(Rule::LinkRemoved, place(x), Some(Flow::Reply), said);
                raw.at(Some(&x.origin), Some(&new.origin)).of(index).anchored([method(old, x)]);
                continue;
            };
            matched.get_mut(partner).into_iter().for_each(|matched| *matched = true);
            let (was, is) = (told(self.base.api, x), told(self.revision.api, y));
            if was != is {
                let raw = self.note(Rule::LinkChanged, place(x), Some(Flow::Reply), change(Some(&was), Some(&is)));
                raw.at(Some(&x.origin), Some(&y.origin)).of(index).anchored([method(old, x), method(new, y)]);
            }
        }
        for (y, _) in new.links.iter().zip(&matched).filter(|(_, matched)| !**matched) {
            let said = told(self.revision.api, y);
            let raw = self.note(Rule::LinkAdded, place(y), Some(Flow::Reply), said);
            raw.at(Some(&old.origin), Some(&y.origin)).of(index).anchored([method(new, y)]);
        }
    }
}

/// `GET /pets/{id}`, with what is filled in.
fn told(api: &Api, link: &Link) -> String {
    let target = api.operations.get(link.target.0 as usize).map(title).unwrap_or_default();
    let offers = link.offers.iter().map(|offer| crate::review::links::values(api, link, offer));
    let mut offers: Vec<String> = offers.collect();
    offers.dedup();
    let server = link.server.as_ref().map(|url| format!(" at {url}")).unwrap_or_default();
    format!("{target}{}{server}", offers.join(" or"))
}

//! Links in the HTTP outline: `POST /pets out 201 link owner GET /owners/{id} path.id=$response.body#/owner`.
use crate::ir::{Api, Link, LinkValue, Offer, Operation, Slot};

/// A line for each reply that offers it.
pub(super) fn of(api: &Api, o: &Operation, link: &Link, head: &str, lines: &mut Vec<String>) {
    let Some(target) = api.operations.get(link.target.0 as usize) else { return };
    let server = link.server.as_ref().map(|url| format!(" at {url}")).unwrap_or_default();
    for offer in &link.offers {
        let Some(reply) = o.replies.get(offer.reply) else { continue };
        let values = values(api, link, offer);
        let (status, name) = (reply.status.word(), &link.name.wire);
        lines.push(format!("{head} out {status} link {name} {} {}{values}{server}", target.method, target.path.text));
    }
}

/// What is filled in: ` path.id=$response.body#/owner`.
pub(super) fn values(api: &Api, link: &Link, offer: &Offer) -> String {
    let Some(target) = api.operations.get(link.target.0 as usize) else { return String::new() };
    offer.given.iter().filter_map(|(slot, value)| given(target, *slot, value)).collect()
}

fn given(target: &Operation, slot: Slot, value: &LinkValue) -> Option<String> {
    let what = match slot {
        Slot::Parameter(index) => {
            let p = target.parameters.get(index)?;
            format!("{}.{}", p.location.word(), p.name.wire)
        }
        Slot::Body => "body".to_owned(),
    };
    (!value.said.is_empty()).then(|| format!(" {what}={}", value.said))
}

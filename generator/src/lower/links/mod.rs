//! Links: which operation a reply offers, and where each of its values comes from.
//!
//! Assumes all operations and types decided. What the reply says is found in its types; what only the request said is asked
//! of the caller. What cannot be found, or not be told before a reply has come, is reported, and asked of the caller, too.
mod expression;
mod fits;
mod values;

use super::{Lowering, reply, server};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Document, Link, LinkTarget};
use crate::ir::{self, Api, LinkSource, LinkValue, Location, Name, Offer, Operation, OperationId, Slot};
use crate::load::Pointer;
use rustc_hash::FxHashMap;
use values::Origin;

/// More values than these are no less than the operation itself asks for.
const ASKED: usize = 5;

/// Where links send their operations; those of links that do not say are left out.
pub(super) fn servers(cx: &mut Lowering<'_, '_>) -> FxHashMap<Pointer, String> {
    let (document, mut places) = (cx.document, FxHashMap::default());
    for link in
        document.paths.iter().flat_map(|item| &item.operations).flat_map(|o| &o.responses).flat_map(|r| &r.links)
    {
        let Some(given) = &link.server else { continue };
        match server::servers(cx, std::slice::from_ref(given)).first().and_then(ir::Server::default_url) {
            Some(url) => drop(places.insert(link.at.clone(), url)),
            None => {
                let message = "a variable of this URL has no default; the operation is called where it is";
                cx.report(Code::UnresolvedLink, &given.at, message);
            }
        }
    }
    // Nothing of an answer to the API is called next.
    let answers = document.incoming.iter().flat_map(|incoming| &incoming.item.operations).flat_map(|o| &o.responses);
    for link in answers.flat_map(|response| &response.links) {
        let message = "a link of what is answered to the API; nobody follows it, and it is left out";
        cx.report(Code::UnresolvedLink, &link.at, message).on_key();
    }
    places
}

/// Resolves all links of a document.
pub(super) fn resolve(
    document: &Document<'_>,
    servers: &FxHashMap<Pointer, String>,
    api: &mut Api,
    diagnostics: &mut Diagnostics,
) {
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    let linked = operations.filter(|o| o.responses.iter().any(|r| !r.links.is_empty()));
    let linked: FxHashMap<&Pointer, _> = linked.map(|o| (&o.at, o)).collect();
    if linked.is_empty() {
        return;
    }
    let mut resolver = Resolver { document, servers, api, recursive: ir::recursive(api), diagnostics };
    let of_each = api.operations.iter().map(|operation| match linked.get(&operation.origin) {
        Some(written) => resolver.of(operation, &written.responses),
        None => Vec::new(),
    });
    let of_each: Vec<Vec<ir::Link>> = of_each.collect();
    for (operation, links) in api.operations.iter_mut().zip(of_each) {
        operation.links = links;
    }
}

struct Resolver<'r, 'd> {
    document: &'r Document<'r>,
    servers: &'r FxHashMap<Pointer, String>,
    api: &'r Api,
    recursive: rustc_hash::FxHashSet<ir::TypeId>,
    diagnostics: &'d mut Diagnostics,
}

impl Resolver<'_, '_> {
    fn tell(&mut self, at: &Pointer, message: impl Into<String>) -> &mut crate::diagnostic::Diagnostic {
        self.diagnostics.report(Code::UnresolvedLink, at, message)
    }

    /// The links of an operation; those of one name that lead to the same are one.
    fn of(&mut self, operation: &Operation, responses: &[crate::document::Response<'_>]) -> Vec<ir::Link> {
        let mut links: Vec<ir::Link> = Vec::new();
        for response in responses {
            let status = reply::status(response.status);
            let Some(reply) = operation.replies.iter().position(|r| Some(r.status) == status) else { continue };
            for link in &response.links {
                let Some(found) = self.one(operation, reply, link) else { continue };
                let is_it = |known: &ir::Link| known.name.wire == found.name.wire && is_same(self.api, known, &found);
                let known = links.iter_mut().find(|known| is_it(known));
                match known {
                    Some(known) => known.offers.extend(found.offers),
                    None => links.push(found),
                }
            }
        }
        links
    }

    fn one(&mut self, operation: &Operation, reply: usize, link: &Link<'_>) -> Option<ir::Link> {
        let target = self.target(link)?;
        let called = self.api.operations.get(target.0 as usize)?;
        let origin = Origin { operation, reply: operation.replies.get(reply)? };
        let mut given: Vec<(Slot, LinkValue)> = Vec::new();
        for (name, value, at) in &link.parameters {
            let Some(index) = self.parameter(called, name, at) else { continue };
            if given.iter().any(|(slot, _)| *slot == Slot::Parameter(index)) {
                self.tell(at, format!("`{name}` is given twice; the first one is read")).on_key();
                continue;
            }
            let ty = called.parameters.get(index)?.ty;
            given.push((Slot::Parameter(index), self.value(&origin, value, at, ty)));
        }
        given.extend(self.body(&origin, called, link).map(|value| (Slot::Body, value)));
        let unsaid = unsaid(self.api, called, &given);
        given.extend(unsaid);
        given.sort_by_key(|(slot, _)| match slot {
            Slot::Parameter(index) => *index,
            Slot::Body => usize::MAX,
        });
        let offer = Offer { reply, given };
        let open = asked(self.api, called, &offer).count();
        if open > ASKED {
            let message =
                format!("the reply leaves {open} values open, so that the operation may as well be called by itself");
            self.tell(&link.at, message).on_key();
            return None;
        }
        Some(ir::Link {
            name: Name::wire(link.name),
            description: link.description.map(str::to_owned),
            success: origin.reply.success,
            target,
            server: self.servers.get(&link.at).cloned(),
            offers: vec![offer],
            origin: link.at.clone(),
        })
    }

    fn target(&mut self, link: &Link<'_>) -> Option<OperationId> {
        let api = self.api;
        let named = |is: &dyn Fn(&Operation) -> bool| {
            let found = (0u32..).zip(&api.operations).filter(|(_, o)| is(o)).map(|(index, _)| OperationId(index));
            found.collect::<Vec<_>>()
        };
        let (found, what, at) = match &link.target {
            LinkTarget::Id(id) => (named(&|o| o.name.wire == *id), *id, link.at.child("operationId")),
            LinkTarget::At(place, reference) => {
                let found = named(&|o| place.as_ref() == Some(&o.origin));
                (found, *reference, link.at.child("operationRef"))
            }
        };
        if let [_, _, ..] = found.as_slice() {
            self.tell(&at, format!("`{what}` is several operations; the first one is called"));
        }
        if found.is_empty() {
            let mut written = self.document.paths.iter().flat_map(|item| &item.operations);
            let known = match &link.target {
                LinkTarget::Id(id) => written.any(|o| o.id == Some(id)),
                LinkTarget::At(place, _) => written.any(|o| place.as_ref() == Some(&o.at)),
            };
            let why = if known { "is not generated" } else { "is no operation of this document" };
            self.tell(&at, format!("`{what}` {why}; the link is left out"));
        }
        found.first().copied()
    }

    /// Which parameter a name stands for: `id`, or `path.id` where several are called so.
    fn parameter(&mut self, called: &Operation, name: &str, at: &Pointer) -> Option<usize> {
        let is = |p: &ir::Parameter, name: &str| match p.location {
            Location::Header => p.name.wire.eq_ignore_ascii_case(name),
            _ => p.name.wire == name,
        };
        let place = |p: &ir::Parameter| if p.form.is_some() { "querystring" } else { p.location.word() };
        let qualified =
            |p: &ir::Parameter| name.split_once('.').is_some_and(|(at, name)| at == place(p) && is(p, name));
        let find = |which: &dyn Fn(&ir::Parameter) -> bool| {
            let found = called.parameters.iter().enumerate().filter(|(_, p)| which(p)).map(|(index, _)| index);
            found.collect::<Vec<_>>()
        };
        let found = find(&|p| is(p, name));
        let found = if found.is_empty() { find(&qualified) } else { found };
        match found.as_slice() {
            [] => {
                let message = format!("`{} {}` has no parameter `{name}`", called.method, called.path.text);
                self.tell(at, message).on_key();
            }
            [_, _, ..] => {
                let first = called.parameters.get(*found.first()?)?;
                let message =
                    format!("several parameters are called `{name}`; the one in the {} is meant", place(first));
                self.tell(at, message).on_key().help(format!("say `{}.{name}`", place(first)));
            }
            [_] => {}
        }
        found.first().copied()
    }

    fn body(&mut self, origin: &Origin<'_>, called: &Operation, link: &Link<'_>) -> Option<LinkValue> {
        let (value, at) = link.body.as_ref()?;
        let said = values::said(value);
        let Some(body) = &called.body else {
            let message = format!("`{} {}` takes no body", called.method, called.path.text);
            self.tell(at, message).on_key();
            return None;
        };
        let ty = match body.contents.as_slice() {
            [only] => only.carrier.ty().ok_or("is not of a type that the document describes"),
            _ => Err("is of several media types, of which the link names none"),
        };
        match ty {
            Ok(ty) => Some(self.value(origin, value, at, ty)),
            Err(why) => {
                self.tell(at, format!("the body {why}; the caller gives it")).on_key();
                Some(LinkValue { said, from: LinkSource::Caller })
            }
        }
    }
}

/// Whether nothing can be sent without it.
fn is_needed(api: &Api, called: &Operation, slot: Slot) -> bool {
    let nullable = |ty| matches!(api.ty(ir::resolved(&api.types, ty)).shape, ir::Shape::Nullable(_));
    let constant = |ty: Option<ir::TypeId>| ty.is_some_and(|ty| api.is_constant(ty));
    match slot {
        Slot::Parameter(index) => called.parameters.get(index).is_some_and(|p| {
            let needed = p.location == Location::Path || p.required && !nullable(p.ty);
            needed && !api.is_constant(p.ty)
        }),
        Slot::Body => called
            .body
            .as_ref()
            .is_some_and(|body| body.required && !body.contents.iter().all(|content| constant(content.carrier.ty()))),
    }
}

/// What an operation requires and a link does not mention.
fn unsaid(api: &Api, called: &Operation, given: &[(Slot, LinkValue)]) -> Vec<(Slot, LinkValue)> {
    let open = || LinkValue { said: String::new(), from: LinkSource::Caller };
    let slots = (0..called.parameters.len()).map(Slot::Parameter).chain([Slot::Body]);
    let unsaid = slots.filter(|slot| is_needed(api, called, *slot) && given.iter().all(|(known, _)| known != slot));
    unsaid.map(|slot| (slot, open())).collect()
}

/// What the caller is asked for.
fn asked<'l>(api: &'l Api, called: &'l Operation, offer: &'l Offer) -> impl Iterator<Item = Slot> + 'l {
    let open = offer.given.iter().filter(|(_, value)| value.from == LinkSource::Caller).map(|(slot, _)| *slot);
    open.filter(|slot| is_needed(api, called, *slot))
}

/// Whether two links are one that several replies offer.
fn is_same(api: &Api, a: &ir::Link, b: &ir::Link) -> bool {
    let of = |link: &ir::Link| {
        let called = api.operations.get(link.target.0 as usize);
        let asked =
            called.zip(link.offers.first()).map(|(called, offer)| asked(api, called, offer).collect::<Vec<_>>());
        (link.name.wire.clone(), link.success, link.target, link.server.clone(), asked)
    };
    of(a) == of(b)
}

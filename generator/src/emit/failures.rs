//! Operations that fail alike: the first of a module declares how, the others' names are aliases.
//!
//! Documents say of most operations that they fail as all others do. To those who compile it an enum costs as much as a
//! hundred lines of code, and to those who use it one type for all is one conversion to write.
use rustc_hash::FxHashMap;

use super::rust_type::Scope;
use crate::ir::{ARGUMENTS, Api, Carrier, Docs, Operation, Reply, Status};

/// The operations whose failures another one declares, by the names of their types, and that other one.
pub(super) fn shared<'a>(scope: &Scope<'a>) -> FxHashMap<&'a str, &'a Operation> {
    let (api, mut first) = (scope.api, FxHashMap::default());
    let each = api.operations.iter().zip(modules(api)).filter_map(|(operation, module)| {
        let said = said(scope, operation)?;
        let known = *first.entry((module, operation.shadowed, said)).or_insert(operation);
        (known.type_name != operation.type_name).then_some((operation.type_name.as_str(), known))
    });
    each.collect()
}

/// The tag whose module each operation is in: the code of another may not be there.
fn modules(api: &Api) -> Vec<Option<usize>> {
    let mut modules = vec![None; api.operations.len()];
    if api.is_by_tag() {
        for (tag, id) in api.tags.iter().enumerate().flat_map(|(at, tag)| tag.operations.iter().map(move |id| (at, id)))
        {
            if let Some(module) = modules.get_mut(id.0 as usize) {
                *module = Some(tag);
            }
        }
    }
    modules
}

/// All that failures say. `None`: there are none, or they have more to them.
fn said<'a>(scope: &Scope<'_>, operation: &'a Operation) -> Option<(Vec<Status>, Vec<Failure<'a>>)> {
    let failures = operation.replies.iter().filter(|r| !r.success).map(|r| failure(scope, r));
    let failures = failures.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())?;
    // Links are the replies' own.
    if operation.links.iter().any(|link| !link.success) {
        return None;
    }
    // Which statuses one of several may have depends on the others.
    let wide = failures.iter().any(|failure| !matches!(failure.status, Status::Code(_)));
    let statuses = operation.replies.iter().filter(|_| wide).map(|r| r.status).collect();
    Some((statuses, failures))
}

#[derive(PartialEq, Eq, Hash)]
struct Failure<'a> {
    status: Status,
    variant: &'a str,
    docs: &'a Docs,
    body: Option<(&'a str, String)>,
    headers: Vec<(&'a str, &'a Docs, [bool; 4], String)>,
}

fn failure<'a>(scope: &Scope<'_>, reply: &'a Reply) -> Option<Failure<'a>> {
    let body = match &reply.contents[..] {
        [] => None,
        [only] if !only.open => match &only.carrier {
            Carrier::Json(ty) => Some((only.media_type.as_str(), scope.canonical(*ty))),
            _ => return None,
        },
        _ => return None,
    };
    let headers = reply
        .headers
        .iter()
        .map(|h| (h.name.wire.as_str(), &h.docs, [h.required, h.explode, h.json, h.nested], scope.canonical(h.ty)));
    let headers = headers.collect::<Vec<_>>();
    (headers.len() < ARGUMENTS).then_some(Failure {
        status: reply.status,
        variant: &reply.variant,
        docs: &reply.docs,
        body,
        headers,
    })
}

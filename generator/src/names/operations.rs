//! Names of operations, their parameters, replies and tags.
mod multipart;
mod tags;
#[cfg(test)]
mod tests;

use super::namer::{Namer, Wish};
use super::{Kind, Scope, snake, upper_camel};
use crate::ir::{Api, Arrival, Content, Operation, Status};
use rustc_hash::FxHashMap;

/// What `ops`, `client` and `server` need for themselves.
const OPERATIONS: &[&str] =
    &["client", "new", "default", "core", "clone", "fmt", "from", "into", "channel", "configure"];
/// Methods of requests and of calls.
const PARAMETERS: &[&str] = &[
    "new",
    "body",
    "options",
    "send",
    "into_future",
    "validate",
    "clone",
    "fmt",
    "eq",
    "ne",
    "into",
    "from",
    "borrow",
    "type_id",
    "to_owned",
    "call",
];

pub(super) fn name(api: &mut Api, modules_by_tag: Option<bool>, namer: &mut Namer<'_>) {
    let schemes: Vec<&str> = api.schemes.iter().map(|s| s.name.wire.as_str()).collect();
    let reserved = ["new", "default", "clone", "fmt", "from", "configure"];
    let names = namer.members(Kind::Scheme, "", &reserved, &schemes, |wire| snake(wire, "scheme"));
    for (scheme, rust) in api.schemes.iter_mut().zip(names) {
        scheme.type_name = upper_camel(&rust, "Scheme");
        scheme.name.rust = rust;
    }
    operations(api, "", namer);
    tags::name(api, modules_by_tag, namer);
    for index in 0..api.incoming.len() {
        incoming(api, index, namer);
    }
}

/// What the API sends has a module of its own, where names are free.
fn incoming(api: &mut Api, index: usize, namer: &mut Namer<'_>) {
    let Some(one) = api.incoming.get_mut(index) else { return };
    let within = one.tag.name.wire.clone();
    one.tag.name.rust = upper_camel(&within, "Operations");
    if one.module == api.module {
        // A module in one of its own name reads badly.
        one.module.push_str("_operations");
    }
    let own = std::mem::take(&mut one.operations);
    let others = std::mem::replace(&mut api.operations, own);
    operations(api, &within, namer);
    let own = std::mem::replace(&mut api.operations, others);
    if let Some(one) = api.incoming.get_mut(index) {
        one.operations = own;
    }
}

/// `within` is where they are: nothing for the API's own.
fn operations(api: &mut Api, within: &str, namer: &mut Namer<'_>) {
    let mut scope = Scope::new(OPERATIONS);
    api.schemes.iter().for_each(|s| {
        scope.take(&s.name.rust);
    });
    let keys: Vec<String> = api.operations.iter().map(Operation::key).collect();
    // Of two that wish for one name, the one whose stem it is has the first right, then they follow by stem.
    let stems = stems(&api.operations);
    let mut order: Vec<usize> = (0..stems.len()).collect();
    let names: Vec<String> = stems.iter().map(|stem| snake(stem, "operation")).collect();
    order.sort_by_key(|i| (names[*i] != stems[*i], &stems[*i]));
    let wishes: Vec<Wish<'_>> = order.iter().map(|i| Wish { thing: &keys[*i], name: names[*i].clone() }).collect();
    for (i, rust) in order.iter().zip(namer.all(Kind::Operation, within, scope, &wishes)) {
        api.operations[*i].name.rust = rust;
    }
    // `client` declares a type for each: it must not hide what the emitted code says without a path.
    let mut declared = Scope::new(super::PRELUDE);
    declared.take("Client");
    declared.take("Error");
    let wishes: Vec<Wish<'_>> = api
        .operations
        .iter()
        .zip(&keys)
        .map(|(o, key)| Wish { thing: key, name: upper_camel(&o.name.rust, "Operation") })
        .collect();
    let names = namer.all(Kind::Call, within, declared, &wishes);
    for ((operation, key), name) in api.operations.iter_mut().zip(&keys).zip(names) {
        operation.type_name = name;
        parts(operation, key, namer);
    }
    multipart::name(api, &keys, namer);
}

/// What each operation is called before collisions: its id, shortened where it is one that a framework made up;
/// without an id its method and path, which no neighbour can change.
fn stems(operations: &[Operation]) -> Vec<String> {
    let short: Vec<String> = operations.iter().map(stem).collect();
    let names: Vec<String> = short.iter().map(|name| snake(name, "")).collect();
    let (mut count, mut ids) = (FxHashMap::default(), FxHashMap::default());
    for (name, operation) in names.iter().zip(operations) {
        *count.entry(name.as_str()).or_insert(0) += 1;
        *ids.entry(operation.name.wire.as_str()).or_insert(0) += 1;
    }
    short
        .into_iter()
        .zip(operations)
        .zip(&names)
        .map(|((short, operation), name)| match () {
            () if count.get(name.as_str()) == Some(&1) => short,
            () if ids.get(operation.name.wire.as_str()) == Some(&1) => operation.name.wire.clone(),
            () => format!("{} {}", operation.method, operation.path.text),
        })
        .collect()
}

/// FastAPI's ids end with path and method: `delete_secret_v1_secrets__secret_id__delete` is `delete_secret`. The
/// path may have been mounted elsewhere since, so that only the end of it is left in the id.
fn stem(operation: &Operation) -> String {
    let id = &operation.name.wire;
    let slug: String = operation.path.text.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let method = operation.method.to_ascii_lowercase();
    let Some(rest) = id.strip_suffix(&format!("_{method}")) else { return id.clone() };
    if let Arrival::Webhook { .. } = operation.arrival {
        // The name of a webhook begins with no slash.
        let stem = rest.strip_suffix(slug.trim_start_matches('_')).filter(|stem| !stem.is_empty());
        return stem.unwrap_or(id).to_owned();
    }
    let cuts = slug.match_indices('_').map(|(at, _)| &slug[at..]);
    cuts.filter_map(|tail| rest.strip_suffix(tail))
        .find(|stem| !stem.is_empty() && !stem.ends_with('_') && slug.len() > 1)
        .map_or_else(|| id.clone(), str::to_owned)
}

fn parts(operation: &mut Operation, key: &str, namer: &mut Namer<'_>) {
    let wires: Vec<String> =
        operation.parameters.iter().map(|p| format!("{} {}", p.location.word(), p.name.wire)).collect();
    let things: Vec<&str> = wires.iter().map(String::as_str).collect();
    for (place, i) in namer.row(Kind::Order, key, &things).into_iter().enumerate() {
        operation.parameters[i].place = u32::try_from(place).unwrap_or(u32::MAX);
    }
    let mut order: Vec<usize> = (0..wires.len()).collect();
    let names: Vec<String> = operation.parameters.iter().map(|p| snake(&p.name.wire, "parameter")).collect();
    order.sort_by_key(|i| (names[*i] != operation.parameters[*i].name.wire, &operation.parameters[*i].name.wire));
    let wishes: Vec<Wish<'_>> = order.iter().map(|i| Wish { thing: &wires[*i], name: names[*i].clone() }).collect();
    for (i, rust) in order.iter().zip(namer.all(Kind::Parameter, key, Scope::new(PARAMETERS), &wishes)) {
        operation.parameters[*i].name.rust = rust;
    }
    let type_name = operation.type_name.clone();
    if let Some(body) = &mut operation.body {
        body.enum_name = several(&mut body.contents, &format!("{type_name}Body"), key, namer);
    }
    let mut scope = Scope::new(&["Self"]);
    for reply in &mut operation.replies {
        let (variant, suffix) = match reply.status {
            Status::Code(code) => {
                (reason(code).map_or_else(|| format!("Status{code}"), str::to_owned), code.to_string())
            }
            Status::Range(class) => (format!("Status{class}xx"), format!("{class}xx")),
            Status::Default => ("Default".to_owned(), "Default".to_owned()),
        };
        reply.variant = scope.claim(&variant);
        reply.constructor = snake(&reply.variant, "reply");
        reply.type_name = format!("{type_name}{suffix}");
        reply.enum_name =
            several(&mut reply.contents, &format!("{type_name}{suffix}Body"), &format!("{key} {suffix}"), namer);
        let wires: Vec<&str> = reply.headers.iter().map(|h| h.name.wire.as_str()).collect();
        let reserved = ["new", "body", "status", "clone", "fmt", "eq", "ne", "into", "from"];
        let within = format!("{key} {suffix}");
        let names = namer.members(Kind::Header, &within, &reserved, &wires, |wire| snake(wire, "header"));
        reply.headers.iter_mut().zip(names).for_each(|(h, rust)| h.name.rust = rust);
    }
}

/// Variants for several media types, and the name of their enum.
fn several(contents: &mut [Content], enum_name: &str, within: &str, namer: &mut Namer<'_>) -> Option<String> {
    let wanted = |wire: &str| {
        let (kind, subtype) = wire.split_once('/').unwrap_or(("", wire));
        if subtype == "*" { format!("any {kind}") } else { subtype.trim_start_matches("x-").replace('*', "any") }
    };
    let wishes: Vec<Wish<'_>> = contents
        .iter()
        .map(|c| Wish { thing: &c.variant.wire, name: upper_camel(&wanted(&c.variant.wire), "Body") })
        .collect();
    let names = namer.all(Kind::Body, within, Scope::new(&["Self"]), &wishes);
    contents.iter_mut().zip(names).for_each(|(content, rust)| content.variant.rust = rust);
    (contents.len() > 1).then(|| enum_name.to_owned())
}

/// RFC 9110's and IANA's reason phrases, as names.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "Continue",
        101 => "SwitchingProtocols",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        208 => "AlreadyReported",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        418 => "ImATeapot",
        421 => "MisdirectedRequest",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        505 => "HttpVersionNotSupported",
        507 => "InsufficientStorage",
        508 => "LoopDetected",
        511 => "NetworkAuthenticationRequired",
        _ => return None,
    })
}

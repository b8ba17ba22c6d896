//! Which values travel in an operation's requests and replies, valid ones and others.
use super::edges::{Edge, Edges, Seen};
use super::shapes;
use super::wire::{Manner, joined, scalar};
use super::{Answer, Body, MOST, MOST_REFUSED, Refused, Request};
use crate::ir::{Alternative, Api, Location, Operation, Parameter, Reply, Shape, TypeId, resolved};
use crate::judge::Judging;
use crate::load::Pointer;
use crate::lower::oracle::Oracle;
use crate::samples::{Fullness, Samples};
use serde_json::{Map, Value};

/// Throws for a value that the whole schema takes.
const THROWS: usize = 48;
/// Longer texts are not drawn where there are others.
const LONG: usize = 24 << 10;
/// Changed values that are valid, of one place.
const MOST_EDGES: usize = 30;

/// A value with its reason, and whether it may have members that no type keeps.
pub(super) type Good = (String, Value, bool);

/// Values for one place.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub(super) good: Vec<Good>,
    pub(super) bad: Vec<(String, Value)>,
    /// Why a drawn value is not good.
    pub(super) last: Option<String>,
}

impl Pool {
    /// For a report that there is none.
    pub(super) fn why(&self) -> String {
        self.last.as_ref().map(|why| format!(": {why}")).unwrap_or_default()
    }
}

/// How a value is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// As JSON.
    Json,
    /// As text: what is a number and what a string is for the reader to say, and null is nothing.
    Text,
}

/// What drawing carries along.
pub(super) struct Drawing<'a> {
    pub(super) api: &'a Api,
    pub(super) oracle: &'a Oracle,
    judging: Judging<'a>,
    pub(super) samples: Samples<'a>,
    /// What of the operation at hand there is no value for.
    pub(super) untried: Option<String>,
    /// What was tried of the bodies of requests, of replies, and of this operation's parameters.
    pub(super) seen: [Seen; 3],
}

/// Who tries: each changes a type once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    RequestBodies,
    Replies,
    Parameters,
}

/// A parameter's turn in a request.
struct Slot {
    pool: Pool,
    required: bool,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(api: &'a Api, oracle: &'a Oracle, samples: Samples<'a>) -> Self {
        Self { api, oracle, judging: oracle.judge(), samples, untried: None, seen: Default::default() }
    }

    /// The next operation begins.
    pub(super) fn start(&mut self) {
        self.seen[Whose::Parameters as usize] = Seen::default();
        self.untried = None;
    }

    /// Values of a type that the schema at a place takes, and some that it does not.
    pub(super) fn pool(
        &mut self,
        (at, media_type): (&Pointer, &str),
        ty: TypeId,
        (carried, whose): (Carried, Whose),
        fits: &dyn Fn(&Value) -> bool,
    ) -> Pool {
        let oracle = self.oracle;
        let mut pool = Pool::default();
        for example in oracle.examples(at, media_type).iter().take(4) {
            self.offer(&mut pool, ty, (at, media_type), ("example", example.clone(), true), carried, fits);
        }
        let turns =
            [("least", Fullness::Least), ("most", Fullness::Most), ("some", Fullness::Some), ("some", Fullness::Some)];
        let mut base = None;
        for (why, fullness) in turns {
            for throw in 0..THROWS {
                let fullness = if throw > THROWS / 2 && pool.good.is_empty() { Fullness::Some } else { fullness };
                let Some(value) = self.samples.value(ty, fullness) else { break };
                if value.to_string().len() > LONG && !pool.good.is_empty() {
                    break;
                }
                let before = pool.good.len();
                let known = pool.good.iter().any(|(_, known, _)| *known == value);
                if !known && self.offer(&mut pool, ty, (at, media_type), (why, value, false), carried, fits) {
                    if why == "most" {
                        base = pool.good.get(before).cloned();
                    }
                    break;
                }
            }
        }
        if let Some((_, value, open)) = base.or_else(|| pool.good.last().cloned()) {
            let edges = Edges { api: self.api, samples: &mut self.samples, seen: &mut self.seen[whose as usize] }
                .of(ty, &value);
            let mut room = MOST_EDGES;
            for Edge { why, value: changed, narrow } in edges {
                if changed.to_string().len() > LONG {
                    continue;
                }
                if self.takes((at, media_type), &changed, carried) {
                    if !narrow
                        && room > 0
                        && self.offer(&mut pool, ty, (at, media_type), (&why, changed, open), carried, fits)
                    {
                        room -= 1;
                    }
                } else if !is_nothing(&changed, carried) {
                    pool.bad.push((why, changed));
                }
            }
        }
        pool
    }

    fn offer(
        &mut self,
        pool: &mut Pool,
        ty: TypeId,
        place: (&Pointer, &str),
        (why, value, open): (&str, Value, bool),
        carried: Carried,
        fits: &dyn Fn(&Value) -> bool,
    ) -> bool {
        let value = if carried == Carried::Text { present(value) } else { value };
        let fitting = shapes::fits(self.api, ty, &value, carried);
        let good = fitting && fits(&value) && self.is_valid(place, &value, carried);
        if good {
            let open = open || shapes::overlaps(self.api, ty);
            pool.good.push((why.to_owned(), value, open));
        } else if pool.good.is_empty() {
            let refused = self.oracle.refusal(&self.judging, place.0, place.1, &value);
            pool.last = refused.or_else(|| Some(format!("{value} cannot be there")));
        }
        good
    }

    fn is_valid(&self, (at, media_type): (&Pointer, &str), value: &Value, carried: Carried) -> bool {
        let nothing = value.is_null() && carried == Carried::Text;
        !nothing && self.oracle.takes(&self.judging, at, media_type, value)
    }

    /// Whether the schema takes a value, in any way in which its text can be read.
    fn takes(&self, place: (&Pointer, &str), value: &Value, carried: Carried) -> bool {
        if carried == Carried::Json {
            return self.is_valid(place, value, carried);
        }
        let value = present(value.clone());
        // What has parts may as well be one text, where a text would do.
        let whole = Value::from(value.to_string());
        let readings = [read(&value, &text), read(&value, &typed), value, whole];
        readings.iter().any(|reading| self.is_valid(place, reading, carried))
    }

    /// Requests that are allowed, and requests that are not.
    pub(super) fn requests(&mut self, operation: &Operation) -> Result<(Vec<Request>, Vec<Refused>), String> {
        let mut slots = Vec::new();
        for p in &operation.parameters {
            let manner = self.manner(p);
            let pool = self.pool(
                (&p.origin, ""),
                p.ty,
                (if p.json { Carried::Json } else { Carried::Text }, Whose::Parameters),
                &|value| manner.carries(p.location, value) && !(p.json && value.is_null()),
            );
            if pool.good.is_empty() && p.required {
                return Err(format!("no value for the parameter `{}`{}", p.name.wire, pool.why()));
            }
            if pool.good.is_empty() {
                let why = format!("no value for the parameter `{}`{}", p.name.wire, pool.why());
                self.untried.get_or_insert(why);
            }
            slots.push(Slot { pool, required: p.required });
        }
        let (bodies, bad_bodies, why) = match &operation.body {
            Some(body) => self.bodies(&body.origin, &body.contents, Whose::RequestBodies),
            None => Default::default(),
        };
        let body_required = operation.body.as_ref().is_some_and(|body| body.required);
        if bodies.is_empty() && body_required {
            return Err(format!("no body{why}"));
        }
        let alternatives = self.alternatives(operation);
        if alternatives.is_empty() {
            return Err("a parameter, or another credential, is where the credential is".to_owned());
        }
        let write = |chosen: &[Option<&Value>], body: Option<&Body>, alternative: &Alternative, why: String| {
            self.written(operation, chosen, body, alternative, why)
        };

        let mut requests: Vec<Request> = Vec::new();
        let first: Vec<Option<&Value>> =
            slots.iter().map(|slot| slot.pool.good.first().map(|(_, value, _)| value)).collect();
        let least: Vec<Option<&Value>> =
            slots.iter().zip(&first).map(|(slot, value)| value.filter(|_| slot.required)).collect();
        let least_body = bodies.first().filter(|_| body_required);
        requests.extend(write(&least, least_body.map(|(_, body)| body), &alternatives[0], "least".to_owned()));
        let longest =
            slots.iter().map(|slot| slot.pool.good.len()).chain([bodies.len(), alternatives.len()]).max().unwrap_or(0);
        let mixed = if slots.len() > 1 { 6 } else { 0 };
        let mut dice = fastrand::Rng::with_seed(11);
        for turn in 0..longest.min(MOST) + mixed {
            let mut why = String::new();
            let mut chosen = Vec::new();
            for (index, slot) in slots.iter().enumerate() {
                let good = &slot.pool.good;
                let at = if turn < longest { turn + index } else { dice.usize(..) };
                let one = (!good.is_empty()).then(|| &good[at % good.len()]);
                if let (Some((reason, ..)), Some(p)) = (one, operation.parameters.get(index)) {
                    why.push_str(&format!("{} {reason}, ", p.name.wire));
                }
                chosen.push(one.map(|(_, value, _)| value));
            }
            let body = (!bodies.is_empty()).then(|| &bodies[turn % bodies.len()]);
            why.push_str(body.map_or("", |(reason, _)| reason));
            let alternative = &alternatives[turn % alternatives.len()];
            requests.extend(write(&chosen, body.map(|(_, body)| body), alternative, why));
        }
        if requests.is_empty() {
            return Err("no request can be put together".to_owned());
        }

        let mut refused = Vec::new();
        let (status, shape) = super::rejection(&operation.rejection);
        let mut refuse = |request: Option<Request>, status: u16, shape: Option<String>| {
            if let Some(request) = request.filter(|request| refused.len() < MOST_REFUSED && !requests.contains(request))
            {
                refused.push(Refused { request, status, shape });
            }
        };
        let least_body = least_body.map(|(_, body)| body);
        for (index, (slot, p)) in slots.iter().zip(&operation.parameters).enumerate() {
            // Null is not written, so that nobody can tell it from absent.
            let nullable = matches!(self.api.ty(resolved(&self.api.types, p.ty)).shape, Shape::Nullable(_));
            if slot.required && p.location != Location::Path && !nullable {
                let mut chosen = least.clone();
                chosen[index] = None;
                let why = format!("without `{}`", p.name.wire);
                refuse(write(&chosen, least_body, &alternatives[0], why), status, shape.clone());
            }
            for (why, value) in &slot.pool.bad {
                let empty = p.allow_empty && value.as_str() == Some("");
                // What stands for nothing is absent, and what is not known is passed over.
                if empty || why.contains("unknown member") || !self.manner(p).carries(p.location, value) {
                    continue;
                }
                // A number is as good a text as any.
                let as_texts = || self.oracle.takes(&self.oracle.judge(), &p.origin, "", &read(value, &text));
                if !p.json && why.contains("another type") && as_texts() {
                    continue;
                }
                let mut chosen = least.clone();
                chosen[index] = Some(value);
                refuse(
                    write(&chosen, least_body, &alternatives[0], format!("`{}`: {why}", p.name.wire)),
                    status,
                    shape.clone(),
                );
            }
        }
        if body_required {
            refuse(write(&least, None, &alternatives[0], "without a body".to_owned()), status, shape.clone());
        }
        for (why, body) in &bad_bodies {
            refuse(write(&least, Some(body), &alternatives[0], format!("body: {why}")), status, shape.clone());
        }
        let any = operation
            .body
            .iter()
            .flat_map(|b| &b.contents)
            .any(|c| c.media_type.starts_with("*/") || c.media_type.starts_with("application/*"));
        if let (Some((_, body)), false) = (bodies.first(), any) {
            let strange = Body { media_type: "application/x-tenon-strange".to_owned(), ..body.clone() };
            refuse(write(&least, Some(&strange), &alternatives[0], "another media type".to_owned()), 415, None);
        }
        let open = operation.security.is_empty() || operation.security.iter().any(|a| self.is_open(a));
        if !open {
            let nobody = Alternative { requirements: Vec::new() };
            refuse(write(&least, least_body, &nobody, "without credentials".to_owned()), 401, None);
        }
        Ok((requests, refused))
    }

    /// How a parameter travels: where it may be an object or not, an object that the style has no spelling for is one text.
    fn manner<'p>(&self, p: &'p Parameter) -> Manner<'p> {
        let def = self.api.ty(resolved(&self.api.types, p.ty));
        let def =
            if let Shape::Nullable(inner) = def.shape { self.api.ty(resolved(&self.api.types, inner)) } else { def };
        let object = matches!(def.shape, Shape::Struct(_) | Shape::Map(_));
        Manner::from(p).apart(p.nested && !object)
    }

    /// Whether nothing in a request tells it from one without credentials.
    fn is_open(&self, alternative: &Alternative) -> bool {
        alternative.requirements.iter().all(|r| {
            let scheme = self.api.schemes.get(r.scheme);
            scheme.is_none_or(|scheme| super::credential(&scheme.kind, &scheme.name.wire).1.is_none())
        })
    }

    /// Ways in, but those of which two credentials would stand in one place.
    fn alternatives(&self, operation: &Operation) -> Vec<Alternative> {
        if operation.security.is_empty() {
            return vec![Alternative { requirements: Vec::new() }];
        }
        let tells_apart = |alternative: &&Alternative| {
            let mut places: Vec<_> = alternative
                .requirements
                .iter()
                .filter_map(|r| {
                    let scheme = self.api.schemes.get(r.scheme)?;
                    let (location, name, _) = super::credential(&scheme.kind, &scheme.name.wire).1?;
                    Some((location, name.to_ascii_lowercase()))
                })
                .collect();
            let taken = |(location, name): &(Location, String)| {
                operation.parameters.iter().any(|p| p.location == *location && p.name.wire.eq_ignore_ascii_case(name))
            };
            let count = places.len();
            places.sort_unstable_by(|a, b| (a.0 as u8, &a.1).cmp(&(b.0 as u8, &b.1)));
            places.dedup();
            places.len() == count && !places.iter().any(taken)
        };
        operation.security.iter().filter(tells_apart).cloned().collect()
    }

    fn written(
        &self,
        operation: &Operation,
        chosen: &[Option<&Value>],
        body: Option<&Body>,
        alternative: &Alternative,
        why: String,
    ) -> Option<Request> {
        let (mut captures, mut query, mut cookies, mut headers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut whole = None;
        for (index, value) in chosen.iter().enumerate() {
            let (Some(value), Some(p)) = (value, operation.parameters.get(index)) else { continue };
            let manner = self.manner(p);
            match p.location {
                Location::Path => captures.push((index, manner.path(value)?)),
                Location::Query if p.whole => whole = Some(manner.whole(value)?),
                Location::Query => query.extend(manner.query(value)?),
                Location::Cookie => cookies.extend(manner.cookie(value)?),
                Location::Header => {
                    headers.push((p.name.wire.to_ascii_lowercase(), manner.header(value)?));
                }
            }
        }
        let mut credentials = Vec::new();
        for requirement in &alternative.requirements {
            let scheme = self.api.schemes.get(requirement.scheme)?;
            let (given, sent) = super::credential(&scheme.kind, &scheme.name.wire);
            credentials.push((scheme.name.wire.clone(), given));
            match sent {
                Some((Location::Query, name, text)) => query.push((super::wire::encoded(&name, "-._~"), text)),
                Some((Location::Cookie, name, text)) => cookies.push((name, text)),
                Some((_, name, text)) => headers.push((name.to_ascii_lowercase(), text)),
                None => {}
            }
        }
        if !cookies.is_empty() {
            headers.push(("cookie".to_owned(), joined(&cookies, "; ")));
        }
        let mut target = super::target(operation, &captures, &query)?;
        if let Some(whole) = whole {
            // Nothing can stand beside what is all of the query.
            target = (!target.contains('?')).then(|| format!("{target}?{whole}"))?;
        }
        if super::is_taken(self.api, operation, &target) {
            return None;
        }
        let values = chosen.iter().map(|value| value.map(Value::to_string)).collect();
        Some(Request { why, target, values, headers, credentials, body: body.cloned() })
    }

    /// A reply in every content, with and without the headers that it may have.
    pub(super) fn replies(&mut self, operation: &Operation, reply: &Reply) -> Result<Vec<Answer>, String> {
        let word = reply.status.word();
        let Some(status) = super::status(operation, reply) else {
            return Err(format!("no status is left for the reply `{word}`"));
        };
        let mut headers = Vec::new();
        for header in &reply.headers {
            let manner = Manner::from(header);
            let carried = if header.json { Carried::Json } else { Carried::Text };
            let repeated = header.name.wire.eq_ignore_ascii_case("set-cookie");
            let pool = self.pool((&header.origin, ""), header.ty, (carried, Whose::Replies), &|value| {
                manner.header(value).is_some_and(|text| !repeated || !text.contains(','))
            });
            if pool.good.is_empty() && header.required {
                return Err(format!("no value for the header `{}` of `{word}`{}", header.name.wire, pool.why()));
            }
            if pool.good.is_empty() {
                let why = format!("no value for the header `{}` of `{word}`{}", header.name.wire, pool.why());
                self.untried.get_or_insert(why);
            }
            headers.push(pool.good);
        }
        let (bodies, _, why) = self.bodies(&reply.origin, &reply.contents, Whose::Replies);
        if bodies.is_empty() && !reply.contents.is_empty() {
            return Err(format!("no body for the reply `{word}`{why}"));
        }
        let longest = headers.iter().map(Vec::len).chain([bodies.len(), 1]).max().unwrap_or(1);
        let mut answers: Vec<Answer> = Vec::new();
        for turn in 0..=longest.min(MOST) {
            let mut own = Vec::new();
            for (index, (header, values)) in reply.headers.iter().zip(&headers).enumerate() {
                // The first has only what it must have.
                if values.is_empty() || (turn == 0 && !header.required) {
                    continue;
                }
                let text = Manner::from(header).header(&values[(turn + index) % values.len()].1);
                own.extend(text.map(|text| (header.name.wire.to_ascii_lowercase(), text)));
            }
            let body = (!bodies.is_empty()).then(|| bodies[turn % bodies.len()].clone());
            let (why, body) = body.map_or_else(|| (String::new(), None), |(why, body)| (why, Some(body)));
            let answer = Answer { why: format!("{word} {why}"), status, headers: own, body };
            if !answers.iter().any(|known| (&known.headers, &known.body) == (&answer.headers, &answer.body)) {
                answers.push(answer);
            }
        }
        Ok(answers)
    }

    /// One number below another, as the dice fall.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.samples.below_count(count)
    }
}

/// Whether nothing of it would travel.
fn is_nothing(value: &Value, carried: Carried) -> bool {
    carried == Carried::Text && present(value.clone()).is_null()
}

/// What is left of a value where null and lists of nothing are not written.
pub(super) fn present(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().map(|(name, value)| (name, present(value)));
            let kept: Map<String, Value> = kept.filter(|(_, value)| !value.is_null()).collect();
            if kept.is_empty() { Value::Null } else { Value::Object(kept) }
        }
        Value::Array(items) if items.is_empty() => Value::Null,
        other => other,
    }
}

/// A value, its parts without parts read in another way.
fn read(value: &Value, leaf: &dyn Fn(&Value) -> Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), read(value, leaf))).collect(),
        Value::Array(items) => items.iter().map(|item| read(item, leaf)).collect(),
        other => leaf(other),
    }
}

/// A scalar as it travels.
fn text(value: &Value) -> Value {
    scalar(value).map_or_else(|| value.clone(), Value::from)
}

fn typed(value: &Value) -> Value {
    let parsed = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    parsed.unwrap_or_else(|| value.clone())
}

//! Requests that a document allows, and requests that it forbids.
use super::pool::{Carried, Pool};
use super::{Drawing, Whose};
use crate::contract::readings::one_text;
use crate::contract::wire::{self, Manner, joined};
use crate::contract::{self, Body, MOST, MOST_REFUSED, Refused, Request};
use crate::ir::{Alternative, Location, Operation, Parameter, Shape, resolved};
use serde_json::Value;

/// What is wrong with how a parameter is written, whatever its schema says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// Bytes that are no text: the request is malformed.
    NoText,
    /// One value, twice.
    Twice,
}

impl Slip {
    fn told(self) -> &'static str {
        match self {
            Self::NoText => "not UTF-8",
            Self::Twice => "twice",
        }
    }
}

fn is_one(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// How servers refuse a path or a query that cannot be decoded.
const MALFORMED: u16 = 400;

/// A parameter's turn in a request.
struct Slot {
    pool: Pool,
    required: bool,
}

impl Drawing<'_> {
    /// Requests that are allowed, and requests that are not.
    pub(in crate::contract) fn requests(
        &mut self,
        operation: &Operation,
    ) -> Result<(Vec<Request>, Vec<Refused>), String> {
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
            self.written(operation, chosen, None, body, alternative, why)
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
        let (status, shape) = contract::rejection(&operation.rejection);
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
            // What takes any value takes none that cannot be one.
            if let Some((_, value, _)) = slot.pool.good.first() {
                for slip in [Slip::NoText, Slip::Twice] {
                    let mut chosen = least.clone();
                    chosen[index] = Some(value);
                    let why = format!("`{}`: {}", p.name.wire, slip.told());
                    let slipped = Some((index, slip));
                    let request = self.written(operation, &chosen, slipped, least_body, &alternatives[0], why);
                    let status = if slip == Slip::NoText { MALFORMED } else { status };
                    refuse(request, status, shape.clone());
                }
            }
            for (why, value) in &slot.pool.bad {
                let empty = p.allow_empty && value.as_str() == Some("");
                // What stands for nothing is absent, and what is not known is passed over.
                if empty || why.contains("unknown member") || !self.manner(p).carries(p.location, value) {
                    continue;
                }
                // A number is as good a text as any, beside members that are none.
                let is_text = |value: Value| self.oracle.takes(&self.judging, &p.origin, "", &value);
                if !p.json && why.contains("another type") && one_text(value).into_iter().any(is_text) {
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

    /// Whether all values of a parameter are without parts.
    fn is_single(&self, p: &Parameter) -> bool {
        let mut def = self.api.ty(resolved(&self.api.types, p.ty));
        if let Shape::Nullable(inner) = def.shape {
            def = self.api.ty(resolved(&self.api.types, inner));
        }
        !p.json && matches!(def.shape, Shape::Scalar(_) | Shape::Enum(_))
    }

    /// Whether nothing in a request tells it from one without credentials.
    fn is_open(&self, alternative: &Alternative) -> bool {
        alternative.requirements.iter().all(|r| {
            let scheme = self.api.schemes.get(r.scheme);
            scheme.is_none_or(|scheme| contract::credential(&scheme.kind, &scheme.name.wire).1.is_none())
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
                    let (location, name, _) = contract::credential(&scheme.kind, &scheme.name.wire).1?;
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

    /// `slipped`: the parameter that is written wrongly; `None` where it cannot be.
    fn written(
        &self,
        operation: &Operation,
        chosen: &[Option<&Value>],
        slipped: Option<(usize, Slip)>,
        body: Option<&Body>,
        alternative: &Alternative,
        why: String,
    ) -> Option<Request> {
        let (mut captures, mut query, mut cookies, mut headers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut whole = None;
        for (index, value) in chosen.iter().enumerate() {
            let (Some(value), Some(p)) = (value, operation.parameters.get(index)) else { continue };
            let manner = self.manner(p);
            let slip = slipped.filter(|(at, _)| *at == index).map(|(_, slip)| slip);
            if slip == Some(Slip::Twice) {
                // Where several may stand, two may.
                self.is_single(p).then_some(())?;
                match p.location {
                    Location::Query => query.extend(manner.query(value)?),
                    Location::Cookie => cookies.extend(manner.cookie(value)?),
                    Location::Header => headers.push((p.name.wire.to_ascii_lowercase(), manner.header(value)?)),
                    Location::Path => return None,
                }
            }
            match p.location {
                _ if slip.is_some() && (p.whole || !is_one(value)) => return None,
                Location::Path => match slip {
                    None => captures.push((index, manner.path(value)?)),
                    Some(Slip::NoText) => captures.push((index, format!("{}%FF", manner.path(value)?))),
                    Some(Slip::Twice) => return None,
                },
                Location::Query if slip == Some(Slip::NoText) => {
                    query.extend(manner.query(value)?.into_iter().map(|(name, text)| (name, format!("{text}%FF"))));
                }
                _ if slip == Some(Slip::NoText) => return None,
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
            let (given, sent) = contract::credential(&scheme.kind, &scheme.name.wire);
            credentials.push((scheme.name.wire.clone(), given));
            match sent {
                Some((Location::Query, name, text)) => query.push((wire::encoded(&name, "-._~"), text)),
                Some((Location::Cookie, name, text)) => cookies.push((name, text)),
                Some((_, name, text)) => headers.push((name.to_ascii_lowercase(), text)),
                None => {}
            }
        }
        if !cookies.is_empty() {
            headers.push(("cookie".to_owned(), joined(&cookies, "; ")));
        }
        let mut target = contract::target(operation, &captures, &query)?;
        if let Some(whole) = whole {
            // Nothing can stand beside what is all of the query.
            target = (!target.contains('?')).then(|| format!("{target}?{whole}"))?;
        }
        if contract::is_taken(self.api, operation, &target) {
            return None;
        }
        let values = chosen.iter().map(|value| value.map(Value::to_string)).collect();
        Some(Request { why, target, values, headers, credentials, body: body.cloned() })
    }
}

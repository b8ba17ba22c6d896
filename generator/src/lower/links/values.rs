//! Where the value of a parameter, or of a body, comes from.
use super::Resolver;
use super::expression::{self, Expression, Piece};
use super::fits;
use crate::ir::{self, Kind, LinkPiece, LinkSource, LinkValue, NoWay, Operation, Reached, Reply, Status, TypeId};
use crate::load::Pointer;
use serde_json::Value;

/// The reply that offers a link, and what it answers.
pub(super) struct Origin<'o> {
    pub(super) operation: &'o Operation,
    pub(super) reply: &'o Reply,
}

/// As the document has it, for people.
pub(super) fn said(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains('$') => text.clone(),
        value => value.to_string(),
    }
}

/// What an expression comes to.
enum Found {
    Literal(String),
    /// With the type of what is there; none: a status.
    Reply(Reached, Option<TypeId>),
    Caller,
}

impl Resolver<'_, '_> {
    /// Where a value of a type comes from. What cannot be found is reported, and the caller is asked.
    pub(super) fn value(&mut self, origin: &Origin<'_>, value: &Value, at: &Pointer, ty: TypeId) -> LinkValue {
        let from = match value.as_str().map(expression::pieces) {
            Some(pieces) if pieces.iter().any(|piece| matches!(piece, Piece::Expression(_))) => {
                self.expressions(origin, &pieces, at, ty)
            }
            _ if fits::takes(self.api, ty, value) => LinkSource::Constant(value.to_string()),
            _ => {
                self.tell(at, "this value is none that the operation takes; the caller gives it");
                LinkSource::Caller
            }
        };
        LinkValue { said: said(value), from }
    }

    fn expressions(&mut self, origin: &Origin<'_>, pieces: &[Piece<'_>], at: &Pointer, ty: TypeId) -> LinkSource {
        let mut found = Vec::new();
        for piece in pieces {
            found.push(match piece {
                Piece::Literal(text) => (Found::Literal((*text).to_owned()), *text),
                Piece::Expression(text) => (self.expression(origin, text, at), *text),
            });
        }
        if found.iter().any(|(found, _)| matches!(found, Found::Caller)) {
            return LinkSource::Caller;
        }
        let to = fits::kinds(self.api, ty);
        let fits = |from: &[Kind]| to.as_ref().is_none_or(|to| fits::is_possible(from, to));
        let kinds = |ty: &Option<TypeId>| match ty {
            Some(ty) => fits::kinds(self.api, *ty),
            None => Some(vec![Kind::Integer]),
        };
        match found.as_mut_slice() {
            [(Found::Reply(reached, from), text)] => {
                if kinds(from).is_none_or(|from| fits(&from)) {
                    return LinkSource::Reply(reached.clone());
                }
                let message = format!("`{text}` is of another type than what it is given to; the caller gives it");
                self.tell(at, message);
                LinkSource::Caller
            }
            several => {
                let scalar = |kind: &Kind| !matches!(kind, Kind::Array | Kind::Object | Kind::Null);
                let no_text = several.iter().find_map(|(found, text)| match found {
                    Found::Reply(_, from) if kinds(from).is_some_and(|from| !from.iter().any(scalar)) => Some(*text),
                    _ => None,
                });
                if let Some(text) = no_text {
                    self.tell(at, format!("`{text}` is no text that could be part of another; the caller gives it"));
                    return LinkSource::Caller;
                }
                if !fits(&[Kind::String]) {
                    self.tell(at, "this is a text, and something else is asked for; the caller gives it");
                    return LinkSource::Caller;
                }
                joined(several)
            }
        }
    }

    fn expression(&mut self, origin: &Origin<'_>, text: &str, at: &Pointer) -> Found {
        let reply = origin.reply;
        match Expression::parse(text) {
            Some(Expression::Request) => Found::Caller,
            Some(Expression::Method) => Found::Literal(origin.operation.method.clone()),
            Some(Expression::Status) => match reply.status {
                Status::Code(code) => Found::Literal(code.to_string()),
                _ => Found::Reply(Reached::Status, None),
            },
            Some(Expression::Header(name)) => {
                let found = reply.headers.iter().position(|h| h.name.wire.eq_ignore_ascii_case(&name));
                match found.and_then(|index| Some((index, reply.headers.get(index)?))) {
                    Some((index, header)) => Found::Reply(Reached::Header(index), Some(header.ty)),
                    None => self.lost(at, text, &format!("the reply declares no header `{name}`")),
                }
            }
            Some(Expression::Body(tokens)) => match body(reply) {
                Ok(root) => self.down(root, tokens, text, at),
                Err(why) => self.lost(at, text, why),
            },
            None => {
                let report = self.tell(at, format!("`{text}` is no expression; the caller gives the value"));
                report.help("expressions are `$response.body#/id`, `$response.header.X`, `$request.path.id`, `$request.query.q`, `$request.header.X`, `$request.body#/id`, `$url`, `$method`, `$statusCode`");
                Found::Caller
            }
        }
    }

    fn lost(&mut self, at: &Pointer, text: &str, why: &str) -> Found {
        self.tell(at, format!("`{text}` is not known before the reply has come: {why}; the caller gives the value"));
        Found::Caller
    }

    fn down(&mut self, root: TypeId, tokens: Vec<String>, text: &str, at: &Pointer) -> Found {
        let mut ty = root;
        for token in &tokens {
            let step = if self.is_circle(ty) { Err(NoWay::Circle) } else { self.api.step(ty, token) };
            let why = match step {
                Ok((_, next)) => {
                    ty = next;
                    continue;
                }
                Err(NoWay::Nothing) => format!("nothing is declared at `{token}`"),
                Err(NoWay::Union) => format!("what has `{token}` is one of several types"),
                Err(NoWay::Untyped) => format!("the document gives no type to what has `{token}`"),
                Err(NoWay::Scalar) => format!("what should have `{token}` is a value without parts"),
                Err(NoWay::Circle) => format!("what has `{token}` contains itself"),
            };
            return self.lost(at, text, &why);
        }
        Found::Reply(Reached::Body(tokens), Some(ty))
    }

    /// Whether an alias on the way is a type of its own, since it would not end.
    fn is_circle(&self, ty: TypeId) -> bool {
        let mut ty = ty;
        for _ in 0..64 {
            match self.api.ty(ty).shape {
                _ if self.recursive.contains(&ty) => return true,
                ir::Shape::Alias(next) | ir::Shape::Nullable(next) => ty = next,
                _ => return false,
            }
        }
        true
    }
}

/// The type of a reply's body, if it is of one.
fn body(reply: &Reply) -> Result<TypeId, &'static str> {
    match reply.contents.as_slice() {
        [] => Err("the reply has no body"),
        [only] => match &only.carrier {
            carrier if carrier.is_streamed() => Err("the body is handed on as it arrives"),
            carrier => carrier.ty().ok_or("the document gives the body no type"),
        },
        _ => Err("the body is of several media types"),
    }
}

/// Pieces of a text, neighbouring literals put together; one literal is a constant.
fn joined(found: &mut [(Found, &str)]) -> LinkSource {
    let mut pieces: Vec<LinkPiece> = Vec::new();
    for (found, said) in found {
        match (found, pieces.last_mut()) {
            (Found::Literal(text), Some(LinkPiece::Literal(before))) => before.push_str(text),
            (Found::Literal(text), _) => pieces.push(LinkPiece::Literal(std::mem::take(text))),
            (Found::Reply(reached, _), _) => pieces.push(LinkPiece::Reply(reached.clone(), (*said).to_owned())),
            (Found::Caller, _) => {}
        }
    }
    match pieces.as_slice() {
        [LinkPiece::Literal(text)] => LinkSource::Constant(Value::String(text.clone()).to_string()),
        _ => LinkSource::Text(pieces),
    }
}

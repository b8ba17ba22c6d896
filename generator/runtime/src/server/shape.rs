//! The bodies of rejections: in the shape that a document declares, or problem details.

use super::rejection::{Fault, Place, Rejection, RejectionKind};
use crate::operation::RejectionShape;
use crate::{Encode, Writer};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// Media type and content.
pub(super) fn body(rejection: &Rejection) -> (&'static str, Vec<u8>) {
    let faults = rejection.violations();
    let mut w = Writer::new();
    // The declared body belongs to its own status.
    let declared = rejection.operation().map(|operation| operation.rejection);
    let media_type = match (rejection.kind(), declared) {
        (RejectionKind::Invalid, Some(RejectionShape::FastApi { .. })) => {
            member(&mut w, "detail", &FastApi::all(faults));
            JSON
        }
        (RejectionKind::Invalid, Some(RejectionShape::ParamDetails { .. })) => {
            let errors = faults.iter().map(ParamDetails).collect::<Vec<_>>();
            member(&mut w, "errors", &errors);
            JSON
        }
        (kind, Some(RejectionShape::Message { status, member: name }))
            if kind == RejectionKind::Invalid || rejection.status() == status =>
        {
            member(&mut w, name, &message(rejection));
            JSON
        }
        _ => {
            problem(&mut w, rejection);
            PROBLEM
        }
    };
    (media_type, w.into_bytes())
}

fn member(w: &mut Writer, name: &str, value: &impl Encode) {
    let mut object = w.object();
    object.entry(name, value);
    object.end();
}

/// All faults in one text.
fn message(rejection: &Rejection) -> String {
    let faults = rejection.violations();
    if faults.is_empty() {
        return rejection.detail().to_owned();
    }
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// RFC 9457, with `violations` as extension member.
fn problem(w: &mut Writer, rejection: &Rejection) {
    let status = rejection.status();
    let mut object = w.object();
    object.member("type", "about:blank");
    object.member("title", status.canonical_reason().unwrap_or("Error"));
    object.member("status", &u32::from(status.as_u16()));
    object.member("detail", rejection.detail());
    if !rejection.violations().is_empty() {
        object.member("violations", rejection.violations());
    }
    object.end();
}

impl Encode for Fault {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("location", self.place.as_str());
        if !self.name.is_empty() {
            object.member("name", &*self.name);
        }
        object.member("pointer", &self.pointer);
        object.member("keyword", self.keyword);
        object.member("message", &*self.message);
        object.end();
    }
}

/// FastAPI's `ValidationError`.
struct FastApi<'a>(&'a Fault);

impl<'a> FastApi<'a> {
    fn all(faults: &'a [Fault]) -> Vec<Self> {
        faults.iter().map(Self).collect()
    }
}

impl Encode for FastApi<'_> {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("loc", &Loc(self.0));
        object.member("msg", &*self.0.message);
        object.member("type", if self.0.keyword == "required" { "missing" } else { self.0.keyword });
        object.end();
    }
}

struct Loc<'a>(&'a Fault);

impl Encode for Loc<'_> {
    fn encode(&self, w: &mut Writer) {
        let mut array = w.array();
        array.item(self.0.place.as_str());
        if self.0.place != Place::Body {
            array.item(&*self.0.name);
        }
        for piece in pieces(&self.0.pointer) {
            match index(&piece) {
                Some(index) => array.item(&index),
                None => array.item(&piece),
            }
        }
        array.end();
    }
}

struct ParamDetails<'a>(&'a Fault);

impl Encode for ParamDetails<'_> {
    fn encode(&self, w: &mut Writer) {
        let mut param = self.0.name.clone().into_owned();
        for piece in pieces(&self.0.pointer) {
            if !param.is_empty() {
                param.push('.');
            }
            param.push_str(&piece);
        }
        if param.is_empty() {
            param.push_str(self.0.place.as_str());
        }
        let mut object = w.object();
        object.member("param", &param);
        object.member("details", &*self.0.message);
        object.end();
    }
}

/// The reference tokens of a JSON Pointer (RFC 6901, section 4).
pub(super) fn pieces(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|piece| piece.replace("~1", "/").replace("~0", "~"))
}

fn index(piece: &str) -> Option<u64> {
    if piece.len() > 1 && piece.starts_with('0') || !piece.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    piece.parse().ok()
}

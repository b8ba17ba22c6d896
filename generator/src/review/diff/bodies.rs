//! Bodies and replies: media types, statuses, headers, and how values travel.
use super::finding::{Anchor, Place};
use super::operations::title;
use super::pairs::Comparison;
use super::rule::{Flow, Rule};
use super::scalars::change;
use super::types::told;
use crate::ir::{Carrier, Content, Form, Operation, Reply, ReplyHeader, Status, Xml};
use crate::review::xml;

/// `application/json` of `Application/JSON; charset=utf-8`.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Where contents are compared.
pub(super) struct Around<'a> {
    pub(super) index: usize,
    pub(super) flow: Flow,
    place: Place,
    pub(super) at: (&'a crate::load::Pointer, &'a crate::load::Pointer),
    anchors: Vec<Anchor>,
}

impl Comparison<'_> {
    pub(super) fn bodies(&mut self, index: usize, old: &Operation, new: &Operation) {
        let place = Place::of(title(old)).then(" body");
        let request = |o: &Operation| {
            let names = [format!("{}Request", o.type_name), o.type_name.clone()];
            let mut anchors = names.map(|name| (name, "body".to_owned())).to_vec();
            anchors.push((format!("{}Required", o.type_name), String::new()));
            anchors.push((format!("{}Body*", o.type_name), String::new()));
            anchors.push((format!("{}Request", o.type_name), "new".to_owned()));
            anchors.push(("Client".to_owned(), o.name.rust.clone()));
            anchors
        };
        let anchors = [request(old), request(new)].concat();
        let mut say = |rule: Rule, at: (&crate::load::Pointer, &crate::load::Pointer)| {
            let raw = self.note(rule, place.clone(), Some(Flow::Request), String::new());
            raw.at(Some(at.0), Some(at.1)).of(index).anchored(anchors.clone());
        };
        match (&old.body, &new.body) {
            (None, None) => {}
            (Some(x), None) => {
                let rule = if x.required { Rule::RequiredBodyRemoved } else { Rule::BodyRemoved };
                say(rule, (&x.origin, &new.origin));
            }
            (None, Some(y)) => {
                let rule = if y.required { Rule::RequiredBodyAdded } else { Rule::BodyAdded };
                say(rule, (&old.origin, &y.origin));
            }
            (Some(x), Some(y)) => {
                if x.required != y.required {
                    let rule = if y.required { Rule::BodyBecameRequired } else { Rule::BodyBecameOptional };
                    say(rule, (&x.origin, &y.origin));
                }
                let template = self.note(Rule::ProseChanged, place.clone(), None, String::new());
                let template = template.at(Some(&x.origin), Some(&y.origin)).of(index).clone();
                self.found.pop();
                self.docs(&template, &x.docs, &y.docs);
                self.keys(&template);
                let around = Around { index, flow: Flow::Request, place, at: (&x.origin, &y.origin), anchors };
                self.contents(&around, &x.contents, &y.contents);
            }
        }
    }

    pub(super) fn replies(&mut self, index: usize, old: &Operation, new: &Operation) {
        let success = |o: &Operation| o.replies.iter().filter(|r| r.success).map(|r| r.status).collect::<Vec<_>>();
        let (had, has) = (success(old), success(new));
        let covers = |all: &[Status], status: Status| match status {
            Status::Code(code) => all.iter().any(|s| [status, Status::Range(code / 100), Status::Default].contains(s)),
            other => all.contains(&other),
        };
        let apart = |these: &[Status], others: &[Status]| !these.iter().any(|s| covers(others, *s));
        let replaced = !had.is_empty() && !new.replies.is_empty() && apart(&had, &has) && apart(&has, &had)
            || had.is_empty() && !has.is_empty() && !old.replies.is_empty();
        if replaced {
            let words = |all: &[Status]| all.iter().map(|s| s.word()).collect::<Vec<_>>().join(", ");
            let [had, has] = [&had, &has].map(|all| (!all.is_empty()).then(|| words(all)));
            let said = change(had.as_deref(), has.as_deref());
            let raw = self.note(Rule::SuccessReplaced, Place::of(title(old)).then(" replies"), Some(Flow::Reply), said);
            raw.at(Some(&old.origin.child("responses")), Some(&new.origin.child("responses"))).of(index);
        }
        for x in &old.replies {
            match new.replies.iter().find(|y| y.status == x.status) {
                Some(y) => self.reply(index, (old, x), (new, y)),
                None => {
                    let raw = self.note(Rule::StatusRemoved, status(old, x), Some(Flow::Reply), String::new());
                    let anchors = reply_anchors(old, x);
                    raw.at(Some(&x.origin), Some(&new.origin.child("responses"))).of(index).anchored(anchors);
                }
            }
        }
        for y in new.replies.iter().filter(|y| !old.replies.iter().any(|x| x.status == y.status)) {
            let place = Place::of(title(old)).then(&format!(" {}", y.status.word()));
            let raw = self.note(Rule::StatusAdded, place, Some(Flow::Reply), String::new());
            raw.at(Some(&old.origin.child("responses")), Some(&y.origin)).of(index).anchored(reply_anchors(new, y));
        }
    }

    fn reply(&mut self, index: usize, (old, x): (&Operation, &Reply), (new, y): (&Operation, &Reply)) {
        let place = status(old, x);
        let at = (&x.origin, &y.origin);
        let anchors = [reply_anchors(old, x), reply_anchors(new, y)].concat();
        let template = self.note(Rule::ProseChanged, place.clone(), None, String::new());
        let template = template.at(Some(at.0), Some(at.1)).of(index).clone();
        self.found.pop();
        self.docs(&template, &x.docs, &y.docs);
        self.keys(&template);
        let is_same = |x: &ReplyHeader, y: &ReplyHeader| x.name.wire.eq_ignore_ascii_case(&y.name.wire);
        for (a, b) in x.headers.iter().map(|a| (a, y.headers.iter().find(|b| is_same(a, b)))) {
            self.header(index, &place, (Some(a), b), at, &anchors);
        }
        for b in y.headers.iter().filter(|b| !x.headers.iter().any(|a| is_same(a, b))) {
            self.header(index, &place, (None, Some(b)), at, &anchors);
        }
        let mut say = |rule: Rule| {
            let raw = self.note(rule, place.clone(), Some(Flow::Reply), String::new());
            raw.at(Some(at.0), Some(at.1)).of(index).anchored(anchors.clone());
        };
        match (x.contents.as_slice(), y.contents.as_slice()) {
            ([], []) => {}
            ([], _) => say(Rule::ReplyBodyAdded),
            (_, []) => say(Rule::ReplyBodyRemoved),
            (a, b) => self.contents(&Around { index, flow: Flow::Reply, place, at, anchors }, a, b),
        }
    }

    fn header(
        &mut self,
        index: usize,
        place: &Place,
        both: (Option<&ReplyHeader>, Option<&ReplyHeader>),
        at: (&crate::load::Pointer, &crate::load::Pointer),
        anchors: &[Anchor],
    ) {
        let Some(header) = both.0.or(both.1) else { return };
        let place = place.then(&format!(" header.{}", header.name.wire));
        let rule = match both {
            (Some(x), None) if x.required => Rule::RequiredHeaderRemoved,
            (Some(_), None) => Rule::HeaderRemoved,
            (None, Some(y)) if y.required => Rule::RequiredHeaderAdded,
            (None, _) => Rule::HeaderAdded,
            (Some(x), Some(y)) => {
                if x.required != y.required {
                    let rule = if y.required { Rule::HeaderBecameRequired } else { Rule::HeaderBecameOptional };
                    let raw = self.note(rule, place.clone(), Some(Flow::Reply), String::new());
                    raw.at(Some(&x.origin), Some(&y.origin)).of(index).anchored(anchors.to_vec());
                }
                let template = self.note(Rule::ProseChanged, place.clone(), None, String::new());
                let template = template.at(Some(&x.origin), Some(&y.origin)).of(index).clone();
                self.found.pop();
                self.docs(&template, &x.docs, &y.docs);
                let text = !x.json && !y.json;
                return self.value(index, Flow::Reply, text, place, (x.ty, y.ty), anchors.to_vec());
            }
        };
        let base = both.0.map_or(at.0, |x| &x.origin);
        let revision = both.1.map_or(at.1, |y| &y.origin);
        let raw = self.note(rule, place, Some(Flow::Reply), String::new());
        raw.at(Some(base), Some(revision)).of(index).anchored(anchors.to_vec());
    }

    fn contents(&mut self, around: &Around<'_>, old: &[Content], new: &[Content]) {
        let is_same = |x: &Content, y: &Content| essence(&x.media_type) == essence(&y.media_type);
        let found = |x: &Content, all: &[Content]| all.iter().any(|y| is_same(x, y));
        let mut say = |rule: Rule, said: String| {
            let raw = self.note(rule, around.place.clone(), Some(around.flow), said);
            raw.at(Some(around.at.0), Some(around.at.1)).of(around.index).anchored(around.anchors.clone());
        };
        if old.iter().any(|x| found(x, new)) {
            old.iter()
                .filter(|x| !found(x, new))
                .for_each(|x| say(Rule::MediaTypeRemoved, format!("`{}`", x.media_type)));
            new.iter()
                .filter(|y| !found(y, old))
                .for_each(|y| say(Rule::MediaTypeAdded, format!("`{}`", y.media_type)));
        } else {
            let words = |all: &[Content]| all.iter().map(|c| c.media_type.clone()).collect::<Vec<_>>().join(", ");
            say(Rule::MediaTypeReplaced, change(Some(&words(old)), Some(&words(new))));
        }
        for x in old {
            if let Some(y) = new.iter().find(|y| is_same(x, y)) {
                self.content(around, x, y);
            }
        }
    }

    fn content(&mut self, around: &Around<'_>, x: &Content, y: &Content) {
        let place = around.place.then(&format!(" {}", essence(&x.media_type)));
        let (index, flow) = (around.index, around.flow);
        let text = |carrier: &Carrier| matches!(carrier, Carrier::Text(_) | Carrier::Form(_));
        match (&x.carrier, &y.carrier) {
            (Carrier::Form(a), Carrier::Form(b)) => {
                self.form(around, &place, a, b);
                self.value(index, flow, true, place, (a.ty, b.ty), around.anchors.clone());
            }
            (Carrier::Items(a), Carrier::Items(b)) => {
                if a.framing != b.framing {
                    let said = change(Some(&format!("{:?}", a.framing)), Some(&format!("{:?}", b.framing)));
                    let raw = self.note(Rule::EncodingChanged, place.clone(), Some(flow), said);
                    raw.at(Some(around.at.0), Some(around.at.1)).of(index).anchored(around.anchors.clone());
                }
                self.value(index, flow, false, place.then("[]"), (a.ty, b.ty), around.anchors.clone());
            }
            (Carrier::Xml(a), Carrier::Xml(b)) => {
                for (below, said) in self.spelled_otherwise(a, b) {
                    let raw = self.note(Rule::EncodingChanged, place.then(&below), Some(flow), said);
                    raw.at(Some(around.at.0), Some(around.at.1)).of(index).anchored(around.anchors.clone());
                }
                self.value(index, flow, true, place, (a.ty, b.ty), around.anchors.clone());
            }
            (Carrier::Multipart(a), Carrier::Multipart(b)) => self.multipart(around, &place, a, b),
            (
                Carrier::Text(None) | Carrier::Bytes | Carrier::Stream,
                Carrier::Text(None) | Carrier::Bytes | Carrier::Stream,
            ) => self.opaque(around, place, &x.media_type, &y.media_type),
            (a, b) => match (a.ty(), b.ty()) {
                (Some(a_ty), Some(b_ty)) => {
                    self.value(index, flow, text(a) && text(b), place, (a_ty, b_ty), around.anchors.clone());
                }
                (old, new) => {
                    let word = |api, ty: Option<_>| ty.map_or_else(|| "`bytes`".to_owned(), |ty| told(api, ty));
                    let said = format!("{} → {}", word(self.base.api, old), word(self.revision.api, new));
                    let rule = if new.is_some() { Rule::TypeNarrowed } else { Rule::TypeWidened };
                    let raw = self.note(rule, place, Some(flow), said).at(Some(around.at.0), Some(around.at.1));
                    raw.of(index).anchored(around.anchors.clone());
                }
            },
        }
    }

    /// Where values stand otherwise in XML, and what changed.
    pub(super) fn spelled_otherwise(&self, a: &Xml, b: &Xml) -> Vec<(String, String)> {
        let (old, new) = (xml::places(self.base.api, a), xml::places(self.revision.api, b));
        let both = old.into_iter().filter_map(|(below, was)| {
            let is = new.get(&below).filter(|is| **is != was)?;
            let said = change(Some(&was), Some(is));
            Some((below, said))
        });
        both.collect()
    }

    /// A schema that nobody reads: the body is handed on as it is.
    fn opaque(&mut self, around: &Around<'_>, place: Place, old: &str, new: &str) {
        let schema =
            |at: &crate::load::Pointer, media_type: &str| at.child("content").child(media_type).child("schema");
        let (at, to) = (schema(around.at.0, old), schema(around.at.1, new));
        let (x, y) = (self.base.sources.node(&at), self.revision.sources.node(&to));
        if x != y {
            let raw = self.note(Rule::OpaqueSchemaChanged, place, Some(around.flow), String::new());
            raw.at(Some(&at), Some(&to)).of(around.index);
        }
    }

    fn form(&mut self, around: &Around<'_>, place: &Place, a: &Form, b: &Form) {
        for x in &a.fields {
            let Some(y) = b.fields.iter().find(|y| y.wire == x.wire) else { continue };
            if (x.style, x.explode, x.texts, x.nested) != (y.style, y.explode, y.texts, y.nested) {
                let word = |f: &crate::ir::FormField| format!("{:?}, explode {}, {:?}", f.style, f.explode, f.texts);
                let said = change(Some(&word(x)), Some(&word(y)));
                let raw =
                    self.note(Rule::EncodingChanged, place.then(&format!(".{}", x.wire)), Some(around.flow), said);
                raw.at(Some(around.at.0), Some(around.at.1)).of(around.index);
            }
        }
    }
}

fn status(o: &Operation, reply: &Reply) -> Place {
    Place::of(title(o)).then(&format!(" {}", reply.status.word()))
}

/// What a reply is in the Rust.
fn reply_anchors(o: &Operation, reply: &Reply) -> Vec<Anchor> {
    let side = if reply.success { "Ok" } else { "Error" };
    let body = format!("{}Body", reply.type_name);
    vec![
        (format!("{}{side}", o.type_name), reply.variant.clone()),
        (reply.type_name.clone(), String::new()),
        (reply.enum_name.clone().unwrap_or(body), String::new()),
        (format!("{}*", reply.type_name), String::new()),
    ]
}

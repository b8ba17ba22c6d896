//! The HTTP outline: what travels.
use super::words::{hash, legible, spelled, type_name};
use super::{checks, links, xml};
use crate::ir::{
    Alternative, Api, Arrival, Carrier, Content, Enum, EventData, FieldTexts, Framing, Location, Multipart, Operation,
    OtherParts, PartContent, Rest, SchemeKind, Server, Shape, Style, TypeDef, TypeId,
};

/// The outline as sorted lines, with a newline behind each.
#[must_use]
pub fn outline(api: &Api) -> String {
    let mut lines = vec![
        format!("info openapi {}", api.info.openapi),
        format!("info title {:?}", api.info.title),
        format!("info version {:?}", api.info.version),
    ];
    lines.extend(api.servers.iter().flat_map(server));
    lines.extend(api.schemes.iter().map(|s| {
        let deprecated = if s.docs.deprecated { " deprecated" } else { "" };
        format!("scheme {} {}{deprecated}", s.name.wire, scheme(&s.kind))
    }));
    lines.extend(api.info.tags.iter().map(|tag| {
        let fact = |key: &str, value: &Option<String>| value.as_ref().map(|value| format!(" {key}={value}"));
        let facts = [fact("parent", &tag.parent), fact("kind", &tag.kind)];
        format!("tag {}{}", tag.name, facts.into_iter().flatten().collect::<String>())
    }));
    api.all_operations().for_each(|o| operation(api, o, &mut lines));
    (0..api.types.len()).for_each(|i| declared(api, TypeId(u32::try_from(i).unwrap_or(u32::MAX)), &mut lines));
    xml::shapes(api, &mut lines);
    lines.iter_mut().for_each(|line| *line = legible(line));
    lines.sort();
    lines.dedup();
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// `server URL`, and `server URL {name} a|b=a` for each variable.
fn server(server: &Server) -> Vec<String> {
    let url = &server.name.wire;
    let variables = server.variables.iter().map(|v| {
        let values = v.values.iter().map(|value| value.wire.as_str()).collect::<Vec<_>>().join("|");
        let values = if values.is_empty() { "string".to_owned() } else { values };
        let default = v.default.as_ref().map(|default| format!("={default}")).unwrap_or_default();
        format!("server {url} {{{}}} {values}{default}", v.name.wire)
    });
    std::iter::once(format!("server {url}")).chain(variables).collect()
}

fn operation(api: &Api, o: &Operation, lines: &mut Vec<String>) {
    let head = o.title();
    let mut say = |fact: String| lines.push(format!("{head} {fact}"));
    o.servers.iter().flat_map(server).for_each(&mut say);
    say(format!("id {}", o.name.wire));
    if let Arrival::Callback { callers, .. } = &o.arrival {
        callers.iter().for_each(|caller| say(format!("for {caller}")));
    }
    o.tags.iter().for_each(|tag| say(format!("tag {tag}")));
    if o.docs.deprecated {
        say("deprecated".to_owned());
    }
    if o.security.is_empty() {
        say("security none".to_owned());
    }
    o.security.iter().for_each(|a| say(format!("security {}", alternative(api, a))));
    for p in &o.parameters {
        let default = p.default.as_ref().map(|d| format!(" default={d}")).unwrap_or_default();
        let style = format!("{}{}", style(p), if p.allow_reserved { " allowReserved" } else { "" });
        say(format!(
            "in {} {}{} {}{default}{style}",
            p.location.word(),
            p.name.wire,
            mark(p.required),
            type_name(api, p.ty)
        ));
    }
    for content in o.body.iter().flat_map(|b| &b.contents) {
        let required = o.body.as_ref().is_some_and(|b| b.required);
        say(format!("in body{} {}", mark(required), carried(api, content)));
        fields(api, content).into_iter().for_each(|field| say(format!("in body{} {field}", mark(required))));
    }
    for reply in &o.replies {
        let status = reply.status.word();
        if reply.contents.is_empty() {
            say(format!("out {status}"));
        }
        for content in &reply.contents {
            say(format!("out {status} {}", carried(api, content)));
            fields(api, content).into_iter().for_each(|field| say(format!("out {status} {field}")));
        }
        for header in &reply.headers {
            say(format!(
                "out {status} header {}{} {}",
                header.name.wire,
                mark(header.required),
                type_name(api, header.ty)
            ));
        }
    }
    o.links.iter().for_each(|link| links::of(api, o, link, &head, lines));
    checks::of_operation(api, o, &head, lines);
}

fn mark(required: bool) -> &'static str {
    if required { "" } else { "?" }
}

/// Said only where it is not the place's default.
fn style(p: &crate::ir::Parameter) -> String {
    let usual = match p.location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    };
    let style = if p.style == usual { String::new() } else { format!(" style={:?}", p.style) };
    let explode = if p.explode == p.style.explodes() { String::new() } else { format!(" explode={}", p.explode) };
    let content = p.content.as_ref().map(|c| format!(" content={c}")).unwrap_or_default();
    let nested = if p.nested { " parts=JSON" } else { "" };
    let whole = if p.form.is_some() || p.whole { " whole" } else { "" };
    let empty = if p.allow_empty { " allowEmptyValue" } else { "" };
    format!("{style}{explode}{content}{nested}{empty}{whole}")
}

fn carried(api: &Api, content: &Content) -> String {
    let what = match &content.carrier {
        Carrier::Json(ty) => type_name(api, *ty),
        Carrier::Form(form) => type_name(api, form.ty),
        Carrier::Xml(body) => format!("{} {}", xml::root(body), type_name(api, body.ty)),
        Carrier::Multipart(multipart) if multipart.by_place => "parts in order".to_owned(),
        Carrier::Multipart(_) => "parts".to_owned(),
        Carrier::Items(items) => {
            let what = match items.framing {
                Framing::Lines | Framing::Sequence => "items",
                Framing::Events { whole: true, .. } => "events",
                Framing::Events { data: EventData::Text, .. } => "events with text",
                Framing::Events { .. } => "events with",
            };
            format!("{what} {}", type_name(api, items.ty))
        }
        Carrier::Text(Some(ty)) => format!("text {}", type_name(api, *ty)),
        Carrier::Text(None) => "text".to_owned(),
        Carrier::Bytes | Carrier::Stream => "bytes".to_owned(),
    };
    format!("{} {what}", content.media_type)
}

/// Properties of a form that are more than a text under their own name, and parts.
fn fields(api: &Api, content: &Content) -> Vec<String> {
    let form = match &content.carrier {
        Carrier::Form(form) => form,
        Carrier::Multipart(multipart) => return parts(api, multipart, &content.media_type),
        _ => return Vec::new(),
    };
    let each = form.fields.iter().filter_map(|f| {
        let style = if f.style == Style::Form { String::new() } else { format!(" style={:?}", f.style) };
        let explode =
            if f.explode == (f.style == Style::Form) { String::new() } else { format!(" explode={}", f.explode) };
        let reserved = if f.allow_reserved { " allowReserved" } else { "" };
        let texts = match f.texts {
            FieldTexts::Styled => "",
            FieldTexts::Nested | FieldTexts::Json => " as JSON",
        };
        let how = format!("{style}{explode}{reserved}{texts}");
        (!how.is_empty()).then(|| format!("{} field {}{how}", content.media_type, f.wire))
    });
    each.collect()
}

fn parts(api: &Api, multipart: &Multipart, media_type: &str) -> Vec<String> {
    let held = |content: &PartContent| match content {
        PartContent::Text(ty) => format!("text {}", type_name(api, *ty)),
        PartContent::Json(ty) => format!("json {}", type_name(api, *ty)),
        PartContent::Xml(document) => format!("xml {} {}", xml::root(document), type_name(api, document.ty)),
        PartContent::Form(ty, _) => format!("form {}", type_name(api, *ty)),
        PartContent::File => "file".to_owned(),
    };
    let mut lines = Vec::new();
    for part in &multipart.parts {
        let many = part.list.map_or(String::new(), |list| {
            let max = list.max.map(|max| max.to_string()).unwrap_or_default();
            format!(" items={}..{max}{}", list.min, if list.unique { " unique" } else { "" })
        });
        let types =
            if part.media_types.is_empty() { String::new() } else { format!(" as {}", part.media_types.join(", ")) };
        let line = format!("{media_type} part {}", part.name.wire);
        lines.push(format!("{line}{} {}{many}{types}", mark(part.required), held(&part.content)));
        lines.extend(
            part.headers
                .iter()
                .map(|h| format!("{line} header {}{} {}", h.name.wire, mark(h.required), type_name(api, h.ty))),
        );
    }
    match &multipart.other {
        OtherParts::Ignored => {}
        OtherParts::Refused => lines.push(format!("{media_type} no other parts")),
        OtherParts::Kept(kept) => lines.push(format!("{media_type} other parts {}", held(&kept.content))),
    }
    lines
}

fn alternative(api: &Api, a: &Alternative) -> String {
    if a.requirements.is_empty() {
        return "anonymous".to_owned();
    }
    let one = |r: &crate::ir::Requirement| {
        let name = api.schemes.get(r.scheme).map_or("", |s| s.name.wire.as_str());
        if r.scopes.is_empty() { name.to_owned() } else { format!("{name}({})", r.scopes.join(" ")) }
    };
    a.requirements.iter().map(one).collect::<Vec<_>>().join(" and ")
}

fn scheme(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { location, name } => format!("apiKey {} {name}", location.word()),
        SchemeKind::Basic => "http basic".to_owned(),
        SchemeKind::Bearer => "bearer".to_owned(),
        SchemeKind::Http { scheme } => format!("http {scheme}"),
        SchemeKind::MutualTls => "mutualTLS".to_owned(),
    }
}

fn declared(api: &Api, id: TypeId, lines: &mut Vec<String>) {
    let def: &TypeDef = api.ty(id);
    if def.name.is_none() {
        return;
    }
    let name = type_name(api, id);
    checks::of_declared(api, def, &format!("type {name}"), lines);
    match &def.shape {
        Shape::Struct(s) => {
            match s.rest {
                Rest::Refused => lines.push(format!("type {name} closed")),
                Rest::Kept(ty) => {
                    lines.push(format!("type {name}.* {}", type_name(api, ty)));
                    checks::of_type(api, ty, &format!("type {name}.*"), lines);
                }
                Rest::Ignored => {}
            }
            lines.extend(s.skipped.iter().map(|wire| format!("type {name}.{wire} ignored")));
            if s.fields.is_empty() {
                lines.push(format!("type {name} object"));
            }
            for f in &s.fields {
                let default = f.default.as_ref().map(|d| format!(" default={d}")).unwrap_or_default();
                let access = [(f.read_only, " readOnly"), (f.write_only, " writeOnly")];
                let access: String = access.into_iter().filter(|(yes, _)| *yes).map(|(_, word)| word).collect();
                lines.push(format!(
                    "type {name}.{}{} {}{default}{access}",
                    f.name.wire,
                    mark(f.required),
                    type_name(api, f.ty)
                ));
                checks::of_type(api, f.ty, &format!("type {name}.{}", f.name.wire), lines);
            }
        }
        Shape::Enum(e) => values(e, &name, lines),
        Shape::Union(u) => {
            let word = if u.exclusive { "oneOf" } else { "anyOf" };
            for v in &u.variants {
                let line = format!("type {name} {word} {}", type_name(api, v.ty));
                checks::of_type(api, v.ty, &line, lines);
                lines.push(line);
            }
        }
        _ => lines.push(format!("type {name} {}", spelled(api, id))),
    }
}

fn values(e: &Enum, name: &str, lines: &mut Vec<String>) {
    let texts = e.values.texts();
    if e.is_table() {
        lines.push(format!(
            "type {name} enum {} values, hash {:016x}",
            texts.len(),
            hash(texts.iter().map(String::as_str))
        ));
    } else {
        lines.extend(texts.iter().map(|text| format!("type {name} enum {text}")));
    }
    if e.extensible {
        lines.push(format!("type {name} enum open"));
    }
}

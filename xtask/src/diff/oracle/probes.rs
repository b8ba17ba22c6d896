//! Probes: code that uses what a Rust outline offers, a function a line.
//!
//! A probe that does not fit the code that it was made from is nobody's code, and left out.
use std::collections::{BTreeMap, BTreeSet};
use tenon::ir::{Api, Direction};

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Half {
    Client,
    Server,
}

impl Half {
    pub(super) const BOTH: [Self; 2] = [Self::Client, Self::Server];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// A line of the outline, taken apart.
struct Line<'a> {
    module: &'a str,
    kind: &'a str,
    owner: &'a str,
    member: &'a str,
    tail: &'a str,
}

impl<'a> Line<'a> {
    fn parse(text: &'a str) -> Self {
        let (module, rest) = text.split_once(' ').unwrap_or((text, ""));
        let (kind, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let (owner, rest) = rest.split_at(rest.find([':', '(', '=', ' ', '.']).unwrap_or(rest.len()));
        let inner = rest.strip_prefix("::").or_else(|| rest.strip_prefix('.'));
        let (member, tail) = inner.map_or(("", rest), |i| i.split_at(i.find(['(', ':', ' ']).unwrap_or(i.len())));
        Self { module, kind, owner, member, tail }
    }
}

/// Where names of the outline are found.
struct Names<'a> {
    own: BTreeMap<&'a str, &'a str>,
}

/// Types of others that emitted code names, by their last word.
const KNOWN: &[(&str, &str)] = &[
    ("BTreeMap", "std::collections::BTreeMap"),
    ("StatusCode", "tenon_runtime::http::StatusCode"),
    ("Credential", "tenon_runtime::client::Credential"),
    ("DateTime", "tenon_runtime::chrono::DateTime"),
    ("FixedOffset", "tenon_runtime::chrono::FixedOffset"),
    ("NaiveDate", "tenon_runtime::chrono::NaiveDate"),
    ("NaiveTime", "tenon_runtime::chrono::NaiveTime"),
    ("NaiveDateTime", "tenon_runtime::chrono::NaiveDateTime"),
    ("Uuid", "tenon_runtime::uuid::Uuid"),
    ("Email", "tenon_runtime::format::Email"),
    ("Uri", "tenon_runtime::format::Uri"),
    ("Decimal", "tenon_runtime::format::Decimal"),
    ("Ipv4Addr", "std::net::Ipv4Addr"),
    ("Ipv6Addr", "std::net::Ipv6Addr"),
    ("Json", "tenon_runtime::Json"),
    ("Field", "tenon_runtime::Field"),
    ("Body", "tenon_runtime::Body"),
    ("Base64", "tenon_runtime::Base64"),
    ("Unknown", "tenon_runtime::Unknown"),
];
const PRELUDE: &[&str] = &[
    "String", "Vec", "Option", "Box", "bool", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32",
    "u64", "u128", "str",
];

impl Names<'_> {
    /// A type of the outline with whole paths; `None` where a word is not known.
    fn ty(&self, text: &str) -> Option<String> {
        let text = text.trim();
        for start in ["impl Into<", "impl IntoOption<"] {
            if let Some(inner) = text.strip_prefix(start) {
                return self.ty(inner.strip_suffix('>')?);
            }
        }
        if text == "()" {
            return Some("()".to_owned());
        }
        let mut out = String::new();
        let mut word = String::new();
        for c in text.chars().chain(['\n']) {
            if c.is_alphanumeric() || c == '_' || c == '#' {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                out.push_str(&self.word(&word)?);
                word.clear();
            }
            if c != '\n' {
                out.push(c);
            }
        }
        (!out.contains("impl")).then_some(out)
    }

    fn word(&self, word: &str) -> Option<String> {
        if let Some(module) = self.own.get(word) {
            return Some(format!("api::{module}::{word}"));
        }
        if word == "Client" {
            return Some("api::client::Client".to_owned());
        }
        if PRELUDE.contains(&word) {
            return Some(word.to_owned());
        }
        KNOWN.iter().find(|(known, _)| *known == word).map(|(_, path)| (*path).to_owned())
    }
}

/// The bodies of functions that use all that an outline offers to one half.
pub(super) fn of(outline: &str, api: &Api, half: Half) -> Vec<String> {
    let lines = outline.lines().map(Line::parse).collect::<Vec<_>>();
    let own = lines.iter().filter(|l| ["types", "ops"].contains(&l.module) && l.kind != "static" && l.kind != "fn");
    let names = Names { own: own.map(|l| (l.owner, l.module)).collect() };
    let directions = directions(api);
    let makes = |owner: &str| match directions.get(owner) {
        Some(direction) if half == Half::Client => direction.request,
        Some(direction) => direction.reply,
        None => false,
    };
    let mut out = Vec::new();
    for line in &lines {
        match line.module {
            "types" | "ops" => shared(line, &names, &makes, &mut out),
            "mod" => out.push(format!("fn f() {{ let _ = &api::security::{}; }}", line.owner)),
            "servers" if line.kind == "struct" => out.push(format!("fn f(_: &api::servers::{}) {{}}", line.owner)),
            "client" if half == Half::Client => client(line, &names, &mut out),
            "server" if half == Half::Server && line.kind == "enum" => {
                out.push(format!(
                    "fn f(v: &api::server::{}<'_>) {{ if let api::server::{}::{}(..) = v {{}} }}",
                    line.owner, line.owner, line.member
                ));
            }
            _ => {}
        }
    }
    constructors(&lines, &names, &makes, &mut out);
    if half == Half::Server {
        exhaustive(&lines, &mut out);
        replies(&lines, &names, &mut out);
        out.push(implementation(&lines, &names));
    }
    out
}

fn shared(line: &Line<'_>, names: &Names<'_>, makes: &dyn Fn(&str) -> bool, out: &mut Vec<String>) {
    let Line { module, kind, owner, member, tail } = line;
    let path = format!("api::{module}::{owner}");
    match *kind {
        "struct" if member.is_empty() => out.push(format!("fn f(_: &{path}) {{}}")),
        "struct" => {
            // Structs of arguments are made, never read.
            let read = format!("fn f(v: &{path}) {{ let _ = &v.{member}; }}");
            let of = tail.strip_prefix(": ").and_then(|of| names.ty(of));
            out.push(of.map_or(read, |of| format!("fn f(v: &{path}) {{ let _: &{of} = &v.{member}; }}")));
            if makes(owner) {
                let inner = tail.strip_prefix(": Option<").and_then(|t| t.strip_suffix('>')).and_then(|t| names.ty(t));
                out.extend(inner.map(|inner| format!("fn f(v: {path}) {{ let _ = v.{member}(any::<{inner}>()); }}")));
            }
        }
        "enum" => {
            let (pattern, payload) = match tail.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
                Some(payload) => ("(..)", names.ty(payload)),
                None => ("", None),
            };
            out.push(format!("fn f(v: &{path}) {{ if let {path}::{member}{pattern} = v {{}} }}"));
            out.extend(
                payload
                    .map(|of| format!("fn f(v: &{path}) {{ if let {path}::{member}(p) = v {{ let _: &{of} = p; }} }}")),
            );
        }
        "type" => {
            let of = tail.trim().strip_prefix("= ").and_then(|of| names.ty(of));
            out.extend(of.map(|of| format!("fn f(v: {path}) -> {of} {{ v }}")));
        }
        "static" => out.push(format!("fn f() {{ let _ = &{path}; }}")),
        "fn" if *member != "new" => {
            out.extend(called(tail, names).map(|given| format!("fn f(v: &{path}) {{ let _ = v.{member}({given}); }}")));
        }
        _ => {}
    }
}

/// The types of a function's arguments, and their names.
fn arguments(tail: &str) -> Vec<(&str, &str)> {
    let inner = tail.strip_prefix('(').unwrap_or_default();
    let (mut depth, mut start, mut all) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        let ends = (c == ',' || c == ')') && depth == 0;
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        if ends {
            all.extend(inner.get(start..at).and_then(|one| one.trim().split_once(": ")));
            start = at + 1;
        }
        if depth < 0 {
            break;
        }
    }
    all
}

fn called(tail: &str, names: &Names<'_>) -> Option<String> {
    let each = arguments(tail).into_iter().map(|(_, of)| names.ty(of).map(|of| format!("any::<{of}>()")));
    each.collect::<Option<Vec<_>>>().map(|all| all.join(", "))
}

fn client(line: &Line<'_>, names: &Names<'_>, out: &mut Vec<String>) {
    let Line { kind, owner, member, tail, .. } = line;
    match *kind {
        "struct" if member.is_empty() => out.push(format!("fn f(_: &api::client::{owner}) {{}}")),
        "fn" => {
            let arguments = called(tail, names);
            // Links are methods of replies.
            let of = names.own.get(owner).map_or("client", |module| module);
            out.extend(
                arguments.map(|given| format!("fn f(c: &api::{of}::{owner}) {{ let _ = c.{member}({given}); }}")),
            );
        }
        _ => {}
    }
}

/// What makes values: `new`, and literals of what it takes.
fn constructors(lines: &[Line<'_>], names: &Names<'_>, makes: &dyn Fn(&str) -> bool, out: &mut Vec<String>) {
    let structs = lines.iter().filter(|l| l.module == "types" && l.kind == "struct" && makes(l.owner));
    let mut fields: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    structs.for_each(|l| fields.entry(l.owner).or_default().push(l.member));
    for (owner, members) in &fields {
        let path = format!("api::types::{owner}");
        let new = lines.iter().find(|l| l.module == "types" && l.owner == *owner && l.member == "new");
        match new {
            Some(line) => {
                let given = called(line.tail, names);
                out.extend(given.map(|given| format!("fn f() {{ let _ = {path}::new({given}); }}")));
            }
            None => out.push(format!("fn f() {{ let _ = {path}::new(); }}")),
        }
        // Of a struct that others may not make by a literal this does not compile, and is left out.
        let members = members.iter().map(|m| format!("{m}: any()")).collect::<Vec<_>>().join(", ");
        out.push(format!("fn f() {{ let _ = {path} {{ {members} }}; }}"));
    }
}

/// The structs of replies, made of what is always there.
fn replies(lines: &[Line<'_>], names: &Names<'_>, out: &mut Vec<String>) {
    let mut fields: BTreeMap<&str, Vec<Option<String>>> = BTreeMap::new();
    for l in lines.iter().filter(|l| l.module == "ops" && l.kind == "struct" && !l.owner.ends_with("Request")) {
        let of = l.tail.strip_prefix(": ").filter(|of| !of.starts_with("Option<"));
        let all = fields.entry(l.owner).or_default();
        all.extend(of.map(|of| names.ty(of).map(|of| format!("any::<{of}>()"))));
    }
    for (owner, given) in fields {
        let given = given.into_iter().collect::<Option<Vec<_>>>().map(|all| all.join(", "));
        out.extend(given.map(|given| format!("fn f() {{ let _ = api::ops::{owner}::new({given}); }}")));
    }
}

fn exhaustive(lines: &[Line<'_>], out: &mut Vec<String>) {
    let mut enums: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for l in lines.iter().filter(|l| l.module == "types" && l.kind == "enum") {
        let pattern = if l.tail.is_empty() { "" } else { "(..)" };
        enums.entry(l.owner).or_default().push(format!("api::types::{}::{}{pattern} => {{}}", l.owner, l.member));
    }
    for (owner, arms) in enums {
        out.push(format!("fn f(v: &api::types::{owner}) {{ match v {{ {} }} }}", arms.join(", ")));
    }
}

/// An implementation of all traits, on one line, and the router that is made of it.
fn implementation(lines: &[Line<'_>], names: &Names<'_>) -> String {
    let traits =
        lines.iter().filter(|l| l.module == "server" && l.kind == "trait").map(|l| l.owner).collect::<BTreeSet<_>>();
    let mut out = String::from("struct App; ");
    let error = "type Error = std::convert::Infallible;";
    if traits.contains("Auth") {
        out.push_str(&format!("impl api::server::Auth for App {{ type Principal = (); {error} async fn authenticate(&self, _: &tenon_runtime::server::Parts, _: &'static tenon_runtime::Operation, _: api::server::Presented<'_>) -> Result<(), tenon_runtime::server::AuthError<Self::Error>> {{ loop {{}} }} }} "));
    }
    for name in traits.iter().filter(|name| **name != "Auth") {
        let own = lines
            .iter()
            .any(|l| l.kind == "trait" && l.owner == *name && !l.tail.contains("Auth") && l.member.is_empty());
        let bound = lines.iter().any(|l| l.kind == "trait" && l.owner == *name && l.tail.contains("Auth"));
        let methods = lines.iter().filter(|l| l.module == "server" && l.kind == "fn" && l.owner == *name).map(|l| {
            let (arguments, reply) = l.tail.split_once(") -> ").unwrap_or((l.tail, "()"));
            let mut types = arguments.trim_start_matches('(').split(", ").map(|of| match of {
                "Context<Principal>" | "Context<()>" => Some("tenon_runtime::server::Context<()>".to_owned()),
                "Context<Option<Principal>>" => Some("tenon_runtime::server::Context<Option<()>>".to_owned()),
                of => names.ty(of).or_else(|| Some(format!("api::ops::{of}"))),
            });
            let (cx, request) = (types.next().flatten().unwrap_or_default(), types.next().flatten().unwrap_or_default());
            format!("async fn {}(&self, _: {cx}, _: {request}) -> Result<api::ops::{reply}, std::convert::Infallible> {{ loop {{}} }}", l.member)
        });
        let methods = methods.collect::<Vec<_>>().join(" ");
        let error = if own && !bound { error } else { "" };
        out.push_str(&format!("impl api::server::{name} for App {{ {error} {methods} }} "));
    }
    out.push_str("fn f() { let _ = api::server::router(App); }");
    out
}

fn directions(api: &Api) -> BTreeMap<String, Direction> {
    let mut all = BTreeMap::new();
    for def in &api.types {
        let Some(name) = &def.name else { continue };
        let required = match def.required_name.as_str() {
            "" => format!("{}Required", name.rust),
            given => given.to_owned(),
        };
        all.insert(name.rust.clone(), def.direction);
        all.insert(required, def.direction);
    }
    all
}

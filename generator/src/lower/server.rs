//! Servers: base URLs, and what may be chosen in them.
use super::Lowering;
use crate::diagnostic::Code;
use crate::document::{Server, ServerVariable};
use crate::ir::{self, Name, ServerPiece};

/// Descriptions that are longer are sentences, not names.
const WORDS: usize = 4;

pub(super) fn servers(cx: &mut Lowering<'_, '_>, list: &[Server<'_>]) -> Vec<ir::Server> {
    list.iter().map(|server| one(cx, server)).collect()
}

fn one(cx: &mut Lowering<'_, '_>, server: &Server<'_>) -> ir::Server {
    let (mut pieces, mut variables) = (Vec::new(), Vec::<ir::ServerVariable>::new());
    for (literal, name) in pieces_of(server.url) {
        if !literal.is_empty() {
            pieces.push(ServerPiece::Literal(literal.to_owned()));
        }
        let Some(name) = name else { continue };
        let known = variables.iter().position(|v| v.name.wire == name);
        pieces.push(ServerPiece::Variable(known.unwrap_or(variables.len())));
        if known.is_none() {
            let declared = server.variables.iter().find(|v| v.name == name);
            variables.push(variable(cx, server, name, declared));
        }
    }
    for idle in server.variables.iter().filter(|v| variables.iter().all(|used| used.name.wire != v.name)) {
        let message = format!("`{{{}}}` is not in the URL; the variable is left out", idle.name);
        cx.report(Code::Deviation, &idle.at, message).on_key();
    }
    ir::Server {
        name: Name::wire(server.url),
        title: title(server, &pieces, &variables),
        description: server.description.map(str::to_owned),
        pieces,
        variables,
    }
}

/// Literal texts, each with the name in braces behind it. Braces that are not closed are text.
fn pieces_of(url: &str) -> Vec<(&str, Option<&str>)> {
    let (mut pieces, mut rest) = (Vec::new(), url);
    while let Some((literal, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        pieces.push((literal, Some(name)));
        rest = behind;
    }
    pieces.push((rest, None));
    pieces
}

fn variable(
    cx: &mut Lowering<'_, '_>,
    server: &Server<'_>,
    name: &str,
    declared: Option<&ServerVariable<'_>>,
) -> ir::ServerVariable {
    let plain = ir::ServerVariable {
        name: Name::wire(name),
        default: None,
        values: Vec::new(),
        type_name: String::new(),
        description: None,
    };
    let Some(declared) = declared else {
        let message = format!("`{{{name}}}` is not among the `variables`; who uses this server has to say it");
        cx.report(Code::Deviation, &server.at.child("url"), message);
        return plain;
    };
    if declared.default.is_none() {
        let message = format!("the variable `{name}` has no `default`; who uses this server has to say it");
        cx.report(Code::Deviation, &declared.at, message).on_key();
    }
    ir::ServerVariable {
        default: declared.default.map(str::to_owned),
        values: values(cx, declared),
        description: declared.description.map(str::to_owned),
        ..plain
    }
}

/// What a variable may be. The default always may.
fn values(cx: &mut Lowering<'_, '_>, declared: &ServerVariable<'_>) -> Vec<Name> {
    let Some(list) = &declared.values else { return Vec::new() };
    let at = declared.at.child("enum");
    if list.is_empty() {
        cx.report(Code::Deviation, &at, "no value is listed; any text is taken");
        return Vec::new();
    }
    let mut values: Vec<&str> = Vec::new();
    for value in list {
        if values.contains(value) {
            cx.report(Code::Deviation, &at, format!("`{value}` is listed twice"));
        } else {
            values.push(value);
        }
    }
    if let Some(default) = declared.default.filter(|default| !values.contains(default)) {
        let message = format!("`{default}` is none of the values of `enum`; it is taken for one more");
        cx.report(Code::Deviation, &declared.at.child("default"), message);
        values.push(default);
    }
    values.into_iter().map(Name::wire).collect()
}

/// What the document calls it in a few words, or else the host: neither depends on its neighbours.
fn title(server: &Server<'_>, pieces: &[ServerPiece], variables: &[ir::ServerVariable]) -> String {
    let short = |text: &&str| (1..=WORDS).contains(&text.split_whitespace().count()) && !text.contains("://");
    if let Some(words) = server.name.or_else(|| server.description.map(str::trim).filter(short)) {
        return words.to_owned();
    }
    // Where there is a choice, the name of what is chosen says more than what is chosen by default.
    let word = |v: &ir::ServerVariable| match &v.default {
        Some(default) if v.values.len() < 2 => default.clone(),
        _ => v.name.wire.clone(),
    };
    let words = pieces.iter().map(|piece| match piece {
        ServerPiece::Literal(text) => text.clone(),
        ServerPiece::Variable(index) => variables.get(*index).map(word).unwrap_or_default(),
    });
    host(&words.collect::<String>()).to_owned()
}

fn host(url: &str) -> &str {
    match url.split_once("://") {
        Some((_, rest)) => rest.split('/').next().unwrap_or(rest),
        None => url,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::{rest, said};

    /// `title url` of each server and `name=default of values` of each variable; and what is said.
    fn lowered(servers: &str) -> (Vec<String>, Vec<String>) {
        let (api, diagnostics) = rest(&format!("servers: {servers}\npaths: {{}}"));
        let facts = api.servers.iter().map(|server| {
            let variables = server.variables.iter().map(|v| {
                let values: Vec<&str> = v.values.iter().map(|name| name.wire.as_str()).collect();
                format!(" {}={}({})", v.name.wire, v.default.as_deref().unwrap_or("?"), values.join("|"))
            });
            let url = server.default_url().unwrap_or_default();
            format!("{}: {url}{}", server.title, variables.collect::<String>())
        });
        (facts.collect(), said(&diagnostics))
    }

    #[test]
    fn variables_are_replaced_by_their_defaults() {
        let (facts, said) = lowered(
            "[{url: 'https://{region}.h:{port}/{region}', description: In Europe, variables: {region: {enum: [eu, us], default: eu}, port: {default: 8443}}}, {url: /v1}]",
        );
        assert_eq!(facts, ["In Europe: https://eu.h:8443/eu region=eu(eu|us) port=8443()", "/v1: /v1"]);
        assert_eq!(said, [""; 0]);
    }

    #[test]
    fn what_is_wrong_with_a_variable_is_told_and_it_stays() {
        let (facts, said) = lowered(
            "[{url: 'https://{a}.{b}/{c}/{d}{', description: 'A description that says a lot more than a name.', \
             variables: {a: {enum: [x], default: y}, b: {enum: [], default: z}, c: {enum: [x, x]}, e: {default: x}}}]",
        );
        assert_eq!(facts, ["a.z:  a=y(x|y) b=z() c=?(x) d=?()"]);
        assert_eq!(
            said,
            [
                "deviation /servers/0/url",
                "deviation /servers/0/variables/a/default",
                "deviation /servers/0/variables/b/enum",
                "deviation /servers/0/variables/c",
                "deviation /servers/0/variables/c/enum",
                "deviation /servers/0/variables/e",
            ]
        );
    }

    #[test]
    fn a_client_is_sent_to_the_first_server_that_is_whole() {
        for (servers, base) in [
            ("[{url: /v1}, {url: 'http://h/{v}', variables: {v: {default: v1}}}]", Some("http://h/v1")),
            ("[{url: '{base}', variables: {base: {default: 'https://h'}}}]", Some("https://h")),
            ("[{url: 'https://{name}.h'}]", None),
            ("[{url: /}]", None),
            ("[]", None),
        ] {
            let (api, _) = rest(&format!("servers: {servers}\npaths: {{}}"));
            assert_eq!(api.base_url().as_deref(), base, "{servers}");
        }
    }
}

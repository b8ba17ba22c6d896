//! The documentation of an operation, with an example that compiles.
use super::constructor::in_order;
use super::docs::Text;
use super::member::{Member, Presence};
use super::request::Outgoing;
use super::rust_type::Scope;
use super::server_auth::{Demand, demand};
use super::{incoming, markdown, operation};
use crate::ir::{ARGUMENTS, Operation, Scalar, Shape, Status, Tag, Width};

/// What the document says, method and path, parameters, replies, security.
pub(super) fn operation(scope: &Scope<'_>, operation: &Operation) -> Text {
    let mut text = Text::documented(&operation.docs, || format!("{}.", operation::line(operation)));
    text.paragraph(incoming::told(operation).unwrap_or_else(|| operation::line(operation)));
    if !operation.parameters.is_empty() {
        text.block(parameters(scope, operation));
    }
    text.block(replies(operation));
    if !operation.security.is_empty() {
        text.paragraph(format!("Security: {}.", security(scope, operation)));
    }
    text
}

/// What the document says in a line, or at length where it has no line.
pub(super) fn summary(operation: &Operation) -> Text {
    let docs = &operation.docs;
    let mut text = Text::default();
    text.prose(docs.summary.as_deref().or(docs.description.as_deref()).unwrap_or_default().trim());
    if docs.deprecated {
        text.paragraph("**Deprecated.**");
    }
    text
}

fn parameters(scope: &Scope<'_>, operation: &Operation) -> Vec<String> {
    let mut table = vec!["| Parameter | In | |".to_owned(), "| --- | --- | --- |".to_owned()];
    table.extend(operation.parameters.iter().map(|p| {
        let (name, place) = (markdown::code(&p.name.wire).replace('|', "\\|"), p.location.word());
        let docs = p.docs.description.as_deref().or(p.docs.summary.as_deref()).map(markdown::cell).unwrap_or_default();
        let optional = if super::member::is_required(scope, p) { "" } else { ", optional" };
        format!("| {name} | {place}{optional} | {docs} |")
    }));
    table
}

fn replies(operation: &Operation) -> Vec<String> {
    let mut table = vec!["| Reply | | |".to_owned(), "| --- | --- | --- |".to_owned()];
    table.extend(operation.replies.iter().map(|r| {
        let status = match r.status {
            Status::Code(code) => code.to_string(),
            Status::Range(class) => format!("{class}XX"),
            Status::Default => "default".to_owned(),
        };
        let side = if r.success { "Ok" } else { "Error" };
        let docs = r.docs.description.as_deref().or(r.docs.summary.as_deref()).map(markdown::cell).unwrap_or_default();
        format!("| `{status}` | `{side}::{}` | {docs} |", r.variant)
    }));
    table
}

fn security(scope: &Scope<'_>, operation: &Operation) -> String {
    let alternatives = operation.security.iter().map(|alternative| {
        let each = alternative.requirements.iter().filter_map(|r| {
            let name = markdown::code(&scope.api.schemes.get(r.scheme)?.name.wire);
            let scopes = r.scopes.iter().map(|s| markdown::code(s)).collect::<Vec<_>>().join(", ");
            Some(if scopes.is_empty() { name } else { format!("{name} ({scopes})") })
        });
        let each = each.collect::<Vec<_>>();
        if each.is_empty() { "nothing".to_owned() } else { each.join(" with ") }
    });
    alternatives.collect::<Vec<_>>().join(", or ")
}

/// A call. Compiled as a doctest, never run.
pub(super) fn client(scope: &Scope<'_>, operation: &Operation, outgoing: &Outgoing<'_>) -> Vec<String> {
    let given = in_order(&outgoing.members);
    let (path, home) = (&scope.path(), &scope.home.path);
    let mut hidden = vec![format!("client: {path}::client::Client")];
    let url = scope.api.inside.as_ref().map_or("", |_| "\"https://example.com/hooks\", ");
    let arguments = if given.len() > ARGUMENTS {
        hidden.push(format!("required: {path}::ops::{}Required", operation.type_name));
        "required".to_owned()
    } else {
        let each = given.iter().map(|m| {
            literal(scope, m).unwrap_or_else(|| {
                hidden.push(format!("{}: {}", m.rust, argument_type(m, path, home)));
                m.rust.to_owned()
            })
        });
        each.collect::<Vec<_>>().join(", ")
    };
    vec![
        "```no_run".to_owned(),
        format!("# async fn example({}) -> Result<(), Box<dyn std::error::Error>> {{", hidden.join(", ")),
        format!(
            "let reply = client.{}({}).await?;",
            operation.name.rust,
            format!("{url}{arguments}").trim_end_matches(", ")
        ),
        "println!(\"{reply:?}\");".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]
}

/// A value that reads well in an example.
fn literal(scope: &Scope<'_>, m: &Member<'_>) -> Option<String> {
    if m.presence != Presence::Required {
        return None;
    }
    let Shape::Scalar(scalar) = scope.shape(m.ty?) else { return None };
    match scalar {
        Scalar::String | Scalar::Text(_) => Some(format!("\"{}\"", m.rust)),
        Scalar::Integer(width) if *width != Width::Any => Some("1".to_owned()),
        Scalar::Float => Some("1.0".to_owned()),
        Scalar::Boolean => Some("true".to_owned()),
        _ => None,
    }
}

/// A type as an example outside of the module has to spell it. Types of the document are the only ones with a relative path.
fn argument_type(m: &Member<'_>, path: &str, home: &str) -> String {
    let ty = m.inner.to_string().replace(' ', "");
    let ty = ty.replace("types::", &format!("{home}::types::")).replace("ops::", &format!("{path}::ops::"));
    match m.presence {
        Presence::Nullable => format!("Option<{ty}>"),
        _ => ty,
    }
}

/// Longer traits are shown without an example: their methods are all alike.
const SHOWN: usize = 12;

/// The trait implemented. Compiled as a doctest.
pub(super) fn server(scope: &Scope<'_>, tag: &Tag, secured: bool) -> Vec<String> {
    if scope.api.of_tag(tag).filter(|operation| !operation.shadowed).count() > SHOWN {
        return Vec::new();
    }
    let path = &scope.path();
    let name = &tag.name.rust;
    let mut lines = vec![
        "```".to_owned(),
        format!("# use {path}::{{ops, server}};"),
        "# use tenon_runtime::server::Context;".to_owned(),
    ];
    lines.extend(["struct App;", ""].map(str::to_owned));
    lines.push(format!("impl server::{name} for App {{"));
    if !secured {
        lines.push("    type Error = std::convert::Infallible;".to_owned());
    }
    if scope.api.inside.is_some() {
        lines.extend(VERIFY.lines().map(str::to_owned));
    }
    let operations = scope.api.of_tag(tag).filter(|operation| !operation.shadowed);
    for (index, operation) in operations.enumerate() {
        let hidden = if index > 0 { "# " } else { "" };
        let principal = match demand(operation) {
            Demand::Nothing => "()",
            Demand::Optional => "Option<Self::Principal>",
            Demand::Required => "Self::Principal",
        };
        let (method, ty) = (&operation.name.rust, &operation.type_name);
        lines.extend([
            format!("{hidden}    async fn {method}("),
            format!("{hidden}        &self, cx: Context<{principal}>, request: ops::{ty}Request,"),
            format!("{hidden}    ) -> Result<ops::{ty}Reply, Self::Error> {{"),
            format!("{hidden}        todo!()"),
            format!("{hidden}    }}"),
        ]);
    }
    lines.push("}".to_owned());
    if secured {
        lines.extend(AUTH.lines().map(str::to_owned));
    }
    lines.push("```".to_owned());
    lines
}

const VERIFY: &str = "    async fn verify(
        &self, delivery: tenon_runtime::server::Delivery<'_>,
    ) -> Result<(), tenon_runtime::server::AuthError<Self::Error>> {
        todo!()
    }";

const AUTH: &str = "\
# impl server::Auth for App {
#     type Principal = ();
#     type Error = std::convert::Infallible;
#     async fn authenticate(
#         &self, parts: &tenon_runtime::server::Parts, operation: &'static tenon_runtime::Operation, presented: server::Presented<'_>,
#     ) -> Result<(), tenon_runtime::server::AuthError<Self::Error>> {
#         Ok(())
#     }
# }";

//! Security schemes and who may call what.
use super::Lowering;
use crate::diagnostic::Code;
use crate::document::{self, SchemeLeaf};
use crate::ir::{Alternative, Docs, Location, Name, Requirement, SchemeKind, SecurityScheme};

pub(super) fn schemes(cx: &mut Lowering<'_, '_>) -> Vec<SecurityScheme> {
    let document = cx.document;
    document
        .security_schemes
        .iter()
        .map(|scheme| SecurityScheme {
            name: Name::wire(&scheme.name),
            type_name: String::new(),
            docs: Docs { description: scheme.description.clone(), ..Docs::default() },
            kind: kind(cx, scheme),
            origin: scheme.at.clone(),
        })
        .collect()
}

fn kind(cx: &mut Lowering<'_, '_>, scheme: &document::SecurityScheme) -> SchemeKind {
    match &scheme.kind {
        SchemeLeaf::MutualTls => SchemeKind::MutualTls,
        SchemeLeaf::NoFlows => {
            cx.report(Code::BearerAssumed, &scheme.at, format!("`{}` is `oauth2` without a flow; it is taken for a bearer token", scheme.name))
                .help("say `type: http` and `scheme: bearer`");
            SchemeKind::Bearer
        }
        SchemeLeaf::Known(leaf) => known(leaf),
    }
}

fn known(leaf: &openapiv3::SecurityScheme) -> SchemeKind {
    use openapiv3::{APIKeyLocation, SecurityScheme as Leaf};
    match leaf {
        Leaf::OAuth2 { .. } | Leaf::OpenIDConnect { .. } => SchemeKind::Bearer,
        Leaf::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => SchemeKind::Bearer,
            "basic" => SchemeKind::Basic,
            other => SchemeKind::Http { scheme: other.to_owned() },
        },
        Leaf::APIKey { location, name, .. } => SchemeKind::ApiKey {
            location: match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            },
            name: name.clone(),
        },
    }
}

/// The operation's alternatives, or the document's where it says nothing.
pub(super) fn alternatives<'a>(cx: &mut Lowering<'a, '_>, operation: &'a document::Operation<'a>) -> Vec<Alternative> {
    let document = cx.document;
    let list = operation.security.as_ref().unwrap_or(&document.security);
    list.iter().filter_map(|requirement| alternative(cx, requirement)).collect()
}

fn alternative(cx: &mut Lowering<'_, '_>, requirement: &document::SecurityRequirement<'_>) -> Option<Alternative> {
    let mut requirements = Vec::new();
    for (name, scopes) in &requirement.schemes {
        let Some(scheme) = cx.document.security_schemes.iter().position(|s| s.name == *name) else {
            cx.report(Code::UnknownScheme, &requirement.at.child(name), format!("there is no security scheme `{name}`"))
                .on_key()
                .help("declare it below `components/securitySchemes`");
            return None;
        };
        requirements.push(Requirement { scheme, scopes: scopes.iter().map(|s| (*s).to_owned()).collect() });
    }
    Some(Alternative { requirements })
}

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
            docs: Docs { description: scheme.description.clone(), deprecated: scheme.deprecated, ..Docs::default() },
            kind: kind(cx, scheme),
            origin: scheme.at.clone(),
        })
        .collect()
}

fn kind(cx: &mut Lowering<'_, '_>, scheme: &document::SecurityScheme) -> SchemeKind {
    if matches!(scheme.kind, SchemeLeaf::NoFlows) {
        cx.report(
            Code::BearerAssumed,
            &scheme.at,
            format!("`{}` is `oauth2` without a flow; it is taken for a bearer token", scheme.name),
        )
        .help("say `type: http` and `scheme: bearer`");
    }
    read(&scheme.kind)
}

pub(super) fn read(leaf: &SchemeLeaf) -> SchemeKind {
    match leaf {
        SchemeLeaf::MutualTls => SchemeKind::MutualTls,
        SchemeLeaf::NoFlows => SchemeKind::Bearer,
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

/// The operation's alternatives, or the document's where it says nothing. `None` once reported: an operation that could
/// not be protected as it should be is not carried.
pub(super) fn alternatives<'a>(
    cx: &mut Lowering<'a, '_>,
    operation: &'a document::Operation<'a>,
) -> Option<Vec<Alternative>> {
    let document = cx.document;
    if operation.security.is_none() && document.security_refused {
        return None;
    }
    let list = operation.security.as_ref().unwrap_or(&document.security);
    let alternatives: Vec<_> = list.iter().map(|requirement| alternative(cx, requirement)).collect();
    alternatives.into_iter().collect()
}

fn alternative(cx: &mut Lowering<'_, '_>, requirement: &document::SecurityRequirement<'_>) -> Option<Alternative> {
    let mut requirements = Vec::new();
    for (name, scopes) in &requirement.schemes {
        if cx.document.refused_schemes.contains(name) {
            return None;
        }
        let Some(scheme) = cx.document.security_schemes.iter().position(|s| s.name == *name) else {
            cx.report(
                Code::UnknownScheme,
                &requirement.at.child(name),
                format!("there is no security scheme `{name}`"),
            )
            .on_key()
            .help("declare it below `components/securitySchemes`");
            return None;
        };
        requirements.push(Requirement { scheme, scopes: scopes.iter().map(|s| (*s).to_owned()).collect() });
    }
    let schemes = requirements.iter().filter_map(|r| cx.document.security_schemes.get(r.scheme));
    let kinds = schemes.map(|scheme| read(&scheme.kind)).collect::<Vec<_>>();
    // One token can be good for several schemes, as where each has another flow.
    let bearers = kinds.iter().filter(|kind| **kind == SchemeKind::Bearer).count();
    if kinds.iter().filter(|kind| takes_authorization(kind)).count() > bearers.max(1) {
        let message =
            "two of these schemes travel in the `Authorization` header, which is there once: nobody can meet both";
        cx.report(Code::Contradiction, &requirement.at, message);
    }
    Some(Alternative { requirements })
}

fn takes_authorization(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::MutualTls => false,
        SchemeKind::ApiKey { location, name } => {
            *location == Location::Header && name.eq_ignore_ascii_case("authorization")
        }
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::{clean, facts, rest, said};
    use crate::{diagnostic::Diagnostics, ir::Api};

    const SCHEMES: &str = "{key: {type: apiKey, in: header, name: X-Key}, token: {type: http, scheme: Bearer}, \
        login: {type: http, scheme: basic}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a', scopes: {read: r}}}}, \
        open: {type: openIdConnect, openIdConnectUrl: 'https://a'}, cert: {type: mutualTLS}, hashed: {type: http, scheme: Digest}}";

    /// An operation with a `security` of its own or none, below that of the document.
    fn security(document: &str, operation: &str) -> (Api, Diagnostics) {
        rest(&format!(
            "{document}\npaths: {{/: {{get: {{operationId: o, {operation} responses: {{'204': {{description: d}}}}}}}}}}\ncomponents: {{securitySchemes: {SCHEMES}}}"
        ))
    }

    fn who(document: &str, operation: &str) -> Vec<String> {
        facts(&clean(security(document, operation)), "GET / security ")
    }

    #[test]
    fn the_document_s_requirements_hold_where_the_operation_says_nothing() {
        assert_eq!(who("", ""), ["none"]);
        assert_eq!(who("security: [{key: []}]", ""), ["key"]);
        assert_eq!(who("security: [{key: []}]", "security: [{token: []}],"), ["token"]);
        assert_eq!(who("security: [{key: []}]", "security: [],"), ["none"]);
    }

    #[test]
    fn items_are_alternatives_and_members_hold_together() {
        assert_eq!(who("", "security: [{key: [], token: []}, {login: []}],"), ["key and token", "login"]);
        assert_eq!(who("", "security: [{oauth: [read, write]}, {}],"), ["anonymous", "oauth(read write)"]);
    }

    #[test]
    fn one_token_may_be_good_for_two_schemes_but_a_header_holds_one_credential() {
        assert_eq!(who("", "security: [{oauth: [], token: [], open: []}],"), ["oauth and token and open"]);
        for both in ["{token: [], login: []}", "{login: [], hashed: []}", "{oauth: [], token: [], hashed: []}"] {
            let (_, diagnostics) = security("", &format!("security: [{both}],"));
            assert_eq!(said(&diagnostics), ["contradiction /paths/~1/get/security/0"], "{both}");
        }
    }

    #[test]
    fn alternatives_keep_the_order_of_the_document() {
        let api = clean(security("", "security: [{token: []}, {}, {key: []}],"));
        let schemes: Vec<_> = api.operations[0]
            .security
            .iter()
            .map(|a| a.requirements.first().map(|r| api.schemes[r.scheme].name.wire.as_str()))
            .collect();
        assert_eq!(schemes, [Some("token"), None, Some("key")]);
    }

    #[test]
    fn every_scheme_has_its_way_to_travel() {
        assert_eq!(
            facts(&clean(security("", "")), "scheme "),
            [
                "cert mutualTLS",
                "hashed http digest",
                "key apiKey header X-Key",
                "login http basic",
                "oauth bearer",
                "open bearer",
                "token bearer",
            ]
        );
    }

    #[test]
    fn a_scheme_that_nobody_declared_is_an_error_and_opens_nothing() {
        let (api, diagnostics) = security("", "security: [{kye: []}],");
        assert_eq!(said(&diagnostics), ["unknown-scheme /paths/~1/get/security/0/kye"]);
        assert!(diagnostics.has_errors());
        assert_eq!(api.operations.len(), 0);
    }

    #[test]
    fn oauth2_without_a_flow_is_taken_for_a_bearer_token() {
        let (api, diagnostics) = rest("components: {securitySchemes: {a: {type: oauth2, flows: {}}}}");
        assert_eq!(said(&diagnostics), ["bearer-assumed /components/securitySchemes/a"]);
        assert_eq!(facts(&api, "scheme "), ["a bearer"]);
    }
}

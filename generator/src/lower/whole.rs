//! Queries that are one value (`in: querystring`, OpenAPI 3.2): nothing may stand beside one.
use super::Lowering;
use super::body::essence;
use crate::diagnostic::Code;
use crate::document::{self, ParameterContent};
use crate::ir::{Alternative, Location, Parameter, SchemeKind};

/// Whether a query is the pairs of a form.
pub(super) fn is_form(media: &document::MediaType<'_>) -> bool {
    essence(media.name) == "application/x-www-form-urlencoded"
}

/// Whether there is no room for a parameter of a query beside one that is all of it. A form has room for both.
pub(super) fn is_crowded_out(
    cx: &mut Lowering<'_, '_>,
    parameter: &document::Parameter<'_>,
    whole: &document::Parameter<'_>,
) -> bool {
    if parameter.at == whole.at {
        return false;
    }
    let form = matches!(&whole.content, ParameterContent::Media(media) if is_form(media));
    let room = form && !parameter.whole_query;
    let what = if room { "both are read" } else { "this one is left out" };
    let message = format!("`{}` is all of the query, and nothing may stand beside it; {what}", whole.data().name);
    cx.report(Code::Deviation, &parameter.at, message).related(&whole.at, "all of the query");
    !room
}

/// A key in the query beside one value that is all of it: clients send both, and servers cannot tell them apart.
pub(super) fn keys(cx: &mut Lowering<'_, '_>, parameters: &[Parameter], security: &[Alternative]) {
    let Some(whole) = parameters.iter().find(|p| p.whole) else { return };
    let is_key = |scheme: usize| {
        let leaf = cx.document.security_schemes.get(scheme).map(|scheme| super::security::read(&scheme.kind));
        matches!(leaf, Some(SchemeKind::ApiKey { location: Location::Query, .. }))
    };
    if security.iter().flat_map(|alternative| &alternative.requirements).any(|r| is_key(r.scheme)) {
        let message = "a key travels in the query, too, and this value is all of the query: no server can read both";
        cx.report(Code::Contradiction, &whole.origin, message).help("let the key travel in a header");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::Settings;
    use crate::diagnostic::Diagnostics;
    use crate::testing::{said, sources};

    /// The parameters of an operation, and what is said of them.
    fn query(parameters: &str) -> (Vec<String>, Vec<String>) {
        let text = format!(
            "{{openapi: 3.2.0, info: {{title: t, version: '1'}}, security: [{{key: []}}], paths: {{/: {{get: {{operationId: o, parameters: [{parameters}], responses: {{'204': {{description: d}}}}}}}}}}, components: {{securitySchemes: {{key: {{type: apiKey, in: query, name: k}}}}}}}}"
        );
        let mut diagnostics = Diagnostics::default();
        let api = crate::analyse(&sources(&text), "t", &Settings::default(), &mut diagnostics).unwrap();
        (api.operations[0].parameters.iter().map(|p| p.name.wire.clone()).collect(), said(&diagnostics))
    }

    #[test]
    fn nothing_stands_beside_what_is_all_of_the_query() {
        let form = "{name: f, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}";
        let json = "{name: j, in: querystring, content: {application/json: {schema: {}}}}";
        let plain = "{name: p, in: query, schema: {type: string}}";
        let at = |index: usize| format!("deviation /paths/~1/get/parameters/{index}");
        let both = "contradiction /paths/~1/get/parameters/0".to_owned();
        for (parameters, names, told) in [
            (format!("{form}, {plain}"), vec!["f", "p"], vec![at(1)]),
            (format!("{json}, {plain}"), vec!["j"], vec![both.clone(), at(1)]),
            (format!("{json}, {form}"), vec!["j"], vec![both.clone(), at(1)]),
            (
                json.replace("in: querystring", "in: querystring, style: form"),
                vec!["j"],
                vec![both.clone(), at(0) + "/style"],
            ),
            (plain.to_owned(), vec!["p"], vec![]),
        ] {
            let expected = (names.into_iter().map(str::to_owned).collect(), told);
            assert_eq!(query(&parameters), expected, "{parameters}");
        }
    }
}

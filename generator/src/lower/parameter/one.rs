//! One parameter: its type, how it is written, and whether it is shown.
use crate::document::{self, ParameterContent};
use crate::ir::{Carrier, Docs, Location, Name, Parameter, Style};
use crate::lower::{Lowering, form, style as spelling, whole as query};

/// A declared parameter, in the place in which it travels.
pub(super) fn one<'a>(
    cx: &mut Lowering<'a, '_>,
    p: &document::Parameter<'a>,
    location: Location,
    operation: &str,
) -> Parameter {
    let data = p.data();
    let style = style(p, location);
    let hint = format!("{operation} {}", data.name);
    let mut whole = None;
    let (ty, content) = match &p.content {
        ParameterContent::Media(media) if p.whole_query && query::is_form(media) => {
            match form::form(cx, media, &hint) {
                Carrier::Form(form) => {
                    let ty = form.ty;
                    whole = Some(form);
                    (ty, None)
                }
                _ => (cx.unconstrained(&media.at), Some(media.name.to_owned())),
            }
        }
        ParameterContent::Schema(id) => (cx.carried(*id, &hint), None),
        ParameterContent::Media(media) => {
            let ty = match media.schema {
                Some(id) => cx.carried(id, &hint),
                None => cx.unconstrained(&media.at),
            };
            (ty, Some(media.name.to_owned()))
        }
    };
    let (allow_reserved, allow_empty) = match &p.leaf {
        openapiv3::Parameter::Query { allow_reserved, allow_empty_value, .. } => {
            (*allow_reserved, allow_empty_value.unwrap_or(false))
        }
        _ => (p.reserved, false),
    };
    let explode = p.explode.unwrap_or(style.explodes());
    let json = content.as_ref().is_some_and(|media_type| spelling::is_json_content(cx, media_type, ty, &p.at));
    let nested = content.is_none() && whole.is_none() && spelling::nested(cx, style, ty, &p.at);
    if content.is_none() && whole.is_none() {
        spelling::check(cx, style, explode, ty, &p.at);
    }
    let (schema, default) = match &p.content {
        ParameterContent::Schema(id) => (Some(cx.document.schemas.get(*id)), cx.default(&[*id])),
        ParameterContent::Media(_) => (None, None),
    };
    Parameter {
        place: 0,
        name: Name::wire(&data.name),
        docs: Docs {
            summary: None,
            description: data.description.clone().or_else(|| schema.and_then(|s| s.description).map(str::to_owned)),
            deprecated: data.deprecated.unwrap_or(false),
            examples: cx.texts.shown(p.examples.iter().map(|(value, _)| *value)),
            external: None,
        },
        location,
        style,
        explode,
        allow_reserved,
        allow_empty,
        rest: false,
        required: data.required || location == Location::Path,
        ty,
        content,
        whole: p.whole_query && whole.is_none(),
        form: whole,
        json,
        nested,
        default,
        secret: is_secret(location, &data.name),
        origin: p.at.clone(),
    }
}

fn style(p: &document::Parameter<'_>, location: Location) -> Style {
    match (p.style, location) {
        (Some("label"), _) => Style::Label,
        (Some("matrix"), _) => Style::Matrix,
        (Some("spaceDelimited"), _) => Style::SpaceDelimited,
        (Some("pipeDelimited"), _) => Style::PipeDelimited,
        (Some("deepObject"), _) => Style::DeepObject,
        (Some("cookie"), _) => Style::Cookie,
        (_, Location::Path | Location::Header) => Style::Simple,
        _ => Style::Form,
    }
}

/// Credentials are often declared as parameters: session cookies, tokens and keys in headers. To hide one too many costs
/// nothing on the wire.
fn is_secret(location: Location, name: &str) -> bool {
    const WORDS: [&str; 8] = ["token", "secret", "password", "credential", "session", "signature", "jwt", "key"];
    let name = name.to_ascii_lowercase();
    match location {
        Location::Cookie => true,
        // A key that must not be sent twice is none to be let in by.
        Location::Header => WORDS.iter().any(|word| name.contains(word)) && !name.contains("idempotency"),
        Location::Path | Location::Query => false,
    }
}

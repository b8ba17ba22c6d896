//! How a parameter or a header travels, as a constant of the runtime.
use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::rust_type::Scope;
use crate::ir::{
    FieldTexts, Form, FormField, Location, Operation, Parameter, Piece, ReplyHeader, Rest, SchemeKind, Segment, Shape,
    Style, TypeId,
};

/// `Parameter::query("tags").array()`: the specification's defaults are left out.
pub(super) fn parameter(scope: &Scope<'_>, operation: &Operation, index: usize, p: &Parameter) -> TokenStream {
    let wire = &p.name.wire;
    if let Some(form) = &p.form {
        let fields = self::form(scope, form);
        return quote!(::tenon_runtime::Parameter::query(#wire).form(#fields));
    }
    if p.whole {
        let json = p.json.then(|| quote!(.json()));
        return quote!(::tenon_runtime::Parameter::query(#wire).whole() #json);
    }
    let (start, style, explode) = match p.location {
        Location::Path => {
            let capture = super::number(capture(operation, index));
            (quote!(path(#wire, #capture)), Style::Simple, false)
        }
        Location::Query => (quote!(query(#wire)), Style::Form, true),
        Location::Header => (quote!(header(#wire)), Style::Simple, false),
        Location::Cookie => (quote!(cookie(#wire)), Style::Form, true),
    };
    let spread = p.explode && p.style != Style::DeepObject;
    let structure = structure(scope, p.ty, spread);
    let rest = (spread && p.location != Location::Path && p.location != Location::Header && takes_rest(scope, p.ty))
        .then(|| {
            let others = others(scope, operation, index);
            quote!(.rest(&[#(#others),*]))
        });
    let style = (p.style != style).then(|| {
        let style = style_name(p.style);
        quote!(.style(::tenon_runtime::Style::#style))
    });
    let explode = (p.explode != explode).then(|| {
        let explode = p.explode;
        quote!(.explode(#explode))
    });
    let reserved = p.allow_reserved.then(|| quote!(.reserved()));
    let nested = p.nested.then(|| nested(scope, &[p.ty]));
    let slashes = p.rest.then(|| quote!(.slashes()));
    let json = p.json.then(|| quote!(.json()));
    let empty = (p.allow_empty && p.location == Location::Query).then(|| quote!(.empty()));
    let secret = (p.secret && p.location == Location::Header).then(|| quote!(.secret()));
    quote!(::tenon_runtime::Parameter::#start #structure #rest #style #explode #reserved #slashes #nested #json #empty #secret)
}

/// `Parameter::header("X-Rate-Limit")`
pub(super) fn header(scope: &Scope<'_>, h: &ReplyHeader) -> TokenStream {
    let (wire, structure) = (&h.name.wire, structure(scope, h.ty, false));
    let explode = h.explode.then(|| quote!(.explode(true)));
    let nested = h.nested.then(|| nested(scope, &[h.ty]));
    let json = h.json.then(|| quote!(.json()));
    quote!(::tenon_runtime::Parameter::header(#wire) #structure #explode #nested #json)
}

/// `&[Parameter::query("tags").array(), ..]`: each property of a form travels as a parameter of a query would.
pub(super) fn form(scope: &Scope<'_>, form: &Form) -> TokenStream {
    let fields = form.fields.iter().map(|field| form_field(scope, field));
    quote!(&[#(#fields),*])
}

pub(super) fn form_field(scope: &Scope<'_>, field: &FormField) -> TokenStream {
    let wire = &field.wire;
    let spread = field.explode && field.style != Style::DeepObject && field.texts == FieldTexts::Styled;
    let structure = field.ty().map_or_else(|| Some(quote!(.any())), |ty| structure(scope, ty, spread));
    let style = (field.style != Style::Form).then(|| {
        let style = style_name(field.style);
        quote!(.style(::tenon_runtime::Style::#style))
    });
    let explode = (!field.explode).then(|| quote!(.explode(false)));
    let reserved = field.allow_reserved.then(|| quote!(.reserved()));
    let rest = (spread && field.ty().is_some_and(|ty| takes_rest(scope, ty))).then(|| quote!(.rest(&[])));
    let nested = nested(scope, &field.types);
    let texts = match field.texts {
        FieldTexts::Styled if field.nested => Some(nested),
        FieldTexts::Styled => None,
        FieldTexts::Nested => Some(nested),
        FieldTexts::Json => Some(quote!(#nested.json())),
    };
    quote!(::tenon_runtime::Parameter::query(#wire) #structure #rest #style #explode #reserved #texts)
}

/// Which of the path's parameters it is.
pub(super) fn capture(operation: &Operation, index: usize) -> usize {
    pieces(operation).position(|piece| *piece == Piece::Parameter(index)).unwrap_or(0)
}

/// `Parameter(0)`, or `Rest(0)` where the value may hold slashes.
pub(super) fn piece(operation: &Operation, index: usize, capture: usize) -> TokenStream {
    let capture = super::number(capture);
    match operation.parameters.get(index) {
        Some(parameter) if parameter.rest => quote!(::tenon_runtime::Piece::Rest(#capture)),
        _ => quote!(::tenon_runtime::Piece::Parameter(#capture)),
    }
}

/// The parameters of the path, in template order.
fn pieces(operation: &Operation) -> impl Iterator<Item = &Piece> {
    let patterns = operation.path.segments.iter().filter_map(|segment| match segment {
        Segment::Pattern(pieces) => Some(pieces),
        Segment::Literal(_) => None,
    });
    patterns.flatten().filter(|piece| matches!(piece, Piece::Parameter(_)))
}

fn style_name(style: Style) -> proc_macro2::Ident {
    ident(match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
    })
}

/// What the outermost shape is. `spread`: the members of an object stand by themselves and are known by their names.
fn structure(scope: &Scope<'_>, ty: TypeId, spread: bool) -> Option<TokenStream> {
    let ty = scope.nullable(ty).unwrap_or(ty);
    match scope.shape(ty) {
        Shape::Array(_) | Shape::Tuple(_) => Some(quote!(.array())),
        Shape::Struct(s) => {
            let names = s.fields.iter().filter(|_| spread).map(|f| &f.name.wire);
            Some(quote!(.object(&[#(#names),*])))
        }
        Shape::Map(_) => Some(quote!(.object(&[]))),
        Shape::Union(_) if has_object(scope, ty, FAR) => {
            let mut names = Vec::new();
            members(scope, ty, &mut names, FAR);
            Some(quote!(.mixed(&[#(#names),*])))
        }
        Shape::Union(u) => u.variants.iter().any(|v| !is_scalar(scope, v.ty)).then(|| quote!(.any())),
        Shape::Any(_) => Some(quote!(.any())),
        Shape::Enum(_) | Shape::Scalar(_) | Shape::Nullable(_) | Shape::Null | Shape::Never | Shape::Alias(_) => None,
    }
}

fn is_scalar(scope: &Scope<'_>, ty: TypeId) -> bool {
    matches!(scope.shape(ty), Shape::Enum(_) | Shape::Scalar(_) | Shape::Null | Shape::Never)
}

/// How far unions of unions are looked into.
const FAR: usize = 8;

/// Whether some branch is an object.
fn has_object(scope: &Scope<'_>, ty: TypeId, far: usize) -> bool {
    match scope.shape(scope.nullable(ty).unwrap_or(ty)) {
        Shape::Struct(_) | Shape::Map(_) => true,
        Shape::Union(u) if far > 0 => u.variants.iter().any(|v| has_object(scope, v.ty, far - 1)),
        _ => false,
    }
}

/// `.nested()`, and what one JSON text is where a list is not told from its only item.
fn nested(scope: &Scope<'_>, types: &[TypeId]) -> TokenStream {
    let is_open = match types {
        [ty] => matches!(scope.shape(scope.nullable(*ty).unwrap_or(*ty)), Shape::Union(_)),
        _ => true,
    };
    let items = is_open && !types.iter().any(|ty| may_be_object(scope, *ty, FAR));
    let items = items.then(|| quote!(.items()));
    quote!(.nested() #items)
}

/// Whether a value may be an object, as far as anybody can tell.
fn may_be_object(scope: &Scope<'_>, ty: TypeId, far: usize) -> bool {
    match scope.shape(scope.nullable(ty).unwrap_or(ty)) {
        Shape::Struct(_) | Shape::Map(_) | Shape::Any(_) => true,
        Shape::Union(u) => far == 0 || u.variants.iter().any(|v| may_be_object(scope, v.ty, far - 1)),
        _ => false,
    }
}

/// The properties of all branches, each once.
fn members<'a>(scope: &Scope<'a>, ty: TypeId, into: &mut Vec<&'a str>, far: usize) {
    match scope.shape(scope.nullable(ty).unwrap_or(ty)) {
        Shape::Struct(s) => {
            for field in &s.fields {
                if !into.contains(&field.name.wire.as_str()) {
                    into.push(&field.name.wire);
                }
            }
        }
        Shape::Union(u) if far > 0 => u.variants.iter().for_each(|v| members(scope, v.ty, into, far - 1)),
        _ => {}
    }
}

/// Whether an object may have members that the document does not name.
fn takes_rest(scope: &Scope<'_>, ty: TypeId) -> bool {
    match scope.shape(scope.nullable(ty).unwrap_or(ty)) {
        Shape::Struct(s) => matches!(s.rest, Rest::Kept(_)),
        Shape::Map(_) => true,
        _ => false,
    }
}

/// The names of the other parameters in the same place, keys among them: they are no members of an object that takes any.
fn others<'a>(scope: &Scope<'a>, operation: &'a Operation, index: usize) -> Vec<&'a str> {
    let Some(place) = operation.parameters.get(index).map(|p| p.location) else { return Vec::new() };
    let parameters = operation.parameters.iter().enumerate().filter(|(i, p)| *i != index && p.location == place);
    let keys = operation.security.iter().flat_map(|a| &a.requirements).filter_map(|r| {
        match &scope.api.schemes.get(r.scheme)?.kind {
            SchemeKind::ApiKey { location, name } if *location == place => Some(name.as_str()),
            _ => None,
        }
    });
    let mut names: Vec<&str> = Vec::new();
    for name in parameters.map(|(_, p)| p.name.wire.as_str()).chain(keys) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

//! How a bad request is answered: in the shape that the operation declares, where that can be filled in.
use crate::ir::{Api, Carrier, Operation, RejectionShape, Reply, Scalar, Shape, Status, Struct, TypeId};

pub(super) fn choose(api: &mut Api) {
    let shapes: Vec<_> = api.operations.iter().map(|operation| shape(api, operation)).collect();
    for (operation, shape) in api.operations.iter_mut().zip(shapes) {
        operation.rejection = shape;
    }
}

/// 422 is what validation answers where it is declared; 400 comes next, then what covers it.
fn shape(api: &Api, operation: &Operation) -> RejectionShape {
    let by_status = |status| operation.replies.iter().find(|r| r.status == status);
    let candidates = [(Status::Code(422), 422), (Status::Code(400), 400), (Status::Range(4), 400), (Status::Default, 400)];
    let declared: Vec<_> = candidates.into_iter().filter_map(|(status, answer)| Some((by_status(status)?, answer))).collect();
    declared
        .iter()
        .find_map(|(reply, answer)| fillable(api, reply, *answer))
        .unwrap_or(RejectionShape::Problem { status: declared.first().map_or(400, |(_, answer)| *answer) })
}

fn fillable(api: &Api, reply: &Reply, status: u16) -> Option<RejectionShape> {
    let json = reply.contents.iter().find_map(|c| match c.carrier {
        Carrier::Json(ty) if c.media_type.starts_with("application/json") => Some(ty),
        _ => None,
    })?;
    if reply.headers.iter().any(|h| h.required) {
        return None;
    }
    let body = structure(api, json)?;
    if let Some(item) = list_of(api, body, "detail") && demands_only(body, &["detail"]) && demands_only(item, &["loc", "msg", "type"]) && has(item, "loc") && has(item, "msg") {
        return Some(RejectionShape::FastApi { status });
    }
    if let Some(item) = list_of(api, body, "errors") && demands_only(body, &["errors"]) && demands_only(item, &["param", "details"]) && has(item, "param") && has(item, "details") {
        return Some(RejectionShape::ParamDetails { status });
    }
    let mut required = body.fields.iter().filter(|f| f.required);
    match (required.next(), required.next()) {
        (Some(only), None) if is_text(api, only.ty) => Some(RejectionShape::Message { status, member: only.name.wire.clone() }),
        _ => None,
    }
}

fn structure(api: &Api, ty: TypeId) -> Option<&Struct> {
    match &api.ty(ty).shape {
        Shape::Struct(s) => Some(s),
        Shape::Alias(to) => structure(api, *to),
        _ => None,
    }
}

fn list_of<'a>(api: &'a Api, of: &Struct, name: &str) -> Option<&'a Struct> {
    let field = of.fields.iter().find(|f| f.name.wire == name)?;
    match api.ty(field.ty).shape {
        Shape::Array(item) => structure(api, item),
        _ => None,
    }
}

fn demands_only(of: &Struct, names: &[&str]) -> bool {
    of.fields.iter().filter(|f| f.required).all(|f| names.contains(&f.name.wire.as_str()))
}

fn has(of: &Struct, name: &str) -> bool {
    of.fields.iter().any(|f| f.name.wire == name)
}

fn is_text(api: &Api, ty: TypeId) -> bool {
    let def = api.ty(ty);
    match def.shape {
        Shape::Scalar(Scalar::String) => def.constraints.is_empty(),
        Shape::Alias(to) => is_text(api, to),
        _ => false,
    }
}

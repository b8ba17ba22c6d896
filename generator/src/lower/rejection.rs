//! How a bad request is answered: in the shape that the operation declares, where that can be filled in.
use crate::ir::{Api, Carrier, Operation, RejectionShape, Reply, Scalar, Shape, Status, Struct, TypeId};

pub(super) fn choose(api: &mut Api) {
    let shapes: Vec<_> = api.all_operations().map(|operation| shape(api, operation)).collect();
    for (operation, shape) in api.all_operations_mut().zip(shapes) {
        operation.rejection = shape;
    }
}

/// 422 is what validation answers where it is declared; 400 comes next, then what covers it.
fn shape(api: &Api, operation: &Operation) -> RejectionShape {
    let by_status = |status| operation.replies.iter().find(|r| r.status == status);
    let candidates =
        [(Status::Code(422), 422), (Status::Code(400), 400), (Status::Range(4), 400), (Status::Default, 400)];
    let declared: Vec<_> =
        candidates.into_iter().filter_map(|(status, answer)| Some((by_status(status)?, answer))).collect();
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
    if let Some(item) = list_of(api, body, "detail")
        && demands_only(body, &["detail"])
        && demands_only(item, &["loc", "msg", "type"])
        && has(item, "loc")
        && has(item, "msg")
    {
        return Some(RejectionShape::FastApi { status });
    }
    if let Some(item) = list_of(api, body, "errors")
        && demands_only(body, &["errors"])
        && demands_only(item, &["param", "details"])
        && has(item, "param")
        && has(item, "details")
    {
        return Some(RejectionShape::ParamDetails { status });
    }
    let mut required = body.fields.iter().filter(|f| f.required);
    match (required.next(), required.next()) {
        (Some(only), None) if is_text(api, only.ty) => {
            Some(RejectionShape::Message { status, member: only.name.wire.clone() })
        }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::ir::RejectionShape as Is;
    use crate::testing::{clean, rest};

    /// How an operation with these replies answers what the document forbids.
    fn rejection(replies: &str) -> Is {
        let api = clean(rest(&format!(
            "
            paths: {{/: {{get: {{operationId: o, responses: {{'204': {{description: d}}, {replies}}}}}}}}}
            components:
              schemas:
                FastApi: {{type: object, properties: {{detail: {{type: array, items: {{$ref: '#/components/schemas/Item'}}}}}}}}
                Item:
                  type: object
                  required: [loc, msg, type]
                  properties: {{loc: {{type: array, items: {{type: string}}}}, msg: {{type: string}}, type: {{type: string}}}}
                Params: {{type: object, properties: {{errors: {{type: array, items: {{$ref: '#/components/schemas/Param'}}}}}}}}
                Param: {{type: object, properties: {{param: {{type: string}}, details: {{type: string}}}}}}
                Message: {{type: object, required: [error], properties: {{error: {{type: string}}, code: {{type: integer}}}}}}
                Strict: {{type: object, required: [error], properties: {{error: {{type: string, maxLength: 3}}}}}}
                Two: {{type: object, required: [error, code], properties: {{error: {{type: string}}, code: {{type: integer}}}}}}
            "
        )));
        api.operations[0].rejection.clone()
    }

    fn json(status: &str, schema: &str) -> String {
        format!(
            "{status}: {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}"
        )
    }

    #[test]
    fn known_shapes_are_filled_in_under_their_status() {
        assert_eq!(rejection(&json("'422'", "FastApi")), Is::FastApi { status: 422 });
        assert_eq!(rejection(&json("'400'", "Params")), Is::ParamDetails { status: 400 });
        assert_eq!(rejection(&json("'400'", "Message")), Is::Message { status: 400, member: "error".to_owned() });
    }

    #[test]
    fn a_range_or_the_default_is_answered_as_400() {
        for status in ["4XX", "default"] {
            assert_eq!(rejection(&json(status, "Message")), Is::Message { status: 400, member: "error".to_owned() });
        }
    }

    #[test]
    fn validation_comes_before_bad_requests_unless_only_those_can_be_filled_in() {
        let both = |first, second| rejection(&format!("{}, {}", json("'422'", first), json("'400'", second)));
        assert_eq!(both("FastApi", "Message"), Is::FastApi { status: 422 });
        assert_eq!(both("Two", "Message"), Is::Message { status: 400, member: "error".to_owned() });
        assert_eq!(both("Two", "Two"), Is::Problem { status: 422 });
    }

    #[test]
    fn what_cannot_be_filled_in_becomes_a_problem() {
        assert_eq!(rejection(""), Is::Problem { status: 400 });
        for schema in ["Two", "Strict"] {
            assert_eq!(rejection(&json("'400'", schema)), Is::Problem { status: 400 }, "{schema}");
        }
        assert_eq!(rejection("'422': {description: d}"), Is::Problem { status: 422 });
        let with_header = json("'400'", "Message").replacen(
            "description: d",
            "description: d, headers: {X-Id: {required: true, schema: {type: string}}}",
            1,
        );
        assert_eq!(rejection(&with_header), Is::Problem { status: 400 });
    }
}

//! Shapes and constraints, read as a strict reader reads them.
use super::demands::{compiled, pass};
use serde_json::Value;
use std::fmt::Write as _;
use tenon::ir::{Api, Constraints, Decision, Kind, Rest, Scalar, Shape, TypeDef, TypeId, Union};
use tenon_runtime as rt;

pub(crate) struct Reader<'a> {
    api: &'a Api,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self { api }
    }

    /// Whether the body of the one operation takes a value.
    pub(crate) fn body(&self, value: &Value) -> bool {
        let body = self.api.operations[0].body.as_ref().unwrap();
        let tenon::ir::Carrier::Json(ty) = body.contents[0].carrier else { panic!("no JSON") };
        self.takes(ty, value)
    }

    fn takes(&self, ty: TypeId, value: &Value) -> bool {
        let def = self.api.ty(ty);
        self.shape(def, value)
            && bounds(&def.constraints, value)
            && def.check.is_none_or(|check| pass(self.api, check, &value.to_string()))
    }

    fn shape(&self, def: &TypeDef, value: &Value) -> bool {
        match (&def.shape, value) {
            (Shape::Struct(s), Value::Object(members)) => {
                s.fields.iter().all(|f| match members.get(&f.name.wire) {
                    Some(value) => self.takes(f.ty, value),
                    None => !f.required,
                }) && members.iter().filter(|(k, _)| s.fields.iter().all(|f| f.name.wire != **k)).all(|(_, v)| match s
                    .rest
                {
                    Rest::Ignored => true,
                    Rest::Refused => false,
                    Rest::Kept(ty) => self.takes(ty, v),
                })
            }
            (Shape::Map(map), Value::Object(members)) => members.values().all(|v| self.takes(map.value, v)),
            (Shape::Array(item), Value::Array(items)) => items.iter().all(|v| self.takes(*item, v)),
            (Shape::Tuple(parts), Value::Array(items)) => {
                parts.len() == items.len() && parts.iter().zip(items).all(|(ty, v)| self.takes(*ty, v))
            }
            (Shape::Union(union), value) => self.union(union, value),
            (Shape::Enum(e), value) => {
                (e.extensible && value.is_string()) || e.values.name_of(&value.to_string()).is_some()
            }
            (Shape::Scalar(scalar), value) => scalar_takes(*scalar, value),
            (Shape::Nullable(inner), value) => value.is_null() || self.takes(*inner, value),
            (Shape::Alias(inner), value) => self.takes(*inner, value),
            (Shape::Null, value) => value.is_null(),
            (Shape::Any(_), _) => true,
            _ => false,
        }
    }

    fn union(&self, union: &Union, value: &Value) -> bool {
        let variant = |index: usize| self.takes(union.variants[index].ty, value);
        match &union.decision {
            Decision::Kind(kinds) => {
                kinds.iter().position(|kinds| kinds.iter().any(|k| is(*k, value))).is_some_and(variant)
            }
            Decision::Tag { property, values, .. } => {
                let tag = value.get(property).and_then(Value::as_str);
                values.iter().find(|(listed, _)| Some(listed.as_str()) == tag).is_some_and(|(_, index)| variant(*index))
            }
            Decision::Property(_) | Decision::Trial => {
                let fit = (0..union.variants.len()).filter(|index| variant(*index)).count();
                if union.exclusive { fit == 1 } else { fit > 0 }
            }
        }
    }
}

fn is(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Null => value.is_null(),
        Kind::Boolean => value.is_boolean(),
        Kind::Integer => value.as_f64().is_some_and(|f| f.fract() == 0.0),
        Kind::Number => value.is_number(),
        Kind::String => value.is_string(),
        Kind::Array => value.is_array(),
        Kind::Object => value.is_object(),
    }
}

fn scalar_takes(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::Boolean => value.is_boolean(),
        Scalar::Integer(_) => value.as_f64().is_some_and(|f| f.fract() == 0.0 && f.abs() < 1e19),
        Scalar::Float | Scalar::Decimal => value.is_number(),
        _ => value.is_string(),
    }
}

fn bounds(c: &Constraints, value: &Value) -> bool {
    let text = value.to_string();
    let tape = rt::Tape::parse(text.as_bytes(), rt::Limits::default()).unwrap();
    let judged = rt::judge(tape.root(), &|v, j| {
        let pattern = c.pattern.as_deref().map(compiled);
        j.string(v, &rt::StringRule { min: c.min_length, max: c.max_length, pattern });
        j.number(
            v,
            &rt::NumberRule {
                minimum: c.minimum.as_deref(),
                exclusive_minimum: c.exclusive_minimum.as_deref(),
                maximum: c.maximum.as_deref(),
                exclusive_maximum: c.exclusive_maximum.as_deref(),
                multiple_of: c.multiple_of.as_deref(),
            },
        );
        j.items(v, &rt::ItemsRule { min: c.min_items, max: c.max_items, unique: c.unique_items });
        j.properties(v, &rt::PropertiesRule { min: c.min_properties, max: c.max_properties });
    });
    judged.is_ok()
}

/// The types, for messages.
pub(crate) fn shown(api: &Api) -> String {
    let mut out = String::new();
    for (index, def) in api.types.iter().enumerate() {
        let shape = format!("{:?}", def.shape).split(", docs").next().unwrap().chars().take(160).collect::<String>();
        let _ = write!(out, "[{index} {shape} check={:?}] ", def.check.map(|c| c.0));
    }
    out
}

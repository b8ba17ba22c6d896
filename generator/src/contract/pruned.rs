//! Changed values without what is beside the change: the same is wrong with less.
use super::shown::branch;
use crate::ir::{Api, Shape, TypeId, resolved};
use serde_json::{Map, Value};

/// A value, and the value with one thing changed, both without optional members and items beside the way to the change.
pub(super) fn pruned(api: &Api, ty: TypeId, base: &Value, changed: &Value) -> (Value, Value) {
    let as_it_is = || (base.clone(), changed.clone());
    let def = api.ty(resolved(&api.types, ty));
    match (&def.shape, base, changed) {
        (Shape::Nullable(inner), ..) => pruned(api, *inner, base, changed),
        (Shape::Struct(shape), Value::Object(a), Value::Object(b)) => {
            let Some(name) = one_that_differs(a, b) else { return as_it_is() };
            let fields = || shape.fields.iter();
            let Some(ty) = fields().find(|field| field.name.wire == name).map(|field| field.ty) else {
                return as_it_is();
            };
            let must = |other: &String| fields().any(|field| field.required && field.name.wire == *other);
            members(api, ty, (a, b), name, &must)
        }
        (Shape::Map(map), Value::Object(a), Value::Object(b)) => match one_that_differs(a, b) {
            Some(name) if def.constraints.min_properties.is_none_or(|least| least <= 1) => {
                members(api, map.value, (a, b), name, &|_| false)
            }
            _ => as_it_is(),
        },
        (Shape::Array(item), Value::Array(a), Value::Array(b)) => match (&a[..], &b[..]) {
            ([first, rest @ ..], [other, others @ ..])
                if rest == others && def.constraints.min_items.is_none_or(|least| least <= 1) =>
            {
                let (a, b) = pruned(api, *item, first, other);
                (Value::Array(vec![a]), Value::Array(vec![b]))
            }
            _ => as_it_is(),
        },
        (Shape::Union(union), ..) => {
            let variant = branch(&union.decision, base).and_then(|index| union.variants.get(index));
            variant.map_or_else(as_it_is, |variant| pruned(api, variant.ty, base, changed))
        }
        _ => as_it_is(),
    }
}

fn members(
    api: &Api,
    ty: TypeId,
    (a, b): (&Map<String, Value>, &Map<String, Value>),
    name: &str,
    must: &dyn Fn(&String) -> bool,
) -> (Value, Value) {
    let kept = |of: &Map<String, Value>| -> Map<String, Value> {
        of.iter().filter(|(other, _)| *other == name || must(other)).map(|(n, v)| (n.clone(), v.clone())).collect()
    };
    let (mut base, mut changed) = (kept(a), kept(b));
    if let (Some(a), Some(b)) = (base.get_mut(name), changed.get_mut(name)) {
        (*a, *b) = pruned(api, ty, a, b);
    }
    (Value::Object(base), Value::Object(changed))
}

/// The member that both have, and all that differs.
fn one_that_differs<'m>(a: &'m Map<String, Value>, b: &Map<String, Value>) -> Option<&'m str> {
    let mut differ = a.iter().filter(|(name, value)| b.get(*name) != Some(*value));
    let (name, _) = differ.next()?;
    let one = differ.next().is_none() && a.len() == b.len() && b.contains_key(name);
    one.then_some(name.as_str())
}

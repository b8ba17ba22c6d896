//! Unions of lists of values: one list.
use super::Branch;
use crate::document::schema::SchemaId;
use crate::ir::{Enum, EnumValue, EnumValues, Scalar, Shape};
use crate::lower::Lowering;

/// One enum for branches that are all enums of strings, or all of integers: of what fits one branch exactly for
/// `oneOf`, any for `anyOf`. Beside plain strings the list stays open: `anyOf: [string, enum]`.
pub(super) fn one_list(cx: &Lowering<'_, '_>, list: &[Branch<'_>], exclusive: bool) -> Option<Shape> {
    let (mut strings, mut integers) = (Gathered::new(exclusive), Gathered::new(exclusive));
    let mut plain = false;
    for branch in list {
        let def = cx.resolved(branch.ty).1;
        match &def.shape {
            _ if !cx.is_unchecked(branch.ty) => return None,
            Shape::Scalar(Scalar::String) if def.constraints.is_empty() => plain = true,
            Shape::Enum(e) if e.extensible => return None,
            Shape::Enum(Enum { values: EnumValues::String(values), .. }) => strings.add(cx, values, branch.id),
            Shape::Enum(Enum { values: EnumValues::Integer(values), .. }) => integers.add(cx, values, branch.id),
            _ => return None,
        }
    }
    let values = match (strings.fits_one(), integers.fits_one()) {
        (Some(values), None) => EnumValues::String(values),
        (None, Some(values)) if !plain => EnumValues::Integer(values),
        _ => return None,
    };
    Some(Shape::Enum(Enum { open: plain || values.len() > 1, values, extensible: plain }))
}

/// Values of several lists, and which of them stand in more than one.
struct Gathered<T> {
    exclusive: bool,
    values: Vec<EnumValue<T>>,
    twice: Vec<T>,
}

impl<T: Clone + PartialEq + ToString> Gathered<T> {
    fn new(exclusive: bool) -> Self {
        Self { exclusive, values: Vec::new(), twice: Vec::new() }
    }

    fn add(&mut self, cx: &Lowering<'_, '_>, list: &[EnumValue<T>], branch: Option<SchemaId>) {
        for value in list {
            if self.values.iter().any(|known| known.value == value.value) {
                self.twice.push(value.value.clone());
                continue;
            }
            self.values.push(value.clone());
        }
        // A branch of one value documents it.
        if let ([_], Some(only), Some(id)) = (list, self.values.last_mut(), branch) {
            let s = cx.document.schemas.get(id);
            only.docs = only.docs.take().or_else(|| s.description.or(s.title).map(str::to_owned));
        }
    }

    /// `None` where there is no list at all.
    fn fits_one(mut self) -> Option<Vec<EnumValue<T>>> {
        if self.exclusive {
            self.values.retain(|v| !self.twice.contains(&v.value));
        }
        (!self.values.is_empty()).then_some(self.values)
    }
}

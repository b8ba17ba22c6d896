//! The JSON types of branches, and what a branch is called that has no name.
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Enum, EnumValues, Scalar, Shape, TypeDef, TypeId, resolved};
use crate::lower::Lowering;
use crate::lower::merge::{Merged, merge};
use crate::lower::schema::Key;
use rustc_hash::FxHashSet;

/// The JSON types that values of a type have.
pub(super) fn kinds(types: &[TypeDef], ty: TypeId) -> Types {
    let (mut all, mut open, mut seen) = (Types::NONE, vec![ty], FxHashSet::default());
    while let Some(ty) = open.pop() {
        let id = resolved(types, ty);
        if !seen.insert(id) {
            continue;
        }
        all = all.or(match &types[id.0 as usize].shape {
            Shape::Struct(_) | Shape::Map(_) => Types::OBJECT,
            Shape::Array(_) | Shape::Tuple(_) => Types::ARRAY,
            Shape::Enum(Enum { values: EnumValues::Integer(_), .. }) => Types::INTEGER,
            Shape::Enum(_) => Types::STRING,
            Shape::Scalar(scalar) => match scalar {
                Scalar::Boolean => Types::BOOLEAN,
                Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => Types::INTEGER,
                Scalar::Float => Types::NUMBER,
                _ => Types::STRING,
            },
            Shape::Nullable(inner) => {
                open.push(*inner);
                Types::NULL
            }
            Shape::Union(union) => {
                open.extend(union.variants.iter().map(|v| v.ty));
                Types::NONE
            }
            Shape::Null => Types::NULL,
            Shape::Never => Types::NONE,
            Shape::Any(_) | Shape::Alias(_) => Types::ANY,
        });
    }
    all
}

impl Lowering<'_, '_> {
    /// The JSON types that values of a type have.
    pub(in crate::lower) fn kinds(&self, ty: TypeId) -> Types {
        kinds(&self.types, ty)
    }

    /// Whether two branches would be the same in Rust.
    pub(super) fn same(&self, a: TypeId, b: TypeId) -> bool {
        let ((a, x), (b, y)) = (self.resolved(a), self.resolved(b));
        let plain = |shape: &Shape| match shape {
            Shape::Scalar(scalar) => Some(*scalar),
            _ => None,
        };
        a == b || (plain(&x.shape).is_some() && plain(&x.shape) == plain(&y.shape) && x.constraints == y.constraints)
    }

    /// What a branch without a name is called.
    pub(super) fn describe(&self, ty: TypeId, index: usize) -> String {
        let (mut ty, mut lists) = (ty, 0);
        // A list may be one of itself.
        while let (Shape::Array(item), true) = (&self.resolved(ty).1.shape, lists < 8) {
            (ty, lists) = (*item, lists + 1);
        }
        let word = match &self.resolved(ty).1.shape {
            Shape::Map(_) => "map",
            Shape::Tuple(_) => "tuple",
            Shape::Scalar(scalar) => match scalar {
                Scalar::Boolean => "boolean",
                Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => "integer",
                Scalar::Float => "number",
                Scalar::Uuid => "uuid",
                Scalar::DateTime => "date time",
                Scalar::Date => "date",
                _ => "string",
            },
            Shape::Null => "null",
            Shape::Any(_) => "other",
            _ if lists == 0 => return format!("variant {}", index + 1),
            // A list of what has no word is a list.
            _ => {
                lists -= 1;
                "list"
            }
        };
        format!("{word}{}", " list".repeat(lists))
    }
}

/// The JSON types that the keywords speak of, those of branches included.
pub(super) fn stated(cx: &Lowering<'_, '_>, merged: &Merged<'_>) -> Types {
    let look = |m: &Merged<'_>, open: &mut Vec<SchemaId>| match m.groups.as_slice() {
        _ if m.typed => m.types,
        [group] => {
            open.extend(&group.branches);
            Types::NONE
        }
        _ => m.spoken_of(),
    };
    let (mut open, mut seen) = (Vec::new(), FxHashSet::default());
    let mut all = look(merged, &mut open);
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            all = all.or(look(&merge(cx, &Key::new(vec![id])), &mut open));
        }
    }
    all
}

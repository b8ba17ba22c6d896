//! The JSON types of branches, and what a branch is called that has no name.
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Kind, Scalar, Shape, TypeDef, TypeId, resolved};
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
            Shape::Enum(list) => list.values.kinds().into_iter().fold(Types::NONE, |all, kind| all.or(of_kind(kind))),
            Shape::Scalar(scalar) => of_kind(scalar.kind()),
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

fn of_kind(kind: Kind) -> Types {
    match kind {
        Kind::Null => Types::NULL,
        Kind::Boolean => Types::BOOLEAN,
        Kind::Integer => Types::INTEGER,
        Kind::Number => Types::NUMBER,
        Kind::String => Types::STRING,
        Kind::Array => Types::ARRAY,
        Kind::Object => Types::OBJECT,
    }
}

impl Lowering<'_, '_> {
    /// The JSON types that values of a type have.
    pub(in crate::lower) fn kinds(&self, ty: TypeId) -> Types {
        kinds(&self.types, ty)
    }

    /// Whether two branches would be the same in Rust.
    pub(super) fn same(&self, a: TypeId, b: TypeId) -> bool {
        let unchecked = a == b || self.is_unchecked(a) && self.is_unchecked(b);
        let ((a, x), (b, y)) = (self.resolved(a), self.resolved(b));
        let plain = |shape: &Shape| match shape {
            Shape::Scalar(scalar) => Some(*scalar),
            _ => None,
        };
        unchecked
            && (a == b
                || plain(&x.shape).is_some() && plain(&x.shape) == plain(&y.shape) && x.constraints == y.constraints)
    }

    /// Whether a type and what it is another name for say all that there is to say.
    pub(super) fn is_unchecked(&self, ty: TypeId) -> bool {
        let mut id = ty;
        for _ in 0..64 {
            let def = self.ty(id);
            match def.shape {
                _ if def.check.is_some() => return false,
                Shape::Alias(to) => id = to,
                _ => break,
            }
        }
        true
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
                Scalar::Integer(_) => "integer",
                Scalar::Float => "number",
                Scalar::Decimal => "decimal",
                Scalar::Text(format) => return format!("{}{}", format.name(), " list".repeat(lists)),
                Scalar::Uuid => "uuid",
                Scalar::DateTime | Scalar::DateTimeLocal => "date time",
                Scalar::Date => "date",
                Scalar::Time | Scalar::TimeLocal => "time",
                Scalar::Ipv4 => "ipv4",
                Scalar::Ipv6 => "ipv6",
                Scalar::Foreign(id, _) => {
                    let format = self.foreign.get(id.0 as usize).map_or("other", |foreign| foreign.format.as_str());
                    return format!("{format}{}", " list".repeat(lists));
                }
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

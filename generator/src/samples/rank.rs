//! How deep the smallest value of each type is: what a walk that must end goes by.
use crate::ir::{Api, Shape, TypeDef};

/// The type has no value that ends.
pub(super) const ENDLESS: u32 = u32::MAX;

/// A rank for each type. Ranks only fall, and each round settles at least the types of one more rank.
pub(super) fn ranks(api: &Api) -> Vec<u32> {
    let mut ranks = vec![ENDLESS; api.types.len()];
    loop {
        let mut changed = false;
        for (index, def) in api.types.iter().enumerate() {
            let now = rank(def, &ranks);
            if now < ranks[index] {
                ranks[index] = now;
                changed = true;
            }
        }
        if !changed {
            return ranks;
        }
    }
}

fn rank(def: &TypeDef, ranks: &[u32]) -> u32 {
    let of = |id: &crate::ir::TypeId| ranks[id.0 as usize];
    let above = |below: u32| below.saturating_add(1);
    match &def.shape {
        Shape::Struct(s) => above(s.fields.iter().filter(|f| f.required).map(|f| of(&f.ty)).max().unwrap_or(0)),
        Shape::Tuple(items) => above(items.iter().map(of).max().unwrap_or(0)),
        Shape::Union(u) => above(u.variants.iter().map(|v| of(&v.ty)).min().unwrap_or(ENDLESS)),
        Shape::Array(item) if def.constraints.min_items.is_some_and(|n| n > 0) => above(of(item)),
        Shape::Map(map) if def.constraints.min_properties.is_some_and(|n| n > 0) => above(of(&map.value)),
        Shape::Alias(to) => above(of(to)),
        Shape::Never => ENDLESS,
        _ => 0,
    }
}

//! How much of an API is typed: every place that carries a schema, and those that end as any JSON.
use crate::ir::{Api, Carrier, Content, Rest, Shape, TypeId, UntypedReason, resolved};
use std::collections::BTreeMap;

/// Bodies, parameters, headers, properties, items, values and branches, each counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// All of them.
    pub total: usize,
    /// Those about which the document says nothing, so that any JSON is the exact type.
    pub unconstrained: usize,
    /// Those that end as any JSON although the document says something, by reason.
    pub untyped: BTreeMap<String, usize>,
}

impl Places {
    /// Counts those of an API: what operations carry, and what its declared types are made of.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let mut places = Self::default();
        for operation in api.all_operations() {
            operation.parameters.iter().for_each(|p| places.add(api, p.ty));
            operation.body.iter().flat_map(|b| &b.contents).for_each(|c| places.content(api, c));
            for reply in &operation.replies {
                reply.contents.iter().for_each(|c| places.content(api, c));
                reply.headers.iter().for_each(|h| places.add(api, h.ty));
            }
        }
        for def in api.types.iter().filter(|def| def.name.is_some()) {
            places.parts(api, &def.shape);
        }
        places
    }

    /// Places that end as any JSON although the document says something.
    #[must_use]
    pub fn untyped(&self) -> usize {
        self.untyped.values().sum()
    }

    /// Adds the counts of another API.
    pub fn merge(&mut self, other: &Self) {
        self.total += other.total;
        self.unconstrained += other.unconstrained;
        for (reason, count) in &other.untyped {
            *self.untyped.entry(reason.clone()).or_default() += count;
        }
    }

    fn content(&mut self, api: &Api, content: &Content) {
        match &content.carrier {
            Carrier::Items(items) => self.add(api, items.ty),
            carrier => carrier.ty().into_iter().for_each(|ty| self.add(api, ty)),
        }
    }

    fn add(&mut self, api: &Api, ty: TypeId) {
        self.total += 1;
        let mut def = api.ty(resolved(&api.types, ty));
        if let Shape::Nullable(inner) = def.shape {
            def = api.ty(resolved(&api.types, inner));
        }
        match def.shape {
            Shape::Any(UntypedReason::Unconstrained) => self.unconstrained += 1,
            Shape::Any(reason) => *self.untyped.entry(format!("{reason:?}")).or_default() += 1,
            // What is declared is walked at its declaration.
            _ if def.name.is_none() => self.parts(api, &def.shape),
            _ => {}
        }
    }

    fn parts(&mut self, api: &Api, shape: &Shape) {
        match shape {
            Shape::Struct(s) => {
                s.fields.iter().for_each(|f| self.add(api, f.ty));
                if let Rest::Kept(ty) = s.rest {
                    self.add(api, ty);
                }
            }
            Shape::Map(map) => self.add(api, map.value),
            Shape::Array(item) => self.add(api, *item),
            Shape::Tuple(items) => items.iter().for_each(|item| self.add(api, *item)),
            Shape::Union(union) => union.variants.iter().for_each(|v| self.add(api, v.ty)),
            // Counted where they are referred to, or without parts.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::testing::{rest, schemas};

    #[test]
    fn parts_of_types_are_counted_once_and_what_nobody_described_is_no_loss() {
        let (api, _) = schemas(
            "
            A: {type: object, properties: {x: {}, list: {type: array, items: {type: string}}, next: {$ref: '#/components/schemas/A'}}}
            B: {type: object, additionalProperties: {$ref: '#/components/schemas/A'}}
            ",
        );
        // x, list, its items, next; the values of B.
        assert_eq!(Places::of(&api), Places { total: 5, unconstrained: 1, ..Places::default() });
    }

    #[test]
    fn what_operations_carry_is_counted() {
        let (api, _) = rest(
            "
            paths:
              /:
                post:
                  parameters: [{name: q, in: query, schema: {type: string}}]
                  requestBody: {content: {application/json: {schema: {type: array, items: {}}}}}
                  responses: {'200': {description: d, headers: {H: {schema: {type: string}}}, content: {application/json: {schema: {not: {type: string}}}}}}
            ",
        );
        let places = Places::of(&api);
        // The parameter, the body, its items, the header, the reply.
        assert_eq!((places.total, places.unconstrained, places.untyped()), (5, 1, 1));
    }
}

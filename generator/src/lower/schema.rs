//! One schema, or several that hold together, becomes one type.
use super::decided::Decided;
use super::merge::{Merged, merge};
use super::{Lowering, bounds, docs, enums, object, scalar, union};
use crate::diagnostic::Code;
use crate::document::schema::{Schema, SchemaId, Types};
use crate::ir::{self, Shape, TypeId, UntypedReason};
use crate::load::Pointer;
use rustc_hash::FxHashSet;

/// Types that are decided one for the sake of the other; what is farther down waits, for the stack has an end.
const DEEPEST: usize = 64;

/// What identifies a type: schemas that hold together, restricted to some JSON types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub schemas: Vec<SchemaId>,
    pub types: Types,
    /// How many of the first schemas are taken without their `oneOf` and `anyOf`: a branch is merged with what stands
    /// beside its union, and only the branch's own unions are still to be decided.
    pub plain: usize,
}

impl Key {
    #[must_use]
    pub(super) fn new(schemas: Vec<SchemaId>) -> Self {
        Self { schemas, types: Types::ANY, plain: 0 }
    }

    /// The same, but never null.
    #[must_use]
    pub(super) fn without_null(&self) -> Self {
        Self { types: self.types.without(Types::NULL), ..self.clone() }
    }
}

impl<'a> Lowering<'a, '_> {
    /// The type of a component; it is declared under the component's name.
    pub(super) fn component_type(&mut self, id: SchemaId) -> TypeId {
        let name = self.component_names.get(&id).copied().unwrap_or_default();
        let ty = self.schema(id, name);
        let at = self.document.schemas.get(id).at.clone();
        let inner = self.below_null(ty);
        if self.ty(inner).name.is_none() && self.ty(inner).origin == at {
            self.define(inner).name = Some(ir::Name::wire(name));
        } else if self.ty(inner).name.as_ref().is_none_or(|known| known.wire != name)
            && self.ty(inner).origin != at
            && !self.types.iter().any(|t| t.origin == at && matches!(t.shape, Shape::Alias(_)))
        {
            // A component that is only a reference: a second name.
            let alias = self.shape(Shape::Alias(inner), &at);
            self.define(alias).name = Some(ir::Name::wire(name));
        }
        ty
    }

    fn below_null(&self, id: TypeId) -> TypeId {
        match self.ty(id).shape {
            Shape::Nullable(inner) => inner,
            _ => id,
        }
    }

    /// The type of one schema; `hint` names it if it needs a name.
    pub(super) fn schema(&mut self, id: SchemaId, hint: &str) -> TypeId {
        self.conjunction(&[id], hint)
    }

    /// The type of one schema where null has no spelling: without it.
    pub(super) fn never_null(&mut self, id: SchemaId, hint: &str) -> TypeId {
        let ty = self.schema(id, hint);
        match self.resolved(ty).1.shape {
            Shape::Nullable(inner) => inner,
            _ => ty,
        }
    }

    /// The type of schemas that hold together.
    pub(super) fn conjunction(&mut self, ids: &[SchemaId], hint: &str) -> TypeId {
        let (mut parts, mut seen) = (Vec::new(), FxHashSet::default());
        let mut nullable = false;
        match ids {
            [one] if !self.is_wrapper(*one) => parts.push(*one),
            _ => ids.iter().for_each(|id| self.significant(*id, &mut parts, &mut nullable, &mut seen)),
        }
        let at = ids.first().map_or_else(
            || Pointer::root(crate::load::FileId::default()),
            |id| self.document.schemas.get(*id).at.clone(),
        );
        let nullable = nullable && self.all_admit_null(ids);
        let ty = match parts.as_slice() {
            [] => self.unconstrained(&at),
            _ => self.key(&Key::new(parts), hint),
        };
        if nullable { self.nullable(ty, &at) } else { ty }
    }

    /// The schemas that say something: wrappers around one reference and mere annotations fall away.
    pub(super) fn significant(
        &self,
        id: SchemaId,
        into: &mut Vec<SchemaId>,
        nullable: &mut bool,
        seen: &mut FxHashSet<SchemaId>,
    ) {
        if !seen.insert(id) {
            return;
        }
        if !self.is_wrapper(id) {
            into.push(id);
            return;
        }
        let s = self.document.schemas.get(id);
        *nullable |= s.nullable;
        let before = into.len();
        for part in
            s.reference.as_ref().and_then(|r| r.target).iter().chain(s.combinators.iter().flat_map(|c| &c.all_of))
        {
            self.significant(*part, into, nullable, seen);
        }
        // A component that puts several together is a type of its own, under its own name.
        if into.len() > before + 1 && self.component_names.contains_key(&id) {
            into.truncate(before);
            into.push(id);
        }
    }

    /// Whether a schema only says what those say that it refers to or puts together.
    fn is_wrapper(&self, id: SchemaId) -> bool {
        let s = self.document.schemas.get(id);
        !restricts(s)
            && !self.families.has_member(id)
            && s.combinators
                .as_ref()
                .is_none_or(|c| c.any_of.is_empty() && c.one_of.is_empty() && c.discriminator.is_none())
    }

    /// The type of a key, made once.
    pub(super) fn key(&mut self, key: &Key, hint: &str) -> TypeId {
        if let Some(known) = self.known.get(key) {
            return *known;
        }
        let hint = self.component(key).unwrap_or(hint);
        let first = key.schemas.first().copied().unwrap_or_default();
        let id = self.reserve(&self.document.schemas.get(first).at.clone());
        self.known.insert(key.clone(), id);
        self.pending.insert(id);

        let merged = merge(self, key);
        if self.depth >= DEEPEST && merged.leads_on() {
            self.later.push((key.clone(), hint.to_owned(), id));
            return id;
        }
        self.settle(key, merged, hint, id);
        while self.depth == 0
            && let Some((key, hint, id)) = self.later.pop()
        {
            let merged = merge(self, &key);
            self.settle(&key, merged, &hint, id);
        }
        id
    }

    /// The component that a key is.
    fn component(&self, key: &Key) -> Option<&'a str> {
        match key.schemas.as_slice() {
            [one] if key.plain == 0 => self.component_names.get(one).copied(),
            _ => None,
        }
    }

    /// Decides a type whose place is taken.
    fn settle(&mut self, key: &Key, merged: Merged<'a>, hint: &str, id: TypeId) {
        let mut merged = merged;
        let at = self.ty(id).origin.clone();
        self.depth += 1;
        let docs = docs::schema(self, key);
        let decided = self.decide(key, &mut merged, hint, &at);
        self.depth -= 1;
        let constraints = scalar::constraints(&merged, &decided.shape);
        let residue = self.residue(key, &merged, &decided, &constraints, &at);
        self.pending.remove(&id);
        let shape = decided.shape;
        let named = matches!(shape, Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_));
        let component = self.component(key).is_some();
        let def = self.define(id);
        // A component's name belongs to what is below null: `Option<Pet>`, not a `Pet` that may be nothing.
        if named || (component && !matches!(shape, Shape::Nullable(_))) {
            def.name = Some(ir::Name::wire(hint));
        }
        def.secret = merged.write_only || merged.format == Some("password");
        def.docs = docs;
        def.shape = shape;
        def.constraints = constraints.into();
        match decided.below_null {
            Some(inner) => self.define(inner).check = residue,
            None => self.define(id).check = residue,
        }
    }

    /// Reads top to bottom: the first thing that is decisive decides.
    fn decide(&mut self, key: &Key, merged: &mut Merged<'a>, hint: &str, at: &Pointer) -> Decided {
        for (word, at) in &merged.unsupported {
            self.report(Code::UnsupportedKeyword, at, format!("`{word}` is not carried into the generated code yet"))
                .on_key();
        }
        if merged.values.is_some() {
            enums::report_excluded(self, merged);
        }
        let null = self.null_satisfies(key);
        // By all but unions and conditions.
        let nearly_null = merged.types.holds(Types::NULL);
        if !null {
            merged.types = merged.types.without(Types::NULL);
        }
        let settled = merged.values.is_some() && self.settle_values(merged);
        if merged.types.is_empty() || merged.values.as_ref().is_some_and(Vec::is_empty) {
            return self.impossible(merged, at);
        }
        let listed = merged.groups.is_empty() || merged.values.is_some();
        if null && merged.types != Types::NULL && (merged.nullable || merged.typed && listed) {
            return Decided::elsewhere(self.without_null(key, hint));
        }
        if let Some(shape) = merged.values.as_deref().and_then(|values| enums::values(merged.types, values)) {
            return Decided { settled, ..Decided::here(shape) };
        }
        if merged.values.is_none()
            && let Some(decided) = union::groups(self, key, merged, null, nearly_null, hint, at)
        {
            return decided;
        }
        let types = match (merged.typed, self.settings.assume_types) {
            (true, _) => merged.types,
            (false, true) => self.assumed(merged, at),
            (false, false) => Types::ANY,
        };
        let mut each = types.iter();
        match (each.next(), each.next()) {
            (Some(one), None) => Decided::here(self.one_type(one, merged, hint, at)),
            _ if types.or(Types::NULL) == Types::ANY => Decided::nowhere(),
            _ => Decided { settled, ..union::types(self, key, types, hint) },
        }
    }

    /// Drops listed values that unions and conditions beside the list refuse; whether that is all that those have to say.
    fn settle_values(&self, merged: &mut Merged<'a>) -> bool {
        let Some(mut values) = merged.values.take() else { return false };
        let (before, mut known) = (values.len(), true);
        let types = merged.types;
        values.retain(|value| {
            let asked = merged.parts.iter().filter(|part| !part.beside && !part.plain);
            let answers: Vec<_> = asked.map(|part| self.fits_in_place(value, part.id)).collect();
            let refused = answers.contains(&Some(false)) || !types.holds(Types::of(value));
            known &= refused || !answers.contains(&None);
            !refused
        });
        // Branches of a list of several types look at it for themselves.
        let settled = known && (values.len() == before || merged.types.iter().count() == 1);
        merged.types = merged.types.and(values.iter().fold(Types::NONE, |all, value| all.or(Types::of(value))));
        merged.values = Some(values);
        settled
    }

    /// No value is valid; that is worth a word unless the document says so itself.
    fn impossible(&mut self, merged: &Merged<'_>, at: &Pointer) -> Decided {
        if !merged.never {
            self.report(Code::Contradiction, at, "no value satisfies this schema");
        }
        Decided::elsewhere(Shape::Never)
    }

    fn one_type(&mut self, one: Types, merged: &Merged<'a>, hint: &str, at: &Pointer) -> Shape {
        if bounds::contradict(merged, one) {
            return self.impossible(merged, at).shape;
        }
        match one {
            Types::NULL => Shape::Null,
            Types::OBJECT => object::object(self, merged, hint, at),
            Types::ARRAY => object::array(self, merged, hint, at),
            one => Shape::Scalar(scalar::scalar(self, one, merged, at)),
        }
    }

    /// What a schema without `type` is taken for: what its keywords speak of, else those of all its branches.
    fn assumed(&mut self, merged: &Merged<'a>, at: &Pointer) -> Types {
        let types = union::spoken_of(self, merged);
        if types != Types::ANY {
            let what = match types {
                Types::OBJECT => "an object",
                Types::ARRAY => "an array",
                Types::NUMBER => "a number",
                Types::INTEGER => "an integer",
                _ => "a string",
            };
            self.report(
                Code::AssumedObject,
                at,
                format!("this schema has no `type`; by its keywords it is taken for {what}"),
            );
        }
        types
    }

    fn without_null(&mut self, key: &Key, hint: &str) -> Shape {
        let ty = self.key(&key.without_null(), hint);
        match !self.pending.contains(&ty) && takes_null(self.ty(ty)) {
            true => Shape::Alias(ty),
            false => Shape::Nullable(ty),
        }
    }

    /// The type or null; never nested.
    pub(super) fn nullable(&mut self, ty: TypeId, at: &Pointer) -> TypeId {
        match !self.pending.contains(&ty) && takes_null(self.resolved(ty).1) {
            true => ty,
            false => self.shape(Shape::Nullable(ty), at),
        }
    }

    pub(super) fn unconstrained(&mut self, at: &Pointer) -> TypeId {
        self.shape(Shape::Any(UntypedReason::Unconstrained), at)
    }
}

/// A nullable of what turned out to be nullable, null or anything is that itself.
pub(super) fn flatten_null(api: &mut ir::Api) {
    for index in 0..api.types.len() {
        let Shape::Nullable(inner) = api.types[index].shape else { continue };
        let below = ir::resolved(&api.types, inner);
        if takes_null(api.ty(below)) {
            api.types[index].shape = Shape::Alias(inner);
        }
    }
}

/// Whether null is a value of the type already. Of JSON that is checked it is not known.
fn takes_null(def: &ir::TypeDef) -> bool {
    match def.shape {
        Shape::Nullable(_) | Shape::Null => true,
        Shape::Any(_) => def.check.is_none(),
        _ => false,
    }
}

/// Whether a schema restricts by itself, references and combinators left aside.
pub(super) fn restricts(s: &Schema<'_>) -> bool {
    s.never
        || s.types.is_some()
        || s.values.is_some()
        || s.constant.is_some()
        || s.min_length.is_some()
        || s.max_length.is_some()
        || s.pattern.is_some()
        || s.number.is_some()
        || s.object.is_some()
        || s.array.is_some()
        || s.conditions.is_some()
        || !s.unsupported.is_empty()
        || s.reference.as_ref().is_some_and(|r| r.target.is_none())
        || s.format.is_some()
}

//! Two types that stand for the same value: kinds first, then what each kind has.
use super::pairs::{Comparison, Pair, Peeled, peel};
use super::rule::Rule;
use crate::ir::{Api, Kind, Scalar, Shape, TypeId};
use crate::review::words::{spelled, type_name};

/// How deep unions are looked into for the kinds of their values.
const DEEP: usize = 8;

/// The JSON types that values may have.
pub(super) fn kinds(api: &Api, id: TypeId, deep: usize) -> Vec<Kind> {
    let all = [Kind::Boolean, Kind::Number, Kind::String, Kind::Array, Kind::Object];
    let mut found = match &peel(api, id).def.shape {
        Shape::Struct(_) | Shape::Map(_) => vec![Kind::Object],
        Shape::Array(_) | Shape::Tuple(_) => vec![Kind::Array],
        Shape::Enum(e) if e.extensible => vec![Kind::String],
        Shape::Enum(e) => e.values.kinds(),
        Shape::Scalar(scalar) => vec![scalar.kind()],
        Shape::Union(union) if deep < DEEP => union.variants.iter().flat_map(|v| kinds(api, v.ty, deep + 1)).collect(),
        Shape::Union(_) | Shape::Any(_) => all.to_vec(),
        Shape::Null => vec![Kind::Null],
        Shape::Never | Shape::Nullable(_) | Shape::Alias(_) => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether values of one kind are values of another.
pub(super) fn is_within(kind: Kind, of: &[Kind]) -> bool {
    of.contains(&kind) || kind == Kind::Integer && of.contains(&Kind::Number)
}

/// A type in words: what it is made of, for components their name.
pub(super) fn told(api: &Api, id: TypeId) -> String {
    let peeled = peel(api, id);
    let text = match &peeled.def.shape {
        Shape::Union(u) => {
            let names = u.variants.iter().map(|v| type_name(api, v.ty)).collect::<Vec<_>>();
            names.join(" or ")
        }
        Shape::Enum(e) if e.values.len() <= 8 => format!("one of {}", e.values.texts().join(", ")),
        _ if peeled.component.is_some() => type_name(api, peeled.id),
        _ => spelled(api, peeled.id),
    };
    format!("`{text}`")
}

impl Comparison<'_> {
    /// Compares one pair; what is within is put on the list.
    pub(super) fn types(&mut self, node: usize, pair: &Pair) {
        let (base, revision) = (self.base.api, self.revision.api);
        let (a, b) = (peel(base, pair.a), peel(revision, pair.b));
        self.remarks(node, pair);
        if a.null != b.null && !matches!((&a.def.shape, &b.def.shape), (Shape::Any(_), _) | (_, Shape::Any(_))) {
            let rule = if b.null { Rule::NullAllowed } else { Rule::NullRefused };
            self.say(node, rule, String::new());
        }
        match (&a.def.shape, &b.def.shape) {
            (Shape::Struct(_) | Shape::Map(_), Shape::Struct(_) | Shape::Map(_)) => self.objects(node, &a, &b),
            (Shape::Array(x), Shape::Array(y)) => self.child(node, *x, *y, "[]", pair.anchors.clone()),
            (Shape::Tuple(x), Shape::Tuple(y)) => {
                for (index, (x, y)) in x.iter().zip(y).enumerate() {
                    self.child(node, *x, *y, &format!("[{index}]"), pair.anchors.clone());
                }
                if x.len() != y.len() {
                    self.say(node, Rule::TupleChanged, format!("{} items → {}", x.len(), y.len()));
                }
            }
            (Shape::Enum(x), Shape::Enum(y)) => self.enums(node, x, y, &a, &b),
            (Shape::Union(_), _) | (_, Shape::Union(_)) => self.unions(node, pair),
            (Shape::Enum(x), Shape::Scalar(_)) if x.values.kinds().iter().all(|k| self.fits(*k, &b, pair)) => {
                self.differs(node, Rule::ValuesNoLongerListed, pair);
            }
            (Shape::Scalar(_), Shape::Enum(y)) if y.values.kinds().iter().all(|k| self.fits(*k, &a, pair)) => {
                self.differs(node, Rule::ValuesListed, pair);
            }
            (Shape::Scalar(x), Shape::Scalar(y)) => self.scalars(node, *x, *y, pair),
            (Shape::Any(_), Shape::Any(_)) | (Shape::Null, Shape::Null) | (Shape::Never, Shape::Never) => {}
            (_, Shape::Any(_)) | (Shape::Never, _) | (Shape::Tuple(_), Shape::Array(_)) => {
                self.differs(node, Rule::TypeWidened, pair);
            }
            (Shape::Any(_), _) | (_, Shape::Never) | (Shape::Array(_), Shape::Tuple(_)) => {
                self.differs(node, Rule::TypeNarrowed, pair);
            }
            _ => self.differs(node, Rule::TypeChanged, pair),
        }
        let same_kind = kinds(base, a.id, 0).iter().any(|kind| is_within(*kind, &kinds(revision, b.id, 0)));
        if same_kind || a.constraints == b.constraints {
            self.limits(node, a.constraints, b.constraints);
        }
        self.checks(node, &a, &b);
    }

    /// Whether values of a kind are read by a type.
    fn fits(&self, kind: Kind, of: &Peeled<'_>, pair: &Pair) -> bool {
        match of.def.shape {
            Shape::Scalar(Scalar::String) if pair.text => true,
            Shape::Scalar(scalar) => is_within(kind, &[scalar.kind()]),
            _ => false,
        }
    }

    pub(super) fn differs(&mut self, node: usize, rule: Rule, pair: &Pair) {
        let said = format!("{} → {}", told(self.base.api, pair.a), told(self.revision.api, pair.b));
        let names = [(self.base.api, pair.a), (self.revision.api, pair.b)];
        let names = names.into_iter().filter_map(|(api, id)| peel(api, id).def.name.clone());
        let anchors = names.map(|name| (name.rust, String::new())).collect::<Vec<_>>();
        self.say(node, rule, said).anchored(anchors);
    }
}

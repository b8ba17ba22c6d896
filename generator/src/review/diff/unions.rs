//! Unions: which branch is which, and the branches that only one side has.
use super::level::{Levels, Wire};
use super::pairs::{Comparison, Pair, peel};
use super::rule::{Flow, Rule};
use super::types::{kinds, told};
use crate::ir::{Api, Decision, Kind, Scalar, Shape, TypeId};

/// A branch, with what it can be recognised by.
struct Branch {
    ty: TypeId,
    component: Option<String>,
    name: String,
    kinds: Vec<Kind>,
    rust: String,
}

fn branches(api: &Api, id: TypeId) -> Vec<Branch> {
    let peeled = peel(api, id);
    let branch = |ty: TypeId, name: &str, rust: &str| Branch {
        ty,
        component: peel(api, ty).component.and_then(|id| api.ty(id).name.as_ref()).map(|n| n.wire.clone()),
        name: name.to_owned(),
        kinds: kinds(api, ty, 0),
        rust: rust.to_owned(),
    };
    match &peeled.def.shape {
        Shape::Union(union) => union.variants.iter().map(|v| branch(v.ty, &v.name.wire, &v.name.rust)).collect(),
        Shape::Never => Vec::new(),
        _ => vec![branch(peeled.id, "", "")],
    }
}

/// Whether two branches are one, ever less surely.
const SIGNS: [fn(&Branch, &Branch) -> bool; 4] = [
    |x, y| x.component.is_some() && x.component == y.component,
    |x, y| x.component.is_none() && y.component.is_none() && x.name == y.name && x.kinds == y.kinds,
    |x, y| x.kinds == y.kinds && x.component.is_some() == y.component.is_some() && x.kinds != [Kind::Object],
    |x, y| x.kinds == y.kinds && (x.component.is_none() || y.component.is_none()),
];

impl Comparison<'_> {
    pub(super) fn unions(&mut self, node: usize, pair: &Pair) {
        let (base, revision) = (self.base.api, self.revision.api);
        let (a, b) = (peel(base, pair.a), peel(revision, pair.b));
        let (old, new) = (branches(base, pair.a), branches(revision, pair.b));
        if matches!(a.def.shape, Shape::Any(_)) || matches!(b.def.shape, Shape::Any(_)) {
            let narrowed = matches!(a.def.shape, Shape::Any(_));
            return self.differs(node, if narrowed { Rule::TypeNarrowed } else { Rule::TypeWidened }, pair);
        }
        let mut partner = vec![None; new.len()];
        let mut left = (0..old.len()).collect::<Vec<_>>();
        let (single, whole) = (old.len() == 1 || new.len() == 1, [old.len(), new.len()]);
        for sign in SIGNS {
            left.retain(|x| {
                let free = (0..new.len()).find(|y| partner[*y].is_none() && sign(&old[*x], &new[*y]));
                free.inspect(|y| partner[*y] = Some(*x)).is_none()
            });
        }
        // One branch each that has no partner: the same place, changed.
        let free = (0..new.len()).filter(|y| partner[*y].is_none()).collect::<Vec<_>>();
        if let ([x], [y]) = (left.as_slice(), free.as_slice())
            && !single
            && whole[0] == whole[1]
            && old[*x].component.is_none()
            && new[*y].component.is_none()
        {
            partner[*y] = Some(*x);
            left.clear();
        }
        let owner = |peeled: &super::pairs::Peeled<'_>| peeled.def.name.as_ref().map(|n| n.rust.clone());
        let names = (owner(&a), owner(&b));
        let both_unions = matches!((&a.def.shape, &b.def.shape), (Shape::Union(_), Shape::Union(_)));
        // A value that became a union, or the reverse, has another type in Rust.
        let around = [&names.0, &names.1].into_iter().flatten().map(|n| (n.clone(), String::new())).collect::<Vec<_>>();
        let open = |api: &Api, id| match &peel(api, id).def.shape {
            Shape::Union(union) => matches!(union.decision, Decision::Tag { open: true, .. }),
            _ => false,
        };
        // Of values that travel as texts, a string takes all.
        let any_text = |of: &[Branch], api: &Api| {
            pair.text && of.iter().any(|b| matches!(peel(api, b.ty).def.shape, Shape::Scalar(Scalar::String)))
        };
        let (old_text, new_text) = (any_text(&old, base), any_text(&new, revision));
        let scalar = |of: &Branch| !of.kinds.contains(&Kind::Array) && !of.kinds.contains(&Kind::Object);
        let (old_open, new_open) = (open(base, pair.a), open(revision, pair.b));
        for (y, x) in partner.iter().enumerate() {
            match x {
                Some(x) => {
                    let part = if both_unions { format!("({})", branch_name(&old[*x], base)) } else { String::new() };
                    let mut anchors = if both_unions { Vec::new() } else { around.clone() };
                    anchors.extend(names.0.iter().map(|n| (n.clone(), old[*x].rust.clone())));
                    anchors.extend(names.1.iter().map(|n| (n.clone(), new[y].rust.clone())));
                    self.child(node, old[*x].ty, new[y].ty, &part, anchors);
                }
                None => {
                    let said = told(revision, new[y].ty);
                    let anchors = names.1.iter().map(|n| (n.clone(), new[y].rust.clone())).collect::<Vec<_>>();
                    let raw = self.say(node, Rule::BranchAdded, said).anchored(anchors).anchored(around.clone());
                    if old_text && scalar(&new[y]) {
                        raw.levels = Levels::default();
                    }
                    // Readers keep a tag that they do not know.
                    if old_open && raw.flow == Some(Flow::Reply) {
                        raw.levels.wire_client = Wire::Warn;
                    }
                }
            }
        }
        for x in left {
            let said = told(base, old[x].ty);
            let anchors = names.0.iter().map(|n| (n.clone(), old[x].rust.clone())).collect::<Vec<_>>();
            let raw = self.say(node, Rule::BranchRemoved, said).anchored(anchors).anchored(around.clone());
            if new_text && scalar(&old[x]) {
                raw.levels = Levels::default();
            }
            if new_open && raw.flow == Some(Flow::Reply) {
                raw.levels.wire_server = Wire::Warn;
            }
        }
        if let (Shape::Union(x), Shape::Union(y)) = (&a.def.shape, &b.def.shape)
            && x.exclusive != y.exclusive
        {
            let rule = if y.exclusive { Rule::BranchesExclusive } else { Rule::BranchesInclusive };
            self.say(node, rule, String::new());
        }
    }
}

fn branch_name(branch: &Branch, api: &Api) -> String {
    branch.component.clone().unwrap_or_else(|| crate::review::words::type_name(api, branch.ty))
}

//! What a schema says about its place in XML, with what the schemas say that it is made of.
use crate::diagnostic::Code;
use crate::document::Version;
use crate::document::schema::{Schema, SchemaId, Types, XmlNode};
use crate::load::Pointer;
use crate::lower::{Lowering, glance};

/// How far wrappers are followed.
const FAR: usize = 32;

/// What is said of a value's node.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts<'a> {
    pub(super) node: Option<XmlNode>,
    pub(super) name: Option<&'a str>,
    pub(super) namespace: Option<&'a str>,
    pub(super) prefix: Option<&'a str>,
    /// The component that the schema is, or is a name for.
    pub(super) component: Option<&'a str>,
    /// The name of the component is that of the node: since 3.2 a reference is no node of its own.
    pub(super) by_component: bool,
    /// Where it is said.
    pub(super) at: Option<Pointer>,
    /// What of it is not done, and where that is said.
    pub(super) unheard: Option<(Pointer, &'static str)>,
}

impl<'a> Facts<'a> {
    /// Fills in what another schema says that this one is made of.
    fn or(mut self, other: Self) -> Self {
        self.node = self.node.or(other.node);
        if self.name.is_none() {
            self.name = other.name;
            self.prefix = self.prefix.or(other.prefix);
        }
        self.namespace = self.namespace.or(other.namespace);
        self.prefix = self.prefix.or(other.prefix.filter(|_| self.namespace == other.namespace));
        self.component = self.component.or(other.component);
        self.by_component |= other.by_component;
        self.at = self.at.or(other.at);
        self.unheard = self.unheard.or(other.unheard);
        self
    }

    fn says(&self) -> (Option<XmlNode>, Option<&'a str>, Option<&'a str>) {
        (self.node, self.name, self.namespace)
    }
}

/// Of schemas that hold together; several lists where a union's branches have the same member.
pub(super) fn of<'a>(cx: &mut Lowering<'a, '_>, alternatives: &[Vec<SchemaId>]) -> Facts<'a> {
    let mut each = alternatives.iter().map(|ids| {
        let each = ids.iter().map(|id| one(cx, *id, FAR));
        each.reduce(Facts::or).unwrap_or_default()
    });
    let first = each.next().unwrap_or_default();
    let other = each.find(|other| other.says() != first.says()).and_then(|other| other.at.or_else(|| first.at.clone()));
    if let Some(at) = other {
        let message = "branches of a union spell this member differently in XML; it is spelled as in the first of them";
        cx.report(Code::UnsupportedKeyword, &at, message).on_key();
    }
    first
}

fn one<'a>(cx: &Lowering<'a, '_>, id: SchemaId, far: usize) -> Facts<'a> {
    let Some(far) = far.checked_sub(1) else { return Facts::default() };
    let s = cx.document.schemas.get(id);
    let mut facts = own(s);
    facts.component = cx.component_names.get(&id).copied();
    let target = s.reference.as_ref().and_then(|r| r.target);
    let Some(next) = target.or_else(|| wrapped(cx, s)) else { return facts };
    let inner = one(cx, next, far);
    if target.is_none() || cx.document.version != Version::V3_2 {
        return facts.or(inner);
    }
    let nests = inner.node == Some(XmlNode::Element) || inner.node.is_none() && glance::types(cx, next) != Types::ARRAY;
    facts.unheard = match (facts.at.clone(), facts.node) {
        (Some(at), None) => Some((at, "a reference is no node of its own; this is not looked at without a `nodeType`")),
        (Some(at), Some(XmlNode::Element)) if nests => {
            Some((at, "this and what the reference leads to are one element, and not one within the other"))
        }
        _ => None,
    };
    match facts.node {
        // A reference is no node, whatever it is called.
        None => Facts {
            by_component: inner.component.is_some(),
            component: facts.component.or(inner.component),
            unheard: facts.unheard.or(inner.unheard),
            ..inner
        },
        Some(_) => Facts { component: facts.component.or(inner.component), ..facts },
    }
}

fn own<'a>(s: &Schema<'a>) -> Facts<'a> {
    let Some(words) = &s.xml else { return Facts::default() };
    Facts {
        node: words.node,
        name: words.name,
        namespace: words.namespace,
        prefix: words.prefix,
        at: Some(words.at.clone()),
        ..Facts::default()
    }
}

/// The only schema in place that gives a shape: around one reference `allOf` is a wrapper, and a union with null is.
fn wrapped(cx: &Lowering<'_, '_>, s: &Schema<'_>) -> Option<SchemaId> {
    let c = s.combinators.as_ref()?;
    if s.object.is_some() || s.array.is_some() {
        return None;
    }
    let branches = if c.any_of.is_empty() { &c.one_of } else { &c.any_of };
    let mut shaping = branches.iter().filter(|id| glance::types(cx, **id) != Types::NULL);
    match (c.all_of.as_slice(), shaping.next(), shaping.next()) {
        ([one], None, None) | ([], Some(one), None) => Some(*one),
        _ => None,
    }
}

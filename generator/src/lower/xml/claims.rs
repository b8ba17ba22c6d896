//! Members of one object must differ in what stands for them, or readers could not tell them apart.
use crate::diagnostic::Code;
use crate::ir::{XmlContent, XmlId, XmlKind, XmlNode, XmlShape};
use crate::load::Pointer;
use crate::lower::Lowering;
use std::collections::BTreeMap;

/// How far members that are no node of their own are looked into.
const FAR: usize = 8;

/// What a piece of a document is told by.
type Claim = (u8, String, String);

/// Reports members that are spelled alike, at the schema of the body; what holds them has no spelling.
pub(super) fn check(cx: &mut Lowering<'_, '_>, at: &Pointer) {
    let mut found = Vec::new();
    for (index, shape) in cx.xml.shapes.iter().enumerate() {
        let id = XmlId(u32::try_from(index).unwrap_or(u32::MAX));
        if !cx.xml.failed.contains(&id)
            && let Some(why) = twice(&cx.xml.shapes, shape)
        {
            found.push((id, why));
        }
    }
    for (id, why) in found {
        cx.xml.failed.insert(id);
        cx.report(Code::UntypedContent, at, format!("this has no spelling in XML: {why}"))
            .help("give them different names, with `xml: {name: …}`, or wrap lists");
    }
}

fn twice(shapes: &[XmlShape], shape: &XmlShape) -> Option<String> {
    let mut known: BTreeMap<Claim, &str> = BTreeMap::new();
    for member in shape.members.iter().flatten() {
        let mut claims = Vec::new();
        if !claim(shapes, &member.node, FAR, &mut claims) {
            return Some(format!("`{}.{}` is no element, and its parts lead back to it", shape.label, member.wire));
        }
        for claim in claims {
            let name = claim.1.clone();
            match known.insert(claim, &member.wire) {
                Some(other) if other != member.wire => {
                    let what = if name.is_empty() { "texts".to_owned() } else { format!("called `{name}`") };
                    return Some(format!("`{other}` and `{}` of `{}` are both {what}", member.wire, shape.label));
                }
                _ => {}
            }
        }
    }
    None
}

/// What stands for a value, its parts where it is no node. `false`: they have no end.
fn claim(shapes: &[XmlShape], node: &XmlNode, far: usize, into: &mut Vec<Claim>) -> bool {
    let own = |kind: u8| (kind, node.name.clone(), node.namespace.clone());
    match (node.kind, node.content) {
        (XmlKind::Element, _) => into.push(own(0)),
        (XmlKind::Attribute, _) => into.push(own(1)),
        (XmlKind::Text | XmlKind::CData, _) => into.push((2, String::new(), String::new())),
        (XmlKind::None, XmlContent::Of(id)) => {
            let Some(far) = far.checked_sub(1) else { return false };
            let mut nodes = shapes.get(id.0 as usize).into_iter().flat_map(XmlShape::nodes);
            return nodes.all(|node| claim(shapes, node, far, into));
        }
        (XmlKind::None, _) => {}
    }
    true
}

//! How values travel as XML: data that the runtime walks, beside the types.
use super::TypeId;

/// A body of XML.
#[derive(Clone, Debug)]
pub struct Xml {
    /// What it carries.
    pub ty: TypeId,
    /// The outermost element; its name may be empty, where the document has none.
    pub root: XmlNode,
}

/// Index into [`Api::xml`](super::Api::xml).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct XmlId(pub u32);

/// What stands for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlNode {
    /// What it is.
    pub kind: XmlKind,
    /// Its local name; empty where it has none, or the member's is taken.
    pub name: String,
    /// Its namespace; empty where none is described.
    pub namespace: String,
    /// What is written before the name. A prefix stands for one namespace throughout.
    pub prefix: String,
    /// What is in it.
    pub content: XmlContent,
}

/// What stands for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlKind {
    /// An element.
    Element,
    /// An attribute of the element around it.
    Attribute,
    /// The text of the element around it.
    Text,
    /// A CDATA section of the element around it.
    CData,
    /// Nothing: its parts stand in the element around it.
    None,
}

/// What is in a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlContent {
    /// A text.
    Text,
    /// A text around which white space does not count.
    Token,
    /// Anything.
    Any,
    /// What a shape says.
    Of(XmlId),
}

/// What values of a schema, or of several that a union puts together, look like.
#[derive(Clone, Debug, Default)]
pub struct XmlShape {
    /// What it is called in outlines: the component, or the way to it from there.
    pub label: String,
    /// It may be a text.
    pub text: Option<XmlContent>,
    /// It may be an object.
    pub members: Option<Vec<XmlMember>>,
    /// How members by any other name are spelled.
    pub rest: Option<XmlNode>,
    /// It may be a list.
    pub list: Option<XmlList>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlMember {
    /// Its name in JSON.
    pub wire: String,
    /// What stands for it.
    pub node: XmlNode,
    /// It has to be there.
    pub required: bool,
    /// It may be null.
    pub null: bool,
}

/// The items of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmlList {
    /// The first ones, each by itself.
    pub first: Vec<XmlNode>,
    /// Those behind them; `None`: there are none.
    pub items: Option<XmlNode>,
}

impl XmlShape {
    /// Every node that it is made of.
    pub fn nodes(&self) -> impl Iterator<Item = &XmlNode> {
        let members = self.members.iter().flatten().map(|member| &member.node);
        let items = self.list.iter().flat_map(|list| list.first.iter().chain(&list.items));
        members.chain(&self.rest).chain(items)
    }

    /// The same, to be changed.
    pub fn nodes_mut(&mut self) -> impl Iterator<Item = &mut XmlNode> {
        let members = self.members.iter_mut().flatten().map(|member| &mut member.node);
        let items = self.list.iter_mut().flat_map(|list| list.first.iter_mut().chain(&mut list.items));
        members.chain(&mut self.rest).chain(items)
    }
}

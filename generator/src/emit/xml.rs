//! `xml.rs`: how values travel as XML, as a table of the runtime's shapes; and the outermost element of each body.
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::docs::Text;
use super::rust_type::Scope;
use super::{File, Home, number, tags};
use crate::ir::{Api, Carrier, Content, Xml, XmlContent, XmlKind, XmlMember, XmlNode, XmlShape};

/// `None` where nothing travels as XML.
pub(super) fn file<'a>(api: &'a Api, home: &'a Home) -> Option<File<'a>> {
    let docs = Text::of("How values travel as XML.").inner();
    let shapes = api.xml.iter().map(shape);
    let table = quote! {
        /// Of each schema; they refer to each other by their index.
        pub(super) const SHAPES: &[Shape] = &[#(#shapes),*];
    };
    // Of what says nothing but "any" there are no members.
    let used = ["Content", "Member", "Node"].into_iter().filter(|name| mentions(table.clone(), name)).map(super::ident);
    let import = quote!(use ::tenon_runtime::xml::{#(#used,)* Shape};);
    exists(api).then(|| File::new("xml.rs", home, docs, [import, table].into_iter()))
}

/// Whether a name stands in what is emitted.
fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Any JSON travels without a shape, and by the same means.
fn exists(api: &Api) -> bool {
    let bodies = api.operations.iter().flat_map(|o| &o.body).flat_map(|body| &body.contents);
    let replies = api.operations.iter().flat_map(|o| &o.replies).flat_map(|reply| &reply.contents);
    !api.xml.is_empty() || bodies.chain(replies).any(|content| !content.carrier.xml().is_empty())
}

/// Whether parts of bodies travel as XML: those read and write themselves, whichever halves there are.
fn in_parts(api: &Api) -> bool {
    let bodies = api.operations.iter().flat_map(|o| &o.body).flat_map(|body| &body.contents);
    let replies = api.operations.iter().flat_map(|o| &o.replies).flat_map(|reply| &reply.contents);
    let multipart = |content: &&Content| matches!(content.carrier, Carrier::Multipart(_));
    bodies.chain(replies).filter(multipart).any(|content| !content.carrier.xml().is_empty())
}

/// `mod xml;` if there is one.
pub(super) fn declaration(scope: &Scope<'_>) -> Option<TokenStream> {
    let unused = tags::unless_all(scope);
    let halves = (!in_parts(scope.api)).then(|| quote!(#[cfg(any(feature = "client", feature = "server"))]));
    exists(scope.api).then(|| {
        quote! {
            #halves
            #unused
            mod xml;
        }
    })
}

/// `Xml { shapes: SHAPES, root: Node::element("pet", Content::Of(0)) }`
pub(super) fn body(scope: &Scope<'_>, xml: &Xml) -> TokenStream {
    let up = scope.up();
    let shapes = if exists(scope.api) { quote!(#up::xml::SHAPES) } else { quote!(&[]) };
    let root = node(&xml.root, &quote!(::tenon_runtime::xml::));
    quote!(::tenon_runtime::xml::Xml { shapes: #shapes, root: #root })
}

fn shape(shape: &XmlShape) -> TokenStream {
    let here = TokenStream::new();
    let text = shape.text.map(|text| content(text, &here));
    let members = shape.members.as_ref().map(|members| {
        let members = members.iter().map(member);
        quote!(&[#(#members),*])
    });
    let rest = shape.rest.as_ref().map(|rest| {
        let rest = node(rest, &here);
        quote!(.rest(#rest))
    });
    let list = shape.list.as_ref();
    let first = list.map(|list| {
        let first = list.first.iter().map(|one| node(one, &here));
        quote!(&[#(#first),*])
    });
    let items = list.and_then(|list| list.items.as_ref()).map(|items| {
        let items = node(items, &here);
        quote!(.items(#items))
    });
    match (text, members, first) {
        (None, Some(members), None) => quote!(Shape::object(#members) #rest),
        (None, None, Some(first)) => quote!(Shape::list(#first) #items),
        (text, members, first) => {
            let text = text.map(|text| quote!(.or_text(#text)));
            let members = members.map(|members| quote!(.or_object(#members)));
            let first = first.map(|first| quote!(.or_list(#first)));
            quote!(Shape::union() #text #members #rest #first #items)
        }
    }
}

fn member(member: &XmlMember) -> TokenStream {
    let (wire, node) = (&member.wire, node(&member.node, &TokenStream::new()));
    let required = member.required.then(|| quote!(.required()));
    let null = member.null.then(|| quote!(.null()));
    quote!(Member::new(#wire, #node) #required #null)
}

/// `path`: what leads to the runtime's types.
fn node(node: &XmlNode, path: &TokenStream) -> TokenStream {
    let (name, content) = (&node.name, content(node.content, path));
    let (namespace, prefix) = (&node.namespace, &node.prefix);
    let within = (!namespace.is_empty()).then(|| quote!(.within(#namespace, #prefix)));
    match node.kind {
        XmlKind::Element => quote!(#path Node::element(#name, #content) #within),
        XmlKind::Attribute => quote!(#path Node::attribute(#name, #content) #within),
        XmlKind::Text => quote!(#path Node::text(#content)),
        XmlKind::CData => quote!(#path Node::cdata(#content)),
        XmlKind::None => quote!(#path Node::none(#content)),
    }
}

fn content(content: XmlContent, path: &TokenStream) -> TokenStream {
    match content {
        XmlContent::Text => quote!(#path Content::Text),
        XmlContent::Token => quote!(#path Content::Token),
        XmlContent::Any => quote!(#path Content::Any),
        XmlContent::Of(id) => {
            let index = number(id.0 as usize);
            quote!(#path Content::Of(#index))
        }
    }
}

//! The Rust outline: what the emitted code offers to those who use it, one fact a line.
//!
//! What follows from another line is left out: setters of fields, constructors of replies, conversions, implementations.
use syn::{
    Fields, FnArg, GenericArgument, ImplItem, Item, Pat, PathArguments, ReceiverKind, ReturnType, TraitItem, Type,
    TypeParamBound, Visibility,
};

use super::{File, Home};
use crate::ir::Api;

/// `types struct Error.error: String` and its likes, sorted, each beginning with its module.
#[must_use]
pub fn signatures(api: &Api, home: &Home) -> Vec<String> {
    let shared = super::share(api);
    let mut lines = super::api(&shared, home).into_iter().flat_map(|made| file(made, None)).collect::<Vec<_>>();
    let mut shared = shared;
    for index in 0..shared.incoming.len() {
        shared.turn_inside(index);
        let inside = shared.inside.as_ref().map(|inside| inside.module.as_str());
        lines.extend(super::api(&shared, home).into_iter().flat_map(|made| file(made, inside)));
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// What the API sends is told with the name of its module in front.
fn file(file: File<'_>, inside: Option<&str>) -> Vec<String> {
    // What tags have modules for is found in these as well.
    let module = file.name.trim_end_matches(".rs");
    let module = module.rsplit('/').next().unwrap_or(module).to_owned();
    let module = module.as_str();
    let items = file.items.filter_map(|tokens| syn::parse2::<syn::File>(tokens).ok()).flat_map(|parsed| parsed.items);
    let told = inside.map_or_else(|| module.to_owned(), |inside| format!("{inside}::{module}"));
    items.flat_map(|item| facts(module, &item)).map(|fact| format!("{told} {fact}")).collect()
}

fn facts(module: &str, item: &Item) -> Vec<String> {
    match item {
        // The reply is its two sides, the implementation its traits.
        Item::Type(t) if module == "ops" && is_public(&t.vis) => common_reply(&t.ident.to_string(), &t.ty),
        Item::Struct(s) if module == "server" && s.ident == "Implementation" => Vec::new(),
        Item::Struct(s) if is_public(&s.vis) => fields(&s.ident.to_string(), &s.fields),
        Item::Enum(e) if is_public(&e.vis) => {
            e.variants.iter().map(|v| format!("enum {}::{}{}", e.ident, v.ident, payload(&v.fields))).collect()
        }
        Item::Type(t) if is_public(&t.vis) && module == "types" => vec![format!("type {} = {}", t.ident, ty(&t.ty))],
        Item::Static(s) if is_public(&s.vis) => vec![format!("static {}", s.ident)],
        Item::Type(t) if is_public(&t.vis) && module == "client" => vec![format!("struct {}", t.ident)],
        Item::Trait(t) if t.ident == "Auth" => vec!["trait Auth".to_owned()],
        Item::Trait(t) => trait_facts(t),
        Item::Mod(m) if is_public(&m.vis) => {
            m.content.iter().flat_map(|(_, items)| items).flat_map(|item| facts(module, item)).collect()
        }
        Item::Impl(i) if i.trait_.is_none() => methods(module, i),
        _ => Vec::new(),
    }
}

/// What is a type of the runtime could as well be a struct: it is told like one.
fn common_reply(name: &str, ty: &Type) -> Vec<String> {
    let Type::Path(path) = ty else { return Vec::new() };
    let Some(last) = path.path.segments.last() else { return Vec::new() };
    match &last.arguments {
        _ if last.ident == "Outcome" || last.ident == "NoError" => Vec::new(),
        PathArguments::AngleBracketed(of) => {
            let only = last.ident.to_string();
            let only = only.strip_prefix("Only").filter(|_| path.path.segments.len() > 1);
            let inner = of.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(inner) => Some(self::ty(inner)),
                _ => None,
            });
            let told = inner.map(|inner| match only {
                Some(variant) => format!("enum {name}::{variant}({inner})"),
                None => format!("struct {name}.body: {inner}"),
            });
            told.collect()
        }
        // Of another operation that fails in the same way.
        _ if path.path.segments.len() == 1 => vec![format!("type {name} = {}", last.ident)],
        _ => vec![format!("struct {name}")],
    }
}

fn fields(name: &str, fields: &Fields) -> Vec<String> {
    let public = fields.iter().enumerate().filter(|(_, f)| is_public(&f.vis));
    let lines = public.map(|(index, f)| {
        let field = f.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
        format!("struct {name}.{field}: {}", ty(&f.ty))
    });
    let lines = lines.collect::<Vec<_>>();
    if lines.is_empty() { vec![format!("struct {name}")] } else { lines }
}

fn payload(fields: &Fields) -> String {
    let types = fields.iter().map(|f| ty(&f.ty)).collect::<Vec<_>>();
    if types.is_empty() { String::new() } else { format!("({})", types.join(", ")) }
}

fn methods(module: &str, of: &syn::ItemImpl) -> Vec<String> {
    let functions = of.items.iter().filter_map(|item| match item {
        ImplItem::Fn(f) if is_public(&f.vis) => Some(&f.sig),
        _ => None,
    });
    let owner = ty(&of.self_ty);
    let told = functions.filter(|sig| is_told(module, &owner, sig));
    told.map(|sig| format!("fn {owner}::{}({}){}", sig.ident, arguments(sig), returned(&sig.output))).collect()
}

/// Whether no other line says it.
fn is_told(module: &str, owner: &str, sig: &syn::Signature) -> bool {
    let name = sig.ident.to_string();
    let setter = matches!(sig.receiver(), Some(receiver) if matches!(receiver.kind, ReceiverKind::Value));
    match module {
        "types" => !setter && name != "validate" && !(name == "new" && sig.inputs.is_empty()),
        "client" => name != "options" && !(owner == "Client" && name == "new"),
        _ => name.ends_with("_or_default"),
    }
}

fn arguments(sig: &syn::Signature) -> String {
    let typed = sig.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => match &*argument.pat {
            Pat::Ident(name) => Some(format!("{}: {}", name.ident, ty(&argument.ty))),
            _ => Some(ty(&argument.ty)),
        },
        FnArg::Receiver(_) => None,
    });
    typed.collect::<Vec<_>>().join(", ")
}

fn returned(output: &ReturnType) -> String {
    match output {
        ReturnType::Type(_, of) if ty(of) != "Self" => format!(" -> {}", ty(of)),
        _ => String::new(),
    }
}

fn trait_facts(of: &syn::ItemTrait) -> Vec<String> {
    let bound = of.supertraits.iter().any(|b| matches!(b, TypeParamBound::Trait(t) if t.path.is_ident("Auth")));
    let mut lines = vec![format!("trait {}{}", of.ident, if bound { ": Auth" } else { "" })];
    for item in &of.items {
        let TraitItem::Fn(f) = item else { continue };
        if f.sig.ident != "reject" && f.sig.ident != "verify" {
            let types =
                f.sig.inputs.iter().filter_map(|a| if let FnArg::Typed(a) = a { Some(ty(&a.ty)) } else { None });
            let types = types.collect::<Vec<_>>().join(", ");
            lines.push(format!("fn {}::{}({types}) -> {}", of.ident, f.sig.ident, outcome(&f.sig.output)));
        }
    }
    lines
}

/// `Reply` of `impl Future<Output = Result<Reply, Error>> + Send`.
fn outcome(output: &ReturnType) -> String {
    let ReturnType::Type(_, of) = output else { return "()".to_owned() };
    let text = ty(of);
    let inner = text.split_once("Result<").and_then(|(_, rest)| rest.split_once(", Error>"));
    inner.map_or(text.clone(), |(reply, _)| reply.to_owned())
}

/// A type, each path by its last segment.
fn ty(of: &Type) -> String {
    match of {
        Type::Path(path) => last_segment(&path.path),
        Type::Reference(reference) => format!("&{}", ty(&reference.elem)),
        Type::Tuple(tuple) => format!("({})", tuple.elems.iter().map(ty).collect::<Vec<_>>().join(", ")),
        Type::ImplTrait(bounds) => {
            let bounds = bounds.bounds.iter().filter_map(|bound| match bound {
                TypeParamBound::Trait(bound) => Some(last_segment(&bound.path)),
                _ => None,
            });
            format!("impl {}", bounds.collect::<Vec<_>>().join(" + "))
        }
        _ => "_".to_owned(),
    }
}

fn last_segment(path: &syn::Path) -> String {
    let Some(segment) = path.segments.last() else { return String::new() };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return segment.ident.to_string() };
    let arguments = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(of) => Some(ty(of)),
        GenericArgument::AssocType(of) => Some(format!("{} = {}", of.ident, ty(&of.ty))),
        _ => None,
    });
    let arguments = arguments.collect::<Vec<_>>().join(", ");
    if arguments.is_empty() { segment.ident.to_string() } else { format!("{}<{arguments}>", segment.ident) }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

//! Names of the parts of multipart bodies, and of the types around them.
use super::super::namer::Namer;
use super::super::{Kind, Scope, snake, upper_camel};
use crate::ir::{Api, Carrier, Content, Multipart, OtherParts, PartContent, Status};

/// Functions of the struct of all parts.
const FORM: &[&str] = &["new", "collect", "clone", "fmt", "eq", "ne", "into", "from", "default"];
/// Members of the struct of one part with headers.
const HEADERS: &[&str] = &["new", "content", "clone", "fmt", "eq", "ne", "into", "from"];

pub(super) fn name(api: &mut Api, keys: &[String], namer: &mut Namer<'_>) {
    // Stems of operations may run into each other where something is put between stem and ending.
    let mut types = Scope::new(&[]);
    for (operation, key) in api.operations.iter_mut().zip(keys) {
        let stem = operation.type_name.clone();
        if let Some(body) = &mut operation.body {
            contents(&mut body.contents, &stem, key, &mut types, namer);
        }
        for reply in &mut operation.replies {
            let suffix = match reply.status {
                Status::Code(code) => code.to_string(),
                Status::Range(class) => format!("{class}xx"),
                Status::Default => "Default".to_owned(),
            };
            contents(&mut reply.contents, &format!("{stem}{suffix}"), &format!("{key} {suffix}"), &mut types, namer);
        }
    }
}

fn contents(list: &mut [Content], stem: &str, within: &str, types: &mut Scope, namer: &mut Namer<'_>) {
    let several = list.len() > 1;
    for content in list {
        let stem = if several { format!("{stem}{}", content.variant.rust) } else { stem.to_owned() };
        if let Carrier::Multipart(multipart) = &mut content.carrier {
            one(multipart, &stem, &format!("{within} {}", content.variant.wire), types, namer);
        }
    }
}

fn one(multipart: &mut Multipart, stem: &str, within: &str, types: &mut Scope, namer: &mut Namer<'_>) {
    multipart.part_name = types.claim(&format!("{stem}Part"));
    multipart.form_name = types.claim(&format!("{stem}Form"));
    multipart.required_name = types.claim(&format!("{stem}FormParts"));
    let wires: Vec<&str> = multipart.parts.iter().map(|part| part.name.wire.as_str()).collect();
    let fields = namer.members(Kind::Field, within, FORM, &wires, |wire| snake(wire, "part"));
    let variants = namer.members(Kind::Variant, within, &["Self"], &wires, |wire| upper_camel(wire, "Part"));
    let given: Vec<&str> =
        multipart.parts.iter().filter(|part| part.required).map(|part| part.name.wire.as_str()).collect();
    let order = namer.row(Kind::Argument, within, &given);
    let order: Vec<String> = order.into_iter().filter_map(|i| given.get(i)).map(|wire| (*wire).to_owned()).collect();
    let (mut taken_fields, mut taken_variants) = (Scope::new(FORM), Scope::new(&["Self"]));
    for ((part, field), variant) in multipart.parts.iter_mut().zip(fields).zip(variants) {
        taken_fields.take(&field);
        taken_variants.take(&variant);
        let place = order.iter().position(|wire| *wire == part.name.wire);
        part.place = place.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX);
        if !part.headers.is_empty() {
            part.type_name = types.claim(&format!("{stem}{variant}Content"));
        }
        let wires: Vec<&str> = part.headers.iter().map(|h| h.name.wire.as_str()).collect();
        let within = format!("{within} {}", part.name.wire);
        let names = namer.members(Kind::Header, &within, HEADERS, &wires, |wire| snake(wire, "header"));
        part.headers.iter_mut().zip(names).for_each(|(header, rust)| header.name.rust = rust);
        if let PartContent::Form(_, field) = &mut part.content {
            field.wire.clone_from(&part.name.wire);
        }
        part.name.rust = field;
        part.variant = variant;
    }
    if let OtherParts::Kept(kept) = &mut multipart.other {
        kept.field = taken_fields.claim("other");
        kept.variant = taken_variants.claim("Other");
    }
}

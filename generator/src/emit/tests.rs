//! A small API made by hand, with every shape that emission tells apart.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod checks;

use super::Home;
use crate::ir::*;
use crate::load::{FileId, Pointer};

/// Collects types; the names are what `names` would give.
#[derive(Default)]
struct Arena(Vec<TypeDef>);

impl Arena {
    fn add(&mut self, name: Option<&str>, shape: Shape) -> TypeId {
        self.constrained(name, shape, Constraints::default())
    }

    fn constrained(&mut self, name: Option<&str>, shape: Shape, constraints: Constraints) -> TypeId {
        let id = TypeId(u32::try_from(self.0.len()).unwrap());
        let name = name.map(|n| Name { wire: n.to_owned(), rust: n.to_owned() });
        let direction = Direction { request: true, reply: true };
        self.0.push(TypeDef {
            check: None,
            name,
            docs: Docs::default(),
            shape,
            constraints: constraints.into(),
            direction,
            secret: false,
            input_of: None,
            required_name: String::new(),
            origin: origin(),
        });
        id
    }

    fn scalar(&mut self, scalar: Scalar) -> TypeId {
        self.add(None, Shape::Scalar(scalar))
    }
}

fn origin() -> Pointer {
    Pointer::root(FileId(0))
}

fn field(name: &str, ty: TypeId, required: bool) -> Field {
    let name = Name { wire: name.to_owned(), rust: name.to_owned() };
    let docs = Docs::default();
    Field {
        name,
        docs,
        ty,
        required,
        boxed: false,
        place: 0,
        default: None,
        read_only: false,
        write_only: false,
        origin: origin(),
    }
}

fn structure(fields: Vec<Field>) -> Shape {
    Shape::Struct(Struct::new(fields, Rest::Ignored))
}

fn value(name: &str) -> EnumValue<String> {
    let name = Name { wire: name.to_lowercase(), rust: name.to_owned() };
    EnumValue { value: name.wire.clone(), name, docs: None }
}

fn variant(name: &str, ty: TypeId) -> Variant {
    let name = Name { wire: name.to_owned(), rust: name.to_owned() };
    Variant { name, docs: Docs::default(), ty, boxed: false }
}

fn api(types: Arena) -> Api {
    Api {
        module: "pets".to_owned(),
        info: Info { title: "Pets".to_owned(), ..Info::default() },
        servers: Vec::new(),
        types: types.0,
        incoming: Vec::new(),
        inside: None,
        xml: Vec::new(),
        operations: Vec::new(),
        tags: Vec::new(),
        checks: Vec::new(),
        foreign: Vec::new(),
        residues: std::collections::BTreeMap::new(),
        names: crate::names::Lock::default(),
        schemes: Vec::new(),
    }
}

fn rendered(api: &Api, file: &str) -> String {
    let home = Home {
        path: "generated::pets".to_owned(),
        source: "pets.yaml".to_owned(),
        features: String::new(),
        published: None,
    };
    let file = super::api(api, &home).into_iter().find(|f| f.name == file).unwrap();
    let text = crate::render::file(file);
    assert!(!text.contains("compile_error!"), "{text}");
    text
}

#[track_caller]
fn has(text: &str, wanted: &str) {
    // Layout is the printer's matter.
    let flat = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")").replace(",}", "}");
    assert!(flat(text).contains(flat(wanted).trim_end_matches(',')), "no `{wanted}` in:\n{text}");
}

#[test]
fn presence_decides_the_fields_type() {
    let mut types = Arena::default();
    let text = types.scalar(Scalar::String);
    let maybe = types.add(None, Shape::Nullable(text));
    let fields =
        vec![field("a", text, true), field("b", maybe, true), field("c", text, false), field("d", maybe, false)];
    types.add(Some("Pet"), structure(fields));
    let text = rendered(&api(types), "types.rs");
    has(&text, "pub a: String,");
    has(&text, "pub b: Option<String>,");
    has(&text, "pub c: Option<String>,");
    has(&text, "pub d: ::tenon_runtime::Field<String>,");
    has(&text, "pub fn new(a: impl Into<String>, b: impl ::tenon_runtime::IntoOption<String>,) -> Self");
    has(&text, r#"let d = object.field("d");"#);
}

#[test]
fn more_than_three_required_fields_are_a_literal_and_constants_are_filled_in() {
    let mut types = Arena::default();
    let text = types.scalar(Scalar::String);
    let kind = Enum { values: EnumValues::String(vec![value("Cat")]), open: false, extensible: false };
    let kind = types.add(Some("Kind"), Shape::Enum(kind));
    let mut fields = ["a", "b", "c"].map(|name| field(name, text, true)).to_vec();
    fields.push(field("kind", kind, true));
    types.add(Some("Three"), structure(fields.clone()));
    fields.push(field("d", text, true));
    types.add(Some("Four"), structure(fields));
    let text = rendered(&api(types), "types.rs");
    has(&text, "pub fn new(a: impl Into<String>, b: impl Into<String>, c: impl Into<String>,) -> Self");
    has(&text, "kind: Kind::Cat,");
    has(&text, "pub struct FourRequired {");
    has(&text, "pub fn new(required: FourRequired) -> Self");
    assert!(!text.contains("ThreeRequired"), "{text}");
}

#[test]
fn fields_called_like_locals_do_not_hide_them() {
    let mut types = Arena::default();
    let text = types.scalar(Scalar::String);
    types.add(Some("Pet"), structure(vec![field("object", text, true), field("cx", text, true)]));
    let text = rendered(&api(types), "types.rs");
    has(&text, r#"let object = object_.required("object"); let cx = object_.required("cx"); object_.end();"#);
}

#[test]
fn secrets_are_not_shown() {
    let mut types = Arena::default();
    let text = types.scalar(Scalar::String);
    let mut secret = field("password", text, true);
    secret.write_only = true;
    types.add(Some("Login"), structure(vec![field("name", text, true), secret]));
    let text = rendered(&api(types), "types.rs");
    has(&text, "#[derive(Clone, PartialEq)] #[non_exhaustive] pub struct Login");
    has(&text, r#".field("password", &::core::format_args!("[redacted]"))"#);
}

#[test]
fn unions_are_told_apart_as_decided() {
    let mut types = Arena::default();
    let (text, number) = (types.scalar(Scalar::String), types.scalar(Scalar::Integer(Width::I64)));
    let null = types.add(None, Shape::Null);
    let cat = types.add(Some("Cat"), structure(vec![field("kind", text, true)]));
    let dog = types.add(Some("Dog"), structure(vec![field("kind", text, true)]));
    let union = |names: [(&str, TypeId); 2], decision| {
        let variants = names.map(|(name, ty)| variant(name, ty)).to_vec();
        Shape::Union(Union { variants, decision, exclusive: true })
    };
    types.add(
        Some("Loc"),
        union([("String", text), ("Integer", number)], Decision::Kind(vec![vec![Kind::String], vec![Kind::Integer]])),
    );
    let values = vec![("cat".to_owned(), 0), ("kitty".to_owned(), 0), ("dog".to_owned(), 1)];
    let tag = Decision::Tag {
        property: "kind".to_owned(),
        of: Kind::String,
        values,
        untagged: Vec::new(),
        rest: None,
        open: true,
    };
    types.add(Some("ByTag"), union([("Cat", cat), ("Dog", dog)], tag));
    let order = Decision::Property(vec![(Some("claws".to_owned()), 0), (None, 1)]);
    types.add(Some("ByProperty"), union([("Cat", cat), ("Dog", dog)], order));
    types.add(Some("ByTrial"), union([("Cat", cat), ("Null", null)], Decision::Trial));
    let text = rendered(&api(types), "types.rs");
    has(&text, r#"_ => cx.mismatch("a string or an integer"),"#);
    has(&text, "impl From<i64> for Loc");
    has(&text, r#"Some("cat" | "kitty") => cx.branch("Cat", Self::Cat),"#);
    has(&text, r#"_ => cx.unknown_tag("kind", &["cat", "kitty", "dog"]),"#);
    has(&text, r#"cx.by_property( true, &[("claws", 0)], Some(1), &["#);
    has(&text, "cx.one_of(");
    has(&text, "Self::Null => w.null(),");
}

#[test]
fn a_circle_of_aliases_is_broken_by_a_struct() {
    let mut types = Arena::default();
    let id = types.add(Some("Tree"), Shape::Null);
    let item = types.add(Some("Branch"), Shape::Array(id));
    types.0[0].shape = Shape::Alias(item);
    let text = rendered(&api(types), "types.rs");
    has(&text, "pub struct Tree(");
    has(&text, "pub type Branch = Vec<Tree>;");
}

#[test]
fn constraints_are_checked_by_whoever_holds_the_value() {
    let mut types = Arena::default();
    let short = Constraints { max_length: Some(5), pattern: Some("^a".to_owned()), ..Constraints::default() };
    let item = types.constrained(None, Shape::Scalar(Scalar::String), short);
    let unique = Constraints { unique_items: true, ..Constraints::default() };
    let list = types.constrained(None, Shape::Array(item), unique);
    types.add(Some("Pet"), structure(vec![field("tags", list, false)]));
    let text = rendered(&api(types), "types.rs");
    has(&text, "cx.checked(Self { tags })");
    has(&text, r#"c.member("tags", &self.tags, &::tenon_runtime::ItemsRule::NONE.unique());"#);
    has(&text, r#"::tenon_runtime::Pattern::new("^a")"#);
    has(&text, r#"c.member( "tags", &self.tags, &::tenon_runtime::Each("#);
}

#[test]
fn defaults_are_offered_and_not_sent() {
    let mut types = Arena::default();
    let number = types.scalar(Scalar::Integer(Width::I64));
    let mut code = field("code", number, false);
    code.default = Some("-100".to_owned());
    types.add(Some("Pet"), structure(vec![code]));
    let text = rendered(&api(types), "types.rs");
    has(&text, "pub fn code_or_default(&self) -> i64 { self.code.unwrap_or(-100) }");
}

#[test]
fn prose_cannot_leave_its_comment() {
    let mut types = Arena::default();
    let id = types.add(Some("Pet"), structure(Vec::new()));
    types.0[id.0 as usize].docs.description = Some("*/ pub fn evil() {}\n```\nfn main() {}\n\u{202e}\u{1}x".to_owned());
    let text = rendered(&api(types), "types.rs");
    has(&text, "/// */ pub fn evil() {} /// ```text /// fn main() {} /// x /// ```");
}

#[test]
fn an_api_without_operations_has_all_its_files() {
    let api = api(Arena::default());
    for file in ["mod.rs", "types.rs", "ops.rs", "client.rs", "server.rs"] {
        assert!(
            rendered(&api, file).starts_with("// @generated by `cargo xtask generate` from pets.yaml; do not edit.")
        );
    }
}

//! What types do not say: functions and closures, and who runs them.
use super::*;

/// Collects checks; a check is added behind those that it is made of.
#[derive(Default)]
struct Checks(Vec<Check>);

impl Checks {
    fn add(&mut self, at: &str, demands: Vec<Demand>) -> CheckId {
        let id = CheckId(u32::try_from(self.0.len()).unwrap());
        self.0.push(Check::new(demands, Pointer::new(FileId(0), at)));
        id
    }
}

/// The API as lowering would have left it, with the names of checks.
fn judged(types: Arena, checks: Checks) -> Api {
    let mut api = api(types);
    api.checks = checks.0;
    crate::lower::gather::gather(&mut api);
    let _ = crate::names::name(&mut api, &crate::Settings::default(), &mut crate::diagnostic::Diagnostics::default());
    api
}

fn contains_a(checks: &mut Checks) -> CheckId {
    let a =
        checks.add("/components/schemas/Pet/properties/tags/contains", vec![Demand::Values(vec!["\"a\"".to_owned()])]);
    let contains = Demand::Contains { item: a, min: 1, max: None };
    checks.add("/components/schemas/Pet/properties/tags", vec![contains])
}

#[test]
fn no_checks_no_file() {
    let api = judged(Arena::default(), Checks::default());
    let home = Home {
        path: "generated::pets".to_owned(),
        source: "pets.yaml".to_owned(),
        features: String::new(),
        published: None,
    };
    assert!(crate::emit::api(&api, &home).iter().all(|file| file.name != "checks.rs"));
    assert!(!rendered(&api, "mod.rs").contains("mod checks;"));
}

#[test]
fn a_struct_runs_what_its_members_spell_out() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let text = types.scalar(Scalar::String);
    let list = types.add(None, Shape::Array(text));
    types.0[list.0 as usize].check = Some(contains_a(&mut checks));
    let lists = types.add(None, Shape::Array(list));
    let pet = types.add(Some("Pet"), structure(vec![field("tags", list, false), field("more", lists, false)]));
    types.0[pet.0 as usize].origin = Pointer::new(FileId(0), "/components/schemas/Pet");
    let api = judged(types, checks);
    let text = rendered(&api, "types.rs");
    has(&text, "use super::checks;");
    has(&text, "cx.judged(Self { tags, more }, &checks::pet)");
    has(&text, "fn validate(&self, c: &mut ::tenon_runtime::Checker) { c.judged(self, &checks::pet); }");
    let text = rendered(&api, "checks.rs");
    has(&text, "/// `#/components/schemas/Pet`.");
    has(&text, "pub(super) fn pet(v: Node<'_>, c: &mut Judge) {");
    has(&text, r#"("tags", &pet_tags), ("more", &|v, c| c.tuple(v, &[], Some(&pet_tags)))"#);
    has(&text, r#"c.contains(v, &|v, c| c.values(v, &["\"a\""]), 1, None);"#);
    has(&rendered(&api, "mod.rs"), "mod checks;");
}

#[test]
fn constraints_come_before_what_is_judged() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let short = Constraints { max_length: Some(5), ..Constraints::default() };
    let text = types.constrained(None, Shape::Scalar(Scalar::String), short);
    let pet = types.add(Some("Pet"), structure(vec![field("name", text, true)]));
    types.0[pet.0 as usize].check =
        Some(checks.add("/components/schemas/Pet", vec![Demand::Count { min: Some(2), max: None }]));
    let text = rendered(&judged(types, checks), "types.rs");
    has(&text, "let value = cx.checked(Self { name: name? })?; cx.judged(value, &checks::pet)");
}

#[test]
fn every_keyword_is_a_call() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let all = checks.add("/all", Vec::new());
    let int = checks.add("/int", vec![Demand::Kinds(vec![Kind::Integer, Kind::Null])]);
    let never = checks.add("/never", vec![Demand::Never]);
    let text = |pattern: &str| Demand::Text { min: Some(1), max: None, pattern: Some(pattern.to_owned()) };
    let pattern = checks.add("/pattern", vec![text("^a")]);
    let name = |text: &str| text.to_owned();
    let demands = vec![
        vec![Demand::Holds(int), Demand::Holds(pattern)],
        vec![Demand::Number {
            minimum: Some(name("1.5")),
            exclusive_minimum: None,
            maximum: None,
            exclusive_maximum: None,
            multiple_of: Some(name("0.01")),
        }],
        vec![Demand::Items { min: None, max: Some(3), unique: true }],
        vec![Demand::Tuple { prefix: vec![all, int], rest: Some(never) }],
        vec![Demand::Contains { item: int, min: 2, max: Some(3) }],
        vec![Demand::Count { min: Some(1), max: Some(2) }],
        vec![Demand::Required(vec![name("a"), name("b")])],
        vec![Demand::DependentRequired(name("a"), vec![name("b")])],
        vec![Demand::Dependent(name("a"), int)],
        vec![Demand::Members {
            properties: vec![(name("a"), int)],
            patterns: vec![(name("^x"), all), (name("y$"), int)],
            additional: Some(never),
        }],
        vec![Demand::Names(pattern)],
        vec![Demand::AnyOf(vec![int, never]), Demand::OneOf(vec![int])],
        vec![Demand::Not(int)],
        vec![Demand::If { test: int, then: None, otherwise: Some(never) }],
        vec![Demand::Unevaluated { body: int, properties: Some(never), items: None }],
    ];
    for demands in demands {
        let pet = types.add(Some("Pet"), structure(Vec::new()));
        types.0[pet.0 as usize].check = Some(checks.add("/components/schemas/Pet", demands));
    }
    let text = rendered(&judged(types, checks), "checks.rs");
    for wanted in [
        "c.kinds(v, &[Kind::Integer, Kind::Null]);",
        r#"static PATTERN: Pattern = Pattern::new("^a");"#,
        "&StringRule::NONE.min(1).pattern(&PATTERN)",
        r#"&NumberRule::NONE.minimum("1.5").multiple_of("0.01")"#,
        "use ::tenon_runtime::{ItemsRule, Judge, Kind, Node, NumberRule, Pattern, PropertiesRule, StringRule};",
        "c.items(v, &ItemsRule::NONE.max(3).unique())",
        "c.tuple(v, &[&|_, _| {}, &|v, c| c.kinds(v,",
        "Some(&|v, c| c.never(v))",
        r#"c.required(v, &["a", "b"]);"#,
        r#"c.dependent_required(v, "a", &["b"]);"#,
        r#"c.dependent(v, "a", &|v, c| c.kinds(v,"#,
        r#"static PATTERNS: [Pattern; 2] = [Pattern::new("^x"), Pattern::new("y$")"#,
        "&[(&PATTERNS[0], &|_, _| {}), (&PATTERNS[1], &|v, c| c.kinds(v,",
        "c.names(v, &pattern);",
        "c.any_of(v, &[&|v, c| c.kinds(v,",
        "c.one_of(v, &[&|v, c| c.kinds(v,",
        "c.not(v, &|v, c| c.kinds(v,",
        "None, Some(&|v, c| c.never(v))",
        "c.unevaluated(v, &|v, c| c.kinds(v,",
    ] {
        has(&text, wanted);
    }
}

#[test]
fn a_circle_is_a_function_and_depth_is_too() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let (tree, leaf) = (CheckId(0), CheckId(1));
    let nodes = Demand::Tuple { prefix: Vec::new(), rest: Some(tree) };
    checks.add("/components/schemas/Tree", vec![nodes, Demand::Required(vec!["value".to_owned()])]);
    checks.add("/leaf", vec![Demand::Never]);
    let mut inner = leaf;
    for depth in 0..6 {
        inner = checks.add(&format!("/deep/{depth}"), vec![Demand::Not(inner)]);
    }
    let root = checks.add("/components/schemas/Pet", vec![Demand::Holds(tree), Demand::Not(inner)]);
    let pet = types.add(Some("Pet"), structure(Vec::new()));
    types.0[pet.0 as usize].check = Some(root);
    let text = rendered(&judged(types, checks), "checks.rs");
    has(&text, "fn tree(v: Node<'_>, c: &mut Judge) { c.tuple(v, &[], Some(&tree));");
    has(&text, "c.holds(v, &tree);");
    has(&text, "fn deep_1(");
    has(&text, "c.not(v, &|v, c| c.not(v, &|v, c| c.never(v)));");
}

#[test]
fn a_branch_is_what_its_check_lets_pass() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let short = Constraints { max_length: Some(5), ..Constraints::default() };
    let text = types.constrained(None, Shape::Scalar(Scalar::String), short);
    let any = types.add(None, Shape::Any(UntypedReason::NoType));
    types.0[any.0 as usize].check = Some(contains_a(&mut checks));
    let variants = vec![variant("Text", text), variant("Tags", any)];
    let union = Union { variants, decision: Decision::Trial, exclusive: true };
    types.add(Some("Either"), Shape::Union(union));
    let text = rendered(&judged(types, checks), "types.rs");
    has(&text, "::tenon_runtime::Decode::decode(cx).map(Self::Text).and_then(|value| cx.checked(value))");
    has(
        &text,
        "::tenon_runtime::Decode::decode(cx).and_then(|value| cx.judged(value, &checks::pet_tags)).map(Self::Tags)",
    );
    has(&text, "Self::Tags(value) => { c.judged(value, &checks::pet_tags); }");
}

#[test]
fn a_union_judges_the_whole_value_last() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let (text, number) = (types.scalar(Scalar::String), types.scalar(Scalar::Integer(Width::I64)));
    let variants = vec![variant("Text", text), variant("Number", number)];
    let decision = Decision::Kind(vec![vec![Kind::String], vec![Kind::Integer]]);
    let either = types.add(Some("Either"), Shape::Union(Union { variants, decision, exclusive: true }));
    let five = checks.add("/five", vec![Demand::Values(vec!["5".to_owned()])]);
    types.0[either.0 as usize].check = Some(checks.add("/components/schemas/Either", vec![Demand::Not(five)]));
    let text = rendered(&judged(types, checks), "types.rs");
    has(&text, "let value = Self::decided(cx)?; cx.judged(value, &checks::either)");
    has(&text, "c.judged(self, &checks::either);");
}

#[test]
fn null_is_not_asked_what_is_meant_for_others() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let number = types.scalar(Scalar::Integer(Width::I64));
    let five = checks.add("/five", vec![Demand::Values(vec!["5".to_owned()])]);
    types.0[number.0 as usize].check =
        Some(checks.add("/not", vec![Demand::Values(vec!["1".to_owned()]), Demand::Not(five)]));
    let maybe = types.add(None, Shape::Nullable(number));
    types.add(Some("Pet"), structure(vec![field("a", maybe, true)]));
    let text = rendered(&judged(types, checks), "checks.rs");
    has(&text, "c.when(v, &|v, c| c.kinds(v, &[Kind::Null]), None, Some(");
}

#[test]
fn members_beside_the_declared_ones() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let number = types.scalar(Scalar::Integer(Width::I64));
    let odd = types.scalar(Scalar::Integer(Width::I64));
    let five = checks.add("/five", vec![Demand::Values(vec!["5".to_owned()])]);
    types.0[odd.0 as usize].check = Some(checks.add("/odd", vec![Demand::Not(five)]));
    let shape = match structure(vec![field("a", number, false)]) {
        Shape::Struct(s) => Shape::Struct(Struct { rest: Rest::Kept(odd), ..s }),
        other => other,
    };
    types.add(Some("Pet"), shape);
    types.add(Some("Tree"), Shape::Null);
    let text = rendered(&judged(types, checks), "checks.rs");
    has(&text, r#"c.members(v, &[("a", &|_, _| {})], &[], Some(&|v, c| c.not(v, &|v, c| c.values(v, &["5"]))))"#);
}

#[test]
fn a_struct_around_an_alias_judges_itself_and_its_holder_does_not() {
    let (mut types, mut checks) = (Arena::default(), Checks::default());
    let tree = types.add(Some("Tree"), Shape::Null);
    let branch = types.add(None, Shape::Array(tree));
    types.0[tree.0 as usize].shape = Shape::Alias(branch);
    types.0[tree.0 as usize].check = Some(contains_a(&mut checks));
    types.add(Some("Garden"), structure(vec![field("tree", tree, true)]));
    let api = judged(types, checks);
    let text = rendered(&api, "types.rs");
    has(&text, "cx.judged(Self(value), &checks::pet_tags)");
    has(&text, "c.inner(&self.0); c.judged(self, &checks::pet_tags);");
    has(&text, "Some(Self { tree: tree? })");
}

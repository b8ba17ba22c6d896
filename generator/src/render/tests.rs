//! What is laid out directly is what `prettyplease` makes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod odd;

use proc_macro2::TokenStream;

use super::lines;

/// Both ways.
fn laid_out(source: &str) -> (String, String) {
    let parsed = syn::parse_str::<syn::File>(source).unwrap();
    let mut trees = source.parse::<TokenStream>().unwrap().into_iter().peekable();
    let direct = std::iter::from_fn(|| lines::next_item(&mut trees)).collect();
    (direct, prettyplease::unparse(&parsed))
}

fn same(source: &str) {
    let (direct, parsed) = laid_out(source);
    assert_eq!(direct, parsed);
}

#[test]
fn items() {
    same("use super::checks; pub type A = B; pub type Tags<'a> = Vec<&'a [Tag; 2]>; const N: usize = 3;");
    same(
        "/// It's `\"quoted\"` \\ and more.  \n#[derive(Clone, Debug)] #[must_use = \"a\"] pub struct S { /// A.\n pub a: Option<T>, b: u8 }",
    );
    same(
        "pub struct S(/// The value.\n pub Vec<S>); pub struct E {} pub enum N {} pub enum V { A, B(T), C { d: u8 }, E = 3 }",
    );
    same(
        "#[doc = r\" raw\"] #[doc = \"/odd\"] #[cfg(any(feature = \"client\", feature = \"server\"))] mod m { pub(super) static S: &'static ::a::B = &B; }",
    );
    same("impl<A> ::a::B<A> for C<A> where A: D { type E = F; const G: H<'static> = I::j(\"k\", 1); fn l(&self) {} }");
    same(
        "pub trait T: Send + 'static { type E: A + Send; fn f(&self, a: &mut B<'_>) -> impl C<D = E> + Send; fn g() -> u8 { 1 } }",
    );
    same("::tenon_runtime::serde_shims!(A, B); m! { a => b }");
    same("async unsafe fn f<'a, T: A>(mut self, _: impl Fn(&'a T) -> U) -> Result<(), Box<dyn E + Send>> {}");
}

#[test]
fn lines_that_are_too_long() {
    let long = "a_name_that_is_so_long_that_not_much_else_fits";
    for length in 0..long.len() {
        let name = &long[..=length];
        same(&format!("impl ::tenon_runtime::client::something::Request for ops::{name} {{ fn a() {{}} }}"));
        same(&format!("impl ::tenon_runtime::client::something::Request_ for ops::{name} {{}}"));
        same(&format!(
            "impl S {{ pub fn {name}(mut self, {name}: impl ::tenon_runtime::IntoOption<String>) -> Self {{ a }} }}"
        ));
        same(&format!(
            "impl S {{ pub fn f(mut self, {name}: impl ::tenon_runtime::IntoOption<Vec<{name}>>) -> Result<{name}, {name}> {{}} }}"
        ));
        same(&format!(
            "trait T {{ fn {name}(&self, cx: Context<()>) -> impl Future<Output = Result<ops::{name}, Self::Error>> + Send; }}"
        ));
        same(&format!(
            "struct S {{ pub {name}: ::std::collections::BTreeMap<String, Option<{name}>>, a: {name}::{name} }}"
        ));
        same(&format!("enum E {{ {name}(::std::collections::BTreeMap<String, {name}>) }}"));
        same(&format!(
            "pub type {name} = ::std::collections::BTreeMap<String, ::std::collections::BTreeMap<a, {name}>>;"
        ));
        same(&format!("const {name}: T = ::tenon_runtime::Parameter::query(\"{name}\", &[\"a\", \"{name}\"]);"));
        same(&format!(
            "static {name}: T = T {{ id: \"{name}\", a: &[1, 2], b: &[P::L(\"{name}\"), P::M(0)], c: D {{ {name}: 4 }} }};"
        ));
    }
}

#[test]
fn steps() {
    let long = "a_name_that_is_so_long_that_not_much_else_fits";
    for length in 0..long.len() {
        let name = &long[..=length];
        let within = |steps: &str| same(&format!("impl S {{ fn f() {{ {steps} }} }}"));
        within(&format!("let {name} = object.required(\"{name}\"); object.member(\"{name}\", &self.{name});"));
        within(&format!("self.{name} = ::tenon_runtime::IntoOption::into_option({name}); self"));
        within(&format!("let mut o = cx.object()?; o.end(); Some(Self {{ a, {name}: {name}?, b: None }})"));
        within(&format!("Self {{ {name} }}"));
        within(&format!("let (Some({name}), Some(b), Some(c)) = ({name}, b, c) else {{ return None; }}; Some(b)"));
        within(&format!("let (Some(a), Some({name}{name})) = (a, {name}{name}) else {{ return None; }}; Some(b)"));
        within(&format!("let (Some(a), Some(bc), Some(def)) = (a, bcdefg, {name}) else {{ return None; }}; Some(b)"));
        let three = [1, 2, 3].map(|n| format!("{name}{n}"));
        let (names, values) = (three.each_ref().map(|n| format!("Some({n})")).join(", "), three.join(", "));
        within(&format!("let ({names}) = ({values}) else {{ return None; }}; Some(b)"));
        within(&format!("let [a, {name}, {name}] = Self::PARAMETERS;"));
        within(&format!("{name} {{ call: self.channel.call(ops::{name}::new(a, {name})) }}"));
        within(&format!(
            "Box::pin(async move {{ let a = (); let b = <A as super::T>::{name}(&app.0, a).await; Ok(b) }})"
        ));
        within(&format!(
            "match a {{ 200 => Some(Ok(ops::{name}::Ok({name} {{ body: a.json(\"b\")? }}))), _ => a.{name}() }}"
        ));
        within(&format!(
            "match self {{ Self::A(v) => {{ out.status(2); out.{name}(\"a\", &v.b); }} Self::B(n) => match n {{}}, C::D => () }}"
        ));
        within(&format!(
            "match a {{ 1 if b => {{ c() }} A | B => d, {name}::{name} => {name}(a, {name}, {name}), [a, ..] => 1 }}"
        ));
        within(&format!(
            "if let Some(v) = &self.{name} {{ c.at(\"{name}\", |c| {{ c.string(v, &R::NONE.max(50)); }}); }} for a in b {{ c(a); }}"
        ));
        within(&format!("c.each(v, |c, v| {{ c.{name}(v); }}); if a {{ b }} else {{ c }} return {name}"));
        within(&format!("let (a, b) = (1, -2); let c = |x| x.{name}(a,); let d = (c,); a == b && c < d"));
    }
}

/// All that the feature cases emit.
#[test]
fn features() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/features"));
    let cases = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for case in cases {
        let files = std::fs::read_dir(case.path().join("expected")).into_iter().flatten().flatten();
        for file in files
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|e| e == "rs") && !path.ends_with("mod.rs"))
        {
            let text = std::fs::read_to_string(&file).unwrap();
            let items: String =
                text.lines().filter(|line| !line.starts_with("//!")).map(|l| format!("{l}\n")).collect();
            let (direct, parsed) = laid_out(&items);
            assert!(direct == parsed, "{}", file.display());
        }
    }
}

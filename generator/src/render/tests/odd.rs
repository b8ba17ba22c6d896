//! What is laid out by `syn`, since it is none of what is emitted often; and what is no Rust at all.
use proc_macro2::TokenStream;

use super::same;
use crate::render::{is_rust, lines};

/// What the fast way does not know goes through `syn`, wherever it stands.
#[test]
fn odd_parts() {
    let types = [
        "*const A<B, C>",
        "dyn Fn(A, B) -> C<D, E> + 'a",
        "for<'b> fn(&'b A) -> B<C, D>",
        "A<{ 1 + 2 }, B>",
        "A<-1, B>",
        "[A<B, C>; 1 << 2]",
        "&'static (dyn A<B = C, D = E> + Send)",
        "!",
        "(A,)",
        "<A as B<C, D>>::E<F, G>",
    ];
    for ty in types {
        same(&format!(
            "pub struct S<'a> {{ /// A.\n #[b] pub a: {ty}, /// B.\n pub b: B<A, A>, c: C }} struct T({ty}, A);"
        ));
        same(&format!("enum E {{ A({ty}, B), /// B.\n B {{ a: {ty}, b: B }}, C }} type T = {ty};"));
        same(&format!("fn f(a: {ty}, b: B) -> {ty} {{ a }} const C: {ty} = 1 + 2;"));
        same(&format!(
            "impl A<{ty}> for {ty} {{ type A = {ty}; fn f(&self, a: {ty}) -> {ty} {{ a; b }} fn g() {{}} }}"
        ));
        same(&format!(
            "trait T: A<{ty}> {{ type A: B<{ty}>; fn f(&self, a: {ty}) -> {ty}; fn g() -> {ty} {{ a; b }} }}"
        ));
        same(&format!("mod m {{ struct S {{ a: {ty}, b: A }} fn f() {{ let a: {ty} = b; a.b::<{ty}, A>(); }} }}"));
    }
    same("enum E { A = 1 << 2, B = -1, C = { 3 }, D = A < B as u8, E }");
    let values = [
        "a += b",
        "a -= b",
        "a <= b",
        "a >= b",
        "a << b",
        "a >> b",
        "a <<= 2",
        "a >>= 2",
        "a && b || !c",
        "a != -1",
        "a..=b",
        "a < b",
        "&mut *a",
        "a - b::<C, D>()",
        "-b::<C, D>(e)",
        "a as B<C, D>",
        "a.0 .1",
        "|a, b| a + b",
        "move || { a; b }",
        "loop { break 'a; }",
        "unsafe { a }",
        "if a < b { c } else { d }",
        "match a { b if c < d => e, _ => f }",
        "S { a: -1, ..b }",
        "[a; 1 + 2]",
        "a!(b, c)",
        "\"a\nb\"",
        "r#\"a\"#",
        "&&a",
        "(a)",
        "'a'",
        "b\"c\"",
        "return",
        "async { a.await }",
        "a?.b?",
        "a = b",
        "let a = b",
        "let A(b) = c else { return; }",
        "while a < b { c(); }",
        "for (a, b) in 0..c { d() }",
    ];
    for value in values {
        let within = |steps: &str| same(&format!("impl S {{ fn f() {{ {steps} }} }}"));
        if !["let ", "while ", "for "].iter().any(|word| value.starts_with(word)) {
            within(value);
            within(&format!("let a = {value}; if a {{ {value}; b }}"));
            within(&format!(
                "match a {{ A => {value}, B | C if {value} => {{ {value}; b }} D {{ a, .. }} => {{ {value} }} 1..=2 => f(a, {value}), _ => {value} }}"
            ));
            within(&format!("a.b(&|c, d| {{ {value}; d }}, e); f({value}); c.at(\"a\", |c| {{ {value}; d(); }});"));
        }
        within(&format!("{value}; a"));
    }
}

/// What is no Rust is never shown as if it were.
#[test]
fn what_is_no_rust_is_told() {
    for source in [
        "struct S { a b: C, d: E }",
        "enum E { A B, C }",
        "fn f() { let = 1; a }",
        "fn f(a b) {}",
        "impl { fn f() {} }",
        "fn f() { match a { b c => d, e => f } }",
        "a b c",
        "#[a] ",
        "fn f() { match a { b => c, d } }",
        "trait T { fn }",
        "#[= =] struct S {}",
    ] {
        let mut trees = source.parse::<TokenStream>().unwrap().into_iter().peekable();
        let text: String = std::iter::from_fn(|| lines::next_item(&mut trees)).collect();
        assert!(!is_rust(&text), "{source}: {text}");
    }
}

//! Rust paths, as far as settings may name types by them.

/// Whether a text is the path of a type from a crate's root: `::my::Email`, `crate::Email`,
/// `::std::sync::Arc<::my::Email>`.
pub(super) fn is_type(text: &str) -> bool {
    let mut rest = text;
    path(&mut rest, 0) && rest.is_empty()
}

/// Arguments within arguments; nobody writes more.
const DEEPEST: usize = 8;

fn path(rest: &mut &str, depth: usize) -> bool {
    let rooted = take(rest, "::") || (take(rest, "crate") && take(rest, "::"));
    if !rooted || depth > DEEPEST {
        return false;
    }
    loop {
        if !segment(rest) {
            return false;
        }
        if take(rest, "<") && !arguments(rest, depth) {
            return false;
        }
        if !take(rest, "::") {
            return true;
        }
    }
}

fn segment(rest: &mut &str) -> bool {
    let end = rest.find(|c: char| !unicode_ident::is_xid_continue(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    crate::names::is_identifier(name)
}

/// What stands between angle brackets: paths, and the types that have no path.
fn arguments(rest: &mut &str, depth: usize) -> bool {
    const PRIMITIVE: &[&str] =
        &["bool", "char", "f64", "f32", "i128", "i16", "i32", "i64", "i8", "str", "u128", "u16", "u32", "u64", "u8"];
    loop {
        *rest = rest.trim_start();
        let primitive = PRIMITIVE.iter().any(|name| {
            let whole = |after: &str| after.starts_with([',', '>', ' ']);
            rest.strip_prefix(name).is_some_and(whole) && take(rest, name)
        });
        if !primitive && !path(rest, depth + 1) {
            return false;
        }
        *rest = rest.trim_start();
        if take(rest, ">") {
            return true;
        }
        if !take(rest, ",") {
            return false;
        }
    }
}

fn take(rest: &mut &str, text: &str) -> bool {
    rest.strip_prefix(text).map(|after| *rest = after).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_type;

    #[test]
    fn paths_begin_at_a_root() {
        for good in [
            "::my::Email",
            "crate::Email",
            "::std::string::String",
            "::std::sync::Arc<::my::Email>",
            "::my::Pair<u8, ::std::vec::Vec<i64>>",
        ] {
            assert!(is_type(good), "{good}");
        }
        for bad in
            ["", "Email", "my::Email", "::", "::my::", "::my::Email<", "::a::B<>", "::a::B>", "::a b", "::self::X"]
        {
            assert!(!is_type(bad), "{bad}");
        }
        assert!(!is_type(&"::a::B<".repeat(100_000)));
    }
}

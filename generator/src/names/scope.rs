//! A scope: names that are taken, and how the next one of the same name is told from it.
use rustc_hash::FxHashSet;

/// The names in one scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: FxHashSet<String>,
}

impl Scope {
    /// With names that nobody gets.
    #[must_use]
    pub fn new(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// The wanted name, or the first free one made from it: `Pet`, `Pet2`, `Pet3`.
    pub fn claim(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut count = 1_u32;
        while !self.taken.insert(name.clone()) {
            count += 1;
            let separator = if wanted.starts_with(char::is_uppercase) { "" } else { "_" };
            let stem = wanted.trim_end_matches('_');
            name = format!("{stem}{separator}{count}");
        }
        name
    }

    /// Names for members that stand side by side. One whose wire name is its Rust name has the first right to it,
    /// the others follow in the order of their wire names, so the document's order does not matter.
    pub fn claim_all(&mut self, wires: &[&str], wanted: impl Fn(&str) -> String) -> Vec<String> {
        let wishes: Vec<String> = wires.iter().map(|wire| wanted(wire)).collect();
        let mut order: Vec<usize> = (0..wires.len()).collect();
        order.sort_by_key(|i| (wishes[*i] != wires[*i], wires[*i]));
        let mut names = vec![String::new(); wires.len()];
        for i in order {
            names[i] = self.claim(&wishes[i]);
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::snake;

    #[test]
    fn equal_names_do_not_depend_on_order() {
        let of = |wires: &[&str]| {
            let mut pairs: Vec<_> = wires
                .iter()
                .map(|w| (*w).to_owned())
                .zip(Scope::new(&[]).claim_all(wires, |w| snake(w, "x")))
                .collect();
            pairs.sort();
            pairs
        };
        assert_eq!(of(&["user-id", "userId", "user_id"]), of(&["user_id", "user-id", "userId"]));
        assert!(of(&["userId", "user_id"]).contains(&("user_id".to_owned(), "user_id".to_owned())));
    }

    #[test]
    fn reserved_names_are_never_given() {
        assert_eq!(Scope::new(&["new"]).claim("new"), "new_2");
    }
}

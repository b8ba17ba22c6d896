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

    /// Takes a name out of the free ones; whether it was free.
    pub fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_never_given() {
        assert_eq!(Scope::new(&["new"]).claim("new"), "new_2");
    }
}

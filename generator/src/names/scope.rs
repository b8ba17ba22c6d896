//! A scope: names that are taken, and how the next one of the same name is told from it.
use rustc_hash::FxHashSet;

/// The names in one scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: FxHashSet<String>,
    /// Those that nobody gets, and whoever wants one gets it with an underscore, as for keywords.
    reserved: FxHashSet<String>,
}

impl Scope {
    /// With names that nobody gets.
    #[must_use]
    pub fn new(reserved: &[&str]) -> Self {
        let reserved: FxHashSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
        Self { taken: reserved.clone(), reserved }
    }

    /// Takes a name out of the free ones; whether it was free.
    pub fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    /// The wanted name, or the first free one made from it: `Pet`, `Pet2`, `Pet3`; `new_`, `new_2` where `new` is reserved.
    pub fn claim(&mut self, wanted: &str) -> String {
        let is_value = wanted.starts_with(char::is_lowercase);
        let mut name =
            if is_value && self.reserved.contains(wanted) { format!("{wanted}_") } else { wanted.to_owned() };
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
        let mut scope = Scope::new(&["new", "New"]);
        assert_eq!([scope.claim("new"), scope.claim("new"), scope.claim("New")], ["new_", "new_2", "New2"]);
    }
}

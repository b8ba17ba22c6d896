//! What setters of optional properties take.

/// A value, or an option of it.
///
/// ```
/// use tenon_runtime::IntoOption;
/// fn team(team: impl IntoOption<String>) -> Option<String> { team.into_option() }
/// assert_eq!(team("a"), team(Some("a")));
/// assert_eq!(team(String::from("a")), team(Some(String::from("a"))));
/// ```
pub trait IntoOption<T> {
    /// The option.
    fn into_option(self) -> Option<T>;
}

impl<T> IntoOption<T> for T {
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> IntoOption<T> for Option<T> {
    fn into_option(self) -> Option<T> {
        self
    }
}

impl IntoOption<String> for &str {
    fn into_option(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoOption<String> for Option<&str> {
    fn into_option(self) -> Option<String> {
        self.map(str::to_owned)
    }
}

//! What lines stand in, and which item begins.

/// What lines stand in, as far as it matters to those who parse them.
#[derive(Clone, Copy, Debug)]
pub(super) enum Within {
    Module,
    Impl,
    Trait,
    Struct,
    Enum,
    Function,
    Match,
}

impl Within {
    pub(super) fn opening(self) -> &'static str {
        match self {
            Self::Module => "mod m {",
            Self::Impl => "impl S {",
            Self::Trait => "trait T {",
            Self::Struct => "struct S {",
            Self::Enum => "enum E {",
            Self::Function => "fn f() {",
            Self::Match => "fn f() { match m {",
        }
    }
}

/// Which item it is, as far as it matters where it ends and what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Unknown,
    /// `const` may still begin a function.
    Const,
    /// Ends with a semicolon.
    Line,
    Struct,
    Enum,
    Function,
    Impl,
    Trait,
    Module,
    /// A macro.
    Other,
}

impl Kind {
    pub(super) fn of(word: &str, before: Self) -> Self {
        match (before, word) {
            (Self::Unknown | Self::Const, "fn") => Self::Function,
            (Self::Unknown, "const") => Self::Const,
            (Self::Unknown, "pub" | "async" | "unsafe") => Self::Unknown,
            (Self::Const, _) | (Self::Unknown, "type" | "static" | "use") => Self::Line,
            (Self::Unknown, "struct") => Self::Struct,
            (Self::Unknown, "enum") => Self::Enum,
            (Self::Unknown, "impl") => Self::Impl,
            (Self::Unknown, "trait") => Self::Trait,
            (Self::Unknown, "mod") => Self::Module,
            (Self::Unknown, _) => Self::Other,
            (known, _) => known,
        }
    }
}

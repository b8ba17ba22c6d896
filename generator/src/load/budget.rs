//! How much of a document is read at most, so that a hostile one costs little.
use std::fmt;

/// Limits on a document. Steps and bytes are counted, never time: the same input gives the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Budgets {
    /// Bytes of a file, and of all files of a document.
    pub bytes: usize,
    /// Files of a document.
    pub files: usize,
    /// Levels of objects and arrays. YAML ends at [`Budgets::YAML_DEPTH`] if this is more.
    pub depth: usize,
    /// Values in the tree.
    pub nodes: usize,
    /// Values that the aliases of a YAML document may add to those that are written out.
    pub repeats: usize,
}

impl Budgets {
    /// Where `serde_yaml` stops; it cannot be told otherwise.
    pub const YAML_DEPTH: usize = 128;
}

impl Default for Budgets {
    fn default() -> Self {
        Self { bytes: 64 << 20, files: 10_000, depth: 256, nodes: 1_200_000, repeats: 1_000_000 }
    }
}

/// Which limit was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Bytes(usize),
    Depth(usize),
    Nodes(usize),
    Repeats,
    Directives,
}

impl Excess {
    /// What to do about it.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Bytes(_) | Self::Nodes(_) => "split the document, or leave out examples",
            Self::Depth(_) => "name the inner schemas under `components/schemas` and refer to them with `$ref`",
            Self::Repeats => "use `$ref` instead of YAML aliases",
            Self::Directives => "remove the `%TAG` directives",
        }
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(limit) => write!(f, "the file is larger than {limit} bytes"),
            Self::Depth(limit) => write!(f, "objects and arrays are nested deeper than {limit} levels"),
            Self::Nodes(limit) => write!(f, "the document has more than {limit} values"),
            Self::Repeats => f.write_str("the document's aliases repeat too much"),
            Self::Directives => f.write_str("the document has too many directives"),
        }
    }
}

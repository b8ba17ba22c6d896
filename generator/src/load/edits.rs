//! What was changed in a tree after it was read, so that a node is still known to stand where somebody wrote it.
use super::{Pointer, Sources};
use serde_json::Value;

/// One change of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The node at `at` came from another place.
    Graft {
        /// In the tree.
        at: Pointer,
        /// Where it is written.
        from: Pointer,
        /// What is in it stands there as well, and not below.
        whole: bool,
    },
    /// An item was taken out of a list: those behind it moved up.
    Gap {
        /// The list.
        list: Pointer,
        /// The item's index before.
        index: usize,
    },
}

impl Sources {
    /// The node at a place, to be changed; whoever changes it [notes](Self::note) what moved.
    pub(crate) fn node_mut(&mut self, at: &Pointer) -> Option<&mut Value> {
        self.files.get_mut(at.file.0 as usize)?.tree.pointer_mut(at.as_str())
    }

    /// Remembers a change.
    pub(crate) fn note(&mut self, edit: Edit) {
        self.edits.push(edit);
    }

    /// Where a node of a tree is written: the same place, unless the tree was changed since it was read.
    #[must_use]
    pub fn written(&self, at: &Pointer) -> Pointer {
        let mut at = at.clone();
        for edit in self.edits.iter().rev() {
            match edit {
                Edit::Graft { at: graft, from, whole } => {
                    if let Some(rest) = below(&at, graft) {
                        return if *whole {
                            from.clone()
                        } else {
                            Pointer::new(from.file, &format!("{}{rest}", from.as_str()))
                        };
                    }
                }
                Edit::Gap { list, index } => {
                    let Some(rest) = below(&at, list).and_then(|rest| rest.strip_prefix('/')) else { continue };
                    let (item, rest) = rest.split_once('/').map_or((rest, ""), |(item, rest)| (item, rest));
                    if let Some(item) = item.parse::<usize>().ok().filter(|item| item >= index) {
                        let slash = if rest.is_empty() { "" } else { "/" };
                        at = Pointer::new(at.file, &format!("{}/{}{slash}{rest}", list.as_str(), item + 1));
                    }
                }
            }
        }
        at
    }
}

/// What is left of a place below another: empty for the place itself.
fn below<'p>(at: &'p Pointer, top: &Pointer) -> Option<&'p str> {
    let rest = at.as_str().strip_prefix(top.as_str()).filter(|_| at.file == top.file)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

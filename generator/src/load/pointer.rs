//! Places in documents: a file and an RFC 6901 JSON Pointer into it.
use std::fmt;
use std::sync::Arc;

/// Index of a [`Source`](super::Source) in [`Sources`](super::Sources).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A node of a document. Cheap to clone; made by walking down from [`Pointer::root`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer {
    /// The file that it leads into.
    pub file: FileId,
    path: Arc<str>,
}

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root(file: FileId) -> Self {
        Self { file, path: Arc::from("") }
    }

    /// From RFC 6901 text: empty, or starting with `/`.
    #[must_use]
    pub fn new(file: FileId, path: &str) -> Self {
        Self { file, path: Arc::from(path) }
    }

    /// The member `key` of this object; `key` is not escaped yet.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.path.len() + key.len() + 1);
        path.push_str(&self.path);
        path.push('/');
        escape(key, &mut path);
        Self { file: self.file, path: path.into() }
    }

    /// The item at `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, path: format!("{}/{index}", self.path).into() }
    }

    /// The node that this one stands in; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (head, _) = self.path.rsplit_once('/')?;
        Some(Self { file: self.file, path: head.into() })
    }

    /// RFC 6901 text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.path
    }

    /// The segments, unescaped, from the root down.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.path.split('/').skip(1).map(unescape)
    }

    /// The last segment, unescaped; `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.path.rsplit_once('/').map(|(_, last)| unescape(last))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.path)
    }
}

fn escape(key: &str, out: &mut String) {
    for c in key.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
}

fn unescape(segment: &str) -> String {
    if segment.contains('~') { segment.replace("~1", "/").replace("~0", "~") } else { segment.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_survive_escaping() {
        let at = Pointer::root(FileId(0)).child("paths").child("/a~b/{c}").index(3);
        assert_eq!(at.as_str(), "/paths/~1a~0b~1{c}/3");
        assert_eq!(at.segments().collect::<Vec<_>>(), ["paths", "/a~b/{c}", "3"]);
        assert_eq!(at.parent().and_then(|p| p.last()).as_deref(), Some("/a~b/{c}"));
    }
}

//! Where an API is: base URLs, and what may be chosen in them.
use super::{Api, Name, Operation};

/// A base URL.
#[derive(Clone, Debug)]
pub struct Server {
    /// `wire`: the URL as written. `rust` is empty where nothing may be chosen.
    pub name: Name,
    /// What it may be called: the document's word for it, or its host.
    pub title: String,
    /// CommonMark.
    pub description: Option<String>,
    /// Literals and variables in turn.
    pub pieces: Vec<ServerPiece>,
    /// What the braces in the URL stand for, each once, in the order of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A piece of a base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerPiece {
    /// As written.
    Literal(String),
    /// Index into [`Server::variables`].
    Variable(usize),
}

/// What may stand for one name in braces.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// `wire`: the name in braces.
    pub name: Name,
    /// Used where nobody chooses; `None`: somebody must.
    pub default: Option<String>,
    /// All that it may be, the default among them; empty: any text.
    pub values: Vec<Name>,
    /// The enum of its values; empty where it may be any text.
    pub type_name: String,
    /// CommonMark.
    pub description: Option<String>,
}

impl Server {
    /// Whether two servers are one, said twice: the same URL, and the same to choose from.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let wires = |v: &ServerVariable| v.values.iter().map(|name| name.wire.clone()).collect::<Vec<_>>();
        let same = |(a, b): (&ServerVariable, &ServerVariable)| a.default == b.default && wires(a) == wires(b);
        self.name.wire == other.name.wire && self.variables.iter().zip(&other.variables).all(same)
    }

    /// The URL with all defaults; `None` where a variable has none.
    #[must_use]
    pub fn default_url(&self) -> Option<String> {
        let pieces = self.pieces.iter().map(|piece| match piece {
            ServerPiece::Literal(text) => Some(text.as_str()),
            ServerPiece::Variable(index) => self.variables.get(*index)?.default.as_deref(),
        });
        pieces.collect()
    }

    /// Whether it begins with a scheme, or with a variable that is taken for one; else it is relative to the place of the
    /// document, which nobody knows.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        match self.default_url() {
            Some(url) => is_absolute(&url),
            None => match self.pieces.first() {
                Some(ServerPiece::Literal(text)) => is_absolute(text),
                Some(ServerPiece::Variable(_)) => true,
                None => false,
            },
        }
    }
}

/// Whether a client can be sent there as it is.
fn is_absolute(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

impl Api {
    /// Every server of the document, then those of operations; each once.
    #[must_use]
    pub fn all_servers(&self) -> Vec<&Server> {
        let mut all: Vec<&Server> = Vec::new();
        for server in self.servers.iter().chain(self.operations.iter().flat_map(|o| &o.servers)) {
            if !all.iter().any(|known| known.is_same(server)) {
                all.push(server);
            }
        }
        all
    }

    /// Where a client is sent if nobody says.
    #[must_use]
    pub fn base_url(&self) -> Option<String> {
        let usable = |url: &String| is_absolute(url) && !url.contains(['{', '}', ' ']);
        self.servers.iter().filter_map(Server::default_url).find(usable)
    }
}

impl Operation {
    /// Where it is sent if nobody says, where that is not where the others are.
    #[must_use]
    pub fn own_url(&self) -> Option<String> {
        self.servers.iter().find_map(Server::default_url)
    }
}

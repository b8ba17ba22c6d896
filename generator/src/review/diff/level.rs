//! How bad a change is, for each group of people, and which version it asks for.
use std::fmt;

/// What becomes of messages between two sides of which only one has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wire {
    /// They are understood.
    #[default]
    Ok,
    /// They are understood, and something in them may be lost or unexpected.
    Warn,
    /// Some are not understood.
    Break,
}

/// What becomes of code that uses what is generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Nothing.
    #[default]
    None,
    /// There is more to use.
    Additive,
    /// The compiler says so.
    Loud,
    /// It compiles and behaves differently.
    Silent,
}

/// The four groups of people that a generated crate has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// Old clients and the new server.
    WireClient,
    /// New clients and the old server.
    WireServer,
    /// Code that calls the client.
    SourceClient,
    /// Code that implements the server's traits.
    SourceServer,
}

impl Axis {
    /// In the order of reports.
    pub const ALL: [Self; 4] = [Self::WireClient, Self::WireServer, Self::SourceClient, Self::SourceServer];

    /// `wire-client`
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::WireClient => "wire-client",
            Self::WireServer => "wire-server",
            Self::SourceClient => "source-client",
            Self::SourceServer => "source-server",
        }
    }

    /// The axis of this [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.id() == id)
    }
}

/// What a finding means on each axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Levels {
    /// Old clients and the new server.
    pub wire_client: Wire,
    /// New clients and the old server.
    pub wire_server: Wire,
    /// Code that calls the client.
    pub source_client: Source,
    /// Code that implements the server's traits.
    pub source_server: Source,
}

impl Levels {
    /// The worse of both on each axis.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            wire_client: self.wire_client.max(other.wire_client),
            wire_server: self.wire_server.max(other.wire_server),
            source_client: self.source_client.max(other.source_client),
            source_server: self.source_server.max(other.source_server),
        }
    }

    /// The word for it on an axis: `break`, `loud`.
    #[must_use]
    pub fn word(self, axis: Axis) -> &'static str {
        match axis {
            Axis::WireClient => self.wire_client.word(),
            Axis::WireServer => self.wire_server.word(),
            Axis::SourceClient => self.source_client.word(),
            Axis::SourceServer => self.source_server.word(),
        }
    }

    /// How bad it is on an axis.
    #[must_use]
    pub fn severity(self, axis: Axis) -> Severity {
        match axis {
            Axis::WireClient => self.wire_client.severity(),
            // Servers can be deployed first: it is never worse than something to look at.
            Axis::WireServer => match self.wire_server {
                Wire::Break => Severity::Warning,
                Wire::Ok | Wire::Warn => Severity::Note,
            },
            Axis::SourceClient => self.source_client.severity(),
            Axis::SourceServer => self.source_server.severity(),
        }
    }

    /// Leaves an axis out.
    pub fn forgive(&mut self, axis: Axis) {
        match axis {
            Axis::WireClient => self.wire_client = Wire::Ok,
            Axis::WireServer => self.wire_server = Wire::Ok,
            Axis::SourceClient => self.source_client = Source::None,
            Axis::SourceServer => self.source_server = Source::None,
        }
    }

    /// The version that it asks for.
    #[must_use]
    pub fn bump(self) -> Bump {
        let wire = self.wire_client.bump().max(self.wire_server.bump().min(Bump::Minor));
        wire.max(self.source_client.max(self.source_server).bump())
    }
}

impl Wire {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Break => "break",
        }
    }

    fn severity(self) -> Severity {
        match self {
            Self::Ok => Severity::Note,
            Self::Warn => Severity::Warning,
            Self::Break => Severity::Error,
        }
    }

    fn bump(self) -> Bump {
        match self {
            Self::Ok => Bump::Patch,
            Self::Warn => Bump::Minor,
            Self::Break => Bump::Major,
        }
    }
}

impl Source {
    fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Loud => "loud",
            Self::Silent => "silent",
        }
    }

    fn severity(self) -> Severity {
        match self {
            Self::None | Self::Additive => Severity::Note,
            Self::Loud | Self::Silent => Severity::Error,
        }
    }

    /// The version that it asks for.
    #[must_use]
    pub fn bump(self) -> Bump {
        match self {
            Self::None => Bump::Patch,
            Self::Additive => Bump::Minor,
            Self::Loud | Self::Silent => Bump::Major,
        }
    }
}

/// How bad it is, all in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nobody is harmed.
    #[default]
    Note,
    /// Somebody should look at it.
    Warning,
    /// Somebody is harmed.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The next version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing has changed.
    #[default]
    None,
    /// Only prose.
    Patch,
    /// There is more than before.
    Minor,
    /// Somebody is harmed. (Below 1.0 it is the minor version that says so.)
    Major,
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

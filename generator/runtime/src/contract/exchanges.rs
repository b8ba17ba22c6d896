//! The exchanges as they are kept in a file.
use serde::Deserialize;

use super::Reader;

#[derive(Debug, Deserialize)]
pub(super) struct Exchanges {
    pub(super) format: u32,
    pub(super) operations: Vec<Operation>,
}

/// What is to be tried of one operation.
#[derive(Debug, Deserialize)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) tags: Vec<String>,
    pub(super) accepts: Vec<String>,
    #[serde(default)]
    pub(super) slashes: bool,
    pub(super) requests: Vec<Request>,
    pub(super) refused: Vec<Refused>,
    pub(super) replies: Vec<Answer>,
    /// Replies that the document forbids.
    #[serde(default)]
    pub(super) spoiled: Vec<Answer>,
    pub(super) missed: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    pub(super) why: String,
    pub(super) target: String,
    #[serde(default)]
    pub(super) values: Vec<Option<String>>,
    pub(super) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(super) credentials: Vec<(String, String)>,
    pub(super) body: Option<Body>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Body {
    pub(super) media_type: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) open: bool,
    /// It is handed on as it arrives.
    #[serde(default)]
    pub(super) streamed: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Refused {
    pub(super) request: Request,
    pub(super) status: u16,
    pub(super) shape: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) why: String,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Body>,
}

impl Operation {
    /// Who reads its replies, by method, path and name.
    pub(super) fn reader(&self, readers: &[(&str, Reader)]) -> Option<Reader> {
        let own = format!("{} {} {}", self.method, self.path, self.id);
        readers.iter().find(|(name, _)| *name == own).map(|(_, reader)| *reader)
    }
}

/// What this runtime can read.
const FORMAT: u32 = 1;

impl Exchanges {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let exchanges: Self =
            serde_json::from_str(text).map_err(|error| format!("the exchanges cannot be read: {error}"))?;
        match exchanges.format {
            FORMAT => Ok(exchanges),
            other => Err(format!("the exchanges are of format {other}: generate them again")),
        }
    }

    /// What answers a request for an operation that nobody compares.
    pub(super) fn answer(&self, id: &str) -> Option<&Answer> {
        self.operations.iter().find(|operation| operation.id == id)?.replies.first()
    }
}

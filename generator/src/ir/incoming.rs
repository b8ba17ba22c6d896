//! Webhooks and callbacks: what the API sends to its users.
use super::{Api, Operation, Tag};

/// Why an operation is called, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// By the API's users, on a path.
    #[default]
    Path,
    /// By the API, of its own accord.
    Webhook {
        /// The key in `webhooks`.
        name: String,
    },
    /// By the API, as was asked for with another operation.
    Callback {
        /// Method and path of the operations that ask for it.
        callers: Vec<String>,
        /// The key of the Callback Object.
        name: String,
        /// Whether it is a component, whoever refers to it.
        component: bool,
        /// Where it is sent, as a runtime expression in the words of the document: `{$request.body#/callbackUrl}`.
        expression: String,
    },
}

/// Webhooks, or callbacks: operations that users of the API serve, in a module of their own.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The module: `webhooks`.
    pub module: String,
    /// In the order of the document.
    pub operations: Vec<Operation>,
    /// The trait that has all of them.
    pub tag: Tag,
}

/// Which module of the API's an [`Api`] is, if not the API itself; see [`Api::turn_inside`].
#[derive(Clone, Debug)]
pub struct Inside {
    /// `webhooks`
    pub module: String,
    /// Whether tags of the API have modules.
    pub by_tag: bool,
}

impl Operation {
    /// What it is, whatever it is called: `GET /pets`, `webhook petAdded POST`, `callback POST /orders paid POST`.
    #[must_use]
    pub fn title(&self) -> String {
        self.told(str::to_owned)
    }

    /// The same, of a callback whatever the parameters of its caller's path are called: such paths are the same.
    #[must_use]
    pub fn key(&self) -> String {
        self.told(crate::names::nameless)
    }

    fn told(&self, caller_told: impl Fn(&str) -> String) -> String {
        let method = &self.method;
        match &self.arrival {
            Arrival::Path => format!("{method} {}", self.path.text),
            Arrival::Webhook { name } => format!("webhook {name} {method}"),
            Arrival::Callback { callers, name, component, expression } => {
                let caller = if *component { None } else { callers.first() };
                let caller = caller.map(|caller| format!("{} ", caller_told(caller))).unwrap_or_default();
                format!("callback {caller}{name} {expression} {method}")
            }
        }
    }
}

impl Api {
    /// Every operation, whoever serves it.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().chain(self.incoming.iter().flat_map(|one| &one.operations))
    }

    /// The same, to be changed.
    pub fn all_operations_mut(&mut self) -> impl Iterator<Item = &mut Operation> {
        self.operations.iter_mut().chain(self.incoming.iter_mut().flat_map(|one| &mut one.operations))
    }

    /// Becomes the API that one of [`incoming`](Self::incoming) is: the same types, other operations. What it was is gone,
    /// but for the others of its kind.
    pub fn turn_inside(&mut self, index: usize) {
        let by_tag = self.is_by_tag() || self.inside.as_ref().is_some_and(|inside| inside.by_tag);
        let Some(one) = self.incoming.get_mut(index) else { return };
        self.operations = std::mem::take(&mut one.operations);
        self.tags = vec![one.tag.clone()];
        self.inside = Some(Inside { module: one.module.clone(), by_tag });
        self.servers = Vec::new();
    }
}

//! Runtime.
mod body;
mod operation;
pub mod param;

pub use body::{Body, BodyError, MaybeSend};
pub use operation::{Alternative, BodyDescription, Info, Operation, Piece, RejectionShape, Requirement, Scheme, SchemeKind};
pub use param::{Location, Parameter, Structure, Style};

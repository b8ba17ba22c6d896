//! JSON in two passes: text → [`Tape`], tape → types.
//!
//! The first pass checks all of the text against RFC 8259, so that decoding cannot meet a syntax error. The second
//! reads the tape by random access: skipping costs nothing, unions look ahead for free, and a violation's pointer
//! is worked out only when somebody will read it.

mod branch;
mod cx;
mod decode;
mod encode;
mod equal;
mod judged;
mod kind;
mod list;
mod listed;
mod node;
pub(crate) mod numbers;
mod object;
mod parse;
mod report;
mod scan;
pub mod serde;
mod shapes;
mod tape;
mod text;
mod union;
mod value;
mod writer;

pub use self::serde::ConvertError;
pub use branch::TagValue;
pub use cx::{Cx, Mode};
pub use decode::{Decode, decode_tape, decode_text, from_slice};
pub use encode::{Encode, text_of, to_vec};
pub use kind::{Kind, Kinds};
pub use list::TupleReader;
pub use node::{Items, Members, Node};
pub use object::ObjectReader;
pub use shapes::Never;
pub use tape::{Limits, SyntaxError, Tape};
pub use text::TextTape;
pub use union::reads;
pub use value::Json;
pub use writer::{ArrayWriter, ObjectWriter, Writer};

pub(crate) use equal::{equals_text, has_equal_items};
pub(crate) use report::{Noted, Report, pointer};
pub(crate) use scan::{push_pointer, unescape};
pub(crate) use tape::View;
pub(crate) use union::one_of_these;

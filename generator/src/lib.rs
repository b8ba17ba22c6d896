//! Tenon reads an OpenAPI document and cuts both halves of the joint in Rust: the typed client and the server stub.
pub mod diagnostic;
pub mod ir;
pub mod load;
pub mod emit;
pub mod render;

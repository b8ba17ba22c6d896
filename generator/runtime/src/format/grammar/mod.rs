//! Grammars, each as a function that says whether a text follows it.
pub(super) mod bytes;
pub(super) mod domain;
pub(super) mod email;
mod idna;
pub(super) mod number;
pub(super) mod pointer;
mod punycode;
pub(super) mod regex;
pub(super) mod template;
#[cfg(test)]
mod tests;
pub(super) mod time;
pub(super) mod uri;

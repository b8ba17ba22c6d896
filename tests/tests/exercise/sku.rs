//! Types of a user's own, which `features/formats_replaced/tenon.toml` puts in the place of formats.
use std::fmt;
use std::str::FromStr;

/// `sku-7`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sku(pub(crate) u32);

impl FromStr for Sku {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.strip_prefix("sku-").and_then(|number| number.parse().ok()).map(Self).ok_or(())
    }
}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sku-{}", self.0)
    }
}

/// Any text but an empty one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Secret(String);

impl FromStr for Secret {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.is_empty() { Err(()) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

tenon_runtime::text_type!(Sku, Secret);

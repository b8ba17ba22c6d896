//! Bytes that JSON carries as text.
use base64::Engine as _;
use base64::engine::GeneralPurpose;

use super::grammar::bytes::{LOOSE, PADDED, URL};
use crate::json::{Cx, Decode, Encode, Writer};
use crate::validate::{Checker, Validate};

macro_rules! bytes {
    ($($(#[$docs:meta])* $name:ident $write:ident $strict:ident $lenient:ident $keyword:literal $expected:literal;)*) => { $(
        $(#[$docs])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// The bytes to carry.
            #[must_use]
            pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
                Self(bytes.into())
            }

            /// The bytes.
            #[must_use]
            pub fn into_bytes(self) -> Vec<u8> {
                self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl Decode for $name {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                let engine: &GeneralPurpose = if cx.is_strict() { &$strict } else { &$lenient };
                let text = cx.string()?;
                let bytes = engine.decode(text.as_bytes()).ok();
                bytes.map(Self).or_else(|| cx.violation($keyword, $expected))
            }
        }

        impl Encode for $name {
            fn encode(&self, w: &mut Writer) {
                w.string(&$write.encode(&self.0));
            }
        }

        impl Validate for $name {
            fn validate(&self, _: &mut Checker) {}
        }
    )* };
}

bytes! {
    /// Bytes that JSON carries as base64 (RFC 4648, section 4). Lenient readers do without the padding.
    ///
    /// ```
    /// use tenon_runtime::{Base64, Mode, from_slice, to_vec};
    /// let bytes = from_slice::<Base64>(br#""SGk=""#, Mode::Strict)?;
    /// assert_eq!(bytes.as_ref(), b"Hi");
    /// assert_eq!(to_vec(&bytes), br#""SGk=""#);
    /// # Ok::<(), tenon_runtime::Invalid>(())
    /// ```
    Base64 PADDED PADDED LOOSE "contentEncoding" "must be base64";
    /// Bytes that JSON carries as base64url (RFC 4648, section 5), written without padding.
    Base64Url URL URL URL "format" "must be base64url";
}

//! Bytes as text: RFC 4648.
use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// Section 4, padded.
pub(in crate::format) const PADDED: GeneralPurpose = GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new());
/// Section 4, padded or not.
pub(in crate::format) const LOOSE: GeneralPurpose = GeneralPurpose::new(&STANDARD, ANY_PADDING);
/// Section 5, padded or not; written without padding.
pub(in crate::format) const URL: GeneralPurpose =
    GeneralPurpose::new(&URL_SAFE, ANY_PADDING.with_encode_padding(false));

pub(in crate::format) fn base64(text: &str) -> bool {
    PADDED.decode(text).is_ok()
}

pub(in crate::format) fn base64url(text: &str) -> bool {
    URL.decode(text).is_ok()
}

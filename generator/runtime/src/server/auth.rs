//! Credentials as the document declares them, taken out of a request, and what an implementation answers about them.
//!
//! Nothing here decides whether a credential is good: that is the implementation's part. [`Bearer::matches_constant_time`]
//! and its likes compare a credential with a known secret without telling by the time it takes how much of it was right.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;

use base64::Engine as _;
use http::{HeaderMap, header, request::Parts};

/// Why an implementation refuses a credential.
///
/// The remaining alternatives that the request presents are tried after [`Unauthorized`](Self::Unauthorized) and
/// [`Forbidden`](Self::Forbidden), not after [`Failed`](Self::Failed).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthError<E> {
    /// The credential is wrong, expired or unknown: 401 with a challenge.
    Unauthorized,
    /// The credential is good and does not allow this operation: 403.
    Forbidden,
    /// It could not be found out: the error is answered as that of an implementation.
    Failed(E),
}

impl<E> From<E> for AuthError<E> {
    fn from(error: E) -> Self {
        Self::Failed(error)
    }
}

/// Whether two secrets are the same, in a time that depends on their lengths only.
///
/// ```
/// # use tenon_runtime::server::equal_in_constant_time;
/// assert!(equal_in_constant_time(b"secret", b"secret"));
/// assert!(!equal_in_constant_time(b"secret", b"secreT"));
/// ```
#[must_use]
pub fn equal_in_constant_time(one: &[u8], other: &[u8]) -> bool {
    // The barriers keep the optimiser from knowing what is compared with what, and from leaving the loop early.
    let (one, other) = (core::hint::black_box(one), core::hint::black_box(other));
    let difference = one.iter().zip(other).fold(0_u8, |difference, (a, b)| difference | (a ^ b));
    one.len() == other.len() && core::hint::black_box(difference) == 0
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}
redacted!(Bearer ApiKey Raw Basic);

/// The token of `Authorization: Bearer <token>` (RFC 6750, section 2.1). `oauth2` and `openIdConnect` present it as well.
#[derive(Clone, Copy)]
pub struct Bearer<'a>(&'a str);

impl<'a> Bearer<'a> {
    /// `None` when there is no `Authorization` header, more than one, another scheme, or no token.
    #[must_use]
    pub fn from_parts(parts: &'a Parts) -> Option<Self> {
        authorization(&parts.headers, "bearer").map(Self)
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &'a str {
        self.0
    }

    /// Whether this is the expected token, see [`equal_in_constant_time`].
    #[must_use]
    pub fn matches_constant_time(&self, expected: impl AsRef<[u8]>) -> bool {
        equal_in_constant_time(self.0.as_bytes(), expected.as_ref())
    }
}

/// User and password of `Authorization: Basic ...` (RFC 7617), in UTF-8.
#[derive(Clone)]
pub struct Basic<'a> {
    text: String,
    colon: usize,
    parts: PhantomData<&'a Parts>,
}

impl<'a> Basic<'a> {
    /// `None` when there is no `Authorization` header, more than one, another scheme, or something other than base64 of `user:password`.
    #[must_use]
    pub fn from_parts(parts: &'a Parts) -> Option<Self> {
        let encoded = authorization(&parts.headers, "basic")?;
        let decoded = base64::engine::general_purpose::STANDARD.decode(encoded).ok()?;
        let text = String::from_utf8(decoded).ok()?;
        let colon = text.find(':')?;
        Some(Self { text, colon, parts: PhantomData })
    }

    /// The user's name.
    #[must_use]
    pub fn user(&self) -> &str {
        self.text.get(..self.colon).unwrap_or_default()
    }

    /// The password.
    #[must_use]
    pub fn password(&self) -> &str {
        self.text.get(self.colon + 1..).unwrap_or_default()
    }

    /// Whether these are the expected name and password, see [`equal_in_constant_time`].
    #[must_use]
    pub fn matches_constant_time(&self, user: impl AsRef<[u8]>, password: impl AsRef<[u8]>) -> bool {
        // Not `&&`: the second comparison must not depend on the first.
        equal_in_constant_time(self.user().as_bytes(), user.as_ref())
            & equal_in_constant_time(self.password().as_bytes(), password.as_ref())
    }
}

/// A key in a header, a query parameter or a cookie.
#[derive(Clone)]
pub struct ApiKey<'a>(Cow<'a, str>);

impl<'a> ApiKey<'a> {
    /// `None` when the header is missing, given twice, empty, or not visible ASCII.
    #[must_use]
    pub fn from_header(parts: &'a Parts, name: &str) -> Option<Self> {
        Self::present(Cow::Borrowed(only(&parts.headers, name)?))
    }

    /// `None` when the parameter is missing, given twice, empty, or not percent-encoded UTF-8.
    #[must_use]
    pub fn from_query(parts: &'a Parts, name: &str) -> Option<Self> {
        let mut values = query_values(parts, name);
        let value = values.next()?;
        Self::present(values.next().is_none().then_some(value)??)
    }

    /// `None` when the cookie is missing, given twice, or empty.
    #[must_use]
    pub fn from_cookie(parts: &'a Parts, name: &str) -> Option<Self> {
        let mut values = cookie_values(parts, name);
        let value = values.next()?;
        Self::present(Cow::Borrowed(values.next().is_none().then_some(value)?))
    }

    fn present(value: Cow<'a, str>) -> Option<Self> {
        (!value.is_empty()).then_some(Self(value))
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }

    /// Whether this is the expected key, see [`equal_in_constant_time`].
    #[must_use]
    pub fn matches_constant_time(&self, expected: impl AsRef<[u8]>) -> bool {
        equal_in_constant_time(self.0.as_bytes(), expected.as_ref())
    }
}

/// The credentials of an `Authorization` scheme that has no type of its own here, such as `Digest`, as they were sent.
#[derive(Clone, Copy)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// What follows the scheme's name. `None` when there is no `Authorization` header, more than one, or another scheme.
    #[must_use]
    pub fn from_parts(parts: &'a Parts, scheme: &str) -> Option<Self> {
        authorization(&parts.headers, scheme).map(Self)
    }

    /// The credentials.
    #[must_use]
    pub fn credentials(&self) -> &'a str {
        self.0
    }

    /// Whether these are the expected credentials, see [`equal_in_constant_time`].
    #[must_use]
    pub fn matches_constant_time(&self, expected: impl AsRef<[u8]>) -> bool {
        equal_in_constant_time(self.0.as_bytes(), expected.as_ref())
    }
}

/// Stands for the certificate of the connection: `mutualTLS` puts nothing into the request.
///
/// It is always presented; whoever terminates TLS leaves the certificate in the request's extensions or headers, where
/// the implementation looks for it.
#[derive(Clone, Copy, Debug)]
pub struct MutualTls<'a>(PhantomData<&'a Parts>);

impl<'a> MutualTls<'a> {
    /// Never `None`.
    #[must_use]
    pub fn from_parts(_: &'a Parts) -> Option<Self> {
        Some(Self(PhantomData))
    }
}

/// The one value of a header. Two of them are no credential: which one counts would be a guess.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    value.to_str().ok()
}

/// What follows the scheme, whose case does not matter (RFC 9110, section 11.1).
fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    let value = core::str::from_utf8(value.as_bytes()).ok()?;
    let (name, rest) = value.split_at_checked(scheme.len())?;
    let credentials = rest.strip_prefix(' ')?.trim_matches(' ');
    (name.eq_ignore_ascii_case(scheme) && !credentials.is_empty()).then_some(credentials)
}

/// Each value of a query parameter; `None` in place of one that is not percent-encoded UTF-8.
fn query_values<'a>(parts: &'a Parts, name: &str) -> impl Iterator<Item = Option<Cow<'a, str>>> {
    let pairs = parts.uri.query().unwrap_or_default().split('&');
    pairs.filter_map(move |pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (form_text(key)? == name).then(|| form_text(value))
    })
}

/// Each value of a cookie (RFC 6265, section 4.2.1), without the quotes that it may have. Whatever others put beside it.
fn cookie_values<'a>(parts: &'a Parts, name: &str) -> impl Iterator<Item = &'a str> {
    let headers = parts.headers.get_all(header::COOKIE).iter();
    let pairs = headers.flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(move |pair| {
        let (key, value) = core::str::from_utf8(pair.trim_ascii()).ok()?.split_once('=')?;
        let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        (key == name).then_some(bare.unwrap_or(value))
    })
}

/// Percent-decoding with `+` for a space.
fn form_text(text: &str) -> Option<Cow<'_, str>> {
    if memchr::memchr(b'+', text.as_bytes()).is_none() {
        return percent_encoding::percent_decode_str(text).decode_utf8().ok();
    }
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8().ok().map(|text| Cow::Owned(text.into_owned()))
}

/// Whether a request bears something under this header, query parameter or cookie, usable or not.
pub(super) fn has_key(parts: &Parts, location: crate::Location, name: &str) -> bool {
    use crate::Location;
    match location {
        Location::Header => parts.headers.contains_key(name),
        Location::Query => query_values(parts, name).next().is_some(),
        Location::Cookie => cookie_values(parts, name).next().is_some(),
        Location::Path => false,
    }
}

/// Whether a request bears an `Authorization` of this scheme, usable or not. One that cannot be read counts.
pub(super) fn has_authorization(parts: &Parts, scheme: &str) -> bool {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    values.any(|value| {
        value.as_bytes().get(..scheme.len()).is_some_and(|name| name.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

#[cfg(test)]
mod tests;

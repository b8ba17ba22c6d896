//! Credentials and where they come from.
use core::fmt;
use std::sync::Arc;

use crate::BoxFuture;
use crate::body::{BodyError, MaybeSend, MaybeSync};

/// What a security scheme asks for: a token, a key, `user:password`, or where to get one. `Debug` does not show it.
///
/// A source is asked for each call that needs it.
///
/// ```
/// use tenon_runtime::client::Credential;
/// let fixed = Credential::from("token");
/// let basic = Credential::basic("user", "password");
/// let fresh = Credential::from_fn(|| std::env::var("TOKEN").unwrap_or_default());
/// let fetched = Credential::from_async(|| async { Ok::<_, std::io::Error>("token".to_owned()) });
/// assert_eq!(format!("{fixed:?}"), "Credential(..)");
/// ```
#[derive(Clone)]
pub struct Credential(Source);

#[derive(Clone)]
enum Source {
    Fixed(Arc<str>),
    Fresh(Arc<Fresh>),
    Fetched(Arc<Fetched>),
}

#[cfg(not(target_family = "wasm"))]
type Fresh = dyn Fn() -> String + Send + Sync;
#[cfg(target_family = "wasm")]
type Fresh = dyn Fn() -> String;
#[cfg(not(target_family = "wasm"))]
type Fetched = dyn Fn() -> BoxFuture<'static, Result<String, BodyError>> + Send + Sync;
#[cfg(target_family = "wasm")]
type Fetched = dyn Fn() -> BoxFuture<'static, Result<String, BodyError>>;

impl Credential {
    /// For the scheme `basic` (RFC 7617). A user cannot contain a colon: what follows it counts as password.
    pub fn basic(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        Self::from(format!("{}:{}", user.as_ref(), password.as_ref()))
    }

    /// Asks `source` for each call.
    pub fn from_fn(source: impl Fn() -> String + MaybeSend + MaybeSync + 'static) -> Self {
        Self(Source::Fresh(Arc::new(source)))
    }

    /// Asks `source` for each call, and waits. If it fails the call fails, and nothing is sent. The source decides how
    /// long a credential is kept, and its error must not show one.
    pub fn from_async<F, E>(source: impl Fn() -> F + MaybeSend + MaybeSync + 'static) -> Self
    where
        F: Future<Output = Result<String, E>> + MaybeSend + 'static,
        E: Into<BodyError>,
    {
        Self(Source::Fetched(Arc::new(move || {
            let credential = source();
            Box::pin(async move { credential.await.map_err(Into::into) })
        })))
    }

    pub(super) async fn get(&self) -> Result<Arc<str>, BodyError> {
        match &self.0 {
            Source::Fixed(text) => Ok(Arc::clone(text)),
            Source::Fresh(source) => Ok(source().into()),
            Source::Fetched(source) => source().await.map(Into::into),
        }
    }
}

impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Self(Source::Fixed(text.into()))
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self(Source::Fixed(text.into()))
    }
}

impl From<&String> for Credential {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

/// User and password.
impl From<(&str, &str)> for Credential {
    fn from((user, password): (&str, &str)) -> Self {
        Self::basic(user, password)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(..)")
    }
}

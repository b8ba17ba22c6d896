//! Where the API is.
use http::Uri;

use super::error::BuildError;

/// A base URL, checked: scheme, authority and path, without a slash at its end.
#[derive(Clone, Debug)]
pub(super) struct Base(String);

impl Base {
    /// Takes `http` and `https` URLs. A query, a fragment, and a user or password in the URL are refused: they would be
    /// lost, or shown where secrets must not be.
    pub(super) fn parse(url: &str) -> Result<Self, BuildError> {
        let (origin, uri) = Self::origin(url)?;
        if uri.query().is_some() {
            return Err(BuildError::BaseUrl("it has a query"));
        }
        Ok(Self(format!("{origin}{}", uri.path().trim_end_matches('/'))))
    }

    /// A URL that somebody chose to be called at, as it is; a query goes behind its own.
    pub(super) fn target(url: &str, query: &str) -> Result<Uri, BuildError> {
        let (origin, uri) = Self::origin(url)?;
        let own = uri.query().filter(|own| !own.is_empty());
        let query = [own.unwrap_or_default(), query].into_iter().filter(|query| !query.is_empty());
        Self(origin).join(uri.path(), &query.collect::<Vec<_>>().join("&"))
    }

    /// Scheme and authority of a URL, and all of it.
    fn origin(url: &str) -> Result<(String, Uri), BuildError> {
        if url.contains('#') {
            return Err(BuildError::BaseUrl("it has a fragment"));
        }
        let uri = url.parse::<Uri>().map_err(|_| BuildError::BaseUrl("it is not a URL"))?;
        let scheme = match uri.scheme_str() {
            Some(scheme @ ("http" | "https")) => scheme,
            Some(_) => return Err(BuildError::BaseUrl("its scheme is neither http nor https")),
            None => return Err(BuildError::BaseUrl("it has no scheme")),
        };
        let authority = uri.authority().ok_or(BuildError::BaseUrl("it has no host"))?;
        if authority.host().is_empty() {
            return Err(BuildError::BaseUrl("it has no host"));
        }
        if authority.as_str().contains('@') {
            return Err(BuildError::BaseUrl("it has a user or a password; use a credential"));
        }
        Ok((format!("{scheme}://{authority}"), uri))
    }

    /// Another base URL; one without a scheme has this one's origin.
    pub(super) fn elsewhere(&self, url: &str) -> Result<Self, BuildError> {
        if url.contains("://") {
            return Self::parse(url);
        }
        let behind = self.0.find("://").map_or(0, |at| at + 3);
        let origin = self.0.get(behind..).and_then(|rest| rest.find('/')).map_or(self.0.len(), |slash| behind + slash);
        let slash = if url.is_empty() || url.starts_with('/') { "" } else { "/" };
        Self::parse(&format!("{}{slash}{url}", &self.0[..origin]))
    }

    /// The URL of a path (which starts with a slash, or is empty) and a query below this one.
    pub(super) fn join(&self, path: &str, query: &str) -> Result<Uri, BuildError> {
        let mut url = String::with_capacity(self.0.len() + path.len() + query.len() + 1);
        url.push_str(&self.0);
        url.push_str(path);
        if !query.is_empty() {
            url.push('?');
            url.push_str(query);
        }
        Uri::try_from(url).map_err(|_| BuildError::Url)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn joins_below_its_path() {
        for (base, url) in [
            ("http://h", "http://h/a?b=c"),
            ("HTTPS://h:8443/", "https://h:8443/a?b=c"),
            ("https://h/v1/", "https://h/v1/a?b=c"),
            ("https://[::1]:80/v1", "https://[::1]:80/v1/a?b=c"),
        ] {
            assert_eq!(Base::parse(base).unwrap().join("/a", "b=c").unwrap(), url);
        }
        assert_eq!(Base::parse("http://h").unwrap().join("", "").unwrap(), "http://h/");
    }

    #[test]
    fn dots_and_escapes_stay_as_they_are() {
        let uri = Base::parse("http://h").unwrap().join("/a/%2e%2e/..b/%2F", "").unwrap();
        assert_eq!(uri.path(), "/a/%2e%2e/..b/%2F");
    }

    #[test]
    fn another_base_has_the_origin_of_this_one_unless_it_has_its_own() {
        let base = Base::parse("https://h:1/v1/x").unwrap();
        for (url, at) in [("/v2/", "https://h:1/v2/a"), ("v2", "https://h:1/v2/a"), ("", "https://h:1/a")] {
            assert_eq!(base.elsewhere(url).unwrap().join("/a", "").unwrap(), at);
        }
        assert_eq!(base.elsewhere("http://g/v3").unwrap().join("/a", "").unwrap(), "http://g/v3/a");
        assert!(base.elsewhere("ftp://g").is_err());
    }

    #[test]
    fn a_target_stays_as_it_is() {
        for (target, query, url) in [
            ("https://h/hooks/?token=a%20b", "c=d", "https://h/hooks/?token=a%20b&c=d"),
            ("http://h", "c=d", "http://h/?c=d"),
            ("http://h/a?", "", "http://h/a"),
        ] {
            assert_eq!(Base::target(target, query).unwrap(), url);
        }
        for bad in ["/hooks", "ftp://h", "http://u:p@h/", "http://h/#f"] {
            assert!(matches!(Base::target(bad, ""), Err(BuildError::BaseUrl(_))), "{bad:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_base() {
        for url in [
            "",
            "h",
            "/v1",
            "ftp://h",
            "http://",
            "http://u:p@h",
            "http://h?a=b",
            "http://h#f",
            "http://a b",
            "http://h\r\n",
        ] {
            assert!(matches!(Base::parse(url), Err(BuildError::BaseUrl(_))), "{url:?}");
        }
    }
}

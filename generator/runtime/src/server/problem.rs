//! Problem details for implementations that have no body of their own for an error.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::{HeaderValue, StatusCode, header};

use super::Response;
use crate::{Encode, Json, Writer};

/// An error as `application/problem+json` (RFC 9457).
///
/// ```
/// use tenon_runtime::http::StatusCode;
/// use tenon_runtime::server::Problem;
/// let problem = Problem::new(StatusCode::CONFLICT).detail("the name is taken").member("name", "Rex");
/// assert_eq!(problem.into_response().status(), StatusCode::CONFLICT);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// The status of the reply.
    pub status: StatusCode,
    /// A URI that names the kind of problem; `about:blank` unless said otherwise.
    pub kind: Cow<'static, str>,
    /// The kind of problem for people; the status' own phrase unless said otherwise.
    pub title: Option<Cow<'static, str>>,
    /// This occurrence of the problem for people.
    pub detail: Option<Cow<'static, str>>,
    /// A URI that names this occurrence.
    pub instance: Option<Cow<'static, str>>,
    /// Extension members. Those named like a member above are left out.
    pub members: BTreeMap<String, Json>,
}

impl Problem {
    /// A problem that says no more than its status.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self {
            status,
            kind: Cow::Borrowed("about:blank"),
            title: None,
            detail: None,
            instance: None,
            members: BTreeMap::new(),
        }
    }

    /// Sets the URI that names the kind of problem (`type`).
    #[must_use]
    pub fn kind(mut self, kind: impl Into<Cow<'static, str>>) -> Self {
        self.kind = kind.into();
        self
    }

    /// Sets the title.
    #[must_use]
    pub fn title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Sets the URI that names this occurrence.
    #[must_use]
    pub fn instance(mut self, instance: impl Into<Cow<'static, str>>) -> Self {
        self.instance = Some(instance.into());
        self
    }

    /// Adds an extension member.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }

    /// The reply.
    #[must_use]
    pub fn into_response(self) -> Response {
        let mut reply = Response::new(crate::to_vec(&self).into());
        *reply.status_mut() = self.status;
        reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        reply
    }
}

impl Encode for Problem {
    fn encode(&self, w: &mut Writer) {
        let mut object = w.object();
        object.member("type", &*self.kind);
        object.member("title", self.title.as_deref().or(self.status.canonical_reason()).unwrap_or("Error"));
        object.member("status", &u32::from(self.status.as_u16()));
        object.optional("detail", &self.detail.as_deref());
        object.optional("instance", &self.instance.as_deref());
        for (name, value) in &self.members {
            if !matches!(&**name, "type" | "title" | "status" | "detail" | "instance") {
                object.entry(name, value);
            }
        }
        object.end();
    }
}

impl super::IntoResponse for Problem {
    fn into_response(self) -> axum_core::response::Response {
        Problem::into_response(self).map(axum_core::body::Body::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_its_own_cannot_be_replaced() {
        let problem = Problem::new(StatusCode::NOT_FOUND).detail("gone").member("status", 200_i64).member("id", 7_i64);
        let text = String::from_utf8(crate::to_vec(&problem)).unwrap_or_default();
        assert_eq!(text, r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"gone","id":7}"#);
    }
}

//! Which credentials a request carries, and where.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use super::credential::Credential;
use super::error::BuildError;
use super::write::RequestWriter;
use crate::operation::{Alternative, Operation, Scheme, SchemeKind};
use crate::param::{self, Fault, Location, Parameter};

/// What a channel has.
pub(super) type Credentials = [(&'static Scheme, Credential)];

fn configured<'a>(credentials: &'a Credentials, scheme: &Scheme) -> Option<&'a Credential> {
    credentials.iter().find(|(known, _)| known.name == scheme.name).map(|(_, credential)| credential)
}

/// The credential for a scheme, or that of another of the alternative that is a bearer token, too: the header has one token,
/// so it is meant for both.
fn meant<'a>(credentials: &'a Credentials, alternative: &Alternative, scheme: &Scheme) -> Option<&'a Credential> {
    configured(credentials, scheme).or_else(|| {
        let is_bearer = scheme.kind == SchemeKind::Bearer;
        let others = alternative.requirements.iter().filter(|r| is_bearer && r.scheme.kind == SchemeKind::Bearer);
        others.filter_map(|r| configured(credentials, r.scheme)).next()
    })
}

/// The first alternative whose schemes all have a credential. Certificates are the transport's business, so they never
/// are in the way; but where they or nothing are all that is asked for, another alternative's credential goes first.
fn chosen<'a>(operation: &'a Operation, credentials: &Credentials) -> Option<&'a Alternative> {
    operation.security.iter().find(|alternative| {
        let mut asked = alternative.requirements.iter().filter(|r| r.scheme.kind != SchemeKind::MutualTls).peekable();
        asked.peek().is_some() && asked.all(|r| meant(credentials, alternative, r.scheme).is_some())
    })
}

/// Gives the request the credentials that it needs, as far as there are any.
pub(super) async fn apply(
    out: &mut RequestWriter,
    operation: &Operation,
    credentials: &Credentials,
) -> Result<(), BuildError> {
    let alternative = chosen(operation, credentials);
    for requirement in alternative.map_or(&[][..], |alternative| alternative.requirements) {
        let scheme = requirement.scheme;
        let Some(credential) = alternative.and_then(|a| meant(credentials, a, scheme)) else { continue };
        let text = credential.get().await.map_err(|e| BuildError::CredentialSource(scheme.name, e))?;
        attach(out, scheme.kind, &text).map_err(|fault| BuildError::Credential(scheme.name, fault))?;
    }
    let fault = |fault| BuildError::Parameter { name: "Cookie", location: Location::Cookie, fault };
    out.finish_cookies().map_err(fault)
}

fn attach(out: &mut RequestWriter, kind: SchemeKind, text: &str) -> Result<(), Fault> {
    // Spaces at the edges of a header are lost on the way (RFC 9110, section 5.5), and with them the credential.
    if text.trim() != text && !matches!(kind, SchemeKind::Basic) {
        return Err(Fault::Header);
    }
    match kind {
        SchemeKind::ApiKey { location: Location::Query, name } => {
            param::encode(&Parameter::query(name), text, &mut out.query).map(|_| ())
        }
        SchemeKind::ApiKey { location: Location::Cookie, name } => {
            // As it was given: who made it knows whether it is encoded.
            if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == ';') {
                return Err(Fault::Header);
            }
            out.cookie(name, text);
            Ok(())
        }
        SchemeKind::ApiKey { name, .. } => {
            let name = HeaderName::try_from(name).map_err(|_| Fault::Header)?;
            set(out, name, text)
        }
        SchemeKind::Basic => set(out, AUTHORIZATION, &format!("Basic {}", STANDARD.encode(text))),
        SchemeKind::Bearer => set(out, AUTHORIZATION, &format!("Bearer {text}")),
        SchemeKind::Http { scheme } => set(out, AUTHORIZATION, &format!("{scheme} {text}")),
        SchemeKind::MutualTls => Ok(()),
    }
}

fn set(out: &mut RequestWriter, name: HeaderName, text: &str) -> Result<(), Fault> {
    let mut value = HeaderValue::from_str(text).map_err(|_| Fault::Header)?;
    value.set_sensitive(true);
    out.headers.insert(name, value);
    Ok(())
}

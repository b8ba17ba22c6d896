//! Runtime expressions: what a link says of where a value comes from.

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// `$method`: of the request that was answered.
    Method,
    /// `$statusCode`: of the reply.
    Status,
    /// `$response.header.X-Next`
    Header(String),
    /// `$response.body#/owner/id`: the tokens of the pointer.
    Body(Vec<String>),
    /// `$url`, `$request.query.limit`: only who has sent the request knows it.
    Request,
}

/// A text, taken apart: literals, and expressions as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Literal(&'a str),
    Expression(&'a str),
}

impl Expression {
    /// Reads an expression; `None` if it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "$url" => return Some(Self::Request),
            "$method" => return Some(Self::Method),
            "$statusCode" => return Some(Self::Status),
            _ => {}
        }
        if let Some(source) = text.strip_prefix("$request.") {
            let named = ["header.", "query.", "path."].iter().find_map(|place| source.strip_prefix(place));
            return named
                .filter(|name| !name.is_empty())
                .map(drop)
                .or_else(|| pointer(source).map(drop))
                .map(|()| Self::Request);
        }
        let source = text.strip_prefix("$response.")?;
        let header = source.strip_prefix("header.").filter(|name| !name.is_empty());
        header.map(|name| Self::Header(name.to_owned())).or_else(|| pointer(source).map(Self::Body))
    }
}

/// `body`, `body#`, `body#/a/0`: the tokens.
fn pointer(source: &str) -> Option<Vec<String>> {
    let rest = source.strip_prefix("body")?;
    let pointer = rest.strip_prefix('#').or_else(|| rest.is_empty().then_some(""))?;
    let tokens = match pointer.strip_prefix('/') {
        Some(tokens) => tokens.split('/').map(|token| token.replace("~1", "/").replace("~0", "~")).collect(),
        None if pointer.is_empty() => Vec::new(),
        None => return None,
    };
    Some(tokens)
}

/// The text as one expression, as literals and expressions in turn, or as it is.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    if text.starts_with('$') {
        return vec![Piece::Expression(text)];
    }
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find("{$") {
        let (Some(literal), Some(behind)) = (rest.get(..at), rest.get(at + 1..)) else { break };
        let Some((expression, behind)) = behind.split_once('}') else { break };
        pieces.extend((!literal.is_empty()).then_some(Piece::Literal(literal)));
        pieces.push(Piece::Expression(expression));
        rest = behind;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Literal(rest)));
    pieces
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn expressions_are_told_from_what_is_none() {
        let body = |tokens: &[&str]| Some(Expression::Body(tokens.iter().map(|t| (*t).to_owned()).collect()));
        for (text, read) in [
            ("$url", Some(Expression::Request)),
            ("$method", Some(Expression::Method)),
            ("$statusCode", Some(Expression::Status)),
            ("$request.path.id", Some(Expression::Request)),
            ("$request.query.a.b", Some(Expression::Request)),
            ("$request.header.X", Some(Expression::Request)),
            ("$request.body", Some(Expression::Request)),
            ("$request.body#/a", Some(Expression::Request)),
            ("$response.header.Location", Some(Expression::Header("Location".to_owned()))),
            ("$response.body", body(&[])),
            ("$response.body#", body(&[])),
            ("$response.body#/", body(&[""])),
            ("$response.body#/a~1b/m~0n/0", body(&["a/b", "m~n", "0"])),
            ("$response.body/id", None),
            ("$response.body.id", None),
            ("$response.body#id", None),
            ("$response.query.a", None),
            ("$response.header.", None),
            ("$request.cookie.a", None),
            ("$request.path.", None),
            ("$other", None),
            ("id", None),
        ] {
            assert_eq!(Expression::parse(text), read, "{text}");
        }
    }

    #[test]
    fn texts_are_taken_apart_at_expressions() {
        use Piece::{Expression as E, Literal as L};
        for (text, parts) in [
            ("", vec![]),
            ("a", vec![L("a")]),
            ("$url", vec![E("$url")]),
            ("{$url}", vec![E("$url")]),
            ("a{$url}b{$method}", vec![L("a"), E("$url"), L("b"), E("$method")]),
            ("{id}/{$url", vec![L("{id}/{$url")]),
        ] {
            assert_eq!(pieces(text), parts, "{text}");
        }
    }
}

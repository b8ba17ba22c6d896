//! Parameters: how a value travels in a path, a query, a header or a cookie.
//!
//! A [`Parameter`] says how; [`encode`] turns values into text and [`decode`] text into values. Both follow the table
//! "Style Examples" of OpenAPI 3.1.1 ("Parameter Object").

mod apart;
mod decode;
mod deep;
mod encode;
mod fault;
mod fields;
#[cfg(any(feature = "client", feature = "server"))]
mod fixed;
mod form;
mod pairs;
mod percent;
#[cfg(test)]
mod tests;
mod whole;

pub(crate) use apart::{FormValue, form_field, form_pairs};
pub use decode::{Source, decode};
pub use encode::{encode, encode_header, encode_headers};
pub use fault::Fault;
#[cfg(feature = "server")]
pub(crate) use fixed::has_pair;
#[cfg(feature = "client")]
pub(crate) use fixed::push_pairs;
pub use form::{decode_form, encode_form};

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In a segment of the path.
    Path,
    /// In the query string.
    Query,
    /// In a header of its own.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// How arrays and objects are spelled.
///
/// Source: OpenAPI 3.1.1, "Style Values".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `a,b`; of paths and headers.
    Simple,
    /// `.a.b`; of paths.
    Label,
    /// `;name=a,b`; of paths.
    Matrix,
    /// `name=a&name=b`, or `name=a,b` without explode; of queries and cookies.
    Form,
    /// `name=a%20b`; of queries.
    SpaceDelimited,
    /// `name=a%7Cb`; of queries.
    PipeDelimited,
    /// `name%5Bmember%5D=a`; of queries.
    DeepObject,
    /// As [`Form`](Self::Form), but nothing is percent-encoded: values are what the cookie has (OpenAPI 3.2).
    Cookie,
}

/// What a parameter's schema says about the outermost shape of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Structure {
    /// One text.
    Scalar,
    /// A list of texts.
    Array,
    /// Names and texts.
    Object,
    /// Scalar or array: an array where the text says so.
    Any,
    /// Scalar, array or object: an object where the text has the names of its members.
    Mixed,
}

/// How a parameter, or a header of a reply, travels.
///
/// ```
/// # use tenon_runtime::{Parameter, Style};
/// const TAGS: Parameter = Parameter::query("tags").array().style(Style::PipeDelimited).explode(false);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name in the document.
    pub name: &'static str,
    /// Where it travels.
    pub location: Location,
    /// How arrays and objects are spelled.
    pub style: Style,
    /// Whether each item or member stands on its own.
    pub explode: bool,
    /// `allowReserved`: the reserved characters of RFC 3986 are not percent-encoded as far as the place allows them, and
    /// triples stay.
    pub reserved: bool,
    /// Of a path: slashes and other characters that a path may hold are not percent-encoded.
    pub slashes: bool,
    /// The value travels as JSON text (`content: application/json`).
    pub json: bool,
    /// What the style table has no text for travels as JSON text: parts that have parts of their own, and objects where
    /// [`structure`](Self::structure) does not ask for one. With [`json`](Self::json), each item of a list is a JSON text.
    pub nested: bool,
    /// With [`nested`](Self::nested): the value is no object, so that one JSON text of its name is the only item of a list.
    pub items: bool,
    /// A text that is empty is as good as none (`allowEmptyValue`).
    pub empty: bool,
    /// Outermost shape of the value.
    pub structure: Structure,
    /// Of a path parameter: its index in template order.
    pub capture: usize,
    /// Likely a credential: its header is marked as sensitive, for whoever logs what is sent.
    pub secret: bool,
    /// Of an object: its known properties. Exploded forms are recognised by them.
    pub members: &'static [&'static str],
    /// The value is all of the query, as a form of these fields (`in: querystring`).
    pub form: Option<&'static [Parameter]>,
    /// The value is all of the query, as text or as JSON.
    pub whole: bool,
    /// Of an exploded object that may have other members, too: the names that are none, since they are other parameters'.
    pub others: Option<&'static [&'static str]>,
}

impl Parameter {
    const fn new(name: &'static str, location: Location, style: Style, explode: bool, capture: usize) -> Self {
        Self {
            name,
            location,
            style,
            explode,
            reserved: false,
            slashes: false,
            json: false,
            nested: false,
            items: false,
            empty: false,
            structure: Structure::Scalar,
            capture,
            secret: false,
            members: &[],
            form: None,
            whole: false,
            others: None,
        }
    }

    /// A scalar in the path: `simple`, not exploded. `capture` is its index in template order.
    pub const fn path(name: &'static str, capture: usize) -> Self {
        Self::new(name, Location::Path, Style::Simple, false, capture)
    }

    /// A scalar in the query: `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form, true, 0)
    }

    /// A scalar in a header: `simple`, not exploded.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple, false, 0)
    }

    /// A scalar in a cookie: `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form, true, 0)
    }

    /// Sets the style.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Sets whether each item or member stands on its own.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// `allowReserved: true`.
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// The value, which is in the path, may hold slashes.
    pub const fn slashes(mut self) -> Self {
        self.slashes = true;
        self
    }

    /// The value travels as JSON text.
    pub const fn json(mut self) -> Self {
        self.json = true;
        self
    }

    /// What the style table has no text for travels as JSON text, as forms have it by default.
    pub const fn nested(mut self) -> Self {
        self.nested = true;
        self
    }

    /// What travels as JSON text is an item of a list, never the value itself.
    pub const fn items(mut self) -> Self {
        self.items = true;
        self
    }

    /// The value must not be logged.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The value is an array.
    pub const fn array(mut self) -> Self {
        self.structure = Structure::Array;
        self
    }

    /// The value is an object with these known properties.
    pub const fn object(mut self, members: &'static [&'static str]) -> Self {
        self.structure = Structure::Object;
        self.members = members;
        self
    }

    /// The value is a scalar or an array.
    pub const fn any(mut self) -> Self {
        self.structure = Structure::Any;
        self
    }

    /// The value is a scalar, an array, or an object with some of these properties.
    pub const fn mixed(mut self, members: &'static [&'static str]) -> Self {
        self.structure = Structure::Mixed;
        self.members = members;
        self
    }

    /// The object may have members by any name but these.
    pub const fn rest(mut self, others: &'static [&'static str]) -> Self {
        self.others = Some(others);
        self
    }

    /// The value is all of the query, as a form of these fields.
    pub const fn form(mut self, fields: &'static [Self]) -> Self {
        self.form = Some(fields);
        self
    }

    /// The value is all of the query, as text or as JSON.
    pub const fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    /// `allowEmptyValue`
    pub const fn empty(mut self) -> Self {
        self.empty = true;
        self
    }
}

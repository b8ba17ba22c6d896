//! Every format that a string can be held against.
use super::grammar::{bytes, domain, email, number, pointer, regex, template, time, uri};

macro_rules! formats {
    ($($(#[$docs:meta])* $variant:ident $name:literal $expected:literal $admits:expr;)*) => {
        /// A format of strings and its grammar.
        ///
        /// ```
        /// use tenon_runtime::format::TextFormat;
        /// let format = TextFormat::named("ipv6").unwrap();
        /// assert!(format.admits("::1") && !format.admits("::1%eth0"));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum TextFormat { $($(#[$docs])* $variant,)* }

        impl TextFormat {
            /// Every format.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// What documents call it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What a text that is refused should have been: `must be a UUID`.
            #[must_use]
            pub const fn expected(self) -> &'static str {
                match self { $(Self::$variant => concat!("must be ", $expected)),* }
            }

            /// Whether a text follows the grammar.
            #[must_use]
            pub fn admits(self, text: &str) -> bool {
                let admits: fn(&str) -> bool = match self { $(Self::$variant => $admits),* };
                admits(text)
            }
        }
    };
}

formats! {
    /// RFC 9562, with hyphens.
    Uuid "uuid" "a UUID" |text| text.len() == 36 && ::uuid::Uuid::try_parse(text).is_ok();
    /// RFC 3339, section 5.6.
    DateTime "date-time" "a date-time (RFC 3339)" |text| time::date_time(text).is_some();
    /// `full-date` of RFC 3339.
    Date "date" "a date (RFC 3339)" |text| time::date(text).is_some();
    /// `full-time` of RFC 3339.
    Time "time" "a time with an offset (RFC 3339)" |text| time::time(text).is_some_and(|(_, offset)| offset.is_some());
    /// A date-time without an offset.
    DateTimeLocal "date-time-local" "a date-time without an offset" |text| time::date_time_local(text).is_some();
    /// `partial-time` of RFC 3339: without an offset.
    TimeLocal "time-local" "a time without an offset" |text| time::time(text).is_some_and(|(_, offset)| offset.is_none());
    /// RFC 3339, appendix A.
    Duration "duration" "a duration (RFC 3339, appendix A)" time::duration;
    /// `Mailbox` of RFC 5321.
    Email "email" "an e-mail address (RFC 5321)" email::email;
    /// `Mailbox` of RFC 6531.
    IdnEmail "idn-email" "an e-mail address (RFC 6531)" email::idn_email;
    /// RFC 1123, with what IDNA writes in ASCII.
    Hostname "hostname" "a host name (RFC 1123)" domain::hostname;
    /// RFC 5890.
    IdnHostname "idn-hostname" "a host name (RFC 5890)" domain::idn_hostname;
    /// Four decimal numbers (RFC 2673, section 3.2).
    Ipv4 "ipv4" "an IPv4 address" |text| text.parse::<core::net::Ipv4Addr>().is_ok();
    /// RFC 4291, without a zone.
    Ipv6 "ipv6" "an IPv6 address" |text| text.parse::<core::net::Ipv6Addr>().is_ok();
    /// RFC 3986, absolute or with a fragment, but never relative.
    Uri "uri" "a URI (RFC 3986)" |text| uri::uri(text, false, false);
    /// RFC 3986, relative or not.
    UriReference "uri-reference" "a URI reference (RFC 3986)" |text| uri::uri(text, false, true);
    /// RFC 3987, never relative.
    Iri "iri" "an IRI (RFC 3987)" |text| uri::uri(text, true, false);
    /// RFC 3987, relative or not.
    IriReference "iri-reference" "an IRI reference (RFC 3987)" |text| uri::uri(text, true, true);
    /// RFC 6570.
    UriTemplate "uri-template" "a URI template (RFC 6570)" template::uri_template;
    /// RFC 6901.
    JsonPointer "json-pointer" "a JSON Pointer (RFC 6901)" pointer::json_pointer;
    /// Relative JSON Pointers, draft 1.
    RelativeJsonPointer "relative-json-pointer" "a relative JSON Pointer" pointer::relative_json_pointer;
    /// ECMA-262.
    Regex "regex" "a regular expression (ECMA-262)" regex::regex;
    /// RFC 4648, section 4.
    Byte "byte" "base64" bytes::base64;
    /// RFC 4648, section 5; padding is optional.
    Base64Url "base64url" "base64url" bytes::base64url;
    /// A number in decimal digits, with a point or without.
    Decimal "decimal" "a decimal number" number::decimal;
}

impl TextFormat {
    /// The format that documents call so; `None` where it is not known.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

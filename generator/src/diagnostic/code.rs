//! The list of codes: one line each in [`codes!`], with severity and a sentence.

macro_rules! codes {
    ($($variant:ident $id:literal $severity:ident $about:literal;)*) => {
        /// What a report is about. Stable: `tenon.toml` and people refer to it by [`id`](Code::id).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = $about] $variant,)* }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// `unknown-reference`
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// The code with this [`id`](Code::id).
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.id() == id)
            }

            /// One sentence on what it means.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about),* }
            }

            /// How bad it is.
            #[must_use]
            pub fn severity(self) -> super::Severity {
                match self { $(Self::$variant => super::Severity::$severity),* }
            }
        }
    };
}

codes! {
    // load
    SyntaxError "syntax-error" Error "The text is not JSON or YAML.";
    DuplicateKey "duplicate-key" Error "An object has the same key twice.";
    OverBudget "over-budget" Error "The document is larger or deeper than the budgets allow.";
    IgnoredTag "ignored-tag" Warning "A YAML tag other than YAML's own; the value is read without it.";
    NoDocument "no-document" Error "The page holds no OpenAPI document in a fenced block.";
    UnreadableFile "unreadable-file" Error "A file could not be read as UTF-8 text.";
    // overlay
    InvalidOverlay "invalid-overlay" Error "An overlay, or one of its actions, cannot be applied.";
    UnmatchedOverlay "unmatched-overlay" Warning "An action of an overlay matches nothing.";
    // settings
    InvalidSettings "invalid-settings" Error "`tenon.toml` says something that cannot be followed.";
    UnusedSetting "unused-setting" Error "An entry of `tenon.toml` matches nothing.";
    // document
    NotOpenApi "not-openapi" Error "The document does not say `openapi: 3.x`.";
    UnsupportedVersion "unsupported-version" Error "The document's version of OpenAPI is not 3.0, 3.1 or 3.2.";
    WrongType "wrong-type" Error "A value has another JSON type than the specification asks for.";
    MissingKey "missing-key" Error "A key that the specification requires is missing.";
    InvalidValue "invalid-value" Error "A value is none of those that the specification allows.";
    Deviation "deviation" Warning "Not as the specification asks for, but what is meant is plain; it is carried as the report says.";
    UnquotedVersion "unquoted-version" Warning "`info.version` is a bare number; it is read as its text.";
    UnknownKeyword "unknown-keyword" Warning "A key that the specification does not know; it is ignored.";
    OutdatedKeyword "outdated-keyword" Warning "A keyword of an older draft of JSON Schema; it is read as what took its place.";
    // resolve
    UnknownDialect "unknown-dialect" Warning "A schema is in a dialect of JSON Schema whose rules are not followed; it is read as 2020-12.";
    DuplicateIdentifier "duplicate-identifier" Warning "Two schemas have the same `$id` or anchor.";
    OutsideResource "outside-resource" Warning "A `$ref` leads out of the schema whose `$id` is around it.";
    UnknownReference "unknown-reference" Error "A `$ref` points to nothing.";
    CyclicReference "cyclic-reference" Error "A chain of `$ref`s leads back to itself.";
    OutsideRoot "outside-root" Error "A `$ref` leaves the document's folder.";
    RemoteReference "remote-reference" Error "A `$ref` points to a URL; the network is never used.";
    // lower
    UnsupportedKeyword "unsupported-keyword" Warning "A keyword is not carried into the generated code.";
    UnsupportedFeature "unsupported-feature" Error "The document uses a feature that cannot be generated.";
    Contradiction "contradiction" Warning "Nothing can satisfy the schema.";
    ExcludedValue "excluded-value" Warning "A listed value is ruled out by what stands beside the list; it is left out.";
    InfiniteType "infinite-type" Warning "A required property contains its own type: no value is finite.";
    AmbiguousUnion "ambiguous-union" Warning "Two branches of a union accept the same value.";
    IdleDiscriminator "idle-discriminator" Warning "A discriminator, or a value of its mapping, names no branch.";
    OptionalDiscriminator "optional-discriminator" Note "A branch need not have the discriminator's property.";
    AssumedObject "assumed-object" Note "A schema with `properties` and no `type` is taken for an object.";
    Untyped "untyped" Note "No type could be decided; any JSON is taken.";
    UndefinedStyle "undefined-style" Note "The specification does not say how a value is spelled.";
    UntypedContent "untyped-content" Note "Content that is neither JSON, XML nor a form is taken as text or bytes; its schema is not looked at.";
    IgnoredHeader "ignored-header" Warning "A header parameter named `Accept`, `Content-Type` or `Authorization` is ignored, as the specification demands.";
    BearerAssumed "bearer-assumed" Warning "`oauth2` without a flow is taken for a bearer token.";
    UnknownScheme "unknown-scheme" Error "A security requirement names a scheme that does not exist.";
    InvalidPath "invalid-path" Error "A path is not a valid template.";
    DuplicateOperation "duplicate-operation" Warning "Two operations have the same `operationId`; they are named by method and path.";
    SameRoute "same-route" Warning "Two operations answer the same requests: the server has the first one only.";
    DuplicateParameter "duplicate-parameter" Error "An operation has the same parameter twice.";
    UnresolvedLink "unresolved-link" Warning "A link, or a value in it, cannot be filled in by generated code.";
    NoReply "no-reply" Warning "An operation declares no reply.";
    InvalidExample "invalid-example" Warning "An example does not fit its schema.";
    InvalidDefault "invalid-default" Warning "A default does not fit its schema; it is not offered.";
    UnknownFormat "unknown-format" Note "A `format` without a type of its own; the plain type is used.";
    Unused "unused" Note "A component that nothing uses.";
}

impl Code {
    /// Whether it says that the document is not what the specification asks for, or cannot mean what it says, though it can
    /// be carried: what is no error to those who generate from a document is one to its author.
    #[must_use]
    pub fn is_fault(self) -> bool {
        use Code::{
            BearerAssumed, Contradiction, Deviation, DuplicateIdentifier, DuplicateOperation, ExcludedValue,
            InfiniteType, InvalidDefault, InvalidExample, OutdatedKeyword, UndefinedStyle, UnknownKeyword,
            UnquotedVersion,
        };
        let carried = matches!(
            self,
            Deviation | UnquotedVersion | UnknownKeyword | OutdatedKeyword | UndefinedStyle | BearerAssumed
        );
        let repeated = matches!(self, DuplicateIdentifier | DuplicateOperation);
        let void = matches!(self, Contradiction | ExcludedValue | InfiniteType | InvalidExample | InvalidDefault);
        self.severity() == super::Severity::Error || carried || repeated || void
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn ids_are_unique_and_lead_back() {
        for code in Code::ALL {
            assert_eq!(Code::from_id(code.id()), Some(*code));
            assert!(code.id().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code:?}");
            assert!(code.about().ends_with('.'), "{code:?}");
        }
        assert!(
            Code::DuplicateKey
                .page()
                .starts_with("duplicate-key (error)\n\nAn object has the same key twice.\n\nKeep one")
        );
        assert_eq!(Code::from_id("x"), None);
    }
}

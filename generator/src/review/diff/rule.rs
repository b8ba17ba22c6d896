//! The rules: what a change of a document can be, a line each.

use super::level::Wire;

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flow {
    /// Written by clients.
    Request,
    /// Written by servers.
    Reply,
}

macro_rules! rules {
    ($($variant:ident $id:literal request[$rc:ident $rs:ident] reply[$pc:ident $ps:ident] mirror $mirror:ident $about:literal;)*) => {
        /// What a finding is about. Stable: `accepted.toml` and people refer to it by [`id`](Rule::id).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule { $(#[doc = $about] $variant,)* }

        impl Rule {
            /// Every rule, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// `property-removed`
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// One sentence on what has happened.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about),* }
            }

            /// What it is when it is undone.
            #[must_use]
            pub fn mirror(self) -> Self {
                match self { $(Self::$variant => Self::$mirror),* }
            }

            /// What it means for old clients and for new clients, as a rule: `wire-client`, `wire-server`.
            #[must_use]
            pub fn wire(self, flow: Flow) -> (Wire, Wire) {
                match (self, flow) {
                    $(
                        (Self::$variant, Flow::Request) => (Wire::$rc, Wire::$rs),
                        (Self::$variant, Flow::Reply) => (Wire::$pc, Wire::$ps),
                    )*
                }
            }
        }
    };
}

// In brackets: old clients and the new server, new clients and the old server. A rule and its mirror are each other's reverse.
rules! {
    OperationRemoved "operation-removed" request[Break Ok] reply[Ok Ok] mirror OperationAdded "An operation is gone.";
    OperationAdded "operation-added" request[Ok Break] reply[Ok Ok] mirror OperationRemoved "There is a new operation.";
    OperationIdChanged "operation-id-changed" request[Ok Ok] reply[Ok Ok] mirror OperationIdChanged "An operation has another `operationId`, so another name in Rust.";
    TagsChanged "tags-changed" request[Ok Ok] reply[Ok Ok] mirror TagsChanged "An operation has other tags; the first decides the trait that implements it.";
    CallersChanged "callers-changed" request[Ok Ok] reply[Ok Ok] mirror CallersChanged "A callback is asked for with other operations.";
    Deprecated "deprecated" request[Ok Ok] reply[Ok Ok] mirror DeprecationWithdrawn "Something is on its way out.";
    DeprecationWithdrawn "deprecation-withdrawn" request[Ok Ok] reply[Ok Ok] mirror Deprecated "Something is no longer on its way out.";
    PathParameterRenamed "path-parameter-renamed" request[Ok Ok] reply[Ok Ok] mirror PathParameterRenamed "A parameter of the path has another name; the path stays what it is.";
    PathParameterMoved "path-parameter-moved" request[Warn Warn] reply[Ok Ok] mirror PathParameterMoved "A parameter of the path stands where another one stood; code that passes both goes on and means something else.";
    ServerRemoved "server-removed" request[Warn Ok] reply[Ok Ok] mirror ServerAdded "A base URL is gone, or what may be chosen in it has changed.";
    ServerAdded "server-added" request[Ok Warn] reply[Ok Ok] mirror ServerRemoved "There is a new base URL.";
    SecurityAdded "security-added" request[Break Ok] reply[Ok Ok] mirror SecurityRemoved "An operation that was open to everyone asks for credentials.";
    SecurityRemoved "security-removed" request[Ok Break] reply[Ok Ok] mirror SecurityAdded "An operation is open to everyone now.";
    SecurityAlternativeRemoved "security-alternative-removed" request[Break Ok] reply[Ok Ok] mirror SecurityAlternativeAdded "A way to authenticate is no longer accepted.";
    SecurityAlternativeAdded "security-alternative-added" request[Ok Break] reply[Ok Ok] mirror SecurityAlternativeRemoved "There is another way to authenticate.";
    ScopeAdded "scope-added" request[Break Ok] reply[Ok Ok] mirror ScopeRemoved "Credentials need a further scope.";
    ScopeRemoved "scope-removed" request[Ok Break] reply[Ok Ok] mirror ScopeAdded "Credentials need a scope less.";
    SecuritySchemeChanged "security-scheme-changed" request[Break Break] reply[Ok Ok] mirror SecuritySchemeChanged "Credentials of a scheme travel differently.";
    SecuritySchemeRemoved "security-scheme-removed" request[Ok Ok] reply[Ok Ok] mirror SecuritySchemeAdded "A security scheme is no longer declared; what that means is found at the operations that used it.";
    SecuritySchemeAdded "security-scheme-added" request[Ok Ok] reply[Ok Ok] mirror SecuritySchemeRemoved "A security scheme is declared; it means nothing until an operation asks for it.";
    SecuritySchemeDetailsChanged "security-scheme-details-changed" request[Ok Ok] reply[Ok Ok] mirror SecuritySchemeDetailsChanged "A security scheme says something else of where tokens and scopes come from.";
    ParameterRemoved "parameter-removed" request[Warn Ok] reply[Ok Ok] mirror ParameterAdded "An optional parameter is gone: old clients send it in vain.";
    ParameterAdded "parameter-added" request[Ok Warn] reply[Ok Ok] mirror ParameterRemoved "There is a new optional parameter.";
    RequiredParameterAdded "required-parameter-added" request[Break Warn] reply[Ok Ok] mirror RequiredParameterRemoved "There is a new parameter that every request must have.";
    RequiredParameterRemoved "required-parameter-removed" request[Warn Break] reply[Ok Ok] mirror RequiredParameterAdded "A parameter that every request had to have is gone.";
    ParameterBecameRequired "parameter-became-required" request[Break Ok] reply[Ok Ok] mirror ParameterBecameOptional "A parameter that could be left out must be there.";
    ParameterBecameOptional "parameter-became-optional" request[Ok Break] reply[Ok Ok] mirror ParameterBecameRequired "A parameter may be left out.";
    ParameterStyleChanged "parameter-style-changed" request[Break Break] reply[Ok Ok] mirror ParameterStyleChanged "A parameter is spelled differently.";
    BodyRemoved "body-removed" request[Warn Ok] reply[Ok Ok] mirror BodyAdded "Requests have no body any more; it was optional.";
    BodyAdded "body-added" request[Ok Warn] reply[Ok Ok] mirror BodyRemoved "Requests may have a body.";
    RequiredBodyAdded "required-body-added" request[Break Warn] reply[Ok Ok] mirror RequiredBodyRemoved "Requests must have a body.";
    RequiredBodyRemoved "required-body-removed" request[Warn Break] reply[Ok Ok] mirror RequiredBodyAdded "Requests have no body any more; it was required.";
    BodyBecameRequired "body-became-required" request[Break Ok] reply[Ok Ok] mirror BodyBecameOptional "A body that could be left out must be there.";
    BodyBecameOptional "body-became-optional" request[Ok Break] reply[Ok Ok] mirror BodyBecameRequired "The body may be left out.";
    MediaTypeRemoved "media-type-removed" request[Break Ok] reply[Ok Warn] mirror MediaTypeAdded "A media type is no longer taken, or no longer answered.";
    MediaTypeAdded "media-type-added" request[Ok Break] reply[Warn Ok] mirror MediaTypeRemoved "There is another media type.";
    MediaTypeReplaced "media-type-replaced" request[Break Break] reply[Break Break] mirror MediaTypeReplaced "A body has other media types, none of them as before.";
    EncodingChanged "encoding-changed" request[Break Break] reply[Break Break] mirror EncodingChanged "A body, a field of a form, or a part travels differently.";
    StatusAdded "status-added" request[Ok Ok] reply[Warn Ok] mirror StatusRemoved "There is another status that a client may be answered with.";
    StatusRemoved "status-removed" request[Ok Ok] reply[Ok Warn] mirror StatusAdded "A status is no longer answered.";
    SuccessReplaced "success-replaced" request[Ok Ok] reply[Break Break] mirror SuccessReplaced "Success is told by other statuses, none of them as before, or by none.";
    ReplyBodyRemoved "reply-body-removed" request[Ok Ok] reply[Break Ok] mirror ReplyBodyAdded "A reply has no body any more.";
    ReplyBodyAdded "reply-body-added" request[Ok Ok] reply[Ok Break] mirror ReplyBodyRemoved "A reply that had no body has one.";
    HeaderRemoved "header-removed" request[Ok Ok] reply[Warn Ok] mirror HeaderAdded "An optional header of a reply is gone.";
    HeaderAdded "header-added" request[Ok Ok] reply[Ok Warn] mirror HeaderRemoved "A reply has another optional header.";
    RequiredHeaderRemoved "required-header-removed" request[Ok Ok] reply[Break Ok] mirror RequiredHeaderAdded "A header that every such reply had is gone.";
    RequiredHeaderAdded "required-header-added" request[Ok Ok] reply[Ok Break] mirror RequiredHeaderRemoved "Every such reply has another header.";
    HeaderBecameOptional "header-became-optional" request[Ok Ok] reply[Break Ok] mirror HeaderBecameRequired "A header that every such reply had may be missing.";
    HeaderBecameRequired "header-became-required" request[Ok Ok] reply[Ok Break] mirror HeaderBecameOptional "A header is in every such reply.";
    LinkRemoved "link-removed" request[Ok Ok] reply[Ok Ok] mirror LinkAdded "A reply no longer says what may be called next.";
    LinkAdded "link-added" request[Ok Ok] reply[Ok Ok] mirror LinkRemoved "A reply says what may be called next.";
    LinkChanged "link-changed" request[Ok Ok] reply[Ok Ok] mirror LinkChanged "A link of a reply leads elsewhere, or fills in something else.";
    PropertyRemoved "property-removed" request[Warn Ok] reply[Warn Ok] mirror PropertyAdded "An optional property is gone.";
    PropertyAdded "property-added" request[Ok Warn] reply[Ok Warn] mirror PropertyRemoved "There is another optional property.";
    RequiredPropertyAdded "required-property-added" request[Break Warn] reply[Ok Break] mirror RequiredPropertyRemoved "There is another property that must be there.";
    RequiredPropertyRemoved "required-property-removed" request[Warn Break] reply[Break Ok] mirror RequiredPropertyAdded "A property that had to be there is gone.";
    PropertyBecameRequired "property-became-required" request[Break Ok] reply[Ok Break] mirror PropertyBecameOptional "A property that could be missing must be there.";
    PropertyBecameOptional "property-became-optional" request[Ok Break] reply[Break Ok] mirror PropertyBecameRequired "A property that had to be there may be missing.";
    PropertyBecameReadOnly "property-became-read-only" request[Warn Ok] reply[Ok Ok] mirror PropertyNoLongerReadOnly "A property travels in replies only; in requests it is read over.";
    PropertyNoLongerReadOnly "property-no-longer-read-only" request[Ok Warn] reply[Ok Ok] mirror PropertyBecameReadOnly "A property travels in requests, too.";
    PropertyBecameWriteOnly "property-became-write-only" request[Ok Ok] reply[Warn Ok] mirror PropertyNoLongerWriteOnly "A property travels in requests only; replies no longer show it.";
    PropertyNoLongerWriteOnly "property-no-longer-write-only" request[Ok Ok] reply[Ok Warn] mirror PropertyBecameWriteOnly "A property travels in replies, too.";
    OtherPropertiesRefused "other-properties-refused" request[Break Ok] reply[Ok Ok] mirror OtherPropertiesAllowed "Properties that the document does not name are refused. (Clients read over them.)";
    OtherPropertiesAllowed "other-properties-allowed" request[Ok Break] reply[Ok Ok] mirror OtherPropertiesRefused "Properties that the document does not name are no longer refused.";
    OtherPropertiesTyped "other-properties-typed" request[Break Ok] reply[Ok Break] mirror OtherPropertiesUntyped "Properties that the document does not name must be of a type.";
    OtherPropertiesUntyped "other-properties-untyped" request[Ok Break] reply[Break Ok] mirror OtherPropertiesTyped "Properties that the document does not name may be anything.";
    TypeChanged "type-changed" request[Break Break] reply[Break Break] mirror TypeChanged "A value is of another type, and none of the old values fits.";
    TypeNarrowed "type-narrowed" request[Break Ok] reply[Ok Break] mirror TypeWidened "A value is of a type that takes only some of the old values.";
    TypeWidened "type-widened" request[Ok Break] reply[Break Ok] mirror TypeNarrowed "A value is of a type that takes more than the old values.";
    NullRefused "null-refused" request[Break Ok] reply[Ok Break] mirror NullAllowed "`null` is no longer among the values.";
    NullAllowed "null-allowed" request[Ok Break] reply[Break Ok] mirror NullRefused "`null` is among the values.";
    FormatAdded "format-added" request[Break Ok] reply[Ok Break] mirror FormatRemoved "A text must be in a format.";
    FormatRemoved "format-removed" request[Ok Break] reply[Break Ok] mirror FormatAdded "A text may be in any format.";
    FormatChanged "format-changed" request[Break Break] reply[Break Break] mirror FormatChanged "A value is in another format.";
    IntegerNarrowed "integer-narrowed" request[Break Ok] reply[Ok Break] mirror IntegerWidened "An integer has fewer bits.";
    IntegerWidened "integer-widened" request[Ok Break] reply[Break Ok] mirror IntegerNarrowed "An integer has more bits.";
    EnumValueRemoved "enum-value-removed" request[Break Ok] reply[Ok Warn] mirror EnumValueAdded "A value is no longer listed.";
    EnumValueAdded "enum-value-added" request[Ok Break] reply[Warn Ok] mirror EnumValueRemoved "Another value is listed; old clients keep it as unknown.";
    ValuesListed "values-listed" request[Break Ok] reply[Ok Warn] mirror ValuesNoLongerListed "Only listed values are taken where any was.";
    ValuesNoLongerListed "values-no-longer-listed" request[Ok Break] reply[Warn Ok] mirror ValuesListed "Any value is taken where only listed ones were.";
    LengthTightened "length-tightened" request[Break Ok] reply[Ok Warn] mirror LengthLoosened "A text may be less long or must be longer.";
    LengthLoosened "length-loosened" request[Ok Break] reply[Warn Ok] mirror LengthTightened "A text may be longer or shorter.";
    RangeTightened "range-tightened" request[Break Ok] reply[Ok Warn] mirror RangeLoosened "A number has narrower bounds.";
    RangeLoosened "range-loosened" request[Ok Break] reply[Warn Ok] mirror RangeTightened "A number has wider bounds.";
    ItemCountTightened "item-count-tightened" request[Break Ok] reply[Ok Warn] mirror ItemCountLoosened "A list may have fewer items or must have more.";
    ItemCountLoosened "item-count-loosened" request[Ok Break] reply[Warn Ok] mirror ItemCountTightened "A list may have more items or fewer.";
    MemberCountTightened "member-count-tightened" request[Break Ok] reply[Ok Warn] mirror MemberCountLoosened "An object may have fewer members or must have more.";
    MemberCountLoosened "member-count-loosened" request[Ok Break] reply[Warn Ok] mirror MemberCountTightened "An object may have more members or fewer.";
    PatternAdded "pattern-added" request[Break Ok] reply[Ok Warn] mirror PatternRemoved "A text must match a pattern.";
    PatternRemoved "pattern-removed" request[Ok Break] reply[Warn Ok] mirror PatternAdded "A text need not match a pattern.";
    PatternChanged "pattern-changed" request[Break Break] reply[Warn Warn] mirror PatternChanged "A text must match another pattern; which texts that takes in or leaves out is not decided.";
    MultipleOfAdded "multiple-of-added" request[Break Ok] reply[Ok Warn] mirror MultipleOfRemoved "A number must be a multiple.";
    MultipleOfRemoved "multiple-of-removed" request[Ok Break] reply[Warn Ok] mirror MultipleOfAdded "A number need not be a multiple.";
    MultipleOfChanged "multiple-of-changed" request[Break Break] reply[Warn Warn] mirror MultipleOfChanged "A number must be a multiple of another one.";
    UniqueItemsAdded "unique-items-added" request[Break Ok] reply[Ok Warn] mirror UniqueItemsRemoved "No two items of a list may be equal.";
    UniqueItemsRemoved "unique-items-removed" request[Ok Break] reply[Warn Ok] mirror UniqueItemsAdded "Items of a list may be equal.";
    TupleChanged "tuple-changed" request[Break Break] reply[Break Break] mirror TupleChanged "A list of a fixed length has another length.";
    BranchRemoved "branch-removed" request[Break Ok] reply[Ok Break] mirror BranchAdded "A union has a branch less.";
    BranchAdded "branch-added" request[Ok Break] reply[Break Ok] mirror BranchRemoved "A union has another branch.";
    BranchesExclusive "branches-exclusive" request[Break Ok] reply[Ok Warn] mirror BranchesInclusive "Exactly one branch may fit where several could.";
    BranchesInclusive "branches-inclusive" request[Ok Break] reply[Warn Ok] mirror BranchesExclusive "Several branches may fit where exactly one had to.";
    DiscriminatorChanged "discriminator-changed" request[Warn Warn] reply[Warn Warn] mirror DiscriminatorChanged "What tells the branches of a union apart, or which value leads to which, is another.";
    ConditionAdded "condition-added" request[Break Ok] reply[Ok Warn] mirror ConditionRemoved "Something is demanded that no type says.";
    ConditionRemoved "condition-removed" request[Ok Break] reply[Warn Ok] mirror ConditionAdded "Something that no type said is no longer demanded.";
    ConditionChanged "condition-changed" request[Break Break] reply[Warn Warn] mirror ConditionChanged "Something else is demanded that no type says.";
    DefaultAdded "default-added" request[Warn Warn] reply[Ok Ok] mirror DefaultRemoved "There is a default where there was none.";
    DefaultRemoved "default-removed" request[Warn Warn] reply[Ok Ok] mirror DefaultAdded "There is no default any more.";
    DefaultChanged "default-changed" request[Warn Warn] reply[Warn Warn] mirror DefaultChanged "What is assumed where nothing is said is another value.";
    SchemaRenamed "schema-renamed" request[Ok Ok] reply[Ok Ok] mirror SchemaRenamed "A schema has another name, so its type has.";
    SchemaRemoved "schema-removed" request[Ok Ok] reply[Ok Ok] mirror SchemaAdded "A schema is gone; what that means is found where it was used.";
    SchemaAdded "schema-added" request[Ok Ok] reply[Ok Ok] mirror SchemaRemoved "There is another schema.";
    ExtensionChanged "extension-changed" request[Ok Ok] reply[Ok Ok] mirror ExtensionChanged "An `x-` key says something else; what it means is between you and its readers.";
    KeywordChanged "keyword-changed" request[Ok Ok] reply[Ok Ok] mirror KeywordChanged "The document says something else where no type, parameter or body comes from it: the keyword means nothing there, or the part was refused.";
    OpaqueSchemaChanged "opaque-schema-changed" request[Warn Warn] reply[Warn Warn] mirror OpaqueSchemaChanged "The schema of a body that travels as bytes says something else; what that means is not decided.";
    ProseChanged "prose-changed" request[Ok Ok] reply[Ok Ok] mirror ProseChanged "Only words for people.";
    RustRemoved "rust-removed" request[Ok Ok] reply[Ok Ok] mirror RustAdded "Something in the Rust is gone although nothing near it has changed in the document.";
    RustAdded "rust-added" request[Ok Ok] reply[Ok Ok] mirror RustRemoved "There is more in the Rust, and no other finding says why.";
    RustChanged "rust-changed" request[Ok Ok] reply[Ok Ok] mirror RustChanged "Something in the Rust is different although nothing near it has changed in the document.";
}

impl Rule {
    /// The rule of this [`id`](Rule::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undone_is_the_mirror_image() {
        for rule in Rule::ALL {
            assert_eq!(rule.mirror().mirror(), *rule);
            for flow in [Flow::Request, Flow::Reply] {
                let (client, server) = rule.wire(flow);
                assert_eq!(rule.mirror().wire(flow), (server, client), "{}", rule.id());
            }
        }
    }
}

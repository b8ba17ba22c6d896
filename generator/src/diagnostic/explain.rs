//! What each code means at length and how to mend what it is about: `cargo xtask explain CODE`, and the list in the docs.
use super::Code;
use std::fmt::Write;

impl Code {
    /// What to do about it, in a few sentences.
    #[must_use]
    pub fn mend(self) -> &'static str {
        match self {
            Self::SyntaxError => {
                "Mend the text at the place that is shown: usually the indentation, a quote that is not closed, or a comma too many just before it."
            }
            Self::DuplicateKey => {
                "Keep one of the two members. Readers differ in which they take, so the document means different things to different tools."
            }
            Self::OverBudget => {
                "Documents are read within budgets (bytes, depth, nodes, aliases, schemas, operations, branches of a union), so that a hostile one costs little. Split the document, or write out what a few YAML aliases multiply."
            }
            Self::IgnoredTag => "Remove the tag: JSON, and so OpenAPI, knows no tags but YAML's own.",
            Self::NoDocument => {
                "Hand over the document itself, or a page that has it in a fenced block that begins with `openapi:` or `{\"openapi\"`."
            }
            Self::UnreadableFile => "Save the file as UTF-8.",
            Self::InvalidOverlay => {
                "Mend the action. Targets are JSONPath expressions (RFC 9535); objects merge into objects, lists take items, plain values replace plain values."
            }
            Self::UnmatchedOverlay => {
                "Mend the target, or remove the action: what it was to change is no longer there."
            }
            Self::InvalidSettings => "Mend the entry; README lists what `tenon.toml` may say.",
            Self::UnusedSetting => "Mend the entry, or remove it: what it meant may be gone from the document.",
            Self::ExcludedValue => {
                "Add what is missing to `type`, loosen the bound that the message names, or take the value off the list. In YAML, `null` is no string until it is quoted."
            }
            Self::NotOpenApi => {
                "The first key of an OpenAPI document is `openapi: 3.x.y`. Swagger 2.0 documents have to be converted first."
            }
            Self::UnknownDialect => {
                "Say `https://spec.openapis.org/oas/3.1/dialect/base` or `https://json-schema.org/draft/2020-12/schema`, or say nothing."
            }
            Self::UnsupportedVersion => {
                "Versions 3.0, 3.1 and 3.2 are read. Say one of these, or convert the document."
            }
            Self::WrongType => {
                "Write the value as the JSON type that the message names. In YAML a bare `yes`, `1.0` or `2024-01-01` may need quotes to stay a string."
            }
            Self::MissingKey => "Add the key; the specification requires it there.",
            Self::InvalidValue => "Use one of the values that the message or the specification lists.",
            Self::Deviation => {
                "Nothing has to be done: the report says how it was read. Other tools may read it otherwise, so mend the document where you can."
            }
            Self::UnquotedVersion => "Quote the version: a bare `1.10` is the number 1.1 to most readers.",
            Self::UnknownKeyword => {
                "Check the spelling, and that the key belongs to this object and this version of the specification. Extensions begin with `x-`."
            }
            Self::UnknownReference => {
                "Point to something that exists, or write down what it points to; an overlay can do either without touching the document."
            }
            Self::CyclicReference => {
                "A reference must lead to something in the end. Break the circle where the real schema should be."
            }
            Self::DuplicateIdentifier => {
                "Give one of the two another `$id` or `$anchor`: a reference to it could mean either."
            }
            Self::OutsideResource => "Refer to the schema by the `$id` that it stands under, or by a pointer below it.",
            Self::OutsideRoot => {
                "Put the file below the folder of the document. References are confined to it, so that a document cannot read what is elsewhere on the machine."
            }
            Self::RemoteReference => "Download the document, put it beside yours, and refer to the file.",
            Self::UnsupportedKeyword => {
                "The keyword is read and not enforced. If that matters, check it in your own code."
            }
            Self::OutdatedKeyword => {
                "Write it as JSON Schema 2020-12 does; the message says how. It is read as it was meant."
            }
            Self::UnsupportedFeature => "Leave the operation out, or describe it in terms that can be generated.",
            Self::Contradiction => {
                "The keywords exclude each other, so that nothing is valid. Loosen one of them; in `allOf`, look at what each part says of the same value."
            }
            Self::InfiniteType => {
                "Make one of the properties in the circle optional or nullable, or a list: as it is, a value would have no end."
            }
            Self::AmbiguousUnion => {
                "Add a `discriminator`, or a property with a different `const` to each branch. Until then branches are tried one after the other."
            }
            Self::IdleDiscriminator => {
                "Let the mapping name the union's branches, by name or reference, and let each branch be an object with the property."
            }
            Self::OptionalDiscriminator => {
                "Declare the property in every branch and list it under `required`. Values without it are tried against one branch after the other."
            }
            Self::AssumedObject => {
                "Add the `type` that is meant. Without it the schema also allows values of every other type."
            }
            Self::Untyped => {
                "The message says why no type could be given. A `type`, or branches that differ, would give one."
            }
            Self::UndefinedStyle => {
                "The table \"Style Examples\" of the specification has no cell for this style and value. What most servers read is sent; to be sure, say a style that has one, or `content` with `application/json`."
            }
            Self::UntypedContent => {
                "Nothing has to be done: the content is handed on as it is. To have a type for it, offer `application/json` as well, or say with `xml` what it is in XML."
            }
            Self::IgnoredHeader => {
                "Describe it as a security scheme, a media type or a reply's content instead, and remove the parameter."
            }
            Self::BearerAssumed => "Add a flow to the scheme, or make it `type: http` with `scheme: bearer`.",
            Self::UnknownScheme => "Declare the scheme under `components/securitySchemes`, or mend its name.",
            Self::InvalidPath => "Paths begin with `/`, and their braces are balanced and not empty.",
            Self::DuplicateOperation => {
                "Give each operation an `operationId` of its own. Until then both are named by method and path."
            }
            Self::SameRoute => {
                "Requests do not show which of the two is meant: names of parameters and fragments are not part of a URL. Merge the two, or tell them apart by path or method."
            }
            Self::DuplicateParameter => "Keep one: name and place together identify a parameter.",
            Self::UnresolvedLink => {
                "What the reply says is filled in, what only the request said is asked of the caller. Name an operation of this document, and say by an expression where the value is: `$response.body#/id` needs a property `id` that the schema of the reply declares, `$response.header.X` a header under `headers`."
            }
            Self::NoReply => "Declare at least one reply under `responses`.",
            Self::InvalidExample => {
                "Mend the example or the schema: people and tools copy examples, and a server that follows the schema refuses this one. Members that only travel the other way (`readOnly`, `writeOnly`) may be missing; formats that are types are held against them."
            }
            Self::InvalidDefault => {
                "Mend the default or the schema. A default that the schema refuses is left out of what is generated."
            }
            Self::UnknownFormat => {
                "Nothing has to be done: `format` is open. A Rust type for it can be given in `tenon.toml`."
            }
            Self::Unused => "Remove the component if nothing is to use it.",
        }
    }

    /// All that is known about the code, as CommonMark.
    #[must_use]
    pub fn page(self) -> String {
        format!("{} ({})\n\n{}\n\n{}\n", self.id(), self.severity(), self.about(), self.mend())
    }
}

/// The list of all codes, as CommonMark: what `docs/diagnostics.md` holds.
#[must_use]
pub fn list() -> String {
    let mut out = String::from(
        "# Diagnostics\n\nMade from `generator/src/diagnostic`; `TENON_BLESS=1 cargo test -p tests --test diagnostics` renews it.\n",
    );
    for code in Code::ALL {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n## {}\n\n*{}.* {}\n\n{}\n", code.id(), code.severity(), code.about(), code.mend());
    }
    out
}

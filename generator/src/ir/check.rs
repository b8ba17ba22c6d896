//! Checks: what a schema says of a JSON value that no type says. A graph, for schemas refer to each other.
use super::{Kind, Origin};
use tenon_runtime::format::TextFormat;

/// Index into [`Api::checks`](super::Api::checks).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CheckId(pub u32);

/// What one schema demands of a value: all of it.
#[derive(Clone, Debug)]
pub struct Check {
    /// In the order in which they are checked; none: anything is valid.
    pub demands: Vec<Demand>,
    /// Members that the schema has for replies only (`readOnly`): requests are checked as if they were not there.
    pub read_only: Vec<String>,
    /// Members that the schema has for requests only (`writeOnly`).
    pub write_only: Vec<String>,
    /// The function's name where it is one; filled by `names`.
    pub name: String,
    /// The schema that says so.
    pub origin: Origin,
}

impl Check {
    /// What a schema demands; nothing of it travels one way only.
    #[must_use]
    pub fn new(demands: Vec<Demand>, origin: Origin) -> Self {
        Self { demands, read_only: Vec::new(), write_only: Vec::new(), name: String::new(), origin }
    }
}

/// What one keyword demands (JSON Schema 2020-12, Core 10 and 11, Validation 6). Each lets values of other kinds pass.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    /// `false`: nothing is valid.
    Never,
    /// `type`.
    Kinds(Vec<Kind>),
    /// `enum` and `const`, as JSON texts.
    Values(Vec<String>),
    /// `minLength`, `maxLength`, `pattern` of strings.
    Text {
        /// Fewest characters.
        min: Option<u64>,
        /// Most characters.
        max: Option<u64>,
        /// ECMA-262 source.
        pattern: Option<String>,
    },
    /// `format` of strings, where it is more than a remark: examples must be what their types read.
    Format(TextFormat),
    /// Bounds and divisor of numbers, as JSON number texts.
    Number {
        /// `minimum`
        minimum: Option<String>,
        /// `exclusiveMinimum`
        exclusive_minimum: Option<String>,
        /// `maximum`
        maximum: Option<String>,
        /// `exclusiveMaximum`
        exclusive_maximum: Option<String>,
        /// `multipleOf`
        multiple_of: Option<String>,
    },
    /// `minItems`, `maxItems`, `uniqueItems`.
    Items {
        /// Fewest items.
        min: Option<u64>,
        /// Most items.
        max: Option<u64>,
        /// No two are equal.
        unique: bool,
    },
    /// `prefixItems` and `items`.
    Tuple {
        /// For the first items, one by one.
        prefix: Vec<CheckId>,
        /// For the items behind them.
        rest: Option<CheckId>,
    },
    /// `contains`, `minContains`, `maxContains`.
    Contains {
        /// What is counted.
        item: CheckId,
        /// At least that many; 1 unless stated.
        min: u64,
        /// At most that many.
        max: Option<u64>,
    },
    /// `minProperties`, `maxProperties`.
    Count {
        /// Fewest members.
        min: Option<u64>,
        /// Most members.
        max: Option<u64>,
    },
    /// `required`.
    Required(Vec<String>),
    /// `dependentRequired`: where the first is present, the others must be.
    DependentRequired(String, Vec<String>),
    /// `dependentSchemas`: where the member is present, the check holds for the object.
    Dependent(String, CheckId),
    /// `properties`, `patternProperties`, `additionalProperties` of one schema.
    Members {
        /// By name.
        properties: Vec<(String, CheckId)>,
        /// By ECMA-262 pattern.
        patterns: Vec<(String, CheckId)>,
        /// For members that neither speaks of.
        additional: Option<CheckId>,
    },
    /// `propertyNames`.
    Names(CheckId),
    /// `$ref`, a part of `allOf`: the check holds for the same value.
    Holds(CheckId),
    /// `anyOf`.
    AnyOf(Vec<CheckId>),
    /// `oneOf`.
    OneOf(Vec<CheckId>),
    /// `not`.
    Not(CheckId),
    /// `if`, `then`, `else`.
    If {
        /// Decides, and is not demanded.
        test: CheckId,
        /// Where the test holds.
        then: Option<CheckId>,
        /// Where it does not.
        otherwise: Option<CheckId>,
    },
    /// `unevaluatedProperties`, `unevaluatedItems`: `body` holds the other keywords of the same schema.
    Unevaluated {
        /// What is checked first, and tells what was evaluated.
        body: CheckId,
        /// For members that the body did not speak of.
        properties: Option<CheckId>,
        /// For items that the body did not speak of.
        items: Option<CheckId>,
    },
}

impl Demand {
    /// The checks that it is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<CheckId> {
        match self {
            Self::Tuple { prefix, rest } => prefix.iter().chain(rest).copied().collect(),
            Self::Contains { item, .. } => vec![*item],
            Self::Members { properties, patterns, additional } => {
                let named = properties.iter().chain(patterns).map(|(_, check)| check);
                named.chain(additional).copied().collect()
            }
            Self::Names(one) | Self::Holds(one) | Self::Not(one) | Self::Dependent(_, one) => vec![*one],
            Self::AnyOf(branches) | Self::OneOf(branches) => branches.clone(),
            Self::If { test, then, otherwise } => [Some(*test), *then, *otherwise].into_iter().flatten().collect(),
            Self::Unevaluated { body, properties, items } => {
                [Some(*body), *properties, *items].into_iter().flatten().collect()
            }
            Self::Never
            | Self::Kinds(_)
            | Self::Values(_)
            | Self::Text { .. }
            | Self::Format(_)
            | Self::Number { .. }
            | Self::Items { .. }
            | Self::Count { .. }
            | Self::Required(_)
            | Self::DependentRequired(..) => Vec::new(),
        }
    }
}

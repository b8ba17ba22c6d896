//! Checks, judged.
use tenon::ir::{Api, CheckId, Demand, Kind};
use tenon_runtime as rt;

/// Whether a value passes a check.
pub(crate) fn pass(api: &Api, check: CheckId, text: &str) -> bool {
    let tape = rt::Tape::parse(text.as_bytes(), rt::Limits::default()).unwrap();
    rt::judge(tape.root(), &|v, c| demand(api, check, v, c)).is_ok()
}

fn demand(api: &Api, check: CheckId, v: rt::Node<'_>, c: &mut rt::Judge) {
    for demand in &api.checks[check.0 as usize].demands {
        one(api, demand, v, c);
    }
}

type Owned<'a> = Box<dyn Fn(rt::Node<'_>, &mut rt::Judge) + 'a>;

fn one(api: &Api, demand: &Demand, v: rt::Node<'_>, c: &mut rt::Judge) {
    let of = |id: CheckId| -> Owned<'_> { Box::new(move |v, c| self::demand(api, id, v, c)) };
    let option = |id: &Option<CheckId>| id.map(of);
    match demand {
        Demand::Never => c.never(v),
        Demand::Kinds(kinds) => c.kinds(v, &kinds.iter().map(|k| kind(*k)).collect::<Vec<_>>()),
        Demand::Values(texts) => c.values(v, &texts.iter().map(String::as_str).collect::<Vec<_>>()),
        Demand::Text { min, max, pattern } => {
            let pattern = pattern.as_deref().map(compiled);
            c.string(v, &rt::StringRule { min: *min, max: *max, pattern });
        }
        Demand::Number { minimum, exclusive_minimum, maximum, exclusive_maximum, multiple_of } => c.number(
            v,
            &rt::NumberRule {
                minimum: minimum.as_deref(),
                exclusive_minimum: exclusive_minimum.as_deref(),
                maximum: maximum.as_deref(),
                exclusive_maximum: exclusive_maximum.as_deref(),
                multiple_of: multiple_of.as_deref(),
            },
        ),
        Demand::Format(format) => c.format(v, *format),
        Demand::Items { min, max, unique } => c.items(v, &rt::ItemsRule { min: *min, max: *max, unique: *unique }),
        Demand::Tuple { prefix, rest } => {
            let (prefix, rest) = (prefix.iter().map(|id| of(*id)).collect::<Vec<_>>(), option(rest));
            c.tuple(v, &prefix.iter().map(|d| &**d).collect::<Vec<_>>(), rest.as_deref());
        }
        Demand::Contains { item, min, max } => c.contains(v, &of(*item), *min, *max),
        Demand::Count { min, max } => c.properties(v, &rt::PropertiesRule { min: *min, max: *max }),
        Demand::Required(names) => c.required(v, &names.iter().map(String::as_str).collect::<Vec<_>>()),
        Demand::DependentRequired(name, names) => {
            c.dependent_required(v, name, &names.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Demand::Dependent(name, id) => c.dependent(v, name, &of(*id)),
        Demand::Members { properties, patterns, additional } => {
            let properties = properties.iter().map(|(name, id)| (name.as_str(), of(*id))).collect::<Vec<_>>();
            let patterns = patterns.iter().map(|(p, id)| (compiled(p), of(*id))).collect::<Vec<_>>();
            c.members(
                v,
                &properties.iter().map(|(name, d)| (*name, &**d)).collect::<Vec<_>>(),
                &patterns.iter().map(|(p, d)| (*p, &**d)).collect::<Vec<_>>(),
                option(additional).as_deref(),
            );
        }
        Demand::Names(id) => c.names(v, &of(*id)),
        Demand::Holds(id) => c.holds(v, &of(*id)),
        Demand::AnyOf(ids) => {
            let branches = ids.iter().map(|id| of(*id)).collect::<Vec<_>>();
            c.any_of(v, &branches.iter().map(|d| &**d).collect::<Vec<_>>());
        }
        Demand::OneOf(ids) => {
            let branches = ids.iter().map(|id| of(*id)).collect::<Vec<_>>();
            c.one_of(v, &branches.iter().map(|d| &**d).collect::<Vec<_>>());
        }
        Demand::Not(id) => c.not(v, &of(*id)),
        Demand::If { test, then, otherwise } => {
            c.when(v, &of(*test), option(then).as_deref(), option(otherwise).as_deref());
        }
        Demand::Unevaluated { body, properties, items } => {
            c.unevaluated(v, &of(*body), option(properties).as_deref(), option(items).as_deref());
        }
    }
}

pub(crate) fn compiled(source: &str) -> &'static rt::Pattern {
    Box::leak(Box::new(rt::Pattern::new(source.to_owned().leak())))
}

fn kind(kind: Kind) -> rt::Kind {
    match kind {
        Kind::Null => rt::Kind::Null,
        Kind::Boolean => rt::Kind::Boolean,
        Kind::Integer => rt::Kind::Integer,
        Kind::Number => rt::Kind::Number,
        Kind::String => rt::Kind::String,
        Kind::Array => rt::Kind::Array,
        Kind::Object => rt::Kind::Object,
    }
}

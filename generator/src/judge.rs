//! Values held against checks while generating, by the same [`Judge`] that emitted code asks.
use crate::ir::{self, Check, CheckId, Demand};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use tenon_runtime::{
    Demand as Asked, Invalid, ItemsRule, Judge, Kind, Limits, Node, NumberRule, Pattern, PropertiesRule, StringRule,
    Tape, judge,
};

/// How deep checks are asked within each other: the stack has an end, and no example is that deep.
const DEEPEST: u32 = 256;

/// How often checks may be asked, and how often for each byte of a value. Honest schemas ask a few times for each; those
/// that lead back to themselves in several branches would take a power of a value's depth.
const WORK: usize = 4_000_000;
const WORK_EACH: usize = 16;

/// How many kinds of values there are.
const KINDS: usize = 7;

/// Checks, ready to be asked.
#[derive(Debug)]
pub(crate) struct Judging<'a> {
    checks: &'a [Check],
    /// Compiled once each.
    patterns: RefCell<FxHashMap<&'a str, Rc<Pattern>>>,
    depth: Cell<u32>,
    /// What is left to be done.
    work: Cell<usize>,
}

impl<'a> Judging<'a> {
    /// Over a graph such as [`ir::Api::checks`].
    #[must_use]
    pub(crate) fn new(checks: &'a [Check]) -> Self {
        Self { checks, patterns: RefCell::default(), depth: Cell::new(0), work: Cell::new(WORK) }
    }

    /// Holds a value against a check. What is too deep or too much to check is not judged.
    ///
    /// # Errors
    /// Everything that the check refuses.
    pub(crate) fn value(&self, check: CheckId, value: &Value) -> Result<(), Invalid> {
        self.text(check, &value.to_string())
    }

    /// The same of a value's text.
    pub(crate) fn text(&self, check: CheckId, text: &str) -> Result<(), Invalid> {
        let Ok(tape) = Tape::parse_str(text, Limits::default()) else { return Ok(()) };
        self.depth.set(0);
        self.work.set(self.work.get().saturating_add(WORK_EACH * text.len()));
        match judge(tape.root(), &self.asked(check)) {
            Err(invalid) if self.work.get() == 0 || invalid.violations.iter().any(|v| v.keyword == "limit") => Ok(()),
            judged => judged,
        }
    }

    fn asked(&self, id: CheckId) -> impl Fn(Node<'_>, &mut Judge) + use<'_, 'a> {
        move |v, c| self.ask(id, v, c)
    }

    fn ask(&self, id: CheckId, v: Node<'_>, c: &mut Judge) {
        let (depth, work) = (self.depth.get(), self.work.get());
        if depth >= DEEPEST || work == 0 {
            return;
        }
        self.depth.set(depth + 1);
        self.work.set(work - 1);
        for demand in self.checks.get(id.0 as usize).iter().flat_map(|check| &check.demands) {
            self.work.set(self.work.get().saturating_sub(cost(demand)));
            self.demand(demand, v, c);
        }
        self.depth.set(depth);
    }

    fn demand(&self, demand: &'a Demand, v: Node<'_>, c: &mut Judge) {
        match demand {
            Demand::Never => c.never(v),
            Demand::Kinds(kinds) => {
                let mut known = [Kind::Null; KINDS];
                known.iter_mut().zip(kinds).for_each(|(known, kind)| *known = kind_of(*kind));
                c.kinds(v, known.get(..kinds.len()).unwrap_or(&known));
            }
            Demand::Values(texts) => c.values(v, &strs(texts)),
            Demand::Text { min, max, pattern } => {
                let pattern = pattern.as_deref().map(|source| self.pattern(source));
                c.string(v, &StringRule { min: *min, max: *max, pattern: pattern.as_deref() });
            }
            Demand::Format(format) => c.format(v, *format),
            Demand::Number { minimum, exclusive_minimum, maximum, exclusive_maximum, multiple_of } => {
                let rule = NumberRule {
                    minimum: minimum.as_deref(),
                    exclusive_minimum: exclusive_minimum.as_deref(),
                    maximum: maximum.as_deref(),
                    exclusive_maximum: exclusive_maximum.as_deref(),
                    multiple_of: multiple_of.as_deref(),
                };
                c.number(v, &rule);
            }
            Demand::Items { min, max, unique } => c.items(v, &ItemsRule { min: *min, max: *max, unique: *unique }),
            Demand::Count { min, max } => c.properties(v, &PropertiesRule { min: *min, max: *max }),
            Demand::Required(names) => c.required(v, &strs(names)),
            Demand::DependentRequired(name, names) => c.dependent_required(v, name, &strs(names)),
            Demand::Dependent(name, check) => c.dependent(v, name, &self.asked(*check)),
            Demand::Members { properties, patterns, additional } => {
                self.members(properties, patterns, *additional, v, c);
            }
            Demand::Names(check) => c.names(v, &self.asked(*check)),
            other => self.parts(other, v, c),
        }
    }

    /// Keywords that are made of schemas only.
    fn parts(&self, demand: &Demand, v: Node<'_>, c: &mut Judge) {
        let one = |id: CheckId| self.asked(id);
        let maybe = |id: &Option<CheckId>| id.map(one);
        let branches = |ids: &[CheckId]| ids.iter().map(|id| one(*id)).collect::<Vec<_>>();
        match demand {
            Demand::Tuple { prefix, rest } => {
                let (prefix, rest) = (branches(prefix), maybe(rest));
                c.tuple(v, &dynamic(&prefix), rest.as_ref().map(|f| f as Asked<'_>));
            }
            Demand::Contains { item, min, max } => c.contains(v, &one(*item), *min, *max),
            Demand::Holds(check) => c.holds(v, &one(*check)),
            Demand::AnyOf(list) => c.any_of(v, &dynamic(&branches(list))),
            Demand::OneOf(list) => c.one_of(v, &dynamic(&branches(list))),
            Demand::Not(check) => c.not(v, &one(*check)),
            Demand::If { test, then, otherwise } => {
                let (then, otherwise) = (maybe(then), maybe(otherwise));
                let [then, otherwise] = [&then, &otherwise].map(|f| f.as_ref().map(|f| f as Asked<'_>));
                c.when(v, &one(*test), then, otherwise);
            }
            Demand::Unevaluated { body, properties, items } => {
                let (properties, items) = (maybe(properties), maybe(items));
                let [properties, items] = [&properties, &items].map(|f| f.as_ref().map(|f| f as Asked<'_>));
                c.unevaluated(v, &one(*body), properties, items);
            }
            // Said by `demand`.
            _ => {}
        }
    }

    fn members(
        &self,
        properties: &'a [(String, CheckId)],
        patterns: &'a [(String, CheckId)],
        additional: Option<CheckId>,
        v: Node<'_>,
        c: &mut Judge,
    ) {
        let properties: Vec<_> = properties.iter().map(|(name, id)| (name.as_str(), self.asked(*id))).collect();
        let patterns: Vec<_> = patterns.iter().map(|(source, id)| (self.pattern(source), self.asked(*id))).collect();
        let properties: Vec<_> = properties.iter().map(|(name, f)| (*name, f as Asked<'_>)).collect();
        let patterns: Vec<_> = patterns.iter().map(|(pattern, f)| (&**pattern, f as Asked<'_>)).collect();
        let additional = additional.map(|id| self.asked(id));
        c.members(v, &properties, &patterns, additional.as_ref().map(|f| f as Asked<'_>));
    }

    fn pattern(&self, source: &'a str) -> Rc<Pattern> {
        let compile = || Rc::new(Pattern::from(source.to_owned()));
        self.patterns.borrow_mut().entry(source).or_insert_with(compile).clone()
    }
}

/// What long lists cost.
fn cost(demand: &Demand) -> usize {
    match demand {
        Demand::Values(texts) => texts.len() / 16,
        Demand::Members { properties, patterns, .. } => (properties.len() + patterns.len()) / 16,
        _ => 0,
    }
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn dynamic<F: Fn(Node<'_>, &mut Judge)>(list: &[F]) -> Vec<Asked<'_>> {
    list.iter().map(|f| f as Asked<'_>).collect()
}

fn kind_of(kind: ir::Kind) -> Kind {
    match kind {
        ir::Kind::Null => Kind::Null,
        ir::Kind::Boolean => Kind::Boolean,
        ir::Kind::Integer => Kind::Integer,
        ir::Kind::Number => Kind::Number,
        ir::Kind::String => Kind::String,
        ir::Kind::Array => Kind::Array,
        ir::Kind::Object => Kind::Object,
    }
}

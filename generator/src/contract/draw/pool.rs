//! Values for one place: examples and what is drawn, each held against its schema, then changed at and around its limits.
use super::{Drawing, Whose};
use crate::contract::edges::{Edge, Edges};
use crate::contract::listed;
use crate::contract::pruned::pruned;
use crate::contract::readings::{read, texts, typed};
use crate::contract::shapes;
use crate::ir::TypeId;
use crate::load::Pointer;
use crate::samples::Fullness;
use serde_json::{Map, Value};

/// Throws for a value that the whole schema takes.
const THROWS: usize = 48;
/// How many values of a list get a turn.
const TURNS: usize = 64;
/// Longer texts are not drawn where there are others.
const LONG: usize = 24 << 10;
/// Values of one place: with so many no more are made by changing others.
const ENOUGH: usize = 100;
/// Values of one place that show what others do not.
const GOALS: usize = 24;
/// Throws for one of them.
const PATIENCE: usize = 6;

/// A value with its reason, and whether it may have members that no type keeps.
pub(in crate::contract) type Good = (String, Value, bool);

/// Values for one place.
#[derive(Debug, Default)]
pub(in crate::contract) struct Pool {
    pub(in crate::contract) good: Vec<Good>,
    pub(in crate::contract) bad: Vec<(String, Value)>,
    /// Why a drawn value is not good.
    last: Option<String>,
}

impl Pool {
    /// For a report that there is none.
    pub(in crate::contract) fn why(&self) -> String {
        self.last.as_ref().map(|why| format!(": {why}")).unwrap_or_default()
    }
}

/// How a value is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::contract) enum Carried {
    /// As JSON.
    Json,
    /// As text: what is a number and what a string is for the reader to say, and null is nothing.
    Text,
}

impl Drawing<'_> {
    /// Values of a type that the schema at a place takes, and some that it does not.
    pub(in crate::contract) fn pool(
        &mut self,
        (at, media_type): (&Pointer, &str),
        ty: TypeId,
        (carried, whose): (Carried, Whose),
        fits: &dyn Fn(&Value) -> bool,
    ) -> Pool {
        let oracle = self.oracle;
        let mut pool = Pool::default();
        for example in oracle.examples(at, media_type).iter().take(4) {
            self.offer(&mut pool, ty, (at, media_type), ("example", example.clone(), true), carried, fits);
        }
        let turns =
            [("least", Fullness::Least), ("most", Fullness::Most), ("some", Fullness::Some), ("some", Fullness::Some)];
        let mut base = None;
        for (why, fullness) in turns {
            for throw in 0..THROWS {
                let fullness = if throw > THROWS / 2 && pool.good.is_empty() { Fullness::Some } else { fullness };
                let Some(value) = self.samples.value(ty, fullness) else { break };
                if value.to_string().len() > LONG && !pool.good.is_empty() {
                    break;
                }
                let before = pool.good.len();
                let known = pool.good.iter().any(|(_, known, _)| *known == value);
                if !known && self.offer(&mut pool, ty, (at, media_type), (why, value, false), carried, fits) {
                    if why == "most" {
                        base = pool.good.get(before).cloned();
                    }
                    break;
                }
            }
        }
        for (_, value, _) in &pool.good {
            self.shown[whose as usize].take(self.api, ty, value);
        }
        let mut bases: Vec<Good> = base.or_else(|| pool.good.last().cloned()).into_iter().collect();
        bases.extend(self.deeper(&mut pool, (at, media_type), ty, (carried, whose), fits));
        for (_, value, open) in bases {
            self.listed(&mut pool, (at, media_type), ty, (&value, open), (carried, whose), fits);
            let edges = Edges::new(self.api, &mut self.samples, &mut self.seen[whose as usize]).of(ty, &value);
            let open = open || shapes::overlaps(self.api, ty, true);
            let told = shapes::is_told(self.api, ty);
            for Edge { why, value: changed, narrow, loose, key, .. } in edges {
                if changed.to_string().len() > LONG {
                    continue;
                }
                let good = self.takes((at, media_type), &changed, carried);
                let (least, less) = pruned(self.api, ty, &value, &changed);
                // What is beside the change may be what makes the difference.
                let alike = self.takes((at, media_type), &least, carried)
                    && self.takes((at, media_type), &less, carried) == good;
                let changed = if alike { less } else { changed };
                if good {
                    if narrow {
                        continue;
                    }
                    if pool.good.len() >= ENOUGH {
                        // Another place of the type may have room for it.
                        self.seen[whose as usize].forgets(&key);
                    } else {
                        self.offer(&mut pool, ty, (at, media_type), (&why, changed, open), carried, fits);
                    }
                    continue;
                }
                // Nobody holds a reply as a whole.
                let unheard = loose && whose == Whose::Replies;
                let unheard = unheard || told && self.is_of_several((at, media_type), &changed);
                if !is_nothing(&changed, carried) && !unheard {
                    pool.bad.push((why, changed));
                }
            }
        }
        pool
    }

    /// Values that show members of types far within, or of those that no value had so far.
    fn deeper(
        &mut self,
        pool: &mut Pool,
        place: (&Pointer, &str),
        ty: TypeId,
        (carried, whose): (Carried, Whose),
        fits: &dyn Fn(&Value) -> bool,
    ) -> Vec<Good> {
        let mut deeper = Vec::new();
        for goal in self.shown[whose as usize].hidden(self.api, ty) {
            if deeper.len() >= GOALS {
                break;
            }
            // What was shown on the way to another is shown.
            if !self.shown[whose as usize].hides(self.api, goal) {
                continue;
            }
            for _ in 0..PATIENCE {
                let Some(value) = self.samples.towards(ty, goal) else { break };
                if value.to_string().len() > LONG {
                    break;
                }
                let before = pool.good.len();
                if self.offer(pool, ty, place, ("deeper", value, false), carried, fits) {
                    deeper.extend(pool.good.get(before).cloned());
                    if let Some((_, value, _)) = pool.good.get(before) {
                        self.shown[whose as usize].take(self.api, ty, value);
                    }
                    break;
                }
            }
        }
        deeper
    }

    /// Every value of every list, many lists at once.
    fn listed(
        &mut self,
        pool: &mut Pool,
        place: (&Pointer, &str),
        ty: TypeId,
        (base, open): (&Value, bool),
        (carried, whose): (Carried, Whose),
        fits: &dyn Fn(&Value) -> bool,
    ) {
        for turn in 0..TURNS {
            let mut value = base.clone();
            let mut told = Vec::new();
            listed::turned(self.api, ty, &mut value, turn, &mut told);
            if told.is_empty() {
                break;
            }
            if self.seen[whose as usize].knows(&told) {
                continue;
            }
            let known = value == *base;
            if known || self.offer(pool, ty, place, ("listed", value, open), carried, fits) {
                self.seen[whose as usize].learns(told);
            }
        }
    }

    fn offer(
        &mut self,
        pool: &mut Pool,
        ty: TypeId,
        place: (&Pointer, &str),
        (why, value, open): (&str, Value, bool),
        carried: Carried,
        fits: &dyn Fn(&Value) -> bool,
    ) -> bool {
        let value = if carried == Carried::Text { present(value) } else { value };
        let fitting = shapes::fits(self.api, ty, &value, carried);
        let good = fitting && fits(&value) && self.is_valid(place, &value, carried);
        if good {
            let open = open || shapes::overlaps(self.api, ty, false);
            pool.good.push((why.to_owned(), value, open));
        } else if pool.good.is_empty() {
            let refused = self.oracle.refusal(&self.judging, place.0, place.1, &value);
            pool.last = refused.or_else(|| Some(format!("{value} cannot be there")));
        }
        good
    }

    fn is_valid(&self, (at, media_type): (&Pointer, &str), value: &Value, carried: Carried) -> bool {
        let nothing = value.is_null() && carried == Carried::Text;
        !nothing && self.oracle.takes(&self.judging, at, media_type, value)
    }

    /// Whether a value is wrong because several branches take it: where a discriminator says which is meant, that is the one
    /// (OpenAPI 3.1.1, section 4.8.25), and `1` is the integer where there are integers and numbers.
    fn is_of_several(&self, (at, media_type): (&Pointer, &str), value: &Value) -> bool {
        let refused = self.oracle.refusal(&self.judging, at, media_type, value);
        refused.is_some_and(|why| why.contains("fits more than one branch"))
    }

    /// Whether the schema takes a value, in any way in which its text can be read.
    fn takes(&self, place: (&Pointer, &str), value: &Value, carried: Carried) -> bool {
        if carried == Carried::Json {
            return self.is_valid(place, value, carried);
        }
        let value = present(value.clone());
        // What has parts may as well be one text, where a text would do.
        let whole = Value::from(value.to_string());
        let readings = [read(&value, &texts), read(&value, &typed), value, whole];
        readings.iter().any(|reading| self.is_valid(place, reading, carried))
    }
}

/// Whether nothing of it would travel.
fn is_nothing(value: &Value, carried: Carried) -> bool {
    carried == Carried::Text && present(value.clone()).is_null()
}

/// What is left of a value where null and lists of nothing are not written.
fn present(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().map(|(name, value)| (name, present(value)));
            let kept: Map<String, Value> = kept.filter(|(_, value)| !value.is_null()).collect();
            if kept.is_empty() { Value::Null } else { Value::Object(kept) }
        }
        Value::Array(items) if items.is_empty() => Value::Null,
        other => other,
    }
}

//! Numbers at and around their limits.
use super::Samples;
use crate::ir::Constraints;
use serde_json::{Number, Value};
use tenon_runtime::format::Integer;

/// What doubles hold without a gap.
const SAFE: i128 = (1 << 53) - 1;

impl Samples<'_> {
    /// An integer between the type's limits and the document's.
    pub(super) fn integer(&mut self, least: i128, most: i128, c: &Constraints) -> Value {
        let (least, most) = if self.modest { (least.max(-SAFE), most.min(SAFE)) } else { (least, most) };
        let low = [bound(c.minimum.as_ref(), 0), bound(c.exclusive_minimum.as_ref(), 1)];
        let high = [bound(c.maximum.as_ref(), 0), bound(c.exclusive_maximum.as_ref(), -1)];
        let low = low.into_iter().flatten().fold(least, i128::max);
        let high = high.into_iter().flatten().fold(most, i128::min).max(low);
        let step = c.multiple_of.as_ref().and_then(|m| m.parse::<i128>().ok()).filter(|m| *m > 0).unwrap_or(1);
        let nearest = |n: i128| if n.rem_euclid(step) == 0 { n } else { n - n.rem_euclid(step) + step };
        let drawn = match self.dice.u8(..5) {
            0 => low,
            1 => high - high.rem_euclid(step),
            2 => 0.clamp(low, high),
            3 => (low + 1).min(high),
            _ => self.dice.i128(low.max(-1000).min(high)..=high.min(1000).max(low.max(-1000).min(high))),
        };
        let value = nearest(drawn);
        let value = if (low..=high).contains(&value) { value } else { nearest(low) };
        Number::from_i128(value).map_or(Value::Null, Value::Number)
    }

    /// An integer at or around limits that are beyond 128 bits.
    pub(super) fn large(&mut self, c: &Constraints) -> Value {
        let read = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Integer>().ok());
        let limits = [&c.minimum, &c.exclusive_minimum, &c.maximum, &c.exclusive_maximum].map(read);
        let [minimum, above, maximum, below] = &limits;
        let within = |n: &Integer| {
            minimum.as_ref().is_none_or(|limit| n >= limit)
                && above.as_ref().is_none_or(|limit| n > limit)
                && maximum.as_ref().is_none_or(|limit| n <= limit)
                && below.as_ref().is_none_or(|limit| n < limit)
        };
        let farther = limits.iter().flatten().filter_map(|limit| format!("{limit}0").parse().ok());
        let near = [0, 1, -1, i128::MAX, i128::MIN].map(Integer::from);
        let all: Vec<Integer> = near.into_iter().chain(farther).chain(limits.iter().flatten().cloned()).collect();
        let good = all.into_iter().filter(within).collect::<Vec<_>>();
        let drawn = self.dice.choice(good).and_then(|n| n.as_str().parse().ok());
        drawn.map_or(Value::Null, Value::Number)
    }

    /// A number that has a short text.
    pub(super) fn float(&mut self, c: &Constraints) -> Value {
        let read = |text: &Option<String>| text.as_ref().and_then(|t| t.parse::<f64>().ok());
        let low = read(&c.minimum).or_else(|| read(&c.exclusive_minimum).map(|n| n + 0.5));
        let high = read(&c.maximum).or_else(|| read(&c.exclusive_maximum).map(|n| n - 0.5));
        let value = match (read(&c.multiple_of), low, high) {
            (Some(step), low, _) => (low.unwrap_or(0.0) / step).ceil() * step,
            (None, Some(low), Some(high)) => self.dice.choice([low, high, f64::midpoint(low, high)]).unwrap_or(low),
            (None, Some(low), None) => self.dice.choice([low, low + 0.25, low + 1000.0]).unwrap_or(low),
            (None, None, Some(high)) => self.dice.choice([high, high - 0.25, high - 1000.0]).unwrap_or(high),
            (None, None, None) => self.dice.choice([0.0, -1.5, 0.1, 1e21, 123_456.789]).unwrap_or(0.0),
        };
        Number::from_f64(value).map_or(Value::Null, Value::Number)
    }
}

fn bound(text: Option<&String>, inward: i128) -> Option<i128> {
    let text = text?;
    if let Ok(whole) = text.parse::<i128>() {
        return Some(whole + inward);
    }
    let float = text.parse::<f64>().ok().filter(|f| f.abs() < 1e18)?;
    let whole = if inward > 0 { float.floor() + 1.0 } else { float.ceil() };
    format!("{whole:.0}").parse().ok()
}

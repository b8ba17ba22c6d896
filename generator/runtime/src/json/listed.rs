//! Whether the value at hand is one of a list's.
use super::cx::Cx;
use super::equal::equals_text;
use super::kind::Kind;
use super::numbers::{self, Decimal};

impl Cx<'_> {
    /// Which of these JSON texts the value is. What came as text may be a number, a boolean or a string: where it is
    /// listed as two of them, the string comes last.
    pub(crate) fn listed(&self, texts: &[&str]) -> Option<usize> {
        let same = |text: &&str| equals_text(self.view, self.at, text);
        if self.kind() != Kind::Text {
            return texts.iter().position(same);
        }
        let own = self.view.content(self.at);
        let plain = |text: &&str| match text.as_bytes().first() {
            Some(b'"') => false,
            Some(b'-' | b'0'..=b'9') => {
                numbers::is_number_text(own) && Decimal::parse(own).compare(&Decimal::parse(text)).is_eq()
            }
            _ => own == *text,
        };
        texts.iter().position(plain).or_else(|| texts.iter().position(same))
    }
}

//! TOML: tables and values with the places that `toml` says they have. Settings are written in it.
use super::Builder;
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads as far as it can.
pub(super) fn parse(text: &str) -> Builder {
    let mut builder = Builder::default();
    let (root, _) = DeTable::parse_recoverable(text);
    table(&mut builder, text, 0, root.get_ref());
    builder
}

/// The parser has refused what is nested too deep.
fn table(builder: &mut Builder, text: &str, start: usize, members: &DeTable<'_>) {
    builder.open(start, true);
    for (key, member) in members {
        builder.scalar(text, key.span(), Some(Cow::Borrowed(key.get_ref())));
        value(builder, text, member);
    }
    builder.close(None);
}

fn value(builder: &mut Builder, text: &str, of: &Spanned<DeValue<'_>>) {
    let span = of.span();
    match of.get_ref() {
        DeValue::Table(members) => table(builder, text, span.start, members),
        DeValue::Array(items) => {
            builder.open(span.start, false);
            for item in items {
                value(builder, text, item);
            }
            builder.close(Some(span.end));
        }
        DeValue::String(own) => {
            builder.scalar(text, span, Some(Cow::Borrowed(own)));
        }
        _ => {
            builder.scalar(text, span, None);
        }
    }
}

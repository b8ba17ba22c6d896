//! Any deserializer → JSON text.
use core::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::DIGITS;
use crate::json::{Writer, numbers};

/// The JSON text of what the deserializer holds.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut writer = Writer::new();
    Into(&mut writer, "").deserialize(deserializer)?;
    Ok(writer.into_text())
}

/// Where to write, and what goes before the value if there is one.
struct Into<'w>(&'w mut Writer, &'static str);

impl<'de> DeserializeSeed<'de> for Into<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.raw_text(self.1);
        deserializer.deserialize_any(Into(self.0, ""))
    }
}

macro_rules! visit {
    ($($method:ident($type:ty) => $write:ident;)*) => { $(
        fn $method<E: Error>(self, value: $type) -> Result<(), E> {
            self.0.$write(value);
            Ok(())
        }
    )* };
}

impl<'de> Visitor<'de> for Into<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what JSON can express")
    }

    visit! {
        visit_bool(bool) => bool;
        visit_i64(i64) => i64;
        visit_u64(u64) => u64;
        visit_f64(f64) => f64;
        visit_str(&str) => string;
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.0.raw_text(&value.to_string());
        Ok(())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.0.raw_text(&value.to_string());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.raw_text("[");
        let mut comma = "";
        while items.next_element_seed(Into(self.0, comma))?.is_some() {
            comma = ",";
        }
        self.0.raw_text("]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut next = members.next_key::<String>()?;
        if next.as_deref() == Some(DIGITS) {
            let digits = members.next_value::<String>()?;
            if !numbers::is_number_text(&digits) {
                return Err(A::Error::custom("invalid number"));
            }
            self.0.number(&digits);
            return Ok(());
        }
        self.0.raw_text("{");
        let mut comma = "";
        while let Some(name) = next {
            self.0.raw_text(comma);
            self.0.string(&name);
            self.0.raw_text(":");
            members.next_value_seed(Into(self.0, ""))?;
            comma = ",";
            next = members.next_key()?;
        }
        self.0.raw_text("}");
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let (name, variant) = access.variant::<String>()?;
        self.0.string(&name);
        variant.unit_variant()
    }
}

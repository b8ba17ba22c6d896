//! `serde::Serializer` into a `Writer`, and values on a tape as `serde::Serialize`.
use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{ConvertError, DIGITS};
use crate::json::{Kind, Node, Writer, numbers};

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            Kind::Null => serializer.serialize_unit(),
            Kind::Boolean => serializer.serialize_bool(self.boolean().unwrap_or_default()),
            Kind::Integer | Kind::Number => {
                let text = self.number().unwrap_or_default();
                if let Ok(value) = text.parse::<u64>() {
                    serializer.serialize_u64(value)
                } else if let Ok(value) = text.parse::<i64>() {
                    serializer.serialize_i64(value)
                } else {
                    serializer.serialize_f64(text.parse().map_err(serde::ser::Error::custom)?)
                }
            }
            Kind::String | Kind::Text => serializer.serialize_str(&self.string().unwrap_or_default()),
            Kind::Array => serializer.collect_seq(self.items()),
            Kind::Object => serializer.collect_map(self.members()),
        }
    }
}

pub(in crate::json) struct To<'w>(pub(in crate::json) &'w mut Writer);

/// A container under construction.
pub(in crate::json) struct Open<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
    end: &'static str,
}

type Done = Result<(), ConvertError>;

impl<'w> Open<'w> {
    fn new(writer: &'w mut Writer, start: &str, end: &'static str) -> Self {
        writer.raw_text(start);
        Self { writer, is_empty: true, end }
    }

    /// `{"variant":` and what follows.
    fn variant(writer: &'w mut Writer, name: &str, start: &str, end: &'static str) -> Self {
        writer.raw_text("{");
        writer.string(name);
        writer.raw_text(":");
        Self::new(writer, start, end)
    }

    fn comma(&mut self) {
        if !core::mem::replace(&mut self.is_empty, false) {
            self.writer.raw_text(",");
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.comma();
        value.serialize(To(self.writer))
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Done {
        if self.end.is_empty() {
            return digits(self.writer, value);
        }
        self.comma();
        self.writer.string(name);
        self.writer.raw_text(":");
        value.serialize(To(self.writer))
    }

    fn close(self) -> Done {
        self.writer.raw_text(self.end);
        Ok(())
    }
}

/// A number by its digits, which came as a string.
fn digits<T: Serialize + ?Sized>(writer: &mut Writer, value: &T) -> Done {
    let mut text = Writer::default();
    value.serialize(To(&mut text))?;
    let text = text.into_text();
    let number = text.trim_matches('"');
    if !numbers::is_number_text(number) {
        return Err(ConvertError::custom("invalid number"));
    }
    writer.number(number);
    Ok(())
}

macro_rules! scalars {
    ($($method:ident($type:ty) => $write:ident;)*) => { $(
        fn $method(self, value: $type) -> Done {
            self.0.$write(value.into());
            Ok(())
        }
    )* };
}

impl<'w> Serializer for To<'w> {
    type Ok = ();
    type Error = ConvertError;
    type SerializeSeq = Open<'w>;
    type SerializeTuple = Open<'w>;
    type SerializeTupleStruct = Open<'w>;
    type SerializeTupleVariant = Open<'w>;
    type SerializeMap = Open<'w>;
    type SerializeStruct = Open<'w>;
    type SerializeStructVariant = Open<'w>;

    scalars! {
        serialize_bool(bool) => bool;
        serialize_i8(i8) => i64; serialize_i16(i16) => i64; serialize_i32(i32) => i64; serialize_i64(i64) => i64;
        serialize_u8(u8) => u64; serialize_u16(u16) => u64; serialize_u32(u32) => u64; serialize_u64(u64) => u64;
        serialize_f64(f64) => f64;
    }

    fn serialize_i128(self, value: i128) -> Done {
        self.0.raw_text(&value.to_string());
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Done {
        self.0.raw_text(&value.to_string());
        Ok(())
    }

    /// As short as the 32-bit value allows.
    fn serialize_f32(self, value: f32) -> Done {
        if value.is_finite() {
            self.0.raw_text(zmij::Buffer::new().format_finite(value));
        } else {
            self.0.null();
        }
        Ok(())
    }

    fn serialize_char(self, value: char) -> Done {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Done {
        self.0.string(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.0.null();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        let mut object = Open::new(self.0, "{", "}");
        object.member(variant, value)?;
        object.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'w>, ConvertError> {
        Ok(Open::new(self.0, "[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'w>, ConvertError> {
        Ok(Open::new(self.0, "[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'w>, ConvertError> {
        Ok(Open::new(self.0, "[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w>, ConvertError> {
        Ok(Open::variant(self.0, variant, "[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'w>, ConvertError> {
        Ok(Open::new(self.0, "{", "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Open<'w>, ConvertError> {
        let (start, end) = if name == DIGITS { ("", "") } else { ("{", "}") };
        Ok(Open::new(self.0, start, end))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'w>, ConvertError> {
        Ok(Open::variant(self.0, variant, "{", "}}"))
    }
}

macro_rules! lists {
    ($($trait:ident $method:ident;)*) => { $(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = ConvertError;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                self.item(value)
            }
            fn end(self) -> Done {
                self.close()
            }
        }
    )* };
}
lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! structs {
    ($($trait:ident)*) => { $(
        impl $trait for Open<'_> {
            type Ok = ();
            type Error = ConvertError;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
                self.member(name, value)
            }
            fn end(self) -> Done {
                self.close()
            }
        }
    )* };
}
structs! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = ConvertError;

    /// JSON's names are strings: scalars are written as text.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        let mut writer = Writer::default();
        key.serialize(To(&mut writer))?;
        let text = writer.into_text();
        self.comma();
        match text.as_bytes().first() {
            Some(b'"') => self.writer.raw_text(&text),
            None | Some(b'[' | b'{' | b'n') => {
                return Err(ConvertError::custom("a map's key is not a scalar"));
            }
            Some(_) => self.writer.string(&text),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.writer.raw_text(":");
        value.serialize(To(self.writer))
    }

    fn end(self) -> Done {
        self.close()
    }
}

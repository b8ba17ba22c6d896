//! Shapes that no one type of the standard library has: nothing at all, tuples, bytes.
use bytes::Bytes;

use super::cx::Cx;
use super::decode::Decode;
use super::encode::Encode;
use super::writer::Writer;
use crate::validate::{Checker, Item, Rule, Validate};

/// The value of a schema that nothing satisfies, `false` for example. There is none.
///
/// Only this module sees that it is empty: to the compiler, emitted code that makes or sets one could still be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Never(Nothing);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Nothing {}

impl Decode for Never {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        cx.violation("not", "nothing is valid here")
    }
}

impl Encode for Never {
    fn encode(&self, _: &mut Writer) {
        match self.0 {}
    }
}

impl Validate for Never {
    fn validate(&self, _: &mut Checker) {
        match self.0 {}
    }
}

/// `format: binary` inside of JSON: a string whose UTF-8 bytes are meant.
impl Decode for Bytes {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        String::decode(cx).map(Self::from)
    }
}

/// What is not UTF-8 is written as U+FFFD, as JSON has no text for it.
impl Encode for Bytes {
    fn encode(&self, w: &mut Writer) {
        w.string(&String::from_utf8_lossy(self));
    }
}

impl Validate for Bytes {
    fn validate(&self, _: &mut Checker) {}
}

macro_rules! tuples {
    ($($len:literal: $($item:ident $index:tt),+;)+) => { $(
        impl<$($item: Decode),+> Decode for ($($item,)+) {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                let mut items = cx.tuple($len)?;
                // All items are read before the first missing one ends it, so that all violations are found.
                let read = ($(items.next::<$item>(),)+);
                items.end();
                Some(($(read.$index?,)+))
            }
        }

        impl<$($item: Encode),+> Encode for ($($item,)+) {
            fn encode(&self, w: &mut Writer) {
                let mut items = w.array();
                $(items.item(&self.$index);)+
                items.end();
            }
        }

        impl<$($item: Validate),+> Validate for ($($item,)+) {
            fn validate(&self, c: &mut Checker) {
                $(c.index($index, |c| self.$index.validate(c));)+
            }
        }

        rules!([$($item)+] $($item $index)+);
    )+ };
}

/// Each item of a tuple can be demanded something of.
macro_rules! rules {
    (@one [$($all:ident)+] $item:ident $index:tt) => {
        impl<$($all,)+ Demand: Rule<$item>> Rule<($($all,)+)> for Item<'_, $index, Demand> {
            fn apply(&self, value: &($($all,)+), c: &mut Checker) {
                c.index($index, |c| self.0.apply(&value.$index, c));
            }
        }
    };
    ($all:tt $($item:ident $index:tt)+) => { $( rules!(@one $all $item $index); )+ };
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::json::{Mode, from_slice, to_vec};

    #[test]
    fn tuples_are_arrays_of_fixed_length() {
        type Pair = (i64, Option<String>);
        let pair = from_slice::<Pair>(br#"[1, "a"]"#, Mode::Strict).unwrap();
        assert_eq!(pair, (1, Some("a".to_owned())));
        assert_eq!(to_vec(&pair), br#"[1,"a"]"#);
        assert!(from_slice::<Pair>(b"[1]", Mode::Strict).is_err());
        assert!(from_slice::<Pair>(b"[1, null, 2]", Mode::Strict).is_err());
        let both = from_slice::<Pair>(br#"["a", 1]"#, Mode::Strict).unwrap_err();
        assert_eq!(both.violations.len(), 2);
    }

    #[test]
    fn nothing_is_never_valid() {
        assert!(from_slice::<Never>(b"null", Mode::Lenient).is_err());
    }

    #[test]
    fn bytes_are_the_text_of_a_string() {
        let bytes = from_slice::<Bytes>(br#""a\u00e4""#, Mode::Strict).unwrap();
        assert_eq!(&bytes[..], "aä".as_bytes());
        assert_eq!(to_vec(&bytes), "\"aä\"".as_bytes());
    }
}

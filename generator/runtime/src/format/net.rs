//! Addresses: `ipv4` and `ipv6` are what the standard library reads.
use core::net::{Ipv4Addr, Ipv6Addr};

use super::known::TextFormat;
use crate::json::{Cx, Decode, Encode, Writer};
use crate::validate::{Checker, Validate};

macro_rules! addresses {
    ($($type:ty, $format:ident;)*) => { $(
        impl Decode for $type {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                let address = cx.string()?.parse().ok();
                address.or_else(|| cx.violation("format", TextFormat::$format.expected()))
            }
        }

        impl Encode for $type {
            fn encode(&self, w: &mut Writer) {
                w.string(&self.to_string());
            }
        }

        impl Validate for $type {
            fn validate(&self, _: &mut Checker) {}
        }
    )* };
}
addresses! {
    Ipv4Addr, Ipv4;
    Ipv6Addr, Ipv6;
}

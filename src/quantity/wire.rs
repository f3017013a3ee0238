//! How a quantity is written in JSON: a number of 32 bits or a text.

use super::IntOrPercent;
use alloc::{borrow::ToOwned, string::String};
use core::fmt;
use serde::{Deserialize, Deserializer, de};

impl<'de> Deserialize<'de> for IntOrPercent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Wire)
    }
}

/// Reads the wire form, with the messages of Go's decoder.
struct Wire;

fn refuse<E: de::Error, T>(what: impl fmt::Display) -> Result<T, E> {
    Err(E::custom(format_args!("json: cannot unmarshal {what} into Go value of type int32")))
}

impl<'de> de::Visitor<'de> for Wire {
    type Value = IntOrPercent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a 32-bit integer or a text")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<IntOrPercent, E> {
        match i32::try_from(number) {
            Ok(_) => Ok(IntOrPercent::Int(number)),
            Err(_) => refuse(format_args!("number {number}")),
        }
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<IntOrPercent, E> {
        match i32::try_from(number) {
            Ok(number) => Ok(IntOrPercent::Int(number.into())),
            Err(_) => refuse(format_args!("number {number}")),
        }
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<IntOrPercent, E> {
        refuse(format_args!("number {number:?}"))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<IntOrPercent, E> {
        refuse("bool")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, _: A) -> Result<IntOrPercent, A::Error> {
        refuse("array")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, _: A) -> Result<IntOrPercent, A::Error> {
        refuse("object")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<IntOrPercent, E> {
        Ok(IntOrPercent::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<IntOrPercent, E> {
        Ok(IntOrPercent::Text(text))
    }
}

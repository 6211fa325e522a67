//! JSON objects whose members are unique, at every depth. RFC 7515, 4 and RFC 7519, 4; RFC 8725, 2.4 for the threat.
//!
//! Two parsers that choose differently between two members of one name read two different tokens.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

/// The bytes are no JSON object with unique members, or not of the shape that was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotTheObject;

/// Reads a JSON object:
/// - the text is one object and nothing else (`serde` alone would take an array for a struct);
/// - no object in it has two members of one name, known or unknown;
/// - it is no deeper than `serde_json` allows (128), so that no text exhausts the stack.
pub(crate) fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, NotTheObject> {
    serde_json::from_slice::<Object>(bytes).map_err(|_| NotTheObject)?;
    serde_json::from_slice(bytes).map_err(|_| NotTheObject)
}

/// Reads a member that is there; a `null` is a value of the wrong type. For `#[serde(default)]` options.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

struct Object;

struct Unique;

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Unique).map(|()| Self)
    }
}

impl<'de> DeserializeSeed<'de> for Unique {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with unique members")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a member stands there twice"));
            }
            map.next_value_seed(Unique)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Unique)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn read(text: &str) -> Result<Value, NotTheObject> {
        from_slice(text.as_bytes())
    }

    #[test]
    fn reads_every_kind_of_value() {
        let text = r#"{"a":null,"b":true,"c":-1,"d":1.5,"e":"x","f":[1,{"a":1}],"g":{"a":1},"h":18446744073709551615}"#;
        assert_eq!(read(text).unwrap()["f"][1]["a"], 1);
    }

    #[test]
    fn rejects_duplicate_members_at_every_depth() {
        for text in
            [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, r#"{"x":{"a":1,"a":2}}"#, r#"{"x":[[{"a":1,"b":2,"a":3}]]}"#]
        {
            assert_eq!(read(text), Err(NotTheObject), "{text}");
        }
    }

    #[test]
    fn rejects_what_is_no_object() {
        for text in ["", "null", "[]", "1", "\"{}\"", "{}{}", "{", "{\"a\":}", "\u{feff}{}", "{\"a\":1,}", "{'a':1}"] {
            assert_eq!(read(text), Err(NotTheObject), "{text}");
        }
        assert_eq!(from_slice::<Value>(b"{\"a\":\"\xff\"}"), Err(NotTheObject));
    }

    #[test]
    fn takes_no_array_for_a_struct() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Claims {
            sub: String,
        }
        assert_eq!(from_slice::<Claims>(br#"["somebody"]"#), Err(NotTheObject));
    }

    #[test]
    fn survives_any_depth() {
        let depth = 5_000;
        let text = format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(&text), Err(NotTheObject));
    }
}

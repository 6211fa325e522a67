//! What stands in braces: identifiers and secrets, of which every tenant has its own.

use std::collections::HashMap;

use serde_json::Value;

#[derive(Clone)]
pub struct Placeholders(HashMap<String, String>);

/// What stands in a text.
pub enum Piece<'a> {
    Plain(&'a str),
    Named(&'a str),
}

impl Placeholders {
    pub fn new(known: &[(&str, &str)]) -> Self {
        Self(known.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub fn say(&mut self, name: &str, text: &str) {
        self.0.insert(name.to_owned(), text.to_owned());
    }

    /// The text with everything filled in, or the first name of which nothing is known.
    pub fn fill(&self, text: &str) -> Result<String, String> {
        pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Plain(plain) => Ok(plain),
                Piece::Named(name) => self.get(name).ok_or_else(|| name.to_owned()),
            })
            .collect()
    }

    pub fn fill_all(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => Value::String(self.fill(text)?),
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.fill_all(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let filled = members.iter().map(|(name, value)| Ok((name.clone(), self.fill_all(value)?)));
                Value::Object(filled.collect::<Result<_, String>>()?)
            }
            other => other.clone(),
        })
    }
}

/// The name, where the whole text is one placeholder.
pub fn only_name(text: &str) -> Option<&str> {
    match pieces(text)[..] {
        [Piece::Named(name)] => Some(name),
        _ => None,
    }
}

/// Two braces are none of ours: `{{code}}` is Logto's own placeholder.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut begun, mut from) = (0, 0);
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        from = open + 1;
        let Some(length) = text[from..].find('}') else {
            break;
        };
        let name = &text[from..from + length];
        let is_name =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if is_name && !text[..open].ends_with('{') {
            if begun < open {
                pieces.push(Piece::Plain(&text[begun..open]));
            }
            pieces.push(Piece::Named(name));
            begun = from + length + 1;
            from = begun;
        }
    }
    if begun < text.len() {
        pieces.push(Piece::Plain(&text[begun..]));
    }
    pieces
}

//! One field of an object: what it says, and what it will say. Secrets are told apart, never shown.

use std::fmt;

use serde::Serialize;

use crate::provision::printable::printable;

/// A field that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Logto's name of it.
    pub name: String,
    /// What it says; absent if it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it will say.
    pub to: String,
}

/// The longest value that is printed whole (characters).
const LONGEST: usize = 120;

impl Field {
    /// A field that says nothing yet.
    pub(super) fn set(name: impl Into<String>, to: impl fmt::Display) -> Self {
        Self { name: name.into(), from: None, to: short(&to.to_string()) }
    }

    /// A field that says something else, or nothing.
    pub(super) fn changed<T: fmt::Display>(name: impl Into<String>, from: Option<T>, to: impl fmt::Display) -> Self {
        let from = from.map(|from| short(&from.to_string())).filter(|from| !from.is_empty());
        Self { name: name.into(), from, to: short(&to.to_string()) }
    }

    /// A secret that is taken away.
    pub(super) fn secret_removed(name: impl Into<String>) -> Self {
        Self { name: name.into(), from: Some("a secret".to_owned()), to: "none".to_owned() }
    }

    /// A secret.
    pub(super) fn secret(name: impl Into<String>, is_there: bool) -> Self {
        let (from, to) = if is_there { (Some("a secret"), "another secret") } else { (None, "a secret") };
        Self { name: name.into(), from: from.map(str::to_owned), to: to.to_owned() }
    }
}

fn short(text: &str) -> String {
    let shown = printable(text);
    match shown.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &shown[..at]),
        None => shown,
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.from {
            Some(from) => write!(f, "{}: {from} -> {}", self.name, self.to),
            None => write!(f, "{}: {}", self.name, self.to),
        }
    }
}

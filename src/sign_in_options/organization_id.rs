//! An organisation's id in Logto.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::InvalidOption;

/// The longest identifier that Logto gives out is far below (bytes).
const LONGEST: usize = 128;

/// The id of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct OrganizationId(String);

impl OrganizationId {
    /// Reads an id.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`] when this can be no id of Logto's.
    pub fn parse(id: &str) -> Result<Self, InvalidOption> {
        if is_identifier(id) {
            Ok(Self(id.to_owned()))
        } else {
            Err(InvalidOption { name: "organization_id", reason: "must be an id: letters, digits, - and _" })
        }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OrganizationId {
    type Error = InvalidOption;

    fn try_from(id: String) -> Result<Self, InvalidOption> {
        Self::parse(&id)
    }
}

impl fmt::Display for OrganizationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether this can be an id or a name of Logto's own.
pub(super) fn is_identifier(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ids_and_nothing_else() {
        assert_eq!(OrganizationId::parse("39zf_x-1").unwrap().as_str(), "39zf_x-1");
        for id in ["", "a b", "a&b", "urn:logto:organization:x", &"a".repeat(129)] {
            assert!(OrganizationId::parse(id).is_err(), "{id}");
        }
    }
}

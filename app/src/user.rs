//! What the browser may know of the person who is signed in.

use serde::{Deserialize, Serialize};

/// The End-User, as the pages show them. Tokens and every other claim stay on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The subject identifier at Logto (`sub`), stable for the life of the account.
    pub sub: String,
    /// The display name, when the person has given one.
    pub name: Option<String>,
    /// The phone number in international notation for reading: `+1 201-555-0123`.
    pub phone_number: Option<String>,
    /// The address of the profile picture; https, or absent.
    pub picture: Option<String>,
}

impl User {
    /// What to call the person: their name, else their phone number, else their subject.
    pub fn label(&self) -> &str {
        self.name
            .as_deref()
            .or(self.phone_number.as_deref())
            .unwrap_or(&self.sub)
    }
}

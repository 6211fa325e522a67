//! What Logto's tables take of a text.
//!
//! Logto refuses a text that is too long in the middle of a set-up, and fails at one with a NUL, which PostgreSQL cannot keep.
//! <https://github.com/logto-io/logto/tree/v1.42.0/packages/schemas/tables>

use crate::Permission;

/// A column for texts, by the most characters that it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column(usize);

pub(super) const APPLICATION_NAME: Column = Column(256);
pub(super) const SCOPE_NAME: Column = Column(256);
pub(super) const ROLE_NAME: Column = Column(128);
pub(super) const ROLE_DESCRIPTION: Column = Column(128);
pub(super) const ORGANIZATION_NAME: Column = Column(128);
pub(super) const ORGANIZATION_DESCRIPTION: Column = Column(256);
pub(super) const ORGANIZATION_ROLE_NAME: Column = Column(128);
pub(super) const ORGANIZATION_SCOPE_NAME: Column = Column(128);
pub(super) const ORGANIZATION_SCOPE_DESCRIPTION: Column = Column(256);
/// Of the type `text`: descriptions of applications and of scopes, names of resources.
pub(super) const WITHOUT_LIMIT: Column = Column(usize::MAX);

/// Roles whose names begin so are Logto's own. It makes others of the name, and shows them to nobody.
const INTERNAL: &str = "#internal:";

/// Why Logto would not take a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum TextError {
    #[error("is empty; write a text, or leave the key out")]
    Empty,
    #[error("has a line break or another control character; write it without")]
    ControlCharacter,
    #[error("has {length} characters; Logto takes {most}")]
    TooLong { length: usize, most: usize },
    #[error("has blanks around it, which make it another name; take them away")]
    Blanks,
    #[error("begins with {INTERNAL}, as Logto's own hidden roles do; give it another name")]
    Internal,
    #[error(transparent)]
    Permission(#[from] crate::PermissionError),
}

/// A text that is not empty, of one line.
pub(super) fn line(text: &str) -> Result<&str, TextError> {
    if lines(text)?.contains('\n') { Err(TextError::ControlCharacter) } else { Ok(text) }
}

/// A text that is not empty. Line feeds may be in it.
pub(super) fn lines(text: &str) -> Result<&str, TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    let control = text.chars().any(|letter| letter.is_control() && letter != '\n');
    if control { Err(TextError::ControlCharacter) } else { Ok(text) }
}

impl Column {
    /// A text that the column takes.
    pub fn text(self, text: &str) -> Result<String, TextError> {
        let Self(most) = self;
        // Logto counts as JavaScript does, in units of UTF-16.
        let length = text.encode_utf16().count();
        if length > most { Err(TextError::TooLong { length, most }) } else { Ok(line(text)?.to_owned()) }
    }

    /// A name that something is found by.
    pub fn name(self, name: &str) -> Result<String, TextError> {
        let text = self.text(name)?;
        if name.trim() == name { Ok(text) } else { Err(TextError::Blanks) }
    }

    /// The name of a role.
    pub fn role_name(self, name: &str) -> Result<String, TextError> {
        let text = self.name(name)?;
        if name.starts_with(INTERNAL) { Err(TextError::Internal) } else { Ok(text) }
    }

    /// The name of a permission.
    pub fn permission(self, name: &str) -> Result<String, TextError> {
        let text = self.text(name)?;
        Permission::parse(name)?;
        Ok(text)
    }
}

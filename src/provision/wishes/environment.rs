//! The variables that belong to the wishes: identifiers that may differ from tenant to tenant, and every secret.

use super::{ProblemKind, problem::Problems};

/// The environment, as the file's reader asks it.
pub(super) struct Environment<'a>(&'a dyn Fn(&str) -> Option<String>);

impl<'a> Environment<'a> {
    pub fn new(variable: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(variable)
    }

    /// The variable's value without the blanks around it. An empty one is none, as in a copied `.env.example`.
    pub fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The value of a secret, which only such characters may be in as go over the wire as they are. It is not shown.
    pub fn secret(
        &self,
        name: &str,
        how: &str,
        problems: &mut Problems,
        plain: fn(u8) -> bool,
    ) -> Option<crate::Secret> {
        let value = self.get(name)?;
        if !value.bytes().all(plain) {
            problems.add(ProblemKind::Invalid, name, None, how);
            return None;
        }
        Some(crate::Secret::new(value))
    }
}

//! Everything that is wrong with the settings, in one message.

use std::fmt;

/// Problems, each by the name of its variable, with what to write instead.
#[derive(Debug, Default)]
pub struct Problems(Vec<(&'static str, String)>);

impl Problems {
    /// Adds one. The text goes on after the variable's name: `is missing; …`.
    pub fn add(&mut self, variable: &'static str, text: impl Into<String>) {
        self.0.push((variable, text.into()));
    }

    /// The value, or `None` with its problem noted.
    pub fn check<T>(&mut self, variable: &'static str, result: Result<T, impl fmt::Display>) -> Option<T> {
        result.map_err(|error| self.add(variable, error.to_string())).ok()
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of one variable.
    #[cfg(test)]
    pub fn of(&self, variable: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == variable).map(|(_, text)| text.as_str())
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The server cannot start. Set these in the environment or in .env (.env.example explains each):")?;
        for (variable, text) in &self.0 {
            writeln!(f, "  {variable} {text}")?;
        }
        Ok(())
    }
}

//! Where sessions are kept: `sqlite:<file>` or `memory:`.

use std::{path::PathBuf, str::FromStr};

/// A place for sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreLocation {
    /// A SQLite file. One machine, any number of restarts.
    Sqlite(PathBuf),
    /// Nowhere: they end with the process. For tests.
    Memory,
}

impl FromStr for StoreLocation {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("memory", "")) => Ok(Self::Memory),
            Some(("sqlite", file)) if !file.trim_start_matches('/').is_empty() => {
                Ok(Self::Sqlite(file.strip_prefix("//").unwrap_or(file).into()))
            }
            _ => Err("must be sqlite:<file> (for example sqlite:data/app.db) or memory:"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_places() {
        assert_eq!("memory:".parse(), Ok(StoreLocation::Memory));
        for (text, file) in [
            ("sqlite:data/app.db", "data/app.db"),
            ("sqlite://data/app.db", "data/app.db"),
            ("sqlite:/var/lib/app.db", "/var/lib/app.db"),
            ("sqlite:///var/lib/app.db", "/var/lib/app.db"),
        ] {
            assert_eq!(text.parse(), Ok(StoreLocation::Sqlite(file.into())), "{text}");
        }
    }

    #[test]
    fn refuses_anything_else() {
        for text in ["", "sqlite", "sqlite:", "sqlite://", "memory:x", "postgres://host/db"] {
            assert!(text.parse::<StoreLocation>().is_err(), "{text}");
        }
    }
}

//! Where sessions are kept: `sqlite:<file>`, `redis://<host>` or `memory:`.

use std::{fmt, path::PathBuf, str::FromStr};

use logto::Secret;

/// A place for sessions.
#[derive(Clone)]
pub enum StoreLocation {
    /// A SQLite file. One machine, any number of restarts.
    Sqlite(PathBuf),
    /// A Redis or Valkey server: several machines. The URL may hold a password.
    Redis(Secret),
    /// Nowhere: they end with the process. For tests.
    Memory,
}

impl FromStr for StoreLocation {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("memory", "")) => Ok(Self::Memory),
            Some(("redis" | "rediss", rest)) if rest.len() > 2 && rest.starts_with("//") => {
                Ok(Self::Redis(Secret::new(text)))
            }
            Some(("sqlite", file)) if !file.trim_start_matches('/').is_empty() => {
                Ok(Self::Sqlite(file.strip_prefix("//").unwrap_or(file).into()))
            }
            _ => Err("must be sqlite:<file> (for example sqlite:data/app.db), redis://<host> or memory:"),
        }
    }
}

/// Without the password.
impl fmt::Debug for StoreLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Self::Redis(_) => f.write_str("redis"),
            Self::Memory => f.write_str("memory:"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        format!("{:?}", text.parse::<StoreLocation>().unwrap())
    }

    #[test]
    fn reads_every_place() {
        assert_eq!(shown("memory:"), "memory:");
        for url in ["redis://localhost", "redis://user:pass@host:6379/1", "rediss://host"] {
            assert_eq!(shown(url), "redis", "{url}");
        }
        for (text, place) in [
            ("sqlite:data/app.db", "sqlite:data/app.db"),
            ("sqlite://data/app.db", "sqlite:data/app.db"),
            ("sqlite:/var/lib/app.db", "sqlite:/var/lib/app.db"),
            ("sqlite:///var/lib/app.db", "sqlite:/var/lib/app.db"),
        ] {
            assert_eq!(shown(text), place, "{text}");
        }
    }

    #[test]
    fn refuses_anything_else() {
        for text in ["", "sqlite", "sqlite:", "sqlite://", "memory:x", "postgres://host/db", "redis:", "redis://"] {
            assert!(text.parse::<StoreLocation>().is_err(), "{text}");
        }
    }
}

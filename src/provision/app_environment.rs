//! What the app has to know of the tenant, as variables of its environment.

use std::path::Path;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    TenantState,
    dotenv::{self, DotenvError},
    plan,
    settings::Settings,
    wishes::Wishes,
};
use crate::Secret;

/// The variables, in the order of `.env.example`.
#[derive(Debug)]
pub struct AppEnvironment {
    plain: Vec<(&'static str, String)>,
    app_secret: Option<Secret>,
}

const APP_SECRET: &str = "LOGTO_APP_SECRET";

impl AppEnvironment {
    /// What the app needs; `None` while the application is not there.
    pub fn of(settings: &Settings, wishes: &Wishes, tenant: &TenantState) -> Option<Self> {
        let application = plan::application(&wishes.application, tenant)?;
        let mut plain =
            vec![("LOGTO_ENDPOINT", settings.endpoint.as_str().to_owned()), ("LOGTO_APP_ID", application.id.clone())];
        if !wishes.resources.is_empty() {
            let indicators = wishes.resources.iter().map(|resource| resource.indicator.as_str());
            let permissions = wishes.resources.iter().flat_map(|resource| resource.scopes.keys().map(String::as_str));
            plain.push(("LOGTO_SCOPES", with(&settings.scopes, permissions)));
            plain.push(("LOGTO_RESOURCES", with(&settings.resources, indicators)));
        }
        Some(Self { plain, app_secret: tenant.working_secret().cloned() })
    }

    /// The lines as they stand in a `.env`.
    pub fn shown(&self, with_secret: bool) -> String {
        let mut lines = vec!["\nWhat the app needs in its .env:".to_owned()];
        lines.extend(self.plain.iter().map(|(name, value)| format!("{name}={value}")));
        match &self.app_secret {
            Some(secret) if with_secret => lines.push(format!("{APP_SECRET}={}", secret.reveal())),
            _ => lines.push(format!("{APP_SECRET}=[hidden: --write-env writes it, --show-secret prints it]")),
        }
        lines.join("\n")
    }

    /// Writes the lines to a file, whose other lines stay, and says what was done.
    ///
    /// # Errors
    ///
    /// [`DotenvError`]; then the file is as it was.
    pub fn write(&self, path: &Path) -> Result<String, DotenvError> {
        let plain = self.plain.iter().map(|(name, value)| (*name, Some(Secret::new(value.as_str()))));
        let variables: Vec<_> = plain.chain([(APP_SECRET, self.app_secret.clone())]).collect();
        let written = dotenv::write(path, &variables)?;
        let mut said = format!("\n{}: {written}", path.display());
        if is_open_to_others(path) {
            said += &format!("\n  ! others on this machine can read it: chmod 600 {}", path.display());
        }
        Ok(said)
    }
}

/// A list as the app reads it: what is there, and what is not there yet.
fn with<'a>(present: &'a [String], wished: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = present.iter().map(String::as_str).collect();
    for one in wished {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all.join(" ")
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

/// Without the secret.
impl Serialize for AppEnvironment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.plain.len()))?;
        for (name, value) in &self.plain {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

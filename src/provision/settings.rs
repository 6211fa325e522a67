//! Which tenant, and who asks: the machine-to-machine application. All that is missing is reported at once.

use crate::provision::app_defaults;
use std::fmt;

use super::wishes::{Problem, ProblemKind};
use crate::{ManagementConfig, Origin, Resource, Secret};

/// What the program must know before it asks anything.
#[derive(Debug)]
pub struct Settings {
    /// `LOGTO_ENDPOINT`
    pub endpoint: Origin,
    /// `LOGTO_M2M_APP_ID`, `LOGTO_M2M_APP_SECRET`, `LOGTO_MANAGEMENT_RESOURCE`
    pub management: ManagementConfig,
    /// `LOGTO_APP_ID`
    pub app_id: Option<String>,
    /// `LOGTO_APP_SECRET`: what the app signs in with already.
    pub app_secret: Option<Secret>,
    /// `LOGTO_RESOURCES`: the app asks for access tokens for these already.
    pub resources: Vec<String>,
    /// `LOGTO_SCOPES`: what the app asks for already.
    pub scopes: Vec<String>,
}

/// Settings that are missing or wrong, each with what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct SettingsError {
    /// Every problem; its key is the variable's name.
    pub problems: Vec<Problem>,
}

impl SettingsError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        "settings.refused"
    }
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] has every variable that is missing or wrong.
    pub fn read(get: &impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut problems = Vec::new();
        let mut refuse = |kind, name: &str, text: String| {
            problems.push(Problem { kind, key: name.to_owned(), line: None, text });
        };
        let mut needed = |name: &str, how: &str| {
            let value = get(name);
            if value.is_none() {
                refuse(ProblemKind::Missing, name, format!("is not set; {how}"));
            }
            value
        };
        let endpoint = needed("LOGTO_ENDPOINT", "write the tenant's endpoint, like https://abc123.logto.app");
        let m2m_app_id = needed(
            "LOGTO_M2M_APP_ID",
            "write the app ID of a machine-to-machine application with a role for the Management API (docs/provision.md)",
        );
        let m2m_app_secret = needed("LOGTO_M2M_APP_SECRET", "write that application's secret");
        // What was written is not shown again: it may be a secret, pasted into the wrong place.
        let mut invalid = |name: &str, error: &dyn fmt::Display| refuse(ProblemKind::Invalid, name, error.to_string());
        let endpoint = endpoint.and_then(|text| {
            let read = Origin::parse(&text);
            read.map_err(|error| invalid("LOGTO_ENDPOINT", &error)).ok()
        });
        let resource = get("LOGTO_MANAGEMENT_RESOURCE").and_then(|text| {
            let read = Resource::parse(&text);
            read.map_err(|error| invalid("LOGTO_MANAGEMENT_RESOURCE", &error)).ok()
        });
        match (endpoint, m2m_app_id, m2m_app_secret) {
            (Some(endpoint), Some(m2m_app_id), Some(secret)) if problems.is_empty() => {
                let mut management = ManagementConfig::new(&endpoint, m2m_app_id, Secret::new(secret));
                if let Some(resource) = resource {
                    management.resource = resource;
                }
                let resources = get("LOGTO_RESOURCES").unwrap_or_default();
                let scopes = get("LOGTO_SCOPES").unwrap_or_else(|| app_defaults::SCOPES.to_owned());
                Ok(Self {
                    endpoint,
                    management,
                    app_id: get("LOGTO_APP_ID"),
                    app_secret: get("LOGTO_APP_SECRET").map(Secret::new),
                    resources: resources.split_whitespace().map(str::to_owned).collect(),
                    scopes: scopes.split_whitespace().map(str::to_owned).collect(),
                })
            }
            _ => Err(SettingsError { problems }),
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the environment (or .env) lacks something; nothing was asked of Logto:")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: [(&str, &str); 4] = [
        ("LOGTO_ENDPOINT", "https://abc123.logto.app"),
        ("LOGTO_M2M_APP_ID", "m2m"),
        ("LOGTO_M2M_APP_SECRET", "m2m-s3cret"),
        ("LOGTO_APP_SECRET", "app-s3cret"),
    ];

    fn read(variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        Settings::read(&|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_apps_own_secret_is_known_and_shown_nowhere() {
        let settings = read(&SOUND).unwrap();
        assert!(settings.app_secret.as_ref().is_some_and(|secret| secret.is("app-s3cret")));
        assert!(!format!("{settings:?}").contains("s3cret"), "{settings:?}");
        assert!(read(&SOUND[..3]).unwrap().app_secret.is_none());
    }

    #[test]
    fn all_that_is_missing_or_wrong_is_said_by_name_and_not_shown() {
        let variables =
            [("LOGTO_ENDPOINT", "s3cret"), ("LOGTO_M2M_APP_ID", "m2m"), ("LOGTO_MANAGEMENT_RESOURCE", "s3cret")];
        let error = read(&variables).unwrap_err();
        let found: Vec<_> = error.problems.iter().map(|problem| (problem.key.as_str(), problem.kind)).collect();
        assert_eq!(
            found,
            [
                ("LOGTO_M2M_APP_SECRET", ProblemKind::Missing),
                ("LOGTO_ENDPOINT", ProblemKind::Invalid),
                ("LOGTO_MANAGEMENT_RESOURCE", ProblemKind::Invalid),
            ]
        );
        let text = error.to_string();
        assert!(text.contains("LOGTO_ENDPOINT is not a URL; write it like https://example.com"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
        assert_eq!(error.code(), "settings.refused");
    }
}

//! A whole set-up, checked from the app's side: each line is fine, or says what to do.
//!
//! A tenant and an app can each be right and not fit together: another host, a redirect URI with a slash too many, a clock that is
//! a minute off. People then meet an error page, and the reason is in somebody else's log. The doctor asks what the app would ask
//! (OpenID Connect Discovery 1.0, 4; RFC 6749, 4.1), and reads the tenant where it may. It creates nothing and sends no text.

mod app_settings;
mod application;
mod clock_skew;
mod credentials;
mod endpoint;
mod keys;
mod management_access;
mod phone_code;
mod post_sign_out_uri;
mod pushed_authorization;
mod redirect_uri;
mod refresh_tokens;
mod report;
mod sign_in_experience;

use std::sync::Arc;

use crate::{Clock, LogtoClient, LogtoConfig, ManagementApi, Secret, http::HttpSetupError, provider::Provider};

pub use app_settings::AppSettings;
pub use report::{Check, Outcome, Report};

/// Why a check was not made.
const NO_ENDPOINT: &str = "LOGTO_ENDPOINT is not set";
const NOT_LOGTO: &str = "the endpoint does not answer as Logto does";
const NOT_TAKEN: &str = "the application has no redirect URI that Logto takes";
const NO_APPLICATION: &str = "LOGTO_APP_ID or LOGTO_APP_SECRET is not set";
const NO_BASE_URL: &str = "BASE_URL cannot be used";
const NO_MANAGEMENT: &str = "there is no machine-to-machine application";
const NO_ACCESS: &str = "the Management API cannot be used";

/// Checks everything that the settings allow to check, in the order in which a sign-in needs it.
///
/// # Errors
///
/// [`HttpSetupError`] when the TLS library cannot be set up.
pub async fn doctor(settings: &AppSettings, clock: &Clock) -> Result<Report, HttpSetupError> {
    let mut report = Report::default();
    report.add("settings", settings.outcome());
    let provider = examine_provider(settings, clock, &mut report).await?;
    let client = provider.as_ref().and_then(|provider| Some(LogtoClient::of(settings.config()?, Arc::clone(provider))));
    let reason = match (&settings.endpoint, &provider, &settings.app) {
        (None, ..) => NO_ENDPOINT,
        (_, None, _) => NOT_LOGTO,
        (.., None) => NO_APPLICATION,
        _ => NO_BASE_URL,
    };
    examine_application(client.as_ref(), reason, &mut report).await;
    let api =
        provider.as_ref().and_then(|provider| Some(ManagementApi::new(settings.management()?, Arc::clone(provider))));
    let reason = if settings.machine.is_none() { NO_MANAGEMENT } else { reason };
    examine_tenant(settings, api.as_ref(), reason, &mut report).await;
    Ok(report)
}

/// The provider itself, which answers anybody. `None`: nothing more can be asked of it.
async fn examine_provider(
    settings: &AppSettings,
    clock: &Clock,
    report: &mut Report,
) -> Result<Option<Arc<Provider>>, HttpSetupError> {
    const OF_PROVIDER: [&str; 4] = ["issuer", "clock", "signing_keys", "refresh_tokens"];
    let Some(endpoint) = &settings.endpoint else {
        report.skip(&["endpoint"], NO_ENDPOINT);
        report.skip(&OF_PROVIDER, NO_ENDPOINT);
        return Ok(None);
    };
    let provider = Provider::new(endpoint, clock.clone())?;
    let (outcome, answer) = endpoint::reach(&provider).await;
    report.add("endpoint", outcome);
    let Some(answer) = answer else {
        report.skip(&OF_PROVIDER, "the endpoint cannot be reached");
        return Ok(None);
    };
    let (outcome, is_logto) = endpoint::issuer(&provider, &answer);
    report.add("issuer", outcome);
    report.add("clock", clock_skew::outcome(&answer));
    if !is_logto {
        report.skip(&["signing_keys", "refresh_tokens"], NOT_LOGTO);
        return Ok(None);
    }
    report.add("signing_keys", keys::outcome(&provider).await);
    report.add("refresh_tokens", refresh_tokens::outcome(&answer));
    Ok(Some(Arc::new(provider)))
}

/// What the app itself asks of Logto when a person signs in and out.
async fn examine_application(client: Option<&LogtoClient>, reason: &str, report: &mut Report) {
    let Some(client) = client else {
        report.skip(&["app_secret", "redirect_uri", "post_sign_out_uri", "pushed_authorization"], reason);
        return;
    };
    let redirect_uri = redirect_uri::outcome(client).await;
    let is_refused = matches!(redirect_uri, Outcome::Problem { .. });
    let app_secret = credentials::outcome(client, is_refused).await;
    let accepted = [&app_secret, &redirect_uri].iter().all(|outcome| matches!(outcome, Outcome::Ok { .. }));
    report.add("app_secret", app_secret);
    report.add("redirect_uri", redirect_uri);
    report.add("post_sign_out_uri", post_sign_out_uri::outcome(client, is_refused).await);
    report.add("pushed_authorization", pushed_authorization::outcome(client, accepted).await);
}

/// What only the Management API tells of the tenant.
async fn examine_tenant(settings: &AppSettings, api: Option<&ManagementApi>, reason: &str, report: &mut Report) {
    const OF_APPLICATION: [&str; 3] = ["application_type", "token_exchange", "backchannel_logout"];
    const OF_TENANT: [&str; 5] = ["sms_connector", "phone_sign_in", "registration", "second_factor", "code_policy"];
    let Some(api) = api else {
        report.skip(&["management_api"], reason);
        report.skip(&OF_APPLICATION, reason);
        report.skip(&OF_TENANT, reason);
        return;
    };
    let (outcome, applications) = management_access::outcome(api).await;
    report.add("management_api", outcome);
    let Some(applications) = applications else {
        report.skip(&OF_APPLICATION, NO_ACCESS);
        report.skip(&OF_TENANT, NO_ACCESS);
        return;
    };
    match &settings.app {
        Some((app_id, _)) => application::examine(app_id, &applications, settings, report),
        None => report.skip(&OF_APPLICATION, NO_APPLICATION),
    }
    phone_code::examine(api, settings, report).await;
    sign_in_experience::examine(api, settings, report).await;
}

impl AppSettings {
    /// As the app would configure its client.
    fn config(&self) -> Option<LogtoConfig> {
        let (app_id, app_secret): &(String, Secret) = self.app.as_ref()?;
        let config =
            LogtoConfig::new(self.endpoint.clone()?, app_id.clone(), app_secret.clone(), self.base_url.clone()?);
        Some(LogtoConfig {
            scopes: self.scopes.clone(),
            permissions: self.permissions.clone(),
            resources: self.resources.clone(),
            pushed_authorization: self.pushed_authorization,
            ..config
        })
    }
}

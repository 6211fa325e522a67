//! The development provider inside the server, where no `LOGTO_ENDPOINT` is given.

use std::{io::Write, path::Path};

use logto::{
    BACK_CHANNEL_LOGOUT_PATH, Keyring, LogtoConfig, ManagementConfig, Origin, Permission, Resource, Scope, Secret,
    dev_provider::{Application, DevProvider, MachineToMachine},
};

use crate::{
    api::{API_PATH, READ_ME},
    settings::{Problems, Settings, Tenant},
};

/// Logto's own default port.
const PORT: u16 = 3001;
/// Users and keys, kept over restarts.
const DATA: &str = "data/dev-provider.json";
/// The cookie secret of development: random, made once, so that a restart signs nobody out.
const COOKIE_SECRET: &str = "data/dev-cookie-secret";
const APP_ID: &str = "leptos-logto-dev";
const APP_SECRET: &str = "development-only-secret";
const M2M_APP_ID: &str = "leptos-logto-dev-m2m";
const M2M_APP_SECRET: &str = "development-only-m2m-secret";
/// The permission in the example organisation of the development provider.
const READ_MEMBERS: &str = "read:members";

/// Starts the provider if the settings ask for it, and completes them as if it were a Logto tenant.
pub async fn stand_in(mut settings: Settings, problems: &mut Problems) -> (Settings, Option<DevProvider>) {
    let Tenant::DevProvider(base_url) = &settings.logto else { return (settings, None) };
    let base_url = base_url.clone();
    if settings.keyring.is_none() {
        settings.keyring = problems.check("COOKIE_SECRET", cookie_secret());
    }
    let port = std::env::var("DEV_PROVIDER_PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(PORT);
    let api = base_url.join(API_PATH);
    let application = Application {
        client_id: APP_ID.to_owned(),
        client_secret: APP_SECRET.to_owned(),
        redirect_uris: vec![base_url.join(logto::CALLBACK_PATH).into()],
        post_logout_redirect_uris: vec![base_url.join(logto::POST_SIGN_OUT_PATH).into()],
        backchannel_logout_uri: Some(base_url.join(BACK_CHANNEL_LOGOUT_PATH).into()),
        allow_token_exchange: true,
        ..Application::default()
    };
    let started = DevProvider::builder()
        .port(port)
        .application(application)
        .machine_to_machine(MachineToMachine {
            client_id: M2M_APP_ID.to_owned(),
            client_secret: M2M_APP_SECRET.to_owned(),
        })
        .example_tenant(base_url.as_str())
        .data(DATA)
        .start()
        .await;
    let Some(provider) = problems.check(
        "LOGTO_ENDPOINT",
        started.map_err(|error| format!("is missing, and the development provider cannot start: {error}")),
    ) else {
        return (settings, None);
    };
    if let Some(endpoint) = problems.check("LOGTO_ENDPOINT", Origin::parse(provider.endpoint())) {
        tracing::info!(inbox = %endpoint.join("/inbox"), "the development provider signs in any phone number");
        let permissions = [READ_ME, READ_MEMBERS].into_iter().filter_map(|name| Permission::parse(name).ok()).collect();
        settings.logto = Tenant::Logto(Box::new(LogtoConfig {
            scopes: vec![Scope::Phone, Scope::Roles, Scope::Organizations, Scope::OrganizationRoles],
            permissions,
            resources: Resource::parse(api.as_str()).into_iter().collect(),
            management: Some(ManagementConfig::new(&endpoint, M2M_APP_ID, Secret::new(M2M_APP_SECRET))),
            ..LogtoConfig::new(endpoint, APP_ID, Secret::new(APP_SECRET), base_url)
        }));
    }
    (settings, Some(provider))
}

/// The secret in [`COOKIE_SECRET`], made where there is none.
fn cookie_secret() -> Result<Keyring, String> {
    let file = Path::new(COOKIE_SECRET);
    let failed = |error: std::io::Error| format!("is missing, and none can be kept in {COOKIE_SECRET}: {error}");
    if !file.exists() {
        let secret = logto::Keyring::random_secret().map_err(|error| format!("is missing: {error}"))?;
        std::fs::create_dir_all("data").map_err(failed)?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(file).and_then(|mut file| file.write_all(secret.as_bytes())).map_err(failed)?;
    }
    let text = std::fs::read_to_string(file).map_err(failed)?;
    Keyring::parse(text.trim()).map_err(|error| format!("in {COOKIE_SECRET} {error}"))
}

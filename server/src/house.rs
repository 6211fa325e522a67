//! The house: everything the server needs, put together from the settings, or every reason why it cannot be.

use app::phone::PhoneService;
use leptos::config::LeptosOptions;
use logto::{Clock, Keyring, LogtoClient, LogtoConfig, SessionLife, Sessions};
use tokio::net::TcpListener;

use crate::{
    expired_sessions, logging, phone,
    router::router,
    serve, session_storage,
    settings::{Problems, Settings, Tenant},
};

/// The name of the built files, as `[[workspace.metadata.leptos]]` has it.
const OUTPUT_NAME: &str = "leptos-logto";

/// A server that is ready to serve.
pub struct House {
    listener: TcpListener,
    sessions: Sessions,
    phone: PhoneService,
    trusted_proxies: usize,
    options: LeptosOptions,
    #[cfg(feature = "dev-provider")]
    _provider: Option<logto::dev_provider::DevProvider>,
}

impl House {
    /// Reads the settings, opens the store, takes the port.
    ///
    /// # Errors
    ///
    /// [`Problems`]: what is wrong with the settings; with good settings, everything that could not be opened.
    pub async fn build() -> Result<Self, Problems> {
        let mut problems = Problems::default();
        if let Err(error) = dotenvy::dotenv()
            && !error.not_found()
        {
            problems.add(".env", format!("cannot be read: {error}"));
            return Err(problems);
        }
        let settings = Settings::read(|name| std::env::var(name).ok(), cfg!(feature = "dev-provider"))?;
        logging::start(settings.log_format);

        let clock = Clock::system();
        let storage = session_storage::open(&settings.session_store, clock.clone()).await;
        let storage = problems.check("SESSION_STORE", storage);
        let listener = TcpListener::bind(settings.site_addr).await.map_err(|error| {
            let address = settings.site_addr;
            format!("{address} cannot be listened on: {error}; stop what uses it, or set another address")
        });
        let listener = problems.check("LEPTOS_SITE_ADDR", listener);

        #[cfg(feature = "dev-provider")]
        let (settings, provider) = crate::dev_provider::stand_in(settings, &mut problems).await;

        let client = tenant_and_keyring(&settings).and_then(|(config, keyring)| {
            let client = problems.check("LOGTO_ENDPOINT", LogtoClient::new(config, clock))?;
            Some((client, keyring))
        });
        let options = leptos_options(&settings);
        let life = SessionLife { idle: settings.session_idle, max: settings.session_max };
        match (client, storage, listener) {
            (Some((client, keyring)), Some(storage), Some(listener)) if problems.is_empty() => {
                let sessions = Sessions::shared(client, keyring.clone(), storage, life);
                Ok(Self {
                    listener,
                    phone: phone::service(&settings.phone, &sessions, keyring),
                    trusted_proxies: settings.phone.trusted_proxies,
                    sessions,
                    options,
                    #[cfg(feature = "dev-provider")]
                    _provider: provider,
                })
            }
            _ => Err(problems),
        }
    }

    /// Serves until the process is told to stop.
    ///
    /// # Errors
    ///
    /// When the listener breaks.
    pub async fn serve(self) -> std::io::Result<()> {
        let client = self.sessions.client().clone();
        tokio::spawn(async move {
            // So that the first person does not wait; whether it works or not, sign-in asks again when it must.
            if let Err(error) = client.warm_up().await {
                tracing::warn!(%error, "the OpenID Provider does not answer yet; pages are served, sign-in waits for it");
            }
        });
        expired_sessions::delete_regularly(self.sessions.storage().clone());
        tracing::info!(url = %self.sessions.client().config().base_url, "serving");
        let router = router(self.sessions, self.phone, self.trusted_proxies, self.options);
        serve::serve(self.listener, router).await
    }
}

/// The tenant, with the key ring that by now every build has.
fn tenant_and_keyring(settings: &Settings) -> Option<(LogtoConfig, Keyring)> {
    match (&settings.logto, &settings.keyring) {
        (Tenant::Logto(config), Some(keyring)) => Some((LogtoConfig::clone(config), keyring.clone())),
        _ => None,
    }
}

fn leptos_options(settings: &Settings) -> LeptosOptions {
    // A release names its files by their content; a development build has `LEPTOS_HASH_FILES=false`, or nothing, set.
    let hash_files = std::env::var("LEPTOS_HASH_FILES").map_or(!cfg!(debug_assertions), |value| value == "true");
    let reload_port = std::env::var("LEPTOS_RELOAD_PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3002);
    LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(settings.site_root.display().to_string())
        .site_addr(settings.site_addr)
        .hash_files(hash_files)
        .reload_port(reload_port)
        .build()
}

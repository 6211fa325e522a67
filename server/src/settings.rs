//! The settings: the environment (and `.env`), read once, typed; every problem is reported, not just the first.

mod duration;
mod phone;
mod problems;
mod scopes;
mod store_location;

use std::{net::SocketAddr, path::PathBuf};

use logto::{Keyring, LogtoConfig, Origin, Secret};
use time::Duration;

pub use phone::{PhoneSettings, PhoneWay};
pub use problems::Problems;
pub use store_location::StoreLocation;

/// Where the app is reached when nothing else is said.
const DEFAULT_BASE_URL: &str = "http://localhost:3000";
/// The address to listen on when nothing else is said: this machine only.
const DEFAULT_SITE_ADDR: &str = "127.0.0.1:3000";
/// Where the built site is when nothing else is said.
const DEFAULT_SITE_ROOT: &str = "target/site";
/// Where sessions are kept when nothing else is said.
const DEFAULT_SESSION_STORE: &str = "sqlite:data/app.db";
/// What to ask of Logto beyond the reserved scopes when nothing else is said.
const DEFAULT_SCOPES: &str = "phone";

/// What the server must know before it starts.
#[derive(Debug)]
pub struct Settings {
    /// The tenant, or the development provider inside this process.
    pub logto: Tenant,
    /// `COOKIE_SECRET`; `None` only with the development provider, which makes one.
    pub keyring: Option<Keyring>,
    /// `PHONE_SIGN_IN`, and what belongs to it
    pub phone: PhoneSettings,
    /// `SESSION_STORE`
    pub session_store: StoreLocation,
    /// `SESSION_IDLE`
    pub session_idle: Duration,
    /// `SESSION_MAX`
    pub session_max: Duration,
    /// `LEPTOS_SITE_ADDR`
    pub site_addr: SocketAddr,
    /// `LEPTOS_SITE_ROOT`
    pub site_root: PathBuf,
    /// `LOG_FORMAT`
    pub log_format: LogFormat,
}

/// Who signs people in.
#[derive(Debug)]
pub enum Tenant {
    /// A Logto tenant.
    Logto(Box<LogtoConfig>),
    /// The development provider inside this process, for an app at this `BASE_URL`.
    DevProvider(
        #[cfg_attr(not(feature = "dev-provider"), expect(dead_code, reason = "no build without it gets here"))] Origin,
    ),
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Settings {
    /// Reads the settings by name. `dev_provider`: whether this build has a development provider to fall back on.
    ///
    /// # Errors
    ///
    /// [`Problems`], every one by the name of its variable.
    pub fn read(variable: impl Fn(&str) -> Option<String>, dev_provider: bool) -> Result<Self, Problems> {
        // An empty variable is an absent one, as in a copied `.env.example`.
        let get = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let or = |name: &str, default: &str| get(name).unwrap_or_else(|| default.to_owned());
        let mut problems = Problems::default();

        let base_url = problems.check("BASE_URL", Origin::parse(&or("BASE_URL", DEFAULT_BASE_URL)));
        let site_addr = or("LEPTOS_SITE_ADDR", DEFAULT_SITE_ADDR).parse::<SocketAddr>();
        let site_addr = problems.check(
            "LEPTOS_SITE_ADDR",
            site_addr.map_err(|_| "is no address with port; write it like 127.0.0.1:3000 or 0.0.0.0:3000"),
        );
        let session_store = problems.check("SESSION_STORE", or("SESSION_STORE", DEFAULT_SESSION_STORE).parse());
        let session_idle = problems.check("SESSION_IDLE", duration::parse(&or("SESSION_IDLE", "1d")));
        let session_max = problems.check("SESSION_MAX", duration::parse(&or("SESSION_MAX", "14d")));
        if let (Some(idle), Some(max)) = (session_idle, session_max)
            && idle > max
        {
            problems.add("SESSION_IDLE", "must not be longer than SESSION_MAX");
        }
        let log_format = problems.check(
            "LOG_FORMAT",
            match or("LOG_FORMAT", "text").as_str() {
                "text" => Ok(LogFormat::Text),
                "json" => Ok(LogFormat::Json),
                _ => Err("must be text or json"),
            },
        );
        let phone = PhoneSettings::read(&get, &mut problems);
        let logto = Self::read_tenant(&get, base_url, dev_provider, &mut problems);
        if let (Some(Tenant::Logto(config)), Some(PhoneWay::Embedded)) = (&logto, phone.as_ref().and_then(|it| it.way))
            && config.management.is_none()
        {
            problems.add("PHONE_SIGN_IN", "is embedded, which needs LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET");
        }
        let uses_dev_provider = matches!(logto, Some(Tenant::DevProvider(_)));
        let keyring = match get("COOKIE_SECRET") {
            Some(text) => problems.check("COOKIE_SECRET", Keyring::parse(&text)).map(Some),
            None if uses_dev_provider => Some(None),
            None => {
                problems.add("COOKIE_SECRET", "is missing; make one with: openssl rand -hex 32");
                None
            }
        };
        let site_root = PathBuf::from(or("LEPTOS_SITE_ROOT", DEFAULT_SITE_ROOT));
        if !site_root.is_dir() {
            problems.add(
                "LEPTOS_SITE_ROOT",
                format!("{} is no folder; run cargo xtask build, or give the folder it made", site_root.display()),
            );
        }
        // Each is there if, and only if, it brought no problem.
        match (logto, phone, keyring, session_store, session_idle, session_max, site_addr, log_format) {
            (
                Some(logto),
                Some(phone),
                Some(keyring),
                Some(session_store),
                Some(session_idle),
                Some(session_max),
                Some(site_addr),
                Some(log_format),
            ) if problems.is_empty() => Ok(Self {
                logto,
                phone,
                keyring,
                session_store,
                session_idle,
                session_max,
                site_addr,
                site_root,
                log_format,
            }),
            _ => Err(problems),
        }
    }

    fn read_tenant(
        get: &impl Fn(&str) -> Option<String>,
        base_url: Option<Origin>,
        dev_provider: bool,
        problems: &mut Problems,
    ) -> Option<Tenant> {
        let Some(endpoint) = get("LOGTO_ENDPOINT") else {
            if !dev_provider {
                problems.add("LOGTO_ENDPOINT", "is missing; it is your Logto tenant, like https://abc123.logto.app");
                for name in ["LOGTO_APP_ID", "LOGTO_APP_SECRET"] {
                    if get(name).is_none() {
                        problems.add(name, "is missing; Logto's console shows it under Applications");
                    }
                }
                return None;
            }
            if base_url.as_ref().is_some_and(|base_url| !base_url.is_loopback()) {
                problems.add(
                    "LOGTO_ENDPOINT",
                    "is missing, and the development provider serves a BASE_URL on this machine only",
                );
                return None;
            }
            return base_url.map(Tenant::DevProvider);
        };
        let endpoint = problems.check("LOGTO_ENDPOINT", Origin::parse(&endpoint));
        let mut needed = |name: &'static str| {
            let value = get(name);
            if value.is_none() {
                problems.add(name, "is missing; Logto's console shows it under Applications");
            }
            value
        };
        let (app_id, app_secret) = (needed("LOGTO_APP_ID"), needed("LOGTO_APP_SECRET"));
        let management = phone::read_management(get, endpoint.as_ref(), problems);
        let scopes = get("LOGTO_SCOPES").unwrap_or_else(|| DEFAULT_SCOPES.to_owned());
        let resources = get("LOGTO_RESOURCES").unwrap_or_default();
        let resources = problems.check("LOGTO_RESOURCES", scopes::read_resources(&resources));
        // The tenant's own names count only where there is something to have permissions of.
        let own = resources.as_ref().is_some_and(|resources| !resources.is_empty());
        let scopes = problems.check("LOGTO_SCOPES", scopes::read(&scopes, own));
        let par = match get("LOGTO_PAR").as_deref() {
            None | Some("off") => Ok(false),
            Some("on") => Ok(true),
            Some(_) => Err("must be on or off"),
        };
        let pushed_authorization = problems.check("LOGTO_PAR", par);
        let (scopes, permissions) = scopes?;
        Some(Tenant::Logto(Box::new(LogtoConfig {
            scopes,
            permissions,
            resources: resources?,
            pushed_authorization: pushed_authorization?,
            management,
            ..LogtoConfig::new(endpoint?, app_id?, Secret::new(app_secret?), base_url?)
        })))
    }
}

#[cfg(test)]
mod tests;

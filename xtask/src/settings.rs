//! The few settings of the server that xtask must know too: from the environment, else `.env`.

use std::{collections::HashMap, net::SocketAddr, path::Path};

use anyhow::{Context, Result};

/// Where the server listens without a setting.
const SITE_ADDR: &str = "127.0.0.1:3000";

/// Not Leptos' own default: 3001 is Logto's port.
const RELOAD_PORT: &str = "3002";

/// The port of the development provider.
pub const PROVIDER_PORT: u16 = 3001;

/// The settings, read once for each start of the server.
pub struct Settings {
    file: HashMap<String, String>,
}

impl Settings {
    /// Reads `.env`, which need not exist.
    ///
    /// # Errors
    /// When it exists and cannot be parsed.
    pub fn read(root: &Path) -> Result<Self> {
        let path = root.join(".env");
        if !path.exists() {
            return Ok(Self { file: HashMap::new() });
        }
        let mut file = HashMap::new();
        for line in dotenvy::from_path_iter(&path).context(".env")? {
            let (name, value) = line.context(".env")?;
            // The first assignment wins, as in the server.
            file.entry(name).or_insert(value);
        }
        Ok(Self { file })
    }

    /// A setting that is there and not empty. The environment wins, as in the server.
    fn get(&self, name: &str) -> Option<String> {
        let value = std::env::var(name).ok().or_else(|| self.file.get(name).cloned());
        value.filter(|value| !value.is_empty())
    }

    /// Where the server listens.
    ///
    /// # Errors
    /// When the setting is no address.
    pub fn site_addr(&self) -> Result<SocketAddr> {
        let value = self.get("LEPTOS_SITE_ADDR").unwrap_or_else(|| SITE_ADDR.to_owned());
        value.parse().with_context(|| format!("LEPTOS_SITE_ADDR: `{value}` is no address"))
    }

    /// Where the pages listen for changes.
    ///
    /// # Errors
    /// When the setting is no port.
    pub fn reload_port(&self) -> Result<u16> {
        let value = self.get("LEPTOS_RELOAD_PORT").unwrap_or_else(|| RELOAD_PORT.to_owned());
        value.parse().with_context(|| format!("LEPTOS_RELOAD_PORT: `{value}` is no port"))
    }

    /// The address to open in the browser.
    pub fn base_url(&self) -> String {
        self.get("BASE_URL").unwrap_or_else(|| "http://localhost:3000".to_owned())
    }

    /// Whether the development provider stands in for Logto.
    pub fn dev_provider(&self) -> bool {
        self.get("LOGTO_ENDPOINT").is_none()
    }
}

//! Log lines: for people or, with `LOG_FORMAT=json`, for machines. `RUST_LOG` chooses; never a token, code or number.

use tracing_subscriber::{EnvFilter, fmt};

use crate::settings::LogFormat;

/// What is logged when `RUST_LOG` says nothing.
const DEFAULT: &str = "info,sqlx=warn,tower_sessions_core=warn";

/// Starts writing log lines to standard error.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.with_target(false).init(),
        LogFormat::Json => lines.json().init(),
    }
}

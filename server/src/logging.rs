//! Log lines: for people or, with `LOG_FORMAT=json`, for machines. `RUST_LOG` chooses; never a token, code or number.

use tracing::Metadata;
use tracing_subscriber::{EnvFilter, filter::filter_fn, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::settings::LogFormat;

/// What is logged when `RUST_LOG` says nothing.
const DEFAULT: &str = "info,sqlx=warn,tower_sessions_core=warn";

/// Libraries that are never heard, whatever `RUST_LOG` says: at some level they write what nobody may read in a log.
const SILENT: [&str; 1] = [
    // Traces each number that it reads, as digits and as it was typed.
    "rlibphonenumber",
];

/// Starts writing log lines to standard error.
pub fn start(format: LogFormat) {
    // An empty value is none, as of every setting; to the filter itself it is silence.
    let directives = std::env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let directives = if directives.trim().is_empty() { DEFAULT } else { &directives };
    let filter = EnvFilter::try_new(directives).unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A filter of its own: among the directives of `RUST_LOG`, one for a module would win over one for its crate.
    match format {
        LogFormat::Text => lines.with_target(false).finish().with(filter_fn(may_speak)).init(),
        LogFormat::Json => lines.json().finish().with(filter_fn(may_speak)).init(),
    }
}

fn may_speak(metadata: &Metadata<'_>) -> bool {
    let library = metadata.target().split("::").next().unwrap_or_default();
    !SILENT.contains(&library)
}

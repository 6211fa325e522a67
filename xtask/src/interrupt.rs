//! Ctrl-C and SIGTERM: a request that every wait looks at, so that no child is left behind.

use std::{
    fmt,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, Result};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
};

static REQUESTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// The person asked to stop.
#[derive(Debug)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// Turns the signals into a request. A second one ends the program at once.
///
/// # Errors
/// When the system refuses the handlers.
pub fn listen() -> Result<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // The order matters: the first signal must find the flag unset.
        flag::register_conditional_shutdown(signal, 130, Arc::clone(&REQUESTED))
            .and_then(|_| flag::register(signal, Arc::clone(&REQUESTED)))
            .with_context(|| format!("cannot listen for signal {signal}"))?;
    }
    Ok(())
}

/// Whether a signal has come.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// Stops here when a signal has come.
///
/// # Errors
/// [`Interrupted`].
pub fn check() -> Result<()> {
    if requested() {
        return Err(Interrupted.into());
    }
    Ok(())
}

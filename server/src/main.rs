//! The binary: reads the settings, opens the session store, serves.

// A page is one type, as deep as its elements are nested, and a release build lays it out here.
#![recursion_limit = "512"]

mod api;
mod cache_control;
mod client_address;
mod content_security_policy;
mod error_documents;
mod expired_sessions;
mod health;
mod house;
mod logging;
mod pages;
mod phone;
mod router;
mod security_headers;
mod serve;
mod server_function_guard;
mod session_storage;
mod settings;
mod static_files;

#[cfg(feature = "dev-provider")]
mod dev_provider;

use std::process::ExitCode;

/// The system's allocator is slower by 10 to 40 % under the load of rendering pages.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a wrong set-up exits with, as programs exit on a wrong command line.
const WRONG_SETTINGS: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let house = match house::House::build().await {
        Ok(house) => house,
        Err(problems) => {
            eprint!("{problems}");
            return ExitCode::from(WRONG_SETTINGS);
        }
    };
    match house.serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the server stopped");
            ExitCode::FAILURE
        }
    }
}

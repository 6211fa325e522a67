//! The development provider on its own: for an app that is not written in Rust, or for browser tests.
//!
//! `DEV_PROVIDER_PORT` (3001), `DEV_PROVIDER_DATA` (a path; absent: memory only), `BASE_URL`
//! (`http://localhost:3000`), `LOGTO_APP_ID`, `LOGTO_APP_SECRET` (the one web application), `LOGTO_M2M_APP_ID`,
//! `LOGTO_M2M_APP_SECRET` (the one machine-to-machine application), `LOGTO_RESOURCES` (indicators of APIs, separated
//! by spaces or commas). With `DEV_PROVIDER_BARE=1` there is the machine-to-machine application and nothing else: a
//! tenant to be set up through the Management API.

use std::env;
use std::io::{Write as _, stderr, stdout};
use std::process::ExitCode;

use logto::dev_provider::{ApiResource, Application, Builder, DevProvider, MachineToMachine, StartError};

#[tokio::main]
async fn main() -> ExitCode {
    let builder = match builder() {
        Ok(builder) => builder,
        Err(problem) => return fail(&problem),
    };
    let provider = match builder.start().await {
        Ok(provider) => provider,
        Err(error) => return fail(&format!("{}{error}", variable_of(&error))),
    };
    // Whoever started this waits for the line; if nobody reads it, that is no reason to stop.
    writeln!(stdout(), "listening on {}", provider.endpoint()).ok();
    wait_for_signal().await;
    ExitCode::SUCCESS
}

fn builder() -> Result<Builder, String> {
    let port = variable("DEV_PROVIDER_PORT", "3001");
    let port = port
        .parse()
        .map_err(|_| format!("DEV_PROVIDER_PORT: \"{port}\" is no port; write a number from 0 to 65535"))?;
    let mut builder = DevProvider::builder().port(port).machine_to_machine(MachineToMachine {
        client_id: variable("LOGTO_M2M_APP_ID", "leptos-logto-dev-m2m"),
        client_secret: variable("LOGTO_M2M_APP_SECRET", "development-only-m2m-secret"),
    });
    builder = match variable("DEV_PROVIDER_BARE", "").as_str() {
        "" | "0" => with_example(builder),
        "1" => builder.bare(),
        other => return Err(format!("DEV_PROVIDER_BARE: \"{other}\" is neither 1 nor 0")),
    };
    if let Some(path) = env::var_os("DEV_PROVIDER_DATA").filter(|path| !path.is_empty()) {
        builder = builder.data(path);
    }
    Ok(builder)
}

/// The one web application, and something that it can show.
fn with_example(builder: Builder) -> Builder {
    let base_url = variable("BASE_URL", "http://localhost:3000");
    let base_url = base_url.trim_end_matches('/');
    let mut builder = builder.application(Application {
        client_id: variable("LOGTO_APP_ID", "leptos-logto-dev"),
        client_secret: variable("LOGTO_APP_SECRET", "development-only-secret"),
        redirect_uris: vec![format!("{base_url}/callback")],
        post_logout_redirect_uris: vec![format!("{base_url}/")],
        backchannel_logout_uri: Some(format!("{base_url}/backchannel-logout")),
        allow_token_exchange: true,
        ..Application::default()
    });
    builder = builder.example_tenant(base_url);
    for indicator in variable("LOGTO_RESOURCES", "").split([' ', ',']).filter(|part| !part.is_empty()) {
        builder = builder.resource(ApiResource { indicator: indicator.to_owned(), scopes: Vec::new() });
    }
    builder
}

fn variable(name: &str, default: &str) -> String {
    env::var(name).ok().filter(|value| !value.is_empty()).unwrap_or_else(|| default.to_owned())
}

/// Whose value has to change.
fn variable_of(error: &StartError) -> &'static str {
    match error {
        StartError::Listen { .. } => "DEV_PROVIDER_PORT: ",
        StartError::NotLoopback { .. } => "BASE_URL: ",
        StartError::Data(_) => "DEV_PROVIDER_DATA: ",
        StartError::RegisteredTwice { .. } | StartError::HttpClient(_) => "",
    }
}

fn fail(problem: &str) -> ExitCode {
    writeln!(stderr(), "logto-dev-provider: {problem}").ok();
    ExitCode::from(2)
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    drop(tokio::signal::ctrl_c().await);
}

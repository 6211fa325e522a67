//! Sets a Logto tenant up: see `logto::provision`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    logto::provision::run().await
}

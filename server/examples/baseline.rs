//! The yardstick of `cargo xtask bench`: plain axum that answers every request with the same bytes.
//!
//! Environment: `BODY_FILE`, the bytes; `ADDR`, where to listen.

use std::error::Error;

use axum::{Router, body::Bytes, response::Html, routing::get, serve::ListenerExt};
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let body = Bytes::from(std::fs::read(std::env::var("BODY_FILE")?)?);
    let listener = TcpListener::bind(std::env::var("ADDR")?).await?.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().route("/", get(async move || Html(body)))).await?;
    Ok(())
}

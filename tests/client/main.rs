//! The client against the development provider, over real HTTP. One binary: linking takes longer than running.
#![cfg(feature = "dev-provider")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod flow;
mod house;
mod id_token;
mod options;
mod token_endpoint;

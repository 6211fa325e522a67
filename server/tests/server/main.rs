//! The server, as the process that people run. One binary: linking takes longer than running.
#![cfg(feature = "dev-provider")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod house;
mod pages;
mod sign_in;
mod start;

//! The server, as the process that people run. One binary: linking takes longer than running.
#![cfg(feature = "dev-provider")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod access;
mod back_channel_logout;
mod faults;
mod house;
mod log_lines;
mod own_sessions;
mod pages;
mod phone;
mod phone_change;
mod phone_limits;
mod phone_numbers;
mod phone_outages;
#[path = "../../../tests/session_storage/redis_server.rs"]
#[expect(dead_code, reason = "these tests do less with it than the storage's own")]
mod redis_server;
mod refresh;
mod sign_in;
mod start;

//! Sessions over real HTTP, real Redis and real SQLite, against the development provider. One binary: linking takes longer
//! than running.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod aborted;
mod back_channel_logout;
mod everywhere;
mod failing_deletes;
mod faults;
mod forged_id_tokens;
mod house;
mod interleavings;
mod kept_values;
#[path = "../session_storage/redis_server.rs"]
#[allow(dead_code, reason = "the storages' tests need more of it")]
mod redis_server;
mod refresh_tokens;
mod routes;
mod routes_faults;
mod shared_grant;
mod sign_out_in_flight;
mod single_flight;
mod storages;
mod suspended;
mod testing;
mod token_endpoint;
mod tokens;
mod two_processes;
mod user_info;
mod visitor;

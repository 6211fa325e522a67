//! Phone sign-in in the app's own design, over real HTTP to the development provider: the code, the user, the session, and
//! what becomes of it hour by hour.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod access_tokens;
mod attempts;
mod claims;
mod house;
mod mixed;
mod outages;
mod proven;
#[path = "../session_storage/redis_server.rs"]
#[allow(dead_code, reason = "the storages' tests need more of it")]
mod redis_server;
mod rereading;
#[path = "../sessions/storages.rs"]
#[allow(dead_code, reason = "the sessions' tests need more of it")]
mod storages;
mod tenant;
mod texts;
mod users;
mod verification;

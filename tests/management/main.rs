//! The client of the Management API over real HTTP. One binary: linking takes longer than running.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod access_token;
mod api_errors;
#[cfg(feature = "dev-provider")]
mod dev_provider;
mod house;
mod memberships;
mod redaction;
mod stand_in;
mod subject_token;
mod users;
mod verification_codes;

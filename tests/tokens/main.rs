//! Logout tokens and access tokens, forged in every way that is known, over real HTTP. One binary: linking takes longer
//! than running.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod access_token;
mod bearer;
mod dev_provider;
mod keys;
mod logout_token;
mod signature;
mod signer;
#[allow(dead_code, reason = "what the development provider's own tests need of it is more")]
#[path = "../dev_provider/support.rs"]
mod support;
mod tenant;

//! Sign in with Logto.

#[cfg(feature = "dev-provider")]
pub mod dev_provider;

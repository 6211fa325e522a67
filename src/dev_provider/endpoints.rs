//! The OpenID Provider's API: one endpoint per file.

pub(crate) mod authorize;
pub(crate) mod discovery;
pub(crate) mod end_session;
pub(crate) mod jwks;
pub(crate) mod pushed_authorization;
pub(crate) mod revocation;
pub(crate) mod token;
pub(crate) mod userinfo;

//! Sign in with Logto.

//! Reading phone numbers as people type them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod corpus;
mod properties;

//! What holds for every input, not only for those that somebody thought of.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod return_to;
mod transaction_cookies;

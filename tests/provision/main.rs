//! The program `logto-provision` against the development provider: a tenant set up, repaired, looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod bare_tenant;
mod careful;
mod changed_by_hand;
mod doctor;
mod hostile_texts;
mod house;
mod interrupted;
mod program;
mod question;
mod real;
mod refusals;
mod tenant_api;
mod terminal;
mod test_sms;
mod twilio;

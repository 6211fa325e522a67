//! `/api/sign-in-exp`: what the tenant asks of people who sign in.
//!
//! <https://openapi.logto.io/group/endpoint-sign-in-experience>

mod consistency;
pub(super) mod read;
pub(super) mod update;

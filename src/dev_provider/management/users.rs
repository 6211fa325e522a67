//! The users of the tenant: `/api/users`, one call per file.
//!
//! <https://openapi.logto.io/group/endpoint-users>

pub(super) mod create;
pub(super) mod delete;
pub(super) mod mfa_verifications;
pub(super) mod organizations;
pub(super) mod read;
pub(super) mod roles;
pub(super) mod search;
pub(super) mod suspend;
pub(super) mod update;

mod user_body;
mod user_fields;
